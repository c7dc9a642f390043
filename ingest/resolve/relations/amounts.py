"""Numbers of two wordings: which are of one measure, and whether they can both be right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from ingest.language.quantities import quantities
from ingest.language.stems import stem

_ORDINALS: Final = {
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "fiftieth": 50,
    "hundredth": 100,
}
_SPELT: Final = {
    name: number
    for number, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {"twenty": 20, "fifty": 50, "hundred": 100, "a": 1, "an": 1}
_COUNT: Final = r"(?:\d+|" + "|".join(_SPELT) + r")"
_FRACTION: Final = re.compile(
    rf"\b(?P<count>{_COUNT}) (?P<part>{'|'.join(_ORDINALS)})s?\b(?! (?:century|time|edition))"
    rf"|\b(?P<some>{_COUNT}) (?:in|out of) (?:every )?(?P<all>{_COUNT})\b|\b(?P<half>half)\b"
    r"(?! (?:an? )?(?:centur|year|decade|hour|day|doz|million|billion|life))"
    rf"|\b(?P<cents>{_COUNT}) (?:per ?cent)\b",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"(?P<most>no more than|at most|up to|less than|fewer than|under|below)\s*$"
    r"|(?P<least>at least|no fewer than|no less than|more than|over|above|exceed\w*)\s*$",
    re.IGNORECASE,
)
_PERCENT: Final = frozenset({"%", "percent", "per cent"})
_SLACK: Final = 0.03
_BEFORE: Final = 20


@dataclass(frozen=True, slots=True)
class Amount:
    """A value between ``low`` and ``high`` (both inclusive) of a unit; shares are percents."""

    low: float
    high: float
    unit: str


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the numbers that a wording gives, with fractions as percents."""
    fractions = list(_FRACTION.finditer(text))
    taken = [found.span() for found in fractions]
    found = [
        _bounded(text, one.start, *_span(one.value, one.upper, one.comparison), _unit(one.unit))
        for one in quantities(text)
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return tuple(found) + tuple(_shares(text, fractions))


def contrary(one: tuple[Amount, ...], other: tuple[Amount, ...]) -> bool:
    """Whether, in some unit that both have, no number of one can be a number of the other."""
    first, second = _by_unit(one), _by_unit(other)
    return any(
        not any(_meet(mine, theirs) for mine in first[unit] for theirs in second[unit])
        for unit in first.keys() & second.keys()
    )


def _span(value: float, upper: float, comparison: str | None) -> tuple[float, float]:
    sign = (comparison or "").strip()
    if sign in {"<", "≤"}:
        return -inf, upper
    return (value, inf) if sign in {">", "≥"} else (value, upper)


def _bounded(text: str, start: int, low: float, high: float, unit: str) -> Amount:
    bound = _BOUND.search(text[max(0, start - _BEFORE) : start]) or _BOUND.match(
        " ".join(text[start:].split()[:3]) + ""
    )
    if bound and bound["most"]:
        return Amount(0.0 if low >= 0 else -inf, high, unit)
    return Amount(low, inf if bound else high, unit)


def _unit(unit: str | None) -> str:
    name = (unit or "").strip().lower()
    return "%" if name in _PERCENT else stem(name)


def _shares(text: str, fractions: list[re.Match[str]]) -> Iterator[Amount]:
    for found in fractions:
        if found["half"]:
            share = 50.0
        elif found["cents"]:
            share = _number(found["cents"])
        elif found["part"]:
            share = 100.0 * _number(found["count"]) / _ORDINALS[found["part"].lower()]
        else:
            share = 100.0 * _number(found["some"]) / max(_number(found["all"]), 1)
        if 0 < share <= 100:
            yield _bounded(text, found.start(), share, share, "%")


def _number(word: str) -> float:
    return float(word) if word.isdigit() else _SPELT[word.lower()]


def _by_unit(found: tuple[Amount, ...]) -> dict[str, list[Amount]]:
    units: dict[str, list[Amount]] = defaultdict(list)
    for one in found:
        units[one.unit].append(one)
    return units


def _meet(one: Amount, other: Amount) -> bool:
    finite = [abs(v) for v in (one.low, one.high, other.low, other.high) if abs(v) != inf]
    slack = _SLACK * max(finite, default=0.0)
    return one.low <= other.high + slack and other.low <= one.high + slack
