from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.nearest import BEST, LEAST, WITHIN, likeness, nearest
from ingest.resolve.relations.pair import Pair
from kg.model import Claim
from kg.wording import claim_key

NOUNS = ("barge", "canal", "farm", "grain", "harbour", "lock", "meadow", "orchard", "quay", "tide")


def claim(wording: str) -> Candidate:
    return Candidate(
        Claim(key=claim_key(wording), wording=wording), (), vector=np.ones(1, np.float32)
    )


def pair(one: Candidate, other: Candidate, cosine: float) -> Pair:
    first, second = sorted((one, other), key=lambda each: each.id)
    return Pair(first, second, cosine)


def test_forms_of_a_word_count_as_one() -> None:
    one = claim("Distillation of models saves computation.")
    same = claim("Who distils a model computes less.")
    other = claim("Who scatters a flower harvests less.")
    assert likeness(pair(one, same, 0.3)) > likeness(pair(one, other, 0.3))


def test_what_is_like_everything_is_joined_to_few() -> None:
    central = claim("Canals carry grain.")
    others = [claim(f"Lock {n} of the canal is {word}.") for n, word in product(range(5), NOUNS)]
    pairs = [pair(central, other, 0.9 - at / 200) for at, other in enumerate(others)]
    found = nearest(pairs)
    assert len(found) == WITHIN
    left = [one for one in pairs if one not in found]
    assert min(map(likeness, found)) >= max(map(likeness, left)) >= LEAST


def test_a_wording_of_one_telling_word_is_like_nothing() -> None:
    assert nearest([pair(claim("They do."), claim("Canals carry grain."), 0.95)]) == []


cosines = st.lists(st.floats(0, 1), min_size=100, max_size=100)


@given(cosines, st.randoms(use_true_random=False))
def test_a_pair_is_among_the_best_of_one_end_and_near_the_best_of_the_other(
    degrees: list[float], chance: random.Random
) -> None:
    new = [claim(f"The {noun} costs much.") for noun in NOUNS]
    known = [claim(f"A {noun} is cheap.") for noun in NOUNS]
    pairs = [pair(*ends, cosine) for ends, cosine in zip(product(new, known), degrees, strict=True)]
    found = nearest(pairs)
    chosen = {(one.one.id, one.other.id) for one in found}
    shuffled = sorted(pairs, key=lambda one: chance.random())
    assert {(one.one.id, one.other.id) for one in nearest(shuffled)} == chosen
    assert max(Counter(end for ends in chosen for end in ends).values(), default=0) <= WITHIN
    better: dict[str, list[float]] = defaultdict(list)
    for one in pairs:
        for end in (one.one.id, one.other.id):
            better[end].append(likeness(one))
    for one in found:
        above = [
            sum(degree > likeness(one) for degree in better[end])
            for end in (one.one.id, one.other.id)
        ]
        assert likeness(one) >= LEAST
        assert min(above) < BEST
        assert max(above) < WITHIN
