"""Probabilities move towards what people say, and no further than their word reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.calibration import reliability, shift, shifted, shifts
from kg.views import Judged

SCORES = st.floats(0.01, 0.99)
NAMES = st.sampled_from(("one", "two"))


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


# -- before and after, by rule


@given(DECISIONS.filter(lambda decisions: any(not one.accepted for one in decisions)))
def test_accepting_what_was_rejected_lowers_no_probability(decisions: list[Judged]) -> None:
    at = next(at for at, one in enumerate(decisions) if not one.accepted)
    (stricter,) = reliability(decisions)
    (kinder,) = reliability(
        [*decisions[:at], replace(decisions[at], accepted=True), *decisions[at + 1 :]]
    )
    assert kinder.accepted == stricter.accepted + 1
    assert stricter.before == kinder.before
    assert (kinder.after or 0.0) >= (stricter.after or 0.0)


@given(DECISIONS.filter(bool))
def test_a_mean_moves_towards_what_was_accepted_and_not_beyond(decisions: list[Judged]) -> None:
    (found,) = reliability(decisions)
    assert found.before is not None
    assert found.after is not None
    low, high = sorted((found.before, found.accepted / found.judged))
    assert low - 1e-6 <= found.after <= high + 1e-6


@given(st.lists(st.builds(Judged, NAMES, NAMES, st.none() | SCORES, st.booleans())))
def test_every_decision_counts_under_one_rule(decisions: list[Judged]) -> None:
    found = reliability(decisions)
    assert sum(one.judged for one in found) == len(decisions)
    assert sum(one.accepted for one in found) == sum(one.accepted for one in decisions)
    names = [(one.extractor, one.rule) for one in found]
    assert sorted(names) == sorted({(one.extractor, one.rule) for one in decisions})
    assert set(shifts(decisions)) == set(names)


@given(DECISIONS, DECISIONS)
def test_a_rule_learns_from_its_own_decisions_only(
    mine: list[Judged], others: list[Judged]
) -> None:
    other = [replace(one, rule="other") for one in others]
    alone, among = reliability(mine), reliability([*other, *mine])
    assert [one for one in among if one.rule == "up"] == alone


def test_what_had_no_score_has_no_probability_before_or_after() -> None:
    (found,) = reliability([judged(None, accepted=True)])
    assert (found.judged, found.accepted, found.before, found.after) == (1, 1, None, None)
