"""The chapters of an EPUB into one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.bibliography.identifiers import find_identifiers
from ingest.composing import Composer
from ingest.document import Fault, Metadata, ParsedDocument
from ingest.webpage.apparatus import Apparatus
from ingest.webpage.content import drop_unseen
from ingest.webpage.distill import Bibliography
from ingest.webpage.formulas import simplify_formulas
from ingest.webpage.metadata import dates_beside_title, year_of
from ingest.webpage.tree import Element, decode_page, parse_page, words_of
from ingest.webpage.writing import PageWriter
from ingest.xml.trees import attribute

_PUBLISHED: Final = frozenset({"dcterms:issued", "dcterms:date", "dcterms:created"})
_FRONT: Final = 3  # chapters among which a page of the title is
_NOT_AUTHORS: Final = frozenset({"edt", "trl", "ill", "bkp", "cov", "pbl"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of a book: its path in the archive, its bytes."""

    path: str
    data: bytes


def read_book(
    chapters: Sequence[Chapter], package: Element, name: str, media_type: str
) -> ParsedDocument:
    """Return the text of ``chapters``, with the metadata of the ``package`` that lists them.

    Notes and references are found across chapters.

    Raises:
        RefusedError: if a chapter is no page, or in no known encoding.
    """
    parts: list[tuple[str, Element]] = []
    faults: list[Fault] = []
    for chapter in chapters:
        source, problems = decode_page(chapter.data, f"{name}: {chapter.path}")
        root, cut = parse_page(source, f"{name}: {chapter.path}")
        simplify_formulas(root)
        drop_unseen(root)
        parts.append((chapter.path, next(root.iter("body"), root)))
        faults += [*problems, *cut]
    metadata = _metadata(package)
    if metadata.year is None:
        shown = (date for _, part in parts[:_FRONT] for date in dates_beside_title(part))
        metadata = replace(metadata, year=year_of(shown))
    headings = (one for _, part in parts for one in part.iter("h1"))
    title = next((one for one in headings if words_of(one) == metadata.title), None)
    composer = Composer(name)
    writer = PageWriter(composer, Apparatus(parts), Bibliography(), title)
    for path, part in parts:
        writer.write(part, path)
    return composer.document(media_type, metadata, faults)


def _metadata(package: Element) -> Metadata:
    creators = [
        one for one in package.iter("creator") if attribute(one, "role") not in _NOT_AUTHORS
    ]
    found = find_identifiers(" ".join(_stated(package, "identifier")))
    return Metadata(
        title=next(iter(_stated(package, "title")), None),
        authors=tuple(dict.fromkeys(words for one in creators if (words := words_of(one)))),
        year=year_of(_dates(package)),
        publisher=next(iter(_stated(package, "publisher")), None),
        doi=found.doi,
    )


def _dates(package: Element) -> Iterator[str]:
    for one in package.iter("date"):
        if attribute(one, "event") != "modification":
            yield words_of(one)
    for one in package.iter("meta"):
        if one.get("property") in _PUBLISHED:
            yield words_of(one)


def _stated(package: Element, term: str) -> list[str]:
    return [words for one in package.iter(term) if (words := words_of(one))]
