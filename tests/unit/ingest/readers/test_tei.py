"""TEI: GROBID's output, its training files, and editions by other hands."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CitationMarked, Markup, ParsedDocument, ReferenceMarked
from ingest.readers.tei import READER
from kg.errors import RefusedError

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'
PERSON = "<author><persName><forename>{}</forename><surname>{}</surname></persName></author>"
GROBID_HEADER = f"""\
<teiHeader><fileDesc><titleStmt><title level="a" type="main">Small gardens</title></titleStmt>
<publicationStmt><availability><p>Copyright Leaf Press</p></availability></publicationStmt>
<sourceDesc><biblStruct><analytic><author><persName><forename type="first">Ann</forename>
<forename type="middle">B</forename><surname>Lee</surname></persName><affiliation><orgName>Dept
of Moss</orgName><orgName>Leaf University</orgName></affiliation></author>
{PERSON.format("Bo", "van Wu")}<title level="a" type="main">Small gardens</title></analytic>
<monogr><title level="j" type="main">Journal of Moss</title><title level="j" type="abbrev">J. Moss
</title><imprint><publisher>Leaf Press</publisher><biblScope unit="volume">4</biblScope>
<biblScope unit="issue">2</biblScope><biblScope unit="page" from="11" to="19"/>
<date type="published" when="2019-05-02">2 May 2019</date></imprint></monogr>
<idno type="DOI">10.5555/MOSS.4</idno><idno type="arXiv">arXiv:1905.00001v2[q-bio.PE]</idno>
</biblStruct></sourceDesc></fileDesc><encodingDesc><p>Made by a machine.</p></encodingDesc>
<profileDesc><textClass><keywords><term>moss</term><term>city</term></keywords></textClass>
<abstract><div><p><s>Moss grows.</s><s>It is slow.</s></p></div></abstract></profileDesc>
</teiHeader>"""
ENTRIES = f"""\
<div type="references"><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a">On leaves</title>{PERSON.format("C", "Oak")}
<idno type="DOI">10.5555/oak.1</idno></analytic><monogr><title level="j">Leaf Letters</title>
<imprint><biblScope unit="volume">3</biblScope><biblScope unit="page" from="1" to="9"/>
<date type="published" when="1999"/></imprint></monogr>
<note type="raw_reference">[1] C. Oak. On leaves. Leaf Letters 3 (1999).</note></biblStruct>
<biblStruct xml:id="b1"><monogr><title level="m">The book of soil</title>{PERSON.format("Bo", "Wu")}
<imprint><date when="2001">2001</date><publisher>Mud</publisher></imprint></monogr></biblStruct>
<biblStruct xml:id="b2"><analytic><title level="a">Rain</title>{PERSON.format("Dora", "Elm")}
<idno type="arXiv">1801.00002</idno></analytic><monogr><title level="m">Wet 5</title><imprint>
<date when="2018-02"/></imprint></monogr><ptr target="https://rain.example/x"/></biblStruct>
<biblStruct xml:id="b3"><monogr><title/><imprint/></monogr>
<note type="raw_reference">Own words.</note></biblStruct>
</listBibl></div>"""


def tei(body: str = "", back: str = "", header: str = "") -> str:
    return f"<TEI {NAMESPACE}>{header}<text><body>{body}</body><back>{back}</back></text></TEI>"


def read(source: str | bytes) -> ParsedDocument:
    return READER.read(source.encode() if isinstance(source, str) else source, "given.xml")


def blocks(document: ParsedDocument) -> list[tuple[str, int, str]]:
    return [(one.kind.value, one.level, document.words(one)) for one in document.blocks]


def words(paragraph: str) -> str:
    return read(tei(f"<p>{paragraph}</p>")).text


def test_the_header_that_grobid_writes() -> None:
    stated = read(tei("<p>Words.</p>", header=GROBID_HEADER)).metadata
    assert (stated.title, stated.authors) == ("Small gardens", ("Ann B Lee", "Bo van Wu"))
    assert (stated.year, stated.doi, stated.arxiv) == (2019, "10.5555/moss.4", "1905.00001")
    assert (stated.container, stated.volume, stated.issue) == ("Journal of Moss", "4", "2")
    assert (stated.pages, stated.publisher) == ("11–19", "Leaf Press")


def test_the_parts_of_a_text_in_the_order_of_reading() -> None:
    body = (
        '<div><head n="1.">Introduction</head><p>Gardens matter.</p></div>'
        '<div><head n="1.1">Soil</head><p>It follows</p><formula>y = ax<label>(1)</label></formula>'
        "<p>so.</p></div><div><head>Results</head><p>Grown.</p></div>"
        "<figure><head>Figure 1:</head><label>1</label><figDesc><div><p><s>A garden.</s></p></div>"
        '</figDesc></figure><figure type="table"><head>Table 1</head><label>1</label><figDesc>'
        "Plants</figDesc><table><row><cell>Moss</cell><cell/><cell>2</cell></row><row><cell>Fern"
        '</cell></row></table><note>Few.</note></figure><note place="foot" n="1">See soil.</note>'
    )
    back = (
        '<div type="acknowledgement"><div><head>Thanks</head><p>To rain.</p></div></div>'
        f'<div type="funding"><div><p>None.</p></div></div>{ENTRIES}'
    )
    assert blocks(read(tei(body, back, GROBID_HEADER)))[2:-4] == [
        (
            "front_matter",
            0,
            "(2019). Journal of Moss 4(2), 11–19. Leaf Press. https://doi.org/10.5555/moss.4 "
            "arXiv:1905.00001",
        ),
        ("front_matter", 0, "Dept of Moss Leaf University"),
        ("front_matter", 0, "Keywords: moss, city"),
        ("front_matter", 0, "Copyright Leaf Press"),
        ("heading", 2, "Abstract"),
        ("paragraph", 0, "Moss grows. It is slow."),
        ("heading", 2, "1. Introduction"),
        ("paragraph", 0, "Gardens matter."),
        ("heading", 3, "1.1 Soil"),
        ("paragraph", 0, "It follows"),
        ("code", 0, "y = ax (1)"),
        ("paragraph", 0, "so."),
        ("heading", 2, "Results"),
        ("paragraph", 0, "Grown."),
        ("caption", 0, "Figure 1: A garden."),
        ("caption", 0, "Table 1. Plants"),
        ("table", 0, "Moss | | 2\nFern"),
        ("footnote", 0, "Few."),
        ("footnote", 0, "1 See soil."),
        ("heading", 2, "Thanks"),
        ("paragraph", 0, "To rain."),
        ("heading", 2, "Funding"),
        ("paragraph", 0, "None."),
        ("heading", 2, "References"),
    ]


def test_entries_and_their_fields() -> None:
    document = read(tei("<p>Words.</p>", ENTRIES))
    marks = document.marked(ReferenceMarked)
    assert [(one.key, document.words(one)) for one in marks] == [
        ("b0", "[1] C. Oak. On leaves. Leaf Letters 3 (1999)."),
        ("b1", "Wu, B. (2001). The book of soil. Mud."),
        ("b2", "Elm, D. (2018). Rain. Wet 5. arXiv:1801.00002 https://rain.example/x"),
        ("b3", "Own words."),
    ]
    leaves, soil, rain, own = (one.described for one in marks)
    assert leaves is not None
    assert (leaves.title, leaves.authors, leaves.year) == ("On leaves", ("Oak, C.",), 1999)
    assert (leaves.container, leaves.volume, leaves.pages) == ("Leaf Letters", "3", "1–9")
    assert leaves.doi == "10.5555/oak.1"
    assert soil is not None
    assert (soil.title, soil.container, soil.publisher) == ("The book of soil", None, "Mud")
    assert rain is not None
    assert (rain.container, rain.arxiv) == ("Wet 5", "1801.00002")
    assert own is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<ref type="bibr" target="#b0">[1]</ref>', [("[1]", "b0")]),
        ('<ref type="bibr" target="#b0 #b2">[1, 3]</ref>', [("[1, 3]", "b0 b2")]),
        (
            '<ref type="bibr" target="#b0">[1]</ref><ref type="bibr" target="#b3">-[4]</ref>',
            [("[1]", "b0"), ("-[4]", "b1 b2 b3")],
        ),
        ('<ref target="#b1">Wu, 2001</ref>', [("Wu, 2001", "b1")]),
        ('x <ptr type="bibr" target="#b1"/>.', [("[b1]", "b1")]),
        ('<ref type="bibr">(Wu, 2001)</ref>', []),
        ('<ref type="biblio">[1]</ref>', []),
        ('<ref type="figure" target="#fig_0">1</ref>', []),
        ('<ref target="https://b0.example/#b0">here</ref>', []),
    ],
)
def test_pointers(body: str, expected: list[tuple[str, str]]) -> None:
    document = read(tei(f"<p>See {body}</p>", ENTRIES))
    marks = document.marked(CitationMarked)
    assert [(document.words(one), " ".join(one.keys)) for one in marks] == expected


def test_a_training_file_without_namespace_header_and_divisions() -> None:
    document = read(
        '<tei xml:space="preserve"><teiHeader><fileDesc xml:id="0"/></teiHeader><text>'
        "<head>Introduction<lb/></head><p>Water <ref type='biblio'>[1]</ref> is mea-<lb/>sured at "
        "the time-<lb/>dependent well.<lb/> To be measured is to be dependent all the time.</p>"
        "<figure>Fig 1. A well.<lb/> Deep.</figure><figure type='table'>Table 1. Wells<lb/> a b"
        "<lb/> c d</figure></text></tei>"
    )
    assert blocks(document) == [
        ("heading", 2, "Introduction"),
        (
            "paragraph",
            0,
            "Water [1] is mea-sured at the time-dependent well. "
            "To be measured is to be dependent all the time.",
        ),
        ("caption", 0, "Fig 1. A well. Deep."),
        ("table", 0, "Table 1. Wells\na b\nc d"),
    ]
    (hidden,) = document.marked(Markup)
    assert document.text[: hidden.start].endswith("mea")
    assert document.words(hidden) == "-"
    assert document.metadata.title is None
    assert [fault.code for fault in document.faults] == ["invalid-xml"]


def test_a_title_that_only_the_text_has() -> None:
    document = read(tei("<div><head>On wells<note>First here.</note></head><p>Deep.</p></div>"))
    assert document.metadata.title == "On wells"
    assert blocks(document) == [
        ("title", 1, "On wells"),
        ("footnote", 0, "First here."),
        ("paragraph", 0, "Deep."),
    ]


def test_an_edition() -> None:
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Letters</title><title type='sub'>An edition</title>"
        "<author>Rose Thorn</author></titleStmt><publicationStmt><date>2011</date>"
        "</publicationStmt><sourceDesc><bibl><title>Old</title> <date when='1850'/></bibl>"
        "</sourceDesc></fileDesc></teiHeader>"
    )
    front = (
        "<front><titlePage><docTitle><titlePart>LETTERS</titlePart></docTitle></titlePage></front>"
    )
    body = (
        '<div type="letter"><head>First letter</head><opener><salute>Dear friend,</salute></opener>'
        "<p>I have <choice><sic>recieved</sic><corr>received</corr></choice> your <del>old</del> "
        'letter and it was w<lb break="no"/>onder<pb n="2" break="no"/>ful.<note n="a">She means '
        "<title>Moss</title>.</note> It cost<lb/>no<app><lem>thing</lem><rdg>body</rdg></app> "
        "<quote>as they say</quote>: <list><item>one;</item><label>b</label><item>two <list><item>"
        "deep</item></list></item></list> so it went.</p><lg><l>Roses are red,</l>"
        "<l>moss is green.</l></lg><quote><p>He said so.</p></quote></div>"
    )
    back = (
        "<div><head>Works cited</head><listBibl><bibl xml:id='kant'><author>Kant, Immanuel"
        "</author>, <title level='m'>Critique</title>, Riga: <publisher>H</publisher>, "
        "<date>1781</date>.</bibl>"
        "<bibl>Anon, Nothing known.</bibl></listBibl></div>"
    )
    document = read(tei(body, back, header).replace("<body>", f"{front}<body>"))
    stated = document.metadata
    assert (stated.title, stated.authors, stated.year) == (
        "Letters: An edition",
        ("Rose Thorn",),
        2011,
    )
    assert blocks(document)[2:] == [
        ("front_matter", 0, "LETTERS"),
        ("heading", 2, "First letter"),
        ("paragraph", 0, "Dear friend,"),
        (
            "paragraph",
            0,
            "I have received your letter and it was wonderful. It cost nothing as they say:",
        ),
        ("list_item", 1, "one;"),
        ("list_item", 1, "b two"),
        ("list_item", 2, "deep"),
        ("paragraph", 0, "so it went."),
        ("footnote", 0, "a She means Moss."),
        ("quote", 0, "Roses are red,\nmoss is green."),
        ("quote", 0, "He said so."),
        ("heading", 2, "Works cited"),
        ("reference", 0, "Kant, Immanuel, Critique, Riga: H, 1781."),
        ("reference", 0, "Anon, Nothing known."),
    ]
    kant, anon = document.marked(ReferenceMarked)
    assert kant.described is not None
    assert (kant.described.title, kant.described.authors) == ("Critique", ("Kant, I.",))
    assert (kant.described.year, kant.described.publisher) == (1781, "H")
    assert (anon.key, anon.described) == (None, None)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("moss<lb/>grows", "moss grows"),
        ("moss <lb/> grows", "moss grows"),
        ('mo<lb break="no"/>ss', "moss"),
        ("wo<!-- no -->rd<?pi x?>s", "words"),
        ('well<ref type="foot" target="#n">3</ref> and', "well³ and"),
        ('10<hi rend="superscript">5</hi>', "105"),
        ("<s>One.</s><s>Two.</s>", "One. Two."),
        ("so <formula>x = 1</formula>holds", "so x = 1 holds"),
        (
            "<choice><abbr>Dr</abbr><expan>Doctor</expan></choice> "
            "<subst><del>a</del><add>b</add></subst>",
            "Doctor b",
        ),
    ],
)
def test_words_within_a_sentence(paragraph: str, expected: str) -> None:
    assert words(paragraph) == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (tei("<p>Words.</p>")[:-20], "not well-formed XML at line 1, column"),
        (f"<teiCorpus {NAMESPACE}>{tei('<p>a</p>')}{tei('<p>b</p>')}</teiCorpus>", "holds 2 texts"),
        ("<teiCorpus/>", "holds 0 texts"),
    ],
)
def test_refused_in_one_line(source: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        read(source)
    assert str(refused.value).startswith("given.xml: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "tag", ["p", "hi", "div", "list", "item", "note", "quote", "figure", "ref"]
)
def test_nesting_up_to_the_limit_is_read(tag: str) -> None:
    assert read(tei(f"<{tag}>" * 90 + "x" + f"</{tag}>" * 90, "<p>End.</p>")).text


@pytest.mark.parametrize(
    ("data", "fit"),
    [
        (tei().encode(), 1),
        (tei().encode("utf-16"), 1),
        (b'<?xml version="1.0"?><!DOCTYPE TEI.2 [<!ENTITY a "b>">]><TEI.2><teiHeader/></TEI.2>', 1),
        (b'<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0"/>', 1),
        (b"<tei><text/></tei>", 1),
        (b"<article><front/></article>", 0),
        (b"<svg/>", 0),
        (b"TEI", 0),
        (b"", 0),
    ],
)
def test_sniffs_the_root(data: bytes, fit: float) -> None:
    assert READER.sniff(data) == fit


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40
)
TAGS = (
    *("p", "div", "head", "list", "item", "label", "note", "figure", "figDesc", "table", "row"),
    *("cell", "ref", "hi", "lb", "choice", "sic", "corr", "quote", "lg", "l", "listBibl", "bibl"),
    *("biblStruct", "title", "author", "formula", "s", "sp", "docTitle", "titlePage", "unheard"),
)


@given(
    st.recursive(
        WORDS.map(escape),
        lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
            lambda made: f'<{made[0]} target="#i">{"".join(made[1])}</{made[0]}>'
        ),
        max_leaves=20,
    )
)
def test_any_tree_gives_blocks_and_spans_that_hold(tree: str) -> None:
    document = read(tei(tree, f"<listBibl>{tree}</listBibl>"))
    assert all(one.start < one.end for one in document.blocks)
    pairs = zip(document.blocks, document.blocks[1:], strict=False)
    assert all(first.end <= second.start for first, second in pairs)
    for kind in (CitationMarked, ReferenceMarked, Markup):
        for span in document.marked(kind):
            assert any(one.start <= span.start < span.end <= one.end for one in document.blocks)
