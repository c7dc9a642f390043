"""Sentence boundaries, labels and sections; offsets that lead back to the source."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from ingest.cleaning import clean
from ingest.document import Span
from ingest.sentences import MAX_SENTENCE, boundaries, label_end, outline


def split(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in boundaries(text)]


def sentences(text: str, name: str = "a.txt") -> list[str]:
    return [draft.clean.text for draft in outline(readers.read(text.encode(), name))[1]]


@pytest.mark.parametrize(
    "parts",
    [
        ["Engines rest on them.", "As fuel grows dear, so do they."],
        [
            "Lee et al. (2020) say so, e.g. in a note, vs. what Wu et al. found.",
            "It is 3.5 per cent.",
        ],
        ["As Lee et al. [11] point out, it grows.", "Wu et al. [2022] go on; Kim et al. (7) stop."],
        ["It grew, say Lee et al. [3]", "The next one shrank."],
        ['He says that "size is all there is" [5].', "Others doubt it [3, 7]."],
        ['"Size is all there is." [5]', "Others doubt it."],
        ["Others doubt it.(3,4)", "We do not."],
        ["See Fig. 3a and Sec. 2 for J. K. Lee and Dr. Wu.", "They left."],
        ['"It grew for years... naive engines will not" was the finding [6].', "It stood."],
        ["Go to https://a.example/b.Html?c=1.5 for more.", "It is short."],
        ["It fails (as Lee says. And Wu.) in most cases.", "It works in some."],
        ["A bracket (that nobody closes is no excuse.", "This one (here) is closed."],
        [
            "Modulation was seen (Lee et al., 2015) (Appendix 4.1.5).",
            "Such a mark is rare (Wu, 2016).",
        ],
        ["Is it so?", "It is!", "Then stop."],
        ["The engine doesn't.", "Or may not."],
        ["Lee wrote it.", "[3] agrees with all of that."],
    ],
)
def test_boundaries(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["Engines rest on them.", "As fuel grows dear, so do they."],
        ['He says so "twice" [5].', "Others doubt it."],
        ["It looks like this:", "Large engines come first."],
    ],
)
def test_boundaries_without_a_space(parts: list[str]) -> None:
    assert split("".join(parts)) == parts


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("Limits:", " The engine is slow."),
        ("Context.", " Written in a hurry."),
        ("TL;DR:", " It is slow."),
        ("Engines of old (e.g., Lee et al., 2020):", " The note says so."),
        ("Supporting evidence:", ""),
    ],
)
def test_labels(label: str, rest: str) -> None:
    assert label_end(label + rest) == len(label)


@pytest.mark.parametrize(
    "text",
    [
        "In plain terms: small ones come from large ones.",
        "The relation looks like this: Large ones first.",
        'As Ann Lee notes in her book: "Size wins."',
        "Engines are slow. They cost much.",
        "This is so: Engines are slow.",
    ],
)
def test_no_label(text: str) -> None:
    assert label_end(text) == 0


def test_names_in_code_end_no_sentence() -> None:
    assert sentences("# A\n\nWe call `big.Engine` here. It is slow.", "a.md")[1:] == [
        "We call big.Engine here.",
        "It is slow.",
    ]


def test_hashtags_and_rules_say_nothing() -> None:
    assert sentences("# A b\n\n#size #speed\n\nWords are here.", "a.md") == [
        "A b",
        "Words are here.",
    ]


def test_a_label_governs_the_list_that_follows() -> None:
    document = readers.read(
        b"Engines are slow, as is well known.\n\nLimits:\n\n- Cost is one.\n"
        b"- Speed: It is low.\n\nThat is all.",
        "a.txt",
    )
    sections, drafts = outline(document)
    assert [(one.heading, one.parent) for one in sections] == [("Limits", None), ("Speed", 0)]
    spans = {draft.clean.text: draft.clean.span() for draft in drafts}
    assert sections[0].contains(spans["Cost is one."])
    assert not sections[0].contains(spans["That is all."])


def test_sections_nest() -> None:
    text = "# T\n\n# A\n\nOne is here.\n\n## B\n\nTwo is here.\n\n# C\n\nThree is here.\n"
    sections, _ = outline(readers.read(text.encode(), "a.md"))
    assert [(one.heading, one.level, one.parent) for one in sections] == [
        ("A", 1, None),
        ("B", 2, 0),
        ("C", 1, None),
    ]


def test_an_endless_sentence_is_cut() -> None:
    assert max(len(part) for part in split("word " * 10_000)) <= MAX_SENTENCE


def test_an_endless_heading_is_cut_too() -> None:
    found = sentences("# " + "word that " * 2_000 + "\n\nIt is so.\n", "a.md")
    assert max(map(len, found)) <= MAX_SENTENCE
    assert found[-1] == "It is so."


ESSAY = [
    "Large engines are slow (e.g. Lee et al. 2020), and they cost a great deal of money.",
    '"Size is all there is," says Wu, "and it\'s well-known" [3].',
    "So it is said.",
    "What could help here is a *commitment* to the state of the art - or so we think.",
]
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(ESSAY), min_size=1, max_size=5), min_size=1, max_size=4
)


@given(PARAGRAPHS, st.integers(60, 100))
def test_the_same_sentences_however_they_are_set(essay: list[list[str]], width: int) -> None:
    paragraphs = [" ".join(one).replace("*", "") for one in essay]
    expected = [sentence.replace("*", "") for one in essay for sentence in one]
    variants = {
        "a line a paragraph": "\n".join(paragraphs),
        "blank lines": "\n\n".join(paragraphs),
        "wrapped": "\n\n".join(textwrap.fill(one, width) for one in paragraphs),
        "crlf": "\r\n\r\n".join(paragraphs),
        "doubled spaces": "\n\n".join(one.replace(". ", ".  ") for one in paragraphs),
        "curly": "\n\n".join(paragraphs).replace("'", "’").replace(' "', " “").replace('"', "”"),
    }
    for name, text in variants.items():
        assert sentences(text) == expected, name
    marked = "\n\n".join(" ".join(one) for one in essay)
    assert sentences(marked, "a.md") == expected


@given(st.text(max_size=200), st.data())
def test_clean_wording_leads_back_to_the_source(text: str, data: st.DataObject) -> None:
    marks = sorted(data.draw(st.lists(st.integers(0, max(len(text) - 1, 0)), max_size=4)))
    hidden = [Span(start=mark, end=mark + 1) for mark in marks]
    wording = clean(text, 0, len(text), hidden)
    assert len(wording.text) == len(wording.origins)
    assert list(wording.origins) == sorted(wording.origins)
    assert wording.text == wording.text.strip()
    for letter, origin in zip(wording.text, wording.origins, strict=True):
        assert origin not in marks
        if letter.isalpha() and text[origin] not in "ﬀﬁﬂﬃﬄ":
            assert text[origin] == letter


@given(st.text(st.sampled_from("aB.!?[1]( )\"'\n:-"), max_size=200))
def test_boundaries_cover_the_text(text: str) -> None:
    wording = clean(text, 0, len(text)).text
    parts = boundaries(wording)
    assert "".join(wording[start:end] for start, end in parts) == wording
