"""The argument graph as one stand-alone page: a drawing, and the same as a list.

What supports and attacks a claim stands to its right. A link that others are about is a box too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final

import networkx as nx

from kg.database import Database
from kg.export.argumentation import Argumentation, Tie, argumentation
from kg.export.dependencies import words
from kg.export.formats import Export, Options
from kg.ui.graphs.drawing import drawing
from kg.ui.graphs.layout import Edge, Node
from kg.ui.graphs.neighbourhood import MOST, Neighbourhood
from kg.ui.markup import Html, element, shorten
from kg.vocab import RELATION_KINDS

_HEIGHT: Final = 900
_LABEL: Final = 42  # two lines, so that boxes keep apart; the list has the whole
_LIKENESS: Final = "related"
"""The one kind of link that is not drawn: it would join nearly everything."""


def argument_page(read: Argumentation, most: int = MOST) -> str:
    """Return an HTML page that draws an argument graph, needs no network and trusts no label.

    Of more than ``most`` boxes those with the most links are drawn; the list has every link
    but those of mere likeness.
    """
    drawn = arranged(read, most)
    page = drawing(drawn.nodes, drawn.edges, title=read.title, height=_HEIGHT)
    top = [element("h1", read.title, dir="auto"), element("p", _explained(drawn))]
    listed = element(
        "details", element("summary", "The same as a list"), element("ul", *_listed(read))
    )
    return framed(page, element("header", *top), element("section", listed))


def framed(page: str, above: Html, below: Html) -> str:
    """Return a page of :func:`drawing` with some text above and below the drawing."""
    head, body, rest = page.partition("<body>")
    shown = f"{head}{_STYLE}{body}<main>{above}{rest}"
    return f"{below}</main></body>".join(shown.rsplit("</body>", 1))


def arranged(read: Argumentation, most: int = MOST) -> Neighbourhood:
    """Return what is drawn of an argument graph; what bears on nothing further has level 1."""
    ties = [one for one in read.ties if one.kind != _LIKENESS]
    graph = _graph(read, ties)
    linked = [node for node in graph if graph.degree(node)]
    kept = sorted(linked, key=lambda node: (-graph.degree(node), node))[:most]
    part = graph.subgraph(kept)
    levels = heights(part)
    labels = _labels(read)
    nodes = tuple(Node(one, shorten(labels[one], _LABEL), levels[one]) for one in sorted(kept))
    edges = tuple(
        Edge(start, end, told["kind"], told["words"], 1)
        for start, end, told in sorted(
            part.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["kind"])
        )
        if start != end
    )
    return Neighbourhood(nodes, edges, len(linked) - len(kept))


def _graph(read: Argumentation, ties: Iterable[Tie]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(read.statements)
    about = {one.target for one in ties}
    for one in ties:
        told = {"kind": one.kind, "words": _words(one)}
        if one.id in about:
            graph.add_edge(one.source, one.id, **told)
            graph.add_edge(one.id, one.target, **told)
        else:
            graph.add_edge(one.source, one.target, **told)
    return graph


def heights(graph: nx.MultiDiGraph[str]) -> Mapping[str, int]:
    """Return how many links lead from each node to an end at most; a loop is one step."""
    whole = nx.condensation(nx.DiGraph(graph))
    level: dict[int, int] = {}
    for group in reversed(list(nx.topological_sort(whole))):
        level[group] = 1 + max((level[after] for after in whole.successors(group)), default=0)
    return {node: level[group] for group in whole for node in sorted(whole.nodes[group]["members"])}


def _labels(read: Argumentation) -> dict[str, str]:
    evidence = {
        one.id: f"{one.evidence.value}: {one.wording}"
        for one in read.statements.values()
        if one.evidence
    }
    claims = {one.id: one.wording for one in read.statements.values()}
    links = {one.id: f"the link: {RELATION_KINDS[one.kind].label}" for one in read.ties}
    return links | claims | evidence


def _words(tie: Tie) -> str:
    return words(RELATION_KINDS[tie.kind].label, "accepted" if tie.accepted else "proposed")


def _explained(drawn: Neighbourhood) -> str:
    left = f" {drawn.left_out:,} with fewer links are left out." if drawn.left_out else ""
    return (
        f"{len(drawn.nodes):,} claims, pieces of evidence and disputed links; an arrow leads from "
        f"what supports or attacks to what it bears on.{left} “(accepted)” marks what a person "
        "vouches for; the program proposed the rest. Drag to move, scroll to come nearer."
    )


def _listed(read: Argumentation) -> Iterable[Html]:
    labels = _labels(read)
    ends = {one.id: one for one in read.ties}

    def named(identifier: str) -> str:
        link = ends.get(identifier)
        if link is None:
            return f"“{labels[identifier]}”"
        return f"[{named(link.source)} {_words(link)} {named(link.target)}]"

    for tie in read.ties:
        if tie.kind != _LIKENESS:
            parts = (named(tie.source), f" {_words(tie)} ", named(tie.target))
            yield element("li", *parts, dir="auto")


_STYLE: Final = (
    "<style>header,section{font:16px/1.5 system-ui,sans-serif;margin:1rem 1.5rem;max-width:60rem;"
    "color:#1a1a1a}body{background:#ffffff}</style>"
)


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    out.write(argument_page(argumentation(database, options.question)).encode())


EXPORT: Final = Export(
    "The argument graph, drawn on one page that needs no network", ".html", "text/html", _write
)
