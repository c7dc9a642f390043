"""Dependencies: what rests on what, in whose words; every question that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from kg.ui import data, names, parts
from kg.ui.dependency import (
    around,
    asking,
    chaining,
    comparing,
    computed,
    falling,
    keeping,
    looping,
    resting,
    structure,
)
from kg.ui.dependency.asking import Asked
from kg.ui.markup import element, link


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words and what answers it; ``of_one`` says that it is about one concept."""

    words: str
    answer: Callable[[Asked], None]
    of_one: bool = False


QUESTIONS: Final = {
    "around": Question("What rests on it, and what does it rest on?", around.show, of_one=True),
    "why": Question("Why does it rest on something else?", chaining.show, of_one=True),
    "keeps": Question("What keeps it standing?", keeping.show, of_one=True),
    "falls": Question("What falls without it?", falling.show, of_one=True),
    "start": Question("Where should I start?", structure.start),
    "loops": Question("What rests on itself, and what breaks the loop?", looping.show),
    "layers": Question("What comes first, and what stands on top?", structure.layers),
    "links": Question("Which links are disputed, well founded or thin?", structure.ranked),
    "compare": Question("What do two texts or sides agree and differ on?", comparing.compare),
    "since": Question("What is new since a year, a date or a text?", comparing.since),
}


def show() -> None:
    """Draw the page."""
    parts.show(
        parts.heading("Dependencies"),
        element("p", "What rests on what, in the words of the texts.", class_="kg-lead"),
    )
    with st.spinner("Putting together what depends on what …"):
        everything = data.dependency_graph()
    if not everything:
        resting.nothing_yet()
        return
    chosen, asks = st.columns(2, gap="large", vertical_alignment="bottom")
    spot = st.container()
    with spot:
        selection = asking.selection()
    graph = computed.graph(selection)
    if not graph:
        parts.empty("No passage that counts speaks of dependencies.", next_step="Let more count.")
        return
    with chosen:
        node = asking.node(graph, "Concept", "concept", selection)
    default = "around" if node else "start"
    with asks:
        words = {name: question.words for name, question in QUESTIONS.items()}
        question = QUESTIONS[asking.question(words, default)]
    if question.of_one and node is None:
        parts.empty("This is asked of one concept.", next_step="Choose it above.")
        return
    if question.of_one and node is not None and node not in graph:
        parts.empty(
            f"No passage that counts says what {_name(node)} depends on.",
            next_step="Choose another concept above.",
        )
        return
    asked = Asked(graph, selection, node)
    if question.of_one:
        _ways_on(asked)
    question.answer(asked)


def _name(node: str) -> str:
    known = Asked(data.dependency_graph(), None, node)
    return known.name if node in known.graph else resting.name(data.concept(node))


def _ways_on(asked: Asked) -> None:
    """Link what else can be done with a concept or claim."""
    node = asked.node
    assert node is not None
    claim = asked.graph.nodes[node].get("kind") == "claim"
    parts.show(
        element(
            "p",
            resting.without(names.of_node(node, asked.selection)),
            " · ",
            link("Show on the map", "map", focus=node),
            [" · ", link("What speaks for and against it", "claim", claim=node)] if claim else None,
        )
    )


show()
