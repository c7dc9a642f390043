"""A whole database as a sequence of plain objects, and an empty one made of them again.

Written is what cannot be derived: the records, what each document says of shared ones, what
the machine made of what people changed, and by what claims are found. Quads and classes of
claims that say the same are made anew, and everything is checked, before anything counts.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select
from sqlalchemy.exc import DBAPIError

from kg.errors import IntegrityError, RefusedError, UsageError
from kg.ids import kind_of
from kg.model import RECORDS, SHARED, Decision, Document, Record, Relation
from kg.store import checking, equivalence, sharing
from kg.store.attributes import CLASSES, has_status
from kg.store.bulk import insert_records, insert_rows
from kg.store.bundles import check, references
from kg.store.decisions import all_decisions, status_of
from kg.store.plain import KIND, Plain, check_storable, from_plain, to_plain
from kg.store.projection import DECISIONS, Projector, write_graphs
from kg.store.records import read_bundle
from kg.store.rows import Row, dumps, existing, load_ids, loads, pairs
from kg.store.tables import ANCHOR, CONTRIBUTION, ORIGINAL, RETRIEVAL, TABLES, VECTOR
from kg.store.wellformed import check_form
from kg.vocab import Status

_PAGE: Final = 500
_LONG: Final = 20  # of records with long texts
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IntegrityError, UsageError)
R = TypeVar("R", bound=Record)
Numbered = tuple[int, Plain]


class MisfitError(RefusedError):
    """What was to be restored does not fit together.

    ``line`` is the number of the object that does not fit, or None where only the
    ``identifier`` of its record is known.
    """

    def __init__(self, reason: str, line: int | None, identifier: str | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line, self.identifier = line, identifier


def each(connection: Connection, cls: type[R]) -> Iterator[R]:
    """Yield all records of a class by id, a page in memory at a time."""
    for ids in _pages(connection, TABLES[cls], _LONG if cls is Document else _PAGE):
        yield from load_ids(connection, cls, [one for (one,) in ids]).values()


def dump(connection: Connection) -> Iterator[Plain]:
    """Yield all of a database, each object after those that it refers to, in a fixed order."""
    for cls in RECORDS:
        for record in each(connection, cls):
            yield to_plain(record)
    for kind, part in _PARTS.items():
        for keys in _pages(connection, part.table):
            yield from ({KIND: kind, **fields} for fields in part.read(connection, keys))


def restore(connection: Connection, project: Projector, lines: Iterable[Numbered]) -> int:
    """Put numbered objects, as :func:`dump` gives them, into an empty database.

    Return how many there were.

    Raises:
        MisfitError: if an object is none of these, or they contradict each other.
        RefusedError: if the database is not empty.
    """
    for cls in RECORDS:
        if connection.execute(select(TABLES[cls].c.id).limit(1)).first():
            raise RefusedError(f"the database holds a {cls.KIND} already: name an empty one")
    count = 0
    for kind, group in groupby(lines, lambda line: str(line[1].get(KIND))):
        page: list[Numbered] = []
        for line in group:
            page.append(line)
            count += 1
            if len(page) == _PAGE:
                _take(connection, kind, page)
                page = []
        _take(connection, kind, page)
    _check_targets(connection)
    equivalence.refresh(connection)
    _project(connection, project)
    for fault in checking.faults(connection):
        raise MisfitError(fault.replace("; ingest any document again", ""), None, fault.split()[0])
    return count


# -- reading


def _pages(
    connection: Connection, table: Table, size: int = _PAGE
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the keys of a table in order, some at a time."""
    keys = tuple(_exactly(connection, one) for one in table.primary_key.columns)
    query = select(*table.primary_key.columns).order_by(*keys).limit(size)
    found = [tuple(row) for row in connection.execute(query)]
    while found:
        yield found
        later = query.where(_after(keys, found[-1]))
        found = [tuple(row) for row in connection.execute(later)]


def _exactly(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column that is compared by code points, whatever the database is set to."""
    return column.collate("C") if connection.dialect.name == "postgresql" else column


def _after(keys: Sequence[ColumnElement[Any]], last: tuple[Any, ...]) -> ColumnElement[bool]:
    first = keys[0] > last[0]
    if len(keys) == 1:
        return and_(first)
    return or_(first, and_(keys[0] == last[0], keys[1] > last[1]))


def _rows(connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> list[Any]:
    """Return the rows of a table in the order of some of its keys."""
    first, wanted = next(iter(table.primary_key.columns)), {key[0] for key in keys}
    names = [one.name for one in table.primary_key.columns]
    rows = connection.execute(select(table).where(first.in_(wanted))).mappings()
    found = {tuple(row[name] for name in names): row for row in rows}
    return [found[key] for key in keys]


def _kind_in(body: str) -> str:
    """Return the kind of the record that a stored body describes."""
    return kind_of(json.loads(body)["id"])


def _plain_body(body: str | None) -> Plain | None:
    return None if body is None else to_plain(loads(CLASSES[_kind_in(body)], body))


def _contributions(connection: Connection, keys: list[tuple[Any, ...]]) -> Iterator[Plain]:
    for row in _rows(connection, CONTRIBUTION, keys):
        yield {"document_id": row["document_id"], "says": _plain_body(row["body"])}


def _originals(connection: Connection, keys: list[tuple[Any, ...]]) -> Iterator[Plain]:
    for row in _rows(connection, ORIGINAL, keys):
        machine = _plain_body(row["body"])
        yield {"document_id": row["document_id"], "record_id": row["record_id"], "was": machine}


def _anchors(connection: Connection, keys: list[tuple[Any, ...]]) -> Iterator[Plain]:
    return (dict(row) for row in _rows(connection, ANCHOR, keys))


def _signatures(connection: Connection, keys: list[tuple[Any, ...]]) -> Iterator[Plain]:
    words: dict[str, list[str]] = defaultdict(list)
    claims = RETRIEVAL.c.claim_id.in_([claim for (claim,) in keys])
    for key, claim in connection.execute(
        select(RETRIEVAL.c.key, RETRIEVAL.c.claim_id).where(claims)
    ):
        words[claim].append(key)
    for row in _rows(connection, VECTOR, keys):
        vector = b64encode(bytes(row["vector"])).decode()
        yield {"claim_id": row["claim_id"], "keys": sorted(words[row["claim_id"]]),
               "encoder": row["encoder"], "vector": vector}  # fmt: skip


# -- writing


def _take(connection: Connection, kind: str, page: Sequence[Numbered]) -> None:
    """Insert objects of one kind; where the database refuses them, find the first at fault."""
    if not page:
        return
    insert = _PARTS[kind].insert if kind in _PARTS else _insert_records
    try:
        with connection.begin_nested():
            insert(connection, page)
    except DBAPIError as error:
        if len(page) == 1:
            number, fields = page[0]
            raise MisfitError(_refusal(connection, fields, error), number) from None
        for line in page:
            _take(connection, kind, [line])


def _refusal(connection: Connection, fields: Plain, error: DBAPIError) -> str:
    if fields[KIND] not in _PARTS:
        wanted = list(references(from_plain(fields)))
        for one in sorted(set(wanted) - existing(connection, wanted)):
            return f"it refers to {one}, which no line before it has"
    return f"the database refuses it: {' '.join(str(error.orig).split())}"


def _insert_records(connection: Connection, page: Sequence[Numbered]) -> None:
    made = []
    for number, fields in page:
        try:
            record = from_plain(fields)
            if isinstance(record, Decision):
                check_form(record)
        except _UNREADABLE as error:
            raise MisfitError(f"{error}", number) from None
        made.append(record)
    insert_records(connection, made)


def _checked(page: Sequence[Numbered], names: set[str]) -> Iterator[tuple[int, Plain]]:
    """Yield objects that have exactly some fields."""
    for number, fields in page:
        if fields.keys() != names | {KIND}:
            raise MisfitError(f"a {fields[KIND]} has the fields {', '.join(sorted(names))}", number)
        try:
            check_storable(fields)
        except ValueError as error:
            raise MisfitError(str(error), number) from None
        yield number, fields


def _body(number: int, fields: Any) -> tuple[str, Record]:
    try:
        record = from_plain(fields)
    except _UNREADABLE as error:
        raise MisfitError(str(error), number) from None
    return dumps(record), record


def _insert_contributions(connection: Connection, page: Sequence[Numbered]) -> None:
    documents = TABLES[Document].c
    named = documents.id.in_({str(fields.get("document_id")) for _, fields in page})
    works = pairs(connection, select(documents.id, documents.work_id).where(named))
    said: list[Row] = []
    for number, fields in _checked(page, {"document_id", "says"}):
        body, record = _body(number, fields["says"])
        if not isinstance(record, SHARED) or not existing(connection, [record.id]):
            raise MisfitError(f"no line before it has the shared record {record.id}", number)
        said.append({"document_id": fields["document_id"], "record_id": record.id, "body": body,
                     "is_primary": works.get(fields["document_id"]) == record.id})  # fmt: skip
    insert_rows(connection, CONTRIBUTION, said)


def _insert_originals(connection: Connection, page: Sequence[Numbered]) -> None:
    rows = [
        {
            "document_id": fields["document_id"],
            "record_id": fields["record_id"],
            "body": None if fields["was"] is None else _body(number, fields["was"])[0],
        }
        for number, fields in _checked(page, {"document_id", "record_id", "was"})
    ]
    insert_rows(connection, ORIGINAL, rows)


def _insert_anchors(connection: Connection, page: Sequence[Numbered]) -> None:
    names = {"decision_id", "record_id"}
    rows = [{name: fields[name] for name in names} for _, fields in _checked(page, names)]
    insert_rows(connection, ANCHOR, rows)


def _insert_signatures(connection: Connection, page: Sequence[Numbered]) -> None:
    vectors, words = [], []
    for number, fields in _checked(page, {"claim_id", "keys", "encoder", "vector"}):
        try:
            vector = b64decode(fields["vector"], validate=True)
            words += [{"key": str(key), "claim_id": fields["claim_id"]} for key in fields["keys"]]
        except (ValueError, TypeError) as error:
            raise MisfitError(f"its vector or its keys cannot be read: {error}", number) from None
        vectors.append({"claim_id": fields["claim_id"], "encoder": fields["encoder"],
                        "vector": vector})  # fmt: skip
    insert_rows(connection, VECTOR, vectors)
    insert_rows(connection, RETRIEVAL, words)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table beside the records: how its rows become objects, and come back."""

    table: Table
    read: Callable[[Connection, list[tuple[Any, ...]]], Iterator[Plain]]
    insert: Callable[[Connection, Sequence[Numbered]], None]


_PARTS: Final = {
    "contribution": _Part(CONTRIBUTION, _contributions, _insert_contributions),
    "original": _Part(ORIGINAL, _originals, _insert_originals),
    "anchor": _Part(ANCHOR, _anchors, _insert_anchors),
    "signature": _Part(VECTOR, _signatures, _insert_signatures),
}


# -- what follows from it


def _check_targets(connection: Connection) -> None:
    """Make sure that each relation on a relation has one, which its key would check too late."""
    table = TABLES[Relation]
    target = table.c.target_relation_id
    lost = select(table.c.id, target).where(
        target.is_not(None), target.not_in(select(table.c.id).scalar_subquery())
    )
    for identifier, wanted in connection.execute(lost.order_by(table.c.id).limit(1)):
        raise MisfitError(f"it refers to {wanted}, which no line has", None, identifier)


def _project(connection: Connection, project: Projector) -> None:
    """Write the graphs of all records, each document's records checked on the way."""
    for ids in _pages(connection, TABLES[Document]):
        for (document_id,) in ids:
            bundle = replace(read_bundle(connection, document_id), links=())
            try:
                check(bundle)
            except ValueError as error:
                raise MisfitError(str(error), None, document_id) from None
            _check_statuses(connection, bundle.owned)
            write_graphs(connection, {document_id: dict(project.document_graphs(bundle))})
    for cls in SHARED:
        for ids in _pages(connection, TABLES[cls]):
            found = list(sharing.entries(connection, [one for (one,) in ids]))
            _check_statuses(connection, [one for entry in found for one in entry.beside])
            graphs = {one.record.id: dict([project.shared_graph(one)]) for one in found}
            write_graphs(connection, graphs)
    made = all_decisions(connection)
    if made:
        write_graphs(connection, {DECISIONS: dict([project.decisions_graph(made)])})


def _check_statuses(connection: Connection, records: Sequence[Record]) -> None:
    """Make sure that what people decided, and nothing else, accepts and rejects records."""
    judgeable = {one.id: one for one in records if has_status(type(one))}
    given = status_of(connection, judgeable)
    for identifier, record in sorted(judgeable.items()):
        status = getattr(record, "status", None)
        if status != given.get(identifier, Status.PROPOSED):
            reason = f"it is {status}, but by the decisions it is not"
            raise MisfitError(reason, None, identifier)
