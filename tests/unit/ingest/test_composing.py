"""The text that readers put together: one spelling of white space, spans that hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import composing
from ingest.composing import Composer
from ingest.document import CitationMarked, Metadata, ParsedDocument, ReferenceMarked
from kg.errors import RefusedError
from kg.model import Description
from kg.vocab import BlockKind


def ended(composer: Composer) -> ParsedDocument:
    return composer.document("text/x-test", Metadata())


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.words(block)) for block in document.blocks]


def test_white_space_is_one_space_and_blocks_a_blank_line_apart() -> None:
    composer = Composer("given")
    with composer.block(BlockKind.HEADING, 2):
        composer.words("  On \n tides ")
    with composer.block(BlockKind.PARAGRAPH):
        composer.words("They rise")
        composer.words(" ")
        composer.words("and\x00 fall. ")
    document = ended(composer)
    assert document.text == "On tides\n\nThey rise and fall."
    assert document.blocks[0].level == 2


def test_words_of_one_sentence_stay_together_around_marks() -> None:
    composer = Composer("given")
    with composer.block(BlockKind.PARAGRAPH):
        composer.words("Mills stop ")
        with composer.citation(["a", "b", "a"]):
            composer.words("[1, 2]")
        composer.words(".")
    document = ended(composer)
    assert document.text == "Mills stop [1, 2]."
    (mark,) = document.marked(CitationMarked)
    assert (document.words(mark), mark.keys) == ("[1, 2]", ("a", "b"))


def test_a_block_inside_another_parts_it_and_a_note_waits_for_its_end() -> None:
    composer = Composer("given")

    def note() -> None:
        with composer.block(BlockKind.FOOTNOTE):
            composer.words("See below.")

    with composer.block(BlockKind.PARAGRAPH):
        composer.words("Before")
        composer.after(note)
        with composer.block(BlockKind.LIST_ITEM, 1):
            composer.words("inside")
        composer.words("after.")
    assert blocks(ended(composer)) == [
        (BlockKind.PARAGRAPH, "Before"),
        (BlockKind.LIST_ITEM, "inside"),
        (BlockKind.PARAGRAPH, "after."),
        (BlockKind.FOOTNOTE, "See below."),
    ]


def test_what_is_empty_leaves_nothing() -> None:
    composer = Composer("given")
    with composer.block(BlockKind.PARAGRAPH):
        composer.words(" \n ")
        with composer.citation(["a"]):
            pass
    with composer.reference(key="a"):
        composer.words(" ")
    document = ended(composer)
    assert (document.text, document.blocks, dict(document.layers)) == ("", (), {})


def test_a_reference_is_a_block_with_its_fields() -> None:
    composer = Composer("given")
    described = Description(title="On tides")
    with composer.reference(key="a", label="1", described=described):
        composer.words("On tides. 1999.")
    document = ended(composer)
    (entry,) = document.marked(ReferenceMarked)
    assert (entry.key, entry.label, entry.described) == ("a", "1", described)
    assert blocks(document) == [(BlockKind.REFERENCE, "On tides. 1999.")]


def test_lines_stand_as_they_are() -> None:
    composer = Composer("given")
    with composer.block(BlockKind.CODE):
        composer.lines("\n  if tide:\r\n    mill()\n\n")
    with composer.block(BlockKind.TABLE):
        composer.words("a | b")
        composer.line_break()
        composer.words(" c | d")
        composer.line_break()
    document = ended(composer)
    assert document.text == "  if tide:\n    mill()\n\na | b\nc | d"


def test_words_outside_of_a_block_are_a_slip_of_the_reader() -> None:
    with pytest.raises(ValueError, match="outside"):
        Composer("given").words("lost")


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "MAX_CHARACTERS", 100)
    composer = Composer("given.html")
    message = r"given\.html: holds more than 100 characters"
    with composer.block(BlockKind.PARAGRAPH):
        composer.words("over and over " * 7)
        with pytest.raises(RefusedError, match=message):
            composer.words("again")


pieces = st.text(alphabet=st.sampled_from("ab \n\t\x00\u00a0é."), max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["words", "cite", "break", "inner", "note"]), pieces)))
def test_spans_hold_whatever_is_written(steps: list[tuple[str, str]]) -> None:
    composer = Composer("given")

    def note(text: str) -> None:
        with composer.block(BlockKind.FOOTNOTE):
            composer.words(text)

    with composer.block(BlockKind.PARAGRAPH):
        for what, text in steps:
            if what == "words":
                composer.words(text)
            elif what == "cite":
                with composer.citation([text or "k"]):
                    composer.words(text)
            elif what == "break":
                composer.line_break()
            elif what == "inner":
                with composer.block(BlockKind.QUOTE):
                    composer.words(text)
            else:
                composer.after(lambda text=text: note(text))  # type: ignore[misc]
    document = ended(composer)
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end
        assert document.words(block) == document.words(block).strip(" \n")
        position = block.end
    for mark in document.marked(CitationMarked):
        assert document.words(mark) == document.words(mark).strip(" \n") != ""
        assert any(b.start <= mark.start and mark.end <= b.end for b in document.blocks)
