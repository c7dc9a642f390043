"""One paper in every format: all readers say the same of it, and all extractors find the same."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from ingest import nlp, readers
from ingest.document import ParsedDocument, Sentence
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import CitationFound, ReferenceFound
from kg.model import Description
from tests.packing import zipped
from tests.printing import Sheet, pdf, wrapped
from tests.unit.ingest.readers.packages import p, package, run

TITLE = "Why tide mills stopped: the silt record of two harbours"
AUTHORS = ("Berta Quist", "Jan van der Meer")
NOTE = "The ponds were sounded with a lead line."
ITEMS = ("Ponds fill up with fine silt.", "Nobody digs them out by hand.")
# What is cited stands behind the bar.
SENTENCES = (
    ("A tide mill needs a reservoir that the sea fills twice a day", (1,)),
    ("It rests while the water rises, and grinds on the ebb", (1, 2)),
    ("Sounding shows that both ponds lost half of their depth", ()),
    ("The harbour board says that no mill was ever worth the digging", (3,)),
)
WORKS = (
    Description(
        title="Mills of the western coast",
        authors=("Okafor, A.", "Sato, K."),
        year=2011,
        container="Journal of Mills",
        volume="3",
        pages="14–20",
    ),
    Description(
        title="Silt in northern ponds",
        authors=("van de Velde, S.",),
        year=2008,
        container="Annals of Silt",
        volume="12",
        pages="101–117",
    ),
    Description(title="Harbours and their upkeep", authors=("Department of Harbours",), year=2016),
)
# As Vancouver's style prints them, and as author-year styles do.
NUMBERED = (
    "Okafor A, Sato K. Mills of the western coast. Journal of Mills. 2011;3(2):14–20.",
    "van de Velde S. Silt in northern ponds. Annals of Silt. 2008;12:101–117.",
    "Department of Harbours. Harbours and their upkeep. London: Harbour Press; 2016.",
)
DATED = (
    "Okafor, A., & Sato, K. (2011). Mills of the western coast. Journal of Mills, 3(2), 14–20.",
    "Velde, S. van de. (2008). Silt in northern ponds. Annals of Silt, 12, 101–117.",
    "Department of Harbours. (2016). Harbours and their upkeep. Harbour Press.",
)
SHORT = ("Okafor and Sato, 2011", "van de Velde, 2008", "Department of Harbours, 2016")
BIB = """\
@article{r1, author={Okafor, Ada and Sato, Ken}, title={Mills of the western coast},
  journal={Journal of Mills}, year=2011, volume=3, number=2, pages={14--20}}
@article{r2, author={van de Velde, Sanne}, title={Silt in northern ponds},
  journal={Annals of Silt}, year=2008, volume=12, pages={101--117}}
@book{r3, author={{Department of Harbours}}, title={Harbours and their upkeep},
  publisher={Harbour Press}, year=2016}
"""


def numbers(cited: tuple[int, ...]) -> str:
    return f" [{', '.join(map(str, cited))}]" if cited else ""


def dated(cited: tuple[int, ...]) -> str:
    return f" ({'; '.join(SHORT[one - 1] for one in cited)})" if cited else ""


def keyed(cited: tuple[int, ...], before: str, between: str, after: str) -> str:
    return before + between.join(f"r{one}" for one in cited) + after if cited else ""


def linked(cited: tuple[int, ...]) -> str:
    links = ", ".join(f'<a href="#r{one}">{one}</a>' for one in cited)
    return f" [{links}]" if cited else ""


def said(*marks: str) -> tuple[str, ...]:
    return tuple(f"{words}{mark}." for (words, _), mark in zip(SENTENCES, marks, strict=True))


def markdown() -> bytes:
    one, two, three, four = said(*(keyed(c, " [@", "; @", "]") for _, c in SENTENCES))
    return f"""---
title: "{TITLE}"
author: [{", ".join(AUTHORS)}]
date: 2014-05-03
bibliography: refs.bib
---

# Introduction {{#sec:intro}}

{one} {two}

- {ITEMS[0]}
- {ITEMS[1]}

# Results

{three}[^1] {four}

[^1]: {NOTE}
""".encode()


def latex() -> bytes:
    one, two, three, four = said(*(keyed(c, r"~\cite{", ",", "}") for _, c in SENTENCES))
    return rf"""\documentclass{{article}}
\title{{{TITLE}}}\author{{{AUTHORS[0]} \and {AUTHORS[1]}}}\date{{May 2014}}
\begin{{document}}\maketitle
\section{{Introduction}}
{one} {two}
\begin{{itemize}}\item {ITEMS[0]} \item {ITEMS[1]}\end{{itemize}}
\section{{Results}}
{three}\footnote{{{NOTE}}} {four}
\bibliographystyle{{unsrt}}\bibliography{{refs}}
\end{{document}}""".encode()


def text() -> bytes:
    one, two, three, four = said(*(numbers(c) for _, c in SENTENCES))
    listed = "\n".join(f"[{n}] {entry}" for n, entry in enumerate(NUMBERED, 1))
    return f"""{TITLE}
{"; ".join(AUTHORS)}
2014

Introduction

{one} {two}

- {ITEMS[0]}
- {ITEMS[1]}

Results

{three} {four}

References

{listed}
""".encode()


def dated_text() -> bytes:
    one, two, three, four = said(*(dated(c) for _, c in SENTENCES))
    return f"""{TITLE}

{AUTHORS[0]} and {AUTHORS[1]}

May 2014

Introduction

{one} {two}

- {ITEMS[0]}
- {ITEMS[1]}

Results

{three} {four}

References

{chr(10).join(f"{entry}{chr(10)}" for entry in DATED)}
""".encode()


def body() -> str:
    one, two, three, four = said(*(linked(c) for _, c in SENTENCES))
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    listed = "".join(f'<li id="r{n}">{entry}</li>' for n, entry in enumerate(NUMBERED, 1))
    return (
        f"<h2>Introduction</h2><p>{one} {two}</p><ul>{items}</ul><h2>Results</h2>"
        f"<p>{three} {four}</p><h2>References</h2><ol>{listed}</ol>"
    )


def html() -> bytes:
    authors = "".join(f'<meta name="citation_author" content="{name}">' for name in AUTHORS)
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title>{authors}'
        '<meta name="citation_publication_date" content="2014/05/03"></head>'
        f"<body><article><h1>{TITLE}</h1>{body()}</article></body></html>"
    ).encode()


def epub() -> bytes:
    creators = "".join(f"<dc:creator>{name}</dc:creator>" for name in AUTHORS)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{TITLE}</dc:title>{creators}<dc:date>2014-05-03</dc:date></metadata>"
        "<manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='c'/></spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head>'
        f"<body>{body()}</body></html>"
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "b.opf": opf,
        "c.xhtml": page,
    }
    return zipped({name: content.encode() for name, content in files.items()})


def jats_sentences() -> tuple[str, ...]:
    def mark(cited: tuple[int, ...]) -> str:
        pointers = (f'<xref ref-type="bibr" rid="r{one}">{one}</xref>' for one in cited)
        return f" [{', '.join(pointers)}]" if cited else ""

    return said(*(mark(c) for _, c in SENTENCES))


def jats() -> bytes:
    one, two, three, four = jats_sentences()
    names = "".join(
        f'<contrib contrib-type="author"><name><surname>{family}</surname>'
        f"<given-names>{given}</given-names></name></contrib>"
        for given, _, family in (name.partition(" ") for name in AUTHORS)
    )
    items = "".join(f"<list-item><p>{item}</p></list-item>" for item in ITEMS)
    listed = "".join(
        f'<ref id="r{n}"><label>{n}</label><mixed-citation>{entry}</mixed-citation></ref>'
        for n, entry in enumerate(NUMBERED, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<article><front><article-meta><title-group><article-title>{TITLE}</article-title></title-group>
<contrib-group>{names}</contrib-group><pub-date><year>2014</year></pub-date></article-meta></front>
<body><sec><title>Introduction</title><p>{one} {two}</p><list>{items}</list></sec>
<sec><title>Results</title><p>{three}<fn id="n"><p>{NOTE}</p></fn> {four}</p></sec></body>
<back><ref-list><title>References</title>{listed}</ref-list></back></article>""".encode()


def tei() -> bytes:
    def mark(cited: tuple[int, ...]) -> str:
        pointers = (f'<ref type="bibr" target="#r{one}">{SHORT[one - 1]}</ref>' for one in cited)
        return f" ({'; '.join(pointers)})" if cited else ""

    one, two, three, four = said(*(mark(c) for _, c in SENTENCES))
    names = "".join(
        f"<author><persName><forename>{given}</forename><surname>{family}</surname></persName>"
        "</author>"
        for given, _, family in (name.partition(" ") for name in AUTHORS)
    )
    items = "".join(f"<item>{item}</item>" for item in ITEMS)
    listed = "".join(
        f'<bibl xml:id="r{n}">{entry}</bibl>' for n, entry in enumerate(map(escape, DATED), 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{TITLE}</title>
</titleStmt><sourceDesc><biblStruct><analytic>{names}</analytic><monogr><imprint>
<date when="2014"/></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text><body><div><head>Introduction</head><p>{one} {two}</p><list>{items}</list></div>
<div><head>Results</head><p>{three}<note place="foot">{NOTE}</note> {four}</p></div></body>
<back><div type="references"><listBibl>{listed}</listBibl></div></back></text></TEI>""".encode()


def word() -> bytes:
    one, two, three, four = said(*(numbers(c) for _, c in SENTENCES))
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    listed = "".join(p(f"[{n}] {entry}") for n, entry in enumerate(NUMBERED, 1))
    content = (
        p(TITLE, "T")
        + "".join(p(name, "A") for name in AUTHORS)
        + p("Introduction", "Titre1")
        + p(f"{one} {two}")
        + "".join(p(item, properties='<w:numPr><w:numId w:val="1"/></w:numPr>') for item in ITEMS)
        + p("Results", "Titre1")
        + p(run(three) + note + run(f" {four}"))
        + p("References", "Titre1")
        + listed
    )
    core = "<dcterms:created>2014-05-03T00:00:00Z</dcterms:created>"
    notes = f'<w:footnote w:id="2">{p(NOTE)}</w:footnote>'
    return package(content, core=core, footnotes=notes)


def printed() -> bytes:
    one, two, three, four = said(*(numbers(c) for _, c in SENTENCES))
    front = Sheet().put(60, 740, TITLE, 14, "bold").put(60, 715, " and ".join(AUTHORS))
    front.put(60, 700, "May 2014").put(60, 670, "Introduction", 12, "bold")
    front.lines(60, 650, wrapped(f"{one} {two}", 90)).lines(70, 600, [f"- {x}" for x in ITEMS])
    front.put(60, 560, "Results", 12, "bold").lines(60, 540, wrapped(f"{three} {four}", 90))
    entries = [wrapped(f"[{n}] {entry}", 90) for n, entry in enumerate(NUMBERED, 1)]
    back = Sheet().put(60, 740, "References", 12, "bold")
    back.lines(60, 720, [line for entry in entries for line in entry])
    return pdf([front, back])


FORMATS = {
    "paper.md": markdown,
    "paper.tex": latex,
    "paper.txt": text,
    "dated.txt": dated_text,
    "paper.html": html,
    "paper.epub": epub,
    "paper.xml": jats,
    "paper.tei.xml": tei,
    "paper.docx": word,
    "paper.pdf": printed,
}


@pytest.fixture(scope="module", params=FORMATS)
def paper(request: pytest.FixtureRequest) -> tuple[str, ParsedDocument]:
    def beside(name: str) -> bytes | None:
        return BIB.encode() if name == "refs.bib" else None

    name = request.param
    document = nlp.annotate(readers.read(FORMATS[name](), name, beside=beside))
    for extractor in (ReferenceExtractor(), CitationExtractor()):
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans).with_faults(found.faults)
    return name, document


def test_title_authors_and_year(paper: tuple[str, ParsedDocument]) -> None:
    stated = paper[1].metadata
    assert (stated.title, stated.authors, stated.year) == (TITLE, AUTHORS, 2014)


def test_sentences_in_order(paper: tuple[str, ParsedDocument]) -> None:
    document = paper[1]
    # A PDF shows the marks of its items as it prints them.
    found = [one.clean.removeprefix("- ") for one in document.layer(Sentence)]
    wanted = [words for words, _ in SENTENCES]
    begun = [next((words for words in wanted if one.startswith(words)), one) for one in found]
    notes = [NOTE] if NOTE in document.text else []
    said_once = [one for one in begun if one in (*wanted, *ITEMS, *notes)]
    assert said_once == [*wanted[:2], *ITEMS, *wanted[2:], *notes]
    assert not document.faults


def test_references_and_their_fields(paper: tuple[str, ParsedDocument]) -> None:
    found = [one.described for one in paper[1].layer(ReferenceFound)]
    assert [
        Description(
            title=one.title,
            authors=one.authors,
            year=one.year,
            container=one.container,
            volume=one.volume,
            pages=one.pages and one.pages.replace("-", "–"),
        )
        for one in found
    ] == list(WORKS)


def test_links_from_sentences_to_works(paper: tuple[str, ParsedDocument]) -> None:
    document = paper[1]
    sentences = document.layer(Sentence)
    links = sorted(
        {
            (sentences[one.sentence].clean[:20], entry + 1)
            for one in document.layer(CitationFound)
            if one.sentence is not None
            for entry in one.references
        }
    )
    assert links == sorted((words[:20], one) for words, cited in SENTENCES for one in cited)
