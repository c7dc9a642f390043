"""The evidence table as HTML: claims by sources, or one piece of evidence a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.export.evidence_table import Matrix, Row, quantity, way
from kg.ui import parts, theme
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import Bearing, Source
from kg.vocab import Status
from kg.wording import counted

WORDING: Final = 160
EXCERPT: Final = 90
QUOTED: Final = 240
_HEADS: Final = ("Claim", "Evidence", "In these words", "Source", "Vouched for")


def matrix(found: Matrix) -> Html:
    """Return claims by sources; each cell says how the source bears on the claim, and where."""
    head = element(
        "tr",
        element("th", "Claim", scope="col"),
        [element("th", _named(source), scope="col", dir="auto") for source in found.columns],
    )
    body = [
        element("tr", _claim(row), [_cell(row, one) for one in found.columns]) for row in found.rows
    ]
    return _scrolled("Claims by sources", head, body)


def pieces(found: Iterable[Bearing], wordings: dict[str, str]) -> Html:
    """Return evidence, one piece a row; ``wordings`` are those of claims by id."""
    head = element("tr", [element("th", title, scope="col") for title in _HEADS])
    body = [element("tr", _piece(one, wordings)) for one in found]
    return _scrolled("Evidence, one piece a row", head, body, "kg-pieces")


def _scrolled(label: str, head: Html, body: Sequence[Html], class_: str = "") -> Html:
    """Return a table that scrolls sideways, also by keyboard, under its first column."""
    classes = f"kg-table kg-matrix {class_}".strip()
    drawn = element("table", element("thead", head), element("tbody", body), class_=classes)
    return element("div", drawn, class_="kg-wide", tabindex="0", role="region", aria_label=label)


def _named(source: Source) -> list[Child]:
    year = element("span", str(source.year or "year unknown"), class_="kg-quiet")
    return [link(shorten(source.label, 60), "source", source=source.id), element("br"), year]


def _claim(row: Row) -> Html:
    return element(
        "th",
        link(shorten(row.claim.wording, WORDING), "claim", claim=row.claim.id),
        element("p", f"▲ {row.pro:,} for  ▼ {row.con:,} against", class_="kg-quiet"),
        scope="row",
        dir="auto",
    )


def _cell(row: Row, source: Source) -> Html:
    cell = row.cells.get(source.id)
    if cell is None:
        return element("td", element("span", "–", title="nothing found", class_="kg-quiet"))
    items = [element("li", _bearing(one), class_=_classes(one)) for one in cell.bearings]
    if cell.more:
        more = link(f"and {counted(cell.more, 'more passage')}", "claim", claim=row.claim.id)
        items.append(element("li", more, class_="kg-quiet"))
    return element("td", element("ul", items, class_="kg-cell"))


def _bearing(one: Bearing) -> list[Child]:
    passage = one.quote.passage
    words = element("span", f"“{shorten(passage.exact, EXCERPT)}”", class_="kg-said", dir="auto")
    there = link(
        [element("strong", f"{_sign(one)} {way(one)}"), " ", words],
        "source",
        title="Read it in its text",
        source=one.quote.source.id,
        passage=passage.id,
    )
    return [there, " ", _numbers(one), _judged(one)]


def _numbers(one: Bearing) -> list[Html]:
    return [
        parts.chip(quantity(each)) for each in (one.evidence.quantities if one.evidence else ())
    ]


def _judged(one: Bearing) -> Html | None:
    return None if one.status is Status.PROPOSED else parts.status(one.status)


def _classes(one: Bearing) -> str:
    return f"{theme.tone_of(one.sign)} {one.status.value}"


def _sign(one: Bearing) -> str:
    return theme.sign_of(one.sign)


def _piece(one: Bearing, wordings: dict[str, str]) -> list[Html]:
    passage, source = one.quote.passage, one.quote.source
    assert one.evidence is not None
    claim = link(
        shorten(wordings.get(one.claim_id, one.claim_id), WORDING), "claim", claim=one.claim_id
    )
    work = one.work and shorten(one.work.title or one.work.key, 80)
    at = [str(source.year or "year unknown"), f"p. {passage.page}" if passage.page else ""]
    cells: list[Child] = [
        [element("strong", f"{_sign(one)} {way(one)}"), element("br"), _numbers(one)],
        [
            link(f"“{shorten(passage.exact, QUOTED)}”", "source",
                 source=source.id, passage=passage.id),
            element("p", "from ", work, class_="kg-quiet") if work else None,
        ],
        [
            link(shorten(source.label, 60), "source", source=source.id),
            element("p", ", ".join(filter(None, at)), class_="kg-quiet"),
        ],
        [parts.status(one.status), element("p", parts.probability(one.score), class_="kg-quiet")],
    ]  # fmt: skip
    row = element("th", claim, scope="row", dir="auto")
    return [row, *(element("td", cell) for cell in cells)]
