"""What is called by some words, and claims by the words sought: what the search box asks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, func, or_, select

from kg.model import Claim, Concept, Dependency, Document, Question
from kg.store import claims, search
from kg.store.assertions import held_assertions
from kg.store.connected import Connected
from kg.store.rows import load_ids
from kg.store.sources import load_sources
from kg.store.standing import not_rejected
from kg.store.tables import TABLES
from kg.views import ClaimFilter, ClaimRow, Named, Quote
from kg.wording import lacking, stem

_CONCEPT, _DEPENDENCY, _DOCUMENT, _QUESTION = (
    TABLES[cls] for cls in (Concept, Dependency, Document, Question)
)
_NAMES: Final = {
    Question: (_QUESTION.c.wording,),
    Document: (_DOCUMENT.c.title, _DOCUMENT.c.name, _DOCUMENT.c.authors),
    Concept: (_CONCEPT.c.label, _CONCEPT.c.alternatives),
}
"""By what each is found; the first is its name."""
_LONGEST: Final = 200
_WORDS: Final = 64
_TRIED: Final = 200


class Naming(Connected):
    """What can be asked of a store in words."""

    def named(self, text: str, most: int = 5) -> Named:
        """Return the questions, sources and concepts whose names have all words of a text.

        English endings make no difference, nor does case. Of endless texts only the first
        words are looked for.
        """
        words = (word for one in search.phrases(text) for word in one)
        sought = [word[:_LONGEST] for word in islice(words, _WORDS)]
        with self._read() as connection:
            questions, documents, concepts = (
                _ids(connection, columns, sought, most) for columns in _NAMES.values()
            )
            return Named(
                tuple(load_ids(connection, Question, questions)[one] for one in questions),
                tuple(load_sources(connection, documents)[one] for one in documents),
                tuple(load_ids(connection, Concept, concepts)[one] for one in concepts),
            )

    def claim_ids(self, wanted: ClaimFilter) -> list[str]:
        """Return the ids of all claims that a filter keeps, whatever its limit and order."""
        with self._read() as connection:
            return list(connection.scalars(select(claims.kept(connection, wanted).subquery().c.id)))

    def claim_lines(self, claim_ids: Sequence[str]) -> list[ClaimRow]:
        """Return the lines of some claims that stand for themselves, in that order."""
        with self._read() as connection:
            return claims.described(connection, claim_ids)

    def telling(self, claim_ids: Sequence[str], text: str) -> dict[str, Quote]:
        """Return, by claim, the passage that has most of the words sought.

        Claims that have them all in their wording are left out, and those whose passages tell
        no more.
        """
        with self._read() as connection:
            claimed = load_ids(connection, Claim, claim_ids)
            left = {one.id: lacking(one.wording, [text]) for one in claimed.values()}
            unclear = [one for one, lacks in left.items() if lacks]
            held = held_assertions(connection, unclear)
        found = {}
        for claim_id, assertions in held.items():
            best = min(assertions, key=lambda one: lacking(one.quote.passage.exact, [text]))
            if lacking(best.quote.passage.exact, [text]) < left[claim_id]:
                found[claim_id] = best.quote
        return found

    def has_dependencies(self, claim_ids: Sequence[str]) -> bool:
        """Whether a text says what one of some claims rests on, or what rests on it."""
        ends = (_DEPENDENCY.c.source_claim_id, _DEPENDENCY.c.target_claim_id)
        touching = or_(*(end.in_(claim_ids) for end in ends))
        with self._read() as connection:
            query = select(_DEPENDENCY.c.id).where(touching, not_rejected(_DEPENDENCY))
            return connection.scalar(query.limit(1)) is not None


def _ids(
    connection: Connection, columns: Sequence[Column[str]], sought: Sequence[str], most: int
) -> list[str]:
    """Return the ids of the rows that have all words in some column, shortest name first."""
    if not sought:
        return []
    table, name = columns[0].table, columns[0]
    length = func.length(func.coalesce(name, columns[-1]))
    query = (
        select(table.c.id, *columns)
        .where(*(_has(columns, word) for word in sought))
        .order_by(length, table.c.id)
        .limit(_TRIED)
    )
    rows = connection.execute(query).all()
    return [one for one, *names in rows if not lacking(" ".join(map(str, names)), sought)][:most]


def _has(columns: Sequence[Column[str]], word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(stem(word), autoescape=True) for column in columns))
