"""Word documents."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from ingest.document import CitationMarked, ParsedDocument, ReferenceMarked
from ingest.readers.docx import READER
from kg.errors import RefusedError
from tests.packing import zipped
from tests.unit.ingest.readers.packages import (
    field,
    p,
    package,
    root,
    run,
    zotero,
)

ROE: dict[str, Any] = {
    "id": 1,
    "type": "article-journal",
    "title": "The tides of small harbours",
    "author": [{"family": "Roe", "given": "Ann"}],
    "issued": {"date-parts": [["2011"]]},
    "DOI": "10.1234/tides",
}
DOE: dict[str, Any] = {
    "id": 2,
    "title": "Boats",
    "author": [{"family": "Doe", "given": "Jo"}],
    "issued": {"date-parts": [[1999]]},
}


def read(body: str, **parts: str) -> ParsedDocument:
    return READER.read(package(body, **parts), "a.docx")


def blocks(document: ParsedDocument) -> list[tuple[str, int, str]]:
    return [(one.kind.value, one.level, document.words(one)) for one in document.blocks]


def listed(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_structure_follows_from_styles() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = (
        f"<w:tbl><w:tr>{cell(p('a'))}{cell(p('b') + p('c'))}</w:tr>"
        f"<w:tr>{cell(p('1'))}{cell('')}</w:tr></w:tbl>"
    )
    document = read(
        p("On Tides", "T")
        + p("Ann Lee and Bo Wu", "A")
        + p("3 May 2012")
        + p("Introduction 3", "TOC1")
        + p("Introduction", "Titre1")
        + p("Tides rise slowly.")
        + p("Where they rise", "Sub")
        + p("at first", properties=listed(0))
        + p("and then", properties=listed(1))
        + table
        + p("Table 1. Letters.", "C")
    )
    assert blocks(document) == [
        ("title", 1, "On Tides"),
        ("byline", 0, "Ann Lee and Bo Wu"),
        ("byline", 0, "3 May 2012"),
        ("heading", 1, "Introduction"),
        ("paragraph", 0, "Tides rise slowly."),
        ("heading", 2, "Where they rise"),
        ("list_item", 1, "at first"),
        ("list_item", 2, "and then"),
        ("table", 0, "a | b c\n1 |"),
        ("caption", 0, "Table 1. Letters."),
    ]
    metadata = document.metadata
    assert (metadata.title, metadata.authors, metadata.year) == (
        "On Tides",
        ("Ann Lee", "Bo Wu"),
        2012,
    )


def test_without_styles_bold_lines_are_headings() -> None:
    bold = "<w:b/>"
    document = read(
        p(run("On Tides", bold + '<w:sz w:val="32"/>'))
        + p("Ann Lee")
        + p(run("Where they rise", bold))
        + p(run("Tides", bold) + run(" rise slowly."))
        + p(run("They fall fast, too.", bold))
    )
    kinds = [kind for kind, _, _ in blocks(document)]
    assert kinds == ["title", "byline", "heading", "paragraph", "paragraph"]


def test_the_words_of_a_sentence_stand_uninterrupted() -> None:
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(
        p(
            run("Tides ")
            + f"<w:ins>{run('now ')}</w:ins>"
            + "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            + f"<w:moveFrom>{run('gone ')}</w:moveFrom>"
            + run("hidden", "<w:vanish/>")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + drawing
            + f"<w:hyperlink>{run('ri')}</w:hyperlink>{run('se.')}"
            + run("1,2", '<w:vertAlign w:val="superscript"/>')
        )
        + p("Then they fall."),
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("A remark.")}</w:footnote>',
    )
    assert blocks(document) == [
        ("paragraph", 0, "Tides now rise.¹,²"),
        ("footnote", 0, "A remark."),
        ("paragraph", 0, "Words in a box."),
        ("paragraph", 0, "Then they fall."),
    ]


def test_a_formula_stands_on_one_line() -> None:
    parts = (
        "<m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d>"
        "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f>"
        "<m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    )
    assert read(p(f"{run('Let p')}<m:oMath>{parts}</m:oMath>")).text == "Let p(x)(a+b)/cy^2"


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
)


def test_entries_under_their_heading_have_the_numbers_that_word_prints() -> None:
    document = read(
        p("Words [1].")
        + p("References", "Titre1")
        + p("Roe, A. (2011). Tides.", properties=listed(0, 2))
        + p("Doe, J. (1999). Boats.", properties=listed(0, 2))
        + p("Appendix", "Titre1")
        + p("More words."),
        numbering=NUMBERING,
    )
    marked = document.layer(ReferenceMarked)
    assert [(one.label, document.words(one)) for one in marked] == [
        ("1", "[1] Roe, A. (2011). Tides."),
        ("2", "[2] Doe, J. (1999). Boats."),
    ]
    assert blocks(document)[-1] == ("paragraph", 0, "More words.")


def test_fields_of_zotero_mark_citations_and_describe_what_is_listed() -> None:
    document = read(
        p(run("Both agree ") + field(zotero(ROE, DOE), "(Roe, 2011; Doe, 1999)") + run("."))
        + p("References", "Titre1")
        + p("Doe J. Boats. 1999.")
        + p("Roe A. The Tides of Small Harbours. J Harb. 2011.")
        + p("Poe E. Sand. 2001.")
    )
    (cited,) = document.layer(CitationMarked)
    assert document.words(cited) == "(Roe, 2011; Doe, 1999)"
    assert cited.keys == ("http://zotero.example/1", "http://zotero.example/2")
    doe, roe, poe = document.layer(ReferenceMarked)
    assert (doe.key, roe.key, poe.key) == (cited.keys[1], cited.keys[0], None)
    assert roe.described is not None
    assert roe.described.doi == "10.1234/tides"
    assert poe.described is None


def test_cited_works_that_no_list_shows_are_printed() -> None:
    document = read(p(run("So it is ") + field(zotero(ROE), "[1]") + run(".")))
    assert blocks(document)[1:] == [
        ("heading", 1, "References"),
        (
            "reference",
            0,
            "Roe, A. (2011). The tides of small harbours. https://doi.org/10.1234/tides",
        ),
    ]


ENDNOTE = (
    " ADDIN EN.CITE <EndNote><Cite><Author>Roe</Author><RecNum>7</RecNum><record>"
    "<titles><title>Tides of the sea</title></titles><dates><year>2011</year></dates>"
    "<contributors><authors><author>Roe, Ann</author></authors></contributors>"
    "</record></Cite></EndNote>"
)
MENDELEY = (
    "MENDELEY_CITATION_v3_"
    + base64.b64encode(
        json.dumps({"citationItems": [{"id": "m1", "itemData": ROE}]}).encode()
    ).decode()
)
SOURCES = (
    "<b:Source><b:Tag>Roe11</b:Tag><b:Title>Tides of the sea</b:Title><b:Year>2011</b:Year>"
    "<b:Author><b:Author><b:NameList><b:Person><b:Last>Roe</b:Last><b:First>Ann</b:First>"
    "</b:Person></b:NameList></b:Author></b:Author></b:Source>"
)


@pytest.mark.parametrize(
    ("marked", "key"),
    [
        (field(ENDNOTE, "(Roe, 2011)"), "endnote7"),
        (field("CITATION Roe11 \\l 1033", "(Roe, 2011)"), "Roe11"),
        (
            '<w:fldSimple w:instr=" CITATION Roe11 "><w:r><w:t>(Roe, 2011)</w:t></w:r>'
            "</w:fldSimple>",
            "Roe11",
        ),
        (
            f'<w:sdt><w:sdtPr><w:tag w:val="{MENDELEY}"/></w:sdtPr><w:sdtContent>'
            f"{run('(Roe, 2011)')}</w:sdtContent></w:sdt>",
            "m1",
        ),
    ],
)
def test_other_reference_managers(marked: str, key: str) -> None:
    document = read(p(run("So it is ") + marked + run(".")), sources=SOURCES)
    (cited,) = document.layer(CitationMarked)
    assert (document.words(cited), cited.keys) == ("(Roe, 2011)", (key,))
    (reference,) = document.layer(ReferenceMarked)
    assert reference.key == key
    assert reference.described is not None
    assert reference.described.authors == ("Roe, A.",)


def test_a_field_that_prints_the_list_needs_no_heading() -> None:
    begin, end = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "Roe, A. (2011). Tides.").split(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = read(
        p("Words.") + p(begin) + p(run("Doe, J. (1999). Boats.") + '<w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>' + end) + p("More words.")
    )  # fmt: skip
    assert [kind for kind, _, _ in blocks(document)] == [
        "paragraph",
        "paragraph",
        "reference",
        "paragraph",
    ]


def test_endnotes_that_are_references_are_the_list() -> None:
    pointer = '<w:r><w:endnoteReference w:id="{}"/></w:r>'.format
    document = read(
        p(run("Tides rise") + pointer(3) + run(" slowly.") + pointer(4)),
        endnotes=f'<w:endnote w:id="3">{p("Roe, A. (2011). Tides.")}</w:endnote>'
        f'<w:endnote w:id="4">{p("A remark.")}</w:endnote>',
    )
    assert document.text == "Tides rise¹ slowly.\n\n1. Roe, A. (2011). Tides.\n\nA remark."
    (cited,) = document.layer(CitationMarked)
    (reference,) = document.layer(ReferenceMarked)
    assert cited.keys == (reference.key,)


@pytest.mark.parametrize(
    ("core", "title", "authors", "year"),
    [
        (
            "<dc:title>Tides</dc:title><dc:creator>Ann Lee; Bo Wu</dc:creator>"
            "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>",
            "Tides",
            ("Ann Lee", "Bo Wu"),
            2013,
        ),
        (
            "<dc:title>Microsoft Word - draft.doc</dc:title><dc:creator>python-docx</dc:creator>",
            None,
            (),
            None,
        ),
        (
            "<dc:title>Document1</dc:title><dc:creator>Microsoft Office User</dc:creator>",
            None,
            (),
            None,
        ),
    ],
)
def test_properties_fill_what_the_pages_do_not_say(
    core: str, title: str | None, authors: tuple[str, ...], year: int | None
) -> None:
    metadata = read(p("Some words of a text."), core=core).metadata
    assert (metadata.title, metadata.authors, metadata.year) == (title, authors, year)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GOOD = package(p("Words that are here."))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE, "is in the format of Word before 2007; save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
            "is an OpenDocument text; save it as .docx",
        ),
        (GOOD[: len(GOOD) // 2], "it is corrupt"),
        (GOOD[:40] + b"\0" * 20 + GOOD[60:], ""),
        (zipped({"word/other.xml": b"<a/>"}), "holds no document of Word's"),
        (zipped({"word/document.xml": b"<document><body>"}), "not well-formed XML at line 1"),
        (zipped({"word/document.xml": b"\0" * 1000}), "word/document.xml: "),
        (package("<w:sdt><w:sdtContent>" * 20_000), ""),
        (package(p("word " * 700_000)), "holds more than 3,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, said: str) -> None:
    assert READER.sniff(data) > 0.9
    with pytest.raises(RefusedError, match=r"^a\.docx: .+") as caught:
        READER.read(data, "a.docx")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000),
        p('<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 5_000),
        "<w:tbl><w:tr><w:tc>" * 20 + p("x") + "</w:tc></w:tr></w:tbl>" * 20,
        "<w:p><w:r><w:drawing><w:txbxContent>" * 20
        + "</w:txbxContent></w:drawing></w:r></w:p>" * 20,
        p(f"<m:oMath>{'<m:f><m:num>' * 40}{'</m:num></m:f>' * 40}</m:oMath>"),
        p(field(' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [3, {"itemData": 4}', "x")),
        p(field(' ADDIN CSL_CITATION {"a":' + "[" * 50_000, "x")),
        p(field("ADDIN EN.CITE <EndNote><Cite></EndNote>", "x")),
        p('<w:r><w:footnoteReference w:id="1"/></w:r>'),
        "<w:p/><w:tbl/><w:sdt/><w:p><w:r/></w:p>",
        p(run("x", '<w:sz w:val="²"/>')),
    ],
)
def test_broken_markup_hides_nothing_else(body: str) -> None:
    pointer = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    loop = f'<w:footnote w:id="1">{p(pointer)}</w:footnote>'
    document = read(body + p("Words come after."), footnotes=loop)
    assert document.text.endswith("Words come after.")


def test_styles_that_are_based_on_each_other() -> None:
    styles = (
        '<w:style w:styleId="X"><w:basedOn w:val="Y"/></w:style>'
        '<w:style w:styleId="Y"><w:basedOn w:val="X"/></w:style>'
    )
    files = {
        "word/document.xml": root("w:document", f"<w:body>{p('Words.', 'X')}</w:body>").encode(),
        "word/styles.xml": root("w:styles", styles).encode(),
    }
    assert READER.read(zipped(files), "a.docx").text == "Words."
