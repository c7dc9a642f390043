"""How probable a proposal is: how often such proposals were right on marked pairs.

``precision.json`` holds, by kind and signals, how many proposals were right and how many were
made on pairs that we marked (``python -m evaluation.train_matching`` counts them anew). What
has few of them is drawn to the precision of all by a Beta prior. What rests on likeness alone
is more probable the more alike the claims are; ``likeness.json`` holds that curve.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Final

COUNTS: Final = "precision.json"
CURVE: Final = "likeness.json"
PRIOR: Final = 4.0
"""How many proposals the precision of all counts for in that of one signal."""
DIGITS: Final = 3
SAME_WORDS: Final = "same-words"
MERGED: Final = 0.95
"""The probability of a restatement in practically the same words. It is set, not counted: what
is left between the two is an article, a comma or the form of a word."""
BELOW_MERGED: Final = 0.89
"""The most that a restatement in other words can have: a person merges those."""

Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Log-odds that claims have to do with each other: ``intercept + slope * likeness``."""

    intercept: float
    slope: float

    def at(self, likeness: float) -> float:
        """Return the probability at a likeness, in [0, 1]."""
        return 1.0 / (1.0 + exp(-self.intercept - self.slope * likeness))


def family(kind: str, signals: Sequence[str]) -> str:
    """Return what proposals are counted under: their kind and signals, without particulars."""
    return f"{kind} {'+'.join(sorted({one.split(':')[0] for one in signals}))}"


def score(kind: str, signals: Sequence[str]) -> float:
    """Return the probability, in [0, 1], that a proposed relation holds."""
    if kind == "restates" and SAME_WORDS in signals:
        return MERGED
    found = probability(family(kind, signals), _counts())
    return round(min(found, BELOW_MERGED) if kind == "restates" else found, DIGITS)


def likely(likeness: float) -> float:
    """Return the probability, in [0, 1], that claims so alike have to do with each other.

    It grows with likeness, so that the most alike come first: Platt scaling (J. Platt,
    "Probabilistic outputs for support vector machines", 1999), fitted to marked pairs.
    """
    return round(_curve().at(likeness), DIGITS)


def probability(name: str, counts: Counts) -> float:
    """Return the mean of the Beta posterior of a family's precision, in [0, 1].

    The prior has the precision of all families that rest on more than likeness, ``related``
    left out, and the weight of ``PRIOR`` proposals.
    """
    telling = [rows for family_, rows in counts.items() if not family_.startswith("related ")]
    right, made = (sum(column) for column in zip(*telling, strict=True)) if telling else (0, 0)
    overall = (right + 1) / (made + 2)
    own_right, own_made = counts.get(name, (0, 0))
    return (own_right + PRIOR * overall) / (own_made + PRIOR)


@cache
def _counts() -> Counts:
    return {name: (right, made) for name, (right, made) in _shipped(COUNTS).items()}


@cache
def _curve() -> Curve:
    return Curve(**_shipped(CURVE))


def _shipped(name: str) -> dict[str, Any]:
    text = files("ingest.resolve.relations").joinpath(name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
