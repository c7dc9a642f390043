"""Workers kept ready: each query gets one of its own, and a killed one is forked anew."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from kg.closing import Closing
from kg.errors import QueryLimitError
from kg.rdf.framing import Message
from kg.rdf.process import Control, Graph, Holder, Worker

# A sort of a million rows takes a tenth of it; a product of all with all would take any amount.
QUERY_MEMORY: Final = 2_000_000_000


class Pool(Closing):
    """At most ``size`` workers at once over one holder of quads. Threads may share it.

    Queries may name graphs once it is ``merged``.

    A worker is used again as long as it neither failed nor kept memory, and the quads have
    not changed since it was forked.
    """

    def __init__(
        self, size: int, memory_bytes: int = QUERY_MEMORY, *, network: bool = False
    ) -> None:
        self._memory = memory_bytes
        self._network = network
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._holder = Holder()
        self._idle: list[Worker] = []
        self._busy: dict[Worker, int] = {}
        self._generation = 0
        self.merged = False

    @property
    def alive(self) -> bool:
        """Whether the process that holds the quads is there."""
        return self._holder.alive

    def replace(self, graphs: Iterable[Graph]) -> None:
        """Replace graphs; queries that begin afterwards see them so."""
        self._holder.replace(graphs)
        self._renew()

    def merge(self) -> None:
        """Let queries that begin afterwards name graphs."""
        self._holder.merge()
        self._renew()
        self.merged = True

    def _renew(self) -> None:
        """Let no worker be used again that was forked before now."""
        with self._lock:
            self._generation += 1
            old, self._idle = self._idle, []
        for worker in old:
            self._holder.reap(worker)

    def ask(self, request: Message, control: Control | None = None) -> tuple[Message, bytes]:
        """Return the answer of a worker; it waits for one where all are busy.

        Raises:
            QueryLimitError: past a limit, or where ``control`` stops it.
            StoreError: if the process that holds the quads is gone.
        """
        self._places.acquire()
        with self._lent(self._ready() or self._fork(), control or Control()) as worker:
            return worker.ask(request)

    async def ask_soon(self, request: Message, control: Control) -> tuple[Message, bytes]:
        """Do the same as :meth:`ask`, without a thread that waits."""
        if not self._places.acquire(blocking=False):
            await asyncio.to_thread(self._places.acquire)
        ready = self._ready()
        if ready is None:
            ready = await asyncio.to_thread(self._fork)
        with self._lent(ready, control) as worker:
            return await worker.ask_soon(request)

    @contextlib.contextmanager
    def _lent(self, worker: Worker, control: Control) -> Iterator[Worker]:
        try:
            with control.over(worker):
                yield worker
        except QueryLimitError as error:
            if control.stopped:
                raise QueryLimitError("the query was stopped") from error
            raise
        finally:
            self._give_back(worker, useful=not (worker.spent or control.stopped))

    def close(self) -> None:
        """End all processes, also where queries are under way."""
        with self._lock:
            idle, busy = self._idle, list(self._busy)
            self._idle = []
        for worker in idle:
            worker.close()
        for worker in busy:
            worker.kill()
        self._holder.close()

    def _ready(self) -> Worker | None:
        """Take a worker that waits, where there is one."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    self._busy[worker] = self._generation
                    return worker
                self._holder.reap(worker)
        return None

    def _fork(self) -> Worker:
        """Return a new worker; if there is none to be had, the place is free again."""
        generation = self._generation
        try:
            worker = self._holder.fork(self._memory, network=self._network)
        except BaseException:
            self._places.release()
            raise
        with self._lock:
            self._busy[worker] = generation
        return worker

    def _give_back(self, worker: Worker, *, useful: bool) -> None:
        with self._lock:
            if self._busy.pop(worker) == self._generation and useful and self._holder.alive:
                self._idle.append(worker)
            else:
                self._holder.reap(worker)
        self._places.release()
