"""The part of the dependency graph around one node that fits on a page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kg.analysis.dependency import Graph, state
from kg.analysis.dependency.graph import verb as verb
from kg.export.dependencies import words
from kg.ui.graphs.layout import Edge, Node
from kg.ui.markup import address

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
    return Neighbourhood(nodes, edges_among(graph, kept), len(levels) - len(kept))


def edges_among(graph: Graph, nodes: Iterable[str]) -> tuple[Edge, ...]:
    """Return the links between some nodes, in the order of their ids."""
    inner = graph.subgraph(nodes).edges(keys=True, data=True)
    return tuple(
        _edge(start, end, kind, data)
        for start, end, kind, data in sorted(inner, key=lambda edge: edge[:3])
        if start != end
    )


def page_of(node: str) -> str:
    """Return the address of a node's dependencies."""
    return address("dependencies", concept=node)


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
    shown = words(verb(kind), state(data))
    return Edge(start, end, kind, shown, len(data.get("evidence", ())))
