"""The map: what is within a few links of a claim, a concept, a source or the question."""

from __future__ import annotations

import json
from typing import Final

import streamlit as st

from kg.ids import kind_of
from kg.ui import data, parts
from kg.ui.graphs.strokes import ALIKE, SIDES
from kg.ui.maps import mapping
from kg.ui.maps.mapped import KINDS, Mapped, Wanted
from kg.ui.maps.standalone import page as standalone
from kg.ui.maps.svg import svg
from kg.ui.markup import element, link, shorten
from kg.views import ClaimFilter

MOST: Final = (150, 500, 5_000)
BOXES: Final = ("evidence", "sources", "concepts")
# What can be chosen, by parameter of the address, and what is chosen where it has none.
CHOICES: Final = {
    "kinds": (tuple(SIDES), tuple(side for side in SIDES if side != ALIKE)),
    "boxes": (BOXES, BOXES[:1]),
}
OFFERED: Final = 6


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Map"))
    focus = st.query_params.get("focus") or _question()
    if focus is None:
        _invite()
        return
    wanted = _wanted(focus)
    drawn = mapping.around(wanted)
    name = shorten(drawn.boxes[0].name, 120)
    parts.show(
        element("p", "Around: ", element("strong", name), dir="auto"),
        element("p", f"{mapping.counts(drawn)}.", class_="kg-quiet", role="status"),
    )
    title = f"What is around {name}"
    stamp = json.dumps([data.database().store.revision(), repr(wanted)])
    left, right = st.columns([7, 3], gap="medium")
    with left:
        mapping.draw(drawn, stamp, title)
        parts.show(mapping.legend(drawn))
    with right:
        mapping.chosen(drawn, st.query_params.get("select", ""))
    _downloads(drawn, title)
    if drawn.ties:
        mapping.table(drawn)
    else:
        parts.empty(
            "Nothing is linked to it within reach.",
            next_step="Choose more links above, or another starting point.",
        )
    _find()


def _question() -> str | None:
    views = data.questions()
    return views[0].question.id if views else None


def _invite() -> None:
    if not data.count_claims():
        parts.nothing_read("There is nothing to draw yet.")
        return
    _find("Where to start")
    rows = data.claims(ClaimFilter(contested=True, limit=OFFERED))
    title = "Contested most" if rows else "Most central"
    rows = rows or data.claims(ClaimFilter(limit=OFFERED))
    items = [
        element("li", link(shorten(row.claim.wording, 200), "map", focus=row.claim.id))
        for row in rows
    ]
    parts.show(parts.heading(f"Or start here: {title.lower()}", level=2),
               element("ul", items, class_="kg-list"))  # fmt: skip


def _wanted(focus: str) -> Wanted:
    """Let everything be chosen that decides what is drawn; all of it is in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hops = st.segmented_control(
            "Links away", [1, 2, 3], default=2, key="hops", required=True, bind="query-params"
        )
        sides = _several("Links", "kinds")
        boxes = _several("With", "boxes")
        most = st.selectbox(
            "At most", MOST, key="most", bind="query-params", width=100, format_func=str
        )
        accepted = st.toggle("Accepted only", key="accepted", bind="query-params")
    return Wanted(
        focus,
        hops or 2,
        frozenset(sides),
        evidence="evidence" in boxes,
        sources="sources" in boxes,
        concepts="concepts" in boxes,
        accepted=accepted,
        most=most,
    )


def _several(label: str, parameter: str) -> list[str]:
    """Offer several choices, which the address has as one parameter: ``kinds=support,attack``."""
    options, usual = CHOICES[parameter]
    asked = st.query_params.get(parameter)
    given = list(usual) if asked is None else [one for one in options if one in asked.split(",")]
    key = f"map-{parameter}"
    if st.session_state.get(key) != given:
        st.session_state[key] = given
    return st.pills(
        label, options, selection_mode="multi", key=key, on_change=_remember, args=(parameter,)
    )


def _remember(parameter: str) -> None:
    options, usual = CHOICES[parameter]
    chosen = st.session_state[f"map-{parameter}"]
    if set(chosen) == set(usual):
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = ",".join(one for one in options if one in chosen)


def _find(title: str = "Start from something else") -> None:
    parts.show(parts.heading(title, level=2))
    sought = st.text_input(
        "A claim, concept or source", key="find", type="search", placeholder="a word, or several"
    )
    if not sought.strip():
        return
    named = data.named(sought, OFFERED)
    claims = data.claims(ClaimFilter(text=sought, limit=OFFERED))
    found = [(one.id, one.wording) for one in named.questions]
    found += [(row.claim.id, row.claim.wording) for row in claims]
    found += [(one.id, one.label) for one in named.concepts]
    found += [(one.id, one.label) for one in named.sources]
    items = [
        element(
            "li",
            parts.chip(KINDS[kind_of(one)]),
            mapping.here(shorten(name, 200), focus=one, select=None, rows=None),
        )
        for one, name in found
    ]
    nothing = element("p", "Nothing here is called so.", role="status")
    parts.show(element("ul", items, class_="kg-list") if items else nothing)


def _downloads(drawn: Mapped, title: str) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Download SVG", lambda: svg(drawn, title), "map.svg", "image/svg+xml",
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Download HTML", lambda: standalone(drawn, title), "map.html", "text/html",
            on_click="ignore",
        )  # fmt: skip


show()
