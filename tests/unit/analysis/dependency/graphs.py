"""Small graphs, made plain or by Hypothesis, and what they mean, worked out the slow way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, pairwise
from typing import Any, Final, TypeVar

import networkx as nx
import rustworkx as rx
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, Link, Supposition

T = TypeVar("T")
NECESSARY: Final = ("requires", "derives_from", "trains_on")
SUFFICIENT: Final = ("enables", "causes")
RESTING: Final = (*NECESSARY, *SUFFICIENT, "limited_by")
KINDS: Final = (*RESTING, "improves", "substitutes")
DOCUMENTS: Final = ("x", "y", "z")
Withdrawn = frozenset[str]


def plain(*links: str, kind: str = "requires") -> Graph:
    """Return a graph from pairs of letters, ``ab`` for a rests on b, with a kind after a space."""
    graph: Graph = nx.MultiDiGraph()
    for link in links:
        ends, _, other = link.partition(" ")
        graph.add_edge(ends[0], ends[1], key=other or kind)
    return graph


@st.composite
def graphs(
    draw: st.DrawFn,
    kinds: Iterable[str] = KINDS,
    nodes: int = 6,
    most: int = 14,
    least: int = 0,
    attributes: bool = True,
) -> Graph:
    """Make any graph of a few nodes; labels run against the ids."""
    graph: Graph = nx.MultiDiGraph()
    names = "abcdefghij"[: draw(st.integers(1, nodes))]
    for at, name in enumerate(names):
        graph.add_node(name, label=f"{chr(ord('z') - at)}")
        if attributes and draw(st.integers(0, 3)) == 0:
            graph.nodes[name]["sources"] = draw(documents)
    found = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from([*kinds]))
    for start, end, kind in draw(st.lists(found, min_size=least, max_size=most, unique=True)):
        graph.add_edge(start, end, key=kind, **(draw(edge_attributes(kind)) if attributes else {}))
    return graph


documents = st.lists(st.sampled_from(DOCUMENTS), unique=True, max_size=2).map(
    lambda found: tuple(sorted(found))
)


def edge_attributes(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return what a graph says of an edge, as :func:`kg.analysis.dependency.graph` does."""
    return st.fixed_dictionaries(
        {},
        optional={
            "asserted": st.sampled_from([0, 1, 1, 2]),
            "contested": st.booleans(),
            "probability": st.sampled_from([None, 0.0, 0.25, 0.5, 1.0]),
            "sources": documents,
            "groups": st.sampled_from([(None,), ("g",), ("h",), (None, "g"), ("g", "h")]),
        },
    )


@st.composite
def suppositions(draw: st.DrawFn, graph: Graph) -> Supposition:
    """Make any supposition about a graph, mostly of little."""
    some = st.lists(st.sampled_from(sorted(graph)), max_size=2).map(frozenset)
    links = sorted(graph.edges(keys=True))
    gone = st.lists(st.sampled_from(links), max_size=2).map(frozenset) if links else st.just(none)
    return Supposition(
        denied=draw(some),
        sources=draw(st.sampled_from([none, frozenset("x"), frozenset("xy")])),
        links=draw(st.one_of(st.just(none), gone)),
        given=draw(st.one_of(st.just(none), some)),
    )


none: frozenset[Any] = frozenset()


@st.composite
def cases(draw: st.DrawFn, /, **options: Any) -> tuple[Graph, Supposition]:
    """Make a graph and a supposition about it."""
    graph = draw(graphs(**options))
    return graph, draw(suppositions(graph))


def shuffled(graph: Graph, draw: Any) -> Graph:
    """Return the same graph with its nodes and edges added in another order."""
    other: Graph = nx.MultiDiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    draw.shuffle(nodes)
    draw.shuffle(edges)
    other.add_nodes_from(nodes)
    for start, end, kind, data in edges:
        other.add_edge(start, end, key=kind, **data)
    return other


def linked(links: Iterable[Link]) -> Graph:
    """Return a graph of links without attributes."""
    graph: Graph = nx.MultiDiGraph()
    for start, end, kind in links:
        graph.add_edge(start, end, key=kind)
    return graph


def without(graph: Graph, links: Iterable[Link]) -> Graph:
    """Return a copy of a graph less some links."""
    kept: Graph = graph.copy()
    for start, end, kind in links:
        kept.remove_edge(start, end, key=kind)
    return kept


def rust(graph: nx.DiGraph[str]) -> tuple[rx.PyDiGraph[str, None], list[str]]:
    """Return the same graph for rustworkx, and the node at each of its places."""
    names = list(graph)
    place = {name: at for at, name in enumerate(names)}
    found: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    found.add_nodes_from(names)
    found.add_edges_from_no_data([(place[start], place[end]) for start, end in graph.edges])
    return found, names


def affirmed(graph: Graph) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Yield the edges that count, written out by hand."""
    for start, end, kind, data in graph.edges(keys=True, data=True):
        if start != end and data.get("asserted", 1) > 0:
            yield start, end, kind, data


def pairs(graph: Graph) -> set[tuple[str, str]]:
    """Return who rests directly on whom."""
    return {(start, end) for start, end, kind, _ in affirmed(graph) if kind in RESTING}


def simple_paths(links: set[tuple[str, str]], start: str, end: str) -> Iterator[tuple[str, ...]]:
    """Yield every path that passes no node twice; from a node to itself every simple cycle."""
    ways: list[tuple[str, ...]] = [(start,)]
    while ways:
        way = ways.pop()
        for here, there in links:
            if here == way[-1] and there == end:
                yield (*way, there)
            elif here == way[-1] and there not in way:
                ways.append((*way, there))


def cycles(links: set[tuple[str, str]]) -> set[tuple[str, ...]]:
    """Return every simple cycle from its least node, without the last repeated."""
    nodes = {node for link in links for node in link}
    return {way[:-1] for one in nodes for way in simple_paths(links, one, one) if min(way) == one}


def acyclic(links: Iterable[tuple[str, str]]) -> bool:
    """Whether taking sinks away takes all away."""
    left = set(links)
    while left:
        starts = {start for start, _ in left}
        kept = {link for link in left if link[1] in starts}
        if kept == left:
            return False
        left = kept
    return True


def subsets(items: Iterable[T]) -> Iterator[frozenset[T]]:
    """Yield all subsets, small ones first."""
    every = sorted(items)  # type: ignore[type-var]
    sizes = range(len(every) + 1)
    return map(frozenset, chain.from_iterable(combinations(every, size) for size in sizes))


def needs(graph: Graph, sources: Withdrawn = none) -> dict[str, list[set[str]]]:
    """Return what every node needs when sources are withdrawn, one of each set."""
    links = [*affirmed(graph)]

    def lost(data: Mapping[str, Any]) -> bool:
        return bool(data.get("sources")) and set(data["sources"]) <= sources

    def with_substitutes(node: str, members: set[str]) -> set[str]:
        return members | {
            other
            for other, replaced, kind, data in links
            if kind == "substitutes" and replaced in members and other != node and not lost(data)
        }

    found: dict[str, list[set[str]]] = {node: [] for node in graph}
    for node in graph:
        own = [(end, kind, data) for start, end, kind, data in links if start == node]
        alternatives: dict[tuple[str, str], set[str]] = {}
        for end, kind, data in own:
            for group in data.get("groups", (None,)) if kind in NECESSARY else ():
                if group is None:
                    found[node].append({end})
                else:
                    alternatives.setdefault((group, kind), set()).add(end)
        found[node] += alternatives.values()
        if any(kind in SUFFICIENT for _, kind, _ in own):
            found[node].append(
                {end for end, kind, data in own if kind in SUFFICIENT and not lost(data)}
            )
        found[node] = [with_substitutes(node, members) for members in found[node]]
    return found


def outcomes(graph: Graph, supposed: Supposition) -> dict[str, str]:
    """Return how every node stands: both fixpoints by going round until nothing changes."""
    needed = needs(without(graph, supposed.links), supposed.sources)
    unsaid = {
        node
        for node, said in graph.nodes(data="sources")
        if said and set(said) <= supposed.sources and node not in supposed.given
    }
    withdrawn = supposed.denied | unsaid

    def kept_by(some: set[str]) -> set[str]:
        return {
            node
            for node in set(graph) - withdrawn
            if node in supposed.given or all(one & some for one in needed[node])
        }

    standing: set[str] = set()
    while (more := kept_by(standing)) != standing:
        standing = more
    possible = set(graph)
    while (fewer := kept_by(possible)) != possible:
        possible = fewer
    return {
        node: "stands" if node in standing else "undecided" if node in possible else "falls"
        for node in graph
    }


def nodes_of(path: Any) -> tuple[str, ...]:
    """Return the nodes along a path."""
    assert all(before.support == after.dependent for before, after in pairwise(path.steps))
    return (*(step.dependent for step in path.steps), path.steps[-1].support)
