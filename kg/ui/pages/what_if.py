"""What if: take away a concept, a claim, a text or a link, and see what falls and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

import streamlit as st

from kg.analysis.dependency import Supposition
from kg.analysis.dependency.what_if import WhatIf
from kg.ui import data, names, parts
from kg.ui.dependency import falling, resting
from kg.ui.markup import element

T = TypeVar("T")

# So many names are offered in a menu; of more, the rest are typed in full.
OFFERED: Final = 500


def show() -> None:
    """Draw the page."""
    parts.show(
        parts.heading("What if"),
        element(
            "p",
            "Switch things off and see what rests on them. Nothing in the database changes.",
            class_="kg-lead",
        ),
    )
    graph = data.dependency_graph()
    if not graph:
        resting.nothing_yet()
        return
    supposed = _switches()
    if supposed == Supposition():
        parts.empty("Nothing is switched off.", next_step="Choose something above to begin.")
        return
    titles = {one.id: one.label for one in data.sources()}
    falling.answer(WhatIf(graph, supposed, titles))


def _switches() -> Supposition:
    """Return what is chosen to be taken away, or as given; all of it is in the address."""
    left, right = st.columns(2, gap="large")
    with left:
        denied = _chosen("These are not to be had, or are false", "off", names.nodes())
        false = _chosen("It is false that", "false", names.links())
    with right:
        sources = _chosen("These texts do not count", "texts", names.sources())
        given = _chosen("These stand in any case", "given", names.nodes())
    return Supposition(frozenset(denied), frozenset(sources), frozenset(false), frozenset(given))


def _chosen(label: str, key: str, options: Mapping[str, T]) -> list[T]:
    many = len(options) > OFFERED
    chosen = st.multiselect(
        label,
        list(options)[:OFFERED],
        key=key,
        bind="query-params",
        placeholder="choose, or type a whole name" if many else "choose, or type a part",
        accept_new_options=many,
    )
    unknown = [name for name in chosen if name not in options]
    if unknown:
        parts.failure(f"Nothing is called “{unknown[0]}”; write its whole name.")
    return [options[name] for name in chosen if name in options]


show()
