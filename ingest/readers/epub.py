"""EPUB: the chapters of a book in the order of its spine (EPUB 2 and 3)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ingest.archives import Packing, names, packing, unpack
from ingest.document import ParsedDocument
from ingest.readers import Beside, nothing_beside
from kg.errors import RefusedError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA_TYPE: Final = "application/epub+zip"
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_WANTED: Final = re.compile(r"META-INF/\w+\.xml|.*\.(?:opf|xhtml|html?|xml|bib)", re.IGNORECASE)
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "application/html+xml"})
_NO_CHAPTERS: Final = re.compile(r"(?:^|[/_-])(?:cover|nav|toc|titlepage)\w{0,4}\.x?html?$", re.I)
# Fonts may be obfuscated; that keeps nobody from the words.
_OBFUSCATION: Final = re.compile(r"ns\.adobe\.com/pdf/enc#RC|idpf\.org/2008/embedding")


@dataclass(frozen=True, slots=True)
class EpubReader:
    """Reads books without their covers and tables of contents."""

    name: str = "epub"
    media_type: str = _MEDIA_TYPE
    suffixes: tuple[str, ...] = (".epub",)

    def sniff(self, data: bytes) -> float:
        """Return 1 for a zip that says it is an EPUB, and for one with an EPUB's container."""
        if packing(data) is not Packing.ZIP:
            return 0.0
        if _MEDIA_TYPE.encode() in data[:200]:
            return 1.0
        return 0.9 if _CONTAINER in names(data, 200) else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the chapters of a book, with notes and references that they lead to."""
        from ingest.webpage.books import Chapter, read_book

        files, faults = unpack(data, name, lambda one: bool(_WANTED.fullmatch(one)))
        if _is_locked(files):
            raise RefusedError(f"{name}: is locked by its seller (DRM); give a copy without a lock")
        package_path = _package_path(files, name)
        package = _parse(files.get(package_path), package_path, name)
        chapters = tuple(
            Chapter(path, files[path]) for path in _spine(package, package_path) if path in files
        )
        if not chapters:
            raise RefusedError(f"{name}: has no chapters that it lists; make it again as an EPUB")
        document = read_book(chapters, package, name, self.media_type)
        return document.with_faults(faults)


def _parse(data: bytes | None, path: str, name: str) -> _Element:
    from ingest.xml.trees import parse

    if data is None:
        raise RefusedError(f"{name}: lacks {path}, which an EPUB must have; it is corrupt")
    return parse(data, f"{name}: {path}")[0]


def _is_locked(files: dict[str, bytes]) -> bool:
    listed = files.get(_ENCRYPTION, b"").decode("utf-8", "replace")
    algorithms = re.findall(r"Algorithm\s*=\s*[\"']([^\"']{1,200})", listed)
    locked = any(not _OBFUSCATION.search(one) for one in algorithms)
    return locked or "META-INF/rights.xml" in files


def _package_path(files: dict[str, bytes], name: str) -> str:
    container = _parse(files.get(_CONTAINER), _CONTAINER, name)
    stated = (one.get("full-path") for one in container.iter("rootfile"))
    path = next(filter(None, stated), None)
    return _inside("", path) if path else "content.opf"


def _spine(package: _Element, package_path: str) -> list[str]:
    """Return the paths of the chapters in reading order."""
    folder = posixpath.dirname(package_path)
    items = {one.get("id"): one for one in package.iter("item")}
    order = (items.get(one.get("idref")) for one in package.iter("itemref"))
    pages = [one for one in order if one is not None and one.get("media-type") in _PAGES]
    wanted = [one for one in pages if not _is_furniture(one)]
    return list(dict.fromkeys(_inside(folder, one.get("href") or "") for one in wanted))


def _is_furniture(item: _Element) -> bool:
    properties = (item.get("properties") or "").split()
    return "nav" in properties or bool(_NO_CHAPTERS.search(item.get("href") or ""))


def _inside(folder: str, address: str) -> str:
    """Return the path of a member; one outside of the archive names nothing in it."""
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


READER: Final = EpubReader()
