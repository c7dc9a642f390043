"""Texts are added by a process of its own: several at once, to be stopped, leaving nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from pathlib import Path

import pytest

from kg.database import Database, database_url
from kg.ui.adding import jobs
from kg.ui.adding.jobs import Added, Job, State

ESSAY = "# Engines\n\nSmall engines are better than large engines. They require good steel.\n"
PATIENCE = 240


def ended(job: Job) -> Job:
    limit = time.monotonic() + PATIENCE
    while not job.over:
        assert time.monotonic() < limit, job
        time.sleep(0.1)
    return job


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made, to be empty again afterwards."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def test_two_may_add_at_once_and_a_module_among_the_files_is_not_run(
    tmp_path: Path, folder: Path
) -> None:
    url = database_url(str(tmp_path / "claims.sqlite"))
    trap = b"raise SystemExit('imported')\n# Words enough to be a text."
    one = jobs.start(url, {"one.md": ESSAY.encode(), "json.py": trap}, [])
    other = jobs.start(url, {"other.md": ESSAY.replace("ngines", "nds").encode()}, [])
    assert jobs.job(one.id) is one
    assert {ended(one).state, ended(other).state} == {State.ENDED}, (one, other)
    assert one.items["one.md"].outcome == "added"
    assert other.items["other.md"].outcome == "added"
    assert one.done == 1
    with Database.open(url) as database:
        assert {source.name for source in database.sources()} >= {"one.md", "other.md"}
        assert str(folder) not in json.dumps(list(database.store.dump()), default=str)
    assert list(folder.iterdir()) == []


def test_what_is_stopped_leaves_nothing_behind(tmp_path: Path, folder: Path) -> None:
    url = database_url(str(tmp_path / "claims.sqlite"))
    job = jobs.start(url, {"one.md": ESSAY.encode()}, [])
    job.stop()
    assert ended(job).state is State.STOPPED
    assert job.error is None
    assert list(folder.iterdir()) == []
    with Database.open(url) as database:
        assert database.sources() == []


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "claims.sqlite").write_text("no database " * 100)
    job = ended(jobs.start(database_url(str(tmp_path / "claims.sqlite")), {"a.md": b"Text."}, []))
    assert job.state is State.FAILED
    assert "claims.sqlite" in (job.error or "")
    assert "\n" not in (job.error or "")
    assert list(folder.iterdir()) == []


def test_an_unknown_job_is_none() -> None:
    assert jobs.job("nothing") is None


def test_who_is_stopped_while_others_are_at_work_waits_for_nobody(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_turns", threading.BoundedSemaphore(1))
    with jobs._turns:
        job = jobs.start(str(tmp_path), {"one.md": ESSAY.encode()}, [])
        assert job.state is State.WAITING
        job.stop()
        assert ended(job).state is State.STOPPED
    assert list(folder.iterdir()) == []


def test_a_report_that_overtakes_the_list_of_items_is_kept() -> None:
    job = Job("id", State.STARTING, {"one.md": Added("one.md")})
    job._report({"name": "one.md", "document_id": None, "reason": "no", "outcome": "refused"})
    job._step({"items": ["one.md", "other.md"]})
    assert [item.outcome for item in job.items.values()] == ["refused", None]


@pytest.mark.parametrize("before", [jobs._KEPT * 3 // 4, jobs._KEPT])
def test_the_latest_jobs_are_known_as_many_as_are_kept(
    before: int, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {str(number): Job(str(number), State.ENDED, {}) for number in range(before)}
    monkeypatch.setattr(jobs, "_jobs", OrderedDict(known))
    job = jobs.start(str(tmp_path), {}, [])
    job.stop()
    assert len(jobs.jobs()) == min(before + 1, jobs._KEPT)
    assert jobs.jobs()[0] is job
    ended(job)
    assert list(folder.iterdir()) == []


def test_one_that_does_not_end_keeps_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sleep = "import signal, time; print(1, flush=True); time.sleep(600)"
    deaf = sleep.replace("; print", "; signal.signal(signal.SIGTERM, signal.SIG_IGN); print")
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, encoding="utf-8")
        for code in (deaf, deaf, sleep)
    ]
    for one in started:
        assert one.stdout is not None
        one.stdout.readline()
    known = {str(n): Job(str(n), State.RUNNING, {}, _process=one) for n, one in enumerate(started)}
    monkeypatch.setattr(jobs, "_jobs", OrderedDict(known))
    monkeypatch.setattr(jobs, "_END_SECONDS", 0.5)
    try:
        jobs._stop_all()
        assert [one.poll() is None for one in started] == [False] * 3
    finally:
        for one in started:
            one.kill()
            one.communicate()
