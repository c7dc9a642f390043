"""Finding claims that are like another, by the keys that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, func, select

from kg.model import Claim, Signature
from kg.store.bulk import insert_rows
from kg.store.rows import batches, existing, load
from kg.store.tables import RETRIEVAL, TABLES, VECTOR

_LONGEST: Final = 64
"""Characters of a key that count: a word can be as long as a document."""


def insert_signatures(connection: Connection, signatures: Iterable[Signature]) -> None:
    """Note the keys and vectors of claims that are there and have none by that encoder."""
    given = {one.claim_id: one for one in signatures}
    there = existing(connection, given)  # people may have moved all that states one of them
    known: set[tuple[str, str]] = set()
    for batch in batches(there):
        query = select(VECTOR.c.claim_id, VECTOR.c.encoder).where(VECTOR.c.claim_id.in_(batch))
        known.update((claim, encoder) for claim, encoder in connection.execute(query))
    new = [given[one] for one in sorted(there) if (one, given[one].encoder) not in known]
    for batch in batches(one.claim_id for one in new):
        for table in (VECTOR, RETRIEVAL):
            connection.execute(delete(table).where(table.c.claim_id.in_(batch)))
    insert_rows(
        connection,
        VECTOR,
        [{"claim_id": one.claim_id, "encoder": one.encoder, "vector": one.vector} for one in new],
    )
    insert_rows(
        connection,
        RETRIEVAL,
        [
            {"key": key, "claim_id": one.claim_id}
            for one in new
            for key in sorted({key[:_LONGEST] for key in one.keys})
        ],
    )


def unsigned(connection: Connection) -> list[Claim]:
    """Return the claims that have no keys, by id."""
    return load(connection, Claim, TABLES[Claim].c.id.not_in(select(VECTOR.c.claim_id)))


def by_keys(connection: Connection, keys: Iterable[str], limit: int) -> dict[str, tuple[str, ...]]:
    """Return the claims under each key, by id; keys with more than ``limit`` are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for batch in batches(key[:_LONGEST] for key in keys):
        rare = (
            select(RETRIEVAL.c.key)
            .where(RETRIEVAL.c.key.in_(batch))
            .group_by(RETRIEVAL.c.key)
            .having(func.count() <= limit)
        )
        query = select(RETRIEVAL.c.key, RETRIEVAL.c.claim_id).where(RETRIEVAL.c.key.in_(rare))
        for key, claim in connection.execute(query.order_by(RETRIEVAL.c.key, RETRIEVAL.c.claim_id)):
            found[key].append(claim)
    return {key: tuple(claims) for key, claims in found.items()}


def vectors(connection: Connection, claim_ids: Iterable[str], encoder: str) -> dict[str, bytes]:
    """Return the vectors that an encoder gave claims; claims without one are left out."""
    found: dict[str, bytes] = {}
    for batch in batches(claim_ids):
        query = select(VECTOR.c.claim_id, VECTOR.c.vector).where(
            VECTOR.c.claim_id.in_(batch), VECTOR.c.encoder == encoder
        )
        found.update({claim: bytes(vector) for claim, vector in connection.execute(query)})
    return found
