"""Where the reading of many documents runs: in this process or in a pool of them.

One interface, so that a cluster can take the place of the pool. Results come in the order
of the items, each with its error if it has one, so that one bad item stops nothing.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Protocol, TypeVar

from kg.errors import RefusedError

T = TypeVar("T")
R = TypeVar("R")


class Executor(Protocol):
    """Applies a function to items; a RefusedError is a result, any other error is raised."""

    def map(
        self, function: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | RefusedError]]:
        """Yield each item with its result or the RefusedError that it ended in, in order."""
        ...


class InProcess:
    """One item after the other, here."""

    def map(
        self, function: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | RefusedError]]:
        """See :class:`Executor`."""
        for item in items:
            yield item, _attempt(function, item)


class ProcessPool:
    """Several worker processes, each of which loads the models once.

    At most two items a worker are in flight, so that memory stays bounded.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(
        self, function: Callable[[T], R], items: Iterable[T]
    ) -> Iterator[tuple[T, R | RefusedError]]:
        """See :class:`Executor`."""
        context = multiprocessing.get_context("spawn")
        pending: deque[tuple[T, Future[R | RefusedError]]] = deque()
        with ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            for item in items:
                pending.append((item, pool.submit(_attempt, function, item)))
                if len(pending) >= 2 * self.workers:
                    done, future = pending.popleft()
                    yield done, future.result()
            while pending:
                done, future = pending.popleft()
                yield done, future.result()


def executor(jobs: int) -> Executor:
    """Return the executor for a number of parallel jobs."""
    return InProcess() if jobs == 1 else ProcessPool(jobs)


def _attempt(function: Callable[[T], R], item: T) -> R | RefusedError:
    try:
        return function(item)
    except RefusedError as error:
        return error
    finally:
        _trim()


def _trim() -> None:
    """Give the system back what parses and batches took: glibc keeps it, storing needs it.

    After a book that is 150 MB.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not in musl
        if trim is not None:
            trim(0)
