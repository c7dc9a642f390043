"""The handle on the worker process: start it, ask it, kill it at a limit."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.errors import QueryError

_SCRIPT = Path(__file__).with_name("worker.py")


class QueryWorker:
    """A running :mod:`kg.rdf.worker` and what it was told so far.

    It is no multiprocessing child, because spawning one runs the main module again, which
    under Streamlit is a page.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # At the end of memory or stack the engine prints a dump; the QueryError says it.
            stderr=subprocess.DEVNULL,
        )
        self._end = weakref.finalize(self, _end, self._process)

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._end.alive and self._process.poll() is None

    def replace(self, graphs: Sequence[tuple[str, str | None]]) -> None:
        """Replace graphs in the worker's store; None drops one."""
        self._ask({"graphs": graphs})

    def query(self, request: dict[str, Any], limit_seconds: float) -> dict[str, str]:
        """Return the worker's answer, or kill the worker when the time is over.

        Raises:
            QueryError: at the limit, or when the query ends the process (out of memory).
        """
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            self._process.kill()

        timer = threading.Timer(limit_seconds, stop)
        timer.start()
        try:
            return self._ask(request)
        except EOFError as error:
            reason = (
                f"was stopped after {limit_seconds:g} seconds; narrow it or raise the limit"
                if expired.is_set()
                else "ended its process, probably for lack of memory; narrow it"
            )
            raise QueryError(f"the query {reason}") from error
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        self._end()

    def _ask(self, request: dict[str, Any]) -> dict[str, str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            self.close()
            raise EOFError from error
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            self.close()
            raise EOFError
        answer: dict[str, str] = json.loads(line)
        return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(BrokenPipeError):  # it died with a request half written
                stream.close()
