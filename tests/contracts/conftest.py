"""A real PostgreSQL server, started once a session, beside SQLite files."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from kg.rdf.project import Projection
from kg.store import Store

_BINARIES = "/usr/lib/postgresql"
_numbers = count()


def _binaries() -> Path:
    """Return the folder of the newest server's programs; skip where there is none."""
    on_path = shutil.which("pg_ctl")
    found = sorted(Path(_BINARIES).glob("*/bin/pg_ctl"), key=lambda p: float(p.parts[-3]))
    if not found and on_path is None:
        pytest.skip("needs a PostgreSQL server: install the package postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _as_server(folder: Path, *command: str | Path) -> subprocess.Popen[bytes]:
    """Start a program as a user that PostgreSQL runs under: it refuses to be root."""
    user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a fresh server on a free port of this machine, ended with the session."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="kg-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "log").touch()
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(folder / "log", "postgres")
        data = folder / "data"
        made = _as_server(
            folder,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "kg",
            "-A",
            "trust",
            "--no-sync",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
        )
        assert made.wait(120) == 0, (folder / "log").read_text()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = _as_server(
            folder,
            binaries / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={folder}",
            "-c",
            "fsync=off",
            "-c",
            "shared_buffers=32MB",
        )
        try:
            _await(f"postgresql://kg@127.0.0.1:{port}/postgres", server, folder / "log")
            yield f"kg@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: its data are thrown away
            server.wait(30)


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}")


@contextmanager
def _database(server: str, template: str) -> Iterator[str]:
    """The URL of a copy of a database of the server, dropped in the end."""
    name = f"kg{next(_numbers)}"
    with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield f"postgresql://{server}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: str) -> str:
    """The name of a database with our tables and nothing in them, to be copied."""
    with psycopg.connect(f"postgresql://{postgres_server}/postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE claims")
    Store.open(f"postgresql://{postgres_server}/claims", project=Projection()).close()
    return "claims"


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a database without tables."""
    with _database(postgres_server, "template1") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, postgres_schema: str) -> Iterator[str]:
    """The URL of a database without records."""
    with _database(postgres_server, postgres_schema) as url:
        yield url


_KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'claims.sqlite'}"


@pytest.fixture(params=_KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, of each kind that we promise."""
    if request.param == "sqlite":
        return _sqlite(tmp_path)
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with our tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("blank") / "claims.sqlite"
    Store.open(f"sqlite:///{path}", project=Projection()).close()
    return path


@pytest.fixture(params=_KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, blank: Path) -> str:
    """The URL of a database without records, of each kind that we promise."""
    if request.param == "sqlite":
        shutil.copy(blank, tmp_path)
        return _sqlite(tmp_path)
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store with the projection that the program uses."""
    with Store.open(database_url, project=Projection()) as opened:
        yield opened
