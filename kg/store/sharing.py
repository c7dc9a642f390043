"""Keeping the rows of shared records in step with what documents contribute to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, func, or_, select, update

from kg.ids import kind_of
from kg.model import SHARED, Claim, Document, Entry, Position, Question, Record, Relation
from kg.store import equivalence
from kg.store.attributes import CLASSES
from kg.store.bulk import insert_records, insert_rows
from kg.store.decisions import added_records, edits, made_on
from kg.store.rows import batches, dumps, load, load_ids, loads, to_row
from kg.store.shared_records import Votes, merge
from kg.store.tables import CONTRIBUTION, TABLES

_RELATION, _POSITION = TABLES[Relation], TABLES[Position]


def contribute(connection: Connection, document: Document, records: Sequence[Record]) -> None:
    """Note what a document says of shared records."""
    rows = [
        {
            "document_id": document.id,
            "record_id": record.id,
            "is_primary": record.id == document.work_id,
            "body": dumps(record),
        }
        for record in records
    ]
    insert_rows(connection, CONTRIBUTION, rows)


def contributed_ids(connection: Connection, document_ids: Iterable[str]) -> set[str]:
    """Return the ids of all shared records that some of the documents contribute to."""
    found: set[str] = set()
    for batch in batches(document_ids):
        query = select(CONTRIBUTION.c.record_id).where(CONTRIBUTION.c.document_id.in_(batch))
        found.update(connection.scalars(query))
    return found


def contributed(connection: Connection, document_id: str) -> tuple[Record, ...]:
    """Return shared records in the words of one document."""
    query = select(CONTRIBUTION.c.record_id, CONTRIBUTION.c.body)
    rows = connection.execute(query.where(CONTRIBUTION.c.document_id == document_id))
    return tuple(loads(CLASSES[kind_of(record_id)], body) for record_id, body in rows)


def insert_missing(connection: Connection, records: Sequence[Record]) -> None:
    """Insert the shared records that are not there yet, so that others can refer to them."""
    known = load_shared(connection, (record.id for record in records))
    insert_records(connection, (record for record in records if record.id not in known))


def load_shared(connection: Connection, ids: Iterable[str]) -> dict[str, Record]:
    """Return the shared records with the given ids, by id; unknown ids are left out."""
    found: dict[str, Record] = {}
    for cls, group in _by_class(ids).items():
        found.update(load_ids(connection, cls, group))
    return found


def refresh(connection: Connection, ids: Collection[str]) -> None:
    """Make shared records what their contributions say; delete those that have none."""
    current = load_shared(connection, ids)
    agreed = merged(connection, ids)
    for identifier, record in agreed.items():
        if record != current[identifier]:
            table = TABLES[type(record)]
            change = update(table).where(table.c.id == identifier)
            connection.execute(change.values(**to_row(record)))
    _delete(connection, current.keys() - agreed.keys())


def merged(connection: Connection, ids: Iterable[str]) -> dict[str, Record]:
    """Return what contributions and people say of shared records, by id; nothing, no entry."""
    words = edits(connection, ids)
    found = {identifier: merge(votes) for identifier, votes in _votes(connection, ids).items()}
    return {
        identifier: replace(record, wording=words[identifier])
        if identifier in words and isinstance(record, (Claim, Question))
        else record
        for identifier, record in found.items()
    }


def insert_links(connection: Connection, links: Sequence[Relation]) -> None:
    """Insert links whose claims both exist.

    Where a link is known already, the surer of the two stays (then the first in canonical
    order), so that the order of ingest does not matter.
    """
    ends = {end for link in links for end in (link.source_id, link.target_id)}
    alive = load_ids(connection, Claim, ends)
    known = load_ids(connection, Relation, (link.id for link in links))
    better = [
        link
        for link in links
        if {link.source_id, link.target_id} <= alive.keys()
        and (link.id not in known or _rank(link) > _rank(known[link.id]))
    ]
    _delete_rows(connection, Relation, (link.id for link in better))
    insert_records(connection, better)


def links_of(connection: Connection, claim_ids: Iterable[str]) -> list[Relation]:
    """Return the links between documents that start or end at one of the claims, by id."""
    found: dict[str, Relation] = {}
    for batch in batches(claim_ids):
        ends = or_(_RELATION.c.source_claim_id.in_(batch), _RELATION.c.target_claim_id.in_(batch))
        between = _RELATION.c.document_id.is_(None)
        found.update((link.id, link) for link in load(connection, Relation, between, ends))
    return [found[identifier] for identifier in sorted(found)]


def questions_on(connection: Connection, claim_ids: Iterable[str]) -> set[str]:
    """Return the ids of the questions to which people made one of the claims a position."""
    found: set[str] = set()
    for batch in batches(claim_ids):
        by_hand = _POSITION.c.document_id.is_(None), _POSITION.c.claim_id.in_(batch)
        found.update(connection.scalars(select(_POSITION.c.question_id).where(*by_hand)))
    return found


def entries(connection: Connection, ids: Iterable[str]) -> Iterator[Entry]:
    """Yield the shared records with the given ids, each with what stands beside it."""
    records = load_shared(connection, ids)
    claims = [identifier for identifier in records if kind_of(identifier) == Claim.KIND]
    beside: dict[str, list[Relation | Position]] = defaultdict(list)
    for link in links_of(connection, claims):
        beside[link.source_id].append(link)
    for position in _by_hand(connection, records):
        beside[position.question_id].append(position)
    canonical = equivalence.canonical(connection, claims)
    for identifier in sorted(records):
        first = canonical.get(identifier, identifier)
        yield Entry(
            records[identifier],
            tuple(beside.get(identifier, ())),
            first if first != identifier else None,
        )


def _by_hand(connection: Connection, ids: Iterable[str]) -> Iterator[Position]:
    """Yield the positions that people took on those of some records that are questions."""
    questions = (identifier for identifier in ids if kind_of(identifier) == Question.KIND)
    for batch in batches(questions):
        asked = _POSITION.c.question_id.in_(batch)
        yield from load(connection, Position, _POSITION.c.document_id.is_(None), asked)


def _rank(link: Relation) -> tuple[float, str]:
    return (-1.0 if link.score is None else link.score, dumps(link))


def _by_class(ids: Iterable[str]) -> dict[type[Record], list[str]]:
    groups: dict[type[Record], list[str]] = defaultdict(list)
    for identifier in ids:
        groups[CLASSES[kind_of(identifier)]].append(identifier)
    return groups


def _votes(connection: Connection, ids: Iterable[str]) -> dict[str, list[Votes]]:
    """Return the votes by record id, equal ones counted in the database."""
    ids = list(ids)
    votes: dict[str, list[Votes]] = defaultdict(list)
    alike = (CONTRIBUTION.c.record_id, CONTRIBUTION.c.body, CONTRIBUTION.c.is_primary)
    for batch in batches(ids):
        query = select(*alike, func.count()).where(CONTRIBUTION.c.record_id.in_(batch))
        for identifier, body, is_primary, count in connection.execute(query.group_by(*alike)):
            record = loads(CLASSES[kind_of(identifier)], body)
            votes[identifier].append(Votes(record, count, is_primary))
    for batch in batches(identifier for identifier in ids if kind_of(identifier) == Question.KIND):
        for question in added_records(connection, Question, made_on(batch)).values():
            votes[question.id].append(Votes(question, 1, primary=True))
    return votes


def _delete(connection: Connection, ids: Collection[str]) -> None:
    claims = [identifier for identifier in ids if kind_of(identifier) == Claim.KIND]
    _delete_rows(connection, Relation, (link.id for link in links_of(connection, claims)))
    for batch in batches(ids):
        lost = _POSITION.c.claim_id.in_(batch) | _POSITION.c.question_id.in_(batch)
        connection.execute(delete(_POSITION).where(_POSITION.c.document_id.is_(None), lost))
    groups = _by_class(ids)
    for cls in SHARED:
        _delete_rows(connection, cls, groups.get(cls, ()))


def _delete_rows(connection: Connection, cls: type[Record], ids: Iterable[str]) -> None:
    table = TABLES[cls]
    for batch in batches(ids):
        connection.execute(delete(table).where(table.c.id.in_(batch)))
