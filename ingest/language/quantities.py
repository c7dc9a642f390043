"""Measurements in text: numbers with unit, range and comparator, and what is none.

Bare years, numbers of sections, figures, lists and versions, sizes inside names
(``Falcon 180B``) and citation markers are not measurements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.language.cues import words
from kg.model import Quantity

_SCALES: Final = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "trillion": 1e12,
}
_SPELT: Final = {
    "half": 0.5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "hundred": 100,
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?:-| )?(?:thousand|million|billion|trillion)\b|(?:[KkMBT]|[mb]n)\b|[kKMBT](?=\+)"
_MONEY = r"[$€£¥]"
_ATTACHED = r"%|‰|×|x\b|-?fold\b|°[CF]\b|\s?(?:percent|per cent|percentage points?|pp|times)\b"


def _number(n: int) -> str:
    return (
        rf"(?P<money{n}>{_MONEY})?\s?(?P<sign{n}>(?<![\w.)\]%])[-−](?=\d))?"
        rf"(?P<number{n}>{_DIGITS})(?P<scale{n}>{_SCALE})?\+?"
        rf"(?P<unit{n}>{_ATTACHED})?"
    )


_COMPARATOR: Final = (
    r"(?:more|less|fewer|greater|higher|lower|larger|smaller) than|up to|at (?:least|most)|over|"
    r"under|above|below|about|around|roughly|approximately|nearly|almost|some|only|exactly|"
    r"~|≈|≥|≤|<|>"
)
_QUANTITY: Final = re.compile(
    r"(?<![\w.,$/-])(?:(?P<comparison>"
    + _COMPARATOR
    + r")\s?)?"
    + _number(1)
    + r"(?:\s?(?:-|–|—|to|and)\s?(?:(?P<then>"
    + _COMPARATOR
    + r")\s)?"
    + _number(2)
    + r")?"
    r"(?![\w]|[.,]\d|-[A-Z])",
    re.IGNORECASE,
)
_SPELT_OUT: Final = re.compile(
    r"\b(?P<number>"
    + "|".join(_SPELT)
    + r"|\d+)(?: to (?P<upper>"
    + "|".join(_SPELT)
    + r"|\d+))?[ -](?P<unit>orders? of magnitude|times|-?fold|percent)\b",
    re.IGNORECASE,
)
# Behind these a number names a place, a version or an item, and measures nothing.
_POINTER: Final = re.compile(
    r"(?:§|#|\b(?:section|sec\.?|figures?|figs?\.?|tables?|chapter|ch\.|pp?\.|pages?|eqs?\.?|"
    r"equations?|appendix|part|step|phase|version|v\.?|vol\.?|no\.?|issue|item|day|type|"
    r"algorithm|theorem|lemma|release|top|rank(?:ed)?|camp|point))\s?$",
    re.IGNORECASE,
)
_NAME_BEFORE: Final = re.compile(r"(?:\b[A-Z][\w.]*|\b[a-z]*[A-Z][\w.]*)(?:[ -]\d[\w.]*)?[ -]$")
_SENTENCE_WORDS: Final = words(
    "The A An In On At By To For From With And But Of Over About Only Some Around Nearly Almost "
    "Up This These Those All Both Its Their Our We It They Is Are Was Were More Less Than"
)
_NOT_UNITS: Final = words(
    "and or of the a an in on at by to for from with as is are was were that which than but can "
    "into per if while when where since after before between over under not this it they we "
    "only even also more less most both each such has have had will may would could do does its "
    "their our over vs versus"
)
_UNIT: Final = re.compile(r"[ -]?(?:the |of the |of )?(?P<unit>[A-Za-z][A-Za-z-]*)")
_YEARS: Final = range(1500, 2101)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the measurements in clean text, located by its characters.

    Scale words and letters are applied: ``300 million parameters`` is 3e8 parameters.
    ``×`` and ``x`` are the unit ``×``.
    """
    taken: list[Quantity] = list(_spelt_out(text))
    for found in _QUANTITY.finditer(text):
        one = _quantity(found, text)
        if one is not None and not any(one.start < t.end and t.start < one.end for t in taken):
            taken.append(one)
    return tuple(sorted(taken, key=lambda one: one.start))


def _spelt_out(text: str) -> Iterator[Quantity]:
    for found in _SPELT_OUT.finditer(text):
        if found["number"].isdigit() and not found["unit"].lower().startswith("order"):
            continue
        low = _plain(found["number"])
        high = _plain(found["upper"]) if found["upper"] else low
        unit = re.sub(r"^orders? ", "orders ", found["unit"].lower())
        yield Quantity(low, high, "×" if unit in {"times", "fold"} else unit, None, *found.span())


def _plain(word: str) -> float:
    return float(_SPELT.get(word.lower(), 0) or word.replace(",", ""))


def _quantity(found: re.Match[str], text: str) -> Quantity | None:
    start, end = found.start() + len(found[0]) - len(found[0].lstrip()), found.end()
    first = _value(found, 1)
    if found["number2"]:
        second = _value(found, 2)
        first = _value(found, 1, fallback=found["scale2"]) if not found["scale1"] else first
    else:
        second = first
    attached = found["unit2"] or found["unit1"] or found["money1"]
    unit = _attached(attached) or _following(text, end)
    scaled = found["scale1"] or found["scale2"]
    if not attached and _measures_nothing(found, text, unit, scaled=bool(scaled)):
        return None
    comparison = found["comparison"] or found["then"]
    return Quantity(
        min(first, second),
        max(first, second),
        unit,
        comparison.lower() if comparison else None,
        start,
        end,
    )


def _value(found: re.Match[str], n: int, fallback: str | None = None) -> float:
    scale = (found[f"scale{n}"] or fallback or "").strip(" -").lower()
    value = float(found[f"number{n}"].replace(",", "")) * _SCALES.get(scale, 1.0)
    return -value if found[f"sign{n}"] else value


def _attached(unit: str | None) -> str | None:
    if not unit:
        return None
    unit = unit.strip(" -").lower()
    return {"x": "×", "times": "×", "fold": "×", "percent": "%", "per cent": "%"}.get(unit, unit)


def _following(text: str, end: int) -> str | None:
    """Return the noun that a number counts, as far as it stands right behind it."""
    found = _UNIT.match(text, end)
    if found is None or found["unit"].lower() in _NOT_UNITS:
        return None
    return found["unit"].strip("-")


def _measures_nothing(found: re.Match[str], text: str, unit: str | None, *, scaled: bool) -> bool:
    before = text[: found.start()]
    inside = found["comparison"] is None and _follows_name(before)
    if _POINTER.search(before) or (inside and not (scaled and " " in found[0].strip())):
        return True
    if (
        found["comparison"] is None
        and re.search(r"(?:^|[(\[;,] ?)$", before)
        and text[found.end() : found.end() + 1] in {")", "]", "."}
        and not scaled
    ):
        return True
    bare = not scaled and unit is None and not found["comparison"] and "." not in found["number1"]
    return bare or _is_year(found, unit)


def _follows_name(before: str) -> bool:
    found = _NAME_BEFORE.search(before)
    return found is not None and found[0].split()[0].rstrip(" -") not in _SENTENCE_WORDS


def _is_year(found: re.Match[str], unit: str | None) -> bool:
    whole = found["number1"]
    return (
        whole.isdigit()
        and len(whole) == 4
        and int(whole) in _YEARS
        and not found["scale1"]
        and (unit is None or not unit.endswith("s"))
    )
