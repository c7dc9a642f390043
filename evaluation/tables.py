"""Rows of a table of figures: task, data set, split, size, majority, baseline, ours, interval."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROUNDS = 400
Labels = Sequence[object]


@dataclass(frozen=True)
class Row:
    """One figure in [0, 1], beside what the commonest label and a simple method reach.

    ``split`` says what of the set was measured and whether anything was fitted to it
    (``dev, zero-shot``; ``train, 10 folds``). ``baseline`` is None where there is none;
    ``low`` and ``high`` bound 95 in 100 bootstrap samples of the items.
    """

    task: str
    data: str
    split: str
    size: int
    majority: float
    baseline: float | None
    ours: float
    low: float
    high: float
    metric: str = "macro-F1"


def compared(
    task: str, data: str, split: str, gold: Labels, baseline: Labels | None, ours: Labels
) -> Row:
    """Return the row of macro-F1 of labels given to the same items."""
    commonest = max(sorted(set(gold), key=str), key=list(gold).count)
    low, high = interval(gold, ours)
    return Row(
        task=task,
        data=data,
        split=split,
        size=len(gold),
        majority=macro_f1(gold, [commonest] * len(gold)),
        baseline=None if baseline is None else macro_f1(gold, baseline),
        ours=macro_f1(gold, ours),
        low=low,
        high=high,
    )


def macro_f1(gold: Labels, said: Labels) -> float:
    """Return the mean over the gold labels of the F1 of each."""
    scores = []
    for label in set(gold):
        right = sum(g == label and s == label for g, s in zip(gold, said, strict=True))
        total = sum(g == label for g in gold) + sum(s == label for s in said)
        scores.append(2 * right / total)
    return sum(scores) / len(scores)


def interval(gold: Labels, said: Labels) -> tuple[float, float]:
    """Return the bounds of 95 in 100 of macro-F1 over bootstrap samples of the items."""
    pairs = list(zip(gold, said, strict=True))
    chance = random.Random(1)
    scores = sorted(
        macro_f1(*zip(*chance.choices(pairs, k=len(pairs)), strict=True)) for _ in range(ROUNDS)
    )
    return scores[int(0.025 * ROUNDS)], scores[int(0.975 * ROUNDS)]


def show(rows: Iterable[Row]) -> None:
    """Print rows as they come, under a heading."""
    print(
        f"{'task':34} {'data set':26} {'split':24} {'items':>6} {'majority':>8} "
        f"{'baseline':>8} {'ours':>6}  95% interval"
    )
    for row in rows:
        baseline = "-" if row.baseline is None else f"{row.baseline:.3f}"
        print(
            f"{row.task:34} {row.data:26} {row.split:24} {row.size:6} {row.majority:8.3f} "
            f"{baseline:>8} {row.ours:6.3f}  [{row.low:.3f}, {row.high:.3f}] {row.metric}",
            flush=True,
        )
