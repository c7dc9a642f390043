"""The body of a Word document into text: paragraphs, lists, tables, notes, text boxes.

Tracked insertions count, deletions do not; tables of contents and comments are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from lxml import etree

from ingest.composing import Composer, print_references
from ingest.layout import reference_list
from ingest.layout.opening import is_byline, is_names, is_section_name
from ingest.word.citing import read_control, source_entries
from ingest.word.package import Package
from ingest.word.paragraphs import is_bold_line, paragraphs_in, stands_out, texts_in, words_of
from ingest.word.running import RAISED, InlineWriter
from ingest.word.styles import (
    PLAIN,
    Style,
    numbered,
    numbering_of,
    outline,
    styles_of,
    value,
)
from ingest.xml.trees import attribute
from kg.vocab import BlockKind
from kg.wording import fold

_Element = etree._Element

_BYLINE_REACH: Final = 5
_TITLE_WORDS: Final = 30
_WRAPPERS: Final = frozenset({"customXml", "ins", "moveTo", "AlternateContent", "Choice"})


@dataclass(frozen=True, slots=True)
class _Planned:
    """What the opening of a document shows its first paragraphs to be."""

    title: _Element | None = None
    bylines: frozenset[_Element] = frozenset()


def write_document(composer: Composer, package: Package, stated_title: str | None) -> None:
    """Write the document's body, then its endnotes, then the works that it cites unlisted.

    ``stated_title`` is the title in the properties, which often is an old one: it counts if
    it stands in the first paragraphs.
    """
    _Writer(composer, package, stated_title).write()


class _Writer:
    def __init__(self, composer: Composer, package: Package, stated_title: str | None) -> None:
        self._composer = composer
        self._body = package.body()
        self._styles = styles_of(package.part("word/styles.xml"))
        self._numbering = numbering_of(package.part("word/numbering.xml"))
        self._notes = {
            kind: _notes(package.part(f"word/{kind}s.xml"), kind)
            for kind in ("footnote", "endnote")
        }
        sources = {one.key: one for one in source_entries(package.sources())}
        self._inline = InlineWriter(composer, sources, self._refer, self._draw)
        self._frames = 0  # of content controls that hold the list of references
        self._endnotes: list[_Element] = []
        self._listing = 0  # the level of the heading of the reference list that we are under
        self._listed = False
        paragraphs = list(paragraphs_in(self._body))
        self._styled = any(self._level(one) for one in paragraphs)
        self._planned = self._plan(paragraphs[:50], stated_title)
        self._following = dict(pairwise(paragraphs))

    def write(self) -> None:
        self._blocks(self._body)
        for number, note in enumerate(self._endnotes, 1):
            self._endnote(note, number)
        if self._inline.works.entries and not self._listed:
            with self._composer.block(BlockKind.HEADING, 1):
                self._composer.words("References")
            print_references(self._composer, self._inline.works.entries.values())

    # Blocks

    def _blocks(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == "p":
                self._paragraph(child)
            elif child.tag == "tbl":
                self._table(child)
            elif child.tag == "sdt":
                self._control(child)
            elif child.tag in _WRAPPERS:
                self._blocks(child)

    def _control(self, control: _Element) -> None:
        content = control.find("sdtContent")
        gallery = value(control, "sdtPr/docPartObj/docPartGallery") or ""
        if content is None or gallery == "Table of Contents":
            return
        lists = gallery == "Bibliographies" or read_control(value(control, "sdtPr/tag") or "").lists
        self._frames += lists
        self._blocks(content)
        self._frames -= lists

    def _paragraph(self, paragraph: _Element) -> None:
        style = self._style(paragraph)
        if style.contents:
            return
        words = words_of(paragraph)
        kind, level = self._kind(paragraph, style, words)
        if kind is BlockKind.HEADING:
            self._enter_section(paragraph, words, level)
        if kind is BlockKind.REFERENCE and words:
            self._reference(paragraph, words)
            return
        with self._composer.block(kind, level):
            if kind is BlockKind.CODE:
                self._composer.lines("".join(texts_in(paragraph)))
            else:
                self._inline.write(paragraph)

    def _reference(self, paragraph: _Element, words: str) -> None:
        self._listed = True
        work = self._inline.works.printed_as(words)
        label = self._label(paragraph)
        with self._composer.reference(
            key=work.key if work else None,
            label=label.strip("[]().: ") if label else None,
            described=work.described if work else None,
        ):
            self._composer.words(f"{label} " if label else "")
            self._inline.write(paragraph)

    def _label(self, paragraph: _Element) -> str | None:
        properties = paragraph.find("pPr")
        numbering = numbered(properties) or self._style(paragraph).numbering
        return self._numbering.label(numbering) if numbering else None

    def _table(self, table: _Element) -> None:
        cells = [cell for row in table.iterfind("tr") for cell in row.iterfind("tc")]
        if len(cells) == 1:  # a frame around paragraphs
            self._blocks(cells[0])
            return
        with self._composer.block(BlockKind.TABLE):
            for row in table.iterfind("tr"):
                self._composer.line_break()
                for number, cell in enumerate(row.iterfind("tc")):
                    self._composer.words(" | " if number else "")
                    self._cell(cell)

    def _cell(self, cell: _Element) -> None:
        for paragraph in paragraphs_in(cell):
            self._composer.words(" ")
            self._inline.write(paragraph)

    def _note(self, note: _Element) -> None:
        for paragraph in paragraphs_in(note):
            with self._composer.block(BlockKind.FOOTNOTE):
                self._inline.write(paragraph)

    def _endnote(self, note: _Element, number: int) -> None:
        if not _is_entry(note):
            self._note(note)
            return
        self._listed = True
        with self._composer.reference(key=_endnote_key(number), label=str(number)):
            self._composer.words(f"{number}. ")
            for paragraph in paragraphs_in(note):
                self._inline.write(paragraph)

    def _refer(self, reference: _Element) -> None:
        kind = str(reference.tag).removesuffix("Reference")
        note = self._notes[kind].pop(attribute(reference, "id") or "", None)
        if note is None:
            return
        if kind == "footnote":
            self._composer.after(partial(self._note, note))
            return
        self._endnotes.append(note)
        number = len(self._endnotes)
        if _is_entry(note):
            with self._composer.citation([_endnote_key(number)]):
                self._composer.words(str(number).translate(RAISED))

    def _draw(self, box: _Element) -> None:
        self._composer.after(partial(self._blocks, box))

    # What a paragraph is

    def _style(self, paragraph: _Element) -> Style:
        return self._styles.get(value(paragraph, "pPr/pStyle") or "", PLAIN)

    def _level(self, paragraph: _Element) -> int:
        """Return the level of the heading that a paragraph is by style, 0 for none."""
        style = self._style(paragraph)
        return outline(paragraph.find("pPr")) or (
            style.level if style.kind is BlockKind.HEADING else 0
        )

    def _kind(self, paragraph: _Element, style: Style, words: str) -> tuple[BlockKind, int]:
        if paragraph is self._planned.title:
            return BlockKind.TITLE, 1
        if paragraph in self._planned.bylines:
            return BlockKind.BYLINE, 0
        level = self._level(paragraph)
        if not level and self._heads_list(paragraph, words):
            level = 1
        if not level and not self._styled and is_bold_line(paragraph, words):
            level = 2
        if level and words:
            return BlockKind.HEADING, level
        if self._listing or self._frames or self._inline.in_list:
            return BlockKind.REFERENCE, 0
        if style.kind not in (None, BlockKind.TITLE, BlockKind.HEADING):
            return style.kind or BlockKind.PARAGRAPH, 0
        numbering = numbered(paragraph.find("pPr")) or style.numbering
        if numbering:
            return BlockKind.LIST_ITEM, numbering[1] + 1
        return BlockKind.PARAGRAPH, 0

    def _heads_list(self, paragraph: _Element, words: str) -> bool:
        if len(words) > 80 or not words:
            return False
        following = self._following.get(paragraph)
        return reference_list.is_heading(
            words, words_of(following) if following is not None else ""
        )

    def _enter_section(self, paragraph: _Element, words: str, level: int) -> None:
        if self._heads_list(paragraph, words):
            self._listing = level
        elif level <= self._listing:
            self._listing = 0

    def _plan(self, paragraphs: Sequence[_Element], stated_title: str | None) -> _Planned:
        opening = [one for one in paragraphs if words_of(one) and not self._style(one).contents]
        title = self._title(opening[:_BYLINE_REACH], stated_title)
        if title is None:
            return _Planned()
        first = opening.index(title) + 1
        bylines = set()
        for paragraph in opening[first : first + _BYLINE_REACH]:
            words, style = words_of(paragraph), self._style(paragraph)
            if self._level(paragraph):
                break
            if style.kind is BlockKind.BYLINE or is_byline(words) or is_names(words):
                bylines.add(paragraph)
        return _Planned(title, frozenset(bylines))

    def _title(self, opening: Sequence[_Element], stated: str | None) -> _Element | None:
        for paragraph in opening:
            style = self._style(paragraph)
            if style.kind is BlockKind.TITLE or (
                stated and fold(words_of(paragraph)) == fold(stated)
            ):
                return paragraph
        if not opening:
            return None
        first, words = opening[0], words_of(opening[0])
        if is_section_name(words) or len(words.split()) > _TITLE_WORDS:
            return None
        return first if self._level(first) == 1 or stands_out(first, words) else None


def _notes(root: _Element | None, kind: str) -> dict[str, _Element]:
    found = root.iterfind(kind) if root is not None else ()
    return {attribute(one, "id") or "": one for one in found if attribute(one, "type") is None}


def _is_entry(note: _Element) -> bool:
    """Whether a note is an entry of a reference list that is kept in endnotes."""
    return reference_list.looks_like_entry(" ".join(map(words_of, paragraphs_in(note))))


def _endnote_key(number: int) -> str:
    return f"endnote {number}"
