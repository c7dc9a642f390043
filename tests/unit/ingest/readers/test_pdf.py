"""PDF: words in reading order, sentences whole over columns and pages, no harm done."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import CitationMarked, Page, ParsedDocument, ReferenceMarked
from ingest.readers.pdf import MAX_PAGES, READER
from kg.errors import RefusedError
from kg.vocab import BlockKind
from tests.printing import FONTS, Sheet, pdf, wrapped, written
from tests.shared import shared

LEFT, RIGHT = 60, 320
MOSS = (
    "Moss takes up water with its leaves alone, and so it dries within an hour of sun. We kept "
    "forty cushions of it in boxes of glass and weighed each of them at dawn and at dusk for a "
    "year. The lightest of them lost a third of its weight between two rains, and none of them "
    "died of it."
)
FERN = (
    "Ferns do otherwise, for they have roots and a skin that keeps the water in. A fern that is "
    "cut from its roots wilts as fast as the moss does, and it does not come back when the rain "
    "does. That is why we compare the two in what follows, plant by plant and day by day."
)


def read(sheets: list[Sheet], **info: str) -> ParsedDocument:
    return READER.read(pdf(sheets, info), "plants.pdf")


def texts(document: ParsedDocument, kind: BlockKind) -> list[str]:
    return [document.words(block) for block in document.blocks if block.kind is kind]


def body(x: float = LEFT, y: float = 600, words: str = f"{MOSS} {FERN}") -> Sheet:
    return Sheet().lines(x, y, wrapped(words))


def article() -> Sheet:
    """A page with a title across, a byline, an abstract, and two columns."""
    sheet = Sheet().put(150, 740, "How Moss and Fern Keep Water", 18, "bold")
    sheet.put(200, 715, "Ada Marsh").put(254, 719, "1", 6).put(262, 715, "and Bo Quill")
    sheet.put(190, 700, "Institute of Small Plants, Town").put(LEFT, 660, "Abstract", 12, "bold")
    sheet.lines(LEFT, 640, wrapped(MOSS)).lines(RIGHT, 660, wrapped(FERN))
    sheet.lines(LEFT, 530, wrapped(FERN)).lines(RIGHT, 560, wrapped(MOSS))
    return sheet


def test_reads_what_is_beyond_doubt_a_pdf() -> None:
    assert READER.sniff(pdf([body()])) == 1.0
    assert READER.sniff(b"junk before" + pdf([body()])) == 1.0
    assert READER.sniff(b"A text about %PDF files") == 0.0


def test_title_byline_and_abstract() -> None:
    document = read([article()])
    assert texts(document, BlockKind.TITLE) == ["How Moss and Fern Keep Water"]
    assert document.metadata.title == "How Moss and Fern Keep Water"
    assert document.metadata.authors == ("Ada Marsh", "Bo Quill")
    assert texts(document, BlockKind.HEADING) == ["Abstract"]


@pytest.mark.parametrize(
    "abstract",
    [
        "We weighed forty cushions of moss for a year, and none of them died of drought.",
        "This article says how a research group weighed moss, and why the open moor, which the "
        "journal of the trade calls dry, keeps its water.",
    ],
)
def test_prose_without_a_heading_ends_the_byline(abstract: str) -> None:
    sheet = Sheet().put(100, 740, "How Moss and Fern Keep Water", 18, "bold")
    sheet.put(250, 710, "Ada Marsh").put(255, 690, "Bo Quill").put(262, 670, "May 2019")
    sheet.put(200, 650, "Institute of Small Plants, Town, ada@example.org")
    sheet.lines(LEFT, 620, wrapped(abstract, 90), 9).lines(LEFT, 570, wrapped(MOSS, 90))
    sheet.put(LEFT, 500, "Weighing", 14, "bold").lines(LEFT, 470, wrapped(FERN, 90))
    document = read([sheet])
    assert document.metadata.authors == ("Ada Marsh", "Bo Quill")
    assert len(texts(document, BlockKind.BYLINE)) == 4
    assert texts(document, BlockKind.PARAGRAPH) == [abstract, MOSS, FERN]


def test_columns_are_read_one_after_the_other() -> None:
    document = read([article()])
    places = [document.text.find(words) for words in (MOSS, FERN)]
    assert -1 < places[0] < places[1]
    assert document.text.count(MOSS) == document.text.count(FERN) == 2


@pytest.mark.parametrize("title", ["Microsoft Word - plants.doc", "untitled", "x"])
def test_a_title_that_a_tool_made_up_is_not_the_title(title: str) -> None:
    assert read([article()], Title=title).metadata.title == "How Moss and Fern Keep Water"


def test_authors_of_the_file_count_only_if_they_stand_on_the_page() -> None:
    assert read([article()], Author="The Other Person").metadata.authors[0] == "Ada Marsh"


def test_a_word_broken_at_a_line_end_is_whole_again() -> None:
    lines = ["The wind was measured at noon, and the measure-", "ment was well-", "founded."]
    document = read([Sheet().lines(LEFT, 600, ["A measurement is a number.", *lines])])
    assert "the measurement was well-founded." in document.text


def test_a_sentence_runs_on_over_pages_and_what_stands_between_comes_after() -> None:
    first, second, third = Sheet(), Sheet(), Sheet()
    long = wrapped(f"{MOSS} {FERN} {MOSS} {FERN}", 80)
    for number, sheet in enumerate((first, second, third), 1):
        sheet.put(LEFT, 770, "Small Plants 12", 8).put(300, 40, str(number), 8)
    first.lines(LEFT, 700, long[:9])
    first.lines(LEFT, 80, ["1 Weighed on a kitchen scale."], 7)
    second.lines(LEFT, 700, long[9:])
    second.put(LEFT, 500, "Figure 1: A cushion of moss in its box of glass.", 8)
    third.lines(LEFT, 700, wrapped(FERN, 80))
    document = read([first, second, third])
    assert f"{MOSS} {FERN} {MOSS} {FERN}" in document.text
    assert "Small Plants 12" not in document.text
    assert texts(document, BlockKind.FOOTNOTE) == ["1 Weighed on a kitchen scale."]
    assert texts(document, BlockKind.CAPTION) == [
        "Figure 1: A cushion of moss in its box of glass."
    ]
    assert not {"1", "2", "3"} & {document.words(block) for block in document.blocks}


def test_words_can_be_cited_by_their_page() -> None:
    document = read([body(), body(words="On the second page stands one sentence of its own.")])
    at = document.text.index("one sentence")
    pages = document.layer(Page)
    assert next(page.number for page in pages if page.start <= at < page.end) == 2
    assert all(a.end <= b.start for a, b in pairwise(pages))


def test_raised_numbers_are_superscripts() -> None:
    sheet = body().put(LEFT, 400, "Moss is old")
    sheet.put(LEFT + 52, 404, "12", 6).put(LEFT + 64, 400, "and tough, and so are ferns.")
    assert "Moss is old¹² and tough" in read([sheet]).text


def test_the_stamp_along_the_edge_names_the_preprint() -> None:
    document = read([article().turned(30, 300, "arXiv:2101.04567v2 [q-bio.PE] 9 Feb 2021")])
    assert (document.metadata.arxiv, document.metadata.year) == ("2101.04567", 2021)
    assert "arXiv" not in document.text


def test_small_print_gives_year_and_doi() -> None:
    sheet = article()
    sheet.put(LEFT, 60, "Copyright 2019 Leaf Press. doi:10.5555/moss.7", 7)
    metadata = read([sheet]).metadata
    assert (metadata.year, metadata.doi) == (2019, "10.5555/moss.7")


ENTRIES = [
    f"{name}, {name[0]}. ({1990 + n}). On the {thing} of mosses and of what eats them in the "
    f"woods. Journal of Small Plants {n}, {n}0-{n}9."
    for n, (name, thing) in enumerate(
        [("Abel", "age"), ("Bird", "bed"), ("Crane", "cold"), ("Dove", "dew"), ("Egret", "end")], 1
    )
]


def listed(entries: list[str], hanging: float, gap: float) -> list[Sheet]:
    """A list of references that starts in a left column and ends in the right one."""
    sheet = Sheet().lines(LEFT, 750, wrapped(f"{MOSS} {FERN} {MOSS}"))
    sheet.put(LEFT, 500, "References", 12, "bold")
    x, y = LEFT, 480.0
    for number, entry in enumerate(entries):
        if number == 3:
            x, y = RIGHT, 750.0
        lines = wrapped(entry)
        sheet.lines(x, y, lines, hanging=hanging)
        y -= 12.0 * len(lines) + gap
    return [sheet]


@pytest.mark.parametrize(
    ("hanging", "gap", "labels"),
    [(12, 0, False), (0, 6, False), (0, 0, True), (14, 4, True)],
    ids=["hanging", "gaps", "labels", "all"],
)
def test_each_entry_of_the_references_is_a_block(hanging: float, gap: float, labels: bool) -> None:
    entries = [f"[{n}] {one}" if labels else one for n, one in enumerate(ENTRIES, 1)]
    document = read(listed(entries, hanging, gap))
    assert texts(document, BlockKind.REFERENCE) == entries
    marked = document.layer(ReferenceMarked)
    assert [one.label for one in marked] == [str(n) if labels else None for n in range(1, 6)]


def test_a_footnote_among_the_references_leaves_them_entries() -> None:
    sheets = listed(ENTRIES, 12, 0)
    note = "1 Weighed on a kitchen scale, by two people who did not know what was in the box."
    sheets[0].lines(LEFT, 80, wrapped(f"{note} {MOSS}", 60), 7)
    last = "Vole, V. (1996). Roots. Leaf Press."
    sheets.append(Sheet().put(LEFT, 750, last))
    assert texts(read(sheets), BlockKind.REFERENCE) == [*ENTRIES, last]


@pytest.mark.parametrize(
    ("heading", "size", "font"),
    [
        ("Appendix: How we weighed", 10, "regular"),
        ("A. Appendix", 10, "regular"),
        ("Notes", 12, "bold"),
        ("Supporting Information", 10, "regular"),
        ("How we weighed", 12, "bold"),
        ("How we weighed", 12, "regular"),
    ],
)
def test_the_heading_of_another_section_ends_the_references(
    heading: str, size: float, font: str
) -> None:
    sheets = listed(ENTRIES, 12, 0)
    sheets[0].content = [one.replace("/F2", f"/{FONTS[font]}") for one in sheets[0].content]
    sheets.append(Sheet().put(LEFT, 750, heading, size, font).lines(LEFT, 725, wrapped(FERN, 90)))
    sheets[1].put(LEFT, 600, "1. See Dove (1994), who weighed them at night.")
    document = read(sheets)
    assert texts(document, BlockKind.REFERENCE) == ENTRIES
    assert FERN in texts(document, BlockKind.PARAGRAPH)


@pytest.mark.parametrize("label", ["", "[{}] "])
def test_notes_without_heading_are_no_references(label: str) -> None:
    entries = [label.format(n) + one for n, one in enumerate(ENTRIES, 1)]
    sheets = listed(entries, 12, 0)
    sheets[0].put(RIGHT + 4, 600, "1. Dove (1994) says so, too.")
    sheets[0].put(RIGHT + 4, 582, "2. They were weighed at night.")
    assert texts(read(sheets), BlockKind.REFERENCE) == entries


def test_an_appendix_may_come_before_the_entries() -> None:
    sheet = Sheet().put(LEFT, 500, "References", 14, "bold")
    sheet.put(LEFT, 470, "Appendix: How we weighed", 14, "bold")
    sheet.lines(LEFT, 445, wrapped(MOSS, 90)).put(LEFT, 390, "References", 14, "bold")
    y = 365.0
    for entry in ENTRIES:
        sheet.lines(LEFT, y, wrapped(entry, 80), hanging=12)
        y -= 12.0 * len(wrapped(entry, 80))
    document = read([article(), sheet])
    assert texts(document, BlockKind.REFERENCE) == ENTRIES
    assert MOSS in texts(document, BlockKind.PARAGRAPH)


def test_links_to_entries_are_citations() -> None:
    sheets = listed(ENTRIES, 12, 0)
    sheets[0].put(LEFT, 764, "Bird (1992) saw it first, and others later.")
    sheets[0].link((LEFT, 762, LEFT + 18, 772), 0, LEFT, 480 - 12.0 * len(wrapped(ENTRIES[0])) + 9)
    document = read([Sheet().lines(LEFT, 700, wrapped(MOSS)), *sheets])
    assert CitationMarked not in document.layers  # the link leads to the first page

    document = read(sheets)
    (cited,) = document.layer(CitationMarked)
    (entry,) = (one for one in document.layer(ReferenceMarked) if one.key in cited.keys)
    assert document.words(entry) == ENTRIES[1]


def test_headings_have_levels() -> None:
    sheet = body(y=700).put(LEFT, 500, "2 Methods", 14, "bold")
    sheet.put(LEFT, 470, "2.1 Weighing", 12, "bold").lines(LEFT, 450, wrapped(FERN))
    document = read([sheet])
    levels = {document.words(b): b.level for b in document.blocks if b.kind is BlockKind.HEADING}
    assert levels == {"2 Methods": 2, "2.1 Weighing": 3}


def test_a_landscape_page_is_read_upright() -> None:
    sheet = Sheet()
    for number, line in enumerate(wrapped(MOSS)):
        sheet.turned(100 + 12 * number, 100, line, 10)
    assert read([sheet]).text == MOSS


ENCRYPTED = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({0})/U({0})>>".format("x" * 32)
LOOP = written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([body()], more=ENCRYPTED), "needs a password"),
        (pdf([Sheet(image=True), Sheet(image=True)]), "no text layer; run OCR first"),
        (pdf([Sheet(), Sheet()]), "no words"),
        (b"%PDF-1.7\n" + b"\0\xff" * 999, "damaged"),
        (LOOP, ""),
        (pdf([Sheet()] * (MAX_PAGES + 1)), "over the limit"),
    ],
    ids=["encrypted", "scanned", "empty", "damaged", "loop", "many pages"],
)
def test_refused_with_the_reason(data: bytes, reason: str) -> None:
    start = time.process_time()
    with pytest.raises(RefusedError, match=rf"plants\.pdf: .*{reason}"):
        READER.read(data, "plants.pdf")
    assert time.process_time() - start < 20


def test_pages_of_images_among_others_are_named() -> None:
    document = read([body(), Sheet(image=True)])
    assert [fault.code for fault in document.faults] == ["scanned-pages"]
    assert "(2)" in document.faults[0].message


def test_absurd_places_and_sizes_harm_nothing() -> None:
    sheet = body()
    for x, y, size in ((1e30, 0, 10), (0, -1e35, 10), (50, 50, 1e30), (50, 50, -3), (9, 9, 0)):
        sheet.put(x, y, "lost", size)
    sheet.content.append("BT /F1 nan Tf (nan) Tj ET BT /F1 10 Tf 1e22 0 0 1 5 5 Tm (wide) Tj ET")
    assert MOSS in read([sheet]).text


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = pdf([article()])
    start = data.draw(st.integers(9, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    junk = data.draw(st.binary(max_size=20))
    with suppress(RefusedError):
        READER.read(whole[:start] + junk + whole[end:], "plants.pdf")


def test_a_conference_paper() -> None:
    path = shared("papers", "acl-2020.main.207", "2020.acl-main.207.pdf")
    document = READER.read(path.read_bytes(), path.name)
    assert len(document.metadata.authors) == 5
    assert document.metadata.year == 2020
    assert len(document.layer(ReferenceMarked)) == 57
    keys = {one.key for one in document.layer(ReferenceMarked)}
    assert {key for one in document.layer(CitationMarked) for key in one.keys} <= keys
    assert max(page.number for page in document.layer(Page)) == 13
