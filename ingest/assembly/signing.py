"""The keys of claims that no document brought, because people made them or brought them back."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import encoder
from ingest.resolve.relations import keys, packed
from kg.model import Claim, Signature


def signatures(claims: Sequence[Claim]) -> list[Signature]:
    """Return the keys and vectors of claims, as documents bring them with theirs."""
    vectors = encoder.encode([one.wording for one in claims])
    name = encoder.encoder_name()
    return [
        Signature(claim.id, keys(claim.wording, vector), name, packed(vector))
        for claim, vector in zip(claims, vectors, strict=True)
    ]
