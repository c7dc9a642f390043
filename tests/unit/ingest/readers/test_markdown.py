"""The structure of Markdown, over the unchanged source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CitationMarked, Markup, ParsedDocument, ReferenceMarked
from ingest.readers.markdown import READER
from kg.vocab import BlockKind
from tests.shared import shared

NOTE = """\
---
title: "On *Size*"
authors:
  - name: Ann Lee
  - Bo Wu
date: 29 January 2021
doi: 10.1234/abc
position: for
---

# On Size

> A quotation that *goes*
> on here. And more.

Words with [a link](http://x.example/y), `code.Thing` and **bold text**[^1].

* one item
  1. an item inside

[^1]: Lee, A. (2020). A thing.

```mermaid
graph TD
```

| a | b |
|---|---|
| 1 | 2 |

## References

1. Lee, A. (2019). A title.
2. Wu, C. (2020). Another
   title.

## Appendix

Done now.
"""


def parse(text: str) -> ParsedDocument:
    return READER.read(text.encode(), "given.md")


def visible(text: str) -> str:
    document = parse(text)
    hidden = {at for mark in document.layer(Markup) for at in range(mark.start, mark.end)}
    return "".join(character for at, character in enumerate(text) if at not in hidden)


def test_a_note() -> None:
    document = parse(NOTE)
    assert document.text == NOTE
    assert [(block.kind.value, block.level) for block in document.blocks] == [
        ("front_matter", 0),
        ("heading", 1),
        ("quote", 0),
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("reference", 0),
        ("diagram", 0),
        ("table", 0),
        ("heading", 2),
        ("reference", 0),
        ("reference", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]
    references = [document.words(one) for one in document.blocks if one.kind is BlockKind.REFERENCE]
    assert references == [
        "[^1]: Lee, A. (2020). A thing.",
        "1. Lee, A. (2019). A title.",
        "2. Wu, C. (2020). Another\n   title.",
    ]


def test_front_matter() -> None:
    metadata = parse(NOTE).metadata
    assert metadata.title == "On *Size*"
    assert metadata.authors == ("Ann Lee", "Bo Wu")
    assert (metadata.year, metadata.doi, metadata.position) == (2021, "10.1234/abc", "for")
    assert metadata.thesis is None


def test_bad_front_matter_is_a_fault() -> None:
    for bad in (
        "title: [",
        "- a\n- b",
        "position: perhaps",
        "title: [a, b]",
        "[" * 5000,
        "x: " + "y" * 70_000,
    ):
        document = parse(f"---\n{bad}\n---\n\nWords are here.\n")
        assert [fault.code for fault in document.faults] == ["bad-front-matter"], bad[:20]
        assert document.metadata.title is None


def test_first_heading_is_the_title_without_front_matter() -> None:
    document = parse("# On **Size**\n\n*By Ann Lee*\n\nWords are here.\n")
    assert (document.metadata.title, document.metadata.authors) == ("On Size", ("Ann Lee",))


def test_marks_are_hidden_and_nothing_else() -> None:
    assert visible("A **b** *c* _d_ `e*f*` ~~g~~ h") == "A b c d e*f* g h"
    assert (
        visible("snake_case_name and 2*3*4 stay, 5 * 6 too")
        == "snake_case_name and 2*3*4 stay, 5 * 6 too"
    )
    assert (
        visible('See [the *paper*](http://x.y/(z) "t") now [1], [2].')
        == "See the paper now [1], [2]."
    )
    assert visible("Let $a_i * b_i$ be _big_.") == "Let $a_i * b_i$ be big."
    assert visible("A \\* b <b>c</b><!-- d --> <https://x.y>") == "A * b c https://x.y"


def test_a_caption_is_prose_and_a_file_name_is_not() -> None:
    caption = "The **cost** of size grows over the years."
    source = f"![{caption}](a.png){{width=50%}}\n\nMore ![logo](a.png) words.\n\n![plot](b.png)"
    document = READER.read(source.encode(), "a.md")
    assert [(one.kind, document.words(one)) for one in document.blocks][:2] == [
        (BlockKind.CAPTION, caption),
        (BlockKind.PARAGRAPH, "More ![logo](a.png) words."),
    ]
    assert visible("More ![logo](a.png) words.") == "More  words."
    assert visible("![plot](b.png)") == ""


def test_what_is_nested_too_deep_is_a_fault() -> None:
    document = parse("> " * 1000 + "x\n\nWords are here.")
    assert [fault.code for fault in document.faults] == ["nested-too-deep"]
    assert document.words(document.blocks[-1]) == "Words are here."


def test_references_as_definitions_of_links() -> None:
    document = parse("# A\n\nWords.\n\n# References\n\n[1]: http://x.y/1\n[2]: http://x.y/2\n")
    assert [document.words(one) for one in document.blocks if one.kind is BlockKind.REFERENCE] == [
        "[1]: http://x.y/1",
        "[2]: http://x.y/2",
    ]


@given(st.text(st.sampled_from("aB.[1]- \n\t>#*:`|(_)!<é\\$~="), max_size=300))
def test_blocks_and_marks_are_ordered_and_apart(text: str) -> None:
    document = parse(text)
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        end = block.end
    assert all(0 <= mark.start < mark.end <= len(text) for mark in document.layer(Markup))


def test_seed_in_markdown_is_recognised() -> None:
    path = next(shared("seeds").glob("003_*.txt"))
    assert READER.sniff(path.read_bytes()) > 0.8
    document = READER.read(path.read_bytes(), path.name)
    kinds = [block.kind for block in document.blocks]
    assert (kinds.count(BlockKind.HEADING), kinds.count(BlockKind.LIST_ITEM)) == (7, 19)


BIB = b"""
@article{roe2011, author = {Roe, Ann}, title = {Tides}, year = 2011}
@book{doe:99, author = {Doe, Jo}, title = {Boats}, year = 1999}
@book{never, author = {Poe, Ed}, title = {Never Cited}, year = 1998}
"""
LIBRARY = BIB + b"".join(b"@misc{x%d, title = {X}}\n" % number for number in range(9))
HEAD = "---\nbibliography: refs.bib\n---\n\n"


def with_files(source: str, **files: bytes) -> ParsedDocument:
    named = {name.replace("_", "."): data for name, data in files.items()}
    return READER.read(source.encode(), "a.md", named.get)


def cited(source: str, head: str = HEAD) -> list[tuple[str, ...]]:
    document = with_files(head + source, refs_bib=BIB)
    return [one.keys for one in document.marked(CitationMarked)]


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("As [@roe2011] says.", [("roe2011",)]),
        ("As [see @roe2011, pp. 33-35; also @doe:99] say.", [("roe2011", "doe:99")]),
        ("She says [-@roe2011, chap. 3] so.", [("roe2011",)]),
        ("@roe2011 says so, and @doe:99.", [("roe2011",), ("doe:99",)]),
        ("As @{doe:99} and [@nobody] say.", [("doe:99",), ("nobody",)]),
        ("Words.^[As @roe2011 says.]", [("roe2011",)]),
        ("> Quoted [@roe2011].\n\n- listed @doe:99", [("roe2011",), ("doe:99",)]),
        ("![A caption of it [@roe2011].](a.png)", [("roe2011",)]),
        ("Write to ann@roe2011 or <ann@roe2011.example>.", []),
        ("An escaped \\@roe2011 and `[@roe2011]` in code.", []),
        ("```\n[@roe2011]\n```", []),
        ("[words](http://x.example/@roe2011)", []),
        ("See @fig:one, [@tbl:two] and @sec-three.", []),
    ],
)
def test_citations_by_pandocs_rules(source: str, keys: list[tuple[str, ...]]) -> None:
    assert cited(source) == keys


def test_a_locator_belongs_to_the_citation() -> None:
    document = with_files(HEAD + "As @roe2011 [p. 3] says.", refs_bib=BIB)
    assert [document.words(one) for one in document.layer(CitationMarked)] == ["@roe2011 [p. 3]"]


def test_without_a_bibliography_only_brackets_cite() -> None:
    assert cited("Ask @ann, as [@roe2011] says.", head="") == [("roe2011",)]


def test_the_list_of_references_is_printed_below_the_source() -> None:
    source = f"{HEAD}# On\n\nAs @roe2011 and @doe:99 say."
    document = with_files(source, refs_bib=BIB)
    assert document.text == (
        f"{source}\n\nReferences\n\nRoe, A. (2011). Tides.\n\nDoe, J. (1999). Boats."
        "\n\nPoe, E. (1998). Never Cited."
    )
    marked = document.layer(ReferenceMarked)
    assert [one.key for one in marked] == ["roe2011", "doe:99", "never"]
    assert document.words(marked[0]) == "Roe, A. (2011). Tides."
    assert document.faults == ()


def test_a_heading_that_waits_for_the_list_gets_it() -> None:
    document = with_files(f"{HEAD}As @roe2011 and @doe:99 say.\n\n# References\n", refs_bib=BIB)
    headings = [one for one in document.blocks if one.kind is BlockKind.HEADING]
    assert [document.words(one) for one in headings] == ["References"]
    assert len(document.layer(ReferenceMarked)) == 3


@pytest.mark.parametrize(
    ("head", "keys"),
    [
        ("", ["roe2011"]),
        ("nocite: '@doe:99'\n", ["roe2011", "doe:99"]),
        ("nocite: |\n  @doe:99, @never\n", ["roe2011", "doe:99", "never"]),
    ],
)
def test_of_a_library_only_what_is_cited_is_listed(head: str, keys: list[str]) -> None:
    source = f"---\nbibliography: refs.bib\n{head}---\n\nAs @roe2011 says."
    document = with_files(source, refs_bib=LIBRARY)
    assert [one.key for one in document.layer(ReferenceMarked)] == keys


def test_all_of_a_library_is_listed_if_the_text_says_so() -> None:
    source = "---\nbibliography: refs.bib\nnocite: '@*'\n---\n\nAs @roe2011 says."
    assert len(with_files(source, refs_bib=LIBRARY).layer(ReferenceMarked)) == 12


def test_bibliographies_of_all_formats() -> None:
    item = b'[{"id": "json", "title": "One"}]'
    held = b"references:\n- {id: yaml, title: Two, issued: {year: 2001}}\n"
    source = (
        "---\nbibliography: [a.json, b.yaml, c.ris]\nreferences:\n- id: own\n  title: Four\n"
        "---\n\nWords [@json; @yaml; @ris; @own]."
    )
    ris = b"TY  - BOOK\nID  - ris\nTI  - Three\nER  -\n"
    document = with_files(source, a_json=item, b_yaml=held, c_ris=ris)
    assert document.text.endswith("One.\n\n(2001). Two.\n\nThree.\n\nFour.")
    assert document.faults == ()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("gone.bib", None, "missing-bibliography"),
        ("refs.bib", b"@book{a, title = {", "bad-bibliography"),
        ("refs.json", b"{", "bad-bibliography"),
        ("refs.yaml", b"a: [", "bad-bibliography"),
        ("refs.yaml", b"- " * 10_000, "bad-bibliography"),
        ("refs.xml", b"<a/>", "bad-bibliography"),
    ],
)
def test_a_bibliography_that_cannot_be_read_is_a_fault(
    name: str, data: bytes | None, code: str
) -> None:
    source = f"---\nbibliography: {name}\n---\n\nAs [@roe2011] says."
    document = READER.read(source.encode(), "a.md", {name: data}.get)
    assert [fault.code for fault in document.faults] == [code]
    assert [one.keys for one in document.layer(CitationMarked)] == [("roe2011",)]


def test_footnotes_and_captions_of_tables() -> None:
    source = (
        "Words.[^1]\n\n[^1]: A remark, see @roe2011.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Of letters.\n\nTable: is no caption here.\n"
    )
    document = with_files(HEAD + source, refs_bib=BIB)
    found = [(one.kind.value, document.words(one)) for one in document.blocks[1:6]]
    assert found == [
        ("paragraph", "Words.[^1]"),
        ("footnote", "[^1]: A remark, see @roe2011."),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("caption", "Of letters."),
        ("paragraph", "Table: is no caption here."),
    ]


@pytest.mark.parametrize(
    ("value", "paragraphs"),
    [
        ("|\n  First *one*\n  goes on.\n\n  Second.", ["First *one*\n  goes on.", "Second."]),
        (">\n  Folded words.", ["Folded words."]),
        ('"Quoted: words."', ["Quoted: words."]),
        ("Plain words.", ["Plain words."]),
        ("[a, b]", []),
        ("''", []),
    ],
)
def test_an_abstract_in_the_front_matter_is_prose(value: str, paragraphs: list[str]) -> None:
    source = f"---\ntitle: On\nabstract: {value}\ndate: 2020\n---\n\n# On\n\nWords."
    document = READER.read(source.encode(), "a.md")
    kinds = [one.kind for one in document.blocks]
    found = [document.words(one) for one in document.blocks if one.kind is BlockKind.PARAGRAPH]
    assert found == [*paragraphs, "Words."]
    assert kinds[-2:] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert document.faults == ()


def test_authors_without_the_marks_of_their_notes() -> None:
    source = (
        "---\nauthors:\n- name: Ann Lee^[corresponding author]\n  orcid: 0000-0002-1825-0097\n"
        "  affiliation: '1, 2'\n- given-names: Ludwig\n  dropping-particle: van\n"
        "  surname: Hove\naffiliations:\n- name: A School\n  index: 1\n"
        "date: 7 May 2021\n---\n\nWords.\n"
    )
    metadata = READER.read(source.encode(), "a.md").metadata
    assert (metadata.authors, metadata.year) == (("Ann Lee", "Ludwig van Hove"), 2021)


@pytest.mark.parametrize(
    "part", ["@a ", "[@a", "`a ", "![a", "![[a]", "<a:", "[a", "\\\\", "@{a", "a@b "]
)
def test_hostile_citations_cost_little(part: str) -> None:
    with_files(HEAD + "Words " + part * 20_000, refs_bib=BIB)


@pytest.mark.parametrize(
    ("paper", "references", "links", "headings"),
    [("SLIX", 4, 9, 4), ("amrex", 19, 18, 10), ("gmr", 8, 8, 8), ("hypothesize", 11, 11, 3)],
)
def test_unseen_papers(paper: str, references: int, links: int, headings: int) -> None:
    path = shared("papers", f"joss-{paper}", "paper.md")
    document = READER.read(
        path.read_bytes(), path.name, {"paper.bib": path.with_suffix(".bib").read_bytes()}.get
    )
    keys = {one.key for one in document.layer(ReferenceMarked)}
    cited = [key for one in document.layer(CitationMarked) for key in one.keys]
    assert len(keys) == references
    assert len(cited) == links
    assert keys.issuperset(cited)
    assert sum(block.kind is BlockKind.HEADING for block in document.blocks) == headings
    assert document.metadata.title
    assert document.metadata.authors
    assert document.metadata.year
    assert document.faults == ()


def test_attributes_and_divs_are_no_words() -> None:
    document = parse(
        "# Tide mills {#sec:mills .x}\n\n::: {.note}\nMills {stop} at *low* water.\n:::\n\n"
        "## References {-}\n\n::::: {#refs .references}\n::: {#ref-lee .csl-entry}\n"
        "Lee, A. (2019). Sea mills. Annals of Silt, 2(1), 3-4.\n:::\n\n::: {#ref-wu .csl-entry}\n"
        "Wu, C. (2020). Pond mills. Annals of Silt, 3(1), 5-6.\n:::\n:::::\n"
    )
    assert [(one.kind, document.words(one)) for one in document.blocks] == [
        (BlockKind.TITLE, "Tide mills"),
        (BlockKind.PARAGRAPH, "Mills {stop} at *low* water."),
        (BlockKind.HEADING, "References"),
        (BlockKind.REFERENCE, "Lee, A. (2019). Sea mills. Annals of Silt, 2(1), 3-4."),
        (BlockKind.REFERENCE, "Wu, C. (2020). Pond mills. Annals of Silt, 3(1), 5-6."),
    ]
