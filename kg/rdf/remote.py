"""The dataset on a SPARQL 1.1 server, by Query and Graph Store protocols."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import Final, Literal

import httpx
from pyoxigraph import RdfFormat, parse

from kg.closing import Closing
from kg.errors import QueryError, QueryLimitError, StoreError
from kg.ids import ID_BASE
from kg.rdf.dataset import Answer, Changes, Limits, Query, malformed
from kg.rdf.formats import holds_more_rows, write_results, write_triples
from kg.rdf.nquads import Graph, integer, without_graph
from kg.rdf.process import Control
from kg.rdf.vetting import vet
from kg.vocab import NS, PREFIXES

_DATASET: Final = f"{ID_BASE}dataset"
_REVISION_GRAPH: Final = f"{_DATASET}#revision"
_REVISION: Final = (
    f"SELECT ?value {{ GRAPH <{_REVISION_GRAPH}> {{ <{_DATASET}> <{NS}revision> ?value }} }}"
)
_OURS: Final = f'SELECT ?g {{ GRAPH ?g {{}} FILTER(STRSTARTS(STR(?g), "{ID_BASE}")) }}'
_PROLOGUE: Final = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"


class RemoteDataset(Closing):
    """Named graphs on a server, and beside them the revision that they have reached.

    A graph is replaced by one PUT, which the server carries out whole or not at all; the
    revision is written last, so that what was cut short is done again. The server should
    take the union of named graphs as default graph; Oxigraph is asked to with each query,
    others (Virtuoso) do. Oxigraph's union repeats a triple that stands in several graphs, so
    counts there want DISTINCT.

    Args:
        query_url: the SPARQL Query endpoint, such as ``http://host:7878/query``.
        graphs_url: the Graph Store endpoint, such as ``http://host:7878/store``.
        changes: the store's ``graphs_since``, see :class:`kg.rdf.dataset.OxigraphDataset`.
        timeout_seconds: how long one request that writes or reads a graph may take.
    """

    def __init__(
        self, query_url: str, graphs_url: str, changes: Changes, *, timeout_seconds: float = 60.0
    ) -> None:
        self._query_url = query_url
        self._graphs_url = graphs_url
        self._changes = changes
        self._timeout = timeout_seconds
        self._client = httpx.Client(timeout=timeout_seconds)

    def refresh(self) -> int:
        """Bring the server up to the store's revision and return it.

        Raises:
            StoreError: if the server does not answer, or refuses.
        """
        reached = self._reached()
        revision, graphs = self._changes(reached)
        if revision < reached:  # the database was exchanged for an older one
            for name in self._names():
                self._put(name, None)
            revision, graphs = self._changes(0)
        for name, text in graphs:
            self._put(name, text)
        if revision != reached:
            self._put(_REVISION_GRAPH, _revision_quads(revision))
        return revision

    def graphs(self) -> dict[str, str]:
        """Return our named graphs by IRI, as N-Quads in no particular order."""
        self.refresh()
        return {name: self._get(name) for name in self._names() if name != _REVISION_GRAPH}

    def answer(self, query: Query, limits: Limits, control: Control | None = None) -> Answer:
        """Run a query on the server; see :class:`kg.rdf.dataset.Dataset`.

        At the limit the connection is closed, at which servers stop. ``control`` counts only
        before the query is sent.
        """
        self.refresh()
        if control is not None and control.stopped:
            raise QueryLimitError("the query was stopped")
        form, payload = self._ask(query, limits)
        if limits.rows is not None and holds_more_rows(payload, form, limits.rows):
            raise QueryLimitError(f"the answer is larger than {limits.rows:,} rows; add a LIMIT")
        name = query.triples if form == "triples" else query.results
        if name is None:
            return Answer(form, None, b"")
        if form == "triples":
            return Answer(form, name, write_triples(payload, name, PREFIXES))
        return Answer(form, name, write_results(payload, name))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _reached(self) -> int:
        values = self._column(_REVISION, "value")
        return int(values[0]) if values else 0

    def _names(self) -> list[str]:
        return self._column(_OURS, "g")

    def _column(self, query: str, variable: str) -> list[str]:
        response = self._request(
            "POST", self._query_url, data={"query": query}, headers={"Accept": _JSON}
        )
        rows = response.json()["results"]["bindings"]
        return [row[variable]["value"] for row in rows]

    def _get(self, name: str) -> str:
        response = self._request(
            "GET", self._graphs_url, params={"graph": name}, headers={"Accept": _TRIPLES}
        )
        return response.content.decode().replace(" .\n", f" <{name}> .\n")

    def _put(self, name: str, text: str | None) -> None:
        if text:
            self._request(
                "PUT",
                self._graphs_url,
                params={"graph": name},
                headers={"Content-Type": _TRIPLES},
                content=without_graph(text, name).encode(),
            )
        else:
            self._request("DELETE", self._graphs_url, params={"graph": name})

    def _request(self, method: str, url: str, **options: object) -> httpx.Response:
        try:
            response = self._client.request(method, url, **options)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise StoreError(f"the SPARQL server at {url} does not answer: {error}") from error
        if response.is_error and not (method == "DELETE" and response.status_code == 404):
            reason = " ".join(response.text.split())[:160]
            raise StoreError(f"{method} {url} failed with {response.status_code}: {reason}")
        return response

    def _ask(self, query: Query, limits: Limits) -> tuple[Literal["results", "triples"], bytes]:
        deadline = time.monotonic() + limits.seconds
        body = bytearray()
        try:
            with self._client.stream(
                "POST",
                self._query_url,
                data=_form(query),
                timeout=limits.seconds,
                headers={"Accept": f"{_JSON}, {_TRIPLES}"},
            ) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout("too slow")
                    if len(body) > limits.bytes:
                        raise QueryLimitError(
                            f"the answer is larger than {limits.bytes:,} bytes; add a LIMIT"
                        )
        except httpx.TimeoutException as error:
            raise QueryLimitError(
                f"the query was stopped after {limits.seconds:g} seconds; "
                "narrow it or raise the limit"
            ) from error
        except httpx.HTTPError as error:
            raise StoreError(
                f"the SPARQL server at {self._query_url} does not answer: {error}"
            ) from error
        if response.is_error:
            raise malformed(body.decode(errors="replace"), lines_before=1)
        media_type = response.headers.get("Content-Type", "")
        return _whole("triples" if media_type.startswith(_TRIPLES) else "results", bytes(body))


def _form(query: Query) -> dict[str, str | list[str]]:
    """Return the fields that ask a query; only graphs of ours may be named in it."""
    base = f"BASE <{query.base}> " if query.base else ""
    union = vet(query.text) and query.graphs is None
    default, named = query.graphs or ((), ())
    return {
        "query": f"{base}{_PROLOGUE}\n{query.text}",
        "default-graph-uri": list(default),
        "named-graph-uri": list(named),
        **({"union-default-graph": "true"} if union else {}),
    }


def _whole(
    form: Literal["results", "triples"], payload: bytes
) -> tuple[Literal["results", "triples"], bytes]:
    """Return the answer if it is complete: at its own limit, a server breaks off."""
    try:
        if form == "triples":
            deque(parse(payload, RdfFormat.N_TRIPLES), maxlen=0)
            return form, payload
        # Written again in one spelling, without spaces.
        return form, json.dumps(json.loads(payload), separators=(",", ":")).encode()
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the SPARQL server broke its answer off: {_tail(payload)}") from error


def _tail(payload: bytes) -> str:
    return " ".join(payload[-160:].decode(errors="replace").split())


def _revision_quads(revision: int) -> str:
    graph = Graph(_REVISION_GRAPH)
    graph.add(f"<{_DATASET}>", "cg:revision", integer(revision))
    return graph.text()
