from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygarg.dung import solver

from kg.analysis.standing import labelling
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.labelling import (
    Label,
    Labelling,
    grounded,
    meta_arguments,
    preferred,
    stable,
)
from kg.errors import RefusedError
from tests.unit.analysis.standing.frameworks import framework, frameworks, link, weights

STANDS, FALLS, UNDECIDED = Label.STANDS, Label.FALLS, Label.UNDECIDED


def of(made: Framework) -> dict[str, Label]:
    labels = grounded(made)
    return {node: labels[node] for node in made.base}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (framework({"a": 0.2}), {"a": STANDS}),
        (framework({"a": 0}), {"a": FALLS}),
        (framework({"a": 1, "b": 0.2}, link("b", "a", -1)), {"a": FALLS, "b": STANDS}),
        (
            framework({"a": 1, "b": 1, "c": 1}, link("b", "a", -1), link("c", "b", -1)),
            {"a": STANDS, "b": FALLS, "c": STANDS},
        ),
        (
            framework({"a": 1, "b": 1}, link("b", "a", -1), link("a", "b", -1)),
            {"a": UNDECIDED, "b": UNDECIDED},
        ),
        (
            framework({"a": 0, "b": 0}, link("b", "a"), link("a", "b")),
            {"a": UNDECIDED, "b": UNDECIDED},
        ),
        (
            framework({"a": 0, "b": 0, "c": 1}, link("b", "a"), link("a", "b"), link("c", "a")),
            {"a": STANDS, "b": STANDS, "c": STANDS},
        ),
        (
            framework({"a": 0, "b": 1, "c": 1}, link("b", "a", name="l"), link("c", "l", -1)),
            {"a": FALLS, "b": STANDS, "c": STANDS},
        ),
        (
            framework(
                {"a": 0, "b": 1, "c": 0}, link("b", "a", 1, 1, "g"), link("c", "a", 1, 1, "g")
            ),
            {"a": FALLS, "b": STANDS, "c": FALLS},
        ),
        (framework({"a": 1, "b": 1}, link("b", "a", -1, 0)), {"a": STANDS, "b": STANDS}),
    ],
)
def test_grounded_by_hand(made: Framework, expected: dict[str, Label]) -> None:
    assert of(made) == expected


def test_a_threshold_says_what_counts_by_itself() -> None:
    made = framework({"a": 1, "b": 0.4}, link("b", "a", -1))
    assert grounded(made, 0.5)["a"] is STANDS
    assert grounded(made, 0.3)["a"] is FALLS


@given(frameworks(signs=(1,)))
def test_what_supports_only_itself_never_stands(made: Framework) -> None:
    empty = Framework(dict.fromkeys(made.base, 0.0), made.inferences)
    assert STANDS not in of(empty).values()


@given(frameworks(signs=(1,)), weights)
def test_support_never_lowers(made: Framework, weight: float) -> None:
    order = [FALLS, UNDECIDED, STANDS]
    more = Framework({**made.base, "new": 1.0}, (*made.inferences, link("new", "a", 1, weight)))
    assert order.index(of(more)["a"]) >= order.index(of(made)["a"])


# Dung's definitions word for word, over all sets of arguments.


def _extension(attackers: Mapping[str, frozenset[str]], labels: Labelling) -> frozenset[str]:
    """The arguments that are in when the statements are labelled so."""
    values = {Label.STANDS: 1.0, Label.FALLS: 0.0, Label.UNDECIDED: 0.5}
    known = {name: values[label] for name, label in labels.items()}

    def value(name: str) -> float:
        if name not in known:
            known[name] = min((1 - value(other) for other in attackers[name]), default=1.0)
        return known[name]

    return frozenset(name for name in attackers if value(name) == 1.0)


def _defends(attackers: Mapping[str, frozenset[str]], chosen: frozenset[str]) -> frozenset[str]:
    return frozenset(
        name for name, those in attackers.items() if all(attackers[one] & chosen for one in those)
    )


def _complete(attackers: Mapping[str, frozenset[str]], chosen: frozenset[str]) -> bool:
    free = not any(attackers[one] & chosen for one in chosen)
    return free and _defends(attackers, chosen) == chosen


@given(frameworks())
def test_grounded_is_the_least_fixed_point_of_dungs_defence(made: Framework) -> None:
    attackers = meta_arguments(made)
    least: frozenset[str] = frozenset()
    while (more := _defends(attackers, least)) != least:
        least = more
    assert _extension(attackers, grounded(made)) == least


def _statements(made: Framework) -> list[str]:
    return [*made.base, *(one.id for one in made.inferences)]


@settings(deadline=None)
@given(frameworks(most=4))
def test_preferred_and_stable_are_dungs(made: Framework) -> None:
    attackers = meta_arguments(made)
    names = sorted(attackers)
    undecided = [name for name in names if _undecided(made, attackers, name)]
    if len(undecided) > 12:
        return
    base = _extension(attackers, grounded(made))
    sets = chain.from_iterable(combinations(undecided, n) for n in range(len(undecided) + 1))
    complete = [chosen for one in sets if _complete(attackers, chosen := base | frozenset(one))]
    largest = {one for one in complete if not any(one < other for other in complete)}
    assert {_extension(attackers, one) for one in preferred(made)} == largest
    everything = {
        one for one in largest if all(name in one or attackers[name] & one for name in names)
    }
    assert {_extension(attackers, one) for one in stable(made)} == everything


def _undecided(made: Framework, attackers: Mapping[str, frozenset[str]], name: str) -> bool:
    inside = _extension(attackers, grounded(made))
    return name not in inside and not attackers[name] & inside


@settings(deadline=None)
@given(frameworks(most=6))
def test_a_library_gives_the_same_extensions(made: Framework) -> None:
    attackers = meta_arguments(made)
    names = sorted(attackers)
    attacks = [[one, name] for name in names for one in sorted(attackers[name])]

    def theirs(semantics: str) -> set[frozenset[str]]:
        return {frozenset(one) for one in solver.extension_enumeration(names, attacks, semantics)}

    assert {_extension(attackers, grounded(made))} == theirs("GR")
    assert {_extension(attackers, one) for one in preferred(made)} == theirs("PR")
    assert {_extension(attackers, one) for one in stable(made)} == theirs("ST")


def test_two_that_rebut_each_other_can_each_be_preferred() -> None:
    made = framework({"a": 1, "b": 1}, link("a", "b", -1), link("b", "a", -1))
    sides = [{node: one[node] for node in "ab"} for one in preferred(made)]
    assert sides == [{"a": STANDS, "b": FALLS}, {"a": FALLS, "b": STANDS}]
    assert stable(made) == preferred(made)


def test_what_attacks_itself_leaves_no_stable_labelling() -> None:
    made = framework({"a": 1}, link("a", "a", -1))
    assert stable(made) == ()
    assert [one["a"] for one in preferred(made)] == [UNDECIDED]


def test_too_many_labellings_are_refused() -> None:
    pairs = [(f"a{at}", f"b{at}") for at in range(20)]
    made = framework(
        {name: 1.0 for pair in pairs for name in pair},
        *(link(*pair, -1) for pair in pairs),
        *(link(*pair[::-1], -1) for pair in pairs),
    )
    with pytest.raises(RefusedError, match="ask for grounded ones"):
        preferred(made)


def test_too_long_a_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "LARGEST", 5)
    names = [f"n{at}" for at in range(6)]
    made = framework(
        dict.fromkeys(names, 1.0),
        *(link(one, other, -1) for one in names for other in names if one != other),
    )
    with pytest.raises(RefusedError, match="ask for the grounded labelling"):
        preferred(made)


@given(frameworks(), st.data())
def test_the_order_of_input_does_not_matter(made: Framework, data: st.DataObject) -> None:
    inferences = data.draw(st.permutations(made.inferences))
    assert grounded(Framework(made.base, tuple(inferences))) == grounded(made)
