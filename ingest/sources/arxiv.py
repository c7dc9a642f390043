"""Papers on arXiv: the LaTeX source where there is one, else the PDF."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from ingest.bibliography.identifiers import normal_arxiv
from ingest.sources.fetching import Fetcher
from ingest.sources.terms import AbsentError, Answer
from ingest.sources.web import FetchedItem
from kg.model import Description

# https://info.arxiv.org/help/arxiv_identifier.html
_GIVEN: Final = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|e-print|format|html|pdf|src)/"
    r"|(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    r"(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d{1,2})?)"
    r"(?:\.pdf)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
# The host that arXiv sets aside for programs: https://info.arxiv.org/help/robots.html
_SOURCE: Final = "https://export.arxiv.org/e-print/"
_PDF: Final = "https://export.arxiv.org/pdf/"
_GZIP: Final = b"\x1f\x8b"
_NOT_LATEX: Final = (b"%!", b"<!doctype", b"<html")  # PostScript of old, and a page of excuses


@dataclass(slots=True)
class ArxivItem(FetchedItem):
    """A paper on arXiv, in the version asked for; ``source`` stands for all its versions."""

    identifier: str

    @property
    def identified(self) -> Description:
        """See :class:`ingest.sources.items.Item`."""
        return Description(arxiv=normal_arxiv(self.identifier))

    def _fetch(self) -> Answer:
        try:
            answer = self.fetcher.get(_SOURCE + self.identifier, self.name)
        except AbsentError:  # a source that its authors hold back
            return self.fetcher.get(_PDF + self.identifier, self.name)
        if _beginning(answer.data).lstrip().lower().startswith(_NOT_LATEX):
            return self.fetcher.get(_PDF + self.identifier, self.name)
        return answer


def item(given: str, fetcher: Fetcher) -> ArxivItem | None:
    """Return the item of an arXiv id, its DOI or its URL at arXiv, or None for anything else."""
    match = _GIVEN.fullmatch(given)
    if match is None:
        return None
    identifier = match["id"]
    return ArxivItem(
        name=f"arXiv:{identifier}",
        source=f"https://arxiv.org/abs/{normal_arxiv(identifier)}",
        fetcher=fetcher,
        identifier=identifier,
    )


def _beginning(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data[:100]
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS + 16).decompress(data[:1000], 100)
    except zlib.error:
        return b""  # the reader says what is wrong with it
