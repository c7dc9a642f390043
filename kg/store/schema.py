"""Bringing a database to the schema of this version, and refusing one that is ahead of it.

Alembic is imported only where there is something to migrate: most commands find a database
that is up to date and should start fast.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.engine import Engine

from kg.errors import StoreError
from kg.store.creation import create
from kg.store.engine import shown, writer
from kg.store.rows import Row
from kg.store.tables import LOOKUPS, METADATA

HEAD: Final = "0007"
_VERSIONS: Final = tuple(f"{number:04}" for number in range(1, int(HEAD) + 1))
_MIGRATION_LOCK: Final = 0x6B67  # "kg", for PostgreSQL's advisory locks
_SEARCH_TABLES: Final = ("claim_words", "passage_words")


def prepare(engine: Engine) -> None:
    """Create the schema, or upgrade it, and fill the lookup tables; quick when up to date.

    Raises:
        StoreError: if the database is of a newer version, or holds somebody else's tables.
    """
    with engine.connect() as connection:
        ready = _version(connection) == HEAD and not _missing_kinds(connection)
    if not ready:
        with writer(engine).begin() as connection:
            _lock(connection)
            _upgrade(connection)
            for table, rows in _missing_kinds(connection).items():
                connection.execute(insert(METADATA.tables[table]), rows)


def is_ours(name: str | None) -> bool:
    """Whether a table belongs to the metadata, not to full-text search inside SQLite."""
    return not (name or "").startswith(_SEARCH_TABLES)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version == HEAD:
        return
    if version is not None and version not in _VERSIONS:
        raise StoreError(
            f"{shown(connection.engine.url)} was made by a newer version of claimgraph "
            f"(schema {version}, this version knows {HEAD}): upgrade claimgraph"
        )
    if version is not None:
        _run_migrations(connection)
    elif "document" in inspect(connection).get_table_names():
        raise StoreError(
            f"{shown(connection.engine.url)} holds tables of another program: name another"
        )
    else:
        create(connection, HEAD)


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "kg.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _missing_kinds(connection: Connection) -> dict[str, list[Row]]:
    missing = {}
    for table, rows in LOOKUPS.items():
        known = set(connection.scalars(select(table.c.name)))
        new = [row for row in rows if row["name"] not in known]
        if new:
            missing[table.name] = new
    return missing
