"""Lists of claims: which ones a filter keeps, in which order, and what a line says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    false,
    func,
    literal,
    select,
    union_all,
)

from kg.model import Agent, Assertion, Claim, Document, Passage, Relation
from kg.store import arguments, search
from kg.store.assertions import citing
from kg.store.equivalence import members, says, stands_for, stands_for_itself
from kg.store.ordering import CONTESTING, ordered
from kg.store.rows import batches, load_ids
from kg.store.standing import any_relation_counts, claim_counts, not_rejected
from kg.store.tables import TABLES
from kg.views import ClaimFilter, ClaimRow, Order
from kg.vocab import ClaimKind, Mode

_AGENT, _ASSERTION, _CLAIM, _DOCUMENT, _PASSAGE, _RELATION = (
    TABLES[cls] for cls in (Agent, Assertion, Claim, Document, Passage, Relation)
)
# The fields of a filter that one and the same assertion must satisfy, and their columns.
ASSERTION_FIELDS: Final = {
    "document_id": "document_id",
    "holder_id": "holder_id",
    "mode": "mode",
    "kind": "kind",
}


def count_claims(connection: Connection, wanted: ClaimFilter) -> int:
    """Return how many claims a filter keeps, whatever its limit."""
    found = kept(connection, wanted).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def claim_rows(connection: Connection, wanted: ClaimFilter) -> list[ClaimRow]:
    """Return one page of the claims that a filter keeps, the most relevant or salient first."""
    found = kept(connection, wanted).subquery()
    if wanted.order is None and wanted.text:  # of few, so that it is not counted for all
        rows: FromClause = found
        order: Sequence[ColumnElement[Any]] = [found.c.rank, _salience(found.c.id)]
    else:
        rows, order = ordered(found, wanted.order or Order.SALIENCE)
    page = select(found.c.id).select_from(rows).order_by(*order, found.c.id)
    ids = connection.scalars(page.limit(wanted.limit).offset(wanted.offset)).all()
    return described(connection, ids)


def _salience(claim_id: ColumnElement[str]) -> ColumnElement[float]:
    stated = _ASSERTION.alias()
    mine = says(stated.c.claim_id, claim_id), not_rejected(stated)
    return select(func.max(stated.c.salience)).where(*mine).scalar_subquery().desc().nulls_last()


def kept(connection: Connection, wanted: ClaimFilter) -> Select[Any]:
    """Return a query for ids and ranks; ranks are all alike where no text is sought."""
    conditions = [
        stands_for_itself(_CLAIM.c.id),
        claim_counts(_CLAIM.c.id),
        *_conditions(wanted),
    ]
    if wanted.text is None or not wanted.text.strip():
        return select(_CLAIM.c.id, literal(0).label("rank")).where(*conditions)
    hits = _hits(connection, wanted.text)
    return (
        select(_CLAIM.c.id, hits.c.rank)
        .select_from(hits.join(_CLAIM, _CLAIM.c.id == hits.c.id))
        .where(*conditions)
    )


def _hits(connection: Connection, text: str) -> Subquery:
    """Return ids and ranks of claims that match in their wording or a passage, each once."""
    sought = search.phrases(text)
    if not sought:
        return select(_CLAIM.c.id, literal(0).label("rank")).where(false()).subquery()
    stated = _PASSAGE.join(_ASSERTION, _ASSERTION.c.passage_id == _PASSAGE.c.id)
    said = stands_for(_ASSERTION.c.claim_id).label("id")
    by_wording = select(_CLAIM.c.id)
    by_passage = select(said).select_from(stated).where(not_rejected(_ASSERTION))
    parts = [
        search.restrict(query, connection.dialect.name, column, sought)
        for query, column in ((by_wording, _CLAIM.c.wording), (by_passage, _PASSAGE.c.exact))
    ]
    every = union_all(*(p.query.add_columns(p.rank.label("rank")) for p in parts)).subquery()
    best = select(every.c.id, func.min(every.c.rank).label("rank"))
    return best.group_by(every.c.id).subquery()


def _conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    stated = _ASSERTION.alias()
    chosen = [
        stated.c[column] == getattr(wanted, name)
        for name, column in ASSERTION_FIELDS.items()
        if getattr(wanted, name) is not None
    ]
    if chosen:
        conditions.append(_has_assertion(stated, *chosen))
    if wanted.contested is not None:
        conditions.append(_is_contested() if wanted.contested else ~_is_contested())
    if wanted.cited is not None:
        conditions.append(_is_cited() if wanted.cited else ~_is_cited())
    return conditions


# These conditions hold sets of claims, found in one go: to look for each claim whether it is among
# them takes the square of that time where the planner chooses the wrong index.


def _has_assertion(stated: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = select(stands_for(stated.c.claim_id)).select_from(stated)
    return _CLAIM.c.id.in_(mine.where(not_rejected(stated), *conditions))


def _is_contested() -> ColumnElement[bool]:
    against = _RELATION.alias()
    return _CLAIM.c.id.in_(
        select(stands_for(against.c.target_claim_id)).where(
            against.c.target_claim_id.is_not(None),
            against.c.kind.in_(CONTESTING),
            against.c.source_claim_id.is_not(None),
            any_relation_counts(against),
        )
    )


def _is_cited() -> ColumnElement[bool]:
    stated = _ASSERTION.alias()
    return _has_assertion(stated, citing(stated).exists())


def described(connection: Connection, ids: Sequence[str]) -> list[ClaimRow]:
    """Return the lines of some claims, in the order of their ids."""
    claims = load_ids(connection, Claim, ids)
    stated = _statements(connection, ids)
    links = arguments.incoming(connection, ids)
    return [_line(claims[identifier], stated[identifier], links[identifier]) for identifier in ids]


def _statements(connection: Connection, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return, by claim, the assertions that count, with holder, source and work."""
    query = (
        select(
            _ASSERTION.c.claim_id,
            _ASSERTION.c.kind,
            _ASSERTION.c.mode,
            _ASSERTION.c.salience,
            _AGENT.c.name.label("holder"),
            _DOCUMENT.c.work_id,
            func.coalesce(_DOCUMENT.c.title, _DOCUMENT.c.name).label("source"),
        )
        .join(_AGENT, _AGENT.c.id == _ASSERTION.c.holder_id)
        .join(_DOCUMENT, _DOCUMENT.c.id == _ASSERTION.c.document_id)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    stands_for = members(connection, ids)
    for batch in batches(stands_for):
        counting = query.where(_ASSERTION.c.claim_id.in_(batch), not_rejected(_ASSERTION))
        for row in connection.execute(counting):
            found[stands_for[row.claim_id]].append(row)
    return found


def _line(claim: Claim, stated: Sequence[Any], links: Sequence[arguments.Link]) -> ClaimRow:
    tally = Counter(link.relation.kind for link in links)
    kinds, modes = {row.kind for row in stated}, {row.mode for row in stated}
    return ClaimRow(
        claim=claim,
        kinds=tuple(kind for kind in ClaimKind if kind.value in kinds),
        modes=tuple(mode for mode in Mode if mode.value in modes),
        holders=tuple(sorted({row.holder for row in stated})),
        sources=tuple(sorted({row.source for row in stated})),
        works=len({row.work_id for row in stated}),
        supports=tally["supports"],
        rebuts=tally["rebuts"],
        undercuts=tally["undercuts"],
        salience=max((row.salience for row in stated if row.salience is not None), default=None),
    )
