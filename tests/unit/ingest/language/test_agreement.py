from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.agreement import Stand, answers, stand


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("We side with Byron on this.", Stand(agrees=True, name="Byron", whole=True)),
        ("I largely concur with the essay [2].", Stand(agrees=True, name="", whole=True)),
        ("I share no view, yet we agree with Ada K. Byron.", Stand(True, "Byron", True)),
        ("I agree with Byron’s thesis (it is sound).", Stand(True, "Byron", True)),
        ("Ada Byron is right.", Stand(agrees=True, name="Byron", whole=True)),
        ("Byron is right that locks leak.", Stand(agrees=True, name="Byron", whole=False)),
        ("We do not agree with Byron's thesis.", Stand(False, "Byron", True)),
        ("I disagree with all that Ada writes.", Stand(agrees=False, name="Ada", whole=True)),
        ("This essay disagrees with Moreau about tariffs.", Stand(False, "Moreau", False)),
        ("Here Byron was plainly mistaken.", Stand(agrees=False, name="Byron", whole=True)),
    ],
)
def test_the_side_that_is_taken(wording: str, expected: Stand) -> None:
    assert stand(wording) == expected


@pytest.mark.parametrize(
    "wording",
    [
        "We agree with the need for deeper locks.",
        "Our estimates agree with those of others.",
        "I no longer agree with Byron.",
        "Critics agree with Byron.",
        "The harbour of Astrel is on the right bank.",
        "Astrel is right on the river.",
    ],
)
def test_no_side_is_taken(wording: str) -> None:
    assert stand(wording) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In line with Roe (2019), takings rose after the bridge opened.", True),
        ("Our counts bear out Brandvold's claim that tolls deter carters.", True),
        ("This contradicts the findings of Moreau and Byron [3].", True),
        ("We side with Byron.", True),
        ("Unlike Astrel, Corvane is dry.", False),
        ("The gauges confirm Ohm's law.", False),
        ("This is consistent with a leak.", False),
    ],
)
def test_answers_to_somebody_named(sentence: str, expected: bool) -> None:
    assert answers(sentence) is expected


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert stand(text) is None or answers(text)
