"""Signals: two wordings nearly alike, and what lies between them.

A negation, an antonym, another number, scope, date or measure hardly moves an embedding, so
that these are looked for in the words. Likeness alone never makes a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.resolve.relations.pair import Difference, Pair, Side
from ingest.resolve.relations.proposal import Proposal, aside, mutual, narrower
from ingest.resolve.relations.scoring import SAME_WORDS

# Likeness above which wordings are of one matter; with shared words, less is enough.
NEAR: Final = 0.68
_WORDED: Final = 0.5
_CONTAINED: Final = 0.45
_UNLIKE: Final = 0.6
"""Share of words that only one has above which one wording is no other version of the other."""
_SAID: Final = 0.5
"""Share of what is said of the subject that must be common before a turn of it counts."""
_PLAIN: Final = 0.85
_SAME: Final = 0.7
_ALMOST: Final = 0.6
_MOST: Final = 0.6
_OTHER_TEXT: Final = 0.5
"""Passages less alike than this speak of something else in the same words."""
ANY: Final = (Side.FIRST, Side.SECOND, Side.OTHER)


def is_near(pair: Pair) -> bool:
    """Whether two wordings are of one matter, so that what differs between them counts."""
    return pair.cosine >= NEAR or (
        pair.cosine >= _WORDED and pair.containment >= _CONTAINED and len(pair.shared) >= 2
    )


def differ(pair: Pair) -> Iterator[Proposal]:
    """Propose from what lies between two near-paraphrases."""
    between = pair.difference
    if between is None or not is_near(pair):
        return
    if between.subject or between.names or between.swapped or between.denies_cause or between.norm:
        return
    if _elsewhere(pair):
        return
    if between.opposite and between.words <= _UNLIKE and between.said >= _SAID:
        yield from _opposed(pair, between)
    elif between.amounts is Side.OTHER and between.words <= _UNLIKE:
        yield from _numbers(pair, between)
    elif not between.opposite and (between.said >= _SAID or pair.cosine >= _PLAIN):
        yield from _limited(pair, between)


def _opposed(pair: Pair, between: Difference) -> Iterator[Proposal]:
    if "belief" in pair.ascriptions:
        return
    differs = apart(between, ANY)
    if not differs and between.amounts is Side.OTHER:
        differs = "differs_in_scope"
    if differs:
        yield aside(differs, pair, "opposite-wording")
    else:
        yield from mutual("rebuts", pair, "opposite-wording")


def _numbers(pair: Pair, between: Difference) -> Iterator[Proposal]:
    if "belief" in pair.ascriptions:
        return
    differs = apart(between, (Side.OTHER,))
    if differs:
        yield aside(differs, pair, "contrary-numbers")
    else:
        yield from mutual("rebuts", pair, "contrary-numbers")


def apart(between: Difference, sides: tuple[Side, ...]) -> str:
    """Return the respect in which two wordings speak of different things, "" if of the same."""
    if between.times in sides:
        return "differs_in_date"
    if between.measure in sides:
        return "differs_in_measure"
    return "differs_in_scope" if between.scope in sides else ""


def _limited(pair: Pair, between: Difference) -> Iterator[Proposal]:
    if pair.ascriptions != ("", ""):
        return
    differs = apart(between, (Side.OTHER,))
    if differs:
        yield aside(differs, pair, "same-but-for")
        return
    for name, side in (
        ("scope", between.scope),
        ("date", between.times),
        ("measure", between.measure),
        ("number", between.amounts),
        ("certainty", between.hedge),
        ("share", between.partial),
    ):
        if side in (Side.FIRST, Side.SECOND):
            yield narrower("qualifies", pair, side, f"qualifier:{name}")
            return
    if pair.cosine >= _SAME or (pair.cosine >= _ALMOST and pair.containment >= _MOST):
        yield aside("restates", pair, SAME_WORDS if pair.is_identical else "same-wording")


def _elsewhere(pair: Pair) -> bool:
    """Whether the passages around the words are of another matter (a union, and a union)."""
    return pair.setting is not None and pair.setting < _OTHER_TEXT
