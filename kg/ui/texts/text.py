"""A source's text as HTML: its structure, with what was found in it marked and linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from kg.ids import kind_of
from kg.model import Block
from kg.ui.markup import Child, Html, address, element
from kg.views import Highlight
from kg.vocab import BlockKind

_TAGS: Final = {
    BlockKind.TITLE: "h2",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTE: "blockquote",
    BlockKind.CODE: "pre",
    BlockKind.DIAGRAM: "pre",
    BlockKind.TABLE: "pre",
}
_CLASSES: Final = {
    BlockKind.BYLINE: "kg-quiet",
    BlockKind.CAPTION: "kg-aside",
    BlockKind.FOOTNOTE: "kg-aside",
    BlockKind.REFERENCE: "kg-entry",
}
_LEAD: Final = re.compile(r"#{1,6}[ \t]+|>[ \t]?|(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_EMPHASIS: Final = re.compile(r"(\*{2,3}|`{1,3})")
_LEADING: Final = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST_ITEM}
_PAGES: Final = {"claim": "claim", "concept": "dependencies"}
_CELL: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"[\s|:+-]+")


@dataclass(frozen=True, slots=True)
class Marking:
    """What to mark in a text.

    Attributes:
        highlights: the passages.
        here: the span that the reader came for, or
        at: the place in the text that he came for: its block is found again by ``#here``.
        source: the id of the document, by which citations are linked to its references.
        numbers: by the id of a highlight's record, the number of its note in the margin.
        beside: by the start of a block, what stands beside it in the margin.
    """

    highlights: Sequence[Highlight]
    here: tuple[int, int] | None = None
    at: int | None = None
    source: str | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[int, Html] = field(default_factory=dict)


def render(text: str, structure: Iterable[Block], marking: Marking) -> Html:
    """Return the text block by block; front matter is left out.

    Positions count code points of ``text``, which is only ever escaped, never changed.
    """
    blocks = [block for block in structure if block.kind is not BlockKind.FRONT_MATTER]
    depths = {
        level: depth
        for depth, level in enumerate(
            sorted({block.level for block in blocks if block.kind is BlockKind.HEADING})
        )
    }
    parts: list[Child] = []
    for listed, group in groupby(blocks, key=lambda block: block.kind is BlockKind.LIST_ITEM):
        drawn = [_placed(text, block, marking, depths) for block in group]
        parts.append(element("ul", drawn) if listed else drawn)
    return element("div", parts, class_="kg-text")


def _placed(text: str, block: Block, marking: Marking, depths: Mapping[int, int]) -> Child:
    """Return a block with what stands beside it."""
    beside = marking.beside.get(block.start)
    if block.kind is BlockKind.LIST_ITEM:
        return element(
            "li", beside, *_content(text, block, marking), **_attributes(text, block, marking)
        )
    if block.kind is BlockKind.TABLE and (rows := _rows(text, block)):
        return [beside, _table(text, rows, marking)]
    name = _TAGS.get(block.kind, "p")
    if block.kind is BlockKind.HEADING:
        name = f"h{min(3 + depths[block.level], 6)}"
    focus = {"tabindex": "0"} if name == "pre" else {}
    drawn = element(
        name, *_content(text, block, marking), **_attributes(text, block, marking), **focus
    )
    return [beside, drawn]


def _attributes(text: str, block: Block, marking: Marking) -> dict[str, str | None]:
    numbered = block.kind is BlockKind.LIST_ITEM and text[block.start : block.start + 1].isdigit()
    class_ = "kg-numbered" if numbered else _CLASSES.get(block.kind)
    indent = block.level - 1 if block.kind is BlockKind.LIST_ITEM else 0
    style = f"margin-inline-start:{1.4 * min(indent, 6):.1f}rem" if indent > 0 else None
    arrived = marking.at is not None and block.start <= marking.at < block.end
    return {"dir": "auto", "class_": class_, "style": style, "id": "here" if arrived else None}


def _content(text: str, block: Block, marking: Marking) -> Iterator[Child]:
    start = block.start
    if block.kind in _LEADING and (lead := _LEAD.match(text, start, block.end)):
        numbered = block.kind is BlockKind.LIST_ITEM and lead[0][0].isdigit()
        start = start if numbered else lead.end()
    yield from _marked(text, start, block.end, marking)


def _rows(text: str, block: Block) -> list[list[tuple[int, int]]]:
    """Return the spans of a table's cells by row; none where its lines are not all rows."""
    rows: list[list[tuple[int, int]]] = []
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        end = start + len(line)
        bare = line.strip()
        bars = [start + found.start() for found in _CELL.finditer(line)]
        if bare and not bars:
            return []
        if bare and not _RULE.fullmatch(bare):
            left = [] if bare.startswith("|") else [start - 1]
            right = [] if bare.endswith("|") else [end]
            rows.append([(one + 1, other) for one, other in pairwise([*left, *bars, *right])])
        start = end
    return rows if len(rows) > 1 else []


def _table(text: str, rows: list[list[tuple[int, int]]], marking: Marking) -> Html:
    head, *body = [
        [list(_marked(text, *_trimmed(text, *cell), marking)) for cell in row] for row in rows
    ]
    titles = element("tr", [element("th", cell, scope="col", dir="auto") for cell in head])
    drawn = element(
        "table",
        element("thead", titles),
        element(
            "tbody",
            [element("tr", [element("td", cell, dir="auto") for cell in row]) for row in body],
        ),
        class_="kg-table",
    )
    return element("div", drawn, class_="kg-wide", tabindex="0", role="region", aria_label="Table")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return (start + left, start + left + len(words.strip()))


def _marked(text: str, start: int, end: int, marking: Marking) -> Iterator[Child]:
    """Yield the stretch in pieces, cut wherever a highlight begins or ends."""
    inside = [item for item in marking.highlights if item.start < end and item.end > start]
    inside.sort(key=lambda item: item.start)
    cuts = {start, end}
    for first, last in [(item.start, item.end) for item in inside] + [marking.here or (end, end)]:
        cuts |= {min(max(first, start), end), min(max(last, start), end)}
    covering: list[Highlight] = []
    coming = 0
    for first, last in pairwise(sorted(cuts)):
        while coming < len(inside) and inside[coming].start <= first:
            covering.append(inside[coming])
            coming += 1
        covering = [item for item in covering if item.end > first]
        yield _piece(text[first:last], covering, marking, first, last)


def _piece(
    words: str, covering: Sequence[Highlight], marking: Marking, start: int, end: int
) -> Child:
    here = marking.here
    arrived = here is not None and here[0] <= start < here[1]
    shown = _dimmed(words)
    if not covering and not arrived:
        return shown
    classes = " ".join(
        ["mark", *sorted({item.kind for item in covering}), *(["here"] if arrived else [])]
    )
    ended = sorted(
        marking.numbers[item.record_id]
        for item in covering
        if item.end == end and item.record_id in marking.numbers
    )
    own = {
        "class_": classes,
        "id": "here" if arrived and here is not None and here[0] == start else None,
        "data_note": ", ".join(map(str, ended)) or None,
    }
    for item in sorted(covering, key=lambda item: item.end - item.start):
        if target := _target(item, marking.source):
            return element("a", shown, **{**own, "class_": f"kg {classes}"}, href=target)
    return element("mark" if arrived else "span", shown, **own)


def _dimmed(words: str) -> list[Child]:
    """Return words with the marks of Markdown's emphasis stepped back, not taken out."""
    pieces = _EMPHASIS.split(words)
    return [
        element("span", piece, class_="kg-dim") if index % 2 else piece
        for index, piece in enumerate(pieces)
    ]


def _target(item: Highlight, source: str | None) -> str | None:
    """Return the address of the page that a click opens; None where there is none."""
    if item.target_id is None:
        return None
    kind = kind_of(item.target_id)
    if kind == "reference" and source is not None:
        return address("source", source=source, view="references", reference=item.target_id)
    page = _PAGES.get(kind)
    return address(page, **{kind: item.target_id}) if page else None
