"""The handles on the processes of :mod:`kg.rdf.worker`: start them, ask them, kill them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from kg.closing import Closing
from kg.errors import QueryLimitError, StoreError
from kg.rdf.framing import Message, exchange, receive, send
from kg.rdf.holding import Change

_BATCH: Final = 8_000_000  # bytes of N-Quads in one message

_END_SECONDS: Final = 0.3

_BEHIND: Final = 10  # of 19, as nice has it

Graph = tuple[str, str | None]
"""A named graph: its IRI and its N-Quads, None for one that is no more."""


class Graphs(Protocol):
    """Graphs of which one knows how many there are; they may be read while one goes through."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Graph]: ...


class Worker:
    """A process that answers one query at a time.

    It is not waited for before :meth:`Holder.reap`, so that its number stays its own.
    """

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self._connection = connection
        self._slow = False
        self.spent = False

    def ask(self, request: Message) -> tuple[Message, bytes]:
        """Return the answer and its bytes; afterwards ``spent`` says that it is of no more use.

        Raises:
            QueryLimitError: past the time limit, or if the query ended the process.
        """
        with self._asked(request):
            send(self._connection, request)
            reply, payload, _ = receive(self._connection, request["limit_seconds"])
        return self._answered(reply, payload)

    async def ask_soon(self, request: Message) -> tuple[Message, bytes]:
        """Do the same as :meth:`ask`, without a thread that waits."""
        with self._asked(request):
            async with asyncio.timeout(request["limit_seconds"]):
                reply, payload = await exchange(self._connection, request)
        return self._answered(reply, payload)

    @contextlib.contextmanager
    def _asked(self, request: Message) -> Iterator[None]:
        """Turn what happens to a process into what that means for its query."""
        self.spent = True
        try:
            yield
        except TimeoutError as error:
            raise QueryLimitError(
                f"the query was stopped after {request['limit_seconds']:g} seconds; "
                "narrow it or raise the limit"
            ) from error
        except (EOFError, OSError) as error:
            raise QueryLimitError(
                "the query ended its process, probably for lack of memory; narrow it"
            ) from error

    def _answered(self, reply: Message, payload: bytearray) -> tuple[Message, bytes]:
        self.spent = reply.pop("spent") or self._slow
        return reply, bytes(payload)

    @property
    def alive(self) -> bool:
        """Whether it still waits for a query."""
        try:
            self._connection.setblocking(False)
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        """End it, also in the middle of a query."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)

    def slow_down(self) -> None:
        """Let other processes go first, from now on."""
        self._slow = True
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.number, _BEHIND)

    def close(self) -> None:
        """End it and let go of its socket."""
        self.kill()
        self._connection.close()


class Control:
    """What another thread can do to a query, whether it runs already or not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.stopped = False

    def stop(self) -> None:
        """End the query under way, and any that would come."""
        with self._lock:
            self.stopped = True
            if self._worker is not None:
                self._worker.kill()

    def slow_down(self) -> None:
        """Let the query under way go on behind those of others."""
        with self._lock:
            if self._worker is not None:
                self._worker.slow_down()

    @contextlib.contextmanager
    def over(self, worker: Worker) -> Iterator[None]:
        """Control what a worker does within the block."""
        with self._lock:
            self._worker = worker
            if self.stopped:
                worker.kill()
        try:
            yield
        finally:
            with self._lock:
                self._worker = None


class Holder(Closing):
    """The process that holds the quads and forks workers. Threads may share it.

    It is no multiprocessing child, because spawning one runs the main module again, which
    under Streamlit is a page.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.rdf.worker"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # At the end of memory or stack the engine prints a dump; the error says it.
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a terminal's interrupt is for us to act on
            )
        self._control = ours
        self._dead: deque[int] = deque()
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, _end, self._process, ours)

    @property
    def alive(self) -> bool:
        """Whether it can still be told anything."""
        return self._end.alive and self._process.poll() is None

    def replace(self, graphs: Iterable[Graph]) -> None:
        """Replace graphs in what later workers answer from; None drops one.

        Few are in memory at a time: some are read while those before them are taken in. No
        worker is forked meanwhile.

        Raises:
            StoreError: if the process is gone.
        """
        with self._lock:
            sent = 0
            for batch in batches(graphs):
                sizes = [(name, None if text is None else len(text)) for name, text in batch]
                self._send({"replace": sizes}, b"".join(text or b"" for _, text in batch))
                if sent:
                    self._reply()
                sent += 1
            if sent:
                self._reply()

    def merge(self) -> None:
        """Let later workers answer from the merge of all graphs also where graphs are named.

        Raises:
            StoreError: if the process is gone.
        """
        with self._lock:
            self._send({"merge": True})
            self._reply()

    def fork(self, memory_bytes: int, *, network: bool) -> Worker:
        """Return a new worker over the quads as they are now; see :func:`kg.rdf.worker.work`.

        Raises:
            StoreError: if the process is gone.
        """
        ours, theirs = socket.socketpair()
        settings = {"memory_bytes": memory_bytes, "network": network}
        with theirs, self._lock:
            self._send(settings, passed=theirs)
            number = self._reply()["worker"]
        return Worker(number, ours)

    def reap(self, worker: Worker) -> None:
        """End a worker for good; its number is let go with the next message."""
        worker.close()
        self._dead.append(worker.number)

    def close(self) -> None:
        """End the process, and with it its workers."""
        self._end()

    def _send(
        self, message: Message, payload: bytes = b"", passed: socket.socket | None = None
    ) -> None:
        dead = [self._dead.popleft() for _ in range(len(self._dead))]
        with _gone():
            send(self._control, {**message, "reap": dead}, payload, passed)

    def _reply(self) -> Message:
        with _gone():
            return receive(self._control)[0]


@contextlib.contextmanager
def _gone() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise StoreError("the process that holds the quads is gone; try again") from error


def batches(graphs: Iterable[Graph]) -> Iterator[list[Change]]:
    """Cut graphs into pieces of a bearable size."""
    batch: list[Change] = []
    size = 0
    for name, nquads in graphs:
        # What is no text, pyoxigraph refuses.
        text = None if nquads is None else nquads.encode("utf-8", "surrogatepass")
        batch.append((name, text))
        size += len(text or b"")
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _end(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    """Close the socket, at which the process kills its workers, and make sure that it goes."""
    with contextlib.suppress(OSError):  # the process is gone already
        control.shutdown(socket.SHUT_RDWR)  # a thread that waits at it would keep it open
    control.close()
    try:
        process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:  # in the middle of a long load
        process.kill()
        process.wait()
