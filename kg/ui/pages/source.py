"""One source: its text with passages marked and claims beside it, its references, its problems."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kg.errors import NotFoundError
from kg.model import Passage
from kg.ui import data, names, paging, parts, theme
from kg.ui.markup import Child, element, link, shorten
from kg.ui.texts import about, contents, library, margin, problems, references, text
from kg.views import Quote, SourceView

ENTRIES: Final = 50


def show() -> None:
    """Draw the page."""
    chosen = st.query_params.get("source")
    if not chosen:
        parts.show(parts.heading("Source"))
        parts.empty("No source is chosen.", next_step="Pick one from the list.")
        parts.show(link("All sources", "sources"))
        return
    view = data.source(chosen)
    parts.show(
        *about.header(view.source, library.about(view.source.id), names.of_source(view.source.id))
    )
    views = {
        "text": "Text",
        "references": f"References ({len(view.references)})",
        "problems": f"Problems ({len(view.problems)})",
        "about": "About this text",
    }
    asked = paging.view(views)
    parts.show(
        paging.views("source", views, asked, "What to see of this text", source=view.source.id)
    )
    match asked:
        case "text":
            _text(view)
        case "references":
            _references(view)
        case "problems":
            _problems(view)
        case _:
            parts.show(about.table(view.source, library.about(view.source.id)))
    _cite(view)


def _cite(view: SourceView) -> None:
    passage = _passage(view)
    quote = Quote(passage, view.source) if passage else None
    here = {"source": view.source.id} | ({"passage": passage.id} if passage else {})
    parts.cite("source", view.source.label, view.source, quote, **here)


def _text(view: SourceView) -> None:
    found = library.reading(view.source.id)
    if not found.parts:
        parts.empty("This text has no words of its own.", next_step="See its references.")
        return
    passage = _passage(view)
    place = passage.start if passage else _place()
    number = (
        found.part_at(place)
        if place is not None
        else paging.turned(len(found.parts), 1, "part").number - 1
    )
    part = found.parts[number]
    shown = _marks(view)
    parts.show(contents.sections(view.source.id, found, number))
    notes = library.margin(view.source.id, part.start, part.end) if "assertion" in shown else []
    marking = text.Marking(
        [
            item
            for item in view.highlights
            if item.kind in shown and item.start < part.end and item.end > part.start
        ],
        here=(passage.start, passage.end) if passage else None,
        at=None if passage else place,
        source=view.source.id,
        numbers=margin.numbers(notes),
        beside=margin.beside(part.blocks, notes, margin.pages(notes)),
    )
    turn = contents.neighbours(view.source.id, found, number)
    parts.show(text.render(view.text, part.blocks, marking), turn, class_="kg-reading")
    if place is not None:
        theme.run_script("here", hash((view.source.id, place)) % 1_000_000)


def _place() -> int | None:
    """Return the place in the text that the address asks for, in code points."""
    given = st.query_params.get("at", "")
    return int(given) if given.isdecimal() and len(given) < 12 else None


def _passage(view: SourceView) -> Passage | None:
    """Return the passage that the address asks for.

    Raises:
        NotFoundError: if it is not one of this source.
    """
    chosen = st.query_params.get("passage")
    if not chosen:
        return None
    found = data.record(chosen)
    if not isinstance(found, Passage) or found.document_id != view.source.id:
        raise NotFoundError(f"this source has no passage {shorten(chosen, 60)}")
    return found


def _marks(view: SourceView) -> list[str]:
    """Let the reader choose what to mark, and say how it looks."""
    kinds = [kind for kind in theme.HIGHLIGHT_WORDS if any(h.kind == kind for h in view.highlights)]
    if not kinds:
        return []
    shown = st.pills(
        "Mark in the text",
        kinds,
        selection_mode="multi",
        default=kinds,
        format_func=theme.HIGHLIGHT_WORDS.__getitem__,
        key="marks",
        bind="query-params",
    )
    legend: list[Child] = [
        [element("span", theme.HIGHLIGHT_WORDS[kind], class_=f"mark {kind}"), " · "]
        for kind in shown
    ]
    words = "click a marked passage to open what was found in it"
    parts.show(element("p", legend, words, class_="kg-quiet"), class_="kg-text")
    return shown


def _references(view: SourceView) -> None:
    if not view.references:
        parts.empty("No reference list was found in this text.")
        return
    works = tuple(sorted({work.id for _, work in view.references}))
    found = references.entries(view, library.texts_of(works))
    chosen = st.query_params.get("reference")
    turn = paging.turned(len(found), ENTRIES)
    place = next((at for at, one in enumerate(found) if one.reference.id == chosen), None)
    if place is not None:
        turn = paging.Turned(place // ENTRIES + 1, turn.pages, ENTRIES, len(found))
    parts.show(
        element("p", references.summary(found), class_="kg-quiet"),
        references.listed(view.source.id, found[turn.offset : turn.offset + ENTRIES], chosen),
        paging.links("source", turn, "Pages of the reference list"),
    )
    if place is not None:
        theme.run_script("here", place)


def _problems(view: SourceView) -> None:
    if not view.problems:
        parts.show(element("p", "Nothing went wrong while this text was read."))
        return
    turn = paging.turned(len(view.problems), ENTRIES)
    shown = view.problems[turn.offset : turn.offset + ENTRIES]
    parts.show(
        element("p", problems.summary(view.problems), class_="kg-quiet"),
        problems.listed(view.source.id, shown),
        paging.links("source", turn, "Pages of the problems"),
    )


show()
