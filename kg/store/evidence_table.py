"""The evidence table: which claims and which evidence a filter keeps, and what bears on them.

The most contested claims come first. What is listed is counted and paged by the database, and
only what a page shows is read in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    func,
    select,
    union,
)

from kg.model import Assertion, Evidence, Relation, Work
from kg.store import bearing
from kg.store.assertions import load_quotes
from kg.store.bearing import BEARING, Bare
from kg.store.claims import kept
from kg.store.connected import Connected
from kg.store.equivalence import stands_for
from kg.store.ordering import CONTESTING, links_onto, ordered
from kg.store.rows import load_ids
from kg.store.standing import not_rejected
from kg.store.tables import TABLES
from kg.views import Bearing, EvidenceFilter, Order, Quote
from kg.vocab import Status

_ASSERTION, _EVIDENCE, _RELATION, _WORK = (
    TABLES[cls] for cls in (Assertion, Evidence, Relation, Work)
)


class Bearings(Connected):
    """What can be asked of the evidence in a store."""

    def bearing_claims(self, wanted: EvidenceFilter) -> list[str]:
        """Return the ids of one page of the claims that a filter keeps, most contested first.

        The question and the side are not looked at: which claims bear on a question follows
        from all links.
        """
        limits = wanted.claims
        with self._read() as connection:
            query = _ordered(connection, wanted).limit(limits.limit).offset(limits.offset)
            return list(connection.scalars(query))

    def bare_bearings(
        self, claim_ids: Sequence[str], *, accepted: bool = False
    ) -> dict[str, list[Bare]]:
        """Return, by claim, what bears on it, bare: assertions first, then links, surest first.

        A claim bears on another by the passages that put it forward or report it, not by those
        that deny it or only question it.
        """
        with self._read() as connection:
            found = bearing.bare_bearings(connection, claim_ids)
        if not accepted:
            return found
        vouched = Status.ACCEPTED.value
        return {
            name: [one for one in all_ if one.status == vouched] for name, all_ in found.items()
        }

    def bearings(self, bare: Collection[Bare]) -> list[Bearing]:
        """Return what bears on claims in full, with its quotes, in the same order."""
        with self._read() as connection:
            return bearing.filled(connection, bare)

    def count_bearing_claims(self, wanted: EvidenceFilter) -> int:
        """Return how many claims a filter keeps, whatever its limit, question and side."""
        with self._read() as connection:
            return _count(connection, _chosen(connection, wanted))

    def evidence_links(self, wanted: EvidenceFilter) -> list[tuple[str, str]]:
        """Return one page of the links from evidence to claims that a filter keeps.

        Each is the id of the link and the claim. With a document only its evidence is listed,
        on whosoever's claims. Question and side are not looked at.
        """
        limits = wanted.claims
        with self._read() as connection:
            query = _ordered_links(connection, wanted).limit(limits.limit).offset(limits.offset)
            return [(link, claim) for link, claim in connection.execute(query)]

    def count_evidence_links(self, wanted: EvidenceFilter) -> int:
        """Return how many links from evidence to claims a filter keeps, whatever its limit."""
        with self._read() as connection:
            rows, onto, _ = _links(connection, wanted)
            return _count(connection, select(onto.c.id).select_from(rows))

    def linked_evidence(self, links: Sequence[tuple[str, str]]) -> list[Bearing]:
        """Return how evidence bears on claims, by links and the claims that they lead to."""
        with self._read() as connection:
            found = bearing.bare_evidence(connection, (link for link, _ in links))
            chosen = [
                found[link]._replace(claim_id=claim) for link, claim in links if link in found
            ]
            return bearing.filled(connection, chosen)

    def quotes_of(self, ids: Iterable[str]) -> dict[str, Quote]:
        """Return the quotes of some assertions and pieces of evidence, by their ids."""
        wanted = list(ids)
        with self._read() as connection:
            said = load_ids(connection, Assertion, wanted)
            shown = load_ids(connection, Evidence, wanted)
            places = {one.id: one.passage_id for one in said.values()}
            places |= {one.id: one.passage_id for one in shown.values()}
            quotes = load_quotes(connection, places.values())
        return {made: quotes.quote(passage) for made, passage in places.items()}

    def work_years(self) -> Mapping[str, int]:
        """Return the years of all works whose year is known, by id."""
        query = select(_WORK.c.id, _WORK.c.year).where(_WORK.c.year.is_not(None))
        with self._read() as connection:
            return dict(connection.execute(query).all())


def _count(connection: Connection, query: Select[Any]) -> int:
    rows = query.subquery()
    return connection.execute(select(func.count()).select_from(rows)).scalar_one()


def _chosen(connection: Connection, wanted: EvidenceFilter) -> Select[Any]:
    """Return a query for the ids and ranks of the claims that a filter keeps."""
    found = kept(connection, wanted.claims).subquery()
    query = select(found.c.id, found.c.rank)
    return query.where(found.c.id.in_(_vouched())) if wanted.accepted else query


def _vouched() -> Select[Any]:
    """Return a query for the claims of which a passage, or a link to them, is accepted."""
    accepted = Status.ACCEPTED.value
    said = select(stands_for(_ASSERTION.c.claim_id).label("id")).where(
        _ASSERTION.c.status == accepted
    )
    linked = select(stands_for(_RELATION.c.target_claim_id).label("id")).where(
        _RELATION.c.status == accepted,
        _RELATION.c.target_claim_id.is_not(None),
        _RELATION.c.kind.in_(BEARING),
    )
    return select(union(said, linked).subquery().c.id)


def _ordered(connection: Connection, wanted: EvidenceFilter) -> Select[Any]:
    found = _chosen(connection, wanted).subquery()
    rows, order = _ranked(found)
    return select(found.c.id).select_from(rows).order_by(*order)


def _ranked(found: Subquery) -> tuple[FromClause, Sequence[ColumnElement[Any]]]:
    """Return chosen claims joined with what orders them, and the order."""
    rows, salient = ordered(found, Order.SALIENCE)
    against = _against()
    rows = rows.outerjoin(against, against.c.claim == found.c.id)
    return rows, [found.c.rank, against.c.number.desc().nulls_last(), *salient, found.c.id]


def _against() -> Subquery:
    """Return how many links speak against each claim, counted in one go through all."""
    against = links_onto(CONTESTING)
    number = func.count().label("number")
    return select(against.c.claim, number).group_by(against.c.claim).subquery()


def _links(connection: Connection, wanted: EvidenceFilter) -> tuple[FromClause, Subquery, Subquery]:
    """Return links from evidence joined with the claims that they lead to, then each of both."""
    found = _chosen(
        connection, replace(wanted, claims=replace(wanted.claims, document_id=None), accepted=False)
    ).subquery()
    onto = (
        select(
            _RELATION.c.id,
            stands_for(_RELATION.c.target_claim_id).label("claim"),
            _RELATION.c.score,
        )
        .join(_EVIDENCE, _EVIDENCE.c.id == _RELATION.c.source_evidence_id)
        .where(*_evidence_conditions(wanted))
        .subquery()
    )
    return onto.join(found, onto.c.claim == found.c.id), onto, found


def _ordered_links(connection: Connection, wanted: EvidenceFilter) -> Select[Any]:
    rows, onto, found = _links(connection, wanted)
    against = _against()
    rows = rows.outerjoin(against, against.c.claim == onto.c.claim)
    number = against.c.number.desc().nulls_last()
    order = found.c.rank, number, onto.c.claim, onto.c.score.desc().nulls_last(), onto.c.id
    return select(onto.c.id, onto.c.claim).select_from(rows).order_by(*order)


def _evidence_conditions(wanted: EvidenceFilter) -> Iterator[ColumnElement[bool]]:
    yield _RELATION.c.target_claim_id.is_not(None)
    yield _RELATION.c.kind.in_(BEARING)
    yield not_rejected(_RELATION)
    yield not_rejected(_EVIDENCE)
    if wanted.claims.document_id:
        yield _EVIDENCE.c.document_id == wanted.claims.document_id
    if wanted.accepted:
        yield _RELATION.c.status == Status.ACCEPTED.value
    if wanted.evidence:
        yield _EVIDENCE.c.kind == wanted.evidence.value
