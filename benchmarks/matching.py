"""Candidates for many claims in memory: seconds, and how many planted near-copies are found.

Run: ``python -m benchmarks.matching [--claims 100000] [--copies 10000]``. Claims are made up
from a small vocabulary. Only as many as there are copies are embedded for real, with their
copies (an article dropped, clauses joined in other words); the others get vectors drawn around
those of real ones, so that buckets are as uneven as they are. Two claims are candidates when
they share a band of bits and enough bits in all. Embedding is not counted. The yardsticks, in the
same run, are MinHash with rensa over as many wordings, where that is installed (nothing else here
needs it: ``pip install rensa``), and rapidfuzz over all pairs, whose time is taken from a part and
scaled up. Seconds are of CPU time, so that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from ingest.encoder import encode
from ingest.resolve.relations.retrieval import Vectors, near_pairs

SUBJECTS = (
    "canals harbours locks barges bridges farms schools hospitals forests orchards markets mills"
)
PLACES = "Astrel Brentar Corvane Dray Estmark Ferrano Garn Halvard Korsay Lissen Melbrin Norland"
VERBS = "raise lower change double halve delay protect threaten improve weaken replace explain"
OBJECTS = (
    "the yield of wheat|the price of bread|the number of jobs|the wages of dockers|"
    "the cost of coal|"
    "the spread of fever|the growth of towns|the reading of pupils|the depth of the river|"
    "the diversity of birds|the trust of voters|the speed of trains"
)
PERMUTATIONS: Final = 128
MINHASH_BANDS: Final = 16
R = TypeVar("R")
TIMES = "in winter|after the war|within a decade|for a generation|in dry years|before the harvest"


def claim(rng: random.Random) -> str:
    pick = rng.choice
    return (
        f"The {pick(SUBJECTS.split())} of {pick(PLACES.split())} {pick(VERBS.split())} "
        f"{pick(OBJECTS.split('|'))} and the {pick(SUBJECTS.split())} near {pick(PLACES.split())} "
        f"{pick(VERBS.split())} {pick(OBJECTS.split('|'))} {pick(TIMES.split('|'))}."
    )


def copied(text: str, rng: random.Random) -> str:
    kind = rng.randrange(3)
    if kind == 0:
        return text.removeprefix("The ").capitalize()
    if kind == 1:
        return text.replace(" and the ", ", and so do the ", 1)
    first, _, last = text.rstrip(".").rpartition(" ")
    return f"It is held that {first[0].lower()}{first[1:]} {last}."


def filled(real: Vectors, count: int) -> Vectors:
    """Return vectors spread like the real ones: mixtures of two of them, with noise."""
    chance = np.random.default_rng(7)
    a, b = (real[chance.integers(0, len(real), count)] for _ in range(2))
    share = chance.uniform(0.3, 0.7, (count, 1)).astype(np.float32)
    noise = chance.standard_normal(a.shape, np.float32) * 0.03
    mixed = share * a + (1 - share) * b + noise
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def minhash(texts: list[str]) -> set[tuple[int, int]]:
    """Return the pairs that share a band of rensa's MinHash of their pairs of words."""
    rensa = import_module("rensa")
    index = rensa.RMinHashLSH(0.5, PERMUTATIONS, MINHASH_BANDS)
    found: set[tuple[int, int]] = set()
    for at, text in enumerate(texts):
        hashed = rensa.RMinHash(PERMUTATIONS, 42)
        words = text.lower().rstrip(".").split()
        hashed.update([f"{one} {other}" for one, other in pairwise(words)])
        found.update((other, at) for other in index.query(hashed))
        index.insert(at, hashed)
    return found


def timed(work: Callable[[], R]) -> tuple[R, float]:
    """Return what some work gives, and the CPU seconds that it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def beside_minhash(texts: list[str], copies: int, spent: float) -> None:
    """Print what rensa takes and finds on as many wordings."""
    if find_spec("rensa") is None:
        print("rensa is not installed: no comparison with MinHash")
        return
    found, seconds = timed(lambda: minhash(texts))
    right = sum((at, at + copies) in found for at in range(copies))
    print(
        f"rensa: {seconds:.1f} s, {len(found)} candidates, recall {right / copies:.3f}; "
        f"ours {spent / seconds:.1f} times as long"
    )


def main() -> None:
    """Print seconds, recall, and the ratio to rapidfuzz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--copies", type=int, default=10_000)
    given = parser.parse_args()
    rng = random.Random(1)
    originals = [claim(rng) for _ in range(given.copies)]
    copies = [copied(text, rng) for text in originals]
    vectors = encode(originals + copies)
    fill = filled(vectors[: given.copies], max(0, given.claims - 2 * given.copies))
    everything = np.concatenate([vectors, fill])
    (first, second), spent = timed(lambda: near_pairs(everything))
    found = set(zip(first.tolist(), second.tolist(), strict=True))
    right = sum((at, at + given.copies) in found for at in range(given.copies))
    cosine = (vectors[: given.copies] * vectors[given.copies :]).sum(axis=1)
    print(f"{len(everything)} claims, {given.copies} near-copies (cosine {cosine.mean():.3f})")
    print(f"{spent:.1f} s, {len(found)} candidates, recall {right / given.copies:.3f}")
    more = [claim(rng) for _ in range(len(everything) - 2 * given.copies)]
    beside_minhash([*originals, *copies, *more], given.copies, spent)
    part = originals[:300]
    _, seconds = timed(
        lambda: process.cdist(part, originals, scorer=token_sort_ratio, score_cutoff=80)
    )
    every = seconds / (len(part) * len(originals)) * len(everything) ** 2 / 2
    print(f"rapidfuzz over all pairs: {every:.0f} s, {every / spent:.0f} times as long")


if __name__ == "__main__":
    main()
