"""What a user's words mean to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.search import phrases


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("scaling laws", [("scaling",), ("laws",)]),
        ('"scaling laws" hold', [("scaling", "laws"), ("hold",)]),
        ('unbalanced "scaling laws', [("unbalanced",), ("scaling",), ("laws",)]),
        ("chain-of-thought", [("chain",), ("of",), ("thought",)]),
        ("snake_case* -not ^OR (NEAR)", [("snake",), ("case",), ("not",), ("OR",), ("NEAR",)]),
        ('"" "-" ***', []),
        ("Größe 3.5", [("Größe",), ("3",), ("5",)]),
    ],
)
def test_only_double_quotes_have_a_meaning(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert phrases(text) == wanted


@given(st.text())
def test_nothing_but_words_is_passed_on(text: str) -> None:
    assert all(word.isalnum() and word in text for phrase in phrases(text) for word in phrase)
