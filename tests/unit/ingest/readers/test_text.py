"""The structure of plain text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import ParsedDocument
from ingest.readers.text import READER
from ingest.sentences import HEADS
from kg.vocab import BlockKind
from tests.shared import shared

PAPER = """\
THE COST OF SIZE

by Ann Lee, Bo de Vries and C. D. Wu
March 3, 2024

1. Introduction

Large programs are often said to be slow. In this note we argue,
following Smith et al. (2019), that size is a weak- but real cause.

1.1 Prior Work

Most work (e.g. [1, 2]) looks at one- dimensional measures.

- first item that is
  wrapped over lines
- second item

> quoted words
> go on here.

Name\tSize\tSpeed
A\t1\t2
B\t3\t4

References

[1] Lee, A. (2019). A title that is long enough to be wrapped
    over two lines. Journal.
[2] Wu, C. (2020). Another.

Appendix A

More words here are prose.
"""


def parse(text: str) -> ParsedDocument:
    return READER.read(text.encode(), "given.txt")


def kinds(document: ParsedDocument) -> list[str]:
    return [block.kind.value for block in document.blocks]


def words(document: ParsedDocument, kind: BlockKind) -> list[str]:
    return [document.words(block) for block in document.blocks if block.kind is kind]


def test_a_manuscript() -> None:
    document = parse(PAPER)
    assert kinds(document) == [
        "title",
        "byline",
        "byline",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "list_item",
        "list_item",
        "quote",
        "table",
        "heading",
        "reference",
        "reference",
        "heading",
        "paragraph",
    ]
    levels = [block.level for block in document.blocks if block.kind is BlockKind.HEADING]
    assert levels == [2, 3, 2, 2]
    assert document.metadata.title == "THE COST OF SIZE"
    assert document.metadata.authors == ("Ann Lee", "Bo de Vries", "C. D. Wu")
    assert document.metadata.year == 2024


def test_a_paragraph_a_line_without_blank_lines() -> None:
    long = "Big engines make small ones possible, and nobody has shown a way around that. " * 3
    document = parse(f"Engines and Size\n{long}\nWhy It Matters\n{long}\n{long}\nThe End\n{long}")
    assert kinds(document) == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_headings_below_the_parts_of_an_article() -> None:
    long = "Big engines make small ones possible, and nobody has shown a way around that."
    heads = ["On Engines", "Introduction", "Methods", "Engines we took", "Study design"]
    heads += ["Results", "Small engines", "Acknowledgments", "About us"]
    document = parse("\n\n".join(f"{head}\n\n{long}" for head in heads))
    levels = [block.level for block in document.blocks if block.kind in HEADS]
    assert levels == [1, 2, 2, 3, 3, 2, 3, 2, 2]


def test_what_leads_up_to_a_formula_is_no_heading() -> None:
    long = "Big engines make small ones possible, and nobody has shown a way around that."
    text = f"On Engines\n\n{long}\n\nThe cost of an engine grows as\n\n$$c = s^2$$\n\n{long}"
    assert kinds(parse(text)) == ["title", *["paragraph"] * 4]


def test_lines_that_a_program_filled() -> None:
    """A heading may fill most of a line: what counts is the room for the next word."""
    long = "Big engines make small ones possible, and nobody has shown a way around that. " * 4
    filled = textwrap.fill(long, 60)
    heading = "Why the Engines of Tomorrow Need Those of Today"
    address = "https://example.org/" + "a" * 70
    document = parse("\n".join(["Engines", filled, heading, filled, f"See {address} too."]))
    assert kinds(document) == ["title", "paragraph", "heading", "paragraph", "paragraph"]


def test_underlined_headings_and_rules() -> None:
    document = parse("Size\n====\n\nWords are here.\n\nSpeed\n-----\n\nMore words.\n\n* * *\n\nEnd")
    assert kinds(document) == ["title", "paragraph", "heading", "paragraph", "paragraph"]
    assert words(document, BlockKind.HEADING) == ["Speed"]


def test_a_run_of_short_lines_has_no_headings() -> None:
    document = parse("Intro words are here.\n\nApples\nPears\nPlums\nCherries\nGrapes\n\nThe end.")
    assert "heading" not in kinds(document)


def test_lists_inside_a_paragraph() -> None:
    document = parse("Limits: - The first one is cost. - The second, speed - is not. - A third.")
    assert kinds(document) == ["paragraph", "list_item", "list_item", "list_item"]
    assert words(document, BlockKind.LIST_ITEM) == [
        "The first one is cost.",
        "The second, speed - is not.",
        "A third.",
    ]


def test_a_drawn_diagram_takes_its_first_and_last_node() -> None:
    document = parse(
        "It looks like this:\nBig engine (first)\n↓\n├──> Gear\n└──> Wheel\n↓\n"
        "Small engine\nThat is all there is to say about engines."
    )
    assert words(document, BlockKind.DIAGRAM) == [
        "Big engine (first)\n↓\n├──> Gear\n└──> Wheel\n↓\nSmall engine"
    ]


def test_an_arrow_in_prose_is_no_diagram() -> None:
    document = parse("We went from A → B, which took a year, and then nobody asked again.")
    assert kinds(document) == ["paragraph"]


@pytest.mark.parametrize("heading", ["References", "BIBLIOGRAPHY", "Works cited:", "5. References"])
def test_reference_headings(heading: str) -> None:
    document = parse(f"Words are here.\n\n{heading}\n\nLee, A. (2019). One.\n\nWu, B. (2020). Two.")
    assert words(document, BlockKind.REFERENCE) == ["Lee, A. (2019). One.", "Wu, B. (2020). Two."]


def test_sources_heads_references_only_if_they_follow() -> None:
    prose = parse("Words are here.\n\nSources\n\nPower comes from the grid. It is cheap.")
    assert "reference" not in kinds(prose)
    listed = parse("Words are here.\n\nSources\n\nLee, A. (2019). One.\nWu, B. (2020). Two.")
    assert len(words(listed, BlockKind.REFERENCE)) == 2


def test_references_pasted_without_line_breaks() -> None:
    document = parse("It ends here.References[1] Lee, A. (2019). One.[2] Wu, B. (2020). Two.")
    assert words(document, BlockKind.REFERENCE) == [
        "[1] Lee, A. (2019). One.",
        "[2] Wu, B. (2020). Two.",
    ]


@pytest.mark.parametrize(
    ("byline", "authors", "year"),
    [
        ("By Ann Lee", ("Ann Lee",), None),
        ("Ann Lee", ("Ann Lee",), None),
        ("Ann Lee*, Bo Wu², and C. D. Ek", ("Ann Lee", "Bo Wu", "C. D. Ek"), None),
        (
            "Authors: Ann Lee Year: Not stated. (Cites works of 2025.) Tags: size",
            ("Ann Lee",),
            None,
        ),
        ("Authors: Ann Lee Year: 2021 Tags: size", ("Ann Lee",), 2021),
    ],
)
def test_bylines(byline: str, authors: tuple[str, ...], year: int | None) -> None:
    metadata = parse(f"On Size\n\n{byline}\n\nWords are here, and they go on.").metadata
    assert (metadata.title, metadata.authors, metadata.year) == ("On Size", authors, year)


def test_nothing_is_invented() -> None:
    metadata = parse("Words are here in 2019. They were written by Ann Lee, as it says.").metadata
    assert metadata == type(metadata)()


@given(st.text(st.sampled_from("aB.[1]- \n\t>#│→*:`|(é"), max_size=300))
def test_blocks_are_ordered_apart_and_trimmed(text: str) -> None:
    document = parse(text)
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert document.words(block) == document.words(block).strip()
        end = block.end


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Large engines are slow and they cost a great deal.",
            "So it is said.",
            "A well-known rule (e.g. by Lee et al. 2019) says that size wins [3].",
            'He asked why it was "too slow" to be of use in a state-of-the-art car.',
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.integers(50, 100))
def test_wrapping_does_not_change_the_paragraphs(paragraphs: list[str], width: int) -> None:
    wrapped = parse("\n\n".join(textwrap.fill(one, width) for one in paragraphs))
    found = [" ".join(wrapped.words(block).split()).replace("- ", "-") for block in wrapped.blocks]
    assert found == paragraphs


@pytest.mark.parametrize(
    ("start", "headings", "references", "title"),
    [
        ("000", 10, 11, True),
        ("001", 0, 0, False),
        ("002", 8, 0, True),
    ],
)
def test_seeds(start: str, headings: int, references: int, title: bool) -> None:
    path = next(shared("seeds").glob(f"{start}_*.txt"))
    document = READER.read(path.read_bytes(), path.name)
    assert len(words(document, BlockKind.HEADING)) == headings
    assert len(words(document, BlockKind.REFERENCE)) == references
    assert (document.metadata.title is not None) is title
    assert document.metadata.year is None


LONG = "The speed of large and of small programs: a record of three years from"


@pytest.mark.parametrize(
    ("opening", "title", "authors", "year"),
    [
        (f"{LONG}\nplaces\nAnn Lee; Bo de Vries\n2021-03-14", f"{LONG} places", 2, 2021),
        ("On Size\nAnn Lee\nMay 2024", "On Size", 1, 2024),
        ("On Size\nby Ann Lee", "On Size", 1, None),
        ("On Size and Speed: who\nAnn N. Lee\n2017", "On Size and Speed: who", 1, 2017),
        (f"{LONG}\nGreat Britain", f"{LONG} Great Britain", 0, None),
    ],
)
def test_bylines_right_below_the_title(
    opening: str, title: str, authors: int, year: int | None
) -> None:
    stated = parse(f"{opening}\n\nLarge programs are slow, and small ones are not.\n").metadata
    assert (stated.title, len(stated.authors), stated.year) == (title, authors, year)
