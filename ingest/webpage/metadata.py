"""What a page says of itself: for search engines, for reference managers, for its template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import yaml

from ingest.bibliography.identifiers import find_identifiers, normal_arxiv, normal_doi
from ingest.document import Metadata
from ingest.webpage.tree import Element, find, local, words_of

_MAX_DATA: Final = 1_000_000
_MAX_VALUE: Final = 1_000
_ARTICLES: Final = re.compile(r"(?:\w*Article|BlogPosting|Report|Book|Chapter|Thesis|WebPage)")
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ADDRESS: Final = re.compile(r"https?://[^\s\"<>]{3,1900}", re.IGNORECASE)
_SITE: Final = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_BY: Final = re.compile(r"^(?:(?:written|posted|published|reported)\s+)?by:?\s+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|,\s+(?=\S+\s+\S)")
_INVERTED: Final = re.compile(r"([^\d,]{1,80}),\s*([^\d,]{1,80})")
_NO_AUTHOR: Final = re.compile(
    r"https?:|www\.|@|^(?:admin|editor|staff|guest|unknown)$", re.IGNORECASE
)
_BYLINES: Final = (
    ".//*[@rel='author' or @itemprop='author' or contains(@class, 'ltx_personname')]",
    ".//*[contains(@class, 'byline') or contains(@class, 'author-name') or contains(@class,"
    " 'author__name') or contains(@class, 'contrib-author') or contains(@class, 'p-author')]",
)
_DATED: Final = (
    ".//*[self::time or @itemprop='datePublished' or"
    " contains(concat(' ', normalize-space(@class), ' '), ' date ')]"
)
_DATES: Final = (
    "citation_publication_date",
    "citation_date",
    "citation_year",
    "citation_online_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "article:published_time",
    "prism.publicationdate",
    "datepublished",
    "date",
    "pubdate",
)
_MAX_BYLINE: Final = 120
_MAX_DATES: Final = 50


def read_metadata(root: Element) -> Metadata:
    """Return what a page states in its head, its data and its byline; the rest is None."""
    return _Page(root).metadata()


class _Page:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._metas = dict(_metas(root))
        self._data = _article_data(root)
        self._front = _front_matter(root)

    def metadata(self) -> Metadata:
        url = self._url()
        found = find_identifiers(f"{url} {self._watermark()}")
        doi = self._first("citation_doi", "prism.doi", "dc.identifier.doi", "bepress_citation_doi")
        stated = find_identifiers(f"doi:{doi}" if doi else self._first("dc.identifier") or "")
        arxiv = self._first("citation_arxiv_id")
        return Metadata(
            title=self._title(),
            authors=tuple(dict.fromkeys(self._authors()))[:200],
            year=year_of((*(self._first(one) for one in _DATES), *self._dates())),
            container=self._first(
                "citation_journal_title", "citation_conference_title", "prism.publicationname"
            ),
            volume=self._first("citation_volume", "prism.volume"),
            issue=self._first("citation_issue", "prism.number"),
            pages=self._pages(),
            publisher=self._first("citation_publisher", "dc.publisher"),
            doi=(normal_doi(stated.doi) if stated.doi else None) or found.doi,
            arxiv=normal_arxiv(arxiv) if arxiv else stated.arxiv or found.arxiv,
            url=url,
        )

    def _first(self, *names: str) -> str | None:
        return next((self._metas[name][0] for name in names if name in self._metas), None)

    def _title(self) -> str | None:
        headings = [
            words for one in self._root.iter("h1") if (words := words_of(one).rstrip("¶# "))
        ]
        stated = (
            self._first("citation_title", "dc.title", "dcterms.title", "bepress_citation_title"),
            _text(self._data.get("headline")),
            _text(self._front.get("title")),
        )
        known = next(filter(None, stated), None)
        if known:
            return known
        head = next(filter(None, map(words_of, self._root.iter("title"))), None)
        for one in (self._first("og:title", "twitter:title"), head):
            if one:
                return _without_site(one[:_MAX_VALUE], headings, self._first("og:site_name"))
        return next(iter(headings), None)

    def _authors(self) -> Iterator[str]:
        given = [self._metas.get(one, []) for one in ("citation_author", "bepress_citation_author")]
        given += [
            [one for name in self._metas.get("citation_authors", []) for one in name.split(";")]
        ]
        given += [self._metas.get("dc.creator", []), self._metas.get("dcterms.creator", [])]
        given += [list(_names(self._data.get("author"))), list(_names(self._front.get("authors")))]
        given += [
            self._metas.get(one, []) for one in ("author", "article:author", "parsely-author")
        ]
        given += [list(self._bylines())]
        for names in given:
            people = [one for name in names for one in _people(name)]
            if people:
                yield from people
                return

    def _bylines(self) -> Iterator[str]:
        for path in _BYLINES:
            found = [_BY.sub("", words_of(one)) for one in find(self._root, path)[:50]]
            short = [one for one in found if 0 < len(one) <= _MAX_BYLINE and not _YEAR.search(one)]
            if short:
                yield from short
                return

    def _dates(self) -> Iterator[str | None]:
        yield _text(self._data.get("datePublished") or self._data.get("dateCreated"))
        yield _text(self._front.get("published") or self._front.get("date"))
        yield from dates_beside_title(self._root)
        times = islice(self._root.iter("time"), 1)
        yield from (one.get("datetime") or words_of(one) for one in times)
        yield self._watermark().rpartition("]")[2]

    def _pages(self) -> str | None:
        first, last = self._first("citation_firstpage"), self._first("citation_lastpage")
        return f"{first}–{last}" if first and last and first != last else first

    def _url(self) -> str | None:
        links = (
            one.get("href") for one in self._root.iter("link") if one.get("rel") == "canonical"
        )
        metas = (self._first(one) for one in ("citation_public_url", "og:url", "dc.identifier"))
        stated = (one.strip() for one in (*links, *metas) if one)
        return next((one for one in stated if _ADDRESS.fullmatch(one)), None)

    def _watermark(self) -> str:
        """Return the identifier that arXiv prints beside its pages."""
        marks = find(self._root, ".//*[@id='watermark-tr' or @id='target-section']")
        return " ".join(words_of(one)[:200] for one in marks[:2])


def dates_beside_title(root: Element) -> list[str]:
    """Return what stands beside the title of a page as its date, in whatever form it has."""
    dated = filter(_is_beside_title, find(root, _DATED)[:_MAX_DATES])
    stated = (f"{one.get('datetime') or ''} {words_of(one)[:_MAX_BYLINE]}" for one in dated)
    return [one for one in stated if one.strip()]


def _is_beside_title(element: Element) -> bool:
    """Whether a top heading is near: dates elsewhere on a page are those of other pages."""
    around = islice(element.iterancestors(), 2)
    headers = islice(element.iterancestors("header"), 2)
    near = any(one.find("h1") is not None for one in around)
    return near or any(one.find(".//h1") is not None for one in headers)


def _metas(root: Element) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content and len(content) <= _MAX_VALUE:
            dotted = name.replace("dc:", "dc.").replace("dcterms:", "dcterms.")
            found.setdefault(dotted, []).append(content)
    yield from found.items()


def _article_data(root: Element) -> dict[str, Any]:
    """Return what JSON-LD says of the article; data of other kinds is of no use."""
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip() != "application/ld+json":
            continue
        for item in _items(_json(script.text)):
            kinds = item.get("@type")
            named = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(one, str) and _ARTICLES.fullmatch(one) for one in named):
                return item
    return {}


def _items(data: Any) -> Iterator[dict[str, Any]]:
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict):
            inner = one.get("@graph")
            graph = (
                [item for item in inner if isinstance(item, dict)]
                if isinstance(inner, list)
                else []
            )
            yield from sorted(graph, key=lambda item: item.get("@type") == "WebPage")
            yield one


def _json(text: str | None) -> Any:
    """Return JSON data of a page; what is none is as if it were not there, as in browsers."""
    if not text or len(text) > _MAX_DATA:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _front_matter(root: Element) -> dict[str, Any]:
    """Return the front matter of Distill's template, JSON in its second version, YAML before."""
    for script in root.iter("script"):
        kind = script.get("type") or ""
        around = script.getparent()
        if around is not None and local(around) in ("d-front-matter", "dt-front-matter"):
            found = _json(script.text) or _yaml(script.text)
        elif kind == "text/front-matter":
            found = _yaml(script.text)
        else:
            continue
        return found if isinstance(found, dict) else {}
    return {}


def _yaml(text: str | None) -> Any:
    if not text or len(text) > 65_536:
        return None
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > _MAX_VALUE:
        return None
    return " ".join(re.sub(r"<[^<>]{0,200}>", "", value).split()) or None


def _names(value: Any) -> Iterator[str]:
    """Return names out of a string, an object, or a list of either; Distill maps them to links."""
    for one in value[:200] if isinstance(value, list) else [value]:
        name = one
        if isinstance(one, dict):
            name = one.get("name") or one.get("author") or next(iter(one), None)
            if "givenName" in one and "familyName" in one and not one.get("name"):
                name = f"{one['givenName']} {one['familyName']}"
        name = name[0] if isinstance(name, list) and name else name
        text = _text(name)
        if text and not text.startswith("@"):
            yield text


def _people(name: str) -> Iterator[str]:
    """Return the names in one value, each in its natural order."""
    inverted = _INVERTED.fullmatch(name)
    for one in [name] if inverted and " and " not in name else _BETWEEN.split(name):
        turned = _INVERTED.fullmatch(one)
        found = f"{turned[2]} {turned[1]}" if turned else one
        found = _BY.sub("", found).strip(" ,.;|*†‡\u200b0123456789")
        if found and len(found) <= _MAX_BYLINE and not _NO_AUTHOR.search(found):
            yield found


def year_of(dates: Iterable[str | None]) -> int | None:
    """Return the first year in dates of any form, None if they have none."""
    found = (_YEAR.search(date) for date in dates if date)
    return next((int(match[1]) for match in found if match), None)


def _without_site(title: str, headings: list[str], site: str | None) -> str:
    """Return a title without the name of the site that pages add to it."""
    folded = title.casefold()
    for heading in headings:
        if len(heading) > 3 and heading.casefold() in folded:
            return heading
    if site and folded.endswith(site.casefold()):
        return title[: -len(site)].rstrip(" |–—·•»:-") or title
    parts = list(_SITE.finditer(title))
    if parts and len(title[: parts[-1].start()].split()) > 1:
        return title[: parts[-1].start()]
    return title
