"""The store: the records of all documents in one SQL database, the source of truth.

The unit of work is a document: its bundle is stored whole or not at all, together with the
quads that follow from it. Writers take turns; readers see one state and never wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Self

from sqlalchemy import Connection, delete, or_, select, update

from kg.closing import Closing
from kg.errors import NotFoundError, UsageError
from kg.ids import kind_of
from kg.model import Bundle, Decision, Document, Record, Relation, Run
from kg.store import engine, schema, sharing
from kg.store.attributes import CLASSES, has_status
from kg.store.bulk import insert_records
from kg.store.bundles import canonical, check
from kg.store.decisions import all_decisions, decided, status_of
from kg.store.projection import DECISIONS, Projector, write_graphs
from kg.store.reader import Reader
from kg.store.records import read_bundle
from kg.store.rows import load_ids
from kg.store.tables import REVISION, TABLES
from kg.vocab import Action

_DOCUMENT = TABLES[Document]


class Outcome(StrEnum):
    """What became of a bundle."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


class Store(Reader, Closing):
    """A database of bundles, open for reading and writing. Use it as a context manager.

    One store may be shared by threads; each operation takes a connection of its own.
    """

    @classmethod
    def open(cls, url: str, *, project: Projector) -> Self:
        """Open the database at an SQLAlchemy URL, creating or upgrading its schema.

        Raises:
            StoreError: if there is no driver for it, it cannot be opened, is no database,
                or was made by a newer version. No message holds the URL's password.
        """
        parsed = engine.parse_url(url)
        store = cls(engine.make_engine(parsed), project)
        try:
            with engine.translated(parsed):
                schema.prepare(store.engine)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def add(self, bundle: Bundle) -> Outcome:
        """Store a bundle whole, or nothing of it.

        A document that is stored already (the same text and media type) is left as it is
        when the same versions of the same extractors made it, and replaced otherwise. A
        document that came from the same ``source`` before is replaced: exactly what it
        contributed goes. Records that a person accepted or rejected come in with that
        status. A link whose other claim does not exist (any more) is left out.

        Raises:
            RefusedError: if the text holds a NUL character.
            ValueError: if the bundle is not complete in itself.
            StoreError: if the database is locked or unwritable.
        """
        check(bundle)
        ordered = canonical(bundle)
        with self._write() as connection:
            previous = _documents_from(connection, ordered.document)
            if ordered.document.id in previous and _is_up_to_date(connection, ordered):
                previous.remove(ordered.document.id)
                self._exchange(connection, previous, None)
                return Outcome.REPLACED if previous else Outcome.UNCHANGED
            self._exchange(connection, previous, ordered)
            return Outcome.REPLACED if previous else Outcome.ADDED

    def remove(self, document_id: str) -> None:
        """Remove a document and exactly what it contributed; decisions stay.

        Raises:
            NotFoundError: if there is no such document.
        """
        with self._write() as connection:
            known = select(_DOCUMENT.c.id).where(_DOCUMENT.c.id == document_id)
            if connection.scalar(known) is None:
                raise NotFoundError(f"no document {document_id} in the database")
            self._exchange(connection, {document_id}, None)

    def decide(self, decision: Decision) -> None:
        """Append a decision, give its record the status that follows, project it again.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if records of that kind are neither accepted nor rejected.
        """
        with self._write() as connection:
            target = _target(connection, decision)
            insert_records(connection, [decision])
            status = status_of(connection, [target.id]).get(target.id)
            if status is not None:
                table = TABLES[type(target)]
                change = update(table).where(table.c.id == target.id)
                connection.execute(change.values(status=status.value))
            self._project_decision(connection, target)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with engine.translated(self.url), engine.writer(self.engine).begin() as connection:
            connection.execute(select(REVISION.c.value).with_for_update())
            yield connection

    def _exchange(
        self, connection: Connection, removed: Collection[str], added: Bundle | None
    ) -> None:
        """Remove documents and add another as one change."""
        graphs: dict[str, dict[str, str]] = {identifier: {} for identifier in removed}
        touched = sharing.contributed_ids(connection, removed)
        for identifier in removed:
            connection.execute(delete(_DOCUMENT).where(_DOCUMENT.c.id == identifier))
        if added is not None:
            touched.update(record.id for record in added.shared)
            graphs[added.document.id] = self._insert(connection, added)
        affected = touched | {link.source_id for link in sharing.links_of(connection, touched)}
        sharing.refresh(connection, touched)
        if added is not None:
            sharing.insert_links(connection, decided(connection, added.links))
            affected.update(link.source_id for link in added.links)
        graphs.update(self._shared_graphs(connection, affected))
        write_graphs(connection, graphs)

    def _insert(self, connection: Connection, bundle: Bundle) -> dict[str, str]:
        owned = decided(connection, bundle.owned)
        sharing.insert_missing(connection, bundle.shared)
        insert_records(connection, (bundle.document, *owned))
        sharing.contribute(connection, bundle.document, bundle.shared)
        return dict(self.project.document_graphs(replace(bundle, owned=owned, links=())))

    def _shared_graphs(
        self, connection: Connection, ids: Iterable[str]
    ) -> dict[str, dict[str, str]]:
        graphs: dict[str, dict[str, str]] = {identifier: {} for identifier in ids}
        graphs.update(
            (record.id, dict([self.project.shared_graph(record, links)]))
            for record, links in sharing.with_links(connection, graphs)
        )
        return graphs

    def _project_decision(self, connection: Connection, target: Record) -> None:
        made = self.project.decisions_graph(all_decisions(connection))
        graphs: dict[str, dict[str, str]] = {DECISIONS: dict([made])}
        owner = getattr(target, "document_id", None)
        if owner is not None:
            bundle = replace(read_bundle(connection, owner), links=())
            graphs[owner] = dict(self.project.document_graphs(bundle))
        elif isinstance(target, Relation):
            graphs.update(self._shared_graphs(connection, [target.source_id]))
        write_graphs(connection, graphs)


def _documents_from(connection: Connection, document: Document) -> set[str]:
    """Return the ids of stored documents that are this one or came from the same place."""
    same = or_(_DOCUMENT.c.id == document.id, _DOCUMENT.c.source == document.source)
    return set(connection.scalars(select(_DOCUMENT.c.id).where(same)))


def _is_up_to_date(connection: Connection, bundle: Bundle) -> bool:
    """Whether the stored records of a document were made as those of the bundle were."""
    run = TABLES[Run]
    query = select(run.c.extractor, run.c.version).where(run.c.document_id == bundle.document.id)
    stored = {(extractor, version) for extractor, version in connection.execute(query)}
    return stored == {(r.extractor, r.version) for r in bundle.owned if isinstance(r, Run)}


def _target(connection: Connection, decision: Decision) -> Record:
    identifier = decision.target_id
    cls = CLASSES.get(kind_of(identifier))
    found = load_ids(connection, cls, [identifier]) if cls else {}
    if identifier not in found:
        raise NotFoundError(f"no record {identifier} to decide on")
    if decision.action is not Action.NOTE and not has_status(type(found[identifier])):
        raise UsageError(
            f"a {kind_of(identifier)} is neither accepted nor rejected: decide on one of its "
            "assertions or links, or write a note"
        )
    return found[identifier]
