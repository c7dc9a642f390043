"""JATS: the XML of journals (NISO Z39.96, and the NLM DTDs before it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.composing import Composer
from ingest.document import ParsedDocument
from ingest.readers import Beside, nothing_beside
from ingest.xml.trees import opening, parse
from kg.errors import RefusedError

_ROOTS: Final = frozenset({"article", "pmc-articleset"})
_DOCTYPES: Final = ("JATS", "NLM", "journalpublishing", "archivearticle", "article-authoring")
_ELSEWHERE: Final = ("docbook", "xhtml")
_MARKS: Final = ("<front", "<article-meta", "<journal-meta", "<body", ":front", ":article-meta")


@dataclass(frozen=True, slots=True)
class JatsReader:
    """Reads articles in JATS with their sub-articles, references and in-text citations."""

    name: str = "jats"
    media_type: str = "application/jats+xml"
    suffixes: tuple[str, ...] = (".xml", ".nxml", ".jats")

    def sniff(self, data: bytes) -> float:
        """Return 1 for an article of a known document type, less for one by its look."""
        found = opening(data)
        if found is None or found.root not in _ROOTS:
            return 0.0
        if any(mark in found.doctype for mark in _DOCTYPES):
            return 1.0
        start = found.rest[:500].lower() + found.doctype.lower()
        if any(mark in start for mark in _ELSEWHERE):
            return 0.0
        return 0.9 if any(mark in found.rest for mark in _MARKS) else 0.3

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of an article with its blocks, references and citations."""
        from ingest.xml.jats_article import write_article

        root, faults = parse(data, name)
        articles = [root] if root.tag == "article" else list(root.iter("article"))
        if len(articles) != 1:
            raise RefusedError(f"{name}: holds {len(articles)} articles; give one a file")
        composer = Composer(name)
        metadata = write_article(composer, articles[0])
        return composer.document(self.media_type, metadata, faults)


READER: Final = JatsReader()
