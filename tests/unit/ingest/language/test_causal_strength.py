"""How strongly a sentence puts a cause."""

from __future__ import annotations

import pytest

from ingest.language.causal_strength import Strength, strength

SENTENCES = (
    ("The new valve reduced leaks in all pumps.", Strength.DIRECT),
    ("Salting the road had no effect on accidents.", Strength.DIRECT),
    ("Daily walks lead to better sleep.", Strength.DIRECT),
    ("The coating may reduce corrosion.", Strength.CONDITIONAL),
    ("Shade appears to improve milk yield.", Strength.CONDITIONAL),
    ("The index might be a useful tool for planners.", Strength.CONDITIONAL),
    ("Noise was associated with absence from work.", Strength.CORRELATIONAL),
    ("Yields were higher in the north than in the south.", Strength.CORRELATIONAL),
    ("Older buses were at increased risk of failure.", Strength.CORRELATIONAL),
    ("Crop losses were not correlated with rainfall.", Strength.CORRELATIONAL),
    ("Further studies are needed to show whether shade reduces stress.", Strength.NONE),
    ("Schools should prevent noise.", Strength.NONE),
    ("We visited forty farms in the spring.", Strength.NONE),
    ("A guide to improve drainage was handed out.", Strength.NONE),
)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_strength_is_read_from_the_words(text: str, expected: Strength) -> None:
    assert strength(text) is expected
    assert strength(text.upper()) is expected


def test_what_comes_first_decides_between_cause_and_correlation() -> None:
    assert strength("Smoke was associated with dust, which reduced yield.") is (
        Strength.CORRELATIONAL
    )
