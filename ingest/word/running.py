"""The words of a paragraph: runs, tracked changes, formulas, fields, pointers to notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from lxml import etree

from ingest.bibliography.entries import Entry
from ingest.composing import Composer
from ingest.word.citing import Field, Works, read_control, read_field
from ingest.word.styles import is_on, value
from ingest.xml.trees import attribute

_Element = etree._Element

_OPEN_FIELDS: Final = 20  # inside each other
_WRAPPERS: Final = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase"}
    | {"oMathPara"}
)
_DRAWN: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
RAISED: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
"""Digits and minus to superscripts."""
_CHARACTERS: Final = {"noBreakHyphen": "‑", "tab": " ", "ptab": " "}


def formula(element: _Element) -> str:
    """Return a formula on one line: ``p(x|y)``, ``a/b``, ``x_i^2``."""
    if element.tag == "t":
        return element.text or ""
    parts = [(child.tag, formula(child)) for child in element]
    shown = "".join(part for _, part in parts)
    if element.tag == "d":
        marks = (value(element, f"dPr/{one}") for one in ("begChr", "endChr"))
        opening, closing = (mark or default for mark, default in zip(marks, "()", strict=True))
        return f"{opening}{', '.join(part for tag, part in parts if tag == 'e')}{closing}"
    if element.tag == "f":
        return "/".join(_grouped(part) for tag, part in parts if tag in ("num", "den"))
    if element.tag in ("sub", "sup") and shown:
        return f"{'_' if element.tag == 'sub' else '^'}{_grouped(shown)}"
    return shown


def _grouped(part: str) -> str:
    return part if len(part) == 1 or part.isalnum() else f"({part})"


@dataclass(slots=True)
class _Open:
    """A field that has begun: its instruction, then, once that is read, what it is."""

    instruction: list[str] = field(default_factory=list)
    read: Field | None = None
    shown: bool = True
    marked: ExitStack = field(default_factory=ExitStack)


class InlineWriter:
    """Writes the words of paragraphs, and knows which fields are open from one to the next.

    ``sources`` are Word's own, by their tags; ``works`` takes in those that are cited.
    ``refer`` is given each pointer to a note, ``draw`` each text box.
    """

    def __init__(
        self,
        composer: Composer,
        sources: dict[str, Entry],
        refer: Callable[[_Element], None],
        draw: Callable[[_Element], None],
    ) -> None:
        self._composer = composer
        self._sources = sources
        self._refer = refer
        self._draw = draw
        self._fields: list[_Open] = []
        self.works = Works()

    @property
    def in_list(self) -> bool:
        """Whether a field that prints the list of references is open."""
        return any(one.read is not None and one.read.lists for one in self._fields)

    def write(self, paragraph: _Element) -> None:
        """Write a paragraph's words into the block that is open."""
        self._inline(paragraph)
        for opened in self._fields:  # no citation, and no broken field, reaches further
            opened.marked.close()
        self._fields = [one for one in self._fields if one.read is not None]

    def _inline(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == "r":
                self._run(child)
            elif child.tag == "fldSimple":
                self._simple_field(child)
            elif child.tag == "sdt":
                self._inline_control(child)
            elif child.tag == "oMath":
                self._write(formula(child))
            elif child.tag in _WRAPPERS:
                self._inline(child)

    def _run(self, run: _Element) -> None:
        if is_on(run, "rPr/vanish"):
            return
        raised = value(run, "rPr/vertAlign") == "superscript"
        for child in run:
            if child.tag == "t":
                words = child.text or ""
                self._write(words.translate(RAISED) if raised else words)
            elif child.tag == "fldChar":
                self._field_character(attribute(child, "fldCharType"))
            elif child.tag == "instrText":
                if self._fields and self._fields[-1].read is None:
                    self._fields[-1].instruction.append(child.text or "")
            elif child.tag in ("br", "cr"):
                if self._shown():
                    self._composer.line_break()
            elif child.tag in ("footnoteReference", "endnoteReference"):
                self._refer(child)
            elif child.tag in _DRAWN:
                self._draw_boxes(child)
            else:
                self._write(_CHARACTERS.get(str(child.tag), ""))

    def _write(self, words: str) -> None:
        if words and self._shown():
            self._composer.words(words)

    def _shown(self) -> bool:
        return all(one.read is not None and one.shown for one in self._fields)

    def _field_character(self, kind: str | None) -> None:
        if kind == "begin" and len(self._fields) < _OPEN_FIELDS:
            self._fields.append(_Open())
        elif kind == "separate" and self._fields and self._fields[-1].read is None:
            self._begin_result(self._fields[-1], "".join(self._fields[-1].instruction))
        elif kind == "end" and self._fields:
            self._fields.pop().marked.close()

    def _begin_result(self, opened: _Open, instruction: str) -> None:
        opened.read = read_field(instruction)
        opened.shown = instruction.split()[:1] != ["TOC"]
        opened.marked.enter_context(self._composer.citation(self._cited(opened.read)))

    def _cited(self, said: Field) -> Iterable[str]:
        self.works.add(said.entries)
        self.works.add(self._sources[key] for key in said.keys if key in self._sources)
        return said.keys

    def _simple_field(self, element: _Element) -> None:
        said = read_field(attribute(element, "instr") or "")
        with self._composer.citation(self._cited(said)):
            self._inline(element)

    def _inline_control(self, control: _Element) -> None:
        said = read_control(value(control, "sdtPr/tag") or "")
        content = control.find("sdtContent")
        if content is not None:
            with self._composer.citation(self._cited(said)):
                self._inline(content)

    def _draw_boxes(self, drawn: _Element) -> None:
        """Hand on the text boxes in a drawing; of two versions of one, the newer."""
        for box in drawn.iter("txbxContent"):
            around = takewhile(lambda one: one is not drawn, box.iterancestors())
            if not any(one.tag in ("Fallback", "txbxContent") for one in around):
                self._draw(box)
