"""Candidates for many claims in memory: seconds, and how many planted near-copies are found.

Run: ``python -m benchmarks.matching [--claims 100000] [--copies 10000]``. Claims are made up
from a small vocabulary. Only as many as there are copies are embedded for real, with their
copies (an article dropped, clauses joined in other words); the others get vectors drawn around
those of real ones, so that buckets are as uneven as they are. Two claims are candidates when
they share a band of bits and enough bits in all. Embedding is not counted. rapidfuzz compares
all pairs; its time is taken from a part and scaled up.
"""

from __future__ import annotations

import argparse
import random
import time

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
    started = time.perf_counter()
    first, second = near_pairs(everything)
    spent = time.perf_counter() - started
    found = set(zip(first.tolist(), second.tolist(), strict=True))
    right = sum((at, at + given.copies) in found for at in range(given.copies))
    cosine = (vectors[: given.copies] * vectors[given.copies :]).sum(axis=1)
    print(f"{len(everything)} claims, {given.copies} near-copies (cosine {cosine.mean():.3f})")
    print(f"{spent:.1f} s, {len(found)} candidates, recall {right / given.copies:.3f}")
    part = originals[:300]
    started = time.perf_counter()
    process.cdist(part, originals, scorer=token_sort_ratio, score_cutoff=80)
    every = (
        (time.perf_counter() - started) / (len(part) * len(originals)) * len(everything) ** 2 / 2
    )
    print(f"rapidfuzz over all pairs: {every:.0f} s, {every / spent:.0f} times as long")


if __name__ == "__main__":
    main()
