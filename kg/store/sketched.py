"""Texts as their origins are told from: what they are texts of, and their sketches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, select

from kg.model import Document
from kg.sketches import METHOD, Sketch, Text, sketch, unpacked
from kg.store.connected import Connected
from kg.store.rows import batches, load_ids
from kg.store.tables import SKETCH, TABLES

_DOCUMENT: Final = TABLES[Document]


class Sketched(Connected):
    """What can be asked of the sketches of a store's texts."""

    def texts(self, document_ids: Collection[str] | None = None) -> dict[str, Text]:
        """Return what tells of documents where they come from, by id: of some, or of all."""
        with self._read() as connection:
            rows = list(_rows(connection, document_ids))
            missing = (row.id for row in rows if row.hashes is None)
            made = _made(connection, missing)
        return {
            row.id: Text(
                document_id=row.id,
                work_id=row.work_id,
                media_type=row.media_type,
                sketch=made[row.id] if row.hashes is None else unpacked(bytes(row.hashes)),
                reviews_id=row.reviews_id,
            )
            for row in rows
        }


def _rows(connection: Connection, document_ids: Collection[str] | None) -> Iterator[Any]:
    if document_ids is None:
        yield from connection.execute(_query())
    else:
        for batch in batches(document_ids):
            yield from connection.execute(_query().where(_DOCUMENT.c.id.in_(batch)))


def _query() -> Select[Any]:
    """Return a query for documents with their sketches, NULL where one was made otherwise."""
    mine = and_(SKETCH.c.document_id == _DOCUMENT.c.id, SKETCH.c.method == METHOD)
    columns = (_DOCUMENT.c[name] for name in ("id", "work_id", "media_type", "reviews_id"))
    return select(*columns, SKETCH.c.hashes).outerjoin_from(_DOCUMENT, SKETCH, mine)


def _made(connection: Connection, document_ids: Iterable[str]) -> dict[str, Sketch]:
    """Return the sketches of documents that have none, one text in memory at a time."""
    found: dict[str, Sketch] = {}
    for one in sorted(document_ids):
        document = load_ids(connection, Document, [one])[one]
        found[one] = sketch(document.text, document.structure)
    return found
