"""A query's answer as a drawing: triples, or rows that have a subject, a predicate, an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import networkx as nx
from pyoxigraph import Literal

from kg.ids import from_iri, kind_of
from kg.rdf.sparql import Result, Term, shorten
from kg.ui import markup
from kg.ui.graphs.arguing import heights
from kg.ui.graphs.layout import Edge, Node
from kg.ui.graphs.neighbourhood import MOST, Neighbourhood
from kg.ui.markup import address
from kg.vocab import RELATION_KINDS, expand

PAGES: Final = {
    "claim": ("claim", "claim"),
    "document": ("source", "source"),
    "concept": ("dependencies", "concept"),
}
"""The page of a kind of record, and its parameter."""

_READ: Final = 5_000
_LABEL: Final = 42  # two lines, so that boxes keep apart; the table has the whole
_NAMES: Final = (
    ("subject", "predicate", "object"),
    ("s", "p", "o"),
    ("source", "link", "target"),
)
_LABELS: Final = tuple(
    map(
        expand,
        ("schema:text", "rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name"),
    )
)
_KINDS: Final = {expand(kind.curie): name for name, kind in RELATION_KINDS.items()}
_PLAIN: Final = "related"

Statement = tuple[Term, Term, Term]


def columns(result: Result) -> tuple[int, int, int] | None:
    """Return the columns of subject, predicate and object, None where there are none."""
    names = [name.casefold() for name in result.variables]
    for wanted in _NAMES:
        if set(wanted) <= set(names):
            subject, predicate, object_ = map(names.index, wanted)
            return subject, predicate, object_
    return None


def drawn(result: Result, places: tuple[int, int, int], most: int = MOST) -> Neighbourhood:
    """Return what is drawn of an answer: things, and the statements that link two of them.

    A statement with a text is no arrow; a name or a wording names its box. Of more than
    ``most`` things those with the most links are drawn.
    """
    labels: dict[str, str] = {}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for subject, predicate, thing in _statements(result, places):
        if isinstance(thing, Literal):
            if _text(predicate) in _LABELS:
                labels.setdefault(_text(subject), thing.value)
        elif subject is not None and thing is not None:
            graph.add_edge(_text(subject), _text(thing), key=_text(predicate))
    kept = sorted(graph, key=lambda node: (-graph.degree(node), node))[:most]
    part = graph.subgraph(kept)
    height = heights(part)
    nodes = tuple(Node(one, label(labels, one), height[one], page_of(one)) for one in kept)
    edges = tuple(
        Edge(start, end, _KINDS.get(predicate, _PLAIN), _verb(predicate), 1)
        for start, end, predicate in sorted(part.edges(keys=True))
        if start != end
    )
    return Neighbourhood(nodes, edges, len(graph) - len(kept))


def page_of(iri: str) -> str | None:
    """Return the address of the page of a record, None for what has none."""
    identifier = from_iri(iri)
    if not identifier or kind_of(identifier) not in PAGES:
        return None
    page, parameter = PAGES[kind_of(identifier)]
    return address(page, **{parameter: identifier})


def _statements(result: Result, places: tuple[int, int, int]) -> Iterator[Statement]:
    for row in result.some_terms(0, _READ):
        yield row[places[0]], row[places[1]], row[places[2]]


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def label(labels: Mapping[str, str], iri: str) -> str:
    """Return what the box of a thing says: its name, else its short IRI."""
    return markup.shorten(labels.get(iri, shorten(iri)), _LABEL)


def _verb(predicate: str) -> str:
    kind = _KINDS.get(predicate)
    return RELATION_KINDS[kind].label if kind else shorten(predicate)
