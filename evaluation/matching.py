"""Claims matched by meaning: `python -m evaluation.matching [--gold DIR]`.

``argkp``: arguments and key points of one topic and stance, matched or not. ``perspectrum``:
two perspectives on one claim, worded alike or not (same cluster). Average precision of the
pairs ranked by likeness, mean over topics; majority is what chance gives (the share of
matches), the baseline cosines of TF-IDF over words (scikit-learn), ours the likeness by which
``related`` is ranked; a row more gives the embeddings alone. Nothing is fitted to these sets;
thresholds of the rules for opposites were set while some 3,500 pairs of ``perspectrum`` were
looked at.

Stance is asked apart: whether a perspective speaks for or against its claim, read off the
kinds of relation that are proposed. Most pairs get none, so that it is not solved here.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score

from evaluation.debate import candidate
from evaluation.gold import GOLD, items
from evaluation.tables import ROUNDS, Row, compared, show
from ingest.encoder import encode
from ingest.resolve.relations import Candidate
from ingest.resolve.relations.linking import judge, pair_of
from ingest.resolve.relations.nearest import likeness
from ingest.resolve.relations.pair import Pair

TASK = "matching: average precision"
CLAIMS = 60
STANCES = 2_000
SIDES = {
    "rebuts": "UNDERMINE",
    "undercuts": "UNDERMINE",
    "restates": "SUPPORT",
    "supports": "SUPPORT",
}


@dataclass(frozen=True)
class Match:
    """Two wordings on one topic, and whether they are marked as saying the same."""

    topic: str
    left: str
    right: str
    same: bool


def arguments(path: Path) -> Iterator[Match]:
    """Yield arguments with key points."""
    for row in items(path):
        yield Match(
            f"{row['topic']} {row['stance']}", row["text"], row["key_point"], row["label"] == "1"
        )


def perspectives(path: Path) -> Iterator[Match]:
    """Yield pairs of perspectives on one claim, for some claims."""
    claims: dict[str, dict[str, int]] = defaultdict(dict)
    for row in items(path):
        claims[row["claim"]][row["perspective"]] = row["cluster"]
    for claim in random.Random(1).sample(sorted(claims), CLAIMS):
        for one, other in combinations(sorted(claims[claim]), 2):
            same = claims[claim][one] == claims[claim][other]
            yield Match(claim, one, other, same)


class Wordings:
    """Candidates by wording, each embedded once."""

    def __init__(self, wordings: Sequence[str]) -> None:
        distinct = sorted(set(wordings))
        self._all = {
            wording: replace(bare(wording), vector=vector)
            for wording, vector in zip(distinct, encode(distinct), strict=True)
        }

    def pair(self, left: str, right: str) -> Pair:
        return pair_of(self._all[left], self._all[right])


def bare(wording: str) -> Candidate:
    return candidate({"id": wording, "claim_left": wording, "left": ""}, "left")


def measured(name: str, matches: Sequence[Match]) -> Iterator[Row]:
    """Yield the rows of one set."""
    both = [end for one in matches for end in (one.left, one.right)]
    wordings = Wordings(both)
    pairs = [wordings.pair(one.left, one.right) for one in matches]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(both)
    left, right = (
        vectorizer.transform([getattr(one, side) for one in matches]) for side in ("left", "right")
    )
    words = left.multiply(right).sum(axis=1).A1.tolist()
    split = f"untrained, {len({one.topic for one in matches})} topics"
    baseline = by_topic(matches, words)
    ours = [likeness(pair) for pair in pairs]
    for kind, scores in (("", ours), (", embeddings", [pair.cosine for pair in pairs])):
        found = by_topic(matches, scores)
        low, high = interval(found)
        yield Row(
            TASK + kind,
            name,
            split,
            len(matches),
            sum(one.same for one in matches) / len(matches),
            mean(baseline),
            mean(found),
            low,
            high,
            metric="average precision",
        )


def by_topic(matches: Sequence[Match], scores: Sequence[float]) -> list[float]:
    """Return the average precision of each topic that has pairs of both sorts."""
    topics: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for one, given in zip(matches, scores, strict=True):
        topics[one.topic].append((one.same, given))
    return [
        float(average_precision_score([same for same, _ in rows], [given for _, given in rows]))
        for _, rows in sorted(topics.items())
        if 0 < sum(same for same, _ in rows) < len(rows)
    ]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the bounds of 95 in 100 of the mean over bootstrap samples of topics."""
    chance = random.Random(1)
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(ROUNDS))
    return means[int(0.025 * ROUNDS)], means[int(0.975 * ROUNDS)]


def stance(path: Path) -> Iterator[Row]:
    """Yield whether a perspective is for its claim: where something is proposed, and of all."""
    rows = random.Random(2).sample(
        [r for r in items(path) if r["label"] in SIDES.values()], STANCES
    )
    wordings = Wordings([row[key] for row in rows for key in ("claim", "perspective")])
    said = [side(wordings.pair(row["claim"], row["perspective"])) for row in rows]
    gold = [str(row["label"]) for row in rows]
    told = [at for at, one in enumerate(said) if one is not None]
    name = "matching/perspectrum"
    yield compared(
        "stance, where proposed", name, "looked at", [gold[at] for at in told], None,
        [str(said[at]) for at in told],
    )  # fmt: skip
    commonest = max(sorted(set(gold)), key=gold.count)
    yield compared("stance, all", name, "looked at", gold, None, [one or commonest for one in said])


def side(pair: Pair) -> str | None:
    """Return the stance that the proposed kind implies, None where none does."""
    return next((SIDES[one.kind] for one in judge([pair]) if one.kind in SIDES), None)


SETS: dict[str, Callable[[Path], Iterator[Match]]] = {
    "argkp": arguments,
    "perspectrum": perspectives,
}


def rows(gold: Path) -> Iterator[Row]:
    """Yield the rows over the sets that are there."""
    for name, reader in SETS.items():
        path = gold / "matching" / f"{name}.jsonl"
        if path.exists():
            yield from measured(f"matching/{name}", list(reader(path)))
    path = gold / "matching" / "perspectrum.jsonl"
    if path.exists():
        yield from stance(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold data")
    show(rows(parser.parse_args().gold))


if __name__ == "__main__":
    main()
