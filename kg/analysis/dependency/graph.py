"""The dependency graph: what is said to rest on what, and on whose word.

A node is a concept or a claim, an edge all that is said of one kind of link between two of
them. Edges of kinds whose row in ``RELATION_KINDS`` names a dependent end run from the
dependent to what it rests on; the others keep their direction. A link that one side asserts
and another denies is one edge, contested.

Whoever builds a graph with networkx alone needs nothing but the keys: an edge whose attributes
are missing is taken as asserted, by nobody in particular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx

from kg.model import Claim, Concept
from kg.views import DependencyEvidence
from kg.vocab import RELATION_KINDS, Status

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Link: TypeAlias = tuple[str, str, str]
"""The key of an edge: what depends, what it depends on, the kind of dependency."""


def graph(
    evidence: Iterable[DependencyEvidence],
    *,
    asserting: Mapping[str, frozenset[str]] | None = None,
    origin: Callable[[str], str] = str,
) -> Graph:
    """Return the graph of what passages say, in O(evidence).

    Nodes have ``label``, ``kind`` (``concept`` or ``claim``) and ``sources``: the ids of the
    documents that assert a claim, empty for concepts. An edge's key is the kind of dependency;
    its attributes:

    * ``evidence``: the passages, a tuple in the order given;
    * ``asserted``, ``denied``, ``raised``: how many affirm the link, how many negate it, and
      how many only suppose or question it;
    * ``contested``: whether there are both;
    * ``probability``: that at least one affirming passage is rightly extracted, its scores
      taken as independent; 1.0 where a person accepted one, None where none is and a score is
      missing;
    * ``accepted``: how many affirming passages a person accepted;
    * ``holders``, ``disputants``: names of those who affirm and who negate it, sorted;
    * ``sources``, ``origins``: ids of the documents that affirm it, and their independent
      origins (see :mod:`kg.analysis.independence`), sorted;
    * ``groups``: the ids of the alternatives that the link is one of, None for passages that
      require it on its own, sorted with None first;
    * ``rests``: whether source rests on target.

    Rejected evidence is left out.

    Args:
        evidence: what passages say.
        asserting: the documents that assert each claim, by its id.
        origin: the independent origin of a document, by its id; by default each is its own.
    """
    result: Graph = nx.MultiDiGraph()
    edges: dict[Link, list[DependencyEvidence]] = {}
    for item in evidence:
        if item.dependency.status is Status.REJECTED:
            continue
        for node in (item.source, item.target):
            sources = sorted((asserting or {}).get(node.id, ()))
            result.add_node(node.id, label=_label(node), kind=node.KIND, sources=tuple(sources))
        edges.setdefault(link_of(item), []).append(item)
    for (start, end, kind), items in edges.items():
        result.add_edge(start, end, key=kind, **_attributes(kind, items, origin))
    return result


def link_of(item: DependencyEvidence) -> Link:
    """Return the edge that a passage speaks of."""
    kind = item.dependency.kind
    ends = item.source.id, item.target.id
    start, end = ends[::-1] if RELATION_KINDS[kind].dependent == "target" else ends
    return start, end, kind


def affirmed(graph: Graph) -> Iterator[tuple[Link, Mapping[str, Any]]]:
    """Yield the edges that somebody affirms, with their attributes; none from a node to itself."""
    for start, end, kind, data in graph.edges(keys=True, data=True):
        if start != end and data.get("asserted", 1):
            yield (start, end, kind), data


def rests(link: Link) -> bool:
    """Whether the first end of an edge rests on the second."""
    return RELATION_KINDS[link[2]].dependent is not None


def resting(graph: Graph) -> nx.DiGraph[str]:
    """Return who rests on whom, without kinds, in an order that only the ids decide."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({link[:2] for link, _ in affirmed(graph) if rests(link)}))
    return plain


def label(graph: Graph, node: str) -> str:
    """Return what a node is called: its ``label``, else its id."""
    return str(graph.nodes[node].get("label", node))


def verb(kind: str) -> str:
    """Return the verb of a kind as edges run: from the dependent to its support."""
    row = RELATION_KINDS[kind]
    return row.inverse if row.dependent == "target" else row.label


def in_words(graph: Graph, link: Link) -> str:
    """Return an edge in words: what its ends are called, with its verb between."""
    start, end, kind = link
    return f"{label(graph, start)} {verb(kind)} {label(graph, end)}"


def _label(node: Concept | Claim) -> str:
    return node.label if isinstance(node, Concept) else node.wording


def _attributes(
    kind: str, items: list[DependencyEvidence], origin: Callable[[str], str]
) -> dict[str, object]:
    affirming = [item for item in items if item.dependency.affirms]
    denying = [item for item in items if item.dependency.denies]
    sources = sorted({item.dependency.document_id for item in affirming})
    groups = {item.dependency.group for item in affirming}
    return {
        "evidence": tuple(items),
        "asserted": len(affirming),
        "denied": len(denying),
        "raised": len(items) - len(affirming) - len(denying),
        "contested": bool(affirming and denying),
        "probability": probability(affirming),
        "accepted": sum(item.dependency.status is Status.ACCEPTED for item in affirming),
        "holders": _names(affirming),
        "disputants": _names(denying),
        "sources": tuple(sources),
        "origins": tuple(sorted(set(map(origin, sources)))),
        "groups": tuple(sorted(groups, key=lambda group: (group is not None, group or ""))),
        "rests": RELATION_KINDS[kind].dependent is not None,
    }


def probability(affirming: Iterable[DependencyEvidence]) -> float | None:
    """Return the probability that one of several passages is rightly extracted.

    None where a score is missing, or where there is none; 1.0 where a person accepted one.
    """
    found = [
        1.0 if item.dependency.status is Status.ACCEPTED else item.dependency.score
        for item in affirming
    ]
    if 1.0 in found:
        return 1.0
    missing = 1.0
    for score in found:
        if score is None:
            return None
        missing *= 1 - score
    return 1 - missing if found else None


def _names(items: Iterable[DependencyEvidence]) -> tuple[str, ...]:
    return tuple(sorted({item.holder.name for item in items}))
