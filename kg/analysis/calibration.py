"""Probabilities of a rule or model, learned further from what people accept and reject.

Recalibration in the large (Steyerberg 2009, Clinical Prediction Models, ch. 20): one shift of
the log-odds for all that a rule says, chosen so that the probabilities of what people judged
add up to how much of it they accepted. A prior holds the shift back while decisions are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean
from typing import Final

from kg.views import Judged

PRIOR_WEIGHT: Final = 10.0
"""How many judged items the shipped probabilities count for."""

_FURTHEST: Final = 12.0
_STEPS: Final = 60
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Reliability:
    """What people made of the proposals of one rule, and what follows for its probabilities.

    ``before`` is the mean probability that those proposals were shown with, ``after`` what it
    becomes; None where none had a probability.
    """

    extractor: str
    rule: str
    judged: int
    accepted: int
    before: float | None
    after: float | None


def reliability(judged: Iterable[Judged]) -> list[Reliability]:
    """Return how each rule of each extractor fared, the most judged first."""
    found = [_reliability(*rule, ones) for rule, ones in _by_rule(judged).items()]
    return sorted(found, key=lambda one: (-one.judged, one.extractor, one.rule))


def shifts(judged: Iterable[Judged]) -> dict[tuple[str, str], float]:
    """Return, by extractor and rule, the shift in log-odds that decisions call for."""
    return {rule: shift(ones) for rule, ones in _by_rule(judged).items()}


def shift(judged: Sequence[Judged]) -> float:
    """Return the shift in log-odds that decisions on one rule call for; 0 for none.

    Positive where people accept more than was stated. Items without a score say nothing of
    how right scores are and are left out.
    """
    said = [(one.score, one.accepted) for one in judged if one.score is not None]
    if not said:
        return 0.0
    stated = sum(score for score, _ in said) / len(said)
    wanted = sum(accepted for _, accepted in said) + PRIOR_WEIGHT * stated
    low, high = -_FURTHEST, _FURTHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        total = sum(shifted(score, middle) for score, _ in said)
        if total + PRIOR_WEIGHT * shifted(stated, middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def shifted(probability: float, by: float) -> float:
    """Return a probability after a shift of its log-odds, in (0, 1)."""
    inside = min(1 - _EDGE, max(_EDGE, probability))
    return 1 / (1 + exp(-(log(inside / (1 - inside)) + by)))


def _reliability(extractor: str, rule: str, judged: Sequence[Judged]) -> Reliability:
    stated = [one.score for one in judged if one.score is not None]
    by = shift(judged)
    return Reliability(
        extractor=extractor,
        rule=rule,
        judged=len(judged),
        accepted=sum(one.accepted for one in judged),
        before=fmean(stated) if stated else None,
        after=fmean(shifted(score, by) for score in stated) if stated else None,
    )


def _by_rule(judged: Iterable[Judged]) -> dict[tuple[str, str], list[Judged]]:
    found: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        found[one.extractor, one.rule].append(one)
    return found
