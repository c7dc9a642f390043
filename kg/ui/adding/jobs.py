"""Texts added from the app: each time a process of ``kg ingest``, watched from any page.

The process goes on when its page is left, and what it says is kept here for whoever asks by the
id of the job. The files stand in a folder of their own until it ends. Two may run at once;
whoever comes third waits.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kg.database import URL_VARIABLE
from kg.wording import visible

STAGES: Final[Mapping[str, str]] = {
    "read": "reading it",
    "parse": "taking the text apart",
    "extract": "finding claims, evidence and references",
    "resolve": "linking it with what is here",
    "store": "storing it",
}
_AT_ONCE: Final = 2
_KEPT: Final = 100
_END_SECONDS: Final = 5
_LOOK_SECONDS: Final = 0.5
_RUN: Final = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(slots=True)
class Added:
    """One thing that was given, how far it is, and how it ended.

    ``stage`` is one of :data:`STAGES`; ``outcome`` is that of ``kg ingest``, None before it
    ended; ``reason`` is one line where it was refused.
    """

    name: str
    stage: str | None = None
    outcome: str | None = None
    document_id: str | None = None
    reason: str | None = None


@dataclass
class Job:
    """Some texts on their way into a database."""

    id: str
    state: State
    items: dict[str, Added]
    error: str | None = None
    _process: subprocess.Popen[str] | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def over(self) -> bool:
        """Whether nothing more happens."""
        return self.state not in {State.WAITING, State.STARTING, State.RUNNING}

    @property
    def done(self) -> float:
        """How much of it is done, in [0, 1]: each stage counts the same."""
        order = list(STAGES)
        stages = [
            len(order) if one.outcome else order.index(one.stage) if one.stage in order else 0
            for one in self.items.values()
        ]
        return sum(stages) / (len(order) * max(len(stages), 1))

    def stop(self) -> None:
        """Have it end now; what is stored stays, and what is not leaves nothing behind."""
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()

    def run(self, url: str, folder: TemporaryDirectory[str], arguments: Sequence[str]) -> None:
        """Wait for a turn, run to the end, and take the folder away."""
        try:
            with folder:
                if self._has_turn():
                    try:
                        self.state = State.STARTING
                        self._ingest(url, Path(folder.name), arguments)
                    finally:
                        _turns.release()
        finally:
            self.state = self._ending()

    def _has_turn(self) -> bool:
        """Wait for a turn and take it; who is stopped before that takes none."""
        while not self._stopping.is_set():
            if _turns.acquire(timeout=_LOOK_SECONDS):
                return True
        return False

    def _ending(self) -> State:
        if all(one.outcome for one in self.items.values()) and self.error is None:
            return State.ENDED
        if self._stopping.is_set():
            return State.STOPPED
        self.error = self.error or "the program ended before it was done; the app's log says why"
        return State.FAILED

    def _ingest(self, url: str, folder: Path, arguments: Sequence[str]) -> None:
        # Modules are never looked for in the folder, where a file may be called json.py.
        safe = {"PYTHONSAFEPATH": "1", URL_VARIABLE: url}
        with subprocess.Popen(
            [sys.executable, "-c", _RUN, "ingest", "--json", "--progress", "json", *arguments],
            cwd=folder,
            env=os.environ | safe,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as process:
            self._process = process
            if self._stopping.is_set():
                process.terminate()
            assert process.stdout is not None
            assert process.stderr is not None
            steps = threading.Thread(target=self._follow, args=(process.stderr,), daemon=True)
            steps.start()
            for line in process.stdout:
                self._report(json.loads(line))
            steps.join()

    def _follow(self, lines: Iterable[str]) -> None:
        """Take in the steps; what else the process says is for the log, its errors for people."""
        for line in lines:
            try:
                step = json.loads(line)
            except ValueError:
                step = None
            if isinstance(step, dict):
                self._step(step)
            elif line.startswith("kg: "):
                self.error = line.removeprefix("kg: ").strip()
            elif line.strip():
                told = f"kg ingest ({self.id[:6]}): {visible(line.rstrip())}"
                print(told, file=sys.stderr, flush=True)

    def _step(self, step: Mapping[str, Any]) -> None:
        if "items" in step:
            with self._lock:  # a report, which another thread reads, may be here already
                known = self.items
                names = map(str, step["items"])
                self.items = {name: known.get(name) or Added(name) for name in names}
            self.state = State.RUNNING
        elif (item := self.items.get(str(step.get("name")))) is not None:
            item.stage = str(step.get("stage"))

    def _report(self, report: Mapping[str, Any]) -> None:
        name = str(report["name"])
        with self._lock:
            item = self.items.get(name) or Added(name)
            self.items = {**self.items, name: item}
        item.document_id = report["document_id"]
        item.reason = report["reason"]
        item.outcome = report["outcome"]


_turns: Final = threading.BoundedSemaphore(_AT_ONCE)
_jobs: Final[OrderedDict[str, Job]] = OrderedDict()
_lock: Final = threading.Lock()


def start(
    url: str,
    files: Mapping[str, bytes | memoryview],
    links: Sequence[str],
    options: Sequence[str] = (),
) -> Job:
    """Begin to add files, by their names (see :func:`kg.ui.adding.given.file_names`), and links.

    ``url`` is the database's, ``options`` are others of ``kg ingest``. Returns at once; the job is
    found again by its id.
    """
    folder = TemporaryDirectory(prefix="claimgraph-", ignore_cleanup_errors=True)
    top = Path(folder.name) / "given"
    top.mkdir()
    for name, content in files.items():
        (top / name).write_bytes(content)
    paths = [str(top / name) for name in files]
    job = Job(secrets.token_urlsafe(9), State.WAITING, {n: Added(n) for n in (*files, *links)})
    with _lock:
        _jobs[job.id] = job
        for old in [one.id for one in _jobs.values() if one.over][: max(len(_jobs) - _KEPT, 0)]:
            del _jobs[old]
    arguments = ["--relative-to", str(top), *options, "--", *paths, *links]
    threading.Thread(target=job.run, args=(url, folder, arguments), daemon=True).start()
    return job


def job(identifier: str) -> Job | None:
    """Return the job of an id; None where this app knows none, as after it was started again."""
    return _jobs.get(identifier)


def jobs() -> list[Job]:
    """Return the jobs since the app was started that are still known, the latest first."""
    with _lock:
        return list(reversed(_jobs.values()))


@atexit.register
def _stop_all() -> None:
    """End what runs when the app ends, so that no folder is left behind."""
    running = [one for one in _jobs.values() if not one.over]
    for one in running:
        one.stop()
    until = time.monotonic() + _END_SECONDS
    for one in running:
        if one._process is not None:
            _end(one._process, until)


def _end(process: subprocess.Popen[str], until: float) -> None:
    """Wait for a process that was asked to end; one that does not by then is killed."""
    try:
        process.wait(max(until - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
