"""What if: take away a concept, a claim, a text or a link, and see what falls and what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import streamlit as st

from kg.analysis.dependency import Consequence, Effect, Graph, Link, Supposition
from kg.analysis.dependency.what_if import HEADINGS, WhatIf
from kg.analysis.dependency.wording import called, written
from kg.ui import data, parts, resting
from kg.ui.markup import Child, Html, element, shorten

T = TypeVar("T")

_TALLY: Final = {
    Effect.FALLS: ("falls", "fall"),
    Effect.UNDECIDED: ("is undecided", "are undecided"),
    Effect.WEAKENED: ("is weakened", "are weakened"),
    Effect.OTHER_WAY: ("has another way", "have another way"),
}
_LINKS: Final = 40


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
        parts.empty(
            "No text says yet what depends on what.",
            next_step="Ingest one that does, then reload this page:",
            command="kg ingest my-essay.md",
        )
        return
    supposed = _switches(graph)
    if supposed == Supposition():
        parts.empty("Nothing is switched off.", next_step="Choose something above to begin.")
        return
    titles = {one.id: one.label for one in data.sources()}
    _answer(WhatIf(graph, supposed, titles))


def _switches(graph: Graph) -> Supposition:
    """Return what is chosen to be taken away, or as given; all of it is in the address."""
    nodes = resting.nodes(graph)
    links = _choices({written(graph, link): link for link in graph.edges(keys=True)})
    left, right = st.columns(2, gap="large")
    with left:
        denied = _chosen("These are not to be had, or are false", "off", nodes)
        false = _chosen("It is false that", "false", links)
    with right:
        sources = _chosen("These texts do not count", "texts", parts.source_names(data.sources()))
        given = _chosen("These stand in any case", "given", nodes)
    return Supposition(frozenset(denied), frozenset(sources), frozenset(false), frozenset(given))


def _chosen(label: str, key: str, options: Mapping[str, T]) -> list[T]:
    names = st.multiselect(
        label, list(options), key=key, bind="query-params", placeholder="choose, or type a part"
    )
    return [options[name] for name in names]


def _choices(links: Mapping[str, Link]) -> dict[str, Link]:
    return {shorten(words, 2 * resting.NAME): links[words] for words in sorted(links)}


def _answer(case: WhatIf) -> None:
    found = case.found
    counts = [
        f"{number} {_TALLY[effect][number != 1]}"
        for effect in HEADINGS
        if (number := len(found.of(effect)))
    ]
    parts.show(
        element("p", case.words),
        element("p", element("strong", f"{', '.join(counts) or 'Nothing else is touched'}."),
                role="status"),
    )  # fmt: skip
    for effect, heading in HEADINGS.items():
        touched = found.of(effect)
        if touched:
            items = [_touched(case, one) for one in touched]
            parts.show(
                parts.heading(f"{heading} ({len(touched)})", level=2),
                element("ul", items, class_="kg-list"),
            )
    _links(case.graph, "Links that nobody else states", found.links_lost)
    _links(case.graph, "Links that keep another source", found.links_weakened)
    if case.undecided:
        names = ", ".join(sorted(called(case.graph, one) for one in case.undecided))
        parts.show(
            element(
                "p",
                f"Before anything is switched off, nothing but a loop keeps {shorten(names, 400)}.",
                class_="kg-quiet",
            )
        )


def _touched(case: WhatIf, one: Consequence) -> Html:
    reasons = case.reasons(one)
    evidence = [
        item
        for _, links in reasons
        for link in links
        for item in case.graph.edges[link].get("evidence", ())
    ]
    words: list[Child] = [
        element("p", shorten(why, resting.WORDS), class_="kg-quiet") for why, _ in reasons
    ]
    name = resting.node_link(case.graph, one.id)
    return element("li", name, words, resting.passages(evidence) if evidence else None)


def _links(graph: Graph, title: str, links: Sequence[Link]) -> None:
    if not links:
        return
    named = sorted(shorten(written(graph, one), resting.WORDS) for one in links)
    more = f"and {len(named) - _LINKS:,} more" if len(named) > _LINKS else None
    with st.expander(f"{title} ({len(named)})"):
        parts.show(
            element("ul", [element("li", one) for one in named[:_LINKS]]),
            element("p", more, class_="kg-quiet") if more else None,
        )


show()
