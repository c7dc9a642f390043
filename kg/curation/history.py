"""Which decisions count: in the order in which they were made, without those taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from kg.model import Decision, Record
from kg.vocab import Action, Status

R = TypeVar("R", bound=Record)

STATUS = {
    Action.ACCEPT: Status.ACCEPTED,
    Action.ADD: Status.ACCEPTED,
    Action.REJECT: Status.REJECTED,
}


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions in the order in which they were made."""
    return sorted(decisions, key=lambda made: (made.made_at, made.id))


def taken_back(decisions: Iterable[Decision]) -> set[str]:
    """Return the ids of the decisions that an undo takes back which is not undone itself.

    Only what an undo names matters, not when it was made: clocks differ.
    """
    undos = {one.id: one.target_id for one in decisions if one.action is Action.UNDO}
    pending = Counter(target for target in undos.values() if target in undos)
    ready = [undo for undo in undos if not pending[undo]]
    found: set[str] = set()
    while ready:
        undo = ready.pop()
        target = undos[undo]
        if undo not in found:
            found.add(target)
        if target in undos:
            pending[target] -= 1
            if not pending[target]:
                ready.append(target)
    return found


def live(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that count, in order: all but undos and what these take back."""
    made = in_order(decisions)
    undone = taken_back(made)
    return [one for one in made if one.id not in undone and one.action is not Action.UNDO]


def statuses(decisions: Iterable[Decision]) -> dict[str, Status]:
    """Return the status that the last live word on each target gives it; no word, no entry."""
    return {one.target_id: STATUS[one.action] for one in decisions if one.action in STATUS}


def with_status(record: R, status: Status) -> R:
    """Return a record with a status; one of a kind that has none stays as it is."""
    changes: dict[str, Any] = {"status": status}
    return replace(record, **changes) if hasattr(record, "status") else record
