"""Opening a database: URLs, pragmas, transactions, and errors that a user can read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import URL, Connection, Engine, make_url

from kg.errors import IntegrityError, StoreError

LOCK_SECONDS: Final = 30
_WRITES: Final = "kg_writes"


def parse_url(text: str) -> URL:
    """Return a parsed URL, with our driver where it names none.

    Raises:
        StoreError: if it cannot be parsed; the message holds no part of the URL, which may
            hold a password.
    """
    unreadable = StoreError(
        "the database URL cannot be read; write sqlite:///PATH or "
        "postgresql://USER:PASSWORD@HOST:PORT/NAME, with special characters as %XX"
    )
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError):
        raise unreadable from None
    if url.get_backend_name() != "sqlite" and "@" in f"{url.host}{url.database}":
        raise unreadable  # a password with a bare "@", part of which was taken for the host
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def make_engine(url: URL) -> Engine:
    """Return an engine for a URL; nothing is opened yet.

    Raises:
        StoreError: if the driver that the URL names is not installed.
    """
    sqlite = url.get_backend_name() == "sqlite"
    try:
        arguments: dict[str, Any] = {"timeout": LOCK_SECONDS} if sqlite else {}
        engine = sa.create_engine(url, connect_args=arguments)
    except (ImportError, exc.NoSuchModuleError):
        raise StoreError(_missing_driver(url)) from None
    if sqlite:
        _make_folder(url)
        sa.event.listen(engine, "connect", _set_pragmas)
        sa.event.listen(engine, "begin", _begin)
    return engine


def reader(engine: Engine) -> Engine:
    """Return the engine for reading: all queries of a transaction see one state."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def writer(engine: Engine) -> Engine:
    """Return the engine for writing."""
    return engine.execution_options(**{_WRITES: True})


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what a driver raises into a StoreError of one line.

    Raises:
        IntegrityError: if data break a constraint of the database.
        StoreError: if the database is no database, locked, unwritable or unreachable.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise IntegrityError(f"{shown(url)} refuses the data: {_line(error, url)}") from error
    except exc.DBAPIError as error:
        raise StoreError(f"{shown(url)}: {_line(error, url)}{_remedy(error)}") from error


def shown(url: URL) -> str:
    """Return how a message names a database: without user, password and options."""
    if url.get_backend_name() == "sqlite":
        return f"the database {url.database or ':memory:'}"
    return f"the database {url.database} on {url.host or 'this machine'}"


def _missing_driver(url: URL) -> str:
    if url.get_backend_name() == "postgresql":
        return "PostgreSQL needs a driver: pip install 'claimgraph[postgres]'"
    return f"no driver for databases of the kind {url.drivername} is installed"


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}") from None


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by _begin, not by the driver, which would begin them late.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _line(error: exc.DBAPIError, url: URL) -> str:
    text = " ".join(str(error.orig).split())
    secrets = [url.password, *(url.query.get(name) for name in ("password", "sslpassword"))]
    for secret in secrets:
        if secret:
            text = text.replace(str(secret), "***")
    return text


def _remedy(error: exc.DBAPIError) -> str:
    text = str(error.orig)
    remedies = {
        "database is locked": "; another process is writing to it: try again when it has ended",
        "file is not a database": "; name another file, or move this one away",
        "unable to open": "; check that the path is a file in a folder that you may write to",
        "readonly": "; check the permissions of the file and of its folder",
        "disk is full": "; make room on the disk and try again",
    }
    return next((remedy for sign, remedy in remedies.items() if sign in text), "")
