"""The process that answers queries, so that a query that runs too long can be killed.

It is started by path and talks JSON Lines over its standard streams. A request is either
``{"graphs": [[iri, nquads or null], …]}``, which replaces or drops graphs and is answered by
``{}``, or ``{"query": text, "prefixes": {…}, "limit_bytes": int}``, which is
answered by ``{"form": "results"|"triples", "payload": text}`` or
``{"error": text}``. It ends with its input, also in the middle of a query.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
)

# A sort of a million rows takes a tenth of it; a product of all with all would take any amount.
_QUERY_MEMORY = 2_000_000_000


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._limit:
            raise OSError(f"the answer is larger than {self._limit:,} bytes; add a LIMIT")
        return super().write(data)


def replace(
    store: Store, graphs: Sequence[tuple[str, str | None]], *, merged: bool = False
) -> None:
    """Put each graph's N-Quads in place of what the store holds under its IRI; None drops it.

    New graphs are loaded at once; those that stood before are exchanged in one update, so
    that a query in another thread sees each as it was or as it is. ``merged`` keeps the
    merge of all named graphs in the default graph: Oxigraph's own union repeats a triple
    that stands in several graphs, which makes counts wrong.
    """
    old = [(name, text) for name, text in graphs if store.contains_named_graph(NamedNode(name))]
    known = {name for name, _ in old}
    new = [(name, text) for name, text in graphs if text and name not in known]
    if old:
        store.update(_exchange(old, merged))
    store.load("".join(text for _, text in new), RdfFormat.N_QUADS)
    if merged:
        store.load("".join(_triples(name, text) for name, text in new), RdfFormat.N_TRIPLES)


def _exchange(graphs: Sequence[tuple[str, str | None]], merged: bool) -> str:
    """Return the SPARQL update that puts graphs in place of older ones of their names."""
    drops = "".join(_drop(name, merged) for name, _ in graphs)
    triples = [(name, _triples(name, text)) for name, text in graphs if text]
    data = "".join(
        f"{text if merged else ''}GRAPH <{name}> {{\n{text}}}\n" for name, text in triples
    )
    return f"{drops}INSERT DATA {{\n{data}}}"


def _drop(name: str, merged: bool) -> str:
    drop = f"DROP SILENT GRAPH <{name}> ;\n"
    if not merged:
        return drop
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} FILTER NOT EXISTS "
        f"{{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != <{name}>) }} }} ;\n{drop}"
    )


def _triples(name: str, nquads: str) -> str:
    return nquads.replace(f" <{name}> .\n", " .\n")


@contextlib.contextmanager
def bounded_memory(growth: int) -> Iterator[None]:
    """Let the process grow by so many bytes at most; where Linux does not say its size, no bound.

    Past the bound the engine ends the process, and whoever asked starts another.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    bound = pages * resource.getpagesize() + growth
    if before[1] != resource.RLIM_INFINITY:
        bound = min(bound, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (bound, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def answer(store: Store, request: dict[str, Any]) -> dict[str, str]:
    """Run a query and write its answer as SPARQL JSON or N-Triples."""
    output = _Bounded(request["limit_bytes"])
    try:
        result = store.query(request["query"], prefixes=request["prefixes"])
        if isinstance(result, QueryTriples):
            result.serialize(output, RdfFormat.N_TRIPLES)
            form = "triples"
        else:
            result.serialize(output, QueryResultsFormat.JSON)
            form = "results"
    except (SyntaxError, ValueError, OSError) as error:
        return {"error": str(error)}
    return {"form": form, "payload": output.getvalue().decode()}


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests in order until the input ends."""
    store = Store()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, lines), daemon=True).start()
    while True:
        request = json.loads(lines.get())
        reply: dict[str, str] = {}
        if "graphs" in request:
            replace(store, request["graphs"], merged=True)
        else:
            with bounded_memory(_QUERY_MEMORY):
                reply = answer(store, request)
        answers.write(json.dumps(reply).encode() + b"\n")
        answers.flush()


def _read(requests: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    for line in requests:
        lines.put(line)
    os._exit(0)  # whoever asked is gone: a query under way has nobody to answer


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
