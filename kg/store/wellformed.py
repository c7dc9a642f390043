"""Whether a decision says something that can be done, whatever the database holds.

Decisions also come out of files that other people wrote, so that nothing in one is trusted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from kg.curation.corrections import BY_HAND, Quoted
from kg.errors import UsageError
from kg.ids import canonical_object, from_iri, iri, kind_of
from kg.model import Assertion, Claim, Decision, Position, Question, Record, Relation
from kg.store.attributes import CLASSES, attributes, has_status
from kg.store.rows import loads
from kg.vocab import ARGUMENT_KINDS, Action, ClaimKind, Polarity

_WANTED: Final[Mapping[Action, tuple[type[Record], ...]]] = {
    Action.EDIT: (Claim, Question),
    Action.RETYPE: (Assertion,),
    Action.UNDO: (Decision,),
    Action.ADD: (Relation, Question, Position, Assertion),
}
_RETYPED: Final = {"kind": ClaimKind, "polarity": Polarity, "claim": str}


def check_kind(decision: Decision) -> None:
    """Make sure that a decision says of a record what can be said of records of its kind.

    Raises:
        UsageError: if it does not.
    """
    kind = kind_of(decision.target_id)
    cls = CLASSES.get(kind)
    if cls is None:
        raise UsageError(f"no record is called {kind!r}")
    if decision.action in (Action.ACCEPT, Action.REJECT) and not has_status(cls):
        raise UsageError(
            f"a {kind} is neither accepted nor rejected: decide on one of its "
            "assertions or links, or write a note"
        )
    wanted = _WANTED.get(decision.action)
    if wanted and cls not in wanted:
        names = " or ".join(one.KIND for one in wanted)
        raise UsageError(
            f"{decision.action.value} is for a {names}, {decision.target_id} is a {kind}"
        )


def check_form(decision: Decision) -> None:
    """Make sure that all that a decision holds can be read as what it should be.

    Raises:
        UsageError: if it says what cannot be said of its target.
        ValueError, TypeError, KeyError, AttributeError, IntegrityError: if it cannot.
    """
    check_kind(decision)
    if from_iri(iri(decision.target_id)) != decision.target_id:
        raise ValueError(f"{decision.target_id!r} is no id")
    made = datetime.fromisoformat(decision.made_at).astimezone(UTC)
    # Those of the first version are to the second, which sorts among the others all the same.
    if decision.made_at not in (made.isoformat(), made.isoformat(timespec="microseconds")):
        raise ValueError(f"{decision.made_at!r} is not a time in UTC to the microsecond")
    for text in (decision.target_id, decision.note, decision.made_by, decision.value):
        _check_text(text or "")
    if decision.subject is not None:
        _check_subject(decision)
    match decision.action:
        case Action.EDIT:
            _check_worded(decision.value or "")
        case Action.RETYPE:
            _check_retyping(decision.value or "{}")
        case Action.ADD if kind_of(decision.target_id) == Assertion.KIND:
            added = Quoted.of(decision)
            for text in (added.quote, added.wording, added.holder):
                _check_worded(text)
        case Action.ADD:
            _check_added(decision)


def _check_text(text: str) -> None:
    text.encode()  # lone surrogates cannot be stored
    if "\0" in text:
        raise ValueError("a NUL character in a text")


def _check_worded(wording: str) -> None:
    _check_text(wording)
    if not wording.strip():
        raise ValueError("an empty wording")


def _check_subject(decision: Decision) -> None:
    fields = json.loads(decision.subject or "{}")
    strings = all(isinstance(value, str) for value in fields.values())
    if canonical_object(fields) != decision.subject:
        raise ValueError("its subject is not canonical JSON")
    for value in fields.values():
        _check_text(str(value))
    if not strings or fields["record"] != kind_of(decision.target_id):
        raise ValueError("its subject does not describe its target")


def _check_retyping(value: str) -> None:
    changes = json.loads(value)
    for name, change in changes.items():
        _RETYPED[name](change)
        _check_worded(change)


def _check_added(decision: Decision) -> None:
    record = loads(CLASSES[kind_of(decision.target_id)], decision.value or "")
    if record.id != decision.target_id or not _is_by_hand(record) or not _refers_soundly(record):
        raise ValueError("it adds what cannot be added by hand")


def _is_by_hand(record: Record) -> bool:
    match record:
        case Relation():
            ends = record.source_claim_id, record.target_claim_id
            plain = Relation(
                kind=record.kind,
                source_claim_id=ends[0],
                target_claim_id=ends[1],
                signals=(BY_HAND,),
            )
            return record == plain and record.kind in ARGUMENT_KINDS and None not in ends
        case Position():
            return record.document_id is None
        case Question():
            _check_worded(record.wording)
    return True


def _refers_soundly(record: Record) -> bool:
    refs = [(one.ref, getattr(record, one.name)) for one in attributes(type(record)) if one.ref]
    return all(value is None or kind_of(value) == ref for ref, value in refs)
