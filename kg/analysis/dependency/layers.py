"""The graph in layers, from foundations to results."""

from __future__ import annotations

import networkx as nx

from kg.analysis.dependency.graph import Graph, resting
from kg.analysis.dependency.reach import by_label


def layers(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return all nodes in layers, each in the order of labels; near linear in the edges.

    The first layer rests on nothing. Every other node is one above the highest of those that
    it rests on, so that layers are as low as can be; those that rest on each other share one.
    These are the longest paths in the condensation of the graph (Tarjan 1972).
    """
    parts = nx.condensation(resting(graph))
    height: dict[int, int] = {}
    for part in reversed([*nx.topological_sort(parts)]):
        height[part] = max((height[below] + 1 for below in parts.successors(part)), default=0)
    found: list[list[str]] = [[] for _ in range(max(height.values(), default=-1) + 1)]
    for part, at in height.items():
        found[at] += parts.nodes[part]["members"]
    return tuple(tuple(by_label(graph, layer)) for layer in found)
