"""The question: how it stands, the two positions, what is contested most."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kg.export.telling import lean
from kg.ui import cards, data, parts
from kg.ui.markup import Child, Html, element, link, shorten
from kg.ui.pages import FOLDER
from kg.views import ClaimRow, QuestionView, Source
from kg.vocab import STANCE_WORDS, Stance
from kg.wording import counted

PARTS = (
    ("supports", "pro", "speak for “yes”"),
    ("rebuts", "con", "speak for “no”"),
    ("mixed", "mixed", "speak for both"),
    ("unassessed", "none", "speak for neither"),
)


COUNTING = (
    "A claim speaks for an answer if a text that gives this answer asserts it in its own voice, "
    "or if it supports a claim that speaks for it or rebuts one that speaks for the other. Views "
    "that a text only reports, concedes or asks about speak for neither unless a link says so. "
    "Links that a person rejected do not count; links that the program proposed do."
)


def show() -> None:
    """Draw the page."""
    views = data.questions()
    if not views:
        _no_question()
    for view in views:
        _question(view)
    _search()
    if views:
        _contested(views[0].most_contested)


def _no_question() -> None:
    parts.show(parts.heading("What is contested here?"))
    held = len(data.sources())
    if held:
        parts.empty(
            f"No text states a question yet ({counted(held, 'source')} stored).",
            next_step="Give a text front matter with question, position (for or against) and "
            "thesis, and ingest it; or search the claims below.",
        )
    else:
        parts.empty(
            "The database is empty.",
            next_step="Ingest a text, then reload this page:",
            command="kg ingest my-essay.md",
        )


def _question(view: QuestionView) -> None:
    parts.show(
        parts.heading(shorten(view.question.wording, parts.WORDING)),
        element("p", lean(view), class_="kg-lead"),
        *_tally(view),
        element("details", element("summary", "How is this counted?"), element("p", COUNTING)),
    )
    yes, no = st.columns(2, gap="large")
    for column, stance in ((yes, Stance.FOR), (no, Stance.AGAINST)):
        with column:
            _positions(view, stance)


def _contested(rows: Sequence[ClaimRow]) -> None:
    title = parts.heading("Contested most", level=2)
    if rows:
        hint = element("p", "Open one to see both sides in their own words.", class_="kg-quiet")
        every = element("p", link("All contested claims", "claims", contested="true"))
        parts.show(title, hint, cards.claim_list(rows), every)
    else:
        parts.show(title)
        parts.empty("No claim is rebutted yet.", next_step="Ingest a text of the other side.")


def _tally(view: QuestionView) -> list[Html]:
    counts = [(getattr(view, name), fill, words) for name, fill, words in PARTS]
    spoken = "; ".join(f"{number} {words}" for number, _, words in counts)
    bar = [
        element("span", class_=f"kg-{fill}-fill", style=f"flex: {number} 0 0")
        for number, fill, _ in counts
        if number
    ]
    legend = [
        element(
            "li",
            element("span", class_=f"kg-key kg-{fill}-fill", aria_hidden="true"),
            element("span", element("strong", f"{number:,}"), " ", words),
        )
        for number, fill, words in counts
    ]
    return [
        element("div", bar, class_="kg-bar", role="img", aria_label=f"Claims: {spoken}"),
        element("ul", legend, class_="kg-legend"),
    ]


def _positions(view: QuestionView, stance: Stance) -> None:
    answer = STANCE_WORDS[stance]
    mine = [(claim, source) for found, claim, source in view.positions if found is stance]
    parts.show(
        element("h2", f"{'▲' if stance is Stance.FOR else '▼'} {answer}"),
        [
            element(
                "article",
                element("h3", link(shorten(claim.wording, parts.WORDING), "claim", claim=claim.id)),
                element(
                    "p",
                    *_named(source),
                    class_="kg-quiet",
                ),
                class_=f"kg-card {'pro' if stance is Stance.FOR else 'con'}",
            )
            for claim, source in mine
        ],
        None
        if mine
        else element("p", f"No text answers “{answer.lower()}” yet.", class_="kg-quiet"),
    )


def _named(source: Source | None) -> list[Child]:
    if source is None:
        return ["by hand"]
    year = f" ({source.year})" if source.year else ""
    return [link(shorten(source.label, 90), "source", source=source.id), year]


def _search() -> None:
    wanted = st.text_input(
        "Search all claims", key="search", type="search", placeholder="a word, or several"
    )
    if wanted:
        st.switch_page(FOLDER / "claims.py", query_params={"q": wanted})


show()
