"""TEI: what GROBID makes of a PDF, and the editions of other projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.composing import Composer
from ingest.document import ParsedDocument
from ingest.readers import Beside, nothing_beside
from ingest.xml.trees import opening, parse
from kg.errors import RefusedError

_ROOTS: Final = frozenset({"TEI", "tei", "TEI.2", "teiCorpus"})
_MARKS: Final = ("tei-c.org", "<teiHeader", "<text", ":teiHeader", ":text")


@dataclass(frozen=True, slots=True)
class TeiReader:
    """Reads one text in TEI with its header, references and in-text citations."""

    name: str = "tei"
    media_type: str = "application/tei+xml"
    suffixes: tuple[str, ...] = (".xml", ".tei")

    def sniff(self, data: bytes) -> float:
        """Return 1 for TEI by its root and what stands in it, less for the root alone."""
        found = opening(data)
        if found is None or found.root not in _ROOTS:
            return 0.0
        return 1.0 if any(mark in found.rest for mark in _MARKS) else 0.6

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text with its blocks, references and citations."""
        from ingest.xml.tei_text import write_text

        root, faults = parse(data, name)
        texts = [root] if root.tag != "teiCorpus" else list(root.iter("TEI", "tei", "TEI.2"))
        if len(texts) != 1:
            raise RefusedError(f"{name}: holds {len(texts)} texts; give one a file")
        composer = Composer(name)
        metadata = write_text(composer, texts[0])
        return composer.document(self.media_type, metadata, faults)


READER: Final = TeiReader()
