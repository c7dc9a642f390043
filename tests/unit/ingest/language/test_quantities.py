from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.quantities import quantities


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "comparison"),
    [
        ("with 22x the parameters", 22, 22, "×", None),
        ("of 4.5%-5% of the weight", 4.5, 5, "%", None),
        ("gains of 5×–20× at rest", 5, 20, "×", None),
        ("a 671-billion parameter engine", 6.71e11, 6.71e11, "parameter", None),
        ("a budget of 300 Billion", 3e11, 3e11, None, None),
        ("fewer than 100 samples", 100, 100, "samples", "fewer than"),
        ("from 2M to 22M videos", 2e6, 2.2e7, "videos", None),
        ("more than 16,000 CPUs", 16000, 16000, "CPUs", "more than"),
        ("costs of $1.5 billion", 1.5e9, 1.5e9, "$", None),
        ("over ten orders of magnitude", 10, 10, "orders of magnitude", None),
        ("between 5 and 10 percent", 5, 10, "%", None),
        ("in the last 4 years", 4, 4, "years", None),
        ("accuracy of 93.5 overall", 93.5, 93.5, "overall", None),
        ("a slope of -0.27 at rest", -0.27, -0.27, None, None),
        ("from -18.05 to −16.07 points", -18.05, -16.07, "points", None),
    ],
)
def test_measurements(
    text: str, value: float, upper: float, unit: str | None, comparison: str | None
) -> None:
    (found,) = quantities(text)
    assert (found.value, found.upper, found.unit, found.comparison) == (
        value,
        upper,
        unit,
        comparison,
    )


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",
        "In Section 3 and Figure 3a",
        "(1) the first",
        "Atlas 8B",
        "Atlas-3 8B against Condor 180B",
        "the o1 model",
        "§5.2",
        "version 3.11",
        "the 1990s",
        "model X-2",
    ],
)
def test_no_measurements(text: str) -> None:
    assert quantities(text) == ()


@given(st.text(alphabet="0123456789 .,%x-–to$BMa(", max_size=40))
def test_positions_hold_the_number_and_do_not_overlap(text: str) -> None:
    found = quantities(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert any(letter.isdigit() for letter in text[one.start : one.end])
        assert one.value <= one.upper
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_white_space_is_no_part_of_a_quantity() -> None:
    text = "spaces;  95% of them"
    (found,) = quantities(text)
    assert text[found.start : found.end] == "95%"
