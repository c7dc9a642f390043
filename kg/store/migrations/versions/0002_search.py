"""Full-text search over the wordings of claims and the words of passages.

SQLite: an FTS5 table without content of its own, kept by triggers. Its row numbers come
from a key table, because VACUUM may renumber a table whose key is text.
PostgreSQL: an index over a configuration that stems English but drops no stop words, so
that both find the same.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEARCHED = (("claim", "wording"), ("passage", "exact"))

SQLITE = """
CREATE TABLE {table}_words_key (
    number INTEGER PRIMARY KEY, id VARCHAR(64) NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE {table}_words USING fts5 (
    words, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_words_key (id) VALUES (new.id);
    INSERT INTO {table}_words (rowid, words)
        SELECT number, new.{column} FROM {table}_words_key WHERE id = new.id;
END;
CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, words)
        SELECT 'delete', number, old.{column} FROM {table}_words_key WHERE id = old.id;
    DELETE FROM {table}_words_key WHERE id = old.id;
END;
CREATE TRIGGER {table}_words_update AFTER UPDATE OF {column} ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, words)
        SELECT 'delete', number, old.{column} FROM {table}_words_key WHERE id = old.id;
    INSERT INTO {table}_words (rowid, words)
        SELECT number, new.{column} FROM {table}_words_key WHERE id = new.id;
END
"""

POSTGRESQL_STEMMER = """
CREATE TEXT SEARCH DICTIONARY claimgraph_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION claimgraph (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION claimgraph
    ALTER MAPPING FOR asciiword, word, numword WITH claimgraph_stem
"""
POSTGRESQL = """
CREATE INDEX {table}_words ON {table}
    USING gin (to_tsvector('claimgraph', translate({column}, '-/._+@:', '       ')))
"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for table, column in SEARCHED:
            _run(SQLITE.format(table=table, column=column), ";\nCREATE")
    elif dialect == "postgresql":
        _run(POSTGRESQL_STEMMER, ";\n")
        for table, column in SEARCHED:
            _run(POSTGRESQL.format(table=table, column=column), ";\n")


def _run(script: str, end: str) -> None:
    head, *tail = script.strip().split(end)
    keyword = end.removeprefix(";\n")
    for statement in (head, *(keyword + rest for rest in tail)):
        op.execute(statement)
