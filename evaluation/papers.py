"""Real papers against their own markup: `python -m evaluation.papers [FOLDER …]`.

For each file of ../shared/papers: title, authors and year as read; entries of the reference
list and links from the text to them, ours beside those of its markup (counted there once,
see its README); and the share of its own sentences that stand in the normalised text whole
and in order, white space collapsed. The sentences come from the file by another way than the
readers': lxml's words of each paragraph, title and cell, without what floats in it; plain
lines of Markdown and LaTeX. PDF has no other way here.

`linked` are the entries that the extractor ties citations to, `marked` the in-text citations
that the reader marks and, after the slash, the entries that they denote. Entries inside of
printed ranges (`[3]–[5]`) count there, though the markup of some publishers leaves them out.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from ingest import nlp
from ingest.document import CitationMarked, ParsedDocument
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import CitationFound, ReferenceFound
from ingest.readers import read
from kg.errors import RefusedError

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "papers"
SHORTEST = 12
"""Characters of a sentence that counts; cells of numbers are found anywhere."""

_XML_BLOCKS = (
    *("p", "title", "subtitle", "td", "th", "head", "figDesc", "cell", "item", "meta-value"),
    *("article-title", "license-p", "funding-statement", "term"),
)
_FLOATING = frozenset(
    {"fig", "fig-group", "table-wrap", "fn", "list", "def-list", "disp-quote", "boxed-text"}
    | {"media", "supplementary-material", "figure", "table", "note", "graphic"}
)
_SPACED = frozenset({"break", "disp-formula", "label", "etal", "p"})
# Marked citations, notes and formulas of Distill, whose words a browser makes up.
_HTML_MADE_UP = ".//*[starts-with(name(), 'd-') or starts-with(name(), 'dt-') or self::svg]"
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_LATEX_PLAIN = re.compile(r"[^\\$%{}~&#_^`'\[\]]+")
_MARKDOWN_PLAIN = re.compile(r"[^\[\]*_`$<>|\\{}#!&@]+")


@dataclass(frozen=True)
class Paper:
    """A file and what its markup counts, None where it marks nothing."""

    path: Path
    format: str
    refs: int | None
    links: int | None


@dataclass(frozen=True)
class Counts:
    """What was found in a document."""

    refs: int
    links: int
    pointers: int
    marked: int


def papers() -> list[Paper]:
    """Return the papers that the README lists, each with its first file."""
    rows = (line.split("|") for line in (PAPERS / "README.md").read_text().splitlines())
    found = []
    for _, folder, files, form, refs, links, *_ in (row for row in rows if len(row) > 6):
        path = PAPERS / folder.strip() / files.split(",")[0].strip()
        if path.is_file():
            found.append(Paper(path, form.strip(), _number(refs), _number(links)))
    return found


def parsed(paper: Paper) -> ParsedDocument:
    """Read a paper as the program does, with the files beside it."""

    def beside(name: str) -> bytes | None:
        path = paper.path.parent / name
        return path.read_bytes() if path.parent == paper.path.parent and path.is_file() else None

    return read(paper.path.read_bytes(), paper.path.name, beside=beside)


def counted(document: ParsedDocument) -> Counts:
    """Return the entries and links that the extractors find."""
    document = nlp.annotate(document)
    for extractor in (ReferenceExtractor(), CitationExtractor()):
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    return Counts(
        refs=len(document.layer(ReferenceFound)),
        links=sum(len(one.references) for one in document.layer(CitationFound)),
        pointers=len(document.marked(CitationMarked)),
        marked=sum(len(one.keys) for one in document.marked(CitationMarked)),
    )


def own_sentences(path: Path) -> list[str]:
    """Return the sentences of a file, in its order, by a way of our own; none for PDF."""
    return [
        sentence
        for paragraph in _paragraphs(path)
        for sentence in _SENTENCE_END.split(" ".join(paragraph.split()))
        if len(sentence) >= SHORTEST and sentence.isprintable()
    ]


def found_share(document: ParsedDocument, sentences: list[str]) -> float:
    """Return the share of ``sentences`` that stand in the text, white space collapsed."""
    text = " ".join(document.text.split())
    return sum(sentence in text for sentence in sentences) / len(sentences)


def _number(cell: str) -> int | None:
    return int(cell) if cell.strip() else None


def _paragraphs(path: Path) -> Iterator[str]:
    ways: dict[str, Callable[[bytes], Iterator[str]]] = {
        ".xml": _of_xml,
        ".nxml": _of_xml,
        ".html": _of_html,
        ".md": _of_markdown,
        ".gz": _of_latex,
    }
    way = ways.get(path.suffix)
    return way(path.read_bytes()) if way else iter(())


def _of_xml(data: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    for element in etree.fromstring(data, parser).iter(*(f"{{*}}{tag}" for tag in _XML_BLOCKS)):
        if not any(_name(one) in ("ref", "front-stub") for one in element.iterancestors()):
            yield _words(element)


def _words(element: etree._Element) -> str:
    """Return the words of an element without what floats in it."""
    if _name(element) in ("annotation", "tex-math", "object-id") or callable(element.tag):
        return ""
    parts = [element.text or ""]
    for child in element:
        words = "" if _name(child) in _FLOATING else _words(child)
        parts += [f" {words} " if _name(child) in _SPACED else words, child.tail or ""]
    return "".join(parts)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _of_html(data: bytes) -> Iterator[str]:
    for element in html.fromstring(data).iter("p", "li", "h1", "h2", "h3", "figcaption"):
        inside = {str(one.tag) for one in element.iterancestors()}
        if inside & {"d-article", "dt-article"} and not element.xpath(_HTML_MADE_UP):
            yield "".join(str(part) for part in element.itertext())


def _of_markdown(data: bytes) -> Iterator[str]:
    body = data.decode().split("\n---\n", 1)[-1]
    for paragraph in body.split("\n\n"):
        yield from _MARKDOWN_PLAIN.findall(" ".join(paragraph.split()))[1:-1]


def _of_latex(data: bytes) -> Iterator[str]:
    source = gzip.decompress(data).decode("utf-8", "ignore").split(r"\begin{document}")[-1]
    for paragraph in source.split("\n\n"):
        for stretch in _LATEX_PLAIN.findall(" ".join(paragraph.split())):
            yield from _SENTENCE_END.split(stretch)[1:-1]


def _row(paper: Paper) -> str:
    try:
        document = parsed(paper)
    except RefusedError as error:
        return f"{paper.path.parent.name:28} refused: {error}"
    counts, sentences = counted(document), own_sentences(paper.path)
    share = f"{found_share(document, sentences):.4f}" if sentences else "–"
    stated = document.metadata
    return "  ".join(
        (
            f"{paper.path.parent.name:27} {paper.format:17}",
            f"refs {counts.refs:3} of {paper.refs or '–':>3}",
            f"linked {counts.links:3} marked {counts.pointers:3}/{counts.marked:3}"
            f" of {paper.links or '–':>3}",
            f"sentences {share:>6} of {len(sentences):4}",
            f"{(stated.title or '–')[:40]} | {len(stated.authors)} authors | {stated.year}",
        )
    )


def main() -> None:
    wanted = set(sys.argv[1:])
    for paper in papers():
        if not wanted or paper.path.parent.name in wanted:
            print(_row(paper), flush=True)


if __name__ == "__main__":
    main()
