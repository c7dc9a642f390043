"""Queries of all sessions: each can be stopped, and nobody waits for the slow one of another."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from kg.closing import Closing
from kg.endpoint.lanes import Lanes
from kg.endpoint.settings import MEGABYTE, Settings
from kg.errors import QueryLimitError
from kg.rdf import sparql
from kg.rdf.dataset import Answer, Changes, OxigraphDataset, Query
from kg.rdf.process import Control

SETTINGS: Final = Settings(seconds=20.0, rows=100_000, answer_mb=16, slow_queries=3)
_LEFT_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.5
_REMEMBERED_BYTES: Final = 64 * MEGABYTE

Key = tuple[int, str]


class Asked:
    """A query under way. It is stopped when told so, and when nobody waits for it any more.

    ``key`` is the database's revision and the query. ``began`` is when it got its process, on
    the clock of ``time.monotonic``; None while it waits for one.
    """

    def __init__(self, key: Key) -> None:
        self.key = key
        self.began: float | None = None
        self.stopped = False
        self._seen = time.monotonic()
        self._future: concurrent.futures.Future[Answer] = concurrent.futures.Future()

    @property
    def given_up(self) -> bool:
        """Whether it ended because nobody waited for it."""
        return self._future.cancelled() and not self.stopped

    @property
    def left(self) -> bool:
        """Whether nobody waits for it any more."""
        return time.monotonic() - self._seen > _LEFT_SECONDS

    def wait(self, seconds: float) -> bool:
        """Wait for the answer a while; return whether it is there, or will never be."""
        self._seen = time.monotonic()
        return bool(concurrent.futures.wait([self._future], seconds).done)

    def stop(self) -> None:
        """End it, with its process."""
        self.stopped = True
        self._future.cancel()

    def result(self) -> sparql.Result:
        """Return the answer once it is there.

        Raises:
            QueryError: if it was malformed, refused, stopped, or ran past a limit.
            KgError: if too much is asked at once, or the database cannot be read.
        """
        try:
            return sparql.Result(self._future.result())
        except concurrent.futures.CancelledError as error:
            ran = "" if self.began is None else f" after {time.monotonic() - self.began:.0f} s"
            raise QueryLimitError(f"the query was stopped{ran}") from error

    def follow(self, future: concurrent.futures.Future[Answer]) -> None:
        """Take what a future will bring."""
        self._future = future


class Asking(Closing):
    """The queries over one database. Threads may share it.

    They run in processes of their own, by the rules of the endpoint's lanes. Answers are cut
    at the limits of ``settings``, and the last ones are remembered while the revision lasts.
    """

    def __init__(self, changes: Changes, settings: Settings = SETTINGS) -> None:
        self._limits = replace(settings.limits, cut=True)
        self._lanes = Lanes(settings)
        self._dataset = OxigraphDataset(
            changes,
            workers=settings.queries + settings.slow_queries,
            memory_bytes=settings.memory_mb * MEGABYTE,
        )
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="queries", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all queries."""
        asyncio.run_coroutine_threadsafe(_end_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._dataset.close()

    @property
    def reading(self) -> tuple[int, int] | None:
        """How many graphs have been read, and of how many, while queries wait for that."""
        return self._dataset.reading

    @property
    def merging(self) -> bool:
        """Whether queries wait until the data is ready for those that name graphs."""
        return self._dataset.merging

    def remembered(self, key: Key) -> sparql.Result | None:
        """Return the answer to a query that was asked lately."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
        return None if found is None else sparql.Result(found)

    def prepare(self) -> None:
        """Begin to read the data, so that the first query need not wait for all of it."""
        asyncio.run_coroutine_threadsafe(_in_thread(self._dataset.catch_up), self._loop)

    def ask(self, key: Key) -> Asked:
        """Begin a query."""
        asked = Asked(key)
        asked.follow(asyncio.run_coroutine_threadsafe(self._run(asked), self._loop))
        return asked

    async def _run(self, asked: Asked) -> Answer:
        query = Query(asked.key[1])
        await _in_thread(lambda: sparql.admit(query, self._limits))
        await _in_thread(lambda: self._dataset.prepare(query))

        def begin(control: Control) -> Awaitable[Answer]:
            asked.began = time.monotonic()
            return self._dataset.answer_soon(query, self._limits, control)

        task = asyncio.ensure_future(self._lanes.run(begin))
        try:
            while not task.done() and not asked.left:
                await asyncio.wait([task], timeout=_LOOK_SECONDS)
            if not task.done():
                raise asyncio.CancelledError
            self._remember(asked.key, task.result())
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait([task])

    def _remember(self, key: Key, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = answer
            while sum(len(one.payload) for one in self._answers.values()) > _REMEMBERED_BYTES:
                self._answers.popitem(last=False)


async def _in_thread(work: Callable[[], object]) -> None:
    """Wait for work in a thread that, unlike an executor's, the program's end does not wait for."""
    done: concurrent.futures.Future[None] = concurrent.futures.Future()

    def run() -> None:
        try:
            work()
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    threading.Thread(target=run, daemon=True).start()
    await asyncio.shield(asyncio.wrap_future(done))


async def _end_others() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
