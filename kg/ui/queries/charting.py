"""A query's answer as a chart: bars for things and numbers, a line for years and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.rdf.sparql import Result, Term, shorten
from kg.ui import markup
from kg.vocab import PREFIXES

BARS: Final = 40
POINTS: Final = 2_000
_LOOKED_AT: Final = 200
_LABEL: Final = 60
_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset(
    _XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong"),
    )
)
# A query may call any text a number.
_WRITTEN: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIMES: Final = frozenset(_XSD + name for name in ("gYear", "gYearMonth", "date", "dateTime"))

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of an answer can be drawn, by number."""

    texts: tuple[int, ...]
    numbers: tuple[int, ...]
    time: int | None

    @property
    def drawable(self) -> bool:
        """Whether there is a number, and something that it is the number of."""
        return bool(self.numbers and (self.texts or self.time is not None))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its specification in Vega-Lite, what it draws, and the same in words."""

    spec: Mapping[str, Any]
    rows: Rows
    words: str


def columns(result: Result) -> Columns:
    """Say what the columns of an answer hold, by its first rows."""
    if result.answer.form == "triples":
        return Columns((), (), None)
    first = list(result.some_terms(0, _LOOKED_AT))
    texts: list[int] = []
    numbers: list[int] = []
    times: list[int] = []
    for place, name in enumerate(result.variables):
        cells = [row[place] for row in first if row[place] is not None]
        if not cells:
            continue
        if all(_is_time(cell, name) for cell in cells):
            times.append(place)
        elif all(_number(cell) is not None for cell in cells):
            numbers.append(place)
        else:
            texts.append(place)
    words = [one for one in texts if isinstance(next(_cells(first, one)), Literal)]
    return Columns(tuple(words or texts), tuple(numbers), times[0] if times else None)


def chart(result: Result, found: Columns, number: int, colour: str) -> Chart:
    """Draw one column of numbers: over time where there is a time, else as a bar each."""
    if found.time is not None:
        return _line(result, found.time, number, colour)
    return _bars(result, found.texts[:2], number, colour)


def _line(result: Result, time: int, number: int, colour: str) -> Chart:
    pairs = ((row[time], _number(row[number])) for row in result.some_terms(0, POINTS))
    points = [(when.value, n) for when, n in pairs if isinstance(when, Literal) and n is not None]
    rows = [{"label": when, "value": n} for when, n in sorted(points)]
    x, y = result.variables[time], result.variables[number]
    years = all(len(when) == 4 for when, _ in points)
    over = {"field": "label", "type": "ordinal" if years else "temporal", "title": x}
    words = f"A line with {len(rows):,} points: {y} by {x}"
    mark = {"type": "line", "point": True, "color": colour}
    whole = all(n.is_integer() for _, n in points)
    spec = {"mark": mark, "encoding": {"x": over, "y": _value(y, whole=whole)}, "height": 320}
    return Chart(spec, rows, words)


def _bars(result: Result, texts: Sequence[int], number: int, colour: str) -> Chart:
    rows: dict[str, float] = {}
    for row in islice(result.some_terms(0, POINTS), BARS):
        value = _number(row[number])
        if value is not None:
            rows[_distinct(", ".join(_words(row[one]) for one in texts), rows)] = value
    name, value_name = result.variables[texts[0]], result.variables[number]
    axis = {"labelLimit": 240, "title": None}
    labels = {"field": "label", "type": "nominal", "sort": None, "axis": axis}
    words = f"{len(rows)} bars: {value_name} of each {name}"
    whole = all(value.is_integer() for value in rows.values())
    spec = {
        "mark": {"type": "bar", "color": colour},
        "encoding": {"y": labels, "x": _value(value_name, whole=whole)},
        "height": {"step": 24},
    }
    return Chart(spec, [{"label": label, "value": value} for label, value in rows.items()], words)


def _value(title: str, *, whole: bool) -> dict[str, Any]:
    axis = {"tickMinStep": 1} if whole else {}
    return {"field": "value", "type": "quantitative", "title": title, "axis": axis}


def _words(term: Term) -> str:
    if isinstance(term, NamedNode):
        return markup.shorten(markup.visible(shorten(term.value)), _LABEL)
    return markup.shorten(markup.visible(getattr(term, "value", str(term or ""))), _LABEL)


def _distinct(label: str, taken: Mapping[str, float]) -> str:
    number = 2
    given = label
    while label in taken:
        label = f"{given} ({number})"
        number += 1
    return label


def _cells(rows: Sequence[tuple[Term, ...]], place: int) -> Any:
    return (row[place] for row in rows if row[place] is not None)


def _is_time(cell: Term, name: str) -> bool:
    if not isinstance(cell, Literal):
        return False
    year = "year" in name.casefold() and len(cell.value) == 4 and cell.value.isdecimal()
    return year or cell.datatype.value in _TIMES


def _number(cell: Term) -> float | None:
    if not isinstance(cell, Literal) or cell.datatype.value not in _NUMBERS:
        return None
    if not _WRITTEN.fullmatch(cell.value):
        return None
    number = float(cell.value)
    return number if abs(number) < float("inf") else None
