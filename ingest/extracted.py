"""What reading and extracting one item hands to resolution; small enough to send around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.document import ParsedDocument, Span
from ingest.findings import Spent
from kg.vocab import Genre


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document with all that was found in it.

    ``sentences`` are the spans of the sentences that findings index; their layer, with its
    large parses, is left out. ``sha256`` is of the bytes as they came, ``language`` a BCP 47
    tag or None if unknown. ``versions`` has the version of each extractor that ran, ``spent``
    what those cost that cost something, by name.
    """

    document: ParsedDocument
    sentences: tuple[Span, ...]
    sha256: str
    genre: Genre
    language: str | None
    versions: Mapping[str, str]
    spent: Mapping[str, Spent]
