from __future__ import annotations

import pytest

from ingest.language.opposites import direction
from ingest.language.stems import stem


def of(word: str) -> tuple[str, int] | None:
    return direction(stem(word))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("raises", "lowered"),
        ("causes", "prevents"),
        ("cheaper", "dearer"),
        ("possible", "impossible"),
        ("supports", "contradicts"),
        ("reliable", "unreliable"),
    ],
)
def test_opposites_are_of_one_class_and_two_signs(one: str, other: str) -> None:
    first, second = of(one), of(other)
    assert first is not None
    assert second is not None
    assert (first[0], first[1]) == (second[0], -second[1])


@pytest.mark.parametrize(
    ("one", "other"), [("raises", "boosted"), ("shrinks", "diminishing"), ("helps", "improved")]
)
def test_near_synonyms_go_one_way(one: str, other: str) -> None:
    assert of(one) == of(other) is not None


@pytest.mark.parametrize("word", ["canal", "barge", "", "the"])
def test_most_words_have_no_opposite(word: str) -> None:
    assert of(word) is None
