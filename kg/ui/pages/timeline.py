"""The timeline: support and rebuttal by year, and what changed since a day; in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from kg.analysis.changes import a_month_before
from kg.analysis.timeline import Entry, Year
from kg.ui import data, paging, parts
from kg.ui.debate import awaiting, cards, changed, years
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import ClaimFilter
from kg.wording import counted

TEXTS, CITED = "the texts", "the works that they cite"
A_SIDE: Final = 10
_WAIT: Final = "Counting who speaks independently of whom; the first time takes longest."
_EXPLAINED: Final = (
    "Counted are the passages that put a claim forward or deny it in their own voice, and pieces "
    "of evidence. A claim counts once a year for texts of one origin: copies, versions, a work "
    "and what is about it. Links that the program proposed count; what a person rejected does not."
)


def show() -> None:
    """Draw the page."""
    parts.show(
        parts.heading("Timeline"),
        element(
            "p", "What was said for and against, by year; and what changed here.", class_="kg-lead"
        ),
    )
    if not data.count_claims():
        parts.nothing_read("There are no claims yet.")
        return
    claim = st.query_params.get("claim")
    if claim:
        _of_claim(claim)
    else:
        _of_question()
    _changes()


def _of_claim(identifier: str) -> None:
    claim = data.claim(identifier).claim
    name = link(shorten(claim.wording, parts.WORDING), "claim", claim=claim.id)
    parts.show(
        element("h2", "For and against: ", name, dir="auto"),
        element("p", link("The whole question", "timeline")),
    )
    cited = _cited()
    with st.spinner(_WAIT):
        found = data.timeline_of_claim(claim.id, cited=cited)
    _draw(found, "for the claim", "against it")


def _of_question() -> None:
    found = {one.question.id: one.question.wording for one in data.questions()}
    if not found:
        parts.empty(
            "No text states a question yet, so there are no two sides to it.",
            next_step="Open a claim for its own timeline, or give a text front matter with "
            "question, position (for or against) and thesis. Most contested:",
        )
        _contested()
        return
    chosen = data.database().question(st.query_params.get("question") or next(iter(found))).id
    parts.show(parts.heading(shorten(found[chosen], parts.WORDING), level=2))
    others = [link(shorten(words, 80), "timeline", question=one)
              for one, words in found.items() if one != chosen]  # fmt: skip
    if others:
        parts.show(element("p", "Other questions: ", [[one, " "] for one in others]))
    cited = _cited()
    with st.spinner(_WAIT):
        years_ = data.timeline_of_question(chosen, cited=cited)
    _draw(years_, "for yes", "for no")
    with st.expander("The timeline of one claim"):
        _contested()


def _contested() -> None:
    rows = data.claims(ClaimFilter(contested=True, limit=10)) or data.claims(ClaimFilter(limit=10))
    items = [link(shorten(one.claim.wording, 120), "timeline", claim=one.claim.id) for one in rows]
    parts.show(element("ul", [element("li", one) for one in items], class_="kg-list"))


def _cited() -> bool:
    by = st.segmented_control(
        "Year of", [TEXTS, CITED], default=TEXTS, required=True, key="by", bind="query-params",
        on_change=_no_year,
    )  # fmt: skip
    return by == CITED


def _no_year() -> None:
    st.query_params.pop("year", None)
    paging.back_to_first()


def _draw(found: Sequence[Year], pro: str, con: str) -> None:
    if not found:
        parts.empty("Nothing speaks on either side yet.", next_step="Ingest a text that does.")
        return
    kept = {key: value for key, value in st.query_params.items() if key not in ("year", "page")}
    chosen = st.query_params.get("year")
    here = kept | ({"year": chosen} if chosen else {})
    names = data.titles(tuple(one for year in found for one in year.entered))
    legend = ((f"▲ speaks {pro}", "pro"), (f"▼ speaks {con}", "con"))
    parts.show(
        element("ul", [_key(words, tone) for words, tone in legend], class_="kg-legend"),
        years.drawing(found, here, f"Bars by year: up speaks {pro}, down speaks {con}"),
        element("p", _hint(found), class_="kg-quiet"),
        element("details", element("summary", "The same as a table"),
                years.table(found, here, names)),
        element("details", element("summary", "How is this counted?"), element("p", _EXPLAINED)),
    )  # fmt: skip
    for one in found:
        if chosen == years.called(one.year):
            _year(one, pro, con)


def _key(words: str, tone: str) -> Html:
    box = element("span", class_=f"kg-key kg-{tone}-fill", aria_hidden="true")
    return element("li", box, element("span", words))


def _hint(found: Sequence[Year]) -> str:
    """Return what to do next, and what the drawing cannot show."""
    known = [one for one in found if one.year is not None]
    unknown = sum(len(one.pro) + len(one.con) for one in found if one.year is None)
    apart = f" Of {unknown:,} no year is known; they stand apart." if unknown else ""
    if not known:
        return (
            "No year is known. Choose “unknown” to read what was said. To get years, go by those "
            "of the works cited, or give the texts a date in their front matter."
        )
    alone = "" if len(known) > 1 else " All is of one year; try the years of the works cited."
    return f"Choose a year to read what was said.{alone}{apart}"


def _year(year: Year, pro: str, con: str) -> None:
    turn = paging.turned(max(len(year.pro), len(year.con)), A_SIDE)
    what = "Year unknown" if year.year is None else str(year.year)
    parts.show(parts.heading(what, level=2))
    sides = ((f"▲ Speaks {pro}", year.pro, year.pro_origins),
             (f"▼ Speaks {con}", year.con, year.con_origins))  # fmt: skip
    for column, (title, entries, origins) in zip(st.columns(2, gap="large"), sides, strict=True):
        with column:
            _side(f"{title} ({len(entries):,})", entries[turn.offset :][:A_SIDE], origins)
    parts.show(paging.links("timeline", turn, "Pages of this year"))


def _side(title: str, entries: Sequence[Entry], origins: int) -> None:
    cards_: list[Child] = [
        element(
            "article",
            element(
                "h4",
                link(shorten(one.claim.wording, parts.WORDING), "claim", claim=one.claim.id),
            ),
            cards.quotation(one.quote),
            class_=f"kg-card {'pro' if one.entry.sign > 0 else 'con'}",
        )
        for one in data.told(tuple(entries))
    ]
    from_ = f"From {counted(origins, 'independent origin')}." if origins else "Nothing."
    parts.show(parts.heading(title, level=3), element("p", from_, class_="kg-quiet"), cards_)


def _changes() -> None:
    parts.show(parts.heading("What changed", level=2))
    today = datetime.now(UTC).date()
    month = a_month_before(today)
    since = st.date_input(
        "Since", value=month, max_value=today, key="since", bind="query-params",
        format="YYYY-MM-DD", width=180,
    )  # fmt: skip
    if data.moved_any(since) and not data.settled():
        awaiting.standings()
        return
    found = data.changes(since)
    words = found.words or "Nothing was read or decided since."
    alone = " Nothing was here before, so there is nothing to compare." if found.all_new else ""
    parts.show(element("p", words, alone, role="status"), *changed.told(found))


show()
