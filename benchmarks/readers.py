"""Pages a second by which each format is read, beside the bare library on the same files.

Run: ``python -m benchmarks.readers [--seconds 3] [FORMAT …]``. The files are those of
``../shared/papers``; for a format of which there are none there, and without that folder, they
are made up. A page is 3,000 characters of the text that our reader gives. What the library does
is the least that gives all words (for PDF, page by page); it knows no blocks, references or
citations. Both take turns on one core, and the figures are of CPU time.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree, html

from ingest import readers
from ingest.archives import Packing, packing, unpack

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "papers"
PAGE = 3_000
PARAGRAPHS = 400
WORDS = "A tide mill needs a reservoir that the sea fills twice a day, and it grinds on the ebb. "

Bare = Callable[[bytes], object]


@dataclass(frozen=True)
class Document:
    """A file with the folder of what lies beside it, if it has one."""

    name: str
    data: bytes
    folder: Path | None = None

    def beside(self, name: str) -> bytes | None:
        path = self.folder / name if self.folder else None
        return path.read_bytes() if path and path.is_file() else None


@dataclass(frozen=True)
class Format:
    """A reader, the files of it, and what the bare libraries make of one."""

    pattern: str | None
    made: Callable[[], bytes]
    bare: dict[str, Bare]

    def documents(self, reader: str) -> list[Document]:
        found = sorted(PAPERS.glob(self.pattern)) if self.pattern else []
        return [Document(one.name, one.read_bytes(), one.parent) for one in found] or [
            Document(f"made-up{readers.readers()[reader].suffixes[0]}", self.made())
        ]


def main() -> None:
    """Print a table with a line for each format and library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--seconds", type=float, default=3)
    arguments = parser.parse_args()
    print(f"{'format':9} {'files':>5} {'pages':>6} {'ours/s':>8}  bare pages/s, times slower")
    for reader in arguments.formats or FORMATS:
        print(_line(reader, FORMATS[reader], arguments.seconds), flush=True)


def _line(reader: str, form: Format, seconds: float) -> str:
    documents = form.documents(reader)
    texts = [_read(reader, one).text for one in documents]
    pages = sum(map(len, texts)) / PAGE

    def ours() -> None:
        for one in documents:
            _read(reader, one)

    def bare(library: Bare) -> Callable[[], None]:
        def read() -> None:
            for one in documents:
                library(one.data)

        return read

    runs = {"ours": ours, **{name: bare(library) for name, library in form.bare.items()}}
    spent = _measure(runs, seconds)
    own = spent.pop("ours")
    others = [f"{name} {pages / one:,.0f}, {own / one:.1f}x" for name, one in spent.items()]
    if reader == "pdf":
        others.append(f"{_printed_pages(documents) / own:.0f} printed pages a second")
    line = f"{reader:9} {len(documents):5} {pages:6.0f} {pages / own:8,.0f}"
    return f"{line}  {'; '.join(others) or '-'}"


def _read(reader: str, document: Document) -> Any:
    return readers.readers()[reader].read(document.data, document.name, document.beside)


def _measure(runs: dict[str, Callable[[], None]], seconds: float) -> dict[str, float]:
    """Return the CPU seconds of one run of each, which take turns; the first is not counted."""
    spent, done = dict.fromkeys(runs, 0.0), 0
    for run in runs.values():
        run()
    while done == 0 or sum(spent.values()) < seconds:
        for name, run in runs.items():
            started = time.process_time()
            run()
            spent[name] += time.process_time() - started
        done += 1
    return {name: one / done for name, one in spent.items()}


def _printed_pages(documents: list[Document]) -> int:
    import pypdfium2 as pdfium

    return sum(len(pdfium.PdfDocument(one.data)) for one in documents)


def _xml(data: bytes) -> str:
    parser = etree.XMLParser(recover=True, resolve_entities=False)  # as one of the files needs
    return "".join(map(str, etree.fromstring(data, parser).itertext()))


def _html(data: bytes) -> str:
    return "".join(map(str, html.fromstring(data).itertext()))


def _trafilatura(data: bytes) -> object:
    import trafilatura

    return trafilatura.extract(data.decode("utf-8"), include_tables=True)


def _pdf(data: bytes) -> list[str]:
    import pypdfium2 as pdfium

    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]


def _latex(data: bytes) -> list[str]:
    from pylatexenc.latex2text import LatexNodes2Text

    kind = packing(data)
    if kind is None:
        sources = [data]
    elif kind is Packing.GZIP:
        sources = [gzip.decompress(data)]
    else:
        sources = [*unpack(data, "", lambda name: name.endswith(".tex"))[0].values()]
    return [LatexNodes2Text().latex_to_text(one.decode("utf-8")) for one in sources]


def _docx(data: bytes) -> list[str]:
    import docx

    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def _markdown(data: bytes) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable("table").render(data.decode("utf-8")))


def _bibtex(data: bytes) -> object:
    from bibtexparser.entrypoint import parse_string

    return parse_string(data.decode("utf-8"))


def _epub(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [_html(archive.read(one)) for one in archive.namelist() if one.endswith("html")]


def _paragraphs() -> Iterator[str]:
    return (f"In the year {number} it was so. {WORDS * 6}" for number in range(PARAGRAPHS))


def _made_text() -> bytes:
    return "\n\n".join(("On mills", *_paragraphs())).encode()


def _made_markdown() -> bytes:
    return "\n\n".join(("# On mills", *(f"*So* it is. {one}" for one in _paragraphs()))).encode()


def _made_html() -> bytes:
    body = "".join(f"<p>{one}</p>" for one in _paragraphs())
    head = "<!DOCTYPE html><html><head><title>On mills</title></head>"
    return f"{head}<body><h1>On mills</h1>{body}</body></html>".encode()


def _made_jats() -> bytes:
    body = "".join(f"<p>{one}</p>" for one in _paragraphs())
    return f"<article><front><article-meta/></front><body>{body}</body></article>".encode()


def _made_tei() -> bytes:
    body = "".join(f"<p>{one}</p>" for one in _paragraphs())
    return f"<TEI><teiHeader/><text><body>{body}</body></text></TEI>".encode()


def _made_latex() -> bytes:
    body = "\n\n".join(rf"\emph{{So}} it is~\cite{{a}}. {one}" for one in _paragraphs())
    return rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}".encode()


def _made_docx() -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    for one in _paragraphs():
        document.add_paragraph(one)
    document.save(out)
    return out.getvalue()


def _made_epub() -> bytes:
    out = io.BytesIO()
    chapter = "".join(f"<p>{one}</p>" for one in _paragraphs())
    package = (
        "<package><metadata/><manifest><item id='c' href='c.xhtml' "
        "media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='c'/></spine></package>"
    )
    container = "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("book.opf", package)
        archive.writestr("c.xhtml", f"<html><body><h1>On mills</h1>{chapter}</body></html>")
    return out.getvalue()


def _made_pdf() -> bytes:
    from tests.printing import Sheet, pdf, wrapped

    sheets = [Sheet().lines(60, 740, wrapped(one * 5, 80)) for one in _paragraphs()]
    return pdf(sheets[:40])


def _entries() -> Iterator[dict[str, str]]:
    for number in range(PARAGRAPHS):
        yield {
            "key": f"okafor{number}",
            "title": f"Mills of the western coast, part {number}",
            "container": "Journal of Mills",
            "year": str(1900 + number % 120),
            "volume": str(number),
            "pages": f"{number}-{number + 12}",
        }


def _made_bibtex() -> bytes:
    form = (
        "@article{{{key},\n  author = {{Okafor, Ada and Sato, Ken}},\n  title = {{{title}}},\n"
        "  journal = {{{container}}}, year = {year}, volume = {volume}, pages = {{{pages}}}\n}}\n"
    )
    return "".join(form.format(**one) for one in _entries()).encode()


def _made_ris() -> bytes:
    form = (
        "TY  - JOUR\nAU  - Okafor, Ada\nAU  - Sato, Ken\nTI  - {title}\nJO  - {container}\n"
        "PY  - {year}\nVL  - {volume}\nSP  - {pages}\nER  - \n"
    )
    return "".join(form.format(**one) for one in _entries()).encode()


def _made_csl() -> bytes:
    items = [
        {
            "id": one["key"],
            "type": "article-journal",
            "title": one["title"],
            "author": [{"family": "Okafor", "given": "Ada"}, {"family": "Sato", "given": "Ken"}],
            "container-title": one["container"],
            "issued": {"date-parts": [[int(one["year"])]]},
            "volume": one["volume"],
            "page": one["pages"],
        }
        for one in _entries()
    ]
    return json.dumps(items).encode()


_PAGES: dict[str, Bare] = {"lxml": _html}
if find_spec("trafilatura"):
    _PAGES["trafilatura"] = _trafilatura
FORMATS = {
    "text": Format(None, _made_text, {}),
    "markdown": Format("*/*.md", _made_markdown, {"markdown-it": _markdown}),
    "html": Format("*/*.html", _made_html, _PAGES),
    "jats": Format("[!g]*/*[0-9].*xml", _made_jats, {"lxml": _xml}),
    "tei": Format("*/*.tei.xml", _made_tei, {"lxml": _xml}),
    "latex": Format("arxiv*/*.gz", _made_latex, {"pylatexenc": _latex}),
    "docx": Format(None, _made_docx, {"python-docx": _docx}),
    "epub": Format(None, _made_epub, {"zip and lxml": _epub}),
    "pdf": Format("*/*.pdf", _made_pdf, {"pypdfium2": _pdf}),
    "bibtex": Format("*/*.bib", _made_bibtex, {"bibtexparser": _bibtex}),
    "ris": Format(None, _made_ris, {}),
    "csl-json": Format(None, _made_csl, {"json": json.loads}),
}


if __name__ == "__main__":
    main()
