"""What is linked to some claims, concepts, texts and so on, bare: a map is drawn from it.

Claims that say the same are one: the one that stands for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, select

from kg.ids import kind_of
from kg.model import (
    Assertion,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Mention,
    Passage,
    Position,
    Question,
    Relation,
)
from kg.store.connected import Connected
from kg.store.equivalence import canonical, members
from kg.store.rows import batches, pairs
from kg.store.standing import not_rejected, relation_counts
from kg.store.tables import TABLES
from kg.views import ANSWERS, NAMES, STATES, Tie
from kg.vocab import RELATION_KINDS, Polarity, Stance, Status

_ASSERTION, _CLAIM, _CONCEPT, _DEPENDENCY, _DOCUMENT = (
    TABLES[cls] for cls in (Assertion, Claim, Concept, Dependency, Document)
)
_EVIDENCE, _MENTION, _PASSAGE, _POSITION, _QUESTION, _RELATION = (
    TABLES[cls] for cls in (Evidence, Mention, Passage, Position, Question, Relation)
)
_QUOTED: Final = 400
"""Characters of a wording that a map needs at most."""


class Linked(Connected):
    """What can be asked of a store about what is linked to what."""

    def ties(self, ids: Iterable[str], kinds: Collection[str], *, accepted: bool) -> list[Tie]:
        """Return the ties of some kinds with an end among ``ids``, by id.

        With the ties that are about these, and those, of whatever kind, that they are about.
        ``accepted`` leaves out the relations and dependencies that no person vouches for; what
        was rejected is never among them.
        """
        with self._read() as connection:
            found = list(_ties(connection, set(ids), frozenset(kinds), accepted))
            return _standing_for(connection, found)

    def called(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Return what claims, evidence, texts, concepts and questions say, by id.

        At most 400 characters each. Of evidence these are its words.
        """
        names: dict[str, str] = {}
        wanted = sorted(set(ids))
        with self._read() as connection:
            for kind, query, column in _NAMED:
                chosen = [one for one in wanted if kind_of(one) == kind]
                for batch in batches(chosen):
                    names |= pairs(connection, query.where(column.in_(batch)))
        return names

    def stands_for(self, claim_id: str) -> str:
        """Return the claim that stands for one; its own id where it is alone."""
        with self._read() as connection:
            return canonical(connection, [claim_id])[claim_id]


def _named(column: ColumnElement[Any], identifier: ColumnElement[str]) -> Select[Any]:
    return select(identifier, func.substr(column, 1, _QUOTED))


_NAMED: Final = (
    (Claim.KIND, _named(_CLAIM.c.wording, _CLAIM.c.id), _CLAIM.c.id),
    (Concept.KIND, _named(_CONCEPT.c.label, _CONCEPT.c.id), _CONCEPT.c.id),
    (
        Document.KIND,
        _named(func.coalesce(_DOCUMENT.c.title, _DOCUMENT.c.name), _DOCUMENT.c.id),
        _DOCUMENT.c.id,
    ),
    (Question.KIND, _named(_QUESTION.c.wording, _QUESTION.c.id), _QUESTION.c.id),
    (
        Evidence.KIND,
        _named(_PASSAGE.c.exact, _EVIDENCE.c.id).join(
            _PASSAGE, _PASSAGE.c.id == _EVIDENCE.c.passage_id
        ),
        _EVIDENCE.c.id,
    ),
)


def _ties(
    connection: Connection, ids: Collection[str], kinds: frozenset[str], accepted: bool
) -> Iterator[Tie]:
    ids = {*ids, *members(connection, _of(Claim.KIND, ids))}
    yield from _relations(connection, ids, kinds, accepted)
    for end in ("source", "target"):
        yield from _dependencies(connection, end, ids, kinds, accepted)
    if STATES in kinds:
        yield from _stated(connection, ids)
    if NAMES in kinds:
        yield from _mentioned(connection, ids)
    if kinds & set(ANSWERS.values()):
        yield from _answered(connection, ids)


def _relations(
    connection: Connection, ids: Collection[str], kinds: frozenset[str], accepted: bool
) -> Iterable[Tie]:
    """Return relations between claims and evidence, and those about them or that they are about."""
    counts = [relation_counts(_RELATION)]
    if accepted:
        counts.append(_RELATION.c.status == Status.ACCEPTED.value)
    found: dict[str, Tie] = {}
    for column in (_RELATION.c.source_claim_id, _RELATION.c.target_claim_id):
        found |= _relation_rows(connection, column, _of(Claim.KIND, ids), counts, kinds)
    column = _RELATION.c.source_evidence_id
    found |= _relation_rows(connection, column, _of(Evidence.KIND, ids), counts, kinds)
    unread, about = set(found), _RELATION.c.target_relation_id
    while unread:
        on = {one.target_id for one in found.values() if kind_of(one.target_id) == Relation.KIND}
        new = _relation_rows(connection, _RELATION.c.id, on - found.keys(), counts)
        new |= _relation_rows(connection, about, unread, counts, kinds)
        unread = new.keys() - found.keys()
        found |= new
    return found.values()


def _relation_rows(
    connection: Connection,
    column: ColumnElement[Any],
    ids: Iterable[str],
    conditions: Iterable[ColumnElement[bool]],
    kinds: Collection[str] = RELATION_KINDS,
) -> dict[str, Tie]:
    """Return relations by id.

    What is of other kinds is left out here and not in SQL, where a planner without statistics
    would take a few kinds to be a better way in than many ids, and read the whole table.
    """
    query = select(
        _RELATION.c.id,
        _RELATION.c.kind,
        func.coalesce(_RELATION.c.source_claim_id, _RELATION.c.source_evidence_id),
        func.coalesce(_RELATION.c.target_claim_id, _RELATION.c.target_relation_id),
        _RELATION.c.status,
    ).where(*conditions)
    found = {}
    for batch in batches(ids):
        for one, kind, source, target, status in connection.execute(query.where(column.in_(batch))):
            if kind in kinds:
                found[one] = Tie(one, kind, source, target, status == Status.ACCEPTED.value)
    return found


def _dependencies(
    connection: Connection, end: str, ids: Collection[str], kinds: frozenset[str], accepted: bool
) -> Iterator[Tie]:
    columns = _DEPENDENCY.c
    query = select(
        columns.id,
        columns.kind,
        func.coalesce(columns.source_concept_id, columns.source_claim_id),
        func.coalesce(columns.target_concept_id, columns.target_claim_id),
        columns.status,
        columns.polarity,
    ).where(not_rejected(_DEPENDENCY))
    if accepted:
        query = query.where(columns.status == Status.ACCEPTED.value)
    for kind in (Claim.KIND, Concept.KIND):
        for row in _rows(connection, query, columns[f"{end}_{kind}_id"], _of(kind, ids)):
            one, name, source, target, status, polarity = row
            if name not in kinds:  # see _relation_rows
                continue
            vouched, denied = status == Status.ACCEPTED.value, polarity == Polarity.NEGATIVE.value
            yield Tie(one, name, source, target, vouched, denied)


def _stated(connection: Connection, ids: Collection[str]) -> Iterator[Tie]:
    query = select(_ASSERTION.c.id, _ASSERTION.c.document_id, _ASSERTION.c.claim_id)
    query = query.where(not_rejected(_ASSERTION))
    for kind, column in ((Claim.KIND, "claim_id"), (Document.KIND, "document_id")):
        for one, document, claim in _rows(connection, query, _ASSERTION.c[column], _of(kind, ids)):
            yield Tie(one, STATES, document, claim)


def _mentioned(connection: Connection, ids: Collection[str]) -> Iterator[Tie]:
    """Yield ties from claims to the concepts that are named within the words that state them."""
    named, words = _PASSAGE.alias(), _PASSAGE.alias()
    query = (
        select(_MENTION.c.id, _ASSERTION.c.claim_id, _MENTION.c.concept_id)
        .join(named, named.c.id == _MENTION.c.passage_id)
        .join(_ASSERTION, _ASSERTION.c.document_id == _MENTION.c.document_id)
        .join(words, and_(words.c.id == _ASSERTION.c.passage_id, _within(named, words)))
        .where(not_rejected(_ASSERTION))
    )
    by_end = ((Claim.KIND, _ASSERTION.c.claim_id), (Concept.KIND, _MENTION.c.concept_id))
    for kind, column in by_end:
        for one, claim, concept in _rows(connection, query, column, _of(kind, ids)):
            yield Tie(one, NAMES, claim, concept)


def _within(inner: FromClause, outer: FromClause) -> ColumnElement[bool]:
    return and_(outer.c.start <= inner.c.start, inner.c.end <= outer.c.end)


def _answered(connection: Connection, ids: Collection[str]) -> Iterator[Tie]:
    columns = _POSITION.c
    query = select(columns.id, columns.stance, columns.claim_id, columns.question_id)
    by_end = ((Claim.KIND, columns.claim_id), (Question.KIND, columns.question_id))
    for kind, column in by_end:
        for one, stance, claim, question in _rows(connection, query, column, _of(kind, ids)):
            yield Tie(one, ANSWERS[Stance(stance)], claim, question)


def _rows(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], ids: Iterable[str]
) -> Iterator[Any]:
    for batch in batches(ids):
        yield from connection.execute(query.where(column.in_(batch)))


def _of(kind: str, ids: Iterable[str]) -> list[str]:
    return [one for one in ids if kind_of(one) == kind]


def _standing_for(connection: Connection, ties: Iterable[Tie]) -> list[Tie]:
    """Return the ties, once each, between the claims that stand for those that say the same."""
    once = {tie.id: tie for tie in ties}
    ends = {end for tie in once.values() for end in (tie.source_id, tie.target_id)}
    same = canonical(connection, _of(Claim.KIND, ends))
    return [
        replace(
            tie,
            source_id=same.get(tie.source_id, tie.source_id),
            target_id=same.get(tie.target_id, tie.target_id),
        )
        for _, tie in sorted(once.items())
    ]
