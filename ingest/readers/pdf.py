"""PDF: printed pages, read from where their characters stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.composing import Composer
from ingest.document import MAX_CHARACTERS, Fault, Page, ParsedDocument
from ingest.readers import Beside, nothing_beside
from kg.errors import RefusedError

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from ingest.layout.pages.document import PrintedBlock
    from ingest.layout.pages.glyphs import PrintedPage
    from ingest.layout.pages.wording import Stretch

MAX_PAGES: Final = 3_000
_SIGNATURE: Final = b"%PDF-"
_XMP: Final = re.compile(
    rb"<(?:prism|pdfx|dc|bibo):(?P<name>doi|title|publicationName|volume)\b[^<>]{0,200}>"
    rb"(?P<value>.{1,1000}?)</(?:prism|pdfx|dc|bibo):(?P=name)>",
    re.DOTALL,
)
_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_UNREADABLE: Final = 0.5  # of the characters have no letter


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads a PDF that has its text in it; pages of images are refused."""

    name: str = "pdf"
    media_type: str = "application/pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def sniff(self, data: bytes) -> float:
        """Return 1 where the signature stands in the first kilobyte, as viewers take it."""
        return 1.0 if _SIGNATURE in data[:1024] else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of ``data`` with its blocks, pages and metadata.

        Raises:
            RefusedError: if the file is encrypted or damaged, or has no text layer, no
                pages or too many of them.
        """
        from ingest.layout.pages.document import read_blocks
        from ingest.layout.pages.glyphs import named_places

        document = _opened(data, name)
        try:
            faults: list[Fault] = []
            pages = _pages(document, name, faults)
            info, places = document.get_metadata_dict(skip_empty=True), named_places(document)
        finally:
            document.close()
        blocks, metadata = read_blocks(pages, info, _xmp(data), places)
        composer = Composer(name)
        _write(composer, blocks)
        return composer.document(self.media_type, metadata, faults)


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code == raw.FPDF_ERR_PASSWORD:
            raise RefusedError(
                f"{name}: is encrypted and needs a password; save it without one"
            ) from error
        raise RefusedError(
            f"{name}: is damaged and cannot be opened as PDF; download or export it again"
        ) from error
    count = len(document)
    if count == 0:
        document.close()
        raise RefusedError(f"{name}: has no pages; download or export it again")
    if count > MAX_PAGES:
        document.close()
        raise RefusedError(
            f"{name}: {count:,} pages are over the limit of {MAX_PAGES:,}; split it into parts"
        )
    return document


def _pages(document: pdfium.PdfDocument, name: str, faults: list[Fault]) -> list[PrintedPage]:
    """Return the pages that can be read, with a fault for each other one."""
    pages: list[PrintedPage] = []
    total = 0
    for page in _readable(document, faults):
        total += page.glyphs
        if total > 2 * MAX_CHARACTERS:
            raise RefusedError(
                f"{name}: holds more than {MAX_CHARACTERS:,} characters; split it into parts"
            )
        pages.append(page)
    unmapped = sum(page.unmapped for page in pages)
    if not any(page.runs for page in pages):
        images = any(page.has_image for page in pages)
        raise RefusedError(
            f"{name}: has no text layer; run OCR first"
            if images or unmapped
            else f"{name}: holds no words; give a text with sentences"
        )
    if unmapped > _UNREADABLE * total:
        raise RefusedError(
            f"{name}: its fonts do not say which letters they print; run OCR or export it again"
        )
    faults += _scanned(pages)
    return pages


def _readable(document: pdfium.PdfDocument, faults: list[Fault]) -> Iterator[PrintedPage]:
    import pypdfium2 as pdfium

    from ingest.layout.pages.glyphs import MAX_GLYPHS, read_page

    damaged: list[int] = []
    full: list[int] = []
    for index in range(len(document)):
        try:
            page = read_page(document, index)
        except pdfium.PdfiumError:
            damaged.append(index)
            continue
        if page.cut:
            full.append(index)
        yield page
    if damaged:
        message = f"{_named(damaged)} cannot be read and are left out; export the file again"
        faults.append(Fault(code="unreadable-pages", message=message))
    if full:
        message = f"{_named(full)} hold over {MAX_GLYPHS:,} characters; the rest is left out"
        faults.append(Fault(code="pages-too-full", message=message))


def _named(pages: Sequence[int]) -> str:
    """Return how many pages there are, and the numbers of the first of them."""
    shown = ", ".join(str(index + 1) for index in pages[:10])
    return f"{len(pages):,} pages ({shown}{', …' if len(pages) > 10 else ''})"


def _scanned(pages: Sequence[PrintedPage]) -> Iterator[Fault]:
    scanned = [page.index for page in pages if page.has_image and not page.runs]
    if scanned:
        message = f"{_named(scanned)} have no text layer; run OCR to have their words"
        yield Fault(code="scanned-pages", message=message)


def _xmp(data: bytes) -> dict[str, str]:
    """Return properties of the XMP packet, where it stands uncompressed."""
    start = data.find(b"<x:xmpmeta")
    packet = data[start : start + 100_000] if start >= 0 else b""
    found = {}
    for match in _XMP.finditer(packet):
        value = _TAG.sub("", match["value"].decode("utf-8", errors="replace"))
        found[match["name"].decode()] = " ".join(value.split())
    return found


def _write(composer: Composer, blocks: Sequence[PrintedBlock]) -> None:
    pages = _PageSpans(composer)
    for block in blocks:
        if block.entry is not None:
            with composer.reference(block.entry.key, block.entry.label):
                pages.write([part for cited in block.parts for part in cited.stretches])
            continue
        with composer.block(block.kind, block.level):
            for cited in block.parts:
                with composer.citation(cited.keys):
                    pages.write(cited.stretches)
    pages.end()


class _PageSpans:
    """Writes words and keeps which page they stand on.

    A page whose footnotes come after a paragraph that runs over its end has several spans.
    """

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._page: int | None = None
        self._start = self._end = 0

    def write(self, stretches: Sequence[Stretch]) -> None:
        """Write words into the open block."""
        for stretch in stretches:
            bare = stretch.text.lstrip(" ")
            if bare != stretch.text:
                self._composer.words(" ")
            start = self._composer.position
            if stretch.page != self._page:
                self.end()
                self._page, self._start = stretch.page, start
            self._composer.words(bare)
            self._end = self._composer.position

    def end(self) -> None:
        """End the span of the page that was written last."""
        if self._page is not None and self._end > self._start:
            span = Page(start=self._start, end=self._end, number=self._page + 1)
            self._composer.mark(span)


READER: Final = PdfReader()
