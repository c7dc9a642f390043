"""HTML: the article in a page of the web, with its references and in-text citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.decoding import peek
from ingest.document import ParsedDocument
from ingest.readers import Beside, nothing_beside
from kg.errors import RefusedError

_DOCTYPE: Final = re.compile(r"<!doctype\s+html\b|<(?:[\w-]{1,20}:)?html[\s>]", re.IGNORECASE)
_TAGS: Final = re.compile(
    r"<(?:head|body|meta|title|p|div|h[1-6]|article|section|table|ul|ol|br|a|span|font|center)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"<(?:\w+:)?(?:rss|feed|rdf|svg|tei|teicorpus|article|opml|urlset|package|container|nta|pmc-articleset)"
    r"(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_ARCHIVE: Final = re.compile(
    r"(?:[\w-]{1,40}:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,20}){1,40}?"
    r"content-type:\s*multipart/related",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(r"(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,5000}?-->)*", re.DOTALL)
_CERTAIN, _LIKELY = 1.0, 0.6


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads pages of the web, without what surrounds their article; nothing is fetched or run."""

    name: str = "html"
    media_type: str = "text/html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".mhtml", ".mht")

    def sniff(self, data: bytes) -> float:
        """Return 1 for what says that it is HTML, less for what opens with its tags."""
        text = peek(data)
        if _ARCHIVE.match(text):
            return _CERTAIN
        start = _LEADING.match(text)
        opening = text[start.end() if start else 0 :]
        if not opening.startswith("<"):
            return 0.0
        if _DOCTYPE.match(opening):
            return _CERTAIN
        if _OTHERS.match(opening):
            return 0.0
        return _LIKELY if _TAGS.match(opening) else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the article of a page with its blocks, references and citations."""
        # libxml2 and the parsers of bibliographies are slow to load.
        from ingest.webpage.pages import read_page
        from ingest.webpage.tree import decode_page

        if _ARCHIVE.match(peek(data)):
            raise RefusedError(f"{name}: is a web archive; save the page as HTML instead")
        source, faults = decode_page(data, name)
        return read_page(source, name, self.media_type, beside).with_faults(faults)


READER: Final = HtmlReader()
