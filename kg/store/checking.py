"""Whether stored records contradict themselves, derived again from their content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from kg.errors import IntegrityError
from kg.model import RECORDS, SHARED, Document, Passage, Record
from kg.sketches import METHOD, packed, sketch
from kg.store import equivalence, sharing
from kg.store.rows import batches, load_ids
from kg.store.tables import SKETCH, TABLES


def faults(connection: Connection) -> Iterator[str]:
    """Yield one line for each fault.

    Every record's id is derived from its content, every passage looked up in its text, every
    shared record compared with what its documents say of it, every class of claims that say
    the same with what their relations say, every sketch with its text.
    """
    broken = False
    for cls in RECORDS:
        for line in _unreadable(connection, cls):
            broken = True
            yield line
    if not broken:
        yield from _moved_passages(connection)
        yield from _stale_shared_records(connection)
        yield from equivalence.faults(connection)
        yield from _stale_sketches(connection)


def _unreadable(connection: Connection, cls: type[Record]) -> Iterator[str]:
    for batch in batches(connection.scalars(select(TABLES[cls].c.id)).all()):
        try:
            load_ids(connection, cls, batch)
        except (IntegrityError, ValueError):
            yield from filter(None, (_fault(connection, cls, one) for one in batch))


def _fault(connection: Connection, cls: type[Record], identifier: str) -> str | None:
    try:
        load_ids(connection, cls, [identifier])
    except (IntegrityError, ValueError) as error:
        return f"{identifier} cannot be read: {error}"
    return None


class Moved(NamedTuple):
    """A passage whose words, or those around it, do not stand at its place in the text."""

    passage_id: str
    document_id: str
    start: int
    end: int
    exact: str


def moved_passages(connection: Connection) -> Iterator[Moved]:
    """Yield the passages that do not stand in their texts, one document after the other."""
    documents, passages = TABLES[Document], TABLES[Passage]
    for document_id in connection.scalars(select(documents.c.id).order_by(documents.c.id)).all():
        own = passages.c.document_id == document_id
        whole = select(documents.c.text).where(documents.c.id == document_id)
        text: str = connection.scalars(whole).one()
        for row in connection.execute(select(passages).where(own).order_by(passages.c.start)):
            around = text.endswith(row.prefix, 0, row.start) and text.startswith(
                row.suffix, row.end
            )
            if text[row.start : row.end] != row.exact or not around:
                yield Moved(row.id, document_id, row.start, row.end, row.exact)


def _moved_passages(connection: Connection) -> Iterator[str]:
    for one in moved_passages(connection):
        yield (
            f"{one.passage_id} does not stand at {one.start} to {one.end} of "
            f"{one.document_id}: ingest that document again"
        )


def _stale_shared_records(connection: Connection) -> Iterator[str]:
    for cls in SHARED:
        ids = connection.scalars(select(TABLES[cls].c.id)).all()
        merged = sharing.merged(connection, ids)
        for identifier, record in load_ids(connection, cls, ids).items():
            if identifier not in merged:
                yield f"{identifier} is left over: no document refers to it"
            elif merged[identifier] != record:
                yield f"{identifier} is not what its documents say of it"


def _stale_sketches(connection: Connection) -> Iterator[str]:
    query = select(SKETCH.c.document_id, SKETCH.c.hashes).where(SKETCH.c.method == METHOD)
    for document_id, hashes in connection.execute(query.order_by(SKETCH.c.document_id)).all():
        document = load_ids(connection, Document, [document_id])[document_id]
        if bytes(hashes) != packed(sketch(document.text, document.structure)):
            yield f"the sketch of {document_id} is not that of its text: ingest it again"
