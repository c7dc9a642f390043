"""What rests on something, and what it rests on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kg.analysis.dependency import Graph, Outcome, Reach, rests_on, what_rests_on
from kg.analysis.dependency.wording import needed
from kg.ui import parts
from kg.ui.dependency import asking, computed, drawn, looping, resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.graphs.neighbourhood import around
from kg.ui.markup import element

_HOPS: Final = {"1": "1 link", "2": "2 links", "3": "3 links"}
_OUTCOMES: Final = {
    Outcome.STANDS: "By what the texts say, it stands.",
    Outcome.FALLS: "By what the texts say, it falls: something that it needs is denied.",
    Outcome.UNDECIDED: "By what the texts say, it is undecided: only a loop holds it up.",
}


def show(asked: Asked) -> None:
    """Draw what is near, and list what rests on it and what it rests on."""
    graph, node = asked.graph, asked.node
    assert node is not None
    hops = int(asking.choice("How far", "hops", _HOPS, "2"))
    nearby = around(graph, node, hops, drawn.MOST)
    drawn.draw(nearby, asked.name)
    needs = computed.needs(asked.selection, node)
    parts.show(
        element("p", _OUTCOMES[computed.outcome(asked.selection, node)]),
        element("ul", [element("li", "it ", needed(graph, node, one)) for one in needs[:10]]),
    )
    above, below = st.columns(2, gap="large")
    with above:
        _reached(
            graph,
            f"What rests on {asked.name}",
            what_rests_on(graph, node),
            "Nothing in the database rests on it.",
        )
    with below:
        _reached(
            graph,
            f"What {asked.name} rests on",
            rests_on(graph, node),
            "No text says that it rests on anything.",
        )
    mine = [loop for loop in computed.loops(asked.selection) if node in loop.members]
    looping.listed(mine)
    drawn.table(graph, nearby)


def _reached(graph: Graph, title: str, found: Reach, nothing: str) -> None:
    parts.show(
        parts.heading(f"{title} ({len(found):,})", level=2),
        resting.reached(graph, found, telling.MOST) if found else telling.quiet(nothing),
    )
