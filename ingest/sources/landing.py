"""The page that a DOI leads to: where it says that the full text stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

# https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
_NAMED: Final = {
    "citation_xml_url": "application/xml",
    "citation_pdf_url": "application/pdf",
    "citation_fulltext_html_url": "text/html",
}
_ALTERNATES: Final = (
    "application/jats+xml",
    "application/pdf",
    "application/tei+xml",
    "application/xml",
    "text/xml",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An address that is said to hold a full text of a media type."""

    url: str
    media_type: str

    @property
    def is_markup(self) -> bool:
        """Whether it is offered as XML of an article, which knows its structure best."""
        return self.media_type.endswith("xml") and not self.is_html

    @property
    def is_pdf(self) -> bool:
        """Whether it is offered as PDF."""
        return self.media_type == "application/pdf"

    @property
    def is_html(self) -> bool:
        """Whether it is offered as a web page."""
        return "html" in self.media_type

    @property
    def rank(self) -> int:
        """Its place in the order of preference, 0 the first."""
        return [self.is_markup, self.is_pdf, self.is_html, True].index(True)


def offers(page: bytes, url: str) -> list[Offer]:
    """Return the full texts that a page at ``url`` names in its head, in its order."""
    try:
        tree = html.document_fromstring(page)
    except (etree.ParserError, ValueError):  # nothing in it
        return []
    found = ((_absolute(url, address), kind) for address, kind in _named(tree))
    return [Offer(address, kind) for address, kind in found if address]


def _absolute(url: str, address: str) -> str | None:
    try:
        return urljoin(url, address.strip()) if address.strip() else None
    except ValueError:  # brackets that are no IPv6 address
        return None


def _named(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        kind = _NAMED.get(str(meta.get("name") or meta.get("property") or "").lower())
        if kind is not None:
            yield str(meta.get("content") or ""), kind
    for link in tree.iter("link"):
        kind = str(link.get("type") or "").lower()
        relation = str(link.get("rel") or "").lower().split()
        if "alternate" in relation and kind in _ALTERNATES:
            yield str(link.get("href") or ""), kind
