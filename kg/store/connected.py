"""A connection to a store's database, and what is read of it whole: graphs, dumps, faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Engine

from kg.model import Record
from kg.store import checking, dumping, engine
from kg.store.projection import Projector, current_revision, each_graph
from kg.store.records import projected_graphs
from kg.store.tables import GRAPH

R = TypeVar("R", bound=Record)

_AT_ONCE: Final = 20  # graphs in memory, each of which may be a book's


class Changed:
    """Graphs that changed: how many, and each with its N-Quads, None for one that is no more.

    They are read while one goes through them, which can be done once, and all show one state of
    the database. That state is kept until the last was read, or until this is let go.
    """

    def __init__(self, connection: Connection, since: int, count: int, kept: ExitStack) -> None:
        self._connection = connection
        self._since = since
        self._count = count
        self._kept = kept

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        query = select(GRAPH.c.iri, GRAPH.c.nquads).where(GRAPH.c.revision > self._since)
        with self._kept:
            found = self._connection.execute(query.execution_options(yield_per=_AT_ONCE))
            yield from ((iri, nquads) for iri, nquads in found)


class Connected:
    """A store's database. Every method sees one state of it."""

    def __init__(self, connected: Engine, project: Projector) -> None:
        self.engine = connected
        self.url = connected.url
        self.project = project
        self._held = threading.local()

    def revision(self) -> int:
        """Return the number of writes so far that changed a graph; it only grows."""
        with self._read() as connection:
            return current_revision(connection)

    def graphs_since(self, revision: int) -> tuple[int, list[tuple[str, str | None]]]:
        """Return the present revision, and the graphs that changed after ``revision``.

        A graph is its IRI and its N-Quads, None for one that is no more; by IRI.
        """
        query = select(GRAPH.c.iri, GRAPH.c.nquads).where(GRAPH.c.revision > revision)
        with self._read() as connection:
            found = [(iri, nquads) for iri, nquads in connection.execute(query)]
            return current_revision(connection), sorted(found, key=lambda graph: graph[0])

    def changes_since(self, revision: int) -> tuple[int, Changed | tuple[()]]:
        """Return what :meth:`graphs_since` does, in any order and few in memory at a time."""
        query = select(func.count()).where(GRAPH.c.revision > revision)
        with ExitStack() as kept:
            connection = kept.enter_context(self._read())
            reached, count = current_revision(connection), connection.scalar(query)
            if not count:
                return reached, ()
            return reached, Changed(connection, revision, count, kept.pop_all())

    def each_graph(self) -> Iterator[tuple[str, str]]:
        """Yield IRI and N-Quads of each graph, by IRI; few are in memory at a time."""
        with self._read() as connection:
            yield from each_graph(connection)

    def stored_graphs(self) -> dict[str, str]:
        """Return the stored N-Quads by graph IRI."""
        _, graphs = self.graphs_since(0)
        return {iri: nquads for iri, nquads in graphs if nquads is not None}

    def projected_graphs(self) -> dict[str, str]:
        """Return the N-Quads that the records give now, by graph IRI; see ``kg check``."""
        with self._read() as connection:
            return projected_graphs(connection, self.project)

    def each(self, cls: type[R]) -> Iterator[R]:
        """Yield all records of a class by id; few are in memory at a time."""
        with self._read() as connection:
            yield from dumping.each(connection, cls)

    def dump(self) -> Iterator[dict[str, Any]]:
        """Yield all that is stored and cannot be derived; see :mod:`kg.store.dumping`."""
        with self._read() as connection:
            yield from dumping.dump(connection)

    def faults(self) -> list[str]:
        """Return one line for each way in which the records contradict themselves."""
        with self._read() as connection:
            return list(checking.faults(connection))

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let all that this thread asks within the block see one state of the database."""
        before = getattr(self._held, "connection", None)
        with self._read() as connection:
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = before

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with engine.translated(self.url), engine.reader(self.engine).connect() as connection:
            yield connection
