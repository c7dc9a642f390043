"""Probabilities move towards what people say, and no further than their word reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.calibration import shift, shifted
from kg.views import Judged

SCORES = st.floats(0.01, 0.99)


def judged(score: float | None, *, accepted: bool) -> Judged:
    return Judged(extractor="made", rule="up", score=score, accepted=accepted)


DECISIONS = st.lists(st.builds(judged, SCORES, accepted=st.booleans()), max_size=40)


def test_without_decisions_nothing_moves() -> None:
    assert shift([]) == 0.0
    assert shifted(0.7, 0.0) == pytest.approx(0.7)


def test_what_had_no_score_teaches_nothing() -> None:
    assert shift([judged(None, accepted=False)] * 50) == 0.0


@given(DECISIONS, SCORES)
def test_one_more_rejection_never_raises_and_one_more_acceptance_never_lowers(
    decisions: list[Judged], score: float
) -> None:
    others = [*decisions, judged(score, accepted=True)], [*decisions, judged(score, accepted=False)]
    assert shift(others[0]) > shift(others[1])


@given(DECISIONS, st.floats(0, 1))
def test_a_probability_stays_one(decisions: list[Judged], probability: float) -> None:
    assert 0 < shifted(probability, shift(decisions)) < 1


@given(DECISIONS, SCORES, SCORES)
def test_the_order_of_proposals_stays(decisions: list[Judged], one: float, other: float) -> None:
    moved = shift(decisions)
    low, high = sorted((one, other))
    assert shifted(low, moved) <= shifted(high, moved)


def test_many_decisions_bring_the_mean_to_what_is_accepted() -> None:
    decisions = [judged(0.9, accepted=number % 2 == 0) for number in range(1000)]
    assert shifted(0.9, shift(decisions)) == pytest.approx(0.5, abs=0.01)


def test_a_few_decisions_move_it_a_little() -> None:
    moved = shifted(0.9, shift([judged(0.9, accepted=False)]))
    assert 0.75 < moved < 0.9
