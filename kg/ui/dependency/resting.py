"""What rests on what, in words: lists, loops, the table beside a drawing."""

from __future__ import annotations

from collections.abc import Sequence

from kg.analysis.dependency import Graph, Loop, Path, Reach, Reached, path
from kg.analysis.dependency.wording import called
from kg.model import Claim, Concept
from kg.ui import paging, parts
from kg.ui.debate import cards
from kg.ui.graphs.neighbourhood import Neighbourhood
from kg.ui.markup import Html, address, element, link, shorten
from kg.views import DependencyEvidence
from kg.vocab import RELATION_KINDS
from kg.wording import counted

NAME = 120
WORDS = 600
QUOTES = 4
KEPT = ("in", "since", "until", "accepted", "own", "hops")
"""What the address says of which passages count, and how far to look."""


def name(node: Concept | Claim) -> str:
    """Return what a node of the graph is called, at readable length."""
    return shorten(node.label if isinstance(node, Concept) else node.wording, NAME)


def node_link(graph: Graph, node: str) -> Html:
    """Return a link to a node's dependencies; which passages count stays as it is."""
    name = shorten(graph.nodes[node]["label"], NAME)
    there = address("dependencies", concept=node, **paging.here(*KEPT))
    return element("a", name, class_="kg", href=there)


def nodes(graph: Graph) -> dict[str, str]:
    """Return a distinct name -> id of each node, those first that have most links."""
    order = sorted(graph, key=lambda node: (-graph.degree(node), called(graph, node), node))
    return parts.labelled([(called(graph, node), node, node) for node in order])


def nothing_yet() -> None:
    """Say that no text speaks of dependencies, and what to do about it."""
    parts.empty(
        "No text says yet what depends on what.",
        next_step="Ingest one that does, then reload this page:",
        command="kg ingest my-essay.md",
    )


def without(own: str) -> Html:
    """Return a link to what falls without a node; ``own`` is what menus call it."""
    return link(f"What if {shorten(own, NAME)} were not to be had?", "what_if", off=own)


def reached(graph: Graph, found: Reach, most: int) -> Html:
    """Return what a question leads to, each with the way there and its passages.

    Of more than ``most`` the nearest are listed.
    """
    items = [
        _reached(graph, item, path(graph, found.chain(item.id))) for item in found.nodes[:most]
    ]
    left = len(found) - most
    more = element("li", f"… and {left:,} more, further away", class_="kg-quiet")
    return element("ul", items, more if left > 0 else None, class_="kg-list")


def _reached(graph: Graph, item: Reached, way: Path) -> Html:
    words = element("p", shorten(way.words, WORDS), class_="kg-quiet")
    return element(
        "li",
        node_link(graph, item.id),
        words if item.depth > 1 else None,
        _passages(way, unfolded=item.depth == 1),
    )


def loops(found: Sequence[Loop]) -> Html:
    """Return loops by their shortest cycles, each with the passages that make it."""
    cycles = [cycle for loop in found for cycle in loop.shortest]
    return element(
        "ul",
        [element("li", shorten(cycle.words, WORDS), _passages(cycle)) for cycle in cycles],
        class_="kg-list",
    )


def table(graph: Graph, nearby: Neighbourhood) -> Html:
    """Return the drawing as a table with a row for each link."""
    rows = [
        (
            node_link(graph, edge.source),
            edge.words,
            node_link(graph, edge.target),
            passages(graph[edge.source][edge.target][edge.kind]["evidence"]),
        )
        for edge in nearby.edges
    ]
    titles = ("What", "how", "on what", "in whose words")
    return parts.table("The drawing as a table", titles, rows)


def _passages(way: Path, *, unfolded: bool = False) -> Html:
    evidence = [item for step in way.steps for item in step.evidence]
    return passages(evidence, unfolded=unfolded)


def passages(evidence: Sequence[DependencyEvidence], *, unfolded: bool = False) -> Html:
    """Return passages under the number of them, folded until clicked."""
    summary = element("summary", counted(len(evidence), "passage"))
    opened = "open" if unfolded else None
    return element("details", summary, map(_said, evidence[:QUOTES]), open=opened)


def _said(item: DependencyEvidence) -> Html:
    verb = RELATION_KINDS[item.dependency.kind].label
    return element(
        "div",
        element(
            "p",
            f"{shorten(item.holder.name, NAME)}: {name(item.source)} {verb} {name(item.target)} ",
            parts.status(item.dependency.status),
            class_="kg-quiet",
        ),
        cards.quotation(item.quote),
    )
