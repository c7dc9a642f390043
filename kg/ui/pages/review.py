"""Review: one proposal after another, judged by keyboard, what changes the picture most first."""

from __future__ import annotations

import getpass
from typing import Final

import streamlit as st

from kg.sitting import REASONS, Sitting
from kg.ui import data, parts
from kg.ui.debate import proposed
from kg.ui.markup import element
from kg.vocab import Action, Reason

_KEYS: Final = "123456789"
_ALL: Final = "everything"


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Review"))
    sitting = _sitting()
    current = sitting.current()
    _progress(sitting)
    if current is None:
        _done(sitting)
    else:
        (view,) = data.database().proposal_views([current])
        left, right = st.columns(2, gap="large")
        with left:
            parts.show(parts.heading("The words", level=2), proposed.words(view))
        with right:
            parts.show(
                parts.heading(
                    f"What the program reads: a {proposed.KINDS[view.record.KIND]}", level=2
                ),
                proposed.reading(view),
            )
        _judge(sitting, current, view.record.KIND)


def _sitting() -> Sitting:
    """Return the queue of this session, begun anew when its filters change."""
    who, what, where = st.columns(3)
    by = who.text_input("Who judges", getpass.getuser(), key="by", bind="query-params").strip()
    kinds = {_ALL: None} | {words: kind for kind, words in proposed.KINDS.items()}
    kind = what.selectbox("Only", list(kinds), key="only", bind="query-params")
    sources = {_ALL: None} | parts.source_names(data.sources())
    source = where.selectbox("From", list(sources), key="from", bind="query-params")
    asked = by or getpass.getuser(), kinds[kind], sources[source]
    if st.session_state.get("asked") != asked:
        name, only, document = asked
        wanted = None if only is None else [only]
        st.session_state["sitting"] = Sitting.start(data.database(), name, wanted, document)
        st.session_state["asked"] = asked
    found = st.session_state["sitting"]
    assert isinstance(found, Sitting)
    return found


def _progress(sitting: Sitting) -> None:
    accepted, rejected = map(sitting.count, (Action.ACCEPT, Action.REJECT))
    total = len(sitting.ids)
    done = f"{accepted} accepted, {rejected} rejected, {sitting.left} of {total} left"
    st.progress(1 - sitting.left / total if total else 1.0, text=done)


def _judge(sitting: Sitting, current: str, kind: str) -> None:
    accept, skip, undo = st.columns(3)
    with accept:
        st.button(
            "Accept", key="accept", type="primary", shortcut="a", width="stretch",
            on_click=_accept, args=(sitting, current),
        )  # fmt: skip
    with skip:
        st.button(
            "Skip",
            key="skip",
            shortcut="s",
            width="stretch",
            on_click=_skip,
            args=(sitting, current),
        )
    with undo:
        _undo(sitting)
    parts.show(element("p", "Reject, because it is or has:", class_="kg-quiet"))
    with st.container(horizontal=True):
        for key, reason in zip(_KEYS, REASONS[kind], strict=False):
            st.button(
                reason.value.replace("_", " "), key=f"reject-{reason}", shortcut=key,
                on_click=_reject, args=(sitting, current, reason),
            )  # fmt: skip
    st.text_input("A note, kept with the rejection", key="note")
    parts.show(
        element(
            "p",
            "Each decision is stored at once; close the page whenever you like. Keys: A accepts, "
            "S skips, U undoes, a digit rejects with its reason.",
            class_="kg-quiet",
        )
    )


def _undo(sitting: Sitting) -> None:
    st.button(
        "Undo", key="undo", shortcut="u", width="stretch",
        disabled=sitting.last is None, on_click=_take_back, args=(sitting,),
    )  # fmt: skip


# A key pressed twice is one judgement: the second is of what was judged already, not of the
# next proposal, which nobody has seen yet.


def _accept(sitting: Sitting, seen: str) -> None:
    if sitting.current() == seen:
        sitting.decide(Action.ACCEPT)


def _skip(sitting: Sitting, seen: str) -> None:
    if sitting.current() == seen:
        sitting.skip()


def _take_back(sitting: Sitting) -> None:
    sitting.undo()


def _reject(sitting: Sitting, seen: str, reason: Reason) -> None:
    if sitting.current() == seen:
        note = st.session_state["note"].strip() or None
        sitting.decide(Action.REJECT, reason=reason, note=note)
    st.session_state["note"] = ""


def _done(sitting: Sitting) -> None:
    if not sitting.ids:
        parts.empty(
            "Nothing waits to be judged here.",
            next_step="Choose something else above, or ingest a text:",
            command="kg ingest my-essay.md",
        )
        return
    _undo(sitting)
    skipped = f", {sitting.left} of them skipped" if sitting.left else ""
    parts.empty(
        f"This is the end of the queue{skipped}.",
        next_step="Keep your decisions with the texts, in a file:",
        command="kg decisions --json > decisions.jsonl",
    )


show()
