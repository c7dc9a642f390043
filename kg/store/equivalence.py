"""Claims that say the same: the classes that ``restates`` relations make.

One claim of a class stands for all of it. Nothing is merged in the records, so that to reject
the relation is to take the classes apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, cast, delete, exists, func, or_, select

from kg.model import Assertion, Relation
from kg.store.bulk import insert_rows
from kg.store.rows import batches, existing, load, pairs
from kg.store.tables import EQUIVALENCE, ID, TABLES
from kg.vocab import Mode, Status

MERGED: Final = 0.9
"""From this probability on, what the machine proposes to be the same counts as the same."""
_MEND: Final = "; ingest any document again"

_RELATION, _ASSERTION = TABLES[Relation], TABLES[Assertion]


def refresh(connection: Connection) -> set[str]:
    """Bring the classes up to date; return the ids of the claims that changed theirs."""
    stored = pairs(connection, select(EQUIVALENCE))
    wanted = classes(connection)
    changed = {
        claim for claim in stored.keys() | wanted.keys() if stored.get(claim) != wanted.get(claim)
    }
    for batch in batches(changed):
        connection.execute(delete(EQUIVALENCE).where(EQUIVALENCE.c.claim_id.in_(batch)))
    insert_rows(
        connection,
        EQUIVALENCE,
        [
            {"claim_id": claim, "canonical_id": wanted[claim]}
            for claim in sorted(changed & wanted.keys())
        ],
    )
    return changed


def classes(connection: Connection) -> dict[str, str]:
    """Return the claim that stands for each claim of a class; claims alone have no entry.

    That is a claim which some passage puts forward in words that can be understood alone,
    where there is one; among several the first by id.
    """
    pairs = _pairs(connection)
    if not pairs:
        return {}
    from networkx.utils import UnionFind  # networkx is slow to import and only needed here

    together: UnionFind[str] = UnionFind()
    for pair in pairs:
        together.union(*pair)
    standalone = _standalone(connection, {claim for pair in pairs for claim in pair})
    found = {}
    for group in together.to_sets():
        best = min(group, key=lambda claim: (claim not in standalone, claim))
        found.update(dict.fromkeys(group, best))
    return found


def says(column: ColumnElement[str], claim_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a column names a claim or one that says the same."""
    same = select(EQUIVALENCE.c.claim_id).where(EQUIVALENCE.c.canonical_id == claim_id)
    same = same.correlate_except(EQUIVALENCE)  # the claim may stand two queries further out
    return or_(column == claim_id, column.in_(same))


def stands_for(claim_id: ColumnElement[str]) -> ColumnElement[str]:
    """The id of the claim that stands for one; its own where it is alone."""
    found = select(EQUIVALENCE.c.canonical_id).where(EQUIVALENCE.c.claim_id == claim_id)
    chosen = func.coalesce(found.correlate_except(EQUIVALENCE).scalar_subquery(), claim_id)
    return cast(chosen, ID)  # SQLite makes no index to join by what has no type


def stands_for_itself(claim_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether no other claim stands for a claim."""
    mine = EQUIVALENCE.c.claim_id == claim_id, EQUIVALENCE.c.canonical_id != claim_id
    return ~exists().where(*mine)


def canonical(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """Return the claim that stands for each of some claims; its own id where it is alone."""
    wanted = set(claim_ids)
    found = {claim: claim for claim in wanted}
    for batch in batches(wanted):
        chosen = EQUIVALENCE.c.claim_id.in_(batch)
        found.update(pairs(connection, select(EQUIVALENCE).where(chosen)))
    return found


def members(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """Return, by member, the claim of ``claim_ids`` that stands for it; each for itself too."""
    wanted = set(claim_ids)
    found = {claim: claim for claim in wanted}
    for batch in batches(wanted):
        chosen = EQUIVALENCE.c.canonical_id.in_(batch)
        found.update(pairs(connection, select(EQUIVALENCE).where(chosen)))
    return found


def restatements(connection: Connection, claim_id: str) -> list[Relation]:
    """Return the relations that say of a claim that it restates another, by id."""
    ends = _RELATION.c.source_claim_id, _RELATION.c.target_claim_id
    return load(
        connection,
        Relation,
        _RELATION.c.kind == "restates",
        or_(*(end == claim_id for end in ends)),
    )


def all_canonical(connection: Connection) -> Mapping[str, str]:
    """Return, by claim, the one that stands for it; claims alone have no entry."""
    return pairs(connection, select(EQUIVALENCE))


def faults(connection: Connection) -> Iterator[str]:
    """Yield one line for each claim whose class is not what its relations say."""
    stored, wanted = all_canonical(connection), classes(connection)
    known = existing(connection, {*stored, *stored.values()})
    for claim, first in sorted(stored.items()):
        if not {claim, first} <= known:
            gone = claim if claim not in known else first
            yield f"{first} stands for {claim}, but {gone} is not in the database{_MEND}"
        elif stored.get(first) != first:
            yield f"{first} stands for {claim}, but not for itself{_MEND}"
        elif first != wanted.get(claim):
            right = wanted.get(claim, "none")
            yield f"{first} stands for {claim}, but by their relations {right} does{_MEND}"
    for claim in sorted(wanted.keys() - stored.keys()):
        yield f"nothing stands for {claim}, but by its relations {wanted[claim]} does{_MEND}"


def _pairs(connection: Connection) -> list[tuple[str, str]]:
    counts = or_(
        _RELATION.c.status == Status.ACCEPTED.value,
        and_(_RELATION.c.status == Status.PROPOSED.value, _RELATION.c.score >= MERGED),
    )
    query = select(_RELATION.c.source_claim_id, _RELATION.c.target_claim_id).where(
        _RELATION.c.kind == "restates", counts
    )
    return [(one, other) for one, other in connection.execute(query.order_by(_RELATION.c.id))]


def _standalone(connection: Connection, claims: Iterable[str]) -> set[str]:
    found: set[str] = set()
    query = select(_ASSERTION.c.claim_id).where(
        _ASSERTION.c.standalone,
        _ASSERTION.c.mode == Mode.ASSERTS.value,
        _ASSERTION.c.status != Status.REJECTED.value,
    )
    for batch in batches(claims):
        found.update(connection.scalars(query.where(_ASSERTION.c.claim_id.in_(batch))))
    return found
