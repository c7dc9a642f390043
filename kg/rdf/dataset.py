"""The dataset: a view of the stored quads that catches up by revision.

It can be thrown away and built again at any time; the truth is in SQL. The default graph
of a query is the merge of all named graphs, unless the query has a ``FROM``.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from pyoxigraph import RdfFormat, Store

from kg.errors import QueryError, QueryLimitError, StoreError
from kg.rdf.framing import Message
from kg.rdf.holding import replace
from kg.rdf.nquads import graph_of
from kg.rdf.pool import QUERY_MEMORY, Pool
from kg.rdf.process import Control, Graph, Graphs, batches
from kg.rdf.vetting import names_graphs
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

_SYNTAX: Final = re.compile(r"error at (\d+):(\d+): (.*)")

Changes = Callable[[int], tuple[int, Graphs]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the formats that an answer may have.

    ``graphs`` are the IRIs of the default graphs and of the named graphs where these are
    chosen beside the query, whatever its own ``FROM`` says. ``results`` and ``triples`` are
    formats of :mod:`kg.rdf.formats`, for one and for the other form of answer; None says that
    there is no use for an answer of that form.
    """

    text: str
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    base: str | None = None
    results: str | None = "json"
    triples: str | None = "nt"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: ``bytes`` of SPARQL JSON or N-Triples; None is no limit of rows.

    ``cut`` asks for the first rows of an answer that is too large, where an error comes
    otherwise; a remote dataset knows only the error.
    """

    seconds: float = 30.0
    bytes: int = 64_000_000
    rows: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer as it came: its form, the name of its format, and its text in UTF-8.

    It has neither format nor text where there was no use for its form. ``cut`` says that
    there are more rows than these.
    """

    form: Literal["results", "triples"]
    format: str | None
    payload: bytes
    cut: bool = False


class Dataset(Protocol):
    """Named graphs that can be queried and that follow a store."""

    def refresh(self) -> int:
        """Catch up with the store and return the revision reached."""
        ...

    def graphs(self) -> dict[str, str]:
        """Return all named graphs by IRI, as N-Quads in no particular order."""
        ...

    def answer(self, query: Query, limits: Limits, control: Control | None = None) -> Answer:
        """Catch up, then run a query that :mod:`kg.rdf.vetting` let pass.

        Raises:
            QueryError: on a malformed query.
            QueryLimitError: past a limit, or where ``control`` stops it.
        """
        ...

    def close(self) -> None:
        """Release what the dataset holds; it cannot be used afterwards."""
        ...


class OxigraphDataset:
    """The embedded dataset: Oxigraph in memory, queries in processes that can be killed.

    ``changes`` is the store's ``changes_since``: given a revision it returns the present one
    and the graphs that changed after the given one, None for those that went. Two views
    follow it, each when it is needed: one here for graphs and rdflib, one for the workers.
    ``reading`` says how many graphs the workers' view has read, and of how many, while it
    does. ``merging`` says that it is made ready for queries that name graphs, which happens
    before the first of them; see :mod:`kg.rdf.holding`.

    Args:
        workers: how many queries may run at once; others wait.
        memory_bytes: what one query may take.
        services: the endpoints that ``SERVICE`` may name.
    """

    def __init__(
        self,
        changes: Changes,
        *,
        workers: int = 2,
        memory_bytes: int = QUERY_MEMORY,
        services: Collection[str] = (),
    ) -> None:
        self.services = frozenset(services)
        self._changes = changes
        self._workers = workers
        self._memory = memory_bytes
        self.reading: tuple[int, int] | None = None
        self.merging = False
        self._store = Store()
        self._revision = 0
        self._pool: Pool | None = None
        self._pool_revision = 0
        self._store_lock = threading.Lock()
        self._pool_lock = threading.Lock()

    def refresh(self) -> int:
        """Catch up with the store and return the revision reached."""
        with self._store_lock:
            revision, graphs = self._changes(self._revision)
            if revision < self._revision:  # the database was exchanged for an older one
                self._store.clear()
                revision, graphs = self._changes(0)
            for batch in batches(graphs):
                replace(self._store, batch)
            self._revision = revision
            return revision

    def graphs(self) -> dict[str, str]:
        """Return all named graphs by IRI, as N-Quads in no particular order."""
        self.refresh()
        dump = self._store.dump(format=RdfFormat.N_QUADS)
        assert dump is not None
        found: dict[str, list[str]] = {}
        for line in dump.decode().split("\n")[:-1]:
            found.setdefault(graph_of(line), []).append(line + "\n")
        return {name: "".join(lines) for name, lines in found.items()}

    def answer(self, query: Query, limits: Limits, control: Control | None = None) -> Answer:
        """Run a query in a worker; see :class:`Dataset`."""
        self.prepare(query)
        assert self._pool is not None
        return _answer(*self._pool.ask(_request(query, limits), control))

    async def answer_soon(self, query: Query, limits: Limits, control: Control) -> Answer:
        """Run a query on what :meth:`catch_up` last saw, without a look at the store.

        Raises:
            QueryError: on a malformed query.
            QueryLimitError: past a limit, or where ``control`` stops it.
            StoreError: if nothing was seen yet, or the process that holds the quads died since.
        """
        pool = self._pool
        if pool is None:
            raise StoreError("the quads are not read yet; try again")
        if self._must_merge(pool, query):
            await asyncio.to_thread(self._merge, pool)
        return _answer(*await pool.ask_soon(_request(query, limits), control))

    def prepare(self, query: Query) -> None:
        """Catch up, and let a query that names graphs see them.

        Raises:
            QueryError: on what is no token of a query.
            StoreError: if the process that holds the quads ends meanwhile.
        """
        self.catch_up()
        pool = self._pool
        if pool is not None and self._must_merge(pool, query):
            self._merge(pool)

    def catch_up(self) -> int:
        """Let later queries see what is stored now; return the revision reached.

        Queries under way go on with what they see. A holder of the quads that died is
        started again.
        """
        with self._pool_lock:
            if self._pool is None or not self._pool.alive:
                self._renew()
            revision, graphs = self._changes(self._pool_revision)
            if revision < self._pool_revision:  # the database was exchanged for an older one
                self._renew()
                revision, graphs = self._changes(0)
            if graphs:
                self._take(graphs)
            self._pool_revision = revision
            return revision

    def _take(self, graphs: Graphs) -> None:
        """Bring changed graphs to the workers' view; where that fails, it is given up whole."""
        assert self._pool is not None
        try:
            self._pool.replace(self._watched(graphs))
        except BaseException:
            self._pool.close()
            self._pool = None
            raise
        finally:
            self.reading = None

    @staticmethod
    def _must_merge(pool: Pool, query: Query) -> bool:
        return not pool.merged and (query.graphs is not None or names_graphs(query.text))

    def _merge(self, pool: Pool) -> None:
        with self._pool_lock:
            if pool.merged:
                return
            self.merging = True
            try:
                pool.merge()
            finally:
                self.merging = False

    def _watched(self, graphs: Graphs) -> Iterator[Graph]:
        for read, graph in enumerate(graphs):
            self.reading = read, len(graphs)
            yield graph

    def as_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib ``Dataset`` over the same quads, with the union as default graph.

        It follows later refreshes. What is written through it is lost with the view. In its
        queries a triple that stands in several graphs counts several times.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        self.refresh()
        dataset = rdflib.Dataset(store=OxigraphStore(store=self._store), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def close(self) -> None:
        """End the workers, also those in the middle of a query."""
        pool = self._pool
        if pool is not None:
            pool.close()

    def _renew(self) -> None:
        if self._pool is not None:
            self._pool.close()
        self._pool = Pool(self._workers, self._memory, network=bool(self.services))
        self._pool_revision = 0


def _request(query: Query, limits: Limits) -> Message:
    return {
        "query": query.text,
        "prefixes": PREFIXES,
        "base": query.base,
        "graphs": query.graphs,
        "results": query.results,
        "triples": query.triples,
        "limit_seconds": limits.seconds,
        "limit_bytes": limits.bytes,
        "limit_rows": limits.rows,
        "cut": limits.cut,
    }


def _answer(reply: Message, payload: bytes) -> Answer:
    if "error" in reply:
        raise malformed(reply["error"])
    if "limit" in reply:
        raise QueryLimitError(reply["limit"])
    return Answer(reply["form"], reply["format"], payload, reply.get("cut", False))


def malformed(message: str, lines_before: int = 0) -> QueryError:
    """Turn an engine's message into one line that gives the place and the reason.

    ``lines_before`` is how many lines stood before the user's query.
    """
    text = " ".join(message.split())
    match = _SYNTAX.search(text)
    if match is None:
        return QueryError(_cut(text))
    reason = "this prefix is not declared" if "Prefix not found" in text else _cut(match[3])
    line, column = int(match[1]) - lines_before, int(match[2])
    message = f"the query is malformed at line {line}, column {column}: {reason}"
    return QueryError(message, (line, column))


def _cut(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"
