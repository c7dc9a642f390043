# ruff: noqa: E501 (markup is easier to read unbroken)
"""Articles out of pages: what stays, what goes, what points at what, and hostile pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CitationMarked, ParsedDocument, ReferenceMarked
from ingest.readers.html import READER
from kg.errors import RefusedError
from kg.vocab import BlockKind
from tests.shared import shared

PAGES = Path(__file__).parent / "pages"
WORDS = "<p>There are words here, and they make a sentence.</p>"


def read(page: str | bytes, **beside: str) -> ParsedDocument:
    data = page.encode() if isinstance(page, str) else page
    files = {name.replace("_", "."): text.encode() for name, text in beside.items()}
    return READER.read(data, "given.html", files.get)


def lines(page: str) -> list[tuple[str, str]]:
    document = read(page)
    return [(one.kind.value, document.words(one)) for one in document.blocks]


def texts(page: str) -> list[str]:
    return [words for _, words in lines(page)]


def references(document: ParsedDocument) -> dict[str | None, tuple[str | None, str]]:
    return {
        one.key: (one.label, document.words(one))
        for one in document.layers.get(ReferenceMarked, ())
        if isinstance(one, ReferenceMarked)
    }


def citations(document: ParsedDocument) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (document.words(one), one.keys)
        for one in document.layers.get(CitationMarked, ())
        if isinstance(one, CitationMarked)
    ]


# Whole pages

MARKED = re.compile(r"<!--article-->(.*?)<!--/article-->", re.DOTALL)
SURROUNDINGS = (
    "cookies|Subscribe|Sign in|Menu|Skip to|Share|Related|Leave a Reply|my uncle|Powered by|"
    "powered by|All rights|Recent Posts|Archive|Scripted|script are none|Recommended|Clap|"
    "Member discussion|Sign up|12 comments|straw man|Login|languages|navbox|Sundial|Categories|"
    "LaTeXML|GitHub Issue|official website|Google Scholar|ON THIS PAGE|Random article|Fork|Star 340|"
    "useful|Back to top|Contents|posts|Privacy|edit|↩|Jump"
)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_the_article_stays_and_its_surroundings_go(path: Path) -> None:
    source = path.read_text("utf-8")
    document = READER.read(path.read_bytes(), path.name)
    ours = re.sub(r"\W+", "", document.text)
    for paragraph in re.findall(r"<p\b[^>]*>([^<]+)</p>", " ".join(MARKED.findall(source))):
        assert re.sub(r"\W+", "", re.sub(r"&#?\w+;", "", paragraph)) in ours
    found = re.findall(rf"\b(?:{SURROUNDINGS})\b", document.text)
    assert [
        one for one in found if not re.search(rf"\b{one}\b", " ".join(MARKED.findall(source)))
    ] == []


@pytest.mark.parametrize(
    ("name", "title", "authors", "year"),
    [
        ("wordpress", "Why bridges are painted twice", ("Greta Halloran",), 2019),
        ("substack", "Slow mail is good mail", ("Idris Vane",), 2022),
        ("medium", "The queue is a promise", ("Noor Castellan",), 2021),
        ("ghost", "Counting owls in the dark", ("Tamsin Oduya",), 2020),
        ("lesswrong", "Calibration is not modesty", ("quillfeather",), 2023),
        ("wikipedia", "Tidal clock", (), None),
        ("latexml", "Sparse Ledgers Are Enough", ("Lena Abiola", "Jon Tveit"), 2021),
        ("pmc", "Salt and sleep in shift workers", ("Ana Moreau", "Tariq Bell"), 2017),
        ("hugo", "Sourdough as a control system", ("Piet Hollander",), 2018),
        ("nineties", "Why Small Shops Win", (), None),
        ("report", "Flood defences: progress report 2015", ("Department for Rivers",), 2015),
        ("readme", "tollgate", (), None),
    ],
)
def test_what_a_page_says_of_itself(
    name: str, title: str, authors: tuple[str, ...], year: int | None
) -> None:
    metadata = read((PAGES / f"{name}.html").read_bytes()).metadata
    assert (metadata.title, metadata.authors, metadata.year) == (title, authors, year)


def test_a_journals_page_says_where_it_appeared() -> None:
    metadata = read((PAGES / "pmc.html").read_bytes()).metadata
    assert (metadata.container, metadata.volume, metadata.issue, metadata.pages, metadata.doi) == (
        "Journal of Night Work",
        "12",
        "3",
        "201–209",
        "10.5555/jnw.2017.0201",
    )


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("wikipedia", ["cite_note-Howe-1", "cite_note-2", "cite_note-Howe-1", "cite_note-3"]),
        ("latexml", ["bib.bib1", "bib.bib2", "bib.bib2"]),
        ("pmc", ["ref1", "ref2", "ref1", "ref2", "ref3"]),
        ("ghost", ["fn1"]),
        ("lesswrong", ["fnz9"]),
        ("hugo", ["fn:2"]),
        ("substack", ["footnote-2-4811"]),
        ("readme", ["user-content-fn-1-x"]),
    ],
)
def test_links_of_the_text_cite_the_entries_of_its_list(name: str, cited: list[str]) -> None:
    document = read((PAGES / f"{name}.html").read_bytes())
    assert [key for _, keys in citations(document) for key in keys] == cited
    assert set(cited) <= set(references(document))


def test_the_doi_behind_a_link_is_shown() -> None:
    entries = references(read((PAGES / "pmc.html").read_bytes()))
    assert entries["ref1"] == (
        "1",
        "1. Ito K, Sand R. Nurses and sleep. Sleep Lett 2001;4:10–8. https://doi.org/10.5555/sl.2001.10",
    )


# Parts of pages


def test_blocks() -> None:
    assert lines(
        "<h2>Ends</h2><div>Loose <b>words</b><p>inside</p>and after<ul><li>one<ol><li>deep</ol>"
        "<li><p>two</p><p>more</p></ul><blockquote>said</blockquote><pre>a\n  b</pre></div>"
        "<p>first<br>second<br><br>third</p><figure><img><figcaption>seen</figcaption></figure>"
    ) == [
        ("heading", "Ends"),
        ("paragraph", "Loose words"),
        ("paragraph", "inside"),
        ("paragraph", "and after"),
        ("list_item", "one"),
        ("list_item", "deep"),
        ("list_item", "two"),
        ("list_item", "more"),
        ("quote", "said"),
        ("code", "a\n  b"),
        ("paragraph", "first\nsecond"),
        ("paragraph", "third"),
        ("caption", "seen"),
    ]


def test_tables_of_data_are_read_across_and_those_of_layout_are_not() -> None:
    data = "<table><caption>Sizes</caption><tr><th>a<th>b<tr><td>1<td><p>2</p></table>"
    assert lines(data) == [("caption", "Sizes"), ("table", "a | b\n1 | 2")]
    layout = "<table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p></td></tr></table>"
    assert lines(layout) == [("heading", "Left"), ("paragraph", "One."), ("paragraph", "Two.")]


def test_what_nobody_sees_is_no_text() -> None:
    page = (
        "<p>Seen<span style='display: none'> hidden</span><span class=sr-only> for screen readers</span>"
        "<script>alert(1)</script><noscript>no script</noscript><template>later</template>"
        "<svg><text>drawn</text></svg><iframe src=x>framed</iframe><object>held</object>"
        "<button>press</button><select><option>chosen</select>, still <em>se&shy;en</em>\u200b.</p>"
    )
    assert texts(page) == ["Seen, still seen."]


def test_quotes_and_breaks_inside_words() -> None:
    assert texts("<p>He said <q>no</q> to co<wbr>operation<br>at once.</p>") == [
        "He said “no” to cooperation\nat once."
    ]


def test_each_formula_stands_once() -> None:
    katex = (
        "<span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation "
        "encoding=application/x-tex>x^2</annotation></semantics></math></span>"
        "<span class=katex-html aria-hidden=true>x2</span></span>"
    )
    mathjax = (
        "<span class=MathJax_Preview>y</span><span class=MathJax>y</span>"
        "<script type='math/tex'>y_1</script>"
    )
    plain = "<math><mi>z</mi><mo>+</mo><mn>1</mn></math>"
    assert texts(f"<p>Let {katex} and {mathjax} and {plain} hold.</p>") == [
        "Let x^2 and y_1 and z+1 hold."
    ]


def test_a_note_inside_a_sentence_stands_behind_its_paragraph() -> None:
    assert lines(
        "<d-article><p>Words<d-footnote>A note. <i>Still</i> it.<br><br>More.</d-footnote> go on."
        "</p><p>Next.</p></d-article>"
    ) == [
        ("paragraph", "Words go on."),
        ("footnote", "A note. Still it."),
        ("footnote", "More."),
        ("paragraph", "Next."),
    ]


def test_a_section_named_like_surroundings_stays() -> None:
    page = f"""<article><h1>On menus</h1>{WORDS * 3}<section id="related-work" class="related-work">
        <h2>Related work</h2><p>Others ate too.</p></section><div id="social"><h2>Social</h2>
        <p>People eat together.</p></div><div class="related-posts">Ten more menus</div></article>"""
    found = texts(page)
    assert "Others ate too." in found
    assert "People eat together." in found
    assert "Ten more menus" not in found


BIB = """@article{lee, title={On Size}, author={Lee, Ann}, journal={J}, year={2020}, doi={10.1234/ab}}
@book{wu, title={More}, author={Wu, Bo}, year={2019}}
@book{unused, title={Never}, author={Ng, Cy}, year={2001}}"""


def test_distills_template_numbers_its_citations() -> None:
    document = read(
        """<d-front-matter><script type="text/json">{"title": "On X", "authors": [{"author": "Ann Lee"}],
        "published": "2018-03-06"}</script></d-front-matter><d-title><h1>On X</h1><p>A view.</p></d-title>
        <d-article><p>So <d-cite key="wu,lee"></d-cite> say; <d-cite key="lee">this</d-cite>,
        and <d-cite key="gone"></d-cite>.</p></d-article><d-appendix><h3>Thanks</h3><p>To all.</p>
        </d-appendix><d-bibliography src="x.bib"></d-bibliography>""",
        x_bib=BIB,
    )
    assert document.words(document.blocks[2]) == "So [1, 2] say; this [2], and [?]."
    assert citations(document) == [("[1, 2]", ("wu", "lee")), ("[2]", ("lee",)), ("[?]", ("gone",))]
    assert [(key, label) for key, (label, _) in references(document).items()] == [
        ("wu", "1"),
        ("lee", "2"),
        ("unused", "3"),
    ]
    described = document.layer(ReferenceMarked)[1].described
    assert described is not None
    assert (described.title, described.doi) == ("On Size", "10.1234/ab")
    assert (document.metadata.authors, document.metadata.year) == (("Ann Lee",), 2018)
    assert "To all." in document.text


def test_distills_first_template() -> None:
    document = read(
        f"""<script type="text/front-matter">
  title: On Y
  authors:
    - Bo Wu: http://wu.example
</script><dt-article><h1>On Y</h1><p>It is so <dt-cite key="lee"></dt-cite>, with <dt-math>x_1</dt-math>.
<dt-fn>Aside.</dt-fn></p></dt-article><script type="text/bibliography">{BIB}</script>"""
    )
    assert "It is so [1], with x_1." in document.text
    assert (document.metadata.title, document.metadata.authors) == ("On Y", ("Bo Wu",))
    assert len(references(document)) == 3


def test_a_missing_bibliography_is_a_fault() -> None:
    document = read(
        "<d-article><p>So <d-cite key='a'></d-cite> it is.</p></d-article><d-bibliography src='b.bib'>"
    )
    assert [one.code for one in document.faults] == ["missing-bibliography"]
    assert citations(document) == [("[1]", ("a",))]


@pytest.mark.parametrize(
    ("text", "listing", "cited", "entry"),
    [
        (  # pandoc with CSL
            'As <span class="citation"><a href="#ref-lee2020" role="doc-biblioref">Lee (2020)</a></span> has it.',
            '<div id="refs" class="references csl-bib-body"><div id="ref-lee2020" class="csl-entry">'
            '<div class="csl-left-margin">1. </div><div class="csl-right-inline">Lee, A. On size. 2020.'
            "</div></div></div>",
            [("Lee (2020)", ("ref-lee2020",))],
            {"ref-lee2020": ("1", "1. Lee, A. On size. 2020.")},
        ),
        (  # a publisher that links to itself by its address
            'So it is<sup><a href="/articles/s1#ref-CR1">1</a></sup>.',
            '<h2>References</h2><ol><li class="c-article-references__item"><p id="ref-CR1">Lee, A. On size. '
            '<i>J</i> 1 (2020). <a href="https://scholar.example">Google Scholar</a></p></li></ol>',
            [("¹", ("ref-CR1",))],
            {"ref-CR1": ("1", "1. Lee, A. On size. J 1 (2020).")},
        ),
        (  # a range of numbers
            'So [<a href="#r1">1</a>–<a href="#r3">3</a>].',
            '<h2>References</h2><ol><li id="r1">Lee, A. (2020). A.<li id="r2">Wu, B. (2019). B.'
            '<li id="r3">Ng, C. (2018). C.</ol>',
            [("1", ("r1",)), ("3", ("r2", "r3"))],
            {
                "r1": ("1", "1. Lee, A. (2020). A."),
                "r2": ("2", "2. Wu, B. (2019). B."),
                "r3": ("3", "3. Ng, C. (2018). C."),
            },
        ),
        (  # a word processor's notes
            'So it is.<a href="#_ftn1" name="_ftnref1">[1]</a>',
            '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Lee, A. (2020). On size. J 1, 2.</p></div>',
            [("[1]", ("_ftn1",))],
            {"_ftn1": ("1", "[1] Lee, A. (2020). On size. J 1, 2.")},
        ),
        (  # documentation, where the label leads back
            'So it is <a class="reference internal" href="#lee20" id="id1"><span>[Lee20]</span></a>.',
            '<div class="citation" id="lee20" role="doc-biblioentry"><span class="label">[<a role="doc-backlink" '
            'href="#id1">Lee20</a>]</span><p>Lee, A. (2020). On size.</p></div>',
            [("[Lee20]", ("lee20",))],
            {"lee20": ("Lee20", "[Lee20] Lee, A. (2020). On size.")},
        ),
        (  # entries that only lead back to what cites them
            'So it is (<a href="#b5" name="bb5">Lee, 2020</a>).',
            '<ol class="references"><li><span class="label"><a href="#bb5">Lee, 2020</a></span>'
            '<span id="rf5"><div>A. Lee</div> On size (2020)</span></li></ol>',
            [("Lee, 2020", ("rf5",))],
            {"rf5": ("Lee, 2020", "Lee, 2020 A. Lee On size (2020)")},
        ),
        (  # anchors in old pages
            'So it is <a href="#lee">[Lee]</a>.',
            '<h3>Bibliography</h3><dl><dt><a name="lee">[Lee]</a><dd>Lee, A. (2020). On size.</dl>',
            [("[Lee]", ("lee",))],
            {"lee": ("Lee", "Lee, A. (2020). On size.")},
        ),
    ],
)
def test_habits_of_linking(
    text: str,
    listing: str,
    cited: list[tuple[str, tuple[str, ...]]],
    entry: dict[str, tuple[str | None, str]],
) -> None:
    document = read(f"<article><h1>T</h1>{WORDS}<p>{text}</p>{listing}</article>")
    assert citations(document) == cited
    assert references(document) == entry


NOTE = 'Locks cost a week.<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
NOTES = (
    '<section class="footnotes" role="doc-endnotes"><ol><li id="fn1">{}<a href="#fnref1">↩</a></li></ol>'
    "</section>"
)


def kinds_of_note(note: str, listing: str = "") -> list[str]:
    page = f"<article><h1>T</h1>{WORDS}<p>{NOTE}</p>{listing}{NOTES.format(note)}</article>"
    found = read(page)
    return [one.kind.value for one in found.blocks if note[:9] in found.words(one)]


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Simms (2011) gives the price of the lock, which is more than a week's wage.", "footnote"),
        ("Ann Simms, <i>Locks and Wages</i> (York: Iron Press, 2011) has the figures for the north.", "footnote"),
        ("Simms, A. Locks and wages. York, 2011, which has the figures.", "footnote"),
        ("Compare Ann Simms, “Locks,” <i>Wage Review</i> 4 (2011): 1–9.", "footnote"),
        ("Ann Simms, <i>Locks and Wages</i> (York: Iron Press, 2011).", "reference"),
        ("Simms, A. (2011) Locks and wages. York: Iron Press.", "reference"),
        ("Ann Simms, <i>Locks</i> (York: Iron Press, 2011) in the edition of 2015.", "reference"),
        ("Ann Simms, “What (1900) means to locks,” <i>Wage Review</i> 4 (2011), pp. 1–9.", "reference"),
    ],
)  # fmt: skip
def test_a_note_is_a_reference_if_it_is_nothing_but_an_entry(note: str, kind: str) -> None:
    assert kinds_of_note(note) == [kind]


@pytest.mark.parametrize(
    "listing",
    [
        '<div class="csl-bib-body"><div class="csl-entry" id="ref-w">Wu, B. (2019). More.</div></div>',
        '<section role="doc-bibliography"><ol><li>Wu, B. (2019). More.</li></ol></section>',
        "<h2>References</h2><p>Wu, B. (2019). More.</p>",
    ],
)
def test_notes_beside_a_reference_list_are_no_references(listing: str) -> None:
    assert kinds_of_note("Simms, A. (2011). Locks and wages. York.", listing) == ["footnote"]


def test_a_side_note_of_a_margin_stands_behind_its_paragraph() -> None:
    assert lines(
        '<p>Words<label for="s1" class="margin-toggle"></label><input id="s1" type="checkbox">'
        '<span class="sidenote">Aside.</span> go on.</p>'
    ) == [("paragraph", "Words go on."), ("footnote", "Aside.")]


def test_links_to_sections_cite_nothing() -> None:
    document = read(
        '<p>See <a href="#s2">2</a> and <a href="#fig1">Fig. 1</a>.</p><h2 id="s2">2 Ends</h2>'
        '<p>More.</p><figure id="fig1"><figcaption>Seen in 2020 by Lee, A.</figcaption></figure>'
    )
    assert citations(document) == []
    assert references(document) == {}


def test_a_list_without_links_has_numbers() -> None:
    found = references(
        read(f"{WORDS}<h2>Sources</h2><ol start=4><li>Lee (2020) J.<li>Wu (2019) K.</ol>")
    )
    assert [label for label, _ in found.values()] == ["4", "5"]


# Metadata


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>On Size | A Site</title>", "On Size"),
        ("<title>On Size - and - Weight – A Site</title>", "On Size - and - Weight"),
        ("<title>Size</title>", "Size"),
        ('<meta property="og:title" content="On Size — Site"><meta property="og:site_name" content="Site">', "On Size"),
        ('<meta name="citation_title" content="On Size | Weight">', "On Size | Weight"),
        ('<script type="application/ld+json">{"@type":"Article","headline":"On <i>Size</i>"}</script>', "On Size"),
        ('<script type="application/ld+json">{"@type":"Article","headline":["x"]}</script><title>T</title>', "T"),
        ('<script type="application/ld+json">{broken</script><title>T</title>', "T"),
    ],
)  # fmt: skip
def test_titles(head: str, title: str) -> None:
    assert read(f"<head>{head}</head><body>{WORDS}").metadata.title == title


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ('<header><h1>T</h1><p class="date">May 2024</p></header>', 2024),
        ('<h1>T</h1><div class="meta"><span class="date">3 May 2024</span></div>', 2024),
        ('<h1>T</h1><p>By A. <time datetime="10:30">3 May 2024</time></p>', 2024),
        ('<h1>T</h1><p><time>5 minutes</time> <time>3 May 2024</time></p>', 2024),
        ('<head><meta name="dcterms.date" content="2024-05-01"></head><h1>T</h1>', 2024),
        ('<h1>T</h1><meta itemprop="datePublished" content="2024-05-01">', 2024),
        ('<head><meta property="dcterms:created" content="2024-05-01"></head><h1>T</h1>', 2024),
        ('<head><meta name="dcterms.date" content="2024"></head><h1>T</h1><p class="date">1999</p>', 2024),
        ('<div><h1>T</h1></div><section><ul><li><span class="date">1999</span> Another</li></ul></section>', None),
        ('<header><span class="date">1 May 2026</span></header><div><h1>T</h1></div>', None),
        ('<h1>T</h1><p class="date">On a fine day</p>', None),
    ],
)  # fmt: skip
def test_years(page: str, year: int | None) -> None:
    assert read(page + WORDS).metadata.year == year


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Bo Wu">', ("Ann Lee", "Bo Wu")),
        ('<meta name="author" content="By Ann Lee and Bo Wu">', ("Ann Lee", "Bo Wu")),
        ('<meta property="article:author" content="https://x.example/ann">', ()),
        ('<script type="application/ld+json">{"@type":["Article"],"author":["Ann Lee",{"name":"Bo Wu"}]}</script>', ("Ann Lee", "Bo Wu")),
        ('<meta name="DC.creator" content="Ministry of Works">', ("Ministry of Works",)),
    ],
)  # fmt: skip
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert read(f"<head>{head}</head><body>{WORDS}").metadata.authors == authors


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/a"]
)
def test_only_addresses_of_the_web_are_kept(address: str) -> None:
    assert read(f'<link rel="canonical" href="{address}">{WORDS}').metadata.url is None


# Bytes


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-16"),
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="Shift_JIS">', "shift_jis"),
        ('<meta charset="utf-7">', "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    word = {"cp1251": "Слово", "koi8-r": "Слово", "shift_jis": "言葉"}.get(encoding, "“naïve”")
    page = f"{head}<html><body><p>One {word} in a page of words.</p></body></html>"
    assert read(page.encode(encoding)).text == f"One {word} in a page of words."


def test_a_page_with_prefixes_and_empty_elements() -> None:
    page = (
        '<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title/></h:head>'
        '<h:body><h:p>One <h:a name="x"/>word.</h:p><h:script src="x"/><h:p>Two.</h:p></h:body></h:html>'
    )
    assert texts(page) == ["One word.", "Two."]


@pytest.mark.parametrize(
    ("start", "at_least", "at_most"),
    [
        ("<!DOCTYPE html><p>x", 1, 1),
        ("\ufeff <!-- saved from x -->\n<HTML><p>x", 1, 1),
        ("<head><title>x</title>", 0.6, 1),
        ("<p>a page without a head</p>", 0.6, 1),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 1, 1),
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>x', 0, 0),
        ("<svg xmlns='http://www.w3.org/2000/svg'><title>x", 0, 0),
        ('<article xmlns:xlink="x" article-type="research"><front>', 0, 0),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'>", 0, 0),
        ("plain words about the <html> tag", 0, 0),
        ("# Markdown with <b>tags</b>", 0, 0),
    ],
)
def test_sniffing(start: str, at_least: float, at_most: float) -> None:
    assert at_least <= READER.sniff(start.encode()) <= at_most


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<html><head><script src=app.js></script></head><body><div id=root></div></body></html>", "by a script"),
        ("<html><frameset><frame src=a.html></frameset></html>", "set of frames"),
        ("<html><body><img src=x></body></html>", "holds no article text"),
        ("<!-- nothing -->", "empty page"),
        ("From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n<html>", "web archive"),
        ("\0\0", "empty page"),
    ],
)  # fmt: skip
def test_refusals_say_why(source: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        read(source)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + WORDS,
        WORDS + "<div>" * 100_000,
        WORDS + "<table><tr><td>" * 30_000,
        WORDS + "<ul><li>" * 20_000,
        WORDS + "<d-footnote>x" * 3_000,
        WORDS + "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
        WORDS + "<a name=x1><a href=#x1>1</a>" * 5_000,
        WORDS + "<!-- " * 100_000,
        WORDS + "<" * 1_000_000,
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + WORDS + "&b;" * 1000,
        '<!DOCTYPE html SYSTEM "file:///etc/passwd">' + WORDS,
        f"<script type='application/ld+json'>{'[' * 100_000}</script>{WORDS}",
        f"<script type='text/front-matter'>{'[ ' * 20_000}</script>{WORDS}",
        f"<html>{WORDS}\0\x01\x1b[31m&#1;&#27;&#xFFFE;&#xD800;<br hidden>\x0b\uffff</html",
    ],
    ids=range(14),
)
def test_hostile_pages_are_read_or_refused(source: str) -> None:
    try:
        document = read(source)
    except RefusedError:
        return
    assert "There are words here, and they make a sentence." in document.text
    assert "\x1b" not in document.text
    assert "root:" not in document.text


def test_a_long_line() -> None:
    assert (
        len(read("<p>" + "A sentence of eight words stands right here. " * 50_000).text) > 2_000_000
    )


@given(st.integers(0, 4000), st.sampled_from(["wordpress", "wikipedia", "latexml", "nineties"]))
def test_truncated_pages(size: int, name: str) -> None:
    try:
        document = read((PAGES / f"{name}.html").read_bytes()[:size])
    except RefusedError:
        return
    assert_sound(document)


FRAGMENTS = st.sampled_from(
    re.findall(
        r"\S+",
        "<p> </p> <div> </div> <ol class=references> <li id=r1> <a_href=#r1>1</a> <h2>References</h2> <table> <tr>"
        " <td> </table> <sup> </sup> <d-cite_key=a> <d-footnote> </d-footnote> <br> <pre> </pre> <blockquote> <q>"
        " <math> </math> <figure> <figcaption> <nav> </nav> Lee,_A._(2020). word &amp; &#0; <b <!-- --> <ul> </ul>"
        " </li> <section_class=footnotes> <span_class=ltx_note_outer> </span> <dl> <dt> <dd> <caption> <th>",
    )
)


@given(st.lists(FRAGMENTS, max_size=60))
def test_any_heap_of_tags(parts: list[str]) -> None:
    try:
        document = read(" ".join(part.replace("_", " ") for part in parts))
    except RefusedError:
        return
    assert_sound(document)


def assert_sound(document: ParsedDocument) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert (
            document.words(block).strip() == document.words(block) or block.kind is BlockKind.CODE
        )
        end = block.end
    keys = set(references(document))
    assert all(set(cited) <= keys | {"a"} for _, cited in citations(document))


# Real pages


@pytest.mark.parametrize(
    ("folder", "title", "authors", "entries", "links"),
    [
        ("distill-building-blocks", "The Building Blocks of Interpretability", 7, 46, 56),
        ("distill-momentum", "Why Momentum Really Works", 1, 23, 23),  # 3 more in a comment
        ("distill-research-debt", "Research Debt", 2, 22, 22),
    ],
)
def test_distill(folder: str, title: str, authors: int, entries: int, links: int) -> None:
    path = shared("papers", folder, "index.html")

    def beside(name: str) -> bytes | None:
        found = path.parent / name
        return found.read_bytes() if found.is_file() else None

    document = READER.read(path.read_bytes(), path.name, beside)
    assert (document.metadata.title, len(document.metadata.authors)) == (title, authors)
    assert len(references(document)) == entries
    assert sum(len(keys) for _, keys in citations(document)) == links
    assert all(one.described is not None for one in document.layer(ReferenceMarked))
