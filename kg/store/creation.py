"""A new database: all its tables made in one go, as the migrations would have left them.

Alembic's cookbook advises this for databases that start empty. The statements for search are
those of migration 0002 as they are now; a test holds both ways to the same result.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert
from sqlalchemy.schema import CreateTable

from kg.store.tables import METADATA, REVISION

_VERSION: Final = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
_SEARCHED: Final = (("claim", "wording"), ("passage", "exact"))
_STEMMER: Final = (
    "CREATE TEXT SEARCH DICTIONARY claimgraph_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION claimgraph (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION claimgraph
    ALTER MAPPING FOR asciiword, word, numword WITH claimgraph_stem""",
)
_SQLITE: Final = (
    """CREATE TABLE {table}_words_key (
    number INTEGER PRIMARY KEY, id VARCHAR(64) NOT NULL UNIQUE
)""",
    """CREATE VIRTUAL TABLE {table}_words USING fts5 (
    words, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
)""",
    """CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_words_key (id) VALUES (new.id);
    INSERT INTO {table}_words (rowid, words)
        SELECT number, new.{column} FROM {table}_words_key WHERE id = new.id;
END""",
    """CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, words)
        SELECT 'delete', number, old.{column} FROM {table}_words_key WHERE id = old.id;
    DELETE FROM {table}_words_key WHERE id = old.id;
END""",
    """CREATE TRIGGER {table}_words_update AFTER UPDATE OF {column} ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, words)
        SELECT 'delete', number, old.{column} FROM {table}_words_key WHERE id = old.id;
    INSERT INTO {table}_words (rowid, words)
        SELECT number, new.{column} FROM {table}_words_key WHERE id = new.id;
END""",
)
_POSTGRESQL: Final = (
    """CREATE INDEX {table}_words ON {table}
    USING gin (to_tsvector('claimgraph', translate({column}, '-/._+@:', '       ')))""",
)
_ONCE: Final = {"postgresql": _STEMMER}
_FOR_EACH: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def create(connection: Connection, version: str) -> None:
    """Make all tables in a database that has none of them, and note their version."""
    METADATA.create_all(connection, checkfirst=False)
    dialect = connection.dialect.name
    for statement in _ONCE.get(dialect, ()):
        connection.exec_driver_sql(statement)
    for table, column in _SEARCHED:
        for statement in _FOR_EACH.get(dialect, ()):
            connection.exec_driver_sql(statement.format(table=table, column=column))
    connection.execute(insert(REVISION).values(id=1, value=0))
    connection.execute(CreateTable(_VERSION))
    connection.execute(insert(_VERSION).values(version_num=version))
