"""Probabilities of a rule or model, learned further from what people accept and reject.

Recalibration in the large (Steyerberg 2009, Clinical Prediction Models, ch. 20): one shift of
the log-odds for all that a rule says, chosen so that the probabilities of what people judged
add up to how much of it they accepted. A prior holds the shift back while decisions are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import Final

from kg.views import Judged

PRIOR_WEIGHT: Final = 10.0
"""How many judged items the shipped probabilities count for."""

_FURTHEST: Final = 12.0
_STEPS: Final = 60
_EDGE: Final = 1e-6


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
