"""The question: how it stands, the two positions, what is contested most, where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kg.analysis.changes import a_month_before
from kg.export.telling import lean
from kg.ui import data, parts
from kg.ui.debate import awaiting, cards, positions
from kg.ui.markup import element, link, shorten
from kg.ui.texts import library
from kg.views import ClaimFilter, ClaimRow, Order, QuestionView
from kg.vocab import Stance
from kg.wording import counted

CONTESTED: Final = ClaimFilter(contested=True, order=Order.CONTESTED, limit=5)
COUNTING: Final = (
    "A claim speaks for an answer if a text that gives this answer asserts it in its own voice, "
    "or if it supports a claim that speaks for it or rebuts one that speaks for the other. Views "
    "that a text only reports, concedes or asks about speak for neither unless a link says so. "
    "Links that a person rejected do not count; links that the program proposed do."
)


def show() -> None:
    """Draw the page; what takes longest to find out comes last, in the place kept for it."""
    views = data.questions()
    view = _chosen(views)
    below = None
    if view:
        below = _question(view, several=len(views) > 1)
    elif views:
        _list(views)
    else:
        _no_question()
    changed = st.container()
    if library.count_shelf():
        _start([row for one in views for row in one.most_contested])
    if view:
        parts.cite("", view.question.wording, question=view.question.id)
    settled = data.settled()
    with changed:
        if settled:
            _changed()
        else:
            awaiting.standings()
    if view and below and settled:
        leading = data.leading(view.question.id)
        for stance, place in below.items():
            with place:
                positions.strongest(leading[stance])


def _chosen(views: Sequence[QuestionView]) -> QuestionView | None:
    """Return the question that the address asks for, or the only one."""
    asked = st.query_params.get("question")
    if not asked:
        return views[0] if len(views) == 1 else None
    found = data.question(asked).id
    return next(view for view in views if view.question.id == found)


def _list(views: Sequence[QuestionView]) -> None:
    parts.show(parts.heading("What is contested here?"))
    for view in views:
        name = link(shorten(view.question.wording, parts.WORDING), "", question=view.question.id)
        parts.show(
            element("h2", name),
            element("p", lean(view).partition(". ")[0], "."),
            *positions.tally(view),
        )


def _no_question() -> None:
    parts.show(parts.heading("What is contested here?"))
    held = library.count_shelf()
    if held:
        parts.empty(
            f"No text states a question yet ({counted(held, 'source')} stored).",
            next_step="Give a text front matter with question, position (for or against) and "
            "thesis, and ingest it; or search the claims above.",
        )
        _contested(data.claims(CONTESTED))
    else:
        parts.nothing_read("The database is empty.")


def _question(view: QuestionView, *, several: bool) -> dict[Stance, DeltaGenerator]:
    """Draw a question; return where there is room for the strongest claims of each side."""
    parts.show(
        element("p", link("All questions", "")) if several else None,
        parts.heading(shorten(view.question.wording, parts.WORDING)),
        element("p", lean(view), class_="kg-lead"),
        *positions.tally(view),
        parts.folded("How is this counted?", element("p", COUNTING)),
    )
    below = {}
    for stance, column in zip(
        (Stance.FOR, Stance.AGAINST), st.columns(2, gap="large"), strict=True
    ):
        with column:
            positions.position(view, stance)
            below[stance] = st.container()
    _contested(view.most_contested)
    return below


def _contested(rows: Sequence[ClaimRow]) -> None:
    title = parts.heading("Contested most", level=2)
    if rows:
        hint = element("p", "Open one to see both sides in their own words.", class_="kg-quiet")
        every = link("All contested claims", "claims", contested="true", sort="contested")
        parts.show(title, hint, cards.claim_list(rows), element("p", every))
    else:
        parts.show(title)
        parts.empty("No claim is rebutted yet.", next_step="Add a text of the other side.")


def _changed() -> None:
    """Say in a line what the last month brought, if anything."""
    found = data.changes(a_month_before(datetime.now(UTC).date()))
    if found.words:
        more = link("See what changed", "timeline", since=found.since.isoformat())
        parts.show(parts.heading("What changed", level=2), element("p", found.words, " ", more))


def _start(contested: Sequence[ClaimRow]) -> None:
    """Offer the ways on from here, each with what one finds there."""
    first = contested[0].claim.id if contested else None
    steps = [
        (link("The texts", "sources"), "each with its claims marked where they stand."),
        (link("What the program proposed", "review"), "for you to accept or reject, a key each."),
        (link("A text of your own", "add"), "drop a file and see what it claims."),
    ]
    if first:
        both = link("The claim contested most", "claim", claim=first)
        drawn = link("The map around it", "map", focus=first)
        steps = [
            (both, "what speaks for it and against it, in exact words."),
            (drawn, "the same, drawn."),
            *steps,
        ]
    parts.show(
        parts.heading("Start here", level=2),
        element("ul", [element("li", name, ": ", words) for name, words in steps]),
    )


show()
