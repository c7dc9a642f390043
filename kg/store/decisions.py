"""What people decided, and the status that follows for a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, select

from kg.model import Assertion, Decision, Dependency, Evidence, Record, Relation, Run
from kg.store.attributes import has_status
from kg.store.rows import batches, load, load_ids
from kg.store.tables import TABLES
from kg.views import Judged
from kg.vocab import Action, Status

R = TypeVar("R", bound=Record)
_Made = Assertion | Dependency | Evidence | Relation
_MADE: Final[tuple[type[_Made], ...]] = (Assertion, Dependency, Evidence, Relation)
_DECISION = TABLES[Decision]
_STATUS = {Action.ACCEPT: Status.ACCEPTED, Action.REJECT: Status.REJECTED}


def all_decisions(connection: Connection) -> Sequence[Decision]:
    """Return all decisions in the order in which they were made."""
    return sorted(load(connection, Decision), key=lambda made: (made.made_at, made.id))


def status_of(connection: Connection, ids: Iterable[str]) -> dict[str, Status]:
    """Return the status that the last word on each record gives it; no word, no entry."""
    found: dict[str, Status] = {}
    for batch in batches(ids):
        query = select(_DECISION.c.target_id, _DECISION.c.action).where(
            _DECISION.c.target_id.in_(batch), _DECISION.c.action.in_([*_STATUS])
        )
        in_order = query.order_by(_DECISION.c.made_at, _DECISION.c.id)
        found.update(
            (target, _STATUS[Action(action)]) for target, action in connection.execute(in_order)
        )
    return found


def decided(connection: Connection, records: Sequence[R]) -> tuple[R, ...]:
    """Return records with the status that people gave them."""
    status = status_of(connection, (r.id for r in records if has_status(type(r))))
    return tuple(_with_status(record, status.get(record.id)) for record in records)


def _with_status(record: R, status: Status | None) -> R:
    changed: dict[str, Any] = {"status": status}
    return record if status is None else replace(record, **changed)


def judged(connection: Connection) -> list[Judged]:
    """Return what people said of machine-made records that are still there."""
    words = status_of(connection, _judged_ids(connection))
    records: list[_Made] = [
        one for cls in _MADE for one in load_ids(connection, cls, words).values()
    ]
    runs = load_ids(connection, Run, {one.run_id for one in records if one.run_id})
    return [
        Judged(
            extractor=runs[one.run_id].extractor,
            rule=one.rule,
            score=one.score,
            accepted=words[one.id] is Status.ACCEPTED,
        )
        for one in records
        if one.run_id
    ]


def _judged_ids(connection: Connection) -> list[str]:
    query = select(_DECISION.c.target_id).where(_DECISION.c.action.in_([*_STATUS])).distinct()
    return list(connection.scalars(query.order_by(_DECISION.c.target_id)))
