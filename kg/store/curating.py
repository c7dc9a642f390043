"""Putting decisions into effect: what they change in stored records, and taking it back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection, delete, func, or_, select, update

from kg.curation.corrections import BY_HAND, Curated, Quoted, curate, restored
from kg.curation.history import STATUS
from kg.curation.subjects import work_key
from kg.errors import NotFoundError, UsageError
from kg.ids import kind_of
from kg.model import (
    Assertion,
    Bundle,
    Decision,
    Document,
    Position,
    Question,
    Record,
    Relation,
    Work,
)
from kg.store.attributes import CLASSES, has_status
from kg.store.bulk import insert_records, insert_rows
from kg.store.bundles import references
from kg.store.decisions import (
    added_records,
    decided,
    lost_in,
    made_on,
    missing,
    orphaned,
    status_of,
    targets,
)
from kg.store.records import read_bundle
from kg.store.rows import batches, dumps, existing, load, load_ids, loads, pairs
from kg.store.sharing import insert_links
from kg.store.tables import ANCHOR, ORIGINAL, TABLES
from kg.store.wellformed import check_kind
from kg.vocab import Action, Status

R = TypeVar("R", bound=Record)
_DOCUMENT, _POSITION, _RELATION, _WORK = (
    TABLES[cls] for cls in (Document, Position, Relation, Work)
)


def check(connection: Connection, decision: Decision) -> None:
    """Make sure that a decision can be put into effect.

    Raises:
        NotFoundError: if there is no such record.
        UsageError: if its record is of a kind on which it says nothing.
    """
    if decision.action is not Action.ADD:
        _record(connection, decision.target_id)
    check_kind(decision)
    if decision.action is Action.ADD:
        _check_added(connection, decision)


def machine_bundle(connection: Connection, document_id: str) -> Bundle:
    """Return a document's bundle as the machine made it, before any decision."""
    rows = connection.execute(
        select(ORIGINAL.c.record_id, ORIGINAL.c.body).where(ORIGINAL.c.document_id == document_id)
    )
    originals = {key: _read(body) for key, body in rows}
    return restored(read_bundle(connection, document_id), originals)


def curated(connection: Connection, bundle: Bundle) -> Curated:
    """Return a bundle with the decisions on it, whose document must not be stored now."""
    return curate(bundle, lost_in(connection, bundle))


def keep(connection: Connection, made: Curated) -> None:
    """Note what the decisions on a stored bundle changed, and which record each judges."""
    document_id = made.bundle.document.id
    rows = [
        {"document_id": document_id, "record_id": key, "body": dumps(record) if record else None}
        for key, record in made.originals.items()
    ]
    insert_rows(connection, ORIGINAL, rows)
    for batch in batches(made.judged):
        connection.execute(delete(ANCHOR).where(ANCHOR.c.decision_id.in_(batch)))
    made_on = load_ids(connection, Decision, made.judged)
    anchors = [
        {"decision_id": key, "record_id": one}
        for key, one in made.judged.items()
        if one != made_on[key].target_id
    ]
    insert_rows(connection, ANCHOR, anchors)


def effective(connection: Connection, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that some bear on: themselves, or those that they take back."""
    found: dict[str, Decision] = {}
    ahead = {one.id: one for one in decisions}
    while ahead:
        found |= ahead
        undone = {one.target_id for one in ahead.values() if one.action is Action.UNDO}
        ahead = load_ids(connection, Decision, undone - found.keys())
    return [
        one for one in found.values() if one.action is not Action.UNDO or one.target_id not in found
    ]


def rewritten(connection: Connection, decisions: Sequence[Decision]) -> set[str]:
    """Return the ids of the documents that must be stored anew for decisions to take effect."""
    found: set[str] = set()
    changed = [one for one in decisions if one.action is Action.RETYPE or _adds_words(one)]
    stated = load_ids(connection, Assertion, targets(connection, changed).values())
    found.update(one.document_id for one in stated.values())
    adrift = orphaned(connection, decisions)
    works = {work_key(one.subject) for one in adrift if one.subject}
    found.update(_documents_of(connection, {key for key in works if key}))
    named = {Quoted.of(one).document_id for one in decisions if _adds_words(one)}
    return found | load_ids(connection, Document, named).keys()


def judge(connection: Connection, decisions: Sequence[Decision]) -> list[Record]:
    """Give the records that decisions accept, add or reject their status; return them."""
    words = [one for one in decisions if one.action in STATUS]
    ids = {one for one in targets(connection, words).values() if has_status(CLASSES[kind_of(one)])}
    status = status_of(connection, ids)
    found: list[Record] = []
    groups: dict[tuple[type[Record], Status], list[str]] = defaultdict(list)
    for identifier in ids:
        groups[CLASSES[kind_of(identifier)], status.get(identifier, Status.PROPOSED)].append(
            identifier
        )
    for (cls, word), group in groups.items():
        table = TABLES[cls]
        for batch in batches(group):
            change = update(table).where(table.c.id.in_(batch))
            connection.execute(change.values(status=word.value))
        found += load_ids(connection, cls, group).values()
    return found


def park(connection: Connection, links: Sequence[Relation]) -> None:
    """Keep links to claims that people moved all assertions of away; they stand no more.

    They stay with the document of such a claim. What a person added comes back by itself.
    """
    links = [link for link in links if link.signals != (BY_HAND,)]
    away = _moved_away(connection, links)
    there = existing(connection, {end for link in links for end in _ends(link)})
    rows = []
    for link in links:
        absent = [end for end in _ends(link) if end not in there]
        if absent and all(end in away for end in absent):
            owner = min(away[end] for end in absent)
            body = dumps(replace(link, status=Status.PROPOSED))
            rows.append({"document_id": owner, "record_id": link.id, "body": body})
    known = {one.id for one in _parked(connection)}
    insert_rows(connection, ORIGINAL, [one for one in rows if one["record_id"] not in known])


def bring_back(connection: Connection) -> set[str]:
    """Insert the parked links whose claims are there again; return the claims they start from."""
    parked = _parked(connection)
    if not parked:
        return set()
    away = _moved_away(connection, parked)
    there = existing(connection, {end for link in parked for end in _ends(link)})
    back = [link for link in parked if there.issuperset(_ends(link))]
    lost = [link for link in parked if not (there | away.keys()).issuperset(_ends(link))]
    for batch in batches(link.id for link in (*back, *lost)):
        connection.execute(delete(ORIGINAL).where(ORIGINAL.c.record_id.in_(batch)))
    insert_links(connection, decided(connection, back))
    return {link.source_id for link in back}


def _parked(connection: Connection) -> list[Relation]:
    """Return the links between documents among what decisions left out."""
    body = ORIGINAL.c.body
    links = ORIGINAL.c.record_id.startswith("relation-"), body.contains('"document_id":null')
    return [loads(Relation, text) for text in connection.scalars(select(body).where(*links))]


def _moved_away(connection: Connection, links: Sequence[Relation]) -> dict[str, str]:
    """Return, by claim at an end of a link, a document in which people moved it away."""
    found: dict[str, str] = {}
    for batch in batches(end for link in links for end in _ends(link)):
        query = select(ORIGINAL.c.record_id, func.min(ORIGINAL.c.document_id))
        away = ORIGINAL.c.record_id.in_(batch), ORIGINAL.c.body.is_not(None)
        found.update(pairs(connection, query.where(*away).group_by(ORIGINAL.c.record_id)))
    return found


def _ends(link: Relation) -> tuple[str, str]:
    return link.source_id, link.target_id


def insert_added(connection: Connection) -> set[str]:
    """Insert what people added outside of documents and is not there; return what it touched.

    A link or position stands as long as what it refers to does.
    """
    questions = added_records(connection, Question, missing(Question))
    insert_records(connection, questions.values())
    wanted: list[Relation | Position] = [
        *added_records(connection, Relation, missing(Relation)).values(),
        *added_records(connection, Position, missing(Position)).values(),
    ]
    new = _standing(connection, wanted)
    insert_records(connection, decided(connection, new))
    return questions.keys() | {_owner(one) for one in new}


def delete_added(connection: Connection, decisions: Iterable[Decision]) -> set[str]:
    """Delete the links and positions that people no longer add; return what it touched."""
    touched: set[str] = set()
    ids = {one.target_id for one in decisions if one.action is Action.ADD}
    for batch in batches(ids):
        by_hand = _RELATION.c.document_id.is_(None), _RELATION.c.signals == json.dumps([BY_HAND])
        stored: list[Relation | Position] = [
            *load(connection, Relation, _RELATION.c.id.in_(batch), *by_hand),
            *load(
                connection, Position, _POSITION.c.id.in_(batch), _POSITION.c.document_id.is_(None)
            ),
        ]
        wanted = {
            *added_records(connection, Relation, made_on(batch)),
            *added_records(connection, Position, made_on(batch)),
        }
        for gone in [one for one in stored if one.id not in wanted]:
            table = TABLES[type(gone)]
            connection.execute(delete(table).where(table.c.id == gone.id))
            touched.add(_owner(gone))
    return touched


def _read(body: str | None) -> Record | None:
    return loads(CLASSES[kind_of(json.loads(body)["id"])], body) if body else None


def _owner(record: Relation | Position) -> str:
    return record.source_id if isinstance(record, Relation) else record.question_id


def _standing(connection: Connection, records: Sequence[R]) -> list[R]:
    """Return the records all of whose references are there."""
    there = existing(connection, {end for one in records for end in references(one)})
    return [one for one in records if there.issuperset(references(one))]


def _find(connection: Connection, identifier: str) -> Record | None:
    cls = CLASSES.get(kind_of(identifier))
    return load_ids(connection, cls, [identifier]).get(identifier) if cls else None


def _record(connection: Connection, identifier: str) -> Record:
    found = _find(connection, identifier)
    if found is None:
        raise NotFoundError(f"no record {identifier} to decide on")
    return found


def _adds_words(decision: Decision) -> bool:
    return decision.action is Action.ADD and kind_of(decision.target_id) == Assertion.KIND


def _check_added(connection: Connection, decision: Decision) -> None:
    if not _adds_words(decision):
        record = loads(CLASSES[kind_of(decision.target_id)], decision.value or "{}")
        for identifier in references(record):
            _record(connection, identifier)
        return
    added = Quoted.of(decision)
    document = _record(connection, added.document_id)
    assert isinstance(document, Document)
    if added.place(document.text) is None:
        raise UsageError(f"the quote does not stand in {document.name} exactly once")


def _documents_of(connection: Connection, works: Iterable[str]) -> set[str]:
    query = select(_DOCUMENT.c.id).join(_WORK, _WORK.c.id == _DOCUMENT.c.work_id)
    found: set[str] = set()
    keys = sorted(works)
    for start in range(0, len(keys), 500):
        same = or_(*(_WORK.c.key == key for key in keys[start : start + 500]))
        found.update(connection.scalars(query.where(same)))
    return found
