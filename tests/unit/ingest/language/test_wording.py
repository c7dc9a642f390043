from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.wording import claim_wording
from kg.wording import normalise


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("However, canals are slow", "Canals are slow."),
        ("But Holland's canals are slow.", "Holland's canals are slow."),
        ("In other words, canals are slow [3, 7].", "Canals are slow."),
        ("(2) the trend will last;", "The trend will last."),
        ('"canals are slow" [5].', "Canals are slow."),
        ("Canals are **slow** (Byron et al., 2019).", "Canals are slow."),
        ("Still waters are slow.", "Still waters are slow."),
        ("Orders fell.", "Orders fell."),
    ],
)
def test_wording_stands_alone(text: str, wording: str) -> None:
    assert claim_wording(text) == wording


@pytest.mark.parametrize(
    "other",
    [
        "the  “bitter” lesson isn’t dying",
        'The "bitter" lesson isn\'t dying!',
        '**The** "bitter" lesson isn\'t dying [4].',
        'THE "BITTER" LESSON ISN\'T DYING',
    ],
)
def test_spelling_is_levelled(other: str) -> None:
    assert normalise(other) == normalise('The "bitter" lesson isn\'t dying.')


def test_content_is_not_levelled() -> None:
    assert normalise("Canals are slow.") != normalise("Canals are not slow.")
    assert normalise("Yields rose 5%.") != normalise("Yields rose 50%.")


@given(st.text(max_size=80))
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
