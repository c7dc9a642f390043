"""How the claims divide on a question, and its two positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.ui import data, parts
from kg.ui.debate import cards
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import ClaimRow, QuestionView, Source
from kg.vocab import STANCE_WORDS, Stance

_TALLY: Final = (
    ("supports", "pro", "speak for “yes”"),
    ("rebuts", "con", "speak for “no”"),
    ("mixed", "mixed", "speak for both"),
    ("unassessed", "none", "speak for neither"),
)


def tally(view: QuestionView) -> list[Html]:
    """Return how many claims speak for each answer, as a bar with its legend."""
    counts = [(getattr(view, name), fill, words) for name, fill, words in _TALLY]
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


def position(view: QuestionView, stance: Stance) -> None:
    """Draw one answer with the texts that give it."""
    answer = STANCE_WORDS[stance]
    mine = [(claim, source) for found, claim, source in view.positions if found is stance]
    tone, sign = ("pro", "▲") if stance is Stance.FOR else ("con", "▼")
    nothing = element("p", f"No text answers “{answer.lower()}” yet.", class_="kg-quiet")
    answers = [
        element(
            "article",
            element("h3", link(shorten(claim.wording, parts.WORDING), "claim", claim=claim.id)),
            element("p", *_named(source), class_="kg-quiet"),
            class_=f"kg-card {tone}",
        )
        for claim, source in mine
    ]
    parts.show(
        parts.heading(f"{sign} {answer}", level=2),
        answers or nothing,
    )


def strongest(rows: Sequence[ClaimRow]) -> None:
    """Draw the strongest claims that speak for an answer, with where they stand."""
    if not rows:
        return
    stood = data.stood(tuple(row.claim.id for row in rows))
    items = [
        element(
            "li",
            link(shorten(row.claim.wording, parts.WORDING), "claim", claim=row.claim.id),
            element("p", cards.stands(stood[row.claim.id]).capitalize(), class_="kg-quiet"),
        )
        for row in rows
    ]
    parts.show(
        parts.heading("Its strongest claims", level=3), element("ol", items, class_="kg-list")
    )


def _named(source: Source | None) -> list[Child]:
    if source is None:
        return ["by hand"]
    year = f" ({source.year})" if source.year else ""
    return [link(shorten(source.label, 90), "source", source=source.id), year]
