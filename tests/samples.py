"""One small document of ours in every format that can be read, made when asked for."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from typing import Final

import docx

from tests.packing import tarred, zipped
from tests.printing import Sheet, pdf, wrapped

TITLE: Final = "Why tide mills stopped"
SENTENCE: Final = "A tide mill needs a reservoir that the sea fills twice a day"
ENTRY: Final = "Okafor, A. (2011). Mills of the western coast. Journal of Mills, 3(2), 14-20."

_BIB: Final = """\
@article{okafor2011,
  author = {Okafor, Ada and Sato, Ken},
  title = {Mills of the western coast},
  journal = {Journal of Mills},
  year = {2011}, volume = 3, number = {2}, pages = {14--20},
  doi = {10.1234/mills}
}
@book{roe1999, author = "Roe, Jane", title = "Silt {and} time", publisher = "Harbour Press",
  year = 1999}
"""
_JATS: Final = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.0//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group>
<journal-title>Journal of Mills</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1234/stop</article-id>
<title-group><article-title>{TITLE}</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Quist</surname>
<given-names>Berta</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><year>2014</year></pub-date>
<abstract><p>Mills stopped when their ponds filled with silt.</p></abstract></article-meta></front>
<body><sec><title>Introduction</title><p>{SENTENCE} [<xref ref-type="bibr" rid="b1">1</xref>].</p>
<fig><label>Figure 1</label><caption><p>A mill at low water.</p></caption></fig></sec></body>
<back><ref-list><title>References</title><ref id="b1"><label>1</label><element-citation
publication-type="journal"><person-group person-group-type="author"><name><surname>Okafor</surname>
<given-names>A</given-names></name></person-group><article-title>Mills of the western coast
</article-title><source>Journal of Mills</source><year>2011</year><volume>3</volume>
<fpage>14</fpage><lpage>20</lpage></element-citation></ref></ref-list></back></article>
"""
_TEI: Final = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{TITLE}</title>
</titleStmt><sourceDesc><biblStruct><analytic><author><persName><forename>Berta</forename>
<surname>Quist</surname></persName></author></analytic><monogr><imprint><date when="2014"/>
</imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text><body><div><head n="1">Introduction</head><p>{SENTENCE}
<ref type="bibr" target="#b0">(Okafor, 2011)</ref>.</p></div></body><back><div type="references">
<listBibl><biblStruct xml:id="b0"><analytic><title level="a">Mills of the western coast</title>
<author><persName><forename>A</forename><surname>Okafor</surname></persName></author></analytic>
<monogr><title level="j">Journal of Mills</title><imprint><date when="2011"/></imprint></monogr>
</biblStruct></listBibl></div></back></text></TEI>
"""
_HTML: Final = f"""\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | The Mill Blog</title>
<meta name="author" content="Berta Quist"><script>var ignored = "never read";</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>
<p>{SENTENCE} <a href="#r1">[1]</a>. It grinds on the ebb, and it rests while the water rises.</p>
<h2>Silt</h2><ul><li>Ponds fill up.</li><li>Nobody digs them out.</li></ul>
<h2>References</h2><ol><li id="r1">{ENTRY}</li></ol></article></body></html>
"""
_DISTILL: Final = f"""\
<!doctype html><html><head><meta charset="utf-8"></head><body><d-front-matter>
<script type="text/json">{{"title": "{TITLE}", "authors": [{{"author": "Berta Quist"}}]}}</script>
</d-front-matter><d-title><h1>{TITLE}</h1></d-title><d-article><p>{SENTENCE}
<d-cite key="okafor2011,roe1999"></d-cite>.</p></d-article><d-appendix><d-bibliography>
<script type="text/bibtex">{_BIB}</script></d-bibliography></d-appendix></body></html>
"""
_LATEX: Final = rf"""\documentclass{{article}}
\title{{{TITLE}}}\author{{Berta Quist}}\date{{May 2014}}
\begin{{document}}\maketitle
\begin{{abstract}}Mills stopped when their ponds filled with silt.\end{{abstract}}
\section{{Introduction}}{SENTENCE}~\cite{{okafor2011}}.\footnote{{Springs count too.}}
\begin{{thebibliography}}{{1}}\bibitem{{okafor2011}} A.~Okafor. Mills of the western coast.
\emph{{Journal of Mills}}, 3(2):14--20, 2011.\end{{thebibliography}}\end{{document}}
"""
_MARKDOWN: Final = f"""\
---
title: {TITLE}
authors:
  - name: Berta Quist
date: 3 May 2014
bibliography: paper.bib
---

# Introduction

{SENTENCE} [@okafor2011; see also @roe1999, p. 3]. It grinds on the *ebb*.

1. Ponds fill up.
2. Nobody digs them out.
"""
_TEXT: Final = f"{TITLE}\nBy Berta Quist\n\n{SENTENCE} [1].\n\nReferences\n\n[1] {ENTRY}\n"
_RIS: Final = """\
TY  - JOUR
AU  - Okafor, Ada
TI  - Mills of the western coast
JO  - Journal of Mills
PY  - 2011
VL  - 3
SP  - 14
EP  - 20
DO  - 10.1234/mills
ER  -
"""
_CSL: Final = json.dumps(
    [
        {
            "id": "okafor2011",
            "type": "article-journal",
            "title": "Mills of the western coast",
            "author": [{"family": "Okafor", "given": "Ada"}],
            "issued": {"date-parts": [[2011, 5]]},
            "container-title": "Journal of Mills",
            "DOI": "10.1234/mills",
        }
    ]
)


def _docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "Berta Quist"
    document.add_heading(TITLE, 0)
    document.add_heading("Introduction", 1)
    document.add_paragraph(f"{SENTENCE} [1].")
    document.add_heading("References", 1)
    document.add_paragraph(f"[1] {ENTRY}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _epub() -> bytes:
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="OPS/book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>'
        ),
        "OPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{TITLE}</dc:title><dc:creator>Berta Quist</dc:creator>"
            "<dc:date>2014</dc:date></metadata><manifest><item id='c1' href='c1.xhtml' "
            "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='c1'/></spine>"
            "</package>"
        ),
        "OPS/c1.xhtml": (
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>'
            f"<h1>Introduction</h1><p>{SENTENCE}.</p><p>It grinds on the ebb.</p></body></html>"
        ),
    }
    return zipped({name: text.encode() for name, text in files.items()})


def _archive() -> bytes:
    return tarred({"paper.tex": _LATEX.encode(), "refs.bib": _BIB.encode()})


def _pdf() -> bytes:
    first = Sheet().put(60, 740, TITLE, 18, "bold").put(60, 715, "Berta Quist")
    first.put(60, 680, "Introduction", 12, "bold")
    first.lines(60, 660, [*wrapped(f"{SENTENCE} [1]. It grinds on the ebb.", 80)])
    second = Sheet().put(60, 740, "References", 12, "bold")
    second.lines(60, 720, wrapped(f"[1] {ENTRY}", 80), hanging=15)
    return pdf([first, second])


# By file name, whose suffix is the format's usual one.
SAMPLES: Final[dict[str, Callable[[], bytes]]] = {
    "paper.txt": lambda: _TEXT.encode(),
    "paper.md": lambda: _MARKDOWN.encode(),
    "page.html": lambda: _HTML.encode(),
    "distill.html": lambda: _DISTILL.encode(),
    "article.xml": lambda: _JATS.encode(),
    "paper.tei.xml": lambda: _TEI.encode(),
    "paper.tex": lambda: _LATEX.encode(),
    "paper.tex.gz": lambda: gzip.compress(_LATEX.encode(), mtime=0),
    "paper.tar.gz": _archive,
    "paper.docx": _docx,
    "book.epub": _epub,
    "paper.pdf": _pdf,
    "library.bib": lambda: _BIB.encode(),
    "library.ris": lambda: _RIS.encode(),
    "library.json": lambda: _CSL.encode(),
}


def beside(name: str) -> bytes | None:
    """Return the file that a sample names."""
    return _BIB.encode() if name == "paper.bib" else None
