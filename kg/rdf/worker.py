"""The processes that answer queries, so that a query can be killed and its memory given back.

A *holder* keeps the quads (:mod:`kg.rdf.holding`) and never runs a query. When asked it forks a
*worker*, which shares the quads' memory until one of the two changes it, and which answers
queries on a socket of its own until it is killed. So a worker is there within milliseconds
however large the dataset is, and none is ever told of a change: new ones are forked from a
holder that has caught up.

A worker can open neither a file nor a connection, so that a query can read nothing but the
quads even where :mod:`kg.rdf.vetting` is mistaken. The holder ends with its standard input, the
socket of whoever started it; a worker ends with its own, and at its query's limit.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import socket
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
)

from kg.rdf.formats import first_rows, holds_more_rows, write_results, write_triples
from kg.rdf.framing import Message, receive, send
from kg.rdf.holding import Change, Quads

_STATM: Final = Path("/proc/self/statm")
_KEPT_MEMORY: Final = 64_000_000
_GRACE_SECONDS: Final = 1.0


class _Bounded(io.BytesIO):
    """A buffer that takes what comes up to a limit, and then refuses."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.full = False

    def write(self, data: Any) -> int:
        room = self._limit - self.tell()
        if len(data) > room:
            self.full = True
            super().write(bytes(data)[:room])
            raise OSError("the answer is too large")
        return super().write(data)


def answer(store: Store, request: Message, *, union: bool) -> tuple[Message, bytes]:
    """Run a query; return what the answer is, and the answer in the format that was asked for.

    ``union`` takes the union of all graphs for its default graph, where it chooses none.
    A query that is wrong gives ``{"error": text}``, one past a limit ``{"limit": text}``.
    """
    output = _Bounded(request["limit_bytes"])
    try:
        result = store.query(request["query"], **_dataset(request, union=union))
        form = "triples" if isinstance(result, QueryTriples) else "results"
        if request[form] is None:
            return {"form": form, "format": None}, b""
        try:
            if isinstance(result, QueryTriples):
                result.serialize(output, RdfFormat.N_TRIPLES)
            else:
                result.serialize(output, QueryResultsFormat.JSON)
        except OSError:
            if not output.full:
                raise
        return _written(request, form, output)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:  # the engine's ways to refuse
        return {"error": str(error)}, b""
    except MemoryError:
        return {"limit": "the query needs more memory than one may have; narrow it"}, b""


def _dataset(request: Message, *, union: bool) -> dict[str, Any]:
    """Return what a request says of the query's prefixes, base and graphs."""
    said: dict[str, Any] = {"prefixes": request["prefixes"], "base_iri": request["base"]}
    said["use_default_graph_as_union"] = union
    if request["graphs"] is not None:
        default, named = request["graphs"]
        said["default_graph"] = [NamedNode(name) for name in default]
        # Where no named graph is given the engine must be told so, or it takes them all.
        said["named_graphs"] = [NamedNode(name) for name in named] or [NamedNode("urn:x-none:")]
    return said


def _written(request: Message, form: str, output: _Bounded) -> tuple[Message, bytes]:
    payload, rows = output.getvalue(), request["limit_rows"]
    many = rows is not None and holds_more_rows(payload, form, rows)
    if output.full or many:
        first = first_rows(payload, form, rows) if request["cut"] else None
        if first is None:
            most, unit = (rows, "rows" if form == "results" else form)
            if output.full:
                most, unit = (request["limit_bytes"], "bytes")
            return {"limit": f"the answer is larger than {most:,} {unit}; add a LIMIT"}, b""
        payload = first
    name = request[form]
    reply = {"form": form, "format": name, "cut": output.full or many}
    if form == "results":
        return reply, write_results(payload, name)
    return reply, write_triples(payload, name, request["prefixes"])


def hold(control: socket.socket) -> None:
    """Keep the quads and fork workers as told, until the other end is gone."""
    quads = Quads()
    workers: set[int] = set()
    try:
        while True:
            message, payload, connection = receive(control)
            for worker in message["reap"]:
                os.waitpid(worker, 0)
                workers.discard(worker)
            if connection is not None:
                workers.add(_fork(quads, control, connection, message))
                continue
            if "replace" in message:
                quads.replace(_changes(message["replace"], payload))
            else:
                quads.merge()
            gc.freeze()  # what stands now is not touched by a worker's collection
            send(control, {})
    except (EOFError, OSError):
        _end(workers)
        os._exit(0)  # at once: to let go of many quads one by one takes seconds


def _changes(sizes: Iterable[tuple[str, int | None]], texts: bytearray) -> list[Change]:
    """Cut the texts of graphs out of what came with a message that says how long each is."""
    found: list[Change] = []
    whole = memoryview(texts)
    at = 0
    for name, size in sizes:
        end = at + (size or 0)
        found.append((name, None if size is None else bytes(whole[at:end])))
        at = end
    return found


def _fork(
    quads: Quads, control: socket.socket, connection: socket.socket, settings: Message
) -> int:
    worker = os.fork()
    if worker == 0:
        try:
            control.close()
            quads.single_out()
            work(quads, connection, settings["memory_bytes"], network=settings["network"])
        finally:
            os._exit(0)
    connection.close()
    send(control, {"worker": worker})
    return worker


def _end(workers: Collection[int]) -> None:
    """Kill them; a process that was not waited for keeps its number, so it is the right one."""
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    for worker in workers:
        os.waitpid(worker, 0)


def work(
    quads: Quads, connection: socket.socket, memory_bytes: int, *, network: bool = False
) -> None:
    """Answer queries in order until the other end is gone.

    ``memory_bytes`` is what the process may grow by, past which it ends; where the system does
    not say how large it is, nothing bounds it. ``network`` lets it open connections, as a
    query with ``SERVICE`` needs.
    """
    size = _Size()
    _confine(size.bytes() + memory_bytes if size.known else None, network)
    before = size.bytes()
    while True:
        try:
            request, _, _ = receive(connection)
        except EOFError:
            return
        # Should nobody be there to kill it, the signal does.
        signal.setitimer(signal.ITIMER_REAL, request["limit_seconds"] + _GRACE_SECONDS)
        reply, payload = answer(quads.store, request, union=not quads.merged)
        signal.setitimer(signal.ITIMER_REAL, 0)
        reply["spent"] = size.bytes() - before > _KEPT_MEMORY
        try:
            send(connection, reply, payload)
        except OSError:
            return


def _confine(memory: int | None, network: bool) -> None:
    """Bound the memory, and let it open nothing: what is open stays so."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    if not network:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


class _Size:
    """How large this process is, read from a file that stays open."""

    def __init__(self) -> None:
        self.known = sys.platform == "linux"
        self._file = os.open(_STATM, os.O_RDONLY) if self.known else -1
        self._page = os.sysconf("SC_PAGE_SIZE")

    def bytes(self) -> int:
        """Return its bytes of address space, 0 where unknown."""
        return int(os.pread(self._file, 64, 0).split()[0]) * self._page if self.known else 0


if __name__ == "__main__":
    hold(socket.socket(fileno=sys.stdin.fileno()))
