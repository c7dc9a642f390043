"""What falls, and what does not, when something is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from kg.analysis.dependency import Consequence, Effect, Graph, Link, Supposition
from kg.analysis.dependency.what_if import HEADINGS, WhatIf
from kg.analysis.dependency.wording import called, written
from kg.ui import data, names, parts
from kg.ui.dependency import resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.markup import Child, Html, element, link, shorten

_TALLY: Final = {
    Effect.FALLS: ("falls", "fall"),
    Effect.UNDECIDED: ("is undecided", "are undecided"),
    Effect.WEAKENED: ("is weakened", "are weakened"),
    Effect.OTHER_WAY: ("has another way", "have another way"),
}
_LINKS: Final = 40
_TOUCHED: Final = 50


def show(asked: Asked) -> None:
    """Show what falls without a node, and where to switch more off."""
    assert asked.node is not None
    titles = {one.id: one.label for one in data.sources()}
    supposed = Supposition(denied=frozenset({asked.node}))
    answer(WhatIf(asked.graph, supposed, titles))
    name = names.of_node(asked.node, asked.selection)
    parts.show(
        element("p", link("Switch more off, or take something as given", "what_if", off=name))
    )


def answer(case: WhatIf) -> None:
    """Show what follows from a supposition, by effect, each with its reasons."""
    found = case.found
    counts = [
        f"{number:,} {_TALLY[effect][number != 1]}"
        for effect in HEADINGS
        if (number := len(found.of(effect)))
    ]
    parts.show(
        element("p", shorten(case.words, resting.WORDS)),
        telling.sentence(f"{', '.join(counts) or 'Nothing else is touched'}."),
    )
    for effect, heading in HEADINGS.items():
        touched = found.of(effect)
        if touched:
            items = [_touched(case, one) for one in touched[:_TOUCHED]]
            telling.section(
                f"{heading} ({len(touched):,})",
                element("ul", items, telling.more(touched, _TOUCHED), class_="kg-list"),
            )
    _links(case.graph, "Links that nobody else states", found.links_lost)
    _links(case.graph, "Links that keep another source", found.links_weakened)
    if case.undecided:
        named = ", ".join(sorted(called(case.graph, one) for one in case.undecided))
        words = f"Before anything is switched off, nothing but a loop keeps {shorten(named, 400)}."
        parts.show(telling.quiet(words))


def _touched(case: WhatIf, one: Consequence) -> Html:
    reasons = case.reasons(one)
    evidence = [
        item
        for _, links in reasons
        for each in links
        for item in case.graph.edges[each].get("evidence", ())
    ]
    words: list[Child] = [telling.quiet(shorten(why, resting.WORDS)) for why, _ in reasons]
    name = resting.node_link(case.graph, one.id)
    return element("li", name, words, resting.passages(evidence) if evidence else None)


def _links(graph: Graph, title: str, links: Sequence[Link]) -> None:
    if not links:
        return
    named = sorted(shorten(written(graph, one), resting.WORDS) for one in links)
    with st.expander(f"{title} ({len(named):,})"):
        parts.show(
            element(
                "ul",
                [element("li", one) for one in named[:_LINKS]],
                telling.more(named, _LINKS),
            )
        )
