"""Plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.decoding import decode, is_text
from ingest.document import Markup, ParsedDocument
from ingest.layout.blocks import parse_plain
from ingest.layout.markup import quote_marks
from ingest.layout.opening import from_opening
from ingest.readers import Beside, check_length, nothing_beside
from kg.vocab import BlockKind


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads any text, and takes its structure from layout alone."""

    name: str = "text"
    media_type: str = "text/plain"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def sniff(self, data: bytes) -> float:
        """Return 0.5 for any text: nothing speaks against it, nothing for it."""
        return 0.5 if is_text(data) else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of ``data`` with its blocks and metadata."""
        text, faults = decode(data, name)
        check_length(text, name)
        blocks = parse_plain(text)
        quotes = (block for block in blocks if block.kind is BlockKind.QUOTE)
        document = ParsedDocument(
            text=text,
            media_type=self.media_type,
            blocks=blocks,
            metadata=from_opening(text, blocks),
            faults=faults,
        )
        return document.with_layer(
            Markup, (mark for one in quotes for mark in quote_marks(text, one.start, one.end))
        )


READER: Final = TextReader()
