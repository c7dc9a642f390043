"""Full-text search over the wordings of claims and the words of passages.

All words must occur; words in double quotes must follow each other. English endings are
ignored, on SQLite accents too. What a user writes is data: no other sign has a meaning.
SQLite answers with FTS5, PostgreSQL with text search vectors, other databases by comparing
each text (slow, and a word is found inside a longer one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, Table, func

_PHRASE_OR_CHUNK: Final = re.compile(r'"([^"]+)"|([^"\s]+)')
_WORD: Final = re.compile(r"[^\W_]+")
_SEPARATORS: Final = "-/._+@:"  # as in the index of migration 0002

_LONGEST: Final = 10_000
_MOST: Final = 64

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A query restricted to rows that match, and their rank: the lower, the better."""

    query: Select[Any]
    rank: ColumnElement[float]


def phrases(text: str) -> list[Phrase]:
    """Return what to look for: sequences of words, most of them of length one.

    Of an endless text that is as much as a person would write: databases refuse more, or end.
    """
    found: list[Phrase] = []
    for quoted, chunk in _PHRASE_OR_CHUNK.findall(text[:_LONGEST]):
        words = _WORD.findall(quoted or chunk)
        found += [tuple(words)] if quoted and words else [(word,) for word in words]
    return list(dict.fromkeys(found))[:_MOST]


def restrict(
    query: Select[Any], dialect: str, column: sa.Column[str], wanted: list[Phrase]
) -> Ranked:
    """Restrict a query over a searched table (see migration 0002) to the rows that match.

    ``wanted`` must not be empty.
    """
    ways = {"sqlite": _sqlite, "postgresql": _postgresql}
    return ways.get(dialect, _any_dialect)(query, column, wanted)


def _sqlite(query: Select[Any], column: sa.Column[str], wanted: list[Phrase]) -> Ranked:
    table = column.table
    assert isinstance(table, Table)
    words = sa.table(f"{table.name}_words", sa.column("rowid"), sa.column("rank", sa.Double()))
    key = sa.table(f"{table.name}_words_key", sa.column("number"), sa.column("id"))
    expression = " ".join('"' + " ".join(phrase) + '"' for phrase in wanted)
    matching = sa.literal_column(words.name).op("MATCH")(expression)
    joined = query.join(key, key.c.id == table.c.id).join(words, words.c.rowid == key.c.number)
    return Ranked(joined.where(matching), words.c.rank)


def _postgresql(query: Select[Any], column: sa.Column[str], wanted: list[Phrase]) -> Ranked:
    language: ColumnElement[str] = sa.literal_column("'claimgraph'")
    spaces = " " * len(_SEPARATORS)
    separated = func.translate(
        column, sa.literal_column(f"'{_SEPARATORS}'"), sa.literal_column(f"'{spaces}'")
    )
    vector = func.to_tsvector(language, separated)
    parts: Iterator[ColumnElement[Any]] = (
        func.phraseto_tsquery(language, " ".join(phrase)) for phrase in wanted
    )
    sought = reduce(lambda so_far, part: so_far.op("&&")(part), parts)
    return Ranked(query.where(vector.op("@@")(sought)), -func.ts_rank(vector, sought))


def _any_dialect(query: Select[Any], column: sa.Column[str], wanted: list[Phrase]) -> Ranked:
    for phrase in wanted:
        query = query.where(column.icontains(" ".join(phrase), autoescape=True))
    return Ranked(query, sa.literal(0.0))
