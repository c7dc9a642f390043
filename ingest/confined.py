"""A function run in a process of its own, within limits of time and memory.

What parses hostile input may loop, take all memory, or crash in a C library. The process is
a plain child that waits for calls and is kept from one to the next, so that a call costs
milliseconds; after a call that ended badly another is started. It is no multiprocessing child,
because those run the main module again (under Streamlit, a page), and because a daemonic
worker may have none. It bounds what an accident costs, and is no sandbox.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from enum import Enum
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, TypeVar

from kg.errors import RefusedError

R = TypeVar("R")

_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 5.0
_CALLS_A_PROCESS: Final = 100  # bounds what a library leaks
_MEGABYTE: Final = 1_000_000
_SCRIPT: Final = "import sys; sys.path[:] = {path!r}; from ingest.confined import serve; serve()"


class _Outcome(Enum):
    RETURNED = "returned"
    RAISED = "raised"
    TOO_LONG = "was given up after {seconds:g} seconds; split it or simplify it"
    TOO_LARGE = "takes over {megabytes:,} MB of memory to read; split it or simplify it"
    CRASHED = "crashes what reads it ({value}); it is probably corrupt"


def confined(
    function: Callable[..., R], *arguments: object, name: str, seconds: float, megabytes: int
) -> R:
    """Return ``function(*arguments)``, called in another process within limits.

    ``function``, arguments and result are pickled, so the function stands at the top of an
    importable module. ``seconds`` are of the wall clock, without the start of the process;
    ``megabytes`` (of 10^6 bytes) are of address space beyond what the process has when the
    call begins, and are enforced on Linux only. ``name`` is the document's, for messages.
    What the function prints is lost. Calls from several threads wait for each other.

    Raises:
        RefusedError: past a limit, when the process dies, or when the function raises it.
        Exception: any other that the function raises, with its traceback as a note.
    """
    request = pickle.dumps((function, arguments, megabytes))
    with _lock:
        outcome, value = _process().call(request, seconds)
    if outcome is _Outcome.RETURNED:
        result: R = value
        return result
    if outcome is _Outcome.RAISED:
        raise value
    reason = outcome.value.format(seconds=seconds, megabytes=megabytes, value=value)
    raise RefusedError(f"{name}: {reason}")


class _Process:
    """The child, as its parent sees it."""

    def __init__(self) -> None:
        self._calls = 0
        self._connection, theirs = Pipe()
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-c", _SCRIPT.format(path=sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        if not self._connection.poll(_START_SECONDS):
            self.kill()
            raise TimeoutError("the process that reads documents does not start")
        self._connection.recv()

    @property
    def usable(self) -> bool:
        """Whether it can be given another call."""
        return self._child.poll() is None and self._calls < _CALLS_A_PROCESS

    def call(self, request: bytes, seconds: float) -> tuple[_Outcome, Any]:
        """Return how a call ended, with its value or exception; kill the child if badly."""
        self._calls += 1
        answered = False
        try:
            self._connection.send_bytes(request)
            if not self._connection.poll(seconds):
                return _Outcome.TOO_LONG, None
            outcome, value = self._connection.recv()
            answered = outcome in (_Outcome.RETURNED, _Outcome.RAISED)
            return outcome, value
        except (EOFError, OSError):
            return _Outcome.CRASHED, _death(self._child.wait())
        finally:  # an interrupt, too, leaves a call that nobody waits for
            if not answered:
                self.kill()

    def close(self) -> None:
        """Let the child, which waits for a call, end by itself."""
        self._connection.close()
        try:
            self._child.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the child, whatever it does."""
        self._connection.close()
        self._child.kill()
        self._child.wait()

    def disown(self) -> None:
        """Leave the child to the process that this one was forked from."""
        self._connection.close()
        self._child.returncode = 0  # else it is waited for, in vain


def _process() -> _Process:
    if _kept and not _kept[0].usable:
        _kept.pop().close()
    if not _kept:
        _kept.append(_Process())
    return _kept[0]


def _close() -> None:
    while _kept:
        _kept.pop().close()


def _disown() -> None:
    global _lock
    _lock = threading.Lock()
    while _kept:
        _kept.pop().disown()


_lock = threading.Lock()
_kept: list[_Process] = []  # the child, while there is one
atexit.register(_close)
os.register_at_fork(after_in_child=_disown)


def serve() -> None:
    """Answer the calls that come in on standard input until it closes: the child's side."""
    connection = Connection(os.dup(0))
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection.send(None)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            connection.send_bytes(_answer(connection.recv_bytes(), connection))


def _answer(request: bytes, connection: Connection) -> bytes:
    try:
        function, arguments, megabytes = pickle.loads(request)
        with _dying_with_parent(connection), _address_space(megabytes):
            return pickle.dumps((_Outcome.RETURNED, function(*arguments)))
    except MemoryError:
        return pickle.dumps((_Outcome.TOO_LARGE, None))
    except Exception as error:
        return pickle.dumps((_Outcome.RAISED, _portable(error)))


def _portable(error: Exception) -> Exception:
    """Return an exception that can be pickled, with its traceback as a note."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever its class does when it is copied
        return RuntimeError(error.__notes__[-1])
    return error


@contextlib.contextmanager
def _address_space(megabytes: int) -> Iterator[None]:
    """Hold what is done within to so much address space more than there is."""
    if sys.platform != "linux":
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextlib.contextmanager
def _dying_with_parent(connection: Connection) -> Iterator[None]:
    """Have the system end this process when the parent's end closes while a call runs.

    The parent sends nothing meanwhile, so that any event is that one. Its signal, SIGIO, ends
    a process by default (not on macOS, where the process ends after the call).
    """
    descriptor = connection.fileno()
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
    try:
        if connection.poll():  # it closed before
            raise EOFError
        yield
    finally:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags)


def _death(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit status {code}"
