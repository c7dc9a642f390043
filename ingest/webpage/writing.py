"""The tree of a page into text: blocks, lists, tables, notes, citations, references."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Final

from lxml import etree

from ingest.bibliography.entries import printed
from ingest.composing import Composer
from ingest.webpage.apparatus import HEADINGS, Apparatus, Listed, is_tag, points
from ingest.webpage.distill import CITES, NOTES, Bibliography, cited_keys
from ingest.webpage.tables import is_data
from ingest.webpage.tidying import tidy
from ingest.webpage.tree import Element, first_words, local, words_of
from ingest.xml.works import Entries
from ingest.xml.writing import MarkupWriter
from kg.vocab import BlockKind

Inside = AbstractContextManager[None] | None
"""What the words of an element are written within; None if the element has been dealt with."""

_NOTE_CLASSES: Final = frozenset({"ltx_note_outer", "sidenote", "marginnote", "inline-footnote"})
# Marks of notes whose words stand elsewhere, and what pages add to entries for machines.
_SILENT_CLASSES: Final = frozenset(
    {"mw-cite-backlink", "ltx_note_mark", "ltx_tag_note", "ltx_bib_cited", "Z3988"}
)
_SILENT: Final = frozenset(
    {"d-citation-list", "d-footnote-list", "d-bibliography", "dt-bibliography"}
)
_CAPTION_CLASSES: Final = frozenset({"wp-caption-text", "caption", "thumbcaption", "image-caption"})
_AS_IT_STANDS: Final = nullcontext()
_PSEUDO_LEVEL: Final = 6
_MAX_PSEUDO_HEADING: Final = 100  # characters


class PageWriter:
    """Writes parts of pages into a composer, in a walk that no depth of nesting can overflow.

    ``title`` is the heading that is the title of the document.
    """

    def __init__(
        self,
        composer: Composer,
        apparatus: Apparatus,
        bibliography: Bibliography,
        title: Element | None,
    ) -> None:
        self._composer = composer
        self._apparatus = apparatus
        self._bibliography = bibliography
        self._title = title
        numbers = {key: str(number) for key, number in bibliography.numbers.items()}
        self._writer = MarkupWriter(composer, Entries({**numbers, **apparatus.labels()}))
        self._path = ""
        self._block = ExitStack()  # what ends the open block
        self._is_open = False
        self._worded = False  # whether the open block has a letter
        self._held = 0  # how many parts are open that must stay one block
        self._in_table = self._in_entry = self._in_note = False
        self._kinds: list[tuple[BlockKind, int]] = [(BlockKind.PARAGRAPH, 0)]
        self._notes: deque[Element] = deque()  # wait for the end of the block that they hang on

    def write(self, part: Element, path: str = "") -> None:
        """Write all words of a part of the file at ``path``, without what follows the part."""
        self._path = path
        inside = self._inside(part)
        if inside is not None:
            with inside:
                self._walk(part)
        self._break()

    def write_references(self) -> None:
        """Write the reference list that the page's template makes of its bibliography."""
        listed = self._bibliography.listed()
        if listed:
            self._writer.sentence(BlockKind.HEADING, "References", 2)
        for number, entry in listed:
            with self._composer.reference(entry.key, str(number), entry.described):
                self._composer.words(f"{number}. {printed(entry.described)}")

    def _walk(self, root: Element) -> None:
        """Write the words in ``root``, those of each child in the way of its name."""
        leaving: list[Inside] = []
        self._words(root.text)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element is root:
                continue
            if event == "end":
                left = leaving.pop()
                if left is not None:
                    left.__exit__(None, None, None)
                self._words(element.tail)
                continue
            inside = self._inside(element)
            leaving.append(inside)
            if inside is None:
                walk.skip_subtree()
            else:
                inside.__enter__()
                self._words(element.text)

    def _inside(self, element: Element) -> Inside:
        tag, classes = local(element), (element.get("class") or "").split()
        listed = self._apparatus.entries.get(element)
        if listed is not None:
            tidy(element)
            return self._reference(listed)
        if element in self._apparatus.notes:
            tidy(element)
            return self._apart_as(BlockKind.FOOTNOTE)
        if tag in NOTES or not _NOTE_CLASSES.isdisjoint(classes):
            self._notes.append(element)
            return None
        if self._in_entry and (is_tag(element) or "ltx_bibblock" in classes):
            return self._apart()
        if tag in _SILENT or not _SILENT_CLASSES.isdisjoint(classes):
            return None
        if not _CAPTION_CLASSES.isdisjoint(classes) and tag != "caption":
            return self._apart_as(BlockKind.CAPTION)
        handler = _HANDLERS.get(tag)
        return _AS_IT_STANDS if handler is None else handler(self, element)

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if not self._is_open and not self._held:
            if text.isspace():
                return
            self._block.enter_context(self._writer.block(*self._kinds[-1]))
            self._is_open, self._worded = True, False
        self._worded = self._worded or any(map(str.isalpha, text))
        self._writer.words(text)

    def _break(self, *, soft: bool = False) -> None:
        """End the open block, and write the notes that hang on it.

        A part that must stay one block gets a space instead, and so, if ``soft``, does a
        block that is a mere number as yet.
        """
        if self._held or (soft and self._is_open and not self._worded):
            self._writer.words(" ")
            return
        self._block.close()
        self._is_open = False
        while self._notes and not self._in_note:
            self._note(self._notes.popleft())

    def _note(self, note: Element) -> None:
        self._in_note = True
        with self._apart_as(BlockKind.FOOTNOTE):
            self._walk(note)
        self._in_note = False

    @contextmanager
    def _apart(self) -> Iterator[None]:
        soft = self._kinds[-1][0] in (BlockKind.FOOTNOTE, BlockKind.LIST_ITEM)
        self._break(soft=soft)
        yield
        self._break(soft=soft)

    @contextmanager
    def _apart_as(self, kind: BlockKind, level: int = 0) -> Iterator[None]:
        self._break()
        self._kinds.append((kind, level))
        yield
        self._break()
        self._kinds.pop()

    @contextmanager
    def _whole(self, block: AbstractContextManager[None]) -> Iterator[None]:
        """Write what is inside into one block, whatever blocks the page makes of it."""
        self._break()
        if self._held:
            yield
        else:
            with block:
                self._held += 1
                yield
                self._held -= 1
        self._break()

    @contextmanager
    def _reference(self, listed: Listed) -> Iterator[None]:
        with self._whole(self._composer.reference(listed.key, listed.label)):
            self._in_entry = True
            if listed.label and not listed.printed:
                self._writer.words(f"{listed.label}. ")
            yield
            self._in_entry = False

    def _block_part(self, _: Element) -> Inside:
        return self._apart()

    def _paragraph(self, element: Element) -> Inside:
        return self._pseudo_heading() if _is_bold_line(element) else self._apart()

    def _pseudo_heading(self) -> Inside:
        if self._kinds[-1][0] is not BlockKind.PARAGRAPH or self._held:
            return self._apart()
        return self._whole(self._writer.block(BlockKind.HEADING, _PSEUDO_LEVEL))

    def _heading(self, element: Element) -> Inside:
        kind = BlockKind.TITLE if element is self._title else BlockKind.HEADING
        return self._whole(self._writer.block(kind, int(local(element)[1])))

    def _quotation(self, _: Element) -> Inside:
        return self._apart_as(BlockKind.QUOTE)

    def _caption(self, _: Element) -> Inside:
        return self._apart() if self._in_table else self._apart_as(BlockKind.CAPTION)

    def _item(self, _: Element) -> Inside:
        kind, level = self._kinds[-1]
        if kind is BlockKind.FOOTNOTE:
            return self._apart()
        return self._apart_as(BlockKind.LIST_ITEM, level + 1 if kind is BlockKind.LIST_ITEM else 1)

    def _code(self, element: Element) -> Inside:
        self._break()
        if self._held:
            self._writer.words(words_of(element))
            return None
        for one in element.iter("br"):
            one.tail = "\n" + (one.tail or "")
        with self._writer.block(BlockKind.CODE):
            self._composer.lines("".join(str(part) for part in element.itertext()))
        return None

    def _table(self, element: Element) -> Inside:
        if self._held or not is_data(element):
            return self._apart()
        for caption in element.findall("caption"):
            with self._apart_as(BlockKind.CAPTION):
                self._walk(caption)
            element.remove(caption)
        return self._rows()

    @contextmanager
    def _rows(self) -> Iterator[None]:
        with self._whole(self._writer.block(BlockKind.TABLE)):
            self._in_table = True
            yield
            self._in_table = False

    def _row(self, _: Element) -> Inside:
        if self._in_table:
            self._writer.line_break()
            return _AS_IT_STANDS
        return self._apart()

    def _cell(self, element: Element) -> Inside:
        if not self._in_table:
            return self._apart()
        self._writer.words(" | " if element.getprevious() is not None else " ")
        return _AS_IT_STANDS

    def _line_break(self, element: Element) -> Inside:
        following = element.getnext()
        twice = following is not None and local(following) == "br" and not _is_worded(element.tail)
        if self._held or twice:
            self._break()
        elif self._is_open:
            self._writer.line_break()
        return _AS_IT_STANDS

    def _raised(self, _: Element) -> Inside:
        return self._writer.superscript()

    def _quoted(self, _: Element) -> Inside:
        return self._in_marks()

    @contextmanager
    def _in_marks(self) -> Iterator[None]:
        self._words("“")
        yield
        self._words("”")

    def _link(self, element: Element) -> Inside:
        keys = () if self._in_entry else self._apparatus.keys(element, self._path)
        if keys or points(element):
            return self._writer.pointer(keys, first_words(element))
        return _AS_IT_STANDS

    def _cite(self, element: Element) -> Inside:
        return self._cited(element)

    @contextmanager
    def _cited(self, element: Element) -> Iterator[None]:
        yield
        keys = cited_keys(element)
        if keys:
            marker = self._bibliography.marker(keys)
            self._writer.words(" " if words_of(element) else None)
            with self._writer.pointer(keys, marker):
                self._words(marker)


def _is_worded(text: str | None) -> bool:
    return bool(text and text.strip())


def _is_bold_line(paragraph: Element) -> bool:
    """Whether a paragraph is used as a heading: all of it bold, short, and no sentence."""
    if len(paragraph) != 1 or local(paragraph[0]) not in ("b", "strong"):
        return False
    words = words_of(paragraph[0])
    loose = _is_worded(paragraph.text) or _is_worded(paragraph[0].tail)
    return not loose and 0 < len(words) <= _MAX_PSEUDO_HEADING and words[-1] not in ".,;!?"


Handler = Callable[[PageWriter, Element], Inside]
_BLOCK_NAMES: Final = {
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "ul",
    "ol",
    "dl",
    "center",
    "address",
    "details",
    "summary",
    "hgroup",
    "body",
    "form",
    "fieldset",
    "legend",
    "hr",
    "nav",
    "menu",
    "dir",
    "d-article",
    "d-appendix",
    "d-title",
    "d-figure",
    "dt-article",
    "dt-appendix",
    "tbody",
    "thead",
    "tfoot",
    "optgroup",
    "dt-byline",
    "d-byline",
    "d-abstract",
}
_HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(_BLOCK_NAMES, PageWriter._block_part),
    **dict.fromkeys(HEADINGS, PageWriter._heading),
    **dict.fromkeys(("li", "dt", "dd"), PageWriter._item),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), PageWriter._code),
    **dict.fromkeys(("td", "th"), PageWriter._cell),
    **dict.fromkeys(("figcaption", "caption"), PageWriter._caption),
    **dict.fromkeys(CITES, PageWriter._cite),
    "p": PageWriter._paragraph,
    "blockquote": PageWriter._quotation,
    "table": PageWriter._table,
    "tr": PageWriter._row,
    "br": PageWriter._line_break,
    "sup": PageWriter._raised,
    "q": PageWriter._quoted,
    "a": PageWriter._link,
}
