"""Which thing a wording puts above which, and in what: ``X is cheaper than Y``.

Sides are sets of stems, because texts name one thing at different lengths. What is better
without a measure has the measure ``worth``; opposites are one measure read from the other side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ingest.language.opposites import direction
from ingest.language.stems import content, stem

_BETTER: Final = (
    r"outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beats?|beaten|exceed(?:s|ed)?|outdo(?:es)?|"
    r"outdid|outstrip(?:s|ped)?|overtak(?:e|es|en)|overtook|outscor(?:e|es|ed)|eclips(?:e|es|ed)"
)
_WORSE: Final = (
    r"underperform(?:s|ed)?|(?:lag|lags|lagged|fall|falls|fell|fallen) (?:behind|short of)|"
    r"trail(?:s|ed)?|loses? (?:out )?to|lost (?:out )?to"
)
_EQUAL: Final = (
    r"match(?:es|ed)?|equal(?:s|led|ed)?|rivals|"
    r"(?:is|are|was|were) (?:the equals? of|on a par with|"
    r"as \w+ as|no (?:better|worse|different) (?:than|from))|"
    r"(?:perform|performs|do|does) as well as|keeps? up with|kept up with"
)
_THAN: Final = (
    r"(?:(?P<degree>more|less|fewer)|(?P<comparative>(?!(?:other|rather)\b)\w+er|better|worse))"
    r"(?:[ -](?P<what>\w+)){0,3}? (?:than|to)"
)
_VERB: Final = re.compile(
    rf"\b(?:(?P<better>{_BETTER})|(?P<worse>{_WORSE})|(?P<equal>{_EQUAL})|{_THAN})\b",
    re.IGNORECASE,
)
_NEGATOR: Final = re.compile(
    r"\b(?:not|never|cannot|no longer|rarely|hardly|seldom|fails? to|unable to|unlikely to|nor|"
    r"no|nothing|none|neither)\b|n't\b",
    re.IGNORECASE,
)
_OBJECT_END: Final = re.compile(
    r"[,;:()—.]|\b(?:on|at|in|for|due|because|when|while|although|despite|by|thanks|given|across|"
    r"even|if|does|do|did|is|are|was|were|has|have|can|will|under|over)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[;:()—]|, (?=(?:and|but|which|while|because)\b)|\bthat (?=\w+ )")
_LEAD_IN: Final = re.compile(r"^(?:in|on|at|for|with|under|among|over|by|judged|measured)\b[^,]*, ",
                             re.IGNORECASE)  # fmt: skip
_QUOTED: Final = re.compile(r"\"[^\"]*\"")
_PRICES: Final = frozenset(map(stem, ("cost", "price", "expense", "spending")))
_AMOUNT: Final = re.compile(
    r"\W*(?:an? |the |about |some |over )*(?:\d[\d.,]*|half|third|quarter|tenth|fiftieth|"
    r"hundredth|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|twenty|fifty|sixty|hundreds?|thousands?|millions?|"
    r"billions?|dozens?)\b(?! times)",
    re.IGNORECASE,
)
_NEAR: Final = 4
_SHARE: Final = 0.5


class Order(StrEnum):
    """How two sides of a ranking stand to each other."""

    ABOVE = "above"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is put above what: ``upper`` over ``lower`` in ``measure``.

    ``holds`` is False where the wording denies it. Where ``order`` is EQUAL the sides may
    change places.
    """

    upper: frozenset[str]
    lower: frozenset[str]
    measure: str
    order: Order
    holds: bool


def ranking(wording: str) -> Ranking | None:
    """Return the first ranking that a wording makes, None where it makes none."""
    text = _LEAD_IN.sub("", _QUOTED.sub(" ", wording))
    for verb in _VERB.finditer(text):
        before = _CLAUSE.split(text[: verb.start()])[-1]
        subject = frozenset(content(before))
        object_ = frozenset(content(_object(text[verb.end() :])))
        if not subject or not object_ or object_ <= subject or _AMOUNT.match(text[verb.end() :]):
            continue
        near = " ".join(before.split()[-_NEAR:])
        opening = re.match(r"\W*(?:no|none|neither)\b", before, re.IGNORECASE)
        holds = not _NEGATOR.search(near) and not opening
        return _ranked(verb, subject, object_, holds=holds)
    return None


def _object(after: str) -> str:
    after = after.lstrip()
    end = _OBJECT_END.search(after)
    return after[: end.start()] if end else after


def _ranked(
    verb: re.Match[str], subject: frozenset[str], object_: frozenset[str], *, holds: bool
) -> Ranking:
    measure, sign = _measure(verb)
    order = Order.EQUAL if verb["equal"] else Order.ABOVE
    upper, lower = (subject, object_) if sign > 0 else (object_, subject)
    return Ranking(upper, lower, measure, order, holds)


def _measure(verb: re.Match[str]) -> tuple[str, int]:
    """Return what is compared, and 1 where the subject has more of it, else -1."""
    if verb["better"] or verb["equal"]:
        return "worth", 1
    if verb["worse"]:
        return "worth", -1
    named = stem(verb["what"]) if verb["what"] else ""
    degree = (verb["comparative"] or verb["degree"]).lower()
    sign = -1 if degree in {"less", "fewer", "lower", "smaller", "worse", "weaker"} else 1
    if named in _PRICES:
        return "price", -sign
    known = direction(named) if named else None
    if known is not None and degree not in {"better", "worse"}:
        return known[0], sign * known[1]
    if verb["comparative"]:
        known = direction(stem(degree))
        if known is not None and known[0] != "change":
            return known
    return named or degree, sign


def same_sides(one: Ranking, other: Ranking) -> bool | None:
    """Whether two rankings put the same things in the same order.

    False where the sides have changed places, None where the things are others.
    """
    if _alike(one.upper, other.upper) and _alike(one.lower, other.lower):
        crossed = _alike(one.upper, other.lower) and _alike(one.lower, other.upper)
        return None if crossed else True
    if _alike(one.upper, other.lower) and _alike(one.lower, other.upper):
        return False
    return None


def conflict(one: Ranking, other: Ranking) -> bool | None:
    """Whether two rankings of the same things in the same measure exclude each other.

    None where they are not about the same, or where both can be so or not.
    """
    straight = same_sides(one, other)
    if straight is None or one.measure != other.measure:
        return None
    if Order.EQUAL in (one.order, other.order):
        return _with_equality(one, other)
    if not straight:
        other = replace(other, upper=other.lower, lower=other.upper)
        if one.holds and other.holds:
            return True
        return None
    return one.holds != other.holds


def _with_equality(one: Ranking, other: Ranking) -> bool | None:
    if one.order is other.order:
        return one.holds != other.holds
    strict, equal = (other, one) if one.order is Order.EQUAL else (one, other)
    return True if strict.holds and equal.holds else None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SHARE * min(len(one), len(other)) or one == other
