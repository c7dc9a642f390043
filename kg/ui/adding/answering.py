"""Which question the texts that are added answer, and how; left empty, each speaks for itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kg.database import Database
from kg.errors import NotFoundError, UsageError
from kg.model import Question
from kg.ui import data, parts
from kg.ui.adding import given
from kg.ui.adding.given import Answer
from kg.ui.markup import element, shorten, visible
from kg.vocab import STANCE_WORDS, Stance

_NAME: Final = 160
_NONE: Final = "None of these"
_POSITIONS: Final[dict[str, Stance | None]] = {
    f"{STANCE_WORDS[Stance.FOR]}, they speak for it": Stance.FOR,
    f"{STANCE_WORDS[Stance.AGAINST]}, they speak against it": Stance.AGAINST,
    _NONE: None,
}
_FRONT: Final = """---
title: Mills by the sea
authors: [Ada Doe]
date: 2026-11-22
question: Are mills worth their ponds?
position: for               # for or against
thesis: The sentence of the text that says so, word for word.
---"""


def _wordings(found: Database) -> list[str]:
    return sorted((one.wording for one in found.store.find(Question)), key=str.casefold)


_known = data.remembered(_wordings)


def fields(turn: int) -> None:
    """Draw the fields, by which a text is put on one side of a question as it is added.

    ``turn`` is another one each time that they are to be empty again.
    """
    with st.expander("Which question do they answer? (optional)"):
        offered = _offered()
        # One field for both would take the part of a question that somebody types to find it
        # for a new question.
        if offered:
            st.selectbox(
                "Question",
                offered,
                index=None,
                key=f"question-{turn}",
                placeholder="Choose one of those that are here",
                format_func=lambda one: shorten(visible(one), _NAME),
            )
        st.text_input(
            "Or a new question" if offered else "Question",
            key=f"new-{turn}",
            placeholder="Are mills worth their ponds?",
        )
        st.radio("Their answer", list(_POSITIONS), index=2, key=f"position-{turn}", horizontal=True)
        st.text_input(
            "The sentence that says so (optional)",
            key=f"thesis-{turn}",
            placeholder="word for word as it stands in the text",
        )
        parts.show(
            element(
                "p",
                "Without a sentence the claim of each text that is closest to the question counts "
                "as its answer; you see which. What a file says in its first lines counts more:",
                class_="kg-quiet",
            ),
            parts.folded("How a file says it", element("pre", _FRONT, class_="kg-arithmetic")),
        )


def answer(turn: int, texts: int) -> Answer | None:
    """Return what the fields say that some texts answer, None where they say nothing.

    Raises:
        UsageError: if they say only half of it, or a sentence is to be that of several texts.
    """
    known, new, position, thesis = (
        st.session_state.get(f"{name}-{turn}") for name in ("question", "new", "position", "thesis")
    )
    if known and new:
        raise UsageError("choose a question or write a new one, not both")
    return given.answer(known or new, _POSITIONS[position or _NONE], thesis, texts)


def _offered() -> list[str]:
    try:
        return _known()
    except NotFoundError:  # the first text makes the database
        return []
