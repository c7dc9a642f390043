"""What reading and extracting one item hands to resolution; small enough to send around."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import ParsedDocument
from kg.vocab import Genre


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document with all its layers, sentences without their parses.

    ``sha256`` is of the bytes as they came, ``language`` a BCP 47 tag or None if unknown.
    """

    document: ParsedDocument
    sha256: str
    genre: Genre
    language: str | None
