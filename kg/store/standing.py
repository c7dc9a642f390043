"""What counts: conditions in SQL that leave out what a person rejected."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_, select

from kg.model import Assertion, Evidence
from kg.store.tables import TABLES
from kg.vocab import Status

_ASSERTION = TABLES[Assertion]
_EVIDENCE = TABLES[Evidence]


def not_rejected(table: FromClause) -> ColumnElement[bool]:
    """Whether nobody rejected the row itself."""
    return table.c.status != Status.REJECTED.value


def claim_counts(claim_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether some assertion of a claim counts, or it has none (a declared position)."""
    inner = _ASSERTION.alias()
    stated = exists().where(inner.c.claim_id == claim_id)
    return or_(stated.where(not_rejected(inner)), ~stated)


def relation_counts(relation: FromClause) -> ColumnElement[bool]:
    """Whether a relation counts: neither it nor what it starts from is rejected."""
    inner = _EVIDENCE.alias()
    evidence = exists().where(inner.c.id == relation.c.source_evidence_id, not_rejected(inner))
    source = or_(
        evidence,
        and_(relation.c.source_claim_id.is_not(None), claim_counts(relation.c.source_claim_id)),
    )
    return and_(not_rejected(relation), source)


def any_relation_counts(relation: FromClause) -> ColumnElement[bool]:
    """The same as :func:`relation_counts`, for who reads all: what is rejected is read first."""
    shown, said, other = _EVIDENCE.alias(), _ASSERTION.alias(), _ASSERTION.alias()
    rejected = select(shown.c.id).where(~not_rejected(shown))
    still_said = exists().where(other.c.claim_id == said.c.claim_id, not_rejected(other))
    silenced = select(said.c.claim_id).where(~not_rejected(said), ~still_said)
    ends = relation.c.source_evidence_id, relation.c.source_claim_id
    sources = (
        or_(end.is_(None), end.not_in(gone))
        for end, gone in zip(ends, (rejected, silenced), strict=True)
    )
    return and_(not_rejected(relation), *sources)
