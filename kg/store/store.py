"""The store: the records of all documents in one SQL database, the source of truth.

The unit of work is a document: its bundle is stored whole or not at all, together with the
quads that follow from it. Writers take turns; readers see one state and never wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import Connection, delete, or_, select

from kg.closing import Closing
from kg.curation.corrections import BY_HAND, Curated
from kg.errors import NotFoundError
from kg.ids import kind_of
from kg.model import SHARED, Bundle, Decision, Document, Position, Relation, Run, Signature
from kg.store import curating, dumping, engine, equivalence, retrieval, schema, sharing
from kg.store.attributes import CLASSES
from kg.store.bulk import insert_records
from kg.store.bundles import canonical, check
from kg.store.decisions import all_decisions, decided
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
        when the same versions of the same extractors made it and it answers no other question
        than before, and replaced otherwise. A
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
        """Append a decision and put it into effect.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if records of that kind cannot be decided on so.
        """
        with self._write() as connection:
            curating.check(connection, decision)
            self._apply(connection, [decision])

    def import_decisions(self, decisions: Iterable[Decision]) -> int:
        """Append the decisions that are not there yet, put them into effect, return how many.

        Those whose target is not here wait for it as orphans.
        """
        with self._write() as connection:
            given = {one.id: one for one in decisions}
            known = load_ids(connection, Decision, given)
            new = [one for one in given.values() if one.id not in known]
            if new:
                self._apply(connection, new)
        return len(new)

    def restore(self, lines: Iterable[tuple[int, dict[str, Any]]]) -> int:
        """Put numbered objects of :meth:`dump` into an empty database; return how many.

        All of them, or none.

        Raises:
            RefusedError: if the database is not empty, or the objects do not fit together; see
                :class:`kg.store.dumping.MisfitError`.
        """
        with self._write() as connection:
            return dumping.restore(connection, self.project, lines)

    def sign(self, signatures: Iterable[Signature]) -> None:
        """Note by what claims are found that have no keys yet; those not here are left out."""
        with self._write() as connection:
            retrieval.insert_signatures(connection, signatures)

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
            made = curating.curated(connection, added)
            touched.update(record.id for record in made.bundle.shared)
            graphs[added.document.id] = self._insert(connection, made)
        affected = touched | {link.source_id for link in sharing.links_of(connection, touched)}
        affected |= sharing.questions_on(connection, touched)
        sharing.refresh(connection, touched)
        if added is not None:
            sharing.insert_links(connection, decided(connection, added.links))
            curating.park(connection, added.links)
            retrieval.insert_signatures(connection, added.signatures)
            affected.update(link.source_id for link in added.links)
        affected |= curating.bring_back(connection)
        self._settle(connection, graphs, affected)

    def _insert(self, connection: Connection, made: Curated) -> dict[str, str]:
        ready = canonical(made.bundle)
        sharing.insert_missing(connection, ready.shared)
        insert_records(connection, (ready.document, *ready.owned))
        sharing.contribute(connection, ready.document, ready.shared)
        curating.keep(connection, made)
        return dict(self.project.document_graphs(replace(ready, links=())))

    def _apply(self, connection: Connection, decisions: Sequence[Decision]) -> None:
        insert_records(connection, decisions)
        bearing = curating.effective(connection, decisions)
        for document_id in sorted(curating.rewritten(connection, bearing)):
            bundle = curating.machine_bundle(connection, document_id)
            self._exchange(connection, {document_id}, bundle)
        judged = curating.judge(connection, bearing)
        worded = {one.target_id for one in bearing if one.action in (Action.EDIT, Action.ADD)}
        sharing.refresh(connection, worded & sharing.load_shared(connection, worded).keys())
        made = self.project.decisions_graph(all_decisions(connection))
        graphs: dict[str, dict[str, str]] = {DECISIONS: dict([made])}
        affected = {one.source_id for one in judged if isinstance(one, Relation)} | worded
        affected |= curating.delete_added(connection, bearing)
        for owner in {getattr(one, "document_id", None) for one in judged} - {None}:
            bundle = replace(read_bundle(connection, str(owner)), links=())
            graphs[str(owner)] = dict(self.project.document_graphs(bundle))
        self._settle(connection, graphs, affected)

    def _settle(
        self, connection: Connection, graphs: dict[str, dict[str, str]], affected: set[str]
    ) -> None:
        """Bring all that follows from a change up to date, and write the graphs."""
        affected |= curating.insert_added(connection) | equivalence.refresh(connection)
        shared = {one for one in affected if CLASSES[kind_of(one)] in SHARED}
        graphs.update({identifier: {} for identifier in shared})
        graphs.update(
            (one.record.id, dict([self.project.shared_graph(one)]))
            for one in sharing.entries(connection, shared)
        )
        write_graphs(connection, graphs)


def _documents_from(connection: Connection, document: Document) -> set[str]:
    """Return the ids of stored documents that are this one or came from the same place."""
    same = or_(_DOCUMENT.c.id == document.id, _DOCUMENT.c.source == document.source)
    return set(connection.scalars(select(_DOCUMENT.c.id).where(same)))


def _is_up_to_date(connection: Connection, bundle: Bundle) -> bool:
    """Whether a document's stored records were made as those of the bundle, with its answers."""
    run = TABLES[Run]
    mine = run.c.document_id == bundle.document.id, run.c.extractor != BY_HAND
    stored = connection.execute(select(run.c.extractor, run.c.version).where(*mine))
    made = {(r.extractor, r.version) for r in bundle.owned if isinstance(r, Run)}
    position = TABLES[Position]
    known = select(position.c.id).where(position.c.document_id == bundle.document.id)
    answers = {one.id for one in bundle.owned if isinstance(one, Position)}
    return {tuple(row) for row in stored} == made and answers <= set(connection.scalars(known))
