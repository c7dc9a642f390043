"""The text of a TEI file: what stands where, in which words.

Of an editor's alternatives the reading text is taken: corrected, regularised, expanded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from lxml.etree import _Element

from ingest.bibliography.entries import printed
from ingest.composing import Composer
from ingest.document import Metadata
from ingest.layout.opening import is_section_name
from ingest.xml.line_ends import LineEnds
from ingest.xml.tei_references import ENTRIES, metadata_of, work_of
from ingest.xml.trees import attribute, is_followed, spaced_text, text_of
from ingest.xml.walking import Handler, Place, Walker
from ingest.xml.works import Entries
from kg.vocab import BlockKind

# Headings for divisions that have none, by their type (GROBID's and DARIAH's names).
_HEADINGS: Final = {
    "abstract": "Abstract",
    "acknowledgement": "Acknowledgements",
    "acknowledgements": "Acknowledgements",
    "annex": "Appendix",
    "appendix": "Appendix",
    "availability": "Data availability",
    "bibliography": "References",
    "conflict": "Competing interests",
    "contribution": "Author contributions",
    "funding": "Funding",
    "references": "References",
}
_SILENT: Final = (
    *("teiHeader", "graphic", "media", "del", "fw", "gap", "facsimile", "standOff", "sourceDoc"),
    *("index", "anchor", "handShift", "binaryObject"),
)
_DIVISIONS: Final = (
    *("div", *(f"div{level}" for level in range(8))),
    *("text", "front", "body", "back", "group", "floatingText"),
)
_PREFERRED: Final = {
    "choice": ("corr", "reg", "expan"),
    "app": ("lem", "rdg"),
    "subst": ("add",),
}
_CITING: Final = frozenset({"bibr", "biblio", "bibl", "bibref"})
_RAISED: Final = re.compile(r"\bsup(?:er|erscript)?\b", re.IGNORECASE)


def write_text(composer: Composer, tei: _Element) -> Metadata:
    """Write the text of a ``TEI`` element; return what it says of itself."""
    metadata = metadata_of(tei)
    writer = _Text(composer, tei)
    if metadata.title is None:
        metadata = replace(metadata, title=writer.find_title())
    writer.write(metadata)
    return metadata


class _Text(Walker):
    """Writes header and text of a ``TEI`` element."""

    def __init__(self, composer: Composer, tei: _Element) -> None:
        self._tei = tei
        listed = (entry for listing in tei.iter("listBibl") for entry in listing)
        self._works = {entry: work_of(entry) for entry in listed if entry.tag in ENTRIES}
        labels = {work.key: work.label for work in self._works.values() if work.key is not None}
        super().__init__(composer, Entries(labels))
        self._titled: _Element | None = None  # the element that is the title
        self._line_ends = LineEnds(tei)

    def find_title(self) -> str | None:
        """Return the title that the text itself begins with; None if that is a section's."""
        found = next(self._tei.iter("docTitle"), None)
        if found is None:
            found = next(self._tei.iter("head", "p", "ab"), None)
            if found is None or found.tag != "head" or is_section_name(text_of(found) or ""):
                return None
        self._titled = found
        return text_of(found, frozenset({"note"}))

    def write(self, metadata: Metadata) -> None:
        """Write header and text."""
        if self._titled is None:
            self.writer.sentence(BlockKind.TITLE, metadata.title, 1)
        self.writer.sentence(BlockKind.BYLINE, ", ".join(metadata.authors))
        header = self._tei.find("teiHeader")
        if header is not None:
            self._header(header, metadata)
        for text in self._tei.iterfind("text"):
            self.children(text, Place())

    def _header(self, header: _Element, metadata: Metadata) -> None:
        published = metadata.container or metadata.publisher or metadata.doi
        lines = [printed(replace(metadata, title=None, authors=()))] if published else []
        lines += map(spaced_text, header.iterfind(".//biblStruct//affiliation"))
        terms = list(map(spaced_text, header.iterfind(".//textClass/keywords//term")))
        lines += [f"Keywords: {', '.join(terms)}"] if terms else []
        lines += map(spaced_text, header.iterfind(".//availability//p"))
        for line in dict.fromkeys(lines):
            self.writer.sentence(BlockKind.FRONT_MATTER, line)
        for abstract in header.iterfind("profileDesc/abstract"):
            if next(abstract.iter("head"), None) is None:
                self.writer.sentence(BlockKind.HEADING, "Abstract", 2)
            self.block(abstract, Place(depth=2))

    def division(self, element: _Element, place: Place) -> None:
        """Write a division; one of a known type has a heading even if the file has none."""
        headed = element.find("head") is not None
        default = _HEADINGS.get((attribute(element, "type") or "").lower())
        if default and next(element.iter("head"), None) is None:
            self.writer.sentence(BlockKind.HEADING, default, place.depth + 1)
            headed = True
        self.children(element, place.deeper() if headed else place)

    def head(self, head: _Element, place: Place) -> None:
        """Write a heading; its level is that of its number, if it has one (``2.1``)."""
        number = attribute(head, "n")
        depth = max(place.depth, 2) + (number.strip(".").count(".") if number else 0)
        titled = head is self._titled
        with self.writer.block(*((BlockKind.TITLE, 1) if titled else (BlockKind.HEADING, depth))):
            if number and not (text_of(head) or "").startswith(number):
                self.writer.words(f"{number} ")
            self.inline(head, place)

    def title_page(self, page: _Element, place: Place) -> None:
        """Write the lines of a title page."""
        self.children(page, place.paragraphs(BlockKind.FRONT_MATTER))

    def document_title(self, title: _Element, place: Place) -> None:
        """Write the title as the title page has it."""
        titled = title is self._titled
        with self.writer.block(BlockKind.TITLE if titled else BlockKind.FRONT_MATTER, int(titled)):
            for part in title:
                self.apart(part, place)

    def figure(self, figure: _Element, place: Place) -> None:
        """Write head, label and description of a figure or table, then its rows and notes."""
        inner = place.paragraphs(BlockKind.CAPTION)
        if (figure.text or "").strip():
            table = attribute(figure, "type") == "table"
            self.paragraph(figure, place.paragraphs(BlockKind.TABLE) if table else inner)
            return
        self._caption(figure, inner)
        for child in figure:
            if child.tag not in ("head", "label", "figDesc"):
                self.block(child, inner)

    def _caption(self, figure: _Element, place: Place) -> None:
        head, label = text_of(figure.find("head")), text_of(figure.find("label"))
        with self.writer.block(BlockKind.CAPTION):
            for words in (head, label if label and label not in (head or "") else None):
                self.writer.words(words and f"{words}{'. ' if words[-1].isalnum() else ' '}")
            for description in figure.iterfind("figDesc"):
                self.inline(description, replace(place, flat=True))

    def table(self, table: _Element, place: Place) -> None:
        """Write head and rows of a table."""
        for head in table.iterfind("head"):
            self.paragraph(head, place.paragraphs(BlockKind.CAPTION))
        self.rows([list(row) for row in table.iterfind("row")], place)

    def note(self, note: _Element, place: Place) -> None:
        """Write a note, its number in one block with its first paragraph."""
        inner = place.paragraphs(BlockKind.FOOTNOTE)
        first, *others = list(note) if note.find("p") is not None else [note]
        with self.writer.block(BlockKind.FOOTNOTE):
            self.writer.label(attribute(note, "n"))
            self.inline(first, inner)
        for child in others:
            self.block(child, inner)

    def items(self, listing: _Element, place: Place) -> None:
        """Write the items of a list, each with the label before it."""
        inner, label = place.listed(), None
        for child in listing:
            if child.tag == "label":
                label = text_of(child)
            elif child.tag == "item":
                with self.writer.block(inner.kind, inner.nesting):
                    self.writer.label(label or attribute(child, "n"))
                    self.inline(child, inner)
                label = None
            else:
                self.block(child, place)

    def poem(self, element: _Element, place: Place) -> None:
        """Write the lines of a poem."""
        self.verse(list(element.iter("head", "l")), place)

    def references(self, listing: _Element, place: Place) -> None:
        """Write the list of references, with a heading if the file has none."""
        parent = listing.getparent()
        around = [listing] if parent is None else [listing, parent]
        typed = any((attribute(one, "type") or "").lower() in _HEADINGS for one in around[1:])
        if not typed and all(one.find("head") is None for one in around):
            self.writer.sentence(BlockKind.HEADING, _HEADINGS["references"], place.depth + 1)
        for child in listing:
            if child in self._works:
                self._reference(child, place)
            else:
                self.block(child, place)

    def _reference(self, entry: _Element, place: Place) -> None:
        work = self._works[entry]
        with self.composer.reference(work.key, work.label, work.described):
            if work.printed is not None:
                self.writer.words(work.printed)
            else:
                self.inline(entry, replace(place, flat=True))

    def highlighted(self, element: _Element, place: Place) -> None:
        """Write words that are set off, which may be raised."""
        rendered = _RAISED.search(attribute(element, "rend") or "")
        (self.raised if rendered else self.inline)(element, place)

    def quoted(self, element: _Element, place: Place) -> None:
        """Write a quotation that stands in a paragraph, by itself or within the line."""
        inside = any(next(element.iter(tag), None) is not None for tag in ("p", "lg", "l"))
        if inside or "block" in (attribute(element, "rend") or ""):
            self.parting(element, place)
        else:
            self.inline(element, place)

    def alternatives(self, element: _Element, place: Place) -> None:
        """Write the one of several readings that is the text to read."""
        preferred = _PREFERRED[str(element.tag)]
        ranked = [one for tag in preferred for one in element.iterfind(tag)]
        for one in (ranked or list(element))[:1]:
            self.inline(one, place)

    def floating(self, element: _Element, place: Place) -> None:
        """Write a figure, table or note behind its paragraph, in a table within the row."""
        if place.flat:
            self.apart(element, place)
        else:
            super().floating(element, place)

    def line_end(self, mark: _Element, place: Place) -> None:
        """Go on after a line or page end, which may part a word."""
        following, joined = mark.tail or "", attribute(mark, "break") == "no"
        tail = self.writer.tail
        if tail.endswith(("-", "‐")) and (joined or following[:1].islower()):
            if joined or self._line_ends.is_soft(tail, following):
                self.writer.hide_hyphen()
        elif place.kind is BlockKind.TABLE and mark.tag == "lb":
            self.writer.line_break()
        elif not joined and mark.tag == "lb":
            self.writer.space()

    def pointer(self, ref: _Element, place: Place) -> None:
        """Write a pointer, which is a citation if it leads to the reference list."""
        stated = (attribute(ref, "target") or "").split()
        targets = [one.removeprefix("#") for one in stated if one.startswith("#")]
        kind, words = attribute(ref, "type"), text_of(ref) or ""
        known = any(target in self.writer.entries for target in targets)
        citing = known or (kind in _CITING and bool(targets))
        if citing and not words:
            self.writer.silent_pointer(targets, followed=is_followed(ref))
        elif citing or kind == "foot":
            with self.writer.pointer(targets if citing else (), words):
                self.inline(ref, place)
        else:
            self.inline(ref, place)

    blocks: ClassVar[Mapping[str, Handler]] = {
        **dict.fromkeys(_SILENT, Walker.silent),
        **dict.fromkeys(_DIVISIONS, division),
        **dict.fromkeys(("p", "ab", "s", "u", "speaker", "stage"), Walker.paragraph),
        **dict.fromkeys(("eg", "egXML"), Walker.code),
        "titlePage": title_page,
        "docTitle": document_title,
        "head": head,
        "figure": figure,
        "table": table,
        "note": note,
        "list": items,
        "quote": Walker.quotation,
        "lg": poem,
        "formula": Walker.formula,
        "listBibl": references,
    }
    inlines: ClassVar[Mapping[str, Handler]] = {
        **dict.fromkeys(_SILENT, Walker.silent),
        **dict.fromkeys(("lb", "pb", "cb", "gb", "milestone"), line_end),
        **dict.fromkeys(("ref", "ptr"), pointer),
        **dict.fromkeys(("figure", "table", "note"), floating),
        **dict.fromkeys(("list", "lg", "sp", "listBibl", "eg", "egXML"), Walker.parting),
        **dict.fromkeys(("quote", "cit"), quoted),
        **dict.fromkeys(_PREFERRED, alternatives),
        **dict.fromkeys(("formula", "s", "p", "item", "label", "head", "cell"), Walker.apart),
        "hi": highlighted,
    }
