"""Which claims bear on a question, and on which side."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Protocol

from kg.vocab import RELATION_KINDS

Sides = Mapping[str, frozenset[int]]


class Bears(Protocol):
    """A relation, whole or bare; only those from claim to claim carry a side."""

    @property
    def kind(self) -> str:
        """The name of its kind."""

    @property
    def source_claim_id(self) -> str | None:
        """The claim that it starts from."""

    @property
    def target_claim_id(self) -> str | None:
        """The claim that it leads to."""


def reach(declared: Sides, relations: Iterable[Bears], canonical: Mapping[str, str] = {}) -> Sides:
    """Return the sides from which each claim bears on a question.

    ``declared`` has the claims whose side is known: +1 for the answer yes, -1 for no. A
    claim that supports a claim takes its side, one that rebuts or undercuts it the opposite,
    along any chain; one that does both ends up with both. Links of sign 0 carry nothing. A
    declared claim keeps its side whatever it is linked to. ``canonical`` names the claim that
    stands for those that say the same; only these are in the answer.

    Cost: linear in claims and relations.
    """
    incoming: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for relation in relations:
        sign: int = RELATION_KINDS[relation.kind].sign
        if sign and relation.source_claim_id and relation.target_claim_id:
            source, target = relation.source_claim_id, relation.target_claim_id
            incoming[canonical.get(target, target)].append((canonical.get(source, source), sign))
    found: dict[str, set[int]] = defaultdict(set)
    for claim, sides in declared.items():
        found[canonical.get(claim, claim)] |= sides
    declared = {claim: frozenset(sides) for claim, sides in found.items()}
    queue = deque((claim, side) for claim, sides in declared.items() for side in sides)
    while queue:
        claim, side = queue.popleft()
        for source, sign in incoming[claim]:
            if source in declared or side * sign in found.setdefault(source, set()):
                continue
            found[source].add(side * sign)
            queue.append((source, side * sign))
    return {claim: frozenset(sides) for claim, sides in found.items()}
