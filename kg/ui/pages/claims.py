"""The claims: search, filters, and a list; all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from kg.ui import cards, data, parts
from kg.ui.markup import element, link
from kg.views import ClaimFilter
from kg.vocab import ClaimKind
from kg.wording import counted

T = TypeVar("T")

PAGE = 25
CITED = {"with a citation": True, "without a citation": False}


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Claims"))
    wanted = _filter()
    total = data.count_claims(wanted)
    if total:
        _results(wanted, total)
    elif data.count_claims():
        parts.empty("No claim fits.", next_step="Take back a filter, or search for another word.")
    else:
        parts.empty(
            "There are no claims yet.",
            next_step="Ingest a text, then reload this page:",
            command="kg ingest my-essay.md",
        )


def _results(wanted: ClaimFilter, total: int) -> None:
    pages = -(-total // PAGE)
    number = _page_number(pages)
    rows = data.claims(replace(wanted, limit=PAGE, offset=(number - 1) * PAGE))
    first = (number - 1) * PAGE + 1
    order = "best match first" if wanted.text else "most central first"
    parts.show(
        element(
            "p",
            f"{counted(total, 'claim')}, {first} to {first + len(rows) - 1} shown, {order}.",
            role="status",
            class_="kg-quiet",
        ),
        cards.claim_list(rows),
    )
    _turn(number, pages)


def _filter() -> ClaimFilter:
    text = st.text_input(
        "Search",
        key="q",
        bind="query-params",
        type="search",
        placeholder="words of a claim or of its quotes",
        on_change=_back_to_first,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = _choice("Source", "source", parts.source_names(data.sources()))
        holder = _choice(
            "Holder",
            "holder",
            parts.labelled([(item.name, item.kind.value, item.id) for item in data.holders()]),
        )
        mode = _choice("Mode", "mode", {words: mode for mode, words in parts.modes().items()})
        kind = _choice("Kind", "kind", {kind.value: kind for kind in ClaimKind})
        cited = _choice("Citation", "cited", CITED)
        contested = st.toggle(
            "Contested only", key="contested", bind="query-params", on_change=_back_to_first
        )
    return ClaimFilter(
        text=text or None,
        document_id=source,
        holder_id=holder,
        mode=mode,
        kind=kind,
        cited=cited,
        contested=contested or None,
    )


def _choice(label: str, key: str, options: Mapping[str, T]) -> T | None:
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        key=key,
        bind="query-params",
        placeholder="any",
        width=165,
        on_change=_back_to_first,
    )
    return None if chosen is None else options[chosen]


def _back_to_first() -> None:
    st.query_params.pop("page", None)


def _page_number(pages: int) -> int:
    given = st.query_params.get("page", "1")
    return min(int(given), pages) if given.isdecimal() and int(given) else 1


def _turn(number: int, pages: int) -> None:
    """Link the neighbouring pages of results."""
    here = {key: value for key, value in st.query_params.items() if key != "page"}
    steps = {"← Previous": number - 1, "Next →": number + 1}
    links = [
        link(words, "claims", page=str(target), **here)
        for words, target in steps.items()
        if 1 <= target <= pages
    ]
    if links:
        parts.show(
            element(
                "nav",
                [[step, " "] for step in links],
                f" page {number} of {pages}",
                aria_label="Pages of results",
            )
        )


show()
