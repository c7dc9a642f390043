"""The structure of Markdown, over the unchanged source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Markup, ParsedDocument
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
    assert visible(f"![{caption}](a.png){{width=50%}}") == caption.replace("*", "")
    assert visible("![logo](a.png)") == ""


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


def test_unseen_papers() -> None:
    for paper, headings in (("SLIX", 4), ("amrex", 10), ("gmr", 8), ("hypothesize", 3)):
        path = shared("papers", f"joss-{paper}", "paper.md")
        document = READER.read(path.read_bytes(), path.name)
        found = [block for block in document.blocks if block.kind is BlockKind.HEADING]
        assert document.metadata.title
        assert document.metadata.year
        assert document.faults == ()
        assert len(found) == headings, paper
