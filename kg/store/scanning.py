"""What is read of all claims or of all proposals at once: few columns, without the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection, or_, select

from kg.ids import kind_of
from kg.model import Assertion, Claim, Document, Relation
from kg.store.connected import Connected
from kg.store.grounds import owners_since
from kg.store.projection import current_revision
from kg.store.proposals import JUDGEABLE
from kg.store.rows import batches
from kg.store.standing import any_relation_counts, not_rejected, relation_counts
from kg.store.tables import TABLES
from kg.vocab import RELATION_KINDS, Mode, Status

_ASSERTION, _RELATION = TABLES[Assertion], TABLES[Relation]
_SIGNED: Final = sorted(name for name, kind in RELATION_KINDS.items() if kind.sign)


class ClaimLink(NamedTuple):
    """A relation from claim to claim that speaks for or against, bare."""

    kind: str
    source_claim_id: str
    target_claim_id: str


class Reconsidered(NamedTuple):
    """What may have changed since a revision: the proposals ``touched``, and those that wait."""

    revision: int
    touched: frozenset[str]
    waiting: frozenset[str]


class Scanning(Connected):
    """What can be asked of a store about very many records."""

    def claim_links(self) -> list[ClaimLink]:
        """Return the relations from claim to claim that count and have a sign, in no order."""
        columns = (_RELATION.c.kind, _RELATION.c.source_claim_id, _RELATION.c.target_claim_id)
        query = select(*columns).where(
            _RELATION.c.kind.in_(_SIGNED),
            *(end.is_not(None) for end in columns[1:]),
            any_relation_counts(_RELATION),
        )
        with self._read() as connection:
            return [ClaimLink._make(row) for row in connection.execute(query).all()]

    def own_claims(self, document_ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return, by document, the claims that it asserts in its own voice and nobody rejected.

        Documents that assert none are left out.
        """
        query = select(_ASSERTION.c.document_id, _ASSERTION.c.claim_id)
        asserted = _ASSERTION.c.mode == Mode.ASSERTS.value, not_rejected(_ASSERTION)
        found: dict[str, set[str]] = defaultdict(set)
        with self._read() as connection:
            for batch in batches(document_ids):
                of = _ASSERTION.c.document_id.in_(batch)
                for document_id, claim_id in connection.execute(query.where(of, *asserted)):
                    found[document_id].add(claim_id)
        return {document_id: frozenset(claims) for document_id, claims in found.items()}

    def waiting(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of the ids that are of proposals which count and nobody judged."""
        with self._read() as connection:
            return _waiting(connection, ids)

    def reconsidered(self, revision: int) -> Reconsidered:
        """Return the proposals that a change after a revision may have judged, made or undone.

        Those that vanished with a document are not among them; see :meth:`waiting`.
        """
        with self._read() as connection:
            touched = _touched(connection, owners_since(connection, revision))
            waiting = _waiting(connection, touched)
            return Reconsidered(current_revision(connection), touched, waiting)


def _waiting(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        by_kind[kind_of(one)].append(one)
    found: set[str] = set()
    for kind in by_kind.keys() & JUDGEABLE.keys():
        table = TABLES[JUDGEABLE[kind]]
        query = select(table.c.id).where(table.c.status == Status.PROPOSED.value)
        if kind == Relation.KIND:
            query = query.where(relation_counts(table))
        for batch in batches(by_kind[kind]):
            found.update(connection.scalars(query.where(table.c.id.in_(batch))))
    return frozenset(found)


def _touched(connection: Connection, owners: Collection[str]) -> frozenset[str]:
    """Return what may be proposed, of some documents and claims and on what these state."""
    documents = [one for one in owners if kind_of(one) == Document.KIND]
    claims = {one for one in owners if kind_of(one) == Claim.KIND}
    found: set[str] = set()
    for batch in batches(documents):
        stated = select(_ASSERTION.c.claim_id).where(_ASSERTION.c.document_id.in_(batch))
        claims.update(connection.scalars(stated))
        for cls in JUDGEABLE.values():
            table = TABLES[cls]
            mine = select(table.c.id).where(table.c.document_id.in_(batch))
            found.update(connection.scalars(mine))
    for batch in batches(claims):
        ends = _RELATION.c.source_claim_id.in_(batch), _RELATION.c.target_claim_id.in_(batch)
        found.update(connection.scalars(select(_RELATION.c.id).where(or_(*ends))))
    return frozenset(found)
