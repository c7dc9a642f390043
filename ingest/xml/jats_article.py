"""The text of a JATS article: what stands where, in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Final

from lxml.etree import _Element

from ingest.bibliography.entries import printed
from ingest.composing import Composer
from ingest.document import Metadata, ReferenceMarked
from ingest.xml import jats_front as front
from ingest.xml.jats_references import CITATIONS, entries_of, works_in_note, works_of
from ingest.xml.trees import attribute, has_words, is_followed, text_of
from ingest.xml.walking import Handler, Place, Walker
from kg.vocab import BlockKind

# Headings for parts that have none, as NLM's preview style sheets make them.
_HEADINGS: Final = {
    "ack": "Acknowledgements",
    "app": "Appendix",
    "bio": "About the author",
    "fn-group": "Notes",
    "glossary": "Glossary",
    "notes": "Notes",
    "ref-list": "References",
}
_ABSTRACTS: Final = {
    "executive-summary": "Summary",
    "plain-language-summary": "Plain language summary",
    "summary": "Summary",
    "key-points": "Key points",
}
_FRONT_LINES: Final = ("related-article", "product", "copyright-statement", "license-p")
_SILENT: Final = ("graphic", "inline-graphic", "alt-text", "long-desc", "index-term", "annotation")
_SILENT_BLOCKS: Final = (*_SILENT, "object-id", "sec-meta", "processing-meta", "counts")
_CAPTIONED: Final = (
    *("fig", "fig-group", "table-wrap", "table-wrap-group", "media", "supplementary-material"),
)
_BOXES: Final = ("boxed-text", "statement", "speech")
_APART: Final = (
    *("disp-formula", "disp-formula-group", "p", "list-item", "break", "def-item"),
    *("label", "title", "pub-id"),
)
# Elements whose fields follow each other with or without punctuation between them.
_FIELDS: Final = (
    *("name", "string-name", "person-group"),
    *("product", "related-article", "related-object"),
)
_ALTERNATIVES: Final = (
    *("alternatives", "name-alternatives", "collab-alternatives", "aff-alternatives"),
    "citation-alternatives",
)
_PREFERRED: Final = ("math", "table", "textual-form", "tex-math", "preformat", "code", "list", "p")
_RAISED_NOTES: Final = frozenset({"fn", "table-fn", "aff", "corresp"})


def write_article(composer: Composer, article: _Element) -> Metadata:
    """Write an article with its sub-articles and responses; return what it says of itself."""
    metadata = front.metadata_of(article)
    writer = _Article(composer, article)
    writer.write(article, Place(), metadata)
    for inner in article.iter("sub-article", "response"):
        writer.write(inner, Place(depth=2), front.metadata_of(inner))
    return metadata


class _Article(Walker):
    """Writes an article, each part where it is read."""

    def __init__(self, composer: Composer, article: _Element) -> None:
        self._works = {ref: works_of(ref) for ref in article.iter("ref")}
        noted = [works_in_note(note) for note in article.iter("fn")]
        self._noted = {work.element: work for works in noted for work in works}
        super().__init__(composer, entries_of([*self._works.values(), *noted]))

    def write(self, article: _Element, place: Place, metadata: Metadata) -> None:
        """Write the parts of an article, without those of articles inside it."""
        parts = {str(part.tag): part for part in article}
        meta = front.meta_of(article)
        if meta is not None:
            self._front(meta, place, metadata)
        for tag in ("body", "floats-group", "floats-wrap"):
            self.children(parts.get(tag), place)
        if meta is not None:
            self._statements(meta, place)
        self.children(parts.get("back"), place)

    def _front(self, meta: _Element, place: Place, metadata: Metadata) -> None:
        kind = BlockKind.TITLE if place.depth == 1 else BlockKind.HEADING
        self.writer.sentence(kind, metadata.title, place.depth)
        self.writer.sentence(BlockKind.BYLINE, ", ".join(metadata.authors))
        about = printed(replace(metadata, title=None, authors=()))
        for line in dict.fromkeys((about, *front.lines_of(meta))):
            self.writer.sentence(BlockKind.FRONT_MATTER, line)
        for element in meta.iter(*_FRONT_LINES):
            self.paragraph(element, place.paragraphs(BlockKind.FRONT_MATTER))
        for note in meta.iterfind("title-group//fn"):
            self.note(note, place)
        for abstract in sorted(front.abstracts_of(meta), key=front.is_other_abstract):
            sort = attribute(abstract, "abstract-type") or ""
            default = f"{sort.replace('-', ' ')} abstract".strip().capitalize()
            self._headed(abstract, place, _ABSTRACTS.get(sort, default))

    def _statements(self, meta: _Element, place: Place) -> None:
        """Write notes and statements of the front, which print places at the end."""
        notes = meta.find("author-notes")
        if notes is not None:
            self._headed(notes, place.paragraphs(BlockKind.FOOTNOTE), "Author notes")
        for heading, words in front.statements_of(meta):
            self.writer.sentence(BlockKind.HEADING, heading, place.depth + 1)
            self.writer.sentence(BlockKind.PARAGRAPH, words)
        for bio in meta.iter("bio"):
            self.section(bio, place)

    def section(self, element: _Element, place: Place) -> None:
        """Write a heading and what stands under it."""
        self._headed(element, place, _HEADINGS.get(str(element.tag)))

    def _headed(self, element: _Element, place: Place, default: str | None) -> None:
        inner = place.deeper()
        self._heading(element, inner, default)
        for child in element:
            if child.tag not in ("label", "title"):
                self.block(child, inner)

    def _heading(self, element: _Element, place: Place, default: str | None) -> None:
        """Write label and title; where both are missing, ``default`` if nothing heads it yet."""
        label, title, parent = element.find("label"), element.find("title"), element.getparent()
        kind = BlockKind.CAPTION if place.aside else BlockKind.HEADING
        with self.writer.block(kind, 0 if place.aside else place.depth):
            if label is not None:
                self.apart(label, place)
            if title is not None:
                self.inline(title, place)
            elif label is None and parent is not None and parent.find("title") is None:
                self.writer.words(default)

    def box(self, element: _Element, place: Place) -> None:
        """Write a box, whose title heads no section of the text around."""
        self.section(element, replace(place, aside=True))

    def captioned(self, element: _Element, place: Place) -> None:
        """Write label and title, or first paragraph, of a figure or table, then the rest."""
        inner = replace(place.paragraphs(BlockKind.CAPTION), aside=True)
        caption, label = element.find("caption"), text_of(element.find("label"))
        parts = [] if caption is None else list(caption)
        parts += [one for one in element if one.tag not in ("label", "caption")]
        with self.writer.block(BlockKind.CAPTION):
            self.writer.words(label and (f"{label}. " if label[-1].isalnum() else f"{label} "))
            if parts and parts[0].tag in ("title", "p"):
                self.inline(parts.pop(0), inner)
        for part in parts:
            self.block(part, inner)

    def caption(self, caption: _Element, place: Place) -> None:
        """Write a caption that stands by itself."""
        self.children(caption, place.paragraphs(BlockKind.CAPTION))

    def table(self, table: _Element, place: Place) -> None:
        """Write the rows of a table."""
        self.rows(list(_rows(table)), place)

    def notes(self, element: _Element, place: Place) -> None:
        """Write the foot of a table."""
        self.children(element, place.paragraphs(BlockKind.FOOTNOTE))

    def note(self, note: _Element, place: Place) -> None:
        """Write a footnote."""
        self._labelled(note, place.paragraphs(BlockKind.FOOTNOTE))

    def items(self, listing: _Element, place: Place) -> None:
        """Write the items of a list."""
        for child in listing:
            if child.tag == "list-item":
                self._labelled(child, place.listed())
            elif child.tag == "title":
                self.paragraph(child, place)

    def _labelled(self, element: _Element, place: Place) -> None:
        """Write an item or note, its label in one block with its first paragraph."""
        label = text_of(element.find("label"))
        if has_words(element):
            self.paragraph(element, place)
            return
        for child in element:
            if child.tag in ("p", "title"):
                with self.writer.block(place.kind, place.nesting):
                    self.writer.label(label)
                    self.inline(child, place)
                label = None
            elif child.tag != "label":
                self.block(child, place)

    def definitions(self, listing: _Element, place: Place) -> None:
        """Write terms, each with its definition."""
        inner = replace(place.listed(), flat=True)
        for item in listing:
            with self.writer.block(inner.kind, inner.nesting):
                for index, part in enumerate(item):
                    self.writer.words(": " if index else "")
                    self.inline(part, inner)

    def poem(self, element: _Element, place: Place) -> None:
        """Write the lines of a poem and whose they are."""
        self.verse(list(element.iter("title", "verse-line", "attrib")), place)

    def references(self, ref: _Element, place: Place) -> None:
        """Write the works of an entry, each as a reference of its own."""
        inner, works = replace(place, flat=True), self._works[ref]
        label = text_of(ref.find("label"))
        for index, work in enumerate(works):
            with self.composer.reference(work.key, work.label, work.described):
                if label and not index:
                    self.writer.words(f"{label}. " if label.isdigit() else f"{label} ")
                if work.printed is not None:
                    self.writer.words(work.printed)
                elif work.element is not ref or has_words(ref):
                    self.inline(work.element, inner)
                if index == len(works) - 1 and not has_words(ref):
                    self._beside_citations(ref, inner)

    def _beside_citations(self, ref: _Element, place: Place) -> None:
        for child in ref:
            if child.tag not in CITATIONS | {"label", "citation-alternatives"}:
                self.apart(child, place)

    def citation(self, element: _Element, place: Place) -> None:
        """Write a citation in a sentence; in a note it is a reference."""
        work, start = self._noted.get(element), self.composer.position
        if work is not None and work.printed is not None:
            self.writer.words(work.printed)
        else:
            self.fields(element, place)
        if work is not None and (end := self.composer.end) > start:
            key, label, described = work.key, work.label, work.described
            marked = ReferenceMarked(
                start=start, end=end, key=key, label=label, described=described
            )
            self.composer.mark(marked)

    def inline(self, element: _Element, place: Place) -> None:
        """Write the words of an element into the open block."""
        if element.tag in CITATIONS or element.tag in _FIELDS:
            self.fields(element, place)
        else:
            super().inline(element, place)

    def fields(self, element: _Element, place: Place) -> None:
        """Write fields that may follow each other with nothing between them."""
        before = element.text
        self.writer.words(before)
        for index, child in enumerate(element):
            if index and not before:
                self.writer.words("–" if child.tag == "lpage" else " ")
            self.inlines.get(str(child.tag), Walker.inline)(self, child, place)
            self.writer.words(before := child.tail)

    def et_al(self, element: _Element, _: Place) -> None:
        """Write what stands for further authors, which is often left to the printer."""
        self.writer.space()
        self.writer.words(text_of(element) or "et al.")

    def alternatives(self, element: _Element, place: Place) -> None:
        """Write one of several forms, as words of a sentence."""
        for one in _chosen(element):
            self.inlines.get(str(one.tag), _Article.inline)(self, one, place)

    def block_alternatives(self, element: _Element, place: Place) -> None:
        """Write one of several forms that stand by themselves."""
        for one in _chosen(element):
            self.block(one, place)

    def tex(self, element: _Element, _: Place) -> None:
        """Write a formula in TeX without the document that some publishers wrap it in."""
        source = "".join(str(part) for part in element.itertext())
        body = source.rpartition(r"\begin{document}")[2].partition(r"\end{document}")[0]
        self.writer.words(body.strip("$ \n"))

    def pointer(self, xref: _Element, place: Place) -> None:
        """Write a pointer, which is a citation if it leads to the reference list."""
        targets, words = (attribute(xref, "rid") or "").split(), text_of(xref) or ""
        kind = attribute(xref, "ref-type")
        citing = kind == "bibr" or any(target in self.writer.entries for target in targets)
        if citing and not words:
            self.writer.silent_pointer(targets, followed=is_followed(xref))
        elif citing or kind in _RAISED_NOTES:
            with self.writer.pointer(targets if citing else (), words):
                super().inline(xref, place)
        else:
            super().inline(xref, place)

    blocks: ClassVar[Mapping[str, Handler]] = {
        **dict.fromkeys(_SILENT_BLOCKS, Walker.silent),
        **dict.fromkeys(("p", "attrib", "term"), Walker.paragraph),
        **dict.fromkeys(("sec", *_HEADINGS), section),
        **dict.fromkeys(_BOXES, box),
        **dict.fromkeys(_CAPTIONED, captioned),
        **dict.fromkeys(("code", "preformat"), Walker.code),
        **dict.fromkeys(("disp-formula", "tex-math", "math"), Walker.formula),
        "caption": caption,
        "table": table,
        "table-wrap-foot": notes,
        "fn": note,
        "list": items,
        "def-list": definitions,
        "disp-quote": Walker.quotation,
        "verse-group": poem,
        "alternatives": block_alternatives,
        "ref": references,
    }
    inlines: ClassVar[Mapping[str, Handler]] = {
        **dict.fromkeys((*_SILENT, "annotation-xml"), Walker.silent),
        **dict.fromkeys(("fn", "chem-struct-wrap", "boxed-text", *_CAPTIONED), Walker.floating),
        **dict.fromkeys(("list", "def-list", "disp-quote", "verse-group"), Walker.parting),
        **dict.fromkeys(("code", "preformat", "speech", "statement"), Walker.parting),
        **dict.fromkeys(_APART, Walker.apart),
        **dict.fromkeys(CITATIONS, citation),
        **dict.fromkeys(_FIELDS, fields),
        **dict.fromkeys(_ALTERNATIVES, alternatives),
        "etal": et_al,
        "sup": Walker.raised,
        "tex-math": tex,
        "xref": pointer,
    }


def _rows(table: _Element) -> Iterator[list[_Element]]:
    """Yield the cells of each row; tables in HTML's and in OASIS's form."""
    for child in table:
        if child.tag in ("tr", "row"):
            yield list(child)
        elif child.tag in ("thead", "tbody", "tfoot", "tgroup"):
            yield from _rows(child)


def _chosen(alternatives: _Element) -> list[_Element]:
    """Return the one form of several that has words and is best read."""
    forms = [one for one in alternatives if one.tag not in _SILENT]
    rank = {tag: place for place, tag in enumerate(_PREFERRED)}
    return sorted(forms, key=lambda one: rank.get(str(one.tag), len(rank)))[:1]
