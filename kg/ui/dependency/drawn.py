"""The drawing of a part of the dependency graph, with its legend and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from kg.analysis.dependency import Graph
from kg.analysis.dependency.graph import verb
from kg.ui import paging, parts
from kg.ui.dependency import resting
from kg.ui.graphs.drawing import DARK, LIGHT, drawing
from kg.ui.graphs.layout import Node, height, positions
from kg.ui.graphs.neighbourhood import Neighbourhood, edges_among
from kg.ui.markup import Html, address, element
from kg.vocab import RELATION_KINDS
from kg.wording import counted

MOST: Final = 60
"""So many boxes are drawn at most; the map shows more."""
HIGHEST: Final = 640
LOWEST: Final = 240


def draw(nearby: Neighbourhood, label: str) -> None:
    """Draw a part of the graph, say how to read it, and offer it as a file."""
    title = f"Dependencies of {label}"
    kept = paging.here(*resting.KEPT)
    boxes = [
        replace(node, address=address("dependencies", concept=node.id, **kept))
        for node in nearby.nodes
    ]
    nodes = counted(len(nearby.nodes), "box", "boxes")
    pixels = height(positions(nearby.nodes, nearby.edges))
    pixels = max(LOWEST, min(pixels, HIGHEST))
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.iframe(
        drawing(boxes, nearby.edges, title=title, palette=palette, height=pixels),
        height=pixels + 5,
        alt=f"{title}: {nodes}, {counted(len(nearby.edges), 'link')}; "
        "the table at the end of the page says the same in words",
    )
    left_out = f" {nearby.left_out:,} more did not fit." if nearby.left_out else ""
    explained = (
        "Arrows run from what depends to what it rests on. What rests on the marked box stands "
        f"to its right, what it rests on to its left. Click a box to move there; drag to "
        f"see more.{left_out}"
    )
    parts.show(element("p", explained, class_="kg-quiet"), _legend(nearby))
    st.download_button(
        "Download the drawing (HTML)",
        lambda: drawing(nearby.nodes, nearby.edges, title=title, height=900),
        "dependencies.html",
        "text/html",
        on_click="ignore",
    )


def table(graph: Graph, nearby: Neighbourhood) -> None:
    """Say in a table what a drawing shows."""
    parts.show(parts.heading("The drawing as a table", level=2), resting.table(graph, nearby))


def along(graph: Graph, ways: Sequence[Sequence[str]]) -> Neighbourhood:
    """Return what is drawn of some chains: every node at its greatest depth in one of them."""
    level: dict[str, int] = {}
    for way in ways:
        for depth, node in enumerate(way):
            level[node] = max(level.get(node, 0), depth)
    nodes = tuple(Node(node, graph.nodes[node]["label"], -depth) for node, depth in level.items())
    return Neighbourhood(nodes, edges_among(graph, level), 0)


def _legend(nearby: Neighbourhood) -> Html:
    used = {edge.kind for edge in nearby.edges}
    keys = [
        element(
            "li",
            element(
                "span",
                class_="kg-line",
                aria_hidden="true",
                style=f"border-top: 3px {kind.dash} {kind.colour}",
            ),
            element("span", verb(kind.name)),
            title=kind.definition,
        )
        for kind in RELATION_KINDS.values()
        if kind.name in used
    ]
    return element("ul", keys, class_="kg-legend", aria_label="Kinds of links")
