"""A whole dependency graph as one stand-alone page, from foundations to results."""

from __future__ import annotations

from typing import Final, cast

import networkx as nx

from kg.analysis.dependency import Graph, breaking, layers, loops
from kg.ui.graphs.drawing import drawing
from kg.ui.graphs.layout import Node
from kg.ui.graphs.neighbourhood import MOST, Neighbourhood, edges_among

HEIGHT: Final = 900
_PATIENCE: Final = 2.0
"""For how many seconds the least that breaks a loop is looked for; any will do."""


def page(graph: Graph, title: str, most: int = MOST) -> str:
    """Return an HTML page that draws a graph, needs no network and trusts no label.

    Of more than ``most`` nodes those with the most links are drawn; see :func:`whole`.
    """
    drawn = whole(graph, most)
    return drawing(drawn.nodes, drawn.edges, title=title, height=HEIGHT)


def whole(graph: Graph, most: int = MOST) -> Neighbourhood:
    """Return what is drawn of a graph: what rests on nothing has level 1, results the highest.

    Loops are unrolled: the least that breaks them runs against the levels.
    """
    linked = sorted(graph, key=lambda node: (-graph.degree(node), node))[:most]
    kept = graph.subgraph(linked)
    nodes = [
        Node(node, graph.nodes[node]["label"], level)
        for level, layer in enumerate(layers(_unrolled(kept)), start=1)
        for node in layer
    ]
    return Neighbourhood(tuple(nodes), edges_among(graph, linked), len(graph) - len(nodes))


def _unrolled(graph: Graph) -> Graph:
    members = [node for loop in loops(graph, most=1) for node in loop.members]
    cut = breaking(graph, members, seconds=_PATIENCE).members
    return cast("Graph", nx.restricted_view(graph, [], cut))
