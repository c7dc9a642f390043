"""The part of the dependency graph around one node that fits on a page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from kg.analysis.dependency import Graph
from kg.ui.layout import Edge, Node
from kg.ui.markup import address
from kg.vocab import RELATION_KINDS

MOST: Final = 150


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is drawn; ``left_out`` counts nodes within reach for which there was no room."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def around(graph: Graph, focus: str, hops: int, most: int = MOST) -> Neighbourhood:
    """Return what leads to ``focus`` and what it leads to within ``hops`` links.

    What rests on the focus has levels above 0, what it rests on below 0. Of more than
    ``most`` nodes the nearest stay.
    """
    levels = _levels(graph, focus, hops)
    nearest = sorted(levels, key=lambda node: (abs(levels[node]), -graph.degree(node), node))
    kept = dict.fromkeys(nearest[:most])
    nodes = tuple(
        Node(node, graph.nodes[node]["label"], levels[node], page_of(node)) for node in kept
    )
    edges = tuple(
        _edge(start, end, kind, data)
        for start, end, kind, data in sorted(
            graph.edges(keys=True, data=True), key=lambda edge: edge[:3]
        )
        if start in kept and end in kept and start != end
    )
    return Neighbourhood(nodes, edges, len(levels) - len(kept))


def page_of(node: str) -> str:
    """Return the address of a node's dependencies."""
    return address("dependencies", concept=node)


def verb(kind: str) -> str:
    """Return the verb from dependent to support, which is how edges of the graph run."""
    row = RELATION_KINDS[kind]
    return row.inverse if row.dependent == "target" else row.label


def _levels(graph: Graph, focus: str, hops: int) -> dict[str, int]:
    """Return each node's distance, walking outwards only: never there and back again."""
    levels = {focus: 0}
    queue = deque([focus])
    while queue:
        here = queue.popleft()
        level = levels[here]
        if abs(level) == hops:
            continue
        dependents = sorted(graph.predecessors(here)) if level >= 0 else []
        supports = sorted(graph.successors(here)) if level <= 0 else []
        for other, step in [*((n, 1) for n in dependents), *((n, -1) for n in supports)]:
            if other not in levels:
                levels[other] = level + step
                queue.append(other)
    return levels


def _edge(start: str, end: str, kind: str, data: dict[str, Any]) -> Edge:
    asserted, denied = data["asserted"], data["denied"]
    words = verb(kind)
    if not asserted:
        words = f"NOT: {words}" if denied else f"{words}?"
    elif denied:
        words = f"{words} (disputed)"
    return Edge(start, end, kind, words, len(data["evidence"]))
