"""A timeline as HTML: a bar up for what speaks for, one down for what speaks against, a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.analysis.timeline import Year, filled
from kg.ui import parts
from kg.ui.markup import Child, Html, address, element, shorten
from kg.ui.theme import Tone

UNKNOWN: Final = "unknown"
_NAMED: Final = 3


def called(year: int | None) -> str:
    """Return what a year is called in addresses and on the page."""
    return UNKNOWN if year is None else str(year)


def drawing(years: Sequence[Year], here: Mapping[str, str], label: str) -> Html:
    """Return the bars; ``here`` are the parameters of the page, to which a year is added."""
    known, unknown = filled(years), [one for one in years if one.year is None]
    most = max((max(len(one.pro), len(one.con)) for one in known), default=0)
    bars = [_column(one, most, here) for one in known]
    apart = [_column(one, 0, here) for one in unknown]
    drawn = element("ol", bars, apart, class_="kg-years" if known else "kg-years kg-flat")
    return element("div", drawn, class_="kg-wide", tabindex="0", role="region", aria_label=label)


def table(years: Iterable[Year], here: Mapping[str, str], names: Mapping[str, str]) -> Html:
    """Return the same as a table, with the texts or works of each year."""
    rows = [
        (
            _to(one, here, called(one.year)),
            f"{len(one.pro):,}",
            f"{one.pro_origins:,}",
            f"{len(one.con):,}",
            f"{one.con_origins:,}",
            _named(one.entered, names),
        )
        for one in years
    ]
    heads = ("Year", "▲ For", "independent origins", "▼ Against", "independent origins", "Which")
    return parts.table("The same as a table", heads, rows)


def _column(year: Year, most: int, here: Mapping[str, str]) -> Html:
    """Return the column of a year; the unknown stands apart, in numbers alone."""
    label = element("span", called(year.year), class_="kg-year")
    up = _bar(len(year.pro), most, "pro")
    down = _bar(len(year.con), most, "con")
    column = [
        element("span", up[::-1], class_="kg-up"),
        label,
        element("span", down, class_="kg-down"),
    ]
    chosen = "kg-chosen" if here.get("year") == called(year.year) else ""
    apart = "kg-apart" if year.year is None else ""
    told = f"{called(year.year)}: {len(year.pro):,} for, {len(year.con):,} against"
    some = year.pro or year.con
    return element(
        "li",
        _to(year, here, column, told) if some else column,
        class_=f"{apart} {chosen}".strip() or None,
    )


def _bar(number: int, most: int, tone: Tone) -> list[Html]:
    """Return a bar and its number, from the axis outwards; without a scale only the number."""
    if not number:
        return []
    height = f"height: {4.5 * number / most:.2f}rem" if most else None
    bar = [element("span", class_=f"kg-{tone}-fill", style=height)] if height else []
    return [
        *bar,
        element("span", f"{'▲' if tone == 'pro' else '▼'} {number:,}", class_="kg-number"),
    ]


def _to(year: Year, here: Mapping[str, str], label: Child, title: str | None = None) -> Html:
    # What the address holds besides, whatever it is called, is no attribute of a link.
    there = address("timeline", **{**here, "year": called(year.year)})
    return element("a", label, class_="kg", title=title, href=there)


def _named(ids: Sequence[str], names: Mapping[str, str]) -> str:
    shown = sorted(shorten(names.get(one, one), 60) for one in ids)
    more = f" and {len(shown) - _NAMED:,} more" if len(shown) > _NAMED else ""
    return "; ".join(shown[:_NAMED]) + more
