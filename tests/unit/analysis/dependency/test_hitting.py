"""Least hitting sets, against trying all subsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency.covering import cost, least
from kg.analysis.dependency.hitting import least_hitting_set, least_sufficient
from kg.analysis.dependency.limits import Late, deadline
from tests.unit.analysis.dependency.graphs import subsets

NAMES = "abcdefgh"
families = st.lists(st.sets(st.sampled_from(NAMES), min_size=1), max_size=10)
tangles = st.lists(
    st.sets(st.sampled_from("abcdefghij"), min_size=2, max_size=3), min_size=8, max_size=16
)
weights = st.fixed_dictionaries({name: st.integers(1, 3) for name in NAMES})


def never() -> bool:
    return False


def after(calls: int) -> Late:
    """Return a limit that is passed after so many questions, the same on any machine."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def lightest(family: list[set[str]], weight: dict[str, int]) -> int:
    return min(
        sum(weight[one] for one in some)
        for some in subsets(NAMES)
        if all(some & one for one in family)
    )


def as_bits(family: list[set[str]]) -> list[int]:
    return [sum(1 << NAMES.index(one) for one in members) for members in family]


@given(families, weights)
def test_a_known_family_is_hit_by_the_least(family: list[set[str]], weight: dict[str, int]) -> None:
    sets, costs = as_bits(family), [weight[name] for name in NAMES]
    chosen, bound = least(sets, costs, never)
    assert all(chosen & one for one in sets)
    assert cost(chosen, costs) == bound == lightest(family, weight)


@given(tangles)
def test_what_reductions_leave_is_branched_on(family: list[set[str]]) -> None:
    sets = [sum(1 << "abcdefghij".index(one) for one in members) for members in family]
    fewest = min(some.bit_count() for some in range(1 << 10) if all(some & one for one in sets))
    chosen, bound = least(sets, [1] * 10, never)
    assert all(chosen & one for one in sets)
    assert chosen.bit_count() == bound == fewest


@given(families, weights, st.integers(0, 30))
def test_what_is_cut_off_still_hits_and_its_bound_holds(
    family: list[set[str]], weight: dict[str, int], calls: int
) -> None:
    sets, costs = as_bits(family), [weight[name] for name in NAMES]
    chosen, bound = least(sets, costs, after(calls))
    assert all(chosen & one for one in sets)
    assert bound <= lightest(family, weight) <= cost(chosen, costs)


def unhit(family: list[set[str]]) -> Any:
    def ask(chosen: frozenset[str]) -> Iterator[list[str]]:
        return (sorted(one) for one in family if not one & chosen)

    return ask


@given(families, weights)
def test_a_family_found_by_asking_is_hit_by_the_least(
    family: list[set[str]], weight: dict[str, int]
) -> None:
    found = least_hitting_set(unhit(family), NAMES, never, weight)
    assert found.exact
    assert all(one & {*found.members} for one in family)
    assert sum(weight[one] for one in found.members) == found.bound == lightest(family, weight)
    assert least_hitting_set(unhit(family), NAMES, never, weight) == found


@given(families, weights, st.integers(0, 40))
def test_asking_that_is_cut_off_says_how_far_it_got(
    family: list[set[str]], weight: dict[str, int], calls: int
) -> None:
    found = least_hitting_set(unhit(family), NAMES, after(calls), weight)
    total = sum(weight[one] for one in found.members)
    assert all(one & {*found.members} for one in family)
    assert found.bound <= lightest(family, weight) <= total
    assert found.exact == (found.bound == total)


def suffices(ways: list[set[str]]) -> Any:
    return lambda some: any(way <= some for way in ways)


@given(st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=8))
def test_the_fewest_that_suffice(ways: list[set[str]]) -> None:
    found = least_sufficient(suffices(ways), NAMES, never)
    assert found.exact
    assert suffices(ways)(set(found.members))
    assert len(found.members) == found.bound == min(map(len, ways))
    assert list(found.members) == sorted(found.members)


@given(st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=8), st.integers(0, 40))
def test_the_fewest_that_were_found_in_time_suffice(ways: list[set[str]], calls: int) -> None:
    found = least_sufficient(suffices(ways), NAMES, after(calls))
    assert suffices(ways)(set(found.members))
    assert found.bound <= min(map(len, ways)) <= len(found.members)
    assert found.exact == (found.bound == len(found.members))


def test_what_never_suffices_is_refused() -> None:
    with pytest.raises(ValueError, match="do not suffice"):
        least_sufficient(lambda some: False, NAMES, never)
    assert least_sufficient(lambda some: True, "", never).members == ()


def test_an_empty_set_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        least_hitting_set(lambda chosen: [""], NAMES, never)


def test_a_deadline_passes() -> None:
    assert deadline(0)()
    assert not deadline(1000)()
