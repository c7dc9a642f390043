"""A whole page into a document's text and metadata."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Final

from ingest.composing import Composer
from ingest.document import Metadata, ParsedDocument
from ingest.layout.opening import from_opening, is_byline, is_names
from ingest.webpage.apparatus import Apparatus, pointed_at
from ingest.webpage.content import drop_chrome, drop_unseen, find_content
from ingest.webpage.distill import Beside, read_bibliography
from ingest.webpage.formulas import simplify_formulas
from ingest.webpage.metadata import read_metadata
from ingest.webpage.tree import Element, parse_page, words_of
from ingest.webpage.writing import PageWriter
from kg.errors import RefusedError
from kg.vocab import BlockKind

_OF_HEADS: Final = frozenset(
    {"title", "meta", "link", "base", "script", "style", "noscript", "template", "object"}
)
_BYLINE_REACH: Final = 4
_MAX_BYLINE: Final = 120  # characters of a line that names an author of the page


def read_page(source: str, name: str, media_type: str, beside: Beside) -> ParsedDocument:
    """Return the article of a page with its blocks, references, citations and metadata.

    Raises:
        RefusedError: if the page holds no article, and why.
    """
    root, faults = parse_page(source, name)
    body = _body(root, name)
    metadata, bibliography = read_metadata(root), read_bibliography(root, name, beside)
    scripted = any(True for _ in root.iter("script"))
    simplify_formulas(root)
    drop_unseen(root)
    marked = pointed_at(body)
    drop_chrome(body, marked)
    title = _title(body, metadata)
    parts = find_content(body, marked, title)
    if not any(words_of(part) for part in parts):
        raise RefusedError(f"{name}: {_empty(scripted)}")
    composer = Composer(name)
    apparatus = Apparatus([("", part) for part in parts])
    writer = PageWriter(composer, apparatus, bibliography, title)
    for part in parts:
        writer.write(part)
    writer.write_references()
    return with_opening(composer.document(media_type, metadata, (*faults, *bibliography.faults)))


def with_opening(document: ParsedDocument) -> ParsedDocument:
    """Return a document whose byline is marked, and whose metadata has what it says."""
    blocks = list(document.blocks)
    titles = (index for index, one in enumerate(blocks) if one.kind is BlockKind.TITLE)
    first = next(titles, len(blocks)) + 1
    for index in range(first, min(first + _BYLINE_REACH, len(blocks))):
        words = document.words(blocks[index])
        if blocks[index].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and (
            is_byline(words) or is_names(words) or _names_author(words, document.metadata)
        ):
            blocks[index] = replace(blocks[index], kind=BlockKind.BYLINE, level=0)
    found = from_opening(document.text, blocks)
    stated = document.metadata
    missing = {
        name: getattr(found, name)
        for name in ("title", "authors", "year", "doi", "arxiv")
        if not getattr(stated, name)
    }
    return replace(document, blocks=tuple(blocks), metadata=replace(stated, **missing))


def _names_author(words: str, metadata: Metadata) -> bool:
    return len(words) <= _MAX_BYLINE and any(name in words for name in metadata.authors)


def _body(root: Element, name: str) -> Element:
    body = next(root.iter("body"), None)
    if body is None and next(root.iter("frameset"), None) is not None:
        raise RefusedError(f"{name}: is a set of frames; save the page inside the frame instead")
    head = root.find("head")
    if head is not None and any(one.tag not in _OF_HEADS for one in head):
        # Elements that HTML does not know do not end a head that the page leaves open.
        head.tag = "div"
        return root
    return root if body is None else body


def _empty(scripted: bool) -> str:
    if scripted:
        return "holds no article text: it is made by a script; save the page from a browser"
    return "holds no article text; save the page again from a browser"


def _title(body: Element, metadata: Metadata) -> Element | None:
    """Return the heading that is the title: the one that says it, or the first of the top."""
    headings = list(islice(body.iter("h1", "h2"), 20))
    same = (one for one in headings if metadata.title and words_of(one) == metadata.title)
    return next(same, next((one for one in headings if one.tag == "h1"), None))
