"""A text is cut into parts that lose nothing, begin at headings, and fit a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Block
from kg.ui.texts.reading import reading
from kg.vocab import BlockKind

KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, words, level in draw(
        st.lists(st.tuples(KINDS, st.text(" ab\n", min_size=1, max_size=80), st.integers(1, 3)))
    ):
        blocks.append(Block(kind, len(text), len(text) + len(words), level))
        text += f"{words}\n\n"
    return text, blocks


@given(texts(), st.integers(1, 60))
def test_parts_hold_every_character_of_every_block_once(
    case: tuple[str, list[Block]], longest: int
) -> None:
    text, blocks = case
    shown = [(one.start, one.end) for part in reading(text, blocks, longest).parts
             for one in part.blocks]  # fmt: skip
    assert [at for start, end in shown for at in range(start, end)] == [
        at for block in blocks for at in range(block.start, block.end)
    ]


@given(texts(), st.integers(1, 60))
def test_no_part_is_longer_than_it_may_be(case: tuple[str, list[Block]], longest: int) -> None:
    assert all(part.end - part.start <= longest for part in reading(*case, longest).parts)


@given(texts(), st.integers(1, 60))
def test_every_place_in_a_block_is_in_the_part_that_shows_it(
    case: tuple[str, list[Block]], longest: int
) -> None:
    found = reading(*case, longest)
    for number, part in enumerate(found.parts):
        for block in part.blocks:
            assert found.part_at(block.start) == number
            assert found.part_at(block.end - 1) == number


def test_a_part_ends_before_the_highest_heading_of_its_second_half() -> None:
    text = "x" * 100
    kinds = [(10, 2), (55, 1), (70, 2), (95, 2)]
    blocks = [Block(BlockKind.PARAGRAPH, 0, 10)]
    blocks += [Block(BlockKind.HEADING, start, start + 2, level) for start, level in kinds]
    first, *_ = reading(text, blocks, 90).parts
    assert first.end == 12


def test_a_word_without_end_is_cut() -> None:
    found = reading("w" * 1000, [Block(BlockKind.PARAGRAPH, 0, 1000)], 300)
    assert [part.start for part in found.parts] == [0, 300, 600, 900]


def test_front_matter_is_left_out_and_headings_are_told_by_depth() -> None:
    text = "---\n---\n## One\n### Two\n## *Three*"
    blocks = [Block(BlockKind.FRONT_MATTER, 0, 7)]
    blocks += [Block(BlockKind.HEADING, 8, 14, 2), Block(BlockKind.HEADING, 15, 22, 3)]
    blocks += [Block(BlockKind.HEADING, 23, 33, 2)]
    found = reading(text, blocks)
    assert [(one.title, one.depth) for one in found.sections] == [
        ("One", 0), ("Two", 1), ("Three", 0),
    ]  # fmt: skip
    assert found.parts[0].start == 8


def test_a_text_without_words_has_no_part() -> None:
    assert reading("", []).parts == ()
