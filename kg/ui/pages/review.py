"""Review: one proposal after another, judged by keyboard, what changes the picture most first."""

from __future__ import annotations

import getpass
from typing import Final

import streamlit as st

from kg.model import Assertion
from kg.sitting import REASONS, Sitting
from kg.ui import choosing, data, names, parts, theme
from kg.ui.debate import judging, proposed
from kg.ui.markup import element
from kg.views import ProposalView
from kg.vocab import Action, Reason

_KEYS: Final = "123456789"
_EXPLAINED: Final = (
    "Each decision is stored at once; close the page whenever you like. The letter or digit on a "
    "button is its key. Note says why, with a decision or without; Edit corrects how the program "
    "read a claim, which you then accept."
)
_JOINING: Final = (
    "Accepting a link “restates” makes two claims one. To join or part any others, open a claim "
    "and choose “Says the same as …”."
)


def show() -> None:
    """Draw the page."""
    parts.show(
        parts.heading("Review"),
        element("p", "Judge what the program read, what changes most first.", class_="kg-lead"),
    )
    sitting = _sitting()
    current = sitting.current()
    spot = st.container()
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
                judging.so_far(current),
            )
        _judge(sitting, view)
    with spot:  # last, so that whoever sees it move can press the next key
        _progress(sitting)


def _sitting() -> Sitting:
    """Return the queue of this session, begun anew when its filters change."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input("Who judges", getpass.getuser(), key="by", bind="query-params",
                           width=165).strip()  # fmt: skip
        kinds = {words: kind for kind, words in proposed.KINDS.items()}
        kind = choosing.one("Kind", "only", kinds)
        source = choosing.one("Source", "from", names.sources(), 300)
    asked = by or getpass.getuser(), kind, source
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
    here = f"; this is number {sitting.place + 1}" if sitting.place < total else ""
    st.progress(1 - sitting.left / total if total else 1.0, text=done + here)


def _judge(sitting: Sitting, view: ProposalView) -> None:
    current, kind = view.record.id, view.record.KIND
    with st.container(horizontal=True, key="judge"):
        st.button(
            "Accept", key="accept", type="primary", shortcut="a",
            on_click=_accept, args=(sitting, current),
        )  # fmt: skip
        st.button("Skip", key="skip", shortcut="s", on_click=_skip, args=(sitting, current))
        _undo(sitting)
        if st.button("Note", key="note", shortcut="n"):
            judging.note(sitting, current, kind)
        if kind == Assertion.KIND and st.button("Edit", key="edit", shortcut="e"):
            judging.correct(sitting, view)
    parts.show(element("p", "Reject, because it is or has:", class_="kg-quiet"))
    with st.container(horizontal=True):
        for key, reason in zip(_KEYS, REASONS[kind], strict=False):
            st.button(
                judging.worded(reason), key=f"reject-{reason}", shortcut=key,
                on_click=_reject, args=(sitting, current, reason),
            )  # fmt: skip
    parts.show(
        element("p", _EXPLAINED, class_="kg-quiet"),
        element("p", _JOINING, class_="kg-quiet"),
    )
    theme.run_script("keys")


def _undo(sitting: Sitting) -> None:
    st.button(
        "Undo", key="undo", shortcut="u",
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
        sitting.decide(Action.REJECT, reason=reason)


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
