"""Quoted words and cited numbers are found in their text, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.audit import Searched, checkable
from kg.model import Quantity

TEXT = (
    "The committee held that simply adding ponds, and giving\nthem more water, might not be "
    "enough. “Silt,” said Okafor, “is the miller’s enemy.” Costs rose by 12.34% in 1,234 mills, "
    "or 300 million trainable wheels; 2.5x more than before."
)
WORD = st.text("abcdefghij", min_size=3, max_size=8)


@pytest.mark.parametrize(
    "quoted",
    [
        "“simply adding ponds, and giving them more water, might not be enough”",
        "Simply adding ponds and giving them more water might not be enough.",
        "simply adding [tidal] ponds … might not be enough",
        "adding ponds [...] more water",
        "the miller's enemy",
    ],
)
def test_the_same_words_stand_word_for_word(quoted: str) -> None:
    found = Searched(TEXT).quotation(quoted)
    assert found is not None
    assert found.similarity == 1


@pytest.mark.parametrize(
    "quoted",
    [
        "simply adding a pond, and giving it more water, might not be enough",
        "simply adding ponds and giving them more water might be enough",
    ],
)
def test_other_words_are_only_nearly_it(quoted: str) -> None:
    found = Searched(TEXT).quotation(quoted)
    assert found is not None
    assert 0 < found.similarity < 1
    assert "adding ponds" in TEXT[found.start : found.end]


@pytest.mark.parametrize(
    "quoted",
    [
        "windmills are better than tide mills on every hill",
        "simply adding ponds … the moon rose late",
        "",
        "…",
    ],
)
def test_what_is_not_there_is_not_found(quoted: str) -> None:
    assert Searched(TEXT).quotation(quoted) is None


@given(st.lists(WORD, min_size=12, max_size=60), st.data())
def test_any_run_of_words_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 6))
    run = words[start : start + 6]
    text = "; ".join(words)
    found = Searched(text).quotation(" ".join(run))
    assert found is not None
    assert found.similarity == 1
    assert text[found.start : found.end].replace(";", "").split() == run


@given(st.text(max_size=200), st.text(max_size=80))
def test_whatever_is_given_a_place_in_the_text_comes_out(text: str, quoted: str) -> None:
    found = Searched(text).quotation(quoted)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (12.34, "%"), (12.3, "percent"), (12, "%"), (1234, None), (1234, "mills"),
        (3e8, "wheels"), (300e6, None), (2.5, "×"), (2.5, "times"),
    ],
)  # fmt: skip
def test_numbers_are_found_however_they_are_written(value: float, unit: str | None) -> None:
    found = Searched(TEXT).number(value, unit)
    assert found is not None
    assert TEXT[found.start].isdigit()


@pytest.mark.parametrize(
    ("value", "unit"),
    [(12.35, "%"), (12.34, None), (12.34, "×"), (34, None), (300, "wheels"), (1234, "wheels")],
)
def test_other_numbers_or_units_are_not(value: float, unit: str | None) -> None:
    assert Searched(TEXT).number(value, unit) is None


def test_a_small_bare_number_says_nothing() -> None:
    def quantity(value: float, unit: str | None = None) -> Quantity:
        return Quantity(value, value, unit, None, 0, 1)

    assert not checkable(quantity(3))
    assert all(map(checkable, [quantity(3, "mills"), quantity(3.5), quantity(30)]))
