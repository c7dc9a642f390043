"""Works by their DOI: the full text where it is open, else their metadata as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ingest.bibliography.identifiers import normal_doi
from ingest.sources.fetching import Fetcher
from ingest.sources.landing import Offer, offers
from ingest.sources.terms import Answer
from ingest.sources.web import FetchedItem
from kg.errors import RefusedError
from kg.model import Description

_GIVEN: Final = re.compile(
    r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE
)
_RESOLVER: Final = "https://doi.org/"
# Content negotiation: https://citation.doi.org/docs.html
_CSL: Final = "application/vnd.citationstyles.csl+json"
_PAGE: Final = "text/html, application/xhtml+xml"
_HTML: Final = ("text/html", "application/xhtml+xml")
_PDF_WITHIN: Final = 1024  # bytes that may precede its header
_MARKUP_WITHIN: Final = 4096
_FULL_TEXT_MARKUP: Final = re.compile(rb"<(?:\w+:)?(?:article|TEI)[\s>]")
_MAX_OFFERS: Final = 5


@dataclass(slots=True)
class DoiItem(FetchedItem):
    """A work with a DOI.

    The page that the DOI leads to names its full text in markup that search engines read;
    JATS or TEI is preferred to PDF, and that to HTML. An offer that turns out to be something
    else, such as the page of a paywall, is passed over. Without any, the item is the CSL-JSON
    of the work: a bibliography without text.
    """

    doi: str

    @property
    def identified(self) -> Description:
        """See :class:`ingest.sources.items.Item`."""
        return Description(doi=self.doi)

    def _fetch(self) -> Answer:
        described = self.fetcher.get(_RESOLVER + self.doi, self.name, accept=_CSL)
        work = _work(described)
        page = described if work is None else self._attempt(Offer(_RESOLVER + self.doi, _PAGE))
        text = self._full_text([*_on_page(page), *_in_metadata(work)])
        if text is not None:
            return text
        if page is not None and _is_pdf(page):
            return page
        if work is None:
            raise RefusedError(
                f"{self.name}: has no open full text and no metadata; download it, give the file"
            )
        return replace(described, media_type=_CSL, data=json.dumps([work]).encode())

    def _full_text(self, offered: list[Offer]) -> Answer | None:
        for offer in sorted(offered, key=lambda offer: offer.rank)[:_MAX_OFFERS]:
            answer = self._attempt(offer)
            if answer is not None and _is_as_offered(answer, offer):
                return answer
        return None

    def _attempt(self, offer: Offer) -> Answer | None:
        try:
            return self.fetcher.get(offer.url, self.name, accept=offer.media_type)
        except RefusedError:
            return None


def item(given: str, fetcher: Fetcher) -> DoiItem | None:
    """Return the item of a DOI, bare, with ``doi:`` or as a URL, or None for anything else."""
    match = _GIVEN.fullmatch(given)
    if match is None:
        return None
    doi = normal_doi(match["doi"])
    return DoiItem(name=f"doi:{doi}", source=_RESOLVER + doi, fetcher=fetcher, doi=doi)


def _work(answer: Answer) -> dict[str, Any] | None:
    """Return the CSL-JSON item of an answer; an agency that has none sends its page instead."""
    try:
        found = json.loads(answer.data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _on_page(page: Answer | None) -> list[Offer]:
    return offers(page.data, page.url) if page is not None and page.media_type in _HTML else []


def _in_metadata(work: dict[str, Any] | None) -> Iterator[Offer]:
    """Yield the links that Crossref adds to CSL-JSON for text mining."""
    links = (work or {}).get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and str(link.get("URL", "")).startswith(("http://", "https://")):
            yield Offer(str(link["URL"]), str(link.get("content-type", "")))


def _is_as_offered(answer: Answer, offer: Offer) -> bool:
    if offer.is_markup:
        return _FULL_TEXT_MARKUP.search(answer.data[:_MARKUP_WITHIN]) is not None
    return _is_pdf(answer) if offer.is_pdf else offer.is_html and answer.media_type in _HTML


def _is_pdf(answer: Answer) -> bool:
    return b"%PDF-" in answer.data[:_PDF_WITHIN]
