"""Quality of the PDF reader: `python -m evaluation.pages [NAME...]`.

Articles that come as JATS are printed by Chromium and, where it is installed, by pdfLaTeX in
several classes, and read back. `whole` is the share of their sentences that are found whole,
`order` that of neighbours found in order; `P` and `R` are of entries of the reference list,
each exact; `title` and `names` are shares of titles and of authors. The baseline is PDFium's
own text of each page with line ends joined. White space and the shape of quotes count not.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
from playwright.sync_api import Browser, sync_playwright

from ingest.document import ParsedDocument
from ingest.readers.jats import READER as JATS
from ingest.readers.pdf import READER as PDF
from ingest.sentences import boundaries
from kg.vocab import BlockKind

PAPERS = Path(__file__).resolve().parents[2] / "shared" / "papers"
MIN_SENTENCE = 30
SHOWN = 12  # of what is missed
PRINTED = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.CAPTION,
        BlockKind.FOOTNOTE,
        BlockKind.REFERENCE,
    }
)
SENTENCES = PRINTED - {BlockKind.HEADING, BlockKind.REFERENCE}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SHAPES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "‐": "-", "‑": "-"})
UNKNOWN_TO_TEX = re.compile(r"[^\x20-\x7e\xa1-\xff\u0100-\u017f–—‘’“”…⁰¹²³⁴-⁹]")
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}",
    "-": "{-}", "'": "{'}", "`": "{'}",
}  # fmt: skip
CLASSES = {
    "article": r"\documentclass[11pt]{article}",
    "article, 2 columns": r"\documentclass[twocolumn]{article}\usepackage{fancyhdr}"
    r"\pagestyle{fancy}\fancyhead[L]{A Journal of Results, vol. 12}\fancyhead[R]{2021}",
    "IEEEtran": r"\documentclass[journal]{IEEEtran}\markboth{Journal of Results}{Some authors}",
    "revtex": r"\documentclass[aps,pra,twocolumn,nofootinbib]{revtex4-2}",
    "llncs": r"\documentclass[runningheads]{llncs}",
    "elsarticle": r"\documentclass[5p,twocolumn]{elsarticle}",
    "acmart": r"\documentclass[sigconf,nonacm]{acmart}",
}
BETWEEN_NAMES = {"IEEEtran": ", ", "revtex": r"}\author{", "elsarticle": r"}\author{",
                 "acmart": r"}\author{"}  # fmt: skip
STYLES = {
    "browser": "body{font:11pt serif;text-align:justify;hyphens:auto}",
    "browser, 2 columns": "body{font:9pt serif;columns:2;column-gap:6mm;text-align:justify;"
    "hyphens:auto}p{margin:0;text-indent:1em}h1,.by{column-span:all}.ref{text-indent:-1em;"
    "padding-left:1em}.note{font-size:7pt}",
    "browser, 3 columns": "body{font:7.5pt sans-serif;columns:3;column-gap:4mm}p{margin:0 0 4pt}"
    "h1,.by{column-span:all}.ref{font-size:6.5pt}",
    "browser, wide margin": "body{font:10pt sans-serif;margin-left:40mm;text-align:left}"
    ".ref{padding-left:2em;text-indent:-2em}",
}


@dataclass
class Article:
    """Words to print: title, authors, and blocks by kind."""

    name: str
    title: str
    authors: tuple[str, ...]
    blocks: list[tuple[BlockKind, str]]

    @property
    def sentences(self) -> list[str]:
        texts = [text for kind, text in self.blocks if kind in SENTENCES]
        found = [text[a:b] for text in texts for a, b in boundaries(text)]
        return [sentence for sentence in found if len(sentence) >= MIN_SENTENCE]

    @property
    def references(self) -> list[str]:
        return [text for kind, text in self.blocks if kind is BlockKind.REFERENCE]


@dataclass
class Tally:
    """Counts over the articles of one way of printing."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def share(self, right: str, of: str) -> str:
        return f"{self.counts[right] / self.counts[of]:.3f}" if self.counts[of] else "  –  "


def bare(text: str) -> str:
    """Text without white space and with one shape of quotes and raised digits."""
    return re.sub(r"\s+", "", text.translate(SHAPES).translate(RAISED).replace("\u00ad", ""))


def articles(names: list[str]) -> Iterator[Article]:
    for path in sorted(PAPERS.glob("*/*")):
        if path.suffix not in (".xml", ".nxml") or "tei" in path.name:
            continue
        if names and not any(name in path.name for name in names):
            continue
        document = JATS.read(path.read_bytes(), path.name)
        blocks = [
            (block.kind, " ".join(document.words(block).split()))
            for block in document.blocks
            if block.kind in PRINTED and document.words(block).strip().lower() != "references"
        ]
        blocks.sort(key=lambda block: block[0] is BlockKind.REFERENCE)
        title, authors = document.metadata.title or "", document.metadata.authors
        yield Article(path.stem, " ".join(title.split()), authors, blocks)


def raised(text: str, before: str, after: str) -> str:
    """Text with its raised digits marked up."""
    digits = "[⁰¹²³⁴-⁹]+"
    return re.sub(digits, lambda m: f"{before}{m[0].translate(RAISED)}{after}", text)


def as_html(article: Article, css: str) -> str:
    parts = [f"<h1>{html.escape(article.title)}</h1>"]
    parts.append(f"<p class=by>{html.escape(', '.join(article.authors))}</p>")
    number = 0
    for kind, text in article.blocks:
        words = re.sub(
            "[⁰¹²³⁴-⁹]+", lambda m: f"<sup>{m[0].translate(RAISED)}</sup>", html.escape(text)
        )
        if kind is BlockKind.HEADING:
            parts.append(f"<h2>{words}</h2>")
        elif kind is BlockKind.REFERENCE:
            number += 1
            parts.append("<h2>References</h2>" if number == 1 else "")
            parts.append(f"<p class=ref>{number}. {words}</p>")
        elif kind is BlockKind.FOOTNOTE:
            parts.append(f"<p class=note>{words}</p>")
        else:
            parts.append(f"<p>{words}</p>")
    head = f"<!doctype html><html lang=en><meta charset=utf-8><style>{css}</style>"
    return f"{head}<body>{''.join(parts)}"


def by_browser(browser: Browser, css: str) -> Callable[[Article], bytes]:
    def printed(article: Article) -> bytes:
        page = browser.new_page()
        page.set_content(as_html(article, css))
        head = "<div style='font-size:7px;width:100%;text-align:center'>"
        data = page.pdf(
            format="A4",
            display_header_footer=True,
            header_template=f"{head}Journal of Results 12 (2021)</div>",
            footer_template=f"{head}<span class=pageNumber></span></div>",
            margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"),
        )
        page.close()
        return data

    return printed


def tex(text: str) -> str:
    escaped = "".join(TEX.get(character, character) for character in text)
    return re.sub("[⁰¹²³⁴-⁹]+", lambda m: rf"\textsuperscript{{{m[0].translate(RAISED)}}}", escaped)


def as_tex(article: Article, preamble: str) -> str:
    between = next((text for kind, text in BETWEEN_NAMES.items() if kind in preamble), r" \and ")
    names = between.join(tex(name) for name in article.authors[:8])
    parts = [
        preamble,
        r"\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern}"
        r"\usepackage[english]{babel}\sloppy\extrafloats{500}",
        rf"\begin{{document}}\title{{{tex(article.title)}}}\author{{{names}}}",
    ]
    frontmatter = "elsarticle" in preamble
    parts.append(r"\begin{frontmatter}\end{frontmatter}" if frontmatter else r"\maketitle")
    references = article.references
    for kind, text in article.blocks:
        if kind is BlockKind.HEADING:
            parts.append(rf"\section{{{tex(text)}}}")
        elif kind is BlockKind.CAPTION:
            parts.append(
                r"\begin{figure}[t]\rule{4cm}{2cm}\caption{" + tex(text) + r"}\end{figure}"
            )
        elif kind is BlockKind.FOOTNOTE:
            parts.append(rf"\footnote{{{tex(text)}}}")
        elif kind is not BlockKind.REFERENCE:
            parts.append("\n\n" + tex(text))
    parts.append(rf"\begin{{thebibliography}}{{{len(references)}}}")
    parts += [rf"\bibitem{{r{n}}} {tex(text)}" for n, text in enumerate(references)]
    parts.append(r"\end{thebibliography}\end{document}")
    return "\n".join(parts)


def by_tex(preamble: str) -> Callable[[Article], bytes]:
    def printed(article: Article) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "article.tex"
            source.write_text(as_tex(article, preamble), encoding="utf-8")
            for _ in range(2):
                command = ["pdflatex", "-interaction=batchmode", source.name]
                subprocess.run(command, cwd=folder, capture_output=True, timeout=180, check=False)
            return source.with_suffix(".pdf").read_bytes()

    return printed


def without_unknown(article: Article) -> Article:
    """The article without the characters that the fonts of pdfLaTeX lack."""
    blocks = [
        (kind, " ".join(UNKNOWN_TO_TEX.sub("", text).split())) for kind, text in article.blocks
    ]
    return Article(
        article.name,
        UNKNOWN_TO_TEX.sub("", article.title),
        tuple(UNKNOWN_TO_TEX.sub("", name) for name in article.authors[:8]),
        blocks,
    )


def baseline(data: bytes) -> str:
    pages = (page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))
    return re.sub(r"[\ufffe\x02]\s*", "", " ".join(pages))


def found(sentences: list[str], text: str) -> tuple[int, int]:
    """How many sentences stand in the text, and how many neighbours of them in order."""
    squeezed = bare(text)
    places = [squeezed.find(bare(sentence)) for sentence in sentences]
    there = [place for place in places if place >= 0]
    return len(there), sum(a <= b for a, b in pairwise(there))


def score(tally: Tally, article: Article, data: bytes, missed: bool) -> None:
    start = time.perf_counter()
    document: ParsedDocument = PDF.read(data, "article.pdf")
    tally.seconds += time.perf_counter() - start
    whole, order = found(article.sentences, document.text)
    listed = [document.words(b) for b in document.blocks if b.kind is BlockKind.REFERENCE]
    entries = Counter(bare(re.sub(r"^(?:\[\d+\]|\d+\.)\s", "", text)) for text in listed)
    gold = Counter(bare(text) for text in article.references)
    text = bare(document.text)
    names = {bare(name) for name in document.metadata.authors}
    if missed:
        print_missed([bare(one) for one in article.sentences], [text])
        print_missed(list(gold - entries), list(entries - gold))
    tally.counts.update(
        pages=len(pdfium.PdfDocument(data)),
        sentences=len(article.sentences),
        whole=whole,
        neighbours=max(0, whole - 1),
        order=order,
        plain=found(article.sentences, baseline(data))[0],
        listed=len(listed),
        entries=len(article.references),
        exact=(entries & gold).total(),
        articles=1,
        title=bare(document.metadata.title or "") == bare(article.title),
        authors=len(article.authors),
        names=sum(bare(name) in names for name in article.authors),
    )


def print_missed(wanted: list[str], texts: list[str]) -> None:
    """Print up to where what is missed agrees with what was read, and how both go on."""
    for words in [one for one in wanted if not any(one in text for text in texts)][:SHOWN]:
        at = 0
        while at < len(words) and any(words[: at + 8] in text for text in texts):
            at += 8
        near = next((text for text in texts if words[:at] in text), "")
        place = near.find(words[:at])
        print(f"  - {words[:at][-60:]} | {words[at : at + 40]} | {near[place + at :][:60]}")


def report(label: str, tally: Tally) -> None:
    counts = tally.counts
    print(
        f"{label:24} {counts['pages']:5} {tally.share('whole', 'sentences')} "
        f"{tally.share('plain', 'sentences')} {tally.share('order', 'neighbours')} "
        f"{tally.share('exact', 'listed')} {tally.share('exact', 'entries')} "
        f"{tally.share('title', 'articles')} {tally.share('names', 'authors')} "
        f"{counts['pages'] / tally.seconds:6.1f}",
        flush=True,
    )


def main() -> None:
    missed = "--missed" in sys.argv
    given = [name for name in sys.argv[1:] if not name.startswith("--")]
    styles = [name for name in given if name in CLASSES or name in STYLES] or [*STYLES, *CLASSES]
    read = list(articles([name for name in given if name not in styles]))
    print(f"{'printed by':24} pages whole plain order P     R     title names pages/s")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for style in (one for one in styles if one in STYLES):
            tally = Tally()
            for article in read:
                score(tally, article, by_browser(browser, STYLES[style])(article), missed)
            report(style, tally)
    for style in (one for one in styles if one in CLASSES and shutil.which("pdflatex")):
        tally = Tally()
        for article in map(without_unknown, read):
            score(tally, article, by_tex(CLASSES[style])(article), missed)
        report(style, tally)


if __name__ == "__main__":
    main()
