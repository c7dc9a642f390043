"""What a reviewer says beside yes and no: a note, and what the program should have read."""

from __future__ import annotations

import streamlit as st

from kg.curation.history import live
from kg.errors import UsageError
from kg.model import Assertion
from kg.sitting import REASONS, Sitting
from kg.ui import data, parts, theme
from kg.ui.markup import Html, element
from kg.views import ProposalView
from kg.vocab import Action, ClaimKind, Polarity, Reason

_POLARITIES = {
    "as an affirmation": Polarity.POSITIVE,
    "as a negation": Polarity.NEGATIVE,
}
_SAID = {
    Action.NOTE: "noted",
    Action.RETYPE: "corrected what the program read",
}


def worded(reason: Reason) -> str:
    """Return a reason in words."""
    return reason.value.replace("_", " ")


def so_far(seen: str) -> Html | None:
    """Return what people said of a proposal before they judge it, None where nobody did."""
    said = [
        element("li", f"{one.made_by} {_SAID[one.action]}", f": {one.note}" if one.note else ".")
        for one in live(data.database().store.history(seen))
        if one.action in _SAID
    ]
    return element("ul", said, class_="kg-quiet", aria_label="Said so far") if said else None


@st.dialog("A note")
def note(sitting: Sitting, seen: str, kind: str) -> None:
    """Ask for a note, and whether to decide with it."""
    decisions: dict[str, tuple[Action, Reason | None]] = {
        "nothing, and stay here": (Action.NOTE, None),
        "accept": (Action.ACCEPT, None),
    } | {f"reject: {worded(one)}": (Action.REJECT, one) for one in REASONS[kind]}
    with st.form("noting", border=False):
        words = st.text_input("The note", max_chars=2000)
        chosen = st.selectbox("With it decide", list(decisions))
        kept = st.form_submit_button("Keep the note", type="primary")
    theme.run_script("dialogue")
    if not kept:
        return
    if not words.strip():
        parts.failure("Write the note first.")
    elif _still(sitting, seen):
        action, reason = decisions[chosen]
        sitting.decide(action, reason=reason, note=words.strip())
        st.rerun()


@st.dialog("What it should have read")
def correct(sitting: Sitting, view: ProposalView) -> None:
    """Ask what an assertion claims, of which kind, and whether it is worded as a negation."""
    record, target = view.record, view.target
    assert isinstance(record, Assertion)
    assert target is not None
    kinds = list(ClaimKind)
    with st.form("correcting", border=False):
        words = st.text_area("The claim", target.wording)
        kind = st.selectbox("Its kind", kinds, kinds.index(record.kind), format_func=str)
        ways = list(_POLARITIES)
        way = st.selectbox("Worded", ways, list(_POLARITIES.values()).index(record.polarity))
        kept = st.form_submit_button("Keep the correction", type="primary")
    theme.run_script("dialogue")
    if not (kept and _still(sitting, record.id)):
        return
    try:
        sitting.correct(
            kind=None if kind is record.kind else kind,
            polarity=None if _POLARITIES[way] is record.polarity else _POLARITIES[way],
            claim=None if words.strip() == target.wording.strip() else words,
        )
    except UsageError as error:
        parts.failure(str(error))
    else:
        st.rerun()


def _still(sitting: Sitting, seen: str) -> bool:
    """Whether nobody judged it while the dialogue was open."""
    if sitting.current() == seen:
        return True
    parts.failure("Somebody judged it meanwhile: close this and go on with the next.")
    return False
