"""The dataset: a view of the stored quads that catches up by revision.

It can be thrown away and built again at any time; the truth is in SQL. The default graph
of a query is the merge of all named graphs, unless the query has a ``FROM``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from pyoxigraph import RdfFormat, Store

from kg.errors import QueryError
from kg.rdf.nquads import graph_of
from kg.rdf.process import QueryWorker
from kg.rdf.worker import replace
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

_SYNTAX: Final = re.compile(r"error at (\d+):(\d+): (.*)")

Graphs = Sequence[tuple[str, str | None]]
Changes = Callable[[int], tuple[int, Graphs]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer as it came: results in SPARQL JSON, or triples in N-Triples."""

    form: Literal["results", "triples"]
    payload: str


class Dataset(Protocol):
    """Named graphs that can be queried and that follow a store."""

    def refresh(self) -> int:
        """Catch up with the store and return the revision reached."""
        ...

    def graphs(self) -> dict[str, str]:
        """Return all named graphs by IRI, as N-Quads in no particular order."""
        ...

    def answer(self, query: str, *, limit_seconds: float, limit_bytes: int) -> Answer:
        """Catch up, then run a query that :mod:`kg.rdf.vetting` let pass.

        Raises:
            QueryError: on a malformed query, or past a limit.
        """
        ...

    def close(self) -> None:
        """Release what the dataset holds; it cannot be used afterwards."""
        ...


class OxigraphDataset:
    """The embedded dataset: Oxigraph in memory, queries in a process that can be killed.

    ``changes`` is the store's ``graphs_since``: given a revision it returns the present one
    and the graphs that changed after the given one, None for those that went. Two views
    follow it, each when it is needed: one here for graphs and rdflib, one in the worker.
    """

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._store = Store()
        self._revision = 0
        self._worker: QueryWorker | None = None
        self._worker_revision = 0
        self._store_lock = threading.Lock()
        self._worker_lock = threading.Lock()

    def refresh(self) -> int:
        """Catch up with the store and return the revision reached."""
        with self._store_lock:
            revision, graphs = self._changes(self._revision)
            if revision < self._revision:  # the database was exchanged for an older one
                self._store.clear()
                revision, graphs = self._changes(0)
            replace(self._store, graphs)
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

    def answer(self, query: str, *, limit_seconds: float, limit_bytes: int) -> Answer:
        """Run a query in the worker; see :class:`Dataset`."""
        request = {"query": query, "prefixes": PREFIXES, "limit_bytes": limit_bytes}
        with self._worker_lock:
            reply = self._ready_worker().query(request, limit_seconds)
        if "error" in reply:
            raise malformed(reply["error"])
        return Answer(reply["form"], reply["payload"])  # type: ignore[arg-type]

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
        """End the worker."""
        with self._worker_lock:
            if self._worker is not None:
                self._worker.close()

    def _ready_worker(self) -> QueryWorker:
        """Return a worker that is alive and has caught up."""
        if self._worker is None or not self._worker.alive:
            self._worker, self._worker_revision = QueryWorker(), 0
        revision, graphs = self._changes(self._worker_revision)
        if revision < self._worker_revision:
            self._worker.close()
            self._worker = QueryWorker()
            revision, graphs = self._changes(0)
        if graphs:
            self._worker.replace(graphs)
        self._worker_revision = revision
        return self._worker


def malformed(message: str, lines_before: int = 0) -> QueryError:
    """Turn an engine's message into one line that gives the place and the reason.

    ``lines_before`` is how many lines stood before the user's query.
    """
    text = " ".join(message.split())
    match = _SYNTAX.search(text)
    if match is None:
        return QueryError(_cut(text))
    reason = "this prefix is not declared" if "Prefix not found" in text else _cut(match[3])
    line = int(match[1]) - lines_before
    return QueryError(f"the query is malformed at line {line}, column {match[2]}: {reason}")


def _cut(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"
