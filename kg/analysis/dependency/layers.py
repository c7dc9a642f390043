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
    return tuple(
        tuple(by_label(graph, (node for part in layer for node in parts.nodes[part]["members"])))
        for layer in nx.topological_generations(parts.reverse())
    )
