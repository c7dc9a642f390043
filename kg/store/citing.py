"""What stands in a sentence that cites: read for all texts at once, and matched in memory.

One query with a condition for each claim takes minutes where there are a hundred thousand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select

from kg.model import Assertion, Citation, Evidence, Passage, Relation
from kg.store.equivalence import all_canonical
from kg.store.standing import not_rejected
from kg.store.tables import LINK_TABLES, TABLES
from kg.vocab import RELATION_KINDS, EvidenceKind, Mode, Status

_ASSERTION, _CITATION, _EVIDENCE, _PASSAGE, _RELATION = (
    TABLES[cls] for cls in (Assertion, Citation, Evidence, Passage, Relation)
)
_WORKS = LINK_TABLES[Citation, "work_ids"]
_FOR = tuple(name for name, kind in RELATION_KINDS.items() if kind.sign > 0)


class Contexts:
    """The sentences of each document in which citations stand, with the works cited."""

    def __init__(self, connection: Connection) -> None:
        query = (
            select(_CITATION.c.document_id, _PASSAGE.c.start, _PASSAGE.c.end, _WORKS.c.member_id)
            .join(_PASSAGE, _PASSAGE.c.id == _CITATION.c.context_id)
            .outerjoin(_WORKS, _WORKS.c.owner_id == _CITATION.c.id)
            .order_by(_CITATION.c.id, _WORKS.c.ordinal)
        )
        self._of: dict[str, list[tuple[int, int, str | None]]] = defaultdict(list)
        for document_id, start, end, work_id in connection.execute(query):
            self._of[document_id].append((end, start, work_id))
        for sentences in self._of.values():
            sentences.sort(key=lambda sentence: sentence[:2])

    def meeting(self, document_id: str, start: int, end: int) -> Sequence[str | None]:
        """Return a work for each pointer in the sentences that a span meets; None is unknown."""
        sentences = self._of.get(document_id, ())
        first = bisect_left(sentences, start + 1, key=lambda sentence: sentence[0])
        return [work for _, begin, work in sentences[first:] if begin < end]


def works_by_evidence(connection: Connection) -> Mapping[str, list[str]]:
    """Return the works cited by the sentence of each piece of evidence that can be looked up.

    That is each quotation, and what gives a number.
    """
    contexts = Contexts(connection)
    query = (
        select(_EVIDENCE.c.id, _EVIDENCE.c.document_id, _PASSAGE.c.start, _PASSAGE.c.end)
        .join(_PASSAGE, _PASSAGE.c.id == _EVIDENCE.c.passage_id)
        .where(lookable(), not_rejected(_EVIDENCE))
    )
    return {
        identifier: [work for work in contexts.meeting(document_id, start, end) if work]
        for identifier, document_id, start, end in connection.execute(query)
    }


def lookable() -> ColumnElement[bool]:
    """Whether evidence gives words or numbers that can be looked for in another text."""
    quoted = _EVIDENCE.c.kind == EvidenceKind.QUOTATION.value
    return quoted | (_EVIDENCE.c.quantities != "[]")


def unsupported(connection: Connection, document_id: str | None) -> list[str]:
    """Return the claims that a text asserts with no citation and nothing in support.

    The most salient first; of claims that say the same, the one that stands for all. With
    ``document_id`` only what that document asserts, whatever speaks for it elsewhere.
    """
    canonical = all_canonical(connection)
    contexts = Contexts(connection)
    salience: dict[str, float] = {}
    asserted: set[str] = set()
    spoken_for = {canonical.get(one, one) for one in _supported(connection)}
    query = (
        select(
            _ASSERTION.c.claim_id,
            _ASSERTION.c.document_id,
            _ASSERTION.c.mode,
            _ASSERTION.c.salience,
            _PASSAGE.c.start,
            _PASSAGE.c.end,
        )
        .join(_PASSAGE, _PASSAGE.c.id == _ASSERTION.c.passage_id)
        .where(not_rejected(_ASSERTION))
    )
    for claim_id, document, mode, salient, start, end in connection.execute(query):
        claim = canonical.get(claim_id, claim_id)
        salience[claim] = max(salience.get(claim, -1.0), -1.0 if salient is None else salient)
        if mode == Mode.ASSERTS.value and document_id in (None, document):
            asserted.add(claim)
        if contexts.meeting(document, start, end):
            spoken_for.add(claim)
    return sorted(asserted - spoken_for, key=lambda one: (-salience[one], one))


def _supported(connection: Connection) -> set[str]:
    """Return the claims that a link in their favour leads to which counts."""
    rejected = Status.REJECTED.value
    gone = set(
        connection.scalars(select(_EVIDENCE.c.id).where(_EVIDENCE.c.status == rejected))
    ) | _only_rejected(connection)
    query = select(
        _RELATION.c.target_claim_id, _RELATION.c.source_claim_id, _RELATION.c.source_evidence_id
    ).where(
        _RELATION.c.kind.in_(_FOR),
        _RELATION.c.target_claim_id.is_not(None),
        not_rejected(_RELATION),
    )
    return {
        target
        for target, claim, evidence in connection.execute(query)
        if claim not in gone and evidence not in gone
    }


def _only_rejected(connection: Connection) -> set[str]:
    """Return the claims all of whose assertions a person rejected."""
    claims = select(_ASSERTION.c.claim_id).distinct()
    rejected = set(connection.scalars(claims.where(_ASSERTION.c.status == Status.REJECTED.value)))
    if not rejected:
        return set()
    return rejected - set(connection.scalars(claims.where(not_rejected(_ASSERTION))))
