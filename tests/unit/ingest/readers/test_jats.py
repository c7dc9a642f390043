"""JATS: every word where it is read, every pointer tied to its entries, no harm done."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CitationMarked, Markup, ParsedDocument, ReferenceMarked
from ingest.readers.jats import READER
from kg.errors import RefusedError
from kg.vocab import BlockKind

DOCTYPE = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.2//EN" "JATS.dtd">'
NAMESPACES = (
    'xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
FRONT = """\
<front><journal-meta><journal-title>Moss Studies</journal-title>
<publisher><publisher-name>Leaf</publisher-name></publisher></journal-meta>
<article-meta><article-id pub-id-type="doi">https://doi.org/10.5555/MOSS.7</article-id>
<article-categories><subj-group><subject>Botany</subject></subj-group></article-categories>
<title-group><article-title>How H<sub>2</sub>O feeds <italic>moss</italic><xref ref-type="fn"
rid="n0">*</xref></article-title><subtitle>A study</subtitle>
<fn-group><fn id="n0"><label>*</label><p>First shown in Town.</p></fn></fn-group></title-group>
<contrib-group>
<contrib contrib-type="author"><name-alternatives><name><surname>Lee</surname><given-names>Ann
</given-names></name><name><surname>L</surname></name></name-alternatives></contrib>
<contrib contrib-type="author"><name name-style="eastern"><surname>Mao</surname><given-names>Li
</given-names></name></contrib>
<contrib contrib-type="author"><collab>The Moss Group<contrib-group><contrib><name>
<surname>Hidden</surname></name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="author"><string-name>Jean de la Croix</string-name></contrib>
<contrib contrib-type="author non-byline"><name><surname>Far</surname></name></contrib>
<contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib></contrib-group>
<aff><label>1</label><institution>Leaf University</institution>, <country>Land</country></aff>
<author-notes><fn fn-type="conflict"><p>We have no conflicts.</p></fn></author-notes>
<pub-date pub-type="ppub"><year>2009</year></pub-date>
<pub-date pub-type="epub"><year>2008</year></pub-date>
<pub-date pub-type="pmc-release"><year>2007</year></pub-date>
<volume>3</volume><issue>1</issue><fpage>7</fpage><lpage>12</lpage>
<permissions><license><license-p>Free to all.</license-p></license></permissions>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<abstract><sec><title>Aims</title><p>We ask why.</p></sec></abstract>
<kwd-group><kwd>moss</kwd><kwd>water</kwd></kwd-group>
<funding-group><funding-statement>Paid by rain.</funding-statement></funding-group>
</article-meta></front>"""
ENTRIES = "".join(
    f'<ref id="r{number}"><label>{number}.</label><mixed-citation>Oak A. Leaf {number}. '
    f"<year>199{number}</year>.</mixed-citation></ref>"
    for number in range(1, 7)
)


def article(body: str = "", back: str = "", front: str = "") -> str:
    return f"{DOCTYPE}<article {NAMESPACES}>{front}<body>{body}</body><back>{back}</back></article>"


def read(source: str | bytes, name: str = "given.xml") -> ParsedDocument:
    return READER.read(source.encode() if isinstance(source, str) else source, name)


def blocks(document: ParsedDocument) -> list[tuple[str, int, str]]:
    return [(one.kind.value, one.level, document.words(one)) for one in document.blocks]


def cited(body: str, entries: str = ENTRIES) -> list[tuple[str, str]]:
    document = read(article(f"<p>{body}</p>", f"<ref-list>{entries}</ref-list>"))
    return [(document.words(one), " ".join(one.keys)) for one in document.marked(CitationMarked)]


def words(body: str) -> str:
    document = read(article(f"<p>{body}</p>", f"<ref-list>{ENTRIES}</ref-list>"))
    return document.words(document.blocks[0])


def xref(*numbers: int, text: str | None = None) -> str:
    shown = text if text is not None else str(numbers[0])
    targets = " ".join(f"r{number}" for number in numbers)
    return f'<xref ref-type="bibr" rid="{targets}">{shown}</xref>'


def references(entry: str) -> list[ReferenceMarked]:
    document = read(article("<p>Words.</p>", f"<ref-list>{entry}</ref-list>"))
    return list(document.marked(ReferenceMarked))


def printed(entry: str) -> str:
    document = read(article("<p>Words.</p>", f"<ref-list>{entry}</ref-list>"))
    (mark,) = document.marked(ReferenceMarked)
    return document.words(mark)


def test_front_matter() -> None:
    stated = read(article("<p>Words.</p>", front=FRONT)).metadata
    assert stated.title == "How H2O feeds moss: A study"
    assert stated.authors == ("Ann Lee", "Mao Li", "The Moss Group", "Jean de la Croix")
    assert (stated.year, stated.doi, stated.container) == (2008, "10.5555/moss.7", "Moss Studies")
    assert (stated.volume, stated.issue, stated.pages) == ("3", "1", "7–12")
    assert stated.publisher == "Leaf"


def test_the_parts_of_an_article_in_the_order_of_reading() -> None:
    document = read(article("<p>Words.</p>", "<ack><p>Thanks to rain.</p></ack>", FRONT))
    assert blocks(document) == [
        ("title", 1, "How H2O feeds moss: A study"),
        ("byline", 0, "Ann Lee, Mao Li, The Moss Group, Jean de la Croix"),
        (
            "front_matter",
            0,
            "(2008). Moss Studies 3(1), 7–12. Leaf. https://doi.org/10.5555/moss.7",
        ),
        ("front_matter", 0, "Botany"),
        ("front_matter", 0, "1 Leaf University, Land"),
        ("front_matter", 0, "Keywords: moss, water"),
        ("front_matter", 0, "Free to all."),
        ("footnote", 0, "* First shown in Town."),
        ("heading", 2, "Abstract"),
        ("heading", 3, "Aims"),
        ("paragraph", 0, "We ask why."),
        ("heading", 2, "Graphical abstract"),
        ("paragraph", 0, "A picture."),
        ("paragraph", 0, "Words."),
        ("heading", 2, "Author notes"),
        ("footnote", 0, "We have no conflicts."),
        ("heading", 2, "Funding"),
        ("paragraph", 0, "Paid by rain."),
        ("heading", 2, "Acknowledgements"),
        ("paragraph", 0, "Thanks to rain."),
    ]


def test_sections_are_as_deep_as_they_lie() -> None:
    inner = "<sec><title>Soil</title><p>Deep.</p></sec>"
    document = read(
        article(f"<sec><label>2.</label><title>On <bold>moss</bold></title>{inner}</sec>")
    )
    assert blocks(document) == [
        ("heading", 2, "2. On moss"),
        ("heading", 3, "Soil"),
        ("paragraph", 0, "Deep."),
    ]


def test_what_floats_is_written_behind_the_paragraph() -> None:
    figure = (
        "<fig><label>Figure 1</label><caption><title>A moss.</title><p>It is<fn><p>Noted.</p></fn>"
        " green.</p></caption><graphic/></fig>"
    )
    note = "<fn><label>a</label><p>Not so.</p><p>Never.</p></fn>"
    document = read(article(f"<p>Moss{figure}{figure} is{note} old.</p><p>Next.</p>"))
    shown = [("caption", 0, "Figure 1. A moss."), ("caption", 0, "It is green.")]
    assert blocks(document) == [
        ("paragraph", 0, "Moss is old."),
        *[*shown, ("footnote", 0, "Noted.")] * 2,
        ("footnote", 0, "a Not so."),
        ("footnote", 0, "Never."),
        ("paragraph", 0, "Next."),
    ]


def test_a_list_parts_its_paragraph() -> None:
    items = (
        "<list><list-item><label>(i)</label><p>one,</p></list-item><list-item><p>two</p>"
        "<list><list-item><p>deep</p></list-item></list></list-item></list>"
    )
    document = read(article(f"<p>We used {items} and so on.</p>"))
    assert blocks(document) == [
        ("paragraph", 0, "We used"),
        ("list_item", 1, "(i) one,"),
        ("list_item", 1, "two"),
        ("list_item", 2, "deep"),
        ("paragraph", 0, "and so on."),
    ]
    assert [document.words(one) for one in document.marked(Markup)] == ["(i)"]


def test_a_formula_is_written_once_within_its_sentence() -> None:
    both = (
        "<alternatives><mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn>"
        "<mml:annotation>x is 2</mml:annotation></mml:math><tex-math>$x=2$</tex-math>"
        "<graphic/></alternatives>"
    )
    tex = r"<tex-math>\documentclass{minimal}\begin{document}$$y^2$$\end{document}</tex-math>"
    assert (
        words(
            f"Thus<disp-formula>{both}<label>(1)</label></disp-formula>where "
            f"<inline-formula>{tex}</inline-formula>, as said."
        )
        == "Thus x=2 (1) where y^2, as said."
    )


def test_tables_are_rows_of_cells_with_their_caption_and_notes() -> None:
    table = (
        "<table-wrap><label>Table 1</label><caption><title>Sizes</title></caption><alternatives>"
        "<graphic/><table><thead><tr><th/><th>Size</th></tr></thead><tbody><tr><td>Moss"
        '<xref ref-type="table-fn" rid="t"><sup>a</sup></xref></td><td><p>1</p><list><list-item>'
        f"<p>2</p></list-item></list> [{xref(1)}]</td></tr></tbody></table></alternatives>"
        '<table-wrap-foot><fn id="t"><label>a</label><p>Wet.</p></fn></table-wrap-foot>'
        "</table-wrap>"
    )
    document = read(article(table, f"<ref-list>{ENTRIES}</ref-list>"))
    assert blocks(document)[:3] == [
        ("caption", 0, "Table 1. Sizes"),
        ("table", 0, "| Size\nMossᵃ | 1 2 [1]"),
        ("footnote", 0, "a Wet."),
    ]
    assert [one.keys for one in document.marked(CitationMarked)] == [("r1",)]


def test_quotes_poems_code_boxes_and_definitions() -> None:
    document = read(
        article(
            "<disp-quote><p>Moss is slow.</p><attrib>Anon</attrib></disp-quote>"
            "<verse-group><verse-line>O moss,</verse-line><verse-line>so green.</verse-line>"
            "</verse-group><code>a = 1\n  b = 2</code>"
            "<boxed-text><label>Box 1</label><sec><title>Inside</title><p>Boxed.</p></sec>"
            "</boxed-text><def-list><def-item><term>Moss</term><def><p>A plant.</p></def>"
            "</def-item></def-list>"
        )
    )
    assert blocks(document) == [
        ("quote", 0, "Moss is slow."),
        ("quote", 0, "Anon"),
        ("quote", 0, "O moss,\nso green."),
        ("code", 0, "a = 1\n  b = 2"),
        ("caption", 0, "Box 1"),
        ("caption", 0, "Inside"),
        ("paragraph", 0, "Boxed."),
        ("list_item", 1, "Moss: A plant."),
    ]


def test_sub_articles_are_further_sections() -> None:
    inner = (
        "<sub-article><front-stub><title-group><article-title>Reply</article-title></title-group>"
        "<contrib-group><contrib><name><surname>Rey</surname><given-names>P</given-names></name>"
        f"</contrib></contrib-group></front-stub><body><p>See [{xref(2)}].</p><sec><title>One"
        "</title><p>Words.</p></sec></body></sub-article></article>"
    )
    source = article("<p>Main.</p>", f"<ref-list>{ENTRIES}</ref-list>")
    document = read(source.replace("</article>", inner))
    assert blocks(document)[-5:] == [
        ("heading", 2, "Reply"),
        ("byline", 0, "P Rey"),
        ("paragraph", 0, "See [2]."),
        ("heading", 3, "One"),
        ("paragraph", 0, "Words."),
    ]
    assert [one.keys for one in document.marked(CitationMarked)] == [("r2",)]
    assert document.metadata.title is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"See [{xref(1)}, {xref(3)}].", [("1", "r1"), ("3", "r3")]),
        (f"See {xref(1, 3, text='[1,3]')}.", [("[1,3]", "r1 r3")]),
        (f"See [{xref(1)}–{xref(4)}].", [("1", "r1"), ("4", "r2 r3 r4")]),
        (f"See {xref(2, text='[2]')}–{xref(4, text='[4]')}.", [("[2]", "r2"), ("[4]", "r3 r4")]),
        (f"See {xref(2, text='[2]')}{xref(4, text='-[4]')}.", [("[2]", "r2"), ("-[4]", "r3 r4")]),
        (f"See {xref(2, 4, text='[2-4]')}.", [("[2-4]", "r2 r3 r4")]),
        (f"See {xref(2, text='2–4')}.", [("2–4", "r2 r3 r4")]),
        (f"See [{xref(4)}–{xref(2)}].", [("4", "r4"), ("2", "r2")]),
        (
            f"In {xref(1, text='Oak 1991')}–{xref(3, text='Elm 1993')}.",
            [("Oak 1991", "r1"), ("Elm 1993", "r3")],
        ),
        (f"See [{xref(1)}{xref(2, text='')}–{xref(3)}].", [("1", "r1"), ("3", "r2 r3")]),
        (f"See {xref(2, text='')}.", [("[2]", "r2")]),
        (f"See {xref(9)}.", [("9", "r9")]),
        (
            'See <xref rid="r2">2</xref> and <xref ref-type="fig" rid="f">Figure 2</xref>.',
            [("2", "r2")],
        ),
    ],
)
def test_pointers_and_their_ranges(body: str, expected: list[tuple[str, str]]) -> None:
    assert cited(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"Moss<sup>{xref(1)},{xref(3)}–{xref(5)}</sup> grows.", "Moss¹,³–⁵ grows."),
        (f"Moss{xref(2, text='<sup>2</sup>')} grows.", "Moss² grows."),
        (f"Moss.{xref(2)} Next.", "Moss.² Next."),
        (f"Moss {xref(2)} grows.", "Moss 2 grows."),
        (f"Moss [{xref(1)},{xref(2)}] grows.", "Moss [1,2] grows."),
        (f"Moss<sup>[{xref(1)},{xref(2)}]</sup> grows.", "Moss[1,2] grows."),
        ('Moss<xref ref-type="fn" rid="f"><sup>b</sup></xref> grows.', "Mossᵇ grows."),
        ("10<sup>5</sup> cm<sup>2</sup> of H<sub>2</sub>O", "105 cm2 of H2O"),
        ("Moss<sup>1,2</sup> grows.<sup>3</sup> So.", "Moss¹,² grows.³ So."),
        ("at 5 min<sup>−1</sup> by 10<sup>3</sup>", "at 5 min−1 by 103"),
        ("a <!-- no --> wo<?pi x?>rd<![CDATA[ & <more>]]>", "a word & <more>"),
    ],
)
def test_words_do_not_run_into_numbers(body: str, expected: str) -> None:
    assert words(body) == expected


def test_the_fields_of_an_element_citation() -> None:
    entry = (
        '<ref id="a"><label>1</label><element-citation publication-type="journal"><person-group '
        'person-group-type="author"><name><surname>Oak</surname><given-names>Carl D.'
        "</given-names><suffix>Jr</suffix></name><collab>Leaf Team</collab><etal/></person-group>"
        "<article-title>On <italic>leaves</italic></article-title><source>Leaf J</source>"
        "<year>1999a</year><volume>3</volume><issue>2</issue><fpage>1</fpage><lpage>9</lpage>"
        '<pub-id pub-id-type="doi">10.5555/Oak.1</pub-id><pub-id pub-id-type="pmid">77</pub-id>'
        "<comment>In two parts</comment></element-citation></ref>"
    )
    (mark,) = references(entry)
    assert (mark.key, mark.label) == ("a", "1")
    assert mark.described is not None
    assert {key: value for key, value in mark.described.description().items() if value} == {
        "title": "On leaves",
        "authors": ("Oak Jr, C. D.", "Leaf Team"),
        "year": 1999,
        "container": "Leaf J",
        "volume": "3",
        "issue": "2",
        "pages": "1–9",
        "doi": "10.5555/oak.1",
    }
    assert printed(entry) == (
        "1. Oak Jr, C. D., Leaf Team (1999). On leaves. Leaf J 3(2), 1–9. "
        "https://doi.org/10.5555/oak.1 pmid: 77. In two parts."
    )


@pytest.mark.parametrize(
    ("kind", "fields", "title", "container"),
    [
        ("book", "<source>Weather</source><publisher-name>Mud</publisher-name>", "Weather", None),
        ("book", "<chapter-title>Rain</chapter-title><source>Weather</source>", "Rain", "Weather"),
        ("journal", "<source>Leaf J</source><volume>3</volume>", None, "Leaf J"),
        (
            "confproc",
            "<article-title>Rain</article-title><conf-name>Wet 5</conf-name>",
            "Rain",
            "Wet 5",
        ),
        ("thesis", "<source>On rain</source>", "On rain", None),
    ],
)
def test_title_and_container_by_kind(
    kind: str, fields: str, title: str | None, container: str | None
) -> None:
    (mark,) = references(
        f'<ref id="a"><nlm-citation citation-type="{kind}">'
        '<person-group person-group-type="author">'
        "<name><surname>Elm</surname><given-names>D</given-names></name></person-group>"
        '<person-group person-group-type="editor"><name><surname>Ash</surname></name>'
        f"</person-group>{fields}<year>2001</year></nlm-citation></ref>"
    )
    assert mark.described is not None
    assert (mark.described.title, mark.described.container) == (title, container)
    assert mark.described.authors == ("Elm, D.",)


def test_a_mixed_citation_keeps_its_words() -> None:
    entry = (
        "<ref><label>[2]</label><mixed-citation><name><surname>Ivy</surname><given-names>F"
        "</given-names></name>, <name><surname>Oak</surname><given-names>G</given-names></name>, "
        '<etal/>. <source>The ivy book</source>. <year>2003</year>. <ext-link ext-link-type="uri" '
        'xlink:href="https://ivy.example/b">here</ext-link></mixed-citation><note><p>Good.</p>'
        "</note></ref>"
    )
    assert printed(entry) == "[2] Ivy F, Oak G, et al.. The ivy book. 2003. here Good."
    (mark,) = references(entry)
    assert (mark.key, mark.label) == (None, "2")
    assert mark.described is not None
    assert mark.described.url == "https://ivy.example/b"


def test_words_that_are_only_set_off_are_words_of_the_citation() -> None:
    entry = (
        "<ref id='r1'><mixed-citation><named-content content-type='left'>[1] </named-content>"
        "<named-content content-type='right'>Oak A. Leaf one. Journal of Leaves 1990;4:1–9. "
        "<ext-link xlink:href='https://doi.org/10.1234/leaf'>10.1234/leaf</ext-link>."
        "</named-content></mixed-citation></ref>"
    )
    assert printed(entry) == "[1] Oak A. Leaf one. Journal of Leaves 1990;4:1–9. 10.1234/leaf."
    assert references(entry)[0].described is None


def test_a_source_may_name_the_preprint() -> None:
    (mark,) = references(
        "<ref><element-citation><article-title>Leaf</article-title><year>2022</year>"
        "<source>arXiv preprint arXiv:2211.05102</source></element-citation></ref>"
    )
    assert mark.described is not None
    assert mark.described.arxiv == "2211.05102"


def test_words_without_fields_are_left_to_the_labeller() -> None:
    for words_alone in (
        "Oak A. On leaves. Leaf J 1999;3:1.",
        "Oak A. All about the leaves of trees. <source>Leaf J</source> <year>1999</year>",
    ):
        (mark,) = references(f"<ref><mixed-citation>{words_alone}</mixed-citation></ref>")
        assert mark.described is None


def test_words_that_stand_where_a_paragraph_should() -> None:
    document = read(
        article(
            "<list><list-item>One <bold>thing</bold></list-item></list><fn>Noted.</fn>",
            '<ref-list><ref id="a">Oak A. Leaf. 1999.</ref></ref-list>',
        )
    )
    assert [one for _, _, one in blocks(document)] == [
        "One thing",
        "Noted.",
        "References",
        "Oak A. Leaf. 1999.",
    ]


def test_several_works_under_one_number_are_all_cited() -> None:
    several = (
        '<ref id="r1"><label>1</label><mixed-citation id="x">Oak A. One.</mixed-citation>'
        '<mixed-citation id="y">Elm B. Two.</mixed-citation></ref><ref id="r2">'
        "<citation-alternatives><element-citation><source>Three</source><year>2003</year></element-citation>"
        "<mixed-citation>Yew C. Three.</mixed-citation></citation-alternatives></ref>"
    )
    marks = references(several)
    assert [(one.key, one.label) for one in marks] == [("r1", "1"), ("r1#2", "1"), ("r2", None)]
    assert cited(f"See [{xref(1)}].", several) == [("1", "r1 r1#2")]
    assert cited('See <xref ref-type="bibr" rid="y">1b</xref>.', several) == [("1b", "r1#2")]


def test_a_note_that_cites_in_full_is_a_reference() -> None:
    note = (
        '<fn id="n1"><label>1</label><p>See <mixed-citation><name><surname>Fern</surname>'
        "<given-names>G</given-names></name>, <article-title>On fern</article-title> "
        "(<year>1990</year>)</mixed-citation>, with care.</p></fn>"
    )
    document = read(
        article('<p>So<xref ref-type="fn" rid="n1">1</xref>.</p>', f"<fn-group>{note}</fn-group>")
    )
    (mark,) = document.marked(ReferenceMarked)
    assert (mark.key, document.words(mark)) == ("n1", "Fern G, On fern (1990)")
    assert document.text.endswith("1 See Fern G, On fern (1990), with care.")
    assert [one.keys for one in document.marked(CitationMarked)] == [("n1",)]


def test_entities_stand_for_words_alone() -> None:
    source = article("<p>&alpha; &co; &much; &who;</p>").replace(
        '"JATS.dtd"', '"JATS.dtd" [<!ENTITY co "Leaf &amp; Co"><!ENTITY much "<b>x</b>">]'
    )
    document = read(source)
    assert document.text == "α Leaf & Co &much; &who;"
    assert [fault.code for fault in document.faults] == ["unknown-entity"] * 2


@pytest.mark.parametrize(
    "data",
    [
        article("<p>Café.</p>").encode("utf-16"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + article("<p>Café.</p>")).encode("latin-1"),
        ('<?xml version="1.0" encoding="utf-16"?>' + article("<p>Café.</p>")).encode(),
        b"\xef\xbb\xbf" + article("<p>Café.</p>").encode(),
        ('<?xml version="1.0" encoding="utf-8"?>' + article("<p>Café.</p>")).encode("cp1252"),
        article("<p>Ca\0f\x01é.</p>").encode(),
    ],
)
def test_encodings_and_stray_bytes(data: bytes) -> None:
    assert read(data).text == "Café."


def nested(tag: str, times: int) -> str:
    return f"<{tag}>" * times + "x" + f"</{tag}>" * times


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (article("<p>Words.</p>")[:-30], "not well-formed XML at line 1, column"),
        (article("<p>Words.</sec>"), "not well-formed"),
        (article("<p>a & b</p>"), "not well-formed"),
        (
            f'<!DOCTYPE article [<!ENTITY a0 "ha">{LAUGHS}]><article>&a11;</article>',
            "amplification",
        ),
        (article(f"<p>{nested('b', 100_000)}</p>"), "depth"),
        (article(f"<p>{nested('b', 200)}</p>"), "deep inside each other"),
        (article("<p>" + "<b/>" * 2_000_001 + "</p>"), "tags are over the limit"),
        (article("<p>" + "words " * 600_000 + "</p>"), "more than 3,000,000 characters"),
        ("<pmc-articleset><article/><article/></pmc-articleset>", "holds 2 articles"),
        ("", "Document is empty"),
    ],
)
def test_refused_in_one_line(source: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        read(source)
    assert str(refused.value).startswith("given.xml: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("tag", ["p", "b", "sec", "list", "fn", "boxed-text", "sup", "xref", "ref"])
def test_nesting_up_to_the_limit_is_read(tag: str) -> None:
    assert read(article(nested(tag, 90), "<ref-list><p>End.</p></ref-list>")).text


def test_nothing_outside_of_the_file_is_read(tmp_path: object) -> None:
    for subset in (
        '<!ENTITY e SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;',
    ):
        source = f"<!DOCTYPE article [{subset}]><article><body><p>a &e; b</p></body></article>"
        assert read(source).text == "a &e; b"
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    )
    assert read(article(f"<p>a {include} b</p>")).text == "a b"


def test_a_long_line_takes_little_time() -> None:
    started = time.process_time()
    document = read(article("<p>" + f"moss [{xref(1)}] " * 20_000 + "</p>"))
    assert len(document.marked(CitationMarked)) == 20_000
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("data", "least", "most"),
    [
        (article().encode(), 1, 1),
        (article().encode("utf-16"), 1, 1),
        (b"<!-- a --><?x y?>\n<article><front/></article>", 0.9, 0.9),
        (b'<j:article xmlns:j="urn:j"><j:front/></j:article>', 0.9, 0.9),
        (b"<article><p>x</p></article>", 0.1, 0.4),
        (b'<article xmlns="http://docbook.org/ns/docbook"><body/></article>', 0, 0),
        (b"<html><body><article><body/></article></body></html>", 0, 0),
        (b"<rss><channel/></rss>", 0, 0),
        (b"<TEI/>", 0, 0),
        (b"<!-- article", 0, 0),
        (b"An article.", 0, 0),
        (b"", 0, 0),
    ],
)
def test_sniffs_the_root(data: bytes, least: float, most: float) -> None:
    assert least <= READER.sniff(data) <= most


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40
)


@given(st.lists(WORDS, max_size=6))
def test_every_paragraph_is_found_whole_and_in_order(given_words: list[str]) -> None:
    document = read(article("".join(f"<p>{escape(one)}</p>" for one in given_words)))
    text, at = " ".join(document.text.split()), 0
    for one in (" ".join(one.split()) for one in given_words):
        at = text.index(one, at) + len(one)


TAGS = (
    *("p", "sec", "title", "label", "list", "list-item", "fn", "fig", "caption", "table-wrap"),
    *("table", "tr", "td", "xref", "sup", "disp-formula", "alternatives", "boxed-text", "ref-list"),
    *("ref", "mixed-citation", "element-citation", "name", "person-group", "def-list", "unheard"),
)


@given(
    st.recursive(
        WORDS.map(escape),
        lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
            lambda made: f'<{made[0]} id="i" rid="i">{"".join(made[1])}</{made[0]}>'
        ),
        max_leaves=20,
    )
)
def test_any_tree_gives_blocks_and_spans_that_hold(tree: str) -> None:
    document = read(article(tree, f"<ref-list>{tree}</ref-list>"))
    assert all(one.start < one.end for one in document.blocks)
    pairs = zip(document.blocks, document.blocks[1:], strict=False)
    assert all(first.end <= second.start for first, second in pairs)
    for kind in (CitationMarked, ReferenceMarked, Markup):
        for span in document.marked(kind):
            assert any(one.start <= span.start < span.end <= one.end for one in document.blocks)
    kinds = {one.kind for one in document.blocks}
    assert kinds <= set(BlockKind)
