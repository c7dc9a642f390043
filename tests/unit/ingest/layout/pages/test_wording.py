"""Wording: words as they stand without line ends."""

from __future__ import annotations

import pytest

from ingest.layout.pages.geometry import Line, Run
from ingest.layout.pages.wording import Hyphens, plain, unspaced


def line(text: str) -> Line:
    runs, x = [], 0.0
    for number, word in enumerate(text.split()):
        runs.append(Run(word, x, x + 5.0 * len(word), 0, 10, False, False, number))
        x = runs[-1].x1 + 3
    return Line(runs)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the measure-", "ment of it"], "the measurement of it"),
        (["it was well-", "founded"], "it was well-founded"),
        (["the state-of-", "the-art of it"], "the state-of-the-art of it"),
        (["word- and sentence-", "level"], "word- and sentence-level"),
        (["both token-", "and word-level"], "both token- and word-level"),
        (["COVID-", "19 came"], "COVID-19 came"),
        (["the V-", "shaped one"], "the V-shaped one"),
        (["from 2019–", "2021 on"], "from 2019–2021 on"),
        (
            ["see https://example.org/a/", "b.html for more"],
            "see https://example.org/a/b.html for more",
        ),
        (["a rain—", "a long one"], "a rain—a long one"),
        (["a plain", "line end"], "a plain line end"),
        (["soft\u00ad", "ware"], "software"),
    ],
)
def test_line_ends(lines: list[str], expected: str) -> None:
    seen = [line("of the art and so on")]
    assert plain([line(one) for one in lines], Hyphens([*seen, *map(line, lines)])) == expected


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [("a re-use of it", "re-use"), ("a reuse of it", "reuse"), ("nothing", "reuse")],
)
def test_the_document_is_the_witness(elsewhere: str, expected: str) -> None:
    assert Hyphens([line(elsewhere)]).joined("re", "use") == expected


def test_two_words_that_stand_alone_elsewhere_stay_apart() -> None:
    hyphens = Hyphens([line("the receptor and its ligand bind")])
    assert hyphens.joined("receptor", "ligand") == "receptor-ligand"
    assert hyphens.joined("recep", "tor") == "receptor"


def test_letters_set_wide() -> None:
    assert unspaced("A B S T R A C T of it") == "ABSTRACT of it"
    assert unspaced("I am a x") == "I am a x"
