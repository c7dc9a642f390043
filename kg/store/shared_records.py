"""What a shared record says, as a function of what all documents say of it.

Every document has one vote a record. A field takes the value with most votes; where votes
are equal, the value that comes first in canonical order, so that the order of ingest does
not matter. The documents of a work are asked before those that only refer to it. Unknown
(None, an empty list, ``ConceptKind.OTHER``) is no vote. Names of a concept are all kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.model import Concept, Record
from kg.store.attributes import attributes
from kg.vocab import ConceptKind


@dataclass(frozen=True, slots=True)
class Votes:
    """``count`` documents describe a record in the same words.

    ``primary`` says that they are documents of the record, which is then a work.
    """

    record: Record
    count: int
    primary: bool


def merge(votes: Sequence[Votes]) -> Record:
    """Return the record that the votes, all for one id and at least one, agree on."""
    first = votes[0].record
    chosen: dict[str, Any] = {
        attribute.name: _elected(attribute.name, votes)
        for attribute in attributes(type(first))
        if attribute.name not in ("id", *first.IDENTITY)
    }
    merged = replace(first, **chosen)
    return _with_all_names(merged, votes) if isinstance(merged, Concept) else merged


def _elected(name: str, votes: Sequence[Votes]) -> Any:
    for electorate in ([vote for vote in votes if vote.primary], votes):
        tally: Counter[Any] = Counter()
        for vote in electorate:
            value = getattr(vote.record, name)
            if value not in (None, (), ConceptKind.OTHER):
                tally[value] += vote.count
        if tally:
            return min(tally, key=lambda value: (-tally[value], _canonical(value)))
    return getattr(votes[0].record, name)


def _with_all_names(concept: Concept, votes: Sequence[Votes]) -> Concept:
    names = {concept.label}
    for vote in votes:
        assert isinstance(vote.record, Concept)
        names |= {vote.record.label, *vote.record.alternatives}
    return replace(concept, alternatives=tuple(sorted(names - {concept.label})))


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
