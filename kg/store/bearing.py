"""What bears on claims, passage by passage: read bare, and in full where it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from kg.model import Agent, Assertion, Claim, Evidence, Relation, Work
from kg.store.assertions import load_quotes
from kg.store.equivalence import canonical, members
from kg.store.rows import batches, load_ids
from kg.store.standing import not_rejected
from kg.store.tables import TABLES
from kg.views import Bearing
from kg.vocab import AFFIRMING_MODES, MODE_SIGNS, RELATION_KINDS, Mode, Status

_ASSERTION, _EVIDENCE, _RELATION = (TABLES[cls] for cls in (Assertion, Evidence, Relation))
BEARING: Final = sorted(
    name
    for name, kind in RELATION_KINDS.items()
    if kind.family == "argument" and (kind.sign or not kind.symmetric)
)
"""The kinds of links by which something bears on a claim, and is not only like it."""

_FROM_EVIDENCE: Final = (
    select(
        _RELATION.c.id,
        _RELATION.c.kind,
        _RELATION.c.status,
        _RELATION.c.score,
        _RELATION.c.target_claim_id,
        _EVIDENCE.c.document_id,
        _EVIDENCE.c.passage_id,
        _EVIDENCE.c.id.label("evidence_id"),
    )
    .join(_EVIDENCE, _EVIDENCE.c.id == _RELATION.c.source_evidence_id)
    .where(not_rejected(_RELATION), not_rejected(_EVIDENCE))
)


class Bare(NamedTuple):
    """How a passage bears on a claim, bare; see :class:`kg.views.Bearing`.

    ``weight`` orders what is alike: the salience of an assertion, the probability of a link.
    """

    claim_id: str
    way: str
    sign: int
    status: str
    score: float | None
    weight: float | None
    document_id: str
    passage_id: str
    holder_id: str | None = None
    relation_id: str | None = None
    through_id: str | None = None
    evidence_id: str | None = None


def bare_bearings(connection: Connection, claim_ids: Sequence[str]) -> dict[str, list[Bare]]:
    """Return, by claim, all that bears on it: assertions first, then links, the surest first."""
    found: dict[str, list[Bare]] = {one: [] for one in claim_ids}
    names = members(connection, claim_ids)
    for said in _said(connection, names):
        found[names[said.claim_id]].append(_of_assertion(said))
    for link in _from_evidence(connection, names):
        found[names[link.target_claim_id]].append(_of_evidence(link))
    links = _from_claims(connection, names)
    ends = canonical(connection, (one.source_claim_id for one in links))
    sources = members(connection, ends.values())
    voices: dict[str, list[Any]] = defaultdict(list)
    for said in _said(connection, sources):
        if Mode(said.mode) in AFFIRMING_MODES:
            voices[sources[said.claim_id]].append(said)
    for link in links:
        claim, source = names[link.target_claim_id], ends[link.source_claim_id]
        if source != claim:
            found[claim] += [_of_claim(link, source, said) for said in voices[source]]
    return {
        claim: [one._replace(claim_id=claim) for one in sorted(all_, key=_surest)]
        for claim, all_ in found.items()
    }


def _surest(one: Bare) -> tuple[bool, float, str, str]:
    return one.relation_id is not None, -(one.weight or 0.0), one.relation_id or "", one.passage_id


def _said(connection: Connection, claim_ids: Iterable[str]) -> Iterator[Any]:
    said = _ASSERTION.c
    query = select(
        said.claim_id, said.mode, said.status, said.score, said.salience, said.document_id,
        said.passage_id, said.holder_id,
    ).where(not_rejected(_ASSERTION))  # fmt: skip
    for batch in batches(claim_ids):
        yield from connection.execute(query.where(said.claim_id.in_(batch)))


def _from_evidence(connection: Connection, claim_ids: Iterable[str]) -> Iterator[Any]:
    for batch in batches(claim_ids):
        onto = _RELATION.c.target_claim_id.in_(batch), _RELATION.c.kind.in_(BEARING)
        yield from connection.execute(_FROM_EVIDENCE.where(*onto))


def _from_claims(connection: Connection, claim_ids: Iterable[str]) -> list[Any]:
    link = _RELATION.c
    query = select(
        link.id, link.kind, link.status, link.score, link.source_claim_id, link.target_claim_id
    ).where(link.source_claim_id.is_not(None), link.kind.in_(BEARING), not_rejected(_RELATION))
    return [
        row
        for batch in batches(claim_ids)
        for row in connection.execute(query.where(link.target_claim_id.in_(batch)))
    ]


def _of_assertion(said: Any) -> Bare:
    return Bare(
        said.claim_id, said.mode, MODE_SIGNS[Mode(said.mode)], said.status, said.score,
        said.salience, said.document_id, said.passage_id, said.holder_id,
    )  # fmt: skip


def _of_evidence(link: Any) -> Bare:
    return Bare(
        link.target_claim_id, link.kind, RELATION_KINDS[link.kind].sign, link.status, link.score,
        link.score, link.document_id, link.passage_id, None, link.id, None, link.evidence_id,
    )  # fmt: skip


def _of_claim(link: Any, source: str, said: Any) -> Bare:
    return Bare(
        link.target_claim_id, link.kind, RELATION_KINDS[link.kind].sign, link.status, link.score,
        link.score, said.document_id, said.passage_id, said.holder_id, link.id, source,
    )  # fmt: skip


def filled(connection: Connection, bare: Collection[Bare]) -> list[Bearing]:
    """Return what bears on claims in full, with its quotes, in the same order."""
    quotes = load_quotes(connection, (one.passage_id for one in bare))
    holders = load_ids(connection, Agent, (one.holder_id for one in bare if one.holder_id))
    claims = load_ids(connection, Claim, (one.through_id for one in bare if one.through_id))
    shown = load_ids(connection, Evidence, (one.evidence_id for one in bare if one.evidence_id))
    works = load_ids(connection, Work, (one.work_id for one in shown.values() if one.work_id))

    def full(one: Bare) -> Bearing:
        evidence = shown[one.evidence_id] if one.evidence_id else None
        return Bearing(
            claim_id=one.claim_id,
            way=one.way,
            sign=one.sign,
            quote=quotes.quote(one.passage_id),
            status=Status(one.status),
            score=one.score,
            holder=holders[one.holder_id] if one.holder_id else None,
            relation_id=one.relation_id,
            through=claims[one.through_id] if one.through_id else None,
            evidence=evidence,
            work=works[evidence.work_id] if evidence and evidence.work_id else None,
        )

    return [full(one) for one in bare]


def bare_evidence(connection: Connection, link_ids: Iterable[str]) -> dict[str, Bare]:
    """Return how evidence bears on claims, by the links that say so; others are left out."""
    return {
        row.id: _of_evidence(row)
        for batch in batches(link_ids)
        for row in connection.execute(_FROM_EVIDENCE.where(_RELATION.c.id.in_(batch)))
    }
