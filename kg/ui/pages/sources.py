"""The sources: every text that was read, and the works that they cite and that are not here."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from kg.store.library import Order, Shelf
from kg.ui import choosing, paging, parts
from kg.ui.markup import Html, element, link, outside, shorten
from kg.ui.texts import about, library, references
from kg.views import Source, WorkRow
from kg.vocab import Genre, Stance
from kg.wording import counted

PAGE: Final = 25
GENRES: Final = {about.GENRES[genre]: genre for genre in Genre}
STANCES: Final = {"answers yes": Stance.FOR, "answers no": Stance.AGAINST}
PROBLEMS: Final = {"with problems": True, "without problems": False}
ORDERS: Final[dict[str, Order]] = {
    "title": "title",
    "newest first": "year",
    "most claims first": "claims",
    "most problems first": "problems",
}


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Sources"))
    if not library.count_shelf():
        parts.nothing_read("There are no sources yet.")
        return
    views = {
        "here": f"Texts here ({library.count_shelf():,})",
        "wanted": f"Cited, but not here yet ({library.count_unread():,})",
    }
    asked = paging.view(views)
    parts.show(paging.views("sources", views, asked, "Which works to list"))
    if asked == "wanted":
        _unread()
    else:
        _shelf()


def _shelf() -> None:
    wanted = _filter()
    total = library.count_shelf(replace(wanted, limit=PAGE, offset=0))
    if not total:
        parts.empty("No text fits.", next_step="Take back a filter, or search for another word.")
        return
    turn = paging.turned(total, PAGE)
    found = library.shelf(replace(wanted, limit=PAGE, offset=turn.offset))
    parts.show(
        element("p", f"{counted(total, 'text')}, {turn.shown}.", role="status", class_="kg-quiet"),
        element("ul", [_item(source) for source in found], class_="kg-list"),
        paging.links("sources", turn, "Pages of texts"),
    )


def _filter() -> Shelf:
    text = st.text_input(
        "Find a text",
        key="find",
        bind="query-params",
        type="search",
        placeholder="words of a title, an author or a file name",
        on_change=paging.back_to_first,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        genre = choosing.one("What it is", "genre", GENRES)
        stance = choosing.one("Position", "position", STANCES)
        problems = choosing.one("Problems", "problems", PROBLEMS)
        since = choosing.year("From year", "since")
        until = choosing.year("To year", "until")
        order = st.selectbox(
            "Order",
            list(ORDERS),
            key="order",
            bind="query-params",
            width=165,
            on_change=paging.back_to_first,
        )
    return Shelf(text or None, genre, since, until, stance, problems, ORDERS[order])


def _item(source: Source) -> Html:
    counts = (
        counted(source.claims, "claim"),
        counted(source.references, "reference"),
        counted(source.citations, "citation"),
    )
    genre = parts.chip(about.GENRES[source.genre]) if source.genre is Genre.REVIEW else None
    problems = link(
        f"⚠ {counted(source.problems, 'problem')}", "source", source=source.id, view="problems"
    )
    return element(
        "li",
        link(shorten(source.label, parts.WORDING), "source", source=source.id),
        element("p", about.by(source), " ", genre, class_="kg-quiet"),
        element(
            "p",
            " · ".join(counts),
            [" · ", problems] if source.problems else None,
            class_="kg-quiet",
        ),
    )


def _unread() -> None:
    total = library.count_unread()
    if not total:
        parts.empty("The texts cite nothing that is not here.")
        return
    turn = paging.turned(total, PAGE)
    found = library.unread(PAGE, turn.offset)
    parts.show(
        element(
            "p",
            "A reading list: the works that the texts here cite, those first that most of them "
            "cite. Get one and ingest it, and its claims join the rest.",
            class_="kg-lead",
        ),
        element("p", f"{counted(total, 'work')}, {turn.shown}.", role="status", class_="kg-quiet"),
        element("ul", [_work(row) for row in found], class_="kg-list"),
        paging.links("sources", turn, "Pages of works"),
    )


def _work(row: WorkRow) -> Html:
    work = row.work
    title = shorten(work.title or work.key.partition(":")[2] or work.key, 200)
    where = references.where(work)
    identifiers = [
        name
        for name in (work.doi and f"doi:{work.doi}", work.arxiv and f"arXiv:{work.arxiv}")
        if name
    ]
    cited = f"cited by {counted(row.cited_by, 'text')} here"
    return element(
        "li",
        outside(title, where) if where else element("strong", title),
        element("p", references.described(work), class_="kg-quiet"),
        element("p", " · ".join([cited, *identifiers]), class_="kg-quiet"),
    )


show()
