"""Records to rows and back: the one place that knows how a value is written in SQL.

Tuples are JSON text (a dataclass in one is the list of its values, in order), members of
enumerations are their text, everything else is itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from kg.errors import IntegrityError
from kg.ids import canonical_object, kind_of
from kg.model import Record
from kg.store.attributes import CLASSES, Attribute, attributes
from kg.store.tables import LINK_TABLES, TABLES

R = TypeVar("R", bound=Record)
Row = dict[str, Any]
_BATCH = 500  # stays below every limit on bound parameters


def to_row(record: Record) -> Row:
    """Return the row of a record; its lists of references stand in tables of their own."""
    return {
        attribute.name: _written(attribute, getattr(record, attribute.name))
        for attribute in attributes(type(record))
        if not attribute.refs
    }


def to_link_rows(record: Record, name: str) -> list[Row]:
    """Return the rows behind one list of references of a record."""
    return [
        {"owner_id": record.id, "ordinal": ordinal, "member_id": member}
        for ordinal, member in enumerate(getattr(record, name))
    ]


def to_record(cls: type[R], row: RowMapping | Row, lists: Mapping[str, Sequence[str]]) -> R:
    """Return the record behind a row; ``lists`` are its lists of references by field.

    Raises:
        IntegrityError: if the row's id is not the one that its content gives.
    """
    values = {
        attribute.name: tuple(lists.get(attribute.name, ()))
        if attribute.refs
        else _read(attribute, row[attribute.name])
        for attribute in attributes(cls)
        if attribute.name != "id"
    }
    record = cls(**values)
    if record.id != row["id"]:
        raise IntegrityError(
            f"{row['id']} was changed behind the program's back: its content is that of "
            f"{record.id}; ingest its document again"
        )
    return record


def dumps(record: Record) -> str:
    """Return all fields of a record as canonical JSON, as contributions are stored."""
    return canonical_object(to_row(record))


def loads(cls: type[R], body: str) -> R:
    """Return the record that :func:`dumps` wrote."""
    return to_record(cls, json.loads(body), {})


def load(connection: Connection, cls: type[R], *where: ColumnElement[bool]) -> list[R]:
    """Return the records of a class whose rows satisfy all conditions, ordered by id."""
    table = TABLES[cls]
    rows = connection.execute(select(table).where(*where)).mappings().all()
    names = [attribute.name for attribute in attributes(cls) if attribute.refs]
    chosen = select(table.c.id).where(*where)
    lists: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name in names:
        link = LINK_TABLES[cls, name]
        query = select(link.c.owner_id, link.c.member_id).where(link.c.owner_id.in_(chosen))
        for owner, member in connection.execute(query.order_by(link.c.owner_id, link.c.ordinal)):
            lists[owner].setdefault(name, []).append(member)
    records = [to_record(cls, row, lists.get(row["id"], {})) for row in rows]
    return sorted(records, key=lambda record: record.id)


def load_ids(connection: Connection, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    """Return the records of a class with the given ids, by id; unknown ids are left out."""
    found: dict[str, R] = {}
    for batch in batches(ids):
        records = load(connection, cls, TABLES[cls].c.id.in_(batch))
        found.update((record.id, record) for record in records)
    return found


def existing(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are of records in the database."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for identifier in ids:
        by_kind[kind_of(identifier)].append(identifier)
    found: set[str] = set()
    for kind in by_kind.keys() & CLASSES.keys():
        table = TABLES[CLASSES[kind]]
        for batch in batches(by_kind[kind]):
            found.update(connection.scalars(select(table.c.id).where(table.c.id.in_(batch))))
    return found


def pairs(connection: Connection, query: Select[Any]) -> dict[str, str]:
    """Return what a query for two columns finds, the second by the first."""
    return {str(one): str(other) for one, other in connection.execute(query)}


def batches(values: Iterable[str]) -> Iterable[list[str]]:
    """Yield distinct values, sorted, in lists short enough to be bound in one statement."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def _written(attribute: Attribute, value: Any) -> Any:
    if value is None:
        return None
    if attribute.many:
        return json.dumps([_plain(item) for item in value], ensure_ascii=False)
    return value.value if attribute.is_enum else value


def _read(attribute: Attribute, value: Any) -> Any:
    if value is None:
        return None
    if attribute.many:
        return tuple(_rebuilt(attribute.type, item) for item in json.loads(value))
    return attribute.type(value)


def _plain(item: Any) -> Any:
    """Return an item of a tuple as JSON takes it; members of enumerations are strings."""
    return [getattr(item, part.name) for part in fields(item)] if is_dataclass(item) else item


def _rebuilt(kind: type, item: Any) -> Any:
    if not is_dataclass(kind):
        return item
    return kind(
        *(
            make(value) if value is not None else None
            for make, value in zip(_makers(kind), item, strict=True)
        )
    )


@cache
def _makers(kind: type) -> tuple[Any, ...]:
    """Return what turns the JSON values of a dataclass's fields into their types."""
    hints = get_type_hints(kind)
    plain = {str, int, float}
    return tuple(
        next((part for part in plain if hints[item.name] == part | None), hints[item.name])
        for item in fields(kind)
    )
