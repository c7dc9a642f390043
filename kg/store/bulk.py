"""Inserting many rows at once: COPY on PostgreSQL, lists of parameters elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from kg.model import RECORDS, Document, Record
from kg.sketches import METHOD, packed, sketch
from kg.store.attributes import attributes
from kg.store.rows import Row, to_link_rows, to_row
from kg.store.tables import LINK_TABLES, SKETCH, TABLES


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    if connection.dialect.driver == "psycopg":
        _copy(connection, table, rows)
    else:
        connection.execute(table.insert(), rows)


def insert_records(connection: Connection, records: Iterable[Record]) -> None:
    """Insert records, class by class, so that each finds what it refers to.

    With a document comes its sketch.
    """
    by_class: dict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        by_class[type(record)].append(record)
    for cls in RECORDS:
        group = by_class[cls]
        insert_rows(connection, TABLES[cls], [to_row(record) for record in group])
        for attribute in attributes(cls):
            if attribute.refs:
                rows = [row for record in group for row in to_link_rows(record, attribute.name)]
                insert_rows(connection, LINK_TABLES[cls, attribute.name], rows)
    insert_rows(connection, SKETCH, [_sketched(one) for one in by_class[Document]])


def _sketched(document: Record) -> Row:
    assert isinstance(document, Document)
    hashes = packed(sketch(document.text, document.structure))
    return {"document_id": document.id, "method": METHOD, "hashes": hashes}


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in rows[0])
    statement = f"COPY {quote(table.name)} ({columns}) FROM STDIN"
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error) from error
    finally:
        cursor.close()
