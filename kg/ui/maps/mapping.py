"""The map's parts: the drawing with its clicks, the legend, what is chosen, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from kg.database import Database
from kg.debate import LABEL_WORDS
from kg.ui import data, paging, parts, theme
from kg.ui.components import component
from kg.ui.debate import cards, proposed
from kg.ui.graphs.strokes import Stroke, stroke
from kg.ui.maps import mapped
from kg.ui.maps.keys import Key, keys
from kg.ui.maps.mapped import KINDS, Box, Mapped
from kg.ui.markup import Child, Html, address, element, link, shorten
from kg.views import ProposalView, Tie
from kg.vocab import Status
from kg.wording import counted

NAME: Final = 110
ROWS: Final = 40
WORDY: Final = 40
"""Up to so many boxes lines say in words what they are, beyond it only by their signs."""
_KEY: Final = "map"
_QUOTES: Final = 3

around = data.remembered(mapped.mapped)
records = data.remembered(Database.proposal_views)


def draw(drawn: Mapped, stamp: str, title: str) -> None:
    """Draw a map; a click chooses, a double click walks there, and both are in the address.

    ``stamp`` is another one whenever something else is drawn.
    """
    alt = f"{title}: {counts(drawn)}; the table below says the same in words"
    component("map", js="map.js", css="map.css")(
        key=_KEY,
        data={
            "stamp": stamp,
            "alt": alt,
            "title": title,
            "legend": [one.plain() for one in keys(drawn)],
            "nodes": [_node(one) for one in drawn.boxes],
            "edges": _edges(drawn),
            "selected": _line_of(drawn, st.query_params.get("select", "")),
        },
        on_select_change=_select,
        on_walk_change=_walk,
    )


def counts(drawn: Mapped) -> str:
    """Say how much is drawn, and how much is not."""
    boxes = sum(one.kind != "relation" for one in drawn.boxes)
    more = f"{'' if drawn.counted else 'at least '}{drawn.left_out:,} more did not fit"
    told = [counted(boxes, "box", "boxes"), counted(len(drawn.ties), "link")]
    return ", ".join([*told, more] if drawn.left_out else told)


def here(label: str, **changed: str | None) -> Html:
    """Return a link to the page as it is, with some parameters of its address changed."""
    parameters: dict[str, str | None] = {**st.query_params.to_dict(), **changed}
    return element("a", label, class_="kg", href=address("map", **parameters))


def _select() -> None:
    chosen = st.session_state[_KEY].get("select")
    if chosen:
        st.query_params["select"] = chosen.partition(">")[0]
    elif chosen == "":
        st.query_params.pop("select", None)


def _walk() -> None:
    chosen = st.session_state[_KEY].get("walk")
    if chosen:
        st.query_params.pop("rows", None)
        st.query_params.pop("select", None)
        st.query_params["focus"] = chosen


def _line_of(drawn: Mapped, chosen: str) -> str:
    """Return what is chosen as the drawing calls it: a line stands for all records like it."""
    line = drawn.tie(chosen)
    return chosen if line is None or drawn.box(chosen) else f"{line.id}>"


def _node(box: Box) -> dict[str, Any]:
    return {
        "id": box.id,
        "x": box.place[0],
        "y": box.place[1],
        "label": box.label,
        "kind": box.kind,
        "focus": box.hop == 0 and not box.is_dot,
        "dot": box.is_dot,
    }


def _edges(drawn: Mapped) -> list[dict[str, Any]]:
    wordy = len(drawn.boxes) <= WORDY
    return [
        {
            # A link that is a box too is drawn in two halves, and neither has the box's id.
            "id": f"{tie.id}>{half}",
            "from": start,
            "to": end,
            "colour": look.colour,
            "dash": look.dash,
            "words": _on_line(tie, look, wordy) if not half else "",
            "arrow": look.directed and half != "-",
            "width": 3 if tie.accepted else 1.5,
            "bend": drawn.bends.get(tie.id, 0),
        }
        for tie in drawn.ties
        for half, start, end in drawn.halves(tie)
        for look in [stroke(tie.kind)]
    ]


def _on_line(tie: Tie, look: Stroke, wordy: bool) -> str:
    words = f" {look.words}" if wordy and look.sign in "▶◆" else ""
    return f"{look.sign}{' not:' if tie.denied else ''}{words}"


def legend(drawn: Mapped) -> Html:
    """Return what the lines and boxes of a map mean: those that it has."""
    items = [element("li", _shape(one), element("span", one.words)) for one in keys(drawn)]
    return element("ul", items, class_="kg-legend", aria_label="Legend")


def _shape(key: Key) -> Html | None:
    if key.look is not None:
        return _swatch(key.look.colour, key.look.dash)
    box = f"kg-box {key.kind}"
    return element("span", class_=box, aria_hidden="true") if key.kind else None


def _swatch(colour: str, dash: Sequence[int]) -> Html:
    """Return a piece of a line; SVG is no part of the markup that Streamlit lets through."""
    stops, at = [], 0
    for index, length in enumerate(dash or (44,)):
        stops.append(f"{'transparent' if index % 2 else colour} {at}px {at + length}px")
        at += length
    drawn = f"background: repeating-linear-gradient(90deg, {', '.join(stops)})"
    return element("span", class_="kg-stroke", aria_hidden="true", style=drawn)


def chosen(drawn: Mapped, identifier: str) -> None:
    """Show what is chosen on a map: a box or a line, in full, with where to go from there."""
    line = drawn.tie(identifier)
    box = drawn.box(identifier)
    if line is not None:
        _line(drawn, line)
    elif box is not None:
        _box(drawn, box)
    else:
        parts.show(
            parts.heading("Chosen", level=2),
            element("p", "Nothing yet. Click a box or a line, or a name in the table."),
            element("p", "Double-click a box to walk there; Back returns.", class_="kg-quiet"),
        )


def _box(drawn: Mapped, box: Box) -> None:
    centre = None if box.id == drawn.focus else here(
        "Centre the map here", focus=box.id, select=None, rows=None
    )  # fmt: skip
    parts.show(
        parts.heading(f"Chosen: {KINDS[box.kind]}", level=2),
        element("p", element("strong", shorten(box.name, 300)), dir="auto"),
        element("p", *_into(drawn, box)),
        element("p", _page_of(box), " · " if centre and _page_of(box) else None, centre),
        class_="kg-chosen",
    )
    if box.kind == "claim":
        _claim(box.id)
    elif box.kind == "evidence":
        views = records((box.id,))
        parts.show([proposed.words(view) for view in views])


def _into(drawn: Mapped, box: Box) -> list[Html]:
    signs: dict[tuple[str, str], int] = {}
    for tie in drawn.ties:
        if tie.target_id == box.id:
            look = stroke(tie.kind)
            signs[look.sign, look.words] = signs.get((look.sign, look.words), 0) + 1
    return [parts.chip(f"{sign} {number} × {words} it") for (sign, words), number in signs.items()]


def _page_of(box: Box) -> Html | None:
    match box.kind:
        case "claim":
            return link("Open the claim", "claim", claim=box.id)
        case "concept":
            return link("What depends on it", "dependencies", concept=box.id)
        case "document":
            return link("Read the source", "source", source=box.id)
    return None


def _claim(identifier: str) -> None:
    """Show a claim's first passage, then, which may take longer, where the claim stands."""
    view = data.claim(identifier)
    verdict = st.container()
    parts.show([cards.quotation(held.quote) for held in view.assertions[:1]])
    found = data.stood((view.claim.id,)).get(view.claim.id) if data.settled() else None
    if found is not None:
        label = f"{theme.LABEL_SIGNS[found.label]} {LABEL_WORDS[found.label]}"
        words = f"{label}, strength {found.strength:.2f}"
        with verdict:
            parts.show(element("p", parts.chip(words)))


def _line(drawn: Mapped, tie: Tie) -> None:
    look = stroke(tie.kind)
    status = parts.status(Status.ACCEPTED if tie.accepted else Status.PROPOSED)
    denied = "somebody denies that it " if tie.denied else ""
    parts.show(
        parts.heading("Chosen: link", level=2),
        element("p", _named(drawn, tie.source_id)),
        element("p", element("strong", f"{look.sign} {denied}{look.words}"), " ", status),
        element("p", _named(drawn, tie.target_id)),
        class_="kg-chosen",
    )
    views = records(tie.alike[:_QUOTES])
    parts.show([_quoted(view) for view in views], _more(len(tie.alike) - len(views)))


def _quoted(view: ProposalView) -> list[Html]:
    return [proposed.words(view), element("p", proposed.found(view), class_="kg-quiet")]


def _more(left: int) -> Html | None:
    return element("p", f"and {counted(left, 'more passage')}", class_="kg-quiet") if left else None


def table(drawn: Mapped) -> None:
    """Show every line of a map in words; each name chooses what it names."""
    turn = paging.turned(len(drawn.ties), ROWS, "rows")
    rows = [_row(drawn, tie) for tie in drawn.ties[turn.offset : turn.offset + ROWS]]
    parts.show(
        parts.heading("The map as a table", level=2),
        element("p", f"{counted(turn.total, 'link')}, {turn.shown}.", class_="kg-quiet"),
        parts.table("Links of the map", ("From", "Link", "To", "Who vouches for it"), rows),
        paging.links("map", turn, "Pages of the table", "rows"),
    )


def _row(drawn: Mapped, tie: Tie) -> list[Child]:
    look = stroke(tie.kind)
    verb = f"{look.sign} {'denied: ' if tie.denied else ''}{look.words}"
    status = parts.status(Status.ACCEPTED if tie.accepted else Status.PROPOSED)
    return [
        _named(drawn, tie.source_id),
        here(verb, select=tie.id),
        _named(drawn, tie.target_id),
        status,
    ]


def _named(drawn: Mapped, identifier: str) -> Html:
    """Return a link that chooses a box; of a disputed link what it is said to do."""
    tie = drawn.tie(identifier)
    if tie is None:
        box = drawn.box(identifier)
        name = identifier if box is None else box.name
        return here(shorten(name, NAME), select=identifier)
    words = [_plain(drawn, tie.source_id), stroke(tie.kind).words, _plain(drawn, tie.target_id)]
    return here(f"the link: {' '.join(words)}", select=tie.id)


def _plain(drawn: Mapped, identifier: str) -> str:
    box = drawn.box(identifier)
    return f"“{shorten(box.name, NAME // 2)}”" if box else "another link"
