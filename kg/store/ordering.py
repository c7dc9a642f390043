"""In which order claims are listed; what orders them is counted in one go through all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Subquery, func, select

from kg.model import Assertion, Relation, Run
from kg.store.equivalence import stands_for
from kg.store.standing import any_relation_counts, not_rejected
from kg.store.tables import TABLES
from kg.views import Order
from kg.vocab import RELATION_KINDS

_ASSERTION, _RELATION, _RUN = (TABLES[cls] for cls in (Assertion, Relation, Run))
CONTESTING: Final = sorted(
    name for name, kind in RELATION_KINDS.items() if kind.family == "argument" and kind.sign < 0
)
"""The kinds of links that speak against what they lead to."""


def ordered(found: Subquery, *orders: Order) -> tuple[FromClause, Sequence[ColumnElement[Any]]]:
    """Return claims joined with what orders them, and what to order by before their ids.

    ``found`` has their ids; what comes first in one of the orders comes first, then the next.

    Raises:
        KeyError: if an order does not follow from what is stored.
    """
    measures = {
        Order.CONTESTED: (_contests, ("against", "pro")),
        Order.SALIENCE: (_saliences, ("salience",)),
        Order.NEWEST: (_readings, ("read_at",)),
    }
    rows: FromClause = found
    wanted: list[ColumnElement[Any]] = []
    for order in orders:
        measured, columns = measures[order]
        by = measured()
        rows = rows.outerjoin(by, by.c.claim == found.c.id)
        wanted += [by.c[name].desc().nulls_last() for name in columns]
    return rows, wanted


def links_onto(kinds: Collection[str]) -> Subquery:
    """Return the links of some kinds that count, each as the claim that it leads to and its kind.

    Claims that say the same are one. Links from what a person rejected do not count.
    """
    return (
        select(stands_for(_RELATION.c.target_claim_id).label("claim"), _RELATION.c.kind)
        .where(
            _RELATION.c.kind.in_(kinds),
            _RELATION.c.target_claim_id.is_not(None),
            any_relation_counts(_RELATION),
        )
        .subquery()
    )


def _contests() -> Subquery:
    """Return how many links speak against each claim, and how many for it."""
    linked = links_onto([*CONTESTING, "supports"])
    support = linked.c.kind == "supports"
    return (
        select(
            linked.c.claim,
            func.count().filter(~support).label("against"),
            func.count().filter(support).label("pro"),
        )
        .group_by(linked.c.claim)
        .subquery()
    )


def _saliences() -> Subquery:
    return _of_assertions(func.max(_ASSERTION.c.salience).label("salience"), _ASSERTION)


def _readings() -> Subquery:
    rows = _ASSERTION.join(_RUN, _RUN.c.id == _ASSERTION.c.run_id)
    return _of_assertions(func.max(_RUN.c.started_at).label("read_at"), rows)


def _of_assertions(measure: ColumnElement[Any], rows: FromClause) -> Subquery:
    claim = stands_for(_ASSERTION.c.claim_id).label("claim")
    query = select(claim, measure).select_from(rows).where(not_rejected(_ASSERTION))
    return query.group_by(claim).subquery()
