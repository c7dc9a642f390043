"""What two texts, or the two sides of a question, agree and differ on; and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

import streamlit as st

from kg.analysis.dependency import (
    Agreement,
    Change,
    Compared,
    Graph,
    Selection,
    What,
    by_agreement,
)
from kg.analysis.dependency.graph import verb
from kg.ui import names, parts
from kg.ui.dependency import asking, computed, resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.dependency.computed import By
from kg.ui.markup import Html, element
from kg.ui.texts import library
from kg.vocab import Stance
from kg.wording import counted

_HEADINGS: Final = {
    Agreement.OPPOSED: "One affirms, the other denies",
    Agreement.DIVIDED: "One side is divided",
    Agreement.BOTH_AFFIRM: "Both affirm",
    Agreement.ONLY_FIRST: "Only the first affirms",
    Agreement.ONLY_SECOND: "Only the second affirms",
    Agreement.BOTH_DENY: "Both deny",
    Agreement.ONLY_DENIED: "One denies, the other is silent",
    Agreement.RAISED: "Only supposed or questioned",
}
_SIDES: Final = {
    "all texts that answer yes": Stance.FOR,
    "all texts that answer no": Stance.AGAINST,
}
_CHANGES: Final = {
    What.ADDED: "New: nobody affirmed it before",
    What.STRENGTHENED: "Now from more independent origins",
    What.DISPUTED: "Now somebody denies it",
    What.ACCEPTED: "Accepted by a person",
    What.REJECTED: "Rejected by a person",
}
_POINTS: Final = {
    "published": "a year of publication",
    "read": "a date of reading or judging",
    "text": "one text: what it brought",
}


def compare(asked: Asked) -> None:
    """Let two sides be chosen, and list what they say of each link."""
    sides = _sides()
    if len(sides) < 2:
        parts.empty("There is only one text.", next_step="Ingest another to compare it with.")
        return
    offered = list(sides)
    left, right = st.columns(2, gap="large")
    with left:
        first = st.selectbox("The first side", offered, key="first", bind="query-params")
    with right:
        second = st.selectbox(
            "The second side", offered, index=1, key="second", bind="query-params"
        )
    if first == second:
        parts.empty("Both sides are the same.", next_step="Choose another for one of them.")
        return
    chosen = [_narrowed(asked.selection, sides[name]) for name in (first, second)]
    found = computed.compared(*chosen)
    graphs = [computed.graph(one) for one in chosen]
    parts.show(
        telling.sentence(f"{counted(len(found), 'link')} that one of them speaks of."),
        telling.quiet("What a text only reports of others is left out."),
    )
    for agreement, links in by_agreement(found).items():
        telling.section(
            f"{_HEADINGS[agreement]} ({len(links):,})",
            element(
                "ul",
                [_compared(one, graphs) for one in links[: telling.MOST]],
                telling.more(links, telling.MOST),
                class_="kg-list",
            ),
        )


def _sides() -> dict[str, frozenset[str]]:
    """Return what can be compared: the sides of questions, and each text, by name."""
    found: dict[str, frozenset[str]] = {}
    for name, stance in _SIDES.items():
        texts = library.answering(stance)
        if texts:
            found[name] = texts
    return found | {name: frozenset({one}) for name, one in names.sources().items()}


def _narrowed(selection: Selection | None, documents: frozenset[str]) -> Selection:
    chosen = selection or Selection()
    mine = documents if chosen.documents is None else chosen.documents & documents
    return replace(chosen, documents=mine, own_voice=True)


def _compared(one: Compared, graphs: Sequence[Graph]) -> Html:
    graph = next(graph for graph in graphs if graph.has_edge(*one.link))
    start, end, kind = one.link
    said = [*one.first.denying, *one.second.denying, *one.first.affirming, *one.second.affirming]
    said += [*one.first.raising, *one.second.raising]
    return element(
        "li",
        resting.node_link(graph, start),
        f" {verb(kind)} ",
        resting.node_link(graph, end),
        resting.passages(said),
    )


def since(asked: Asked) -> None:
    """Let a point in time or a text be chosen, and list what became of each link since."""
    by = cast("By", asking.choice("Since", "by", _POINTS))
    point = _point(by)
    if not point:
        parts.empty("No point is chosen.", next_step="Choose one above.")
        return
    found = computed.since(asked.selection, by, point)
    changes = counted(len(found.found), "change") if found.found else "Nothing is new by that"
    parts.show(telling.sentence(f"{changes}."))
    for what, heading in _CHANGES.items():
        changed = found.of(what)
        if changed:
            items = [_changed(one) for one in changed[: telling.MOST]]
            telling.section(
                f"{heading} ({len(changed):,})",
                element("ul", items, telling.more(changed, telling.MOST), class_="kg-list"),
            )
    if found.undated:
        number = counted(len(found.undated), "passage")
        parts.show(telling.quiet(f"Of {number} it is unknown whether they are newer."))


def _point(by: By) -> str:
    if by == "text":
        texts = names.sources()
        chosen = st.selectbox("Which text", list(texts), key="text", bind="query-params")
        return texts[chosen] if chosen else ""
    label, key, example = (
        ("Year", "year", "2024") if by == "published" else ("Date", "date", "2026-01-31")
    )
    given = st.text_input(label, key=key, bind="query-params", placeholder=example, width=200)
    return given.strip()


def _changed(one: Change) -> Html:
    after = counted(one.after, "independent origin")
    origins = f"{one.before} → {after}" if one.before != one.after else f"affirmed by {after}"
    return element(
        "li", one.words, element("p", origins, class_="kg-quiet"), resting.passages(one.passages)
    )
