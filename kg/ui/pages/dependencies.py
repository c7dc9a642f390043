"""Dependencies: what rests on a concept, what it rests on, in whose words, and the loops."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kg.analysis.dependency import Graph, Loop, Reach, loops, rests_on, what_rests_on
from kg.ui import data, parts, resting
from kg.ui.drawing import DARK, LIGHT, drawing
from kg.ui.layout import height, positions
from kg.ui.markup import Html, element, shorten
from kg.ui.neighbourhood import Neighbourhood, around, verb
from kg.vocab import RELATION_KINDS
from kg.wording import counted

HIGHEST, LOWEST = 640, 240


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Dependencies"))
    graph = data.dependency_graph()
    if not graph:
        parts.empty(
            "No text says yet what depends on what.",
            next_step="Ingest one that does, then reload this page:",
            command="kg ingest my-essay.md",
        )
        return
    focus = _choose(graph)
    if focus is None:
        _invite(graph)
    elif focus in graph:
        _focus(graph, focus)
    else:
        parts.empty(
            f"No text says what {resting.name(data.concept(focus))} depends on.",
            next_step="Choose another concept above.",
        )


def _choose(graph: Graph) -> str | None:
    """Offer all nodes, the most linked first, and keep the choice in the address."""
    given = st.query_params.get("concept")
    asked = None if not given else given if given in graph else data.concept(given).id
    offered = asked if asked in graph else None
    if st.session_state.get("choice") != offered:
        st.session_state["choice"] = offered
    st.selectbox(
        "Concept",
        sorted(graph, key=lambda node: (-graph.degree(node), node)),
        index=None,
        key="choice",
        on_change=_remember,
        placeholder="choose a concept, or type a part of its name",
        format_func=lambda node: shorten(graph.nodes[node]["label"], resting.NAME),
    )
    return asked


def _remember() -> None:
    chosen = st.session_state["choice"]
    if chosen is None:
        st.query_params.pop("concept", None)
    else:
        st.query_params["concept"] = chosen


def _invite(graph: Graph) -> None:
    """Say where to start: at what most rests on, or at a loop."""
    borne = sorted(((len(what_rests_on(graph, node)), node) for node in graph), reverse=True)
    items = [
        element(
            "li",
            resting.node_link(graph, node),
            element(
                "p",
                f"{counted(number, 'thing rests', 'things rest')} on it",
                class_="kg-quiet",
            ),
        )
        for number, node in borne[:8]
        if number
    ]
    parts.show(
        parts.heading("Where to start: what most rests on", level=2),
        element("ul", items, class_="kg-list"),
    )
    _loops(loops(graph))


def _focus(graph: Graph, focus: str) -> None:
    label = shorten(graph.nodes[focus]["label"], resting.NAME)
    hops = st.segmented_control(
        "How far",
        [1, 2, 3],
        default=2,
        key="hops",
        required=True,
        format_func=lambda number: counted(number, "link"),
        bind="query-params",
    )
    parts.show(element("p", resting.without(graph, focus)))
    nearby = around(graph, focus, hops or 2)
    _draw(nearby, label)
    above, below = st.columns(2, gap="large")
    with above:
        _reached(
            graph,
            f"What rests on {label}",
            what_rests_on(graph, focus),
            "Nothing in the database rests on it.",
        )
    with below:
        _reached(
            graph,
            f"What {label} rests on",
            rests_on(graph, focus),
            "No text says that it rests on anything.",
        )
    _loops([loop for loop in loops(graph) if focus in loop.members])
    parts.show(parts.heading("The drawing as a table", level=2), resting.table(graph, nearby))


def _draw(nearby: Neighbourhood, label: str) -> None:
    title = f"Dependencies of {label}"
    nodes = counted(len(nearby.nodes), "box", "boxes")
    pixels = height(positions(nearby.nodes, nearby.edges))
    pixels = max(LOWEST, min(pixels, HIGHEST))
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.iframe(
        drawing(nearby.nodes, nearby.edges, title=title, palette=palette, height=pixels),
        height=pixels + 5,
        alt=f"{title}: {nodes}, {counted(len(nearby.edges), 'link')}; "
        "the table at the end of the page says the same in words",
    )
    left_out = f" {nearby.left_out:,} more did not fit." if nearby.left_out else ""
    explained = (
        "Arrows run from what depends to what it rests on. What rests on the marked box stands "
        f"to its right, what it rests on to its left. Click a box to move there.{left_out}"
    )
    parts.show(element("p", explained, class_="kg-quiet"), _legend(nearby))
    st.download_button(
        "Download the drawing (HTML)",
        drawing(nearby.nodes, nearby.edges, title=title, height=900),
        "dependencies.html",
        "text/html",
        on_click="ignore",
    )


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


def _reached(graph: Graph, title: str, found: Reach, nothing: str) -> None:
    quiet = element("p", nothing, class_="kg-quiet")
    parts.show(
        parts.heading(f"{title} ({len(found)})", level=2),
        resting.reached(graph, found) if found else quiet,
    )


def _loops(found: Sequence[Loop]) -> None:
    if found:
        parts.show(
            parts.heading(f"Loops ({len(found)})", level=2),
            element("p", "Each of these rests on itself by way of the others.", class_="kg-quiet"),
            resting.loops(found),
        )


show()
