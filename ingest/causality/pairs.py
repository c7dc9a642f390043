"""Judging pairs of nouns: which causes which, and how probable that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ingest.causality.features import features
from ingest.causality.model import model
from ingest.encoder import encode
from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NEITHER_WEIGHT: Final = 2 / 3
"""What "neither", seven pairs in eight, counts beside a direction where one is chosen."""


class Causality(StrEnum):
    """What a sentence says of an ordered pair, in the labels of SemEval-2010 Task 8."""

    FORWARD = "Cause-Effect(e1,e2)"
    BACKWARD = "Cause-Effect(e2,e1)"
    NEITHER = "neither"


_ORDER: Final = (Causality.FORWARD, Causality.BACKWARD, Causality.NEITHER)
_TURNED: Final = {
    Causality.FORWARD: Causality.BACKWARD,
    Causality.BACKWARD: Causality.FORWARD,
    Causality.NEITHER: Causality.NEITHER,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a pair, and the probability in (0, 1) that it is."""

    label: Causality
    probability: float

    def turned(self) -> Verdict:
        """Return what is said of the pair in the other order."""
        return Verdict(_TURNED[self.label], self.probability)


def causal(parse: Doc, cause: Token, effect: Token) -> Verdict:
    """Return what ``parse`` says of two of its nouns, given by their heads, in either order.

    ``FORWARD`` means that ``cause`` causes ``effect``. The probability is that of the label,
    calibrated on pairs of which one in eight is causal.

    Raises:
        UsageError: if both are one token, or one is not of ``parse``.
    """
    if cause.i == effect.i or cause.doc is not parse or effect.doc is not parse:
        raise UsageError("a causal pair is two different tokens of the parse that is given")
    return judged([(cause, effect)])[0]


def judged(pairs: Sequence[tuple[Token, Token]]) -> list[Verdict]:
    """Return one verdict a pair of tokens of one sentence; the nouns are encoded together."""
    if not pairs:
        return []
    ordered = [(min(pair, key=_place), max(pair, key=_place)) for pair in pairs]
    shipped = model()
    vectors = encode([one.text for pair in ordered for one in pair]) if shipped.embedded else None
    found = []
    for index, (pair, (first, second)) in enumerate(zip(pairs, ordered, strict=True)):
        own = () if vectors is None else (vectors[2 * index], vectors[2 * index + 1])
        probabilities = shipped.probabilities(features(first, second), own)
        label = chosen(probabilities.tolist())
        verdict = Verdict(_ORDER[label], float(probabilities[label]))
        found.append(verdict if pair[0] is first else verdict.turned())
    return found


def chosen(probabilities: Sequence[float]) -> int:
    """Return the index of the label: a direction from two thirds of what neither reaches."""
    forward, backward, neither = probabilities
    if max(forward, backward) <= neither * NEITHER_WEIGHT:
        return 2
    return 0 if forward >= backward else 1


def _place(token: Token) -> int:
    return int(token.i)
