"""Shared parts of pages: chips, quotes, cards, lists, empty states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

import streamlit as st

from kg.ui import data, theme
from kg.ui.markup import Child, Html, address, element, shorten, visible
from kg.views import Quote, Source
from kg.vocab import MODE_WORDS, Mode, Status
from kg.wording import ratio

WORDING = 300


def show(*children: Child, class_: str = "") -> None:
    """Put markup on the page."""
    st.html(element("div", *children, class_=f"kg-page {class_}".strip()))


def heading(text: str, *, level: int = 1) -> Html:
    """Return a heading."""
    return element(f"h{level}", text, dir="auto")


def empty(what: str, *, next_step: str | None = None, command: str | None = None) -> None:
    """Say that there is nothing to see and what to do about it."""
    st.info(what if next_step is None else f"{what} {next_step}")
    if command:
        st.code(command, language=None)


def nothing_read(what: str) -> None:
    """Say that there is nothing to see before a text is read, and how to add one."""
    empty(
        what,
        next_step="Add a text on the page Add, or ingest one and reload this page:",
        command="kg ingest my-essay.md",
    )


def failure(message: str) -> None:
    """Show an expected error as the one line that it is."""
    show(element("p", message, class_="kg-failure", role="alert"))


def chip(text: str, class_: str = "") -> Html:
    """Return a small label."""
    return element("span", text, class_=f"kg-chip {class_}".strip())


def probability(score: float | None) -> str:
    """Return in words how probable it is that the machine is right; None is unknown."""
    return "probability not measured" if score is None else f"probability {ratio(score)}"


def folded(summary: str, *children: Child) -> Html:
    """Return what is folded away until its summary is clicked."""
    return element("details", element("summary", summary), *children, class_="kg-folded")


def status(value: Status) -> Html:
    """Return who vouches for a record, as a chip that looks different for each."""
    return chip(theme.STATUS_WORDS[value], value.value)


def table(label: str, titles: Iterable[str], rows: Iterable[Iterable[Child]]) -> Html:
    """Return a table that can be scrolled sideways, also by keyboard."""
    head = element("tr", [element("th", title, scope="col") for title in titles])
    body = [element("tr", [element("td", cell) for cell in row]) for row in rows]
    drawn = element("table", element("thead", head), element("tbody", body), class_="kg-table")
    return element("div", drawn, class_="kg-wide", tabindex="0", role="region", aria_label=label)


def labelled(items: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Return label -> id of (label, qualifier, id); a label borne twice gets its qualifier."""
    borne = Counter(label for label, _, _ in items)
    options: dict[str, str] = {}
    for label, qualifier, identifier in items:
        name = shorten(visible(label), 80)
        if borne[label] > 1:
            name += f" ({shorten(visible(qualifier), 40)})"
        options[name if name not in options else f"{name} [{identifier}]"] = identifier
    return options


def source_names(sources: Sequence[Source]) -> dict[str, str]:
    """Return a distinct name -> id of each source, as addresses and filters spell it."""
    return labelled([(source.label, source.name, source.id) for source in sources])


def modes() -> dict[Mode, str]:
    """Return the modes in words for a filter."""
    return {mode: words.rpartition(" ")[0].lower() for mode, words in MODE_WORDS.items()}


def cite(
    page: str,
    wording: str,
    source: Source | None = None,
    /,
    quote: Quote | None = None,
    **parameters: str,
) -> None:
    """Offer a lasting link to what a page shows, and that with its source, each to be copied.

    ``page`` and ``parameters`` are its address. ``source`` is the text to be named and
    ``quote`` the words of it, where there are any.
    """
    place = urljoin(st.context.url or "", address(page, **parameters))
    key = f"cite-{place}"
    with st.expander("Cite, or copy the link", key=key, on_change="rerun") as box:
        if not box.open:
            return
        st.code(place, language=None, wrap_lines=True)
        found = data.citations(place, wording, source, quote)
        forms = {
            "Markdown": found.markdown,
            "Plain text": found.plain,
            "APA": found.apa,
            "BibTeX": found.bibtex,
            "CSL-JSON": found.csl_json,
        }
        given = {name: text for name, text in forms.items() if text}
        for tab, text in zip(st.tabs(list(given)), given.values(), strict=True):
            tab.code(text.rstrip(), language=None, wrap_lines=True)
