"""A source's text as HTML: its structure, with what was found in it marked and linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from kg.ids import kind_of
from kg.model import Block
from kg.ui.markup import Child, Html, address, element
from kg.views import Highlight
from kg.vocab import BlockKind

_TAGS: Final = {
    BlockKind.TITLE: "h2",
    BlockKind.HEADING: "h3",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTE: "blockquote",
    BlockKind.CODE: "pre",
    BlockKind.DIAGRAM: "pre",
    BlockKind.TABLE: "pre",
}
_ASIDE: Final = {BlockKind.CAPTION: "kg-aside", BlockKind.FOOTNOTE: "kg-aside"}
_LEAD: Final = re.compile(r"#{1,6}[ \t]+|>[ \t]?|(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_EMPHASIS: Final = re.compile(r"(\*{2,3}|`{1,3})")
_LEADING: Final = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST_ITEM}
_PAGES: Final = {"claim": "claim", "concept": "dependencies"}


@dataclass(frozen=True, slots=True)
class Marking:
    """What to mark in a text: the highlights, and the span that the reader came for."""

    highlights: Sequence[Highlight]
    here: tuple[int, int] | None = None


def render(text: str, structure: Iterable[Block], marking: Marking) -> Html:
    """Return the text block by block; front matter is left out.

    Positions count code points of ``text``, which is only ever escaped, never changed.
    """
    blocks = [block for block in structure if block.kind is not BlockKind.FRONT_MATTER]
    parts: list[Child] = []
    for listed, group in groupby(blocks, key=lambda block: block.kind is BlockKind.LIST_ITEM):
        drawn = [_block(text, block, marking) for block in group]
        parts.append(element("ul", drawn) if listed else drawn)
    return element("div", parts, class_="kg-text")


def _block(text: str, block: Block, marking: Marking) -> Html:
    start = block.start
    if block.kind in _LEADING and (lead := _LEAD.match(text, start, block.end)):
        start = lead.end()
    return element(
        _TAGS.get(block.kind, "p"),
        _marked(text, start, block.end, marking),
        dir="auto",
        class_=_ASIDE.get(block.kind),
    )


def _marked(text: str, start: int, end: int, marking: Marking) -> Iterator[Child]:
    """Yield the stretch in pieces, cut wherever a highlight begins or ends."""
    inside = [item for item in marking.highlights if item.start < end and item.end > start]
    cuts = {start, end}
    for first, last in [(item.start, item.end) for item in inside] + [marking.here or (end, end)]:
        cuts |= {min(max(first, start), end), min(max(last, start), end)}
    places = sorted(cuts)
    for first, last in pairwise(places):
        covering = [item for item in inside if item.start <= first and last <= item.end]
        yield _piece(text[first:last], covering, marking.here, first)


def _piece(
    words: str, covering: Sequence[Highlight], here: tuple[int, int] | None, start: int
) -> Child:
    arrived = here is not None and here[0] <= start < here[1]
    shown = _dimmed(words)
    if not covering and not arrived:
        return shown
    classes = " ".join(
        ["mark", *sorted({item.kind for item in covering}), *(["here"] if arrived else [])]
    )
    identifier = "here" if arrived and here is not None and here[0] == start else None
    for item in sorted(covering, key=lambda item: item.end - item.start):
        if target := _target(item):
            return element("a", shown, class_=f"kg {classes}", id=identifier, href=target)
    return element("mark" if arrived else "span", shown, class_=classes, id=identifier)


def _dimmed(words: str) -> list[Child]:
    """Return words with the marks of Markdown's emphasis stepped back, not taken out."""
    pieces = _EMPHASIS.split(words)
    return [
        element("span", piece, class_="kg-dim") if index % 2 else piece
        for index, piece in enumerate(pieces)
    ]


def _target(item: Highlight) -> str | None:
    """Return the address of the page that a click opens; None where there is none."""
    if item.target_id is None:
        return None
    kind = kind_of(item.target_id)
    page = _PAGES.get(kind)
    return address(page, **{kind: item.target_id}) if page else None
