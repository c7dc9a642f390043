"""Paragraphs of a Word document as a reader of the page sees them: words and looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.word.styles import is_on, value

_Element = etree._Element

_HEADING_WORDS: Final = 14
_LARGE: Final = 28  # half points
_CONTAINERS: Final = frozenset(
    {"tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent"}
    | {"Choice", "smartTag"}
)
_HIDDEN: Final = frozenset(
    {"del", "moveFrom", "Fallback", "drawing", "pict", "object", "rt", "instrText", "delText"}
)


def paragraphs_in(parent: _Element) -> Iterator[_Element]:
    """Yield the paragraphs in an element, those of tables and controls included."""
    for child in parent:
        if child.tag == "p":
            yield child
        elif child.tag in _CONTAINERS:
            yield from paragraphs_in(child)


def texts_in(parent: _Element) -> Iterator[str]:
    """Yield the pieces of text in a paragraph, its line breaks among them."""
    for child in parent:
        if child.tag == "t":
            yield child.text or ""
        elif child.tag in ("br", "cr"):
            yield "\n"
        elif child.tag not in _HIDDEN:
            yield from texts_in(child)


def words_of(paragraph: _Element) -> str:
    """Return the words of a paragraph on one line, as they stand after all tracked changes."""
    return " ".join("".join(texts_in(paragraph)).split())


def is_bold_line(paragraph: _Element, words: str) -> bool:
    """Whether a paragraph is a short bold line, such as heads sections where no style does."""
    return (
        len(words.split()) <= _HEADING_WORDS
        and not words.endswith((".", ":", ",", ";"))
        and _all_bold(paragraph)
    )


def _all_bold(paragraph: _Element) -> bool:
    runs = [run for run in paragraph.iter("r") if any(t.text for t in run.iterfind("t"))]
    return bool(runs) and all(is_on(run, "rPr/b") for run in runs)


def stands_out(paragraph: _Element, words: str) -> bool:
    """Whether a line looks like a title: bold, large or centred, and no sentence."""
    sizes = [
        int(size)
        for run in paragraph.iter("r")
        if (size := value(run, "rPr/sz")) and size.isdecimal()
    ]
    large = bool(sizes) and min(sizes) >= _LARGE
    centred = value(paragraph, "pPr/jc") == "center"
    return not words.endswith((".", ",", ";")) and (large or centred or _all_bold(paragraph))
