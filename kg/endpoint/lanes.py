"""Who may run when: quick queries never wait for slow ones, and nobody waits without end."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from kg.endpoint.errors import RequestError, busy
from kg.endpoint.settings import Settings
from kg.rdf.process import Control

T = TypeVar("T")

_REMEMBERED: Final = 10_000


class _Places:
    """So many places. Who came last gets the next one, and who waits longest is sent away.

    So an overload is borne by those who made it, and a question that comes now is answered.
    """

    def __init__(self, free: int, most_waiting: int) -> None:
        self._free = free
        self._most = most_waiting
        self._waiting: list[asyncio.Future[None]] = []

    async def take(self, seconds: float) -> None:
        """Wait for a place.

        Raises:
            RequestError: if none was free in time.
        """
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= self._most:
            oldest = self._waiting.pop(0)
            if not oldest.done():
                oldest.set_exception(busy("too many queries wait already; try again"))
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(seconds):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.give()  # it came in the very moment
            if isinstance(error, TimeoutError):
                raise busy("no place was free in time; try again") from error
            raise
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def give(self) -> None:
        """Let the next one have a place."""
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Lanes:
    """Places for queries. Each starts in a quick one, and leaves it after a while.

    A query that is not quick goes on, behind others, where a slow place is free; so some
    quick place is always free again soon, whatever is asked.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._quick = _Places(settings.queries, settings.waiting)
        self._slow = 0

    async def run(self, query: Callable[[Control], Awaitable[T]]) -> T:
        """Return what a query returns; when cancelled, stop it.

        Raises:
            RequestError: if too many wait already, or too many are slow.
        """
        await self._quick.take(self._settings.seconds)
        control = Control()
        task = asyncio.ensure_future(query(control))
        try:
            return await self._watched(task, control)
        except asyncio.CancelledError:
            control.stop()
            await asyncio.wait([task])
            task.exception()  # nobody is there to be told
            raise

    async def _watched(self, task: asyncio.Future[T], control: Control) -> T:
        """Wait for a query, whose place is free again when it is done or known to be slow."""
        slow = False
        try:
            await asyncio.wait([task], timeout=self._settings.quick_seconds)
            if not task.done():
                if self._slow >= self._settings.slow_queries:
                    return await _stopped(task, control)
                slow = True
                self._slow += 1
                control.slow_down()
        finally:
            self._quick.give()
        try:
            await asyncio.wait([task])
            return task.result()
        finally:
            self._slow -= slow


async def _stopped(task: asyncio.Future[T], control: Control) -> T:
    control.stop()
    await asyncio.wait([task])
    if task.exception() is None:  # it was done just then
        return task.result()
    raise busy("too many slow queries run already; narrow it or try again", 10)


class Rate:
    """How often each address may ask: a bucket of a minute's requests that fills steadily."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> None:
        """Count a request.

        Raises:
            RequestError: if the address asked too often.
        """
        if not self._per_minute:
            return
        now = self._clock()
        left, last = self._buckets.pop(address, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - last) * self._per_minute / 60)
        self._buckets[address] = max(left - 1, 0), now
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        if left < 1:
            wait = int((1 - left) * 60 / self._per_minute) + 1
            raise RequestError(
                429, f"more than {self._per_minute} requests a minute", {"Retry-After": str(wait)}
            )
