"""One source: its text with passages marked, its references, citations and problems."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kg.errors import NotFoundError
from kg.model import Passage, Reference, Work
from kg.ui import data, parts, text, theme
from kg.ui.markup import Html, element, link, outside, shorten
from kg.views import Source, SourceView
from kg.vocab import Genre
from kg.wording import counted


def show() -> None:
    """Draw the page."""
    chosen = st.query_params.get("source")
    if not chosen:
        parts.show(parts.heading("Source"))
        parts.empty("No source is chosen.", next_step="Pick one from the list.")
        parts.show(link("All sources", "sources"))
        return
    view = data.source(chosen)
    _about(view.source)
    reading, references, problems = st.tabs(
        [
            "Text",
            f"References ({len(view.references)})",
            f"Problems ({len(view.problems)})",
        ]
    )
    with reading:
        _text(view)
    with references:
        _references(view)
    with problems:
        _problems(view)


def _about(source: Source) -> None:
    listing = source.genre is Genre.BIBLIOGRAPHY
    by = [
        ", ".join(shorten(name, 60) for name in source.authors[:8]) or "author unknown",
        str(source.year) if source.year else "year unknown",
    ]
    facts = [*([] if listing else by), source.name, source.media_type]
    parts.show(
        parts.heading(shorten(source.label, parts.WORDING)),
        element("p", " · ".join(facts), class_="kg-quiet"),
        element("p", "A list of works, for the texts that cite them.")
        if listing
        else element(
            "p",
            counted(source.claims, "claim"),
            " read out of this text: ",
            link("list them", "claims", source=_name(source)),
        ),
    )


def _name(source: Source) -> str:
    names = parts.source_names(data.sources())
    return next(name for name, identifier in names.items() if identifier == source.id)


def _text(view: SourceView) -> None:
    kinds = [kind for kind in theme.HIGHLIGHT_WORDS if any(h.kind == kind for h in view.highlights)]
    shown = _shown(kinds) if kinds else []
    passage = _passage(view)
    marking = text.Marking(
        [item for item in view.highlights if item.kind in shown],
        (passage.start, passage.end) if passage else None,
    )
    parts.show(text.render(view.text, view.structure, marking))
    if passage:
        theme.run_script("here")


def _shown(kinds: list[str]) -> list[str]:
    """Let the reader choose what to mark, and say how it looks."""
    shown = st.pills(
        "Mark in the text",
        kinds,
        selection_mode="multi",
        default=kinds,
        format_func=theme.HIGHLIGHT_WORDS.__getitem__,
        key="marks",
    )
    parts.show(
        element(
            "p",
            [
                [element("span", theme.HIGHLIGHT_WORDS[kind], class_=f"mark {kind}"), " · "]
                for kind in shown
            ],
            "click a marked passage to open its claim",
            class_="kg-quiet",
        ),
        class_="kg-text",
    )
    return shown


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


def _references(view: SourceView) -> None:
    if not view.references:
        parts.empty("No reference list was found in this text.")
        return
    pointers = Counter(ref for item in view.citations for ref in item.reference_ids)
    alike = {match.work.id: match.candidate for match in view.matches}
    parts.show(
        element(
            "ul",
            [
                _reference(ref, work, pointers[ref.id], alike.get(work.id))
                for ref, work in view.references
            ],
            class_="kg-list",
        )
    )


def _reference(reference: Reference, work: Work, pointers: int, alike: Work | None) -> Html:
    where = work.url or (f"https://doi.org/{work.doi}" if work.doi else None)
    title = shorten(work.title or reference.raw, 200)
    return element(
        "li",
        element("strong", f"[{reference.label}] " if reference.label else ""),
        outside(title, where) if where else title,
        element(
            "p",
            ", ".join(work.authors[:6]),
            f" ({work.year})" if work.year else "",
            f" · {shorten(work.container, 90)}" if work.container else "",
            " · ",
            f"cited {counted(pointers, 'time')}" if pointers else "never cited in the text",
            class_="kg-quiet",
        ),
        element("p", "May be the same work as “", shorten(alike.title or alike.key, 200), "”")
        if alike
        else None,
    )


def _problems(view: SourceView) -> None:
    if not view.problems:
        parts.show(element("p", "Nothing went wrong while this text was read."))
        return
    parts.show(
        element(
            "ul",
            [
                element(
                    "li",
                    element("strong", problem.code),
                    " ",
                    problem.message,
                    element("p", f"at character {problem.start:,}", class_="kg-quiet")
                    if problem.start is not None
                    else None,
                )
                for problem in view.problems
            ],
            class_="kg-list",
        )
    )


show()
