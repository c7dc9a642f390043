"""Items that are fetched: the ground of all of them, and web addresses."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

import httpx

from ingest.readers import readers
from ingest.sources.fetching import Fetcher
from ingest.sources.items import Item, plain_name, unreadable
from ingest.sources.terms import Answer
from kg.errors import RefusedError
from kg.model import Description

_CREDENTIALS: Final = re.compile(r"(?<=://)[^/?#]*@")
_SUFFIXES: Final = {
    "application/epub+zip": ".epub",
    "application/gzip": ".gz",
    "application/jats+xml": ".xml",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/tei+xml": ".xml",
    "application/vnd.citationstyles.csl+json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-bibtex": ".bib",
    "application/x-eprint": ".tex",
    "application/x-eprint-tar": ".tar",
    "application/x-gzip": ".gz",
    "application/x-research-info-systems": ".ris",
    "application/x-tar": ".tar",
    "application/x-tex": ".tex",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/x-bibtex": ".bib",
    "text/x-tex": ".tex",
    "text/xml": ".xml",
}


@dataclass(slots=True)
class FetchedItem(Item):
    """A document that is fetched when it is loaded."""

    fetcher: Fetcher = field(repr=False)
    _url: str | None = field(default=None, init=False, repr=False, compare=False)
    _suffix: str = field(default="", init=False, repr=False, compare=False)

    @property
    def file_name(self) -> str:
        """The name, with the suffix of the media type where it has none that a reader knows."""
        own = PurePosixPath(self.name).suffix.lower()
        known = any(own in reader.suffixes for reader in readers().values())
        return self.name if known else self.name + self._suffix

    def beside(self, name: str) -> bytes | None:
        """Return what stands beside the fetched address, at its host, or None."""
        relative = plain_name(name)
        if relative is None or self._url is None:
            return None
        url = httpx.URL(self._url).join(quote(str(relative)))
        try:
            return self.fetcher.get(str(url), name).data
        except RefusedError:
            return None

    def _bytes(self) -> bytes:
        answer = self._fetch()
        self._url, self._suffix = answer.url, _SUFFIXES.get(answer.media_type or "", "")
        return answer.data

    @abstractmethod
    def _fetch(self) -> Answer: ...


@dataclass(slots=True)
class WebItem(FetchedItem):
    """What stands at a URL; ``source`` is the URL as given, before any redirect."""

    @property
    def identified(self) -> Description:
        """See :class:`ingest.sources.items.Item`."""
        return Description(url=self.source)

    def _fetch(self) -> Answer:
        return self.fetcher.get(self.source, self.name)


def item(given: str, fetcher: Fetcher) -> Item | None:
    """Return the item of an ``http(s)`` URL, or None for anything else.

    User names and passwords are refused, and stand in no message. What follows ``#`` is no
    part of an address.
    """
    if not re.match(r"https?://", given, re.IGNORECASE):
        return None
    name = shown(given)
    try:
        url = httpx.URL(given).copy_with(fragment=None)
    except httpx.InvalidURL as error:
        return unreadable(name, f"is no address ({error})")
    if not url.host:
        return unreadable(name, "is no address: it names no host")
    if url.userinfo or name != given:
        return unreadable(
            name, "an address with a user name is not fetched; download it and give the file"
        )
    return WebItem(name=str(url), source=str(url), fetcher=fetcher)


def shown(given: str) -> str:
    """Return an address without user name and password, as messages show it."""
    return _CREDENTIALS.sub("", given)
