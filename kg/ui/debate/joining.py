"""Two claims that say the same: joined by a person, and taken apart again."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from functools import partial
from operator import methodcaller
from typing import Final

import streamlit as st

from kg.curator import Curator
from kg.errors import KgError
from kg.export.telling import foremost
from kg.model import Claim, Decision
from kg.ui import data, parts, theme
from kg.ui.debate import cards
from kg.ui.markup import Html, element, shorten, visible
from kg.views import ClaimFilter, ClaimRow, ClaimView

_FOUND: Final = 12
_SHOWN: Final = 12
_LAST: Final = "joined-last"
_WRONG: Final = "not-joined"
_WHAT: Final = (
    "Joined claims are one: what is said for or against either counts for both, and both wordings "
    "stay. You can take it back."
)


def show(view: ClaimView) -> None:
    """Draw the wordings that are one claim, and what joins another to them or takes one out."""
    if view.joined:
        wordings = "; ".join(one.wording for one in _joined(view))
        more = len(view.joined) - _SHOWN
        rest = f"; and {more:,} more" if more > 0 else ""
        parts.show(element("p", "In other words: ", wordings, rest, dir="auto"))
    if wrong := st.session_state.pop(_WRONG, None):
        parts.failure(wrong)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Says the same as …", key="join", help="Join this claim with another one"):
            _choose(view)
        if view.joined and st.button("Take one out …", key="part", help="Part what was joined"):
            _part(view)
        _said(view)


def _joined(view: ClaimView) -> list[Claim]:
    return sorted(view.joined, key=lambda one: (one.wording, one.id))[:_SHOWN]


def _said(view: ClaimView) -> None:
    """Say what was decided last here, with the way back."""
    words, decisions, claims, by = st.session_state.get(_LAST, ("", (), (), ""))
    if not {view.claim.id, *(one.id for one in view.joined)} & set(claims):
        return
    if decisions:
        undo = partial(_undone, decisions)
        st.button("Undo", key="unjoin", on_click=_decided, args=(undo, by, "Taken back.", view))
    parts.show(element("p", words, role="status"))


@st.dialog("Which wording says something else?", width="medium")
def _part(view: ClaimView) -> None:
    """Let one of the wordings that are one claim be taken out."""
    parts.show(element("p", "What is taken out is a claim of its own again. You can take it back."))
    by = _name("part-by")
    for number, one in enumerate(_joined(view), start=1):
        parts.show(element("p", f"{number}. ", one.wording, dir="auto"))
        if st.button(f"Take out number {number}", key=f"part-{one.id}"):
            _decided(methodcaller("split", one.id), by, "Taken out.", view)
            st.rerun()


@st.dialog("Which claim says the same?", width="medium")
def _choose(view: ClaimView) -> None:
    """Let another claim be found, seen beside this one, and joined with it."""
    parts.show(element("p", _WHAT, class_="kg-quiet"))
    sought = st.text_input("Words of the other claim", placeholder="a word, or several; then Enter")
    theme.run_script("dialogue")
    if not sought.strip():
        return
    rows = _found(view, sought)
    if not rows:
        nothing = "No other claim has these words: try fewer, or others."
        parts.show(element("p", nothing, role="status"))
        return
    wordings = {row.claim.id: row.claim.wording for row in rows}
    chosen = st.selectbox(
        f"Claims found ({len(rows)})" if len(rows) < _FOUND else f"The first {_FOUND} found",
        list(wordings),
        index=0 if len(rows) == 1 else None,
        placeholder="Choose the one that says the same",
        format_func=lambda one: shorten(visible(wordings[one]), 200),
    )
    if chosen is None:
        return
    parts.show(
        element("p", element("strong", "This claim: "), view.claim.wording, dir="auto"),
        element("p", element("strong", "The other: "), wordings[chosen], dir="auto"),
        _words(chosen),
    )
    by = _name("join-by")
    if st.button("Join them", type="primary", key="join-them"):
        _decided(lambda curator: [curator.merge(view.claim.id, chosen)], by, "Joined.", view)
        st.rerun()


def _found(view: ClaimView, sought: str) -> list[ClaimRow]:
    """Return the claims that have the words sought and are not this one already."""
    own = {view.claim.id, *(one.id for one in view.joined)}
    rows = data.claims(ClaimFilter(text=sought, limit=_FOUND + 1))
    return [row for row in rows if row.claim.id not in own][:_FOUND]


def _words(claim_id: str) -> Html | None:
    said = foremost(data.claim(claim_id, 0).assertions)
    return cards.quotation(said.quote) if said else None


def _name(key: str) -> str:
    usual = st.session_state.get("decider") or getpass.getuser()
    given = st.text_input("Who decides", usual, key=key, width=220).strip()
    st.session_state["decider"] = given or getpass.getuser()
    return str(st.session_state["decider"])


def _undone(decisions: Sequence[str], curator: Curator) -> list[Decision]:
    for one in decisions:
        curator.undo(one)
    return []


def _decided(
    decide: Callable[[Curator], Sequence[Decision]], by: str, words: str, view: ClaimView
) -> None:
    """Decide, and remember what it was, so that it is told and can be undone."""
    try:
        made = decide(data.database().curator(by))
    except KgError as error:
        st.session_state[_WRONG] = str(error)
        return
    claims = view.claim.id, *(one.id for one in view.joined)
    st.session_state[_LAST] = (words, tuple(one.id for one in made), claims, by)
