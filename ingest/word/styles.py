"""What a paragraph is by its style, its outline level and its numbering."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ingest.xml.trees import attribute
from kg.vocab import BlockKind

_Element = etree._Element

MAX_LEVEL: Final = 9
_MAX_BASES: Final = 20
_HEADING: Final = re.compile(r"heading (\d)")
# Built-in styles keep their English names in every language; pandoc and journals add some.
_KINDS: Final = {
    "title": BlockKind.TITLE,
    "author": BlockKind.BYLINE,
    "authors": BlockKind.BYLINE,
    "date": BlockKind.BYLINE,
    "caption": BlockKind.CAPTION,
    "image caption": BlockKind.CAPTION,
    "table caption": BlockKind.CAPTION,
    "quote": BlockKind.QUOTE,
    "intense quote": BlockKind.QUOTE,
    "block text": BlockKind.QUOTE,
    "source code": BlockKind.CODE,
    "html preformatted": BlockKind.CODE,
    "bibliography": BlockKind.REFERENCE,
    "endnote bibliography": BlockKind.REFERENCE,
    "references": BlockKind.REFERENCE,
    "abstract title": BlockKind.HEADING,
    "bibliography heading": BlockKind.HEADING,
}
_CONTENTS: Final = re.compile(r"toc (?:\d|heading)|table of figures|index \d")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs; ``kind`` is None for plain ones."""

    kind: BlockKind | None = None
    level: int = 0
    contents: bool = False
    numbering: tuple[str, int] | None = None
    bold: bool = False


PLAIN: Final = Style()


@dataclass(slots=True)
class Numbering:
    """Counts numbered paragraphs, as Word does when it prints them."""

    formats: Mapping[tuple[str, int], tuple[str, str, int]]
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, numbering: tuple[str, int]) -> str | None:
        """Count a paragraph in; return the label before it, None unless it is a number."""
        form, text, start = self.formats.get(numbering, ("bullet", "", 1))
        count = self._counts[numbering] = self._counts.get(numbering, start - 1) + 1
        listed, level = numbering
        for deeper in range(level + 1, MAX_LEVEL + 1):
            self._counts.pop((listed, deeper), None)
        if form != "decimal" or text.count("%") != 1:
            return None
        return re.sub(r"%\d", str(count), text)


def styles_of(root: _Element | None) -> dict[str, Style]:
    """Return the styles of paragraphs by their ids; ``root`` is the part ``styles.xml``."""
    found = {
        identifier: one
        for one in (root.iterfind("style") if root is not None else ())
        if (identifier := attribute(one, "styleId"))
    }
    return {identifier: _style(one, found) for identifier, one in found.items()}


def numbering_of(root: _Element | None) -> Numbering:
    """Return what numbers paragraphs; ``root`` is the part ``numbering.xml``."""
    formats: dict[tuple[str, int], tuple[str, str, int]] = {}
    if root is None:
        return Numbering(formats)
    abstract = {attribute(one, "abstractNumId"): one for one in root.iterfind("abstractNum")}
    for number in root.iterfind("num"):
        definition = abstract.get(value(number, "abstractNumId"))
        for level in definition.iterfind("lvl") if definition is not None else ():
            key = (attribute(number, "numId") or "", _whole(attribute(level, "ilvl")) or 0)
            start = _whole(value(level, "start"))
            formats[key] = (
                value(level, "numFmt") or "",
                value(level, "lvlText") or "",
                1 if start is None else start,
            )
    return Numbering(formats)


def value(element: _Element, path: str) -> str | None:
    """Return the value of a property of an element, None if it has none."""
    found = element.find(path)
    return attribute(found, "val") if found is not None else None


def is_on(element: _Element, path: str) -> bool:
    """Whether a property that is on or off is on."""
    found = element.find(path)
    return found is not None and (attribute(found, "val") or "1") not in ("0", "false", "off")


def numbered(properties: _Element | None) -> tuple[str, int] | None:
    """Return the list that a paragraph's properties put it in, and its level there from 0."""
    number = value(properties, "numPr/numId") if properties is not None else None
    if properties is None or number in (None, "0"):
        return None
    return str(number), min(_whole(value(properties, "numPr/ilvl")) or 0, MAX_LEVEL)


def outline(properties: _Element | None) -> int:
    """Return the level of heading that a paragraph's properties give it, 0 for none."""
    level = _whole(value(properties, "outlineLvl")) if properties is not None else None
    return level + 1 if level is not None and level < MAX_LEVEL else 0


def _style(style: _Element, styles: Mapping[str, _Element]) -> Style:
    """Return what a style says, or else what the styles say that it is based on."""
    chain = [style]
    while (base := styles.get(value(chain[-1], "basedOn") or "")) is not None:
        if len(chain) > _MAX_BASES or base in chain:
            break
        chain.append(base)
    kinds = [one for one in map(_own, chain) if one.kind is not None or one.contents]
    numberings = [found for one in chain if (found := numbered(one.find("pPr")))]
    first = kinds[0] if kinds else PLAIN
    return Style(
        kind=first.kind,
        level=first.level,
        contents=first.contents,
        numbering=numberings[0] if numberings else None,
        bold=is_on(style, "rPr/b"),
    )


def _own(style: _Element) -> Style:
    name = (value(style, "name") or "").lower()
    heading = _HEADING.fullmatch(name)
    level = int(heading[1]) if heading else outline(style.find("pPr"))
    if level:
        return Style(kind=BlockKind.HEADING, level=level)
    if _CONTENTS.fullmatch(name):
        return Style(contents=True)
    kind = _KINDS.get(name)
    return Style(kind=kind, level=1 if kind in (BlockKind.TITLE, BlockKind.HEADING) else 0)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else None
