"""A document goes out in parts, and a quote has one place or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import nlp
from ingest.document import ParsedDocument, Sentence
from ingest.llm.parts import MAX_PART, Part, Place, parts
from ingest.readers.markdown import READER

PART = Part(7, ("Tide mills need a pond.", "A pond fills twice, and a pond drains.", "It drains."))


def read(text: str) -> ParsedDocument:
    return nlp.annotate(READER.read(text.encode(), "text.md"))


@pytest.mark.parametrize(
    ("quote", "number", "place"),
    [
        ("Tide mills need a pond", 1, Place(7, 0, 22)),
        (" Tide mills need a pond. ", 1, Place(7, 0, 23)),
        ("Tide mills", 3, Place(7, 0, 10)),  # a wrong number, but one place only
        ("Tide mills", None, Place(7, 0, 10)),
        ("It drains", 99, Place(9, 0, 9)),
        ("drains", 3, Place(9, 3, 9)),  # elsewhere too: the number decides
        ("drains", 1, None),  # twice, and not where it says
        ("pond", 2, None),  # twice in that very sentence
        ("A pond", 2, Place(8, 0, 6)),
        ("tide mills", 1, None),  # another spelling
        ("mills need no pond", 1, None),
        ("need a pond. A pond fills", 1, None),  # over two sentences
        ("ide mills need", 1, None),  # cuts a word
        ("It drain", 3, None),
        ("", 1, None),
        (" . ", 1, None),
    ],
)
def test_a_quote_has_one_place_or_none(quote: str, number: int | None, place: Place | None) -> None:
    assert PART.find(quote, number) == place


@given(st.lists(st.text(st.sampled_from("ab .,\"'("), min_size=1), min_size=1), st.data())
def test_what_is_found_is_what_was_quoted(sentences: list[str], data: st.DataObject) -> None:
    part = Part(0, tuple(sentences))
    quote = data.draw(st.text(st.sampled_from("ab .,\"'(")))
    place = part.find(quote, data.draw(st.none() | st.integers(-1, 4)))
    if place is not None:
        assert sentences[place.index][place.start : place.end] == quote.strip()


def test_parts_hold_every_sentence_once_in_order() -> None:
    paragraph = "The pond fills with silt. " * 40
    text = "# Mills\n\n" + "\n\n".join([paragraph] * 5) + "\n\n## Ponds\n\n" + paragraph
    document = read(text)
    cut = list(parts(document))
    sentences = [one.clean for one in document.layer(Sentence)]
    assert [text for part in cut for text in part.sentences] == sentences
    assert all(sentences[one.first] == one.sentences[0] for one in cut)
    assert len(cut) > 1
    assert all(sum(map(len, one.sentences)) <= MAX_PART for one in cut)


def test_a_part_ends_with_a_block_and_a_heading_opens_one() -> None:
    long = "The pond fills with silt. " * 70
    document = read(f"{long}\n\n## Ponds\n\nThey fill.\n\n{long}\n\n{long}\n\nMills stop.")
    first, second, third = parts(document)
    assert len(first.sentences) == 70
    assert second.sentences[:2] == ("Ponds", "They fill.")
    assert len(second.sentences) == 72
    assert third.sentences[-1] == "Mills stop."


def test_only_prose_goes_out() -> None:
    document = read("Mills stop.\n\n```\nsecret = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSo.")
    (part,) = parts(document)
    assert part.sentences == ("Mills stop.", "So.")


def test_a_text_without_sentences_has_no_parts() -> None:
    assert list(parts(read("```\nmills\n```"))) == []
