"""The chapters of an EPUB into one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.bibliography.identifiers import find_identifiers
from ingest.composing import Composer
from ingest.document import Fault, Metadata, ParsedDocument
from ingest.webpage.apparatus import Apparatus
from ingest.webpage.content import drop_unseen
from ingest.webpage.distill import Bibliography
from ingest.webpage.formulas import simplify_formulas
from ingest.webpage.tree import Element, decode_page, parse_page, words_of
from ingest.webpage.writing import PageWriter
from ingest.xml.trees import attribute

_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
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
    dates = (_YEAR.search(one) for one in _stated(package, "date"))
    return Metadata(
        title=next(iter(_stated(package, "title")), None),
        authors=tuple(dict.fromkeys(words for one in creators if (words := words_of(one)))),
        year=next((int(one[1]) for one in dates if one), None),
        publisher=next(iter(_stated(package, "publisher")), None),
        doi=found.doi,
    )


def _stated(package: Element, term: str) -> list[str]:
    return [words for one in package.iter(term) if (words := words_of(one))]
