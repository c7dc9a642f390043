"""``kg serve`` as people start it: a process on a database that others write."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.cli.endpoint import TOKEN_VARIABLE
from kg.database import Database
from tests.factories import document

KG = Path(sys.executable).with_name("kg")
COUNT = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d cg:fileName ?name }"
TOKEN = "0123456789abcdef-secret"


@contextmanager
def served(
    *options: str, stderr: Path, environment: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start ``kg serve`` on a free port; give the process and its address."""
    with (
        stderr.open("wb") as log,
        subprocess.Popen(
            [KG, "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | (environment or {}),
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, stderr.read_text()
            yield process, line.split()[2].removesuffix("/sparql")
        finally:
            process.kill()


def count(url: str, **headers: str) -> int:
    response = httpx.get(
        f"{url}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv", **headers}
    )
    assert response.status_code == 200, response.text
    return int(response.text.split()[1])


@pytest.fixture
def stored(tmp_path: Path) -> str:
    path = str(tmp_path / "claims.sqlite")
    with Database.open(path) as database:
        database.add(document("Mills pay.").bundle())
    return path


def test_it_sees_a_document_soon_after_it_was_stored(stored: str, tmp_path: Path) -> None:
    with served("--db", stored, stderr=tmp_path / "log") as (_, url), Database.open(stored) as ours:
        assert count(url) == 1
        ours.add(document("Mills silt up.", name="other.md").bundle())
        for _ in range(300):
            if count(url) == 2:
                break
            time.sleep(0.1)
        assert count(url) == 2
        [first, _] = ours.sources()
        ours.remove(first.id)
        for _ in range(300):
            if count(url) == 1:
                break
            time.sleep(0.1)
        assert count(url) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_all_its_processes(
    stored: str, tmp_path: Path, number: signal.Signals
) -> None:
    with served("--db", stored, stderr=tmp_path / "log") as (process, url):
        assert count(url) == 1
        children = descendants(process.pid)
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
        assert "Traceback" not in (tmp_path / "log").read_text()
        assert gone(children)


def test_a_signal_ends_it_in_the_middle_of_a_query(stored: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served("--db", stored, "--seconds", "600", stderr=log) as (process, url):
        with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as line:
            line.sendall(
                b"GET /sparql?query=ASK%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20"
                b"%3Fi.%3Fj%20%3Fk%20%3Fl.%20FILTER(%3Fa%3D%3Fnone)%7D HTTP/1.1\r\n"
                b"Host: localhost\r\n\r\n"
            )
            time.sleep(0.5)
            children = descendants(process.pid)
            assert len(children) >= 2
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        assert gone(children)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killed_at_once_it_leaves_no_process_behind(stored: str, tmp_path: Path) -> None:
    with served("--db", stored, stderr=tmp_path / "log") as (process, url):
        assert count(url) == 1
        children = descendants(process.pid)
        assert children
        process.kill()
        assert gone(children)


def descendants(parent: int) -> list[int]:
    """Return the processes under one; none where the system does not say."""
    if sys.platform != "linux":
        return []
    path = Path(f"/proc/{parent}/task/{parent}/children")
    children = [int(one) for one in path.read_text().split()] if path.exists() else []
    return [*children, *(below for child in children for below in descendants(child))]


def gone(processes: list[int]) -> bool:
    for _ in range(200):
        if not any(_runs(one) for one in processes):
            return True
        time.sleep(0.05)
    return False


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_log_holds_no_secrets(stored: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    environment = {TOKEN_VARIABLE: TOKEN}
    with served("--db", stored, stderr=log, environment=environment) as (process, url):
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert count(url, **bearer) == 1
        wrong = "another-secret-guess"
        for headers in ({}, {"Authorization": f"Bearer {wrong}"}, {"Authorization": TOKEN}):
            refused = httpx.get(f"{url}/sparql?query=ASK%7B%7D&token={wrong}", headers=headers)
            assert refused.status_code == 401
            assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert httpx.get(f"{url}/health").text == "ok\n"
        assert httpx.get(f"{url}/.well-known/void").status_code == 401
        httpx.get(f"{url}/a%0Ab%1B[31m")
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    written = log.read_text()
    assert len(written.splitlines()) == 7
    assert "GET /sparql 200" in written
    assert "GET /a\\nb\\x1b[31m 404" in written or "401" in written
    assert not any(secret in written for secret in (TOKEN, wrong, "ASK", "fileName", "\x1b"))


def kg(*arguments: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["serve", *arguments], env=environment)
    return result.exit_code, result.stderr


def test_what_it_refuses_to_start_with(stored: str, tmp_path: Path) -> None:
    assert kg("--db", stored, "--host", "0.0.0.0", "--port", "0") == (
        2,
        "kg: 0.0.0.0 can be reached by other machines: set a token, by --token-file or "
        f"{TOKEN_VARIABLE}\n",
    )
    short = tmp_path / "token"
    short.write_text("short\n")
    status, said = kg("--db", stored, "--token-file", str(short))
    assert (status, "at least 16" in said) == (2, True)
    status, said = kg("--db", str(tmp_path / "none.sqlite"))
    assert (status, "no database at" in said) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, said = kg("--db", stored, "--port", str(taken.getsockname()[1]))
        assert (status, "try --port" in said) == (1, True)
