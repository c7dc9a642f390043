"""Tokens of reference strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.tokens import tokens


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Phys. Rev. D51", ["Phys", ".", "Rev", ".", "D", "51"]),
        ("12(3):45-67", ["12", "(", "3", ")", ":", "45", "-", "67"]),
        ("see https://example.org/a(b), 2", ["see", "https://example.org/a(b),", "2"]),
        ("doi:10.1234/ab.c", ["doi", ":", "10.1234/ab.c"]),
        ("arXiv:2001.01234v2", ["arXiv", ":", "2001.01234v2"]),
        ("O'Neill", ["O'", "Neill"]),
    ],
)
def test_tokens(text: str, parts: list[str]) -> None:
    assert [one.text for one in tokens(text)] == parts


@given(st.text(max_size=200))
def test_tokens_are_all_of_the_text_but_white_space(text: str) -> None:
    found = tokens(text)
    assert "".join(one.text for one in found) == "".join(text.split())
    assert all(text[one.start : one.end] == one.text for one in found)
