"""What people decided, and the status that follows for a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from kg.curation.corrections import BY_HAND
from kg.curation.history import STATUS, in_order, live, with_status
from kg.curation.subjects import in_work
from kg.model import (
    Assertion,
    Bundle,
    Decision,
    Dependency,
    Evidence,
    Record,
    Relation,
    Run,
    Work,
)
from kg.store.attributes import has_status
from kg.store.rows import batches, existing, load, load_ids, loads, pairs
from kg.store.tables import ANCHOR, TABLES
from kg.views import LINKS, Judged
from kg.vocab import Action, Status

R = TypeVar("R", bound=Record)
_Made = Assertion | Dependency | Evidence | Relation
_MADE: Final[tuple[type[_Made], ...]] = (Assertion, Dependency, Evidence, Relation)
_DECISION = TABLES[Decision]
_JUDGING: Final = tuple(action.value for action in STATUS)


def all_decisions(connection: Connection) -> Sequence[Decision]:
    """Return all decisions in the order in which they were made."""
    return in_order(load(connection, Decision))


def history(connection: Connection, identifier: str) -> list[Decision]:
    """Return the decisions on a record, those taken back and their undos too, in order."""
    anchored = select(ANCHOR.c.decision_id).where(ANCHOR.c.record_id == identifier)
    found = load(
        connection,
        Decision,
        (_DECISION.c.target_id == identifier) | _DECISION.c.id.in_(anchored),
    )
    return in_order(_with_undos(connection, found))


def targets(connection: Connection, decisions: Iterable[Decision]) -> dict[str, str]:
    """Return, by decision, the record that it judges now; it need not be in the database."""
    found = {one.id: one.target_id for one in decisions}
    for batch in batches(found):
        query = select(ANCHOR).where(ANCHOR.c.decision_id.in_(batch))
        found.update(pairs(connection, query))
    return found


def lost(connection: Connection) -> list[Decision]:
    """Return the live decisions whose target is not in the database, in order."""
    return orphaned(connection, live(all_decisions(connection)))


def lost_in(connection: Connection, bundle: Bundle) -> list[Decision]:
    """Return those lost decisions that may judge what is in a bundle, in order."""
    document = bundle.document
    (work,) = (one for one in bundle.shared if one.id == document.work_id)
    assert isinstance(work, Work)
    made = load(
        connection,
        Decision,
        _DECISION.c.subject.contains(in_work(work.key), autoescape=True)
        | _DECISION.c.value.contains(document.id, autoescape=True),
    )
    for batch in batches(one.id for one in bundle.owned):
        made += load(connection, Decision, _DECISION.c.target_id.in_(batch))
    return orphaned(connection, live(_with_undos(connection, made)))


def orphaned(connection: Connection, decisions: Iterable[Decision]) -> list[Decision]:
    """Return those of the decisions whose target is not in the database, in the same order."""
    decisions = list(decisions)
    judges = targets(connection, decisions)
    known = existing(connection, judges.values())
    return [one for one in decisions if judges[one.id] not in known]


def status_of(connection: Connection, ids: Iterable[str]) -> dict[str, Status]:
    """Return the status that the last word on each record gives it; no word, no entry."""
    found: dict[str, Status] = {}
    for batch in batches(ids):
        moved = select(ANCHOR.c.decision_id).where(ANCHOR.c.record_id.in_(batch))
        judging = load(
            connection,
            Decision,
            _DECISION.c.action.in_(_JUDGING),
            _DECISION.c.target_id.in_(batch) | _DECISION.c.id.in_(moved),
        )
        words = live(_with_undos(connection, judging))
        judges = targets(connection, words)
        found |= {judges[one.id]: STATUS[one.action] for one in words if judges[one.id] in batch}
    return found


def status_since(connection: Connection, cls: type[Record]) -> dict[str, str]:
    """Return, by record of a class that people judged, when its present status began."""
    of_kind = _DECISION.c.target_id.startswith(f"{cls.KIND}-")
    judging = load(connection, Decision, _DECISION.c.action.in_(_JUDGING), of_kind)
    words = live(_with_undos(connection, judging))
    judges = targets(connection, words)
    found: dict[str, tuple[Status, str]] = {}
    for one in words:
        record, status = judges[one.id], STATUS[one.action]
        if record not in found or found[record][0] is not status:
            found[record] = status, one.made_at
    return {record: made_at for record, (_, made_at) in found.items()}


def edits(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the wording that people gave some claims and questions, by id."""
    made: list[Decision] = []
    for batch in batches(ids):
        edit = _DECISION.c.action == Action.EDIT.value
        made += load(connection, Decision, edit, _DECISION.c.target_id.in_(batch))
    return {one.target_id: one.value or "" for one in live(_with_undos(connection, made))}


def added_records(
    connection: Connection, cls: type[R], *where: ColumnElement[bool]
) -> dict[str, R]:
    """Return the records of a class that people added outside of documents, by id.

    ``where`` are conditions on the decisions.
    """
    added = _DECISION.c.action == Action.ADD.value
    kind = _DECISION.c.target_id.startswith(f"{cls.KIND}-")
    made = load(connection, Decision, added, kind, *where)
    said = {one.target_id: one.value for one in live(_with_undos(connection, made)) if one.value}
    return {identifier: loads(cls, value) for identifier, value in said.items()}


def missing(cls: type[Record]) -> ColumnElement[bool]:
    """Whether the record that a decision was made on is not there."""
    return _DECISION.c.target_id.not_in(select(TABLES[cls].c.id))


def made_on(ids: Collection[str]) -> ColumnElement[bool]:
    """Whether a decision was made on one of some records, which are few."""
    return _DECISION.c.target_id.in_(ids)


def decided(connection: Connection, records: Sequence[R]) -> tuple[R, ...]:
    """Return records with the status that people gave them."""
    status = status_of(connection, (r.id for r in records if has_status(type(r))))
    return tuple(
        with_status(record, status[record.id]) if record.id in status else record
        for record in records
    )


def judged(connection: Connection) -> list[Judged]:
    """Return what people said of machine-made records that are still there."""
    made = live(all_decisions(connection))
    made = [one for one in made if one.action in (Action.ACCEPT, Action.REJECT)]
    judges = targets(connection, made)
    words = {judges[one.id]: one.action is Action.ACCEPT for one in made}
    records: list[_Made] = [
        one for cls in _MADE for one in load_ids(connection, cls, words).values()
    ]
    runs = load_ids(connection, Run, {one.run_id for one in records if one.run_id})
    return [
        Judged(*_maker(one, runs), score=one.score, accepted=words[one.id])
        for one in records
        if one.rule != BY_HAND
    ]


def _maker(record: _Made, runs: Mapping[str, Run]) -> tuple[str, str]:
    if isinstance(record, Relation) and record.document_id is None:
        return LINKS, record.family
    return runs[record.run_id or ""].extractor, record.rule


def _with_undos(connection: Connection, decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions with the undos of them, and the undos of these."""
    found = {one.id: one for one in decisions}
    fresh = set(found)
    while fresh:
        undos: list[Decision] = []
        for batch in batches(fresh):
            undo = _DECISION.c.action == Action.UNDO.value
            undos += load(connection, Decision, undo, _DECISION.c.target_id.in_(batch))
        fresh = {one.id for one in undos} - found.keys()
        found.update((one.id, one) for one in undos)
    return list(found.values())
