"""What falls, is weakened or finds another way, against both fixpoints worked out by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import (
    NOTHING,
    Effect,
    Graph,
    Supposition,
    consequences,
    standing,
)
from kg.errors import NotFoundError
from tests.unit.analysis.dependency.graphs import cases, needs, outcomes, plain, shuffled, without

RANK = {"falls": 0, "undecided": 1, "stands": 2}


def effects(graph: Graph, supposed: Supposition) -> dict[str, Effect]:
    return {one.id: one.effect for one in consequences(graph, supposed).nodes}


def test_what_needs_it_falls_and_what_has_another_way_does_not() -> None:
    graph = plain("ab", "ca", "da enables", "de enables", "fb improves")
    found = effects(graph, Supposition(denied=frozenset("b")))
    assert found == {"a": Effect.FALLS, "c": Effect.FALLS, "d": Effect.OTHER_WAY}


def test_only_a_substitute_left_weakens() -> None:
    graph = plain("ab", "sb substitutes", "ca")
    [one] = consequences(graph, Supposition(denied=frozenset("b"))).nodes
    assert (one.id, one.effect, one.reasons[0].left) == ("a", Effect.WEAKENED, ("s",))


def test_what_is_left_with_a_loop_is_undecided() -> None:
    graph = plain("ab enables", "ax enables", "ba")
    found = effects(graph, Supposition(denied=frozenset("x")))
    assert found == {"a": Effect.UNDECIDED, "b": Effect.UNDECIDED}


def test_steps_count_from_what_was_supposed() -> None:
    graph = plain("ab", "bc", "cd")
    found = consequences(graph, Supposition(denied=frozenset("d"))).nodes
    assert [(one.id, one.step) for one in found] == [("c", 1), ("b", 2), ("a", 3)]
    graph = plain("ab", "bc", "oa enables", "ox enables", "ub enables", "uv enables", "vu", "wv")
    found = consequences(graph, Supposition(denied=frozenset("c"))).nodes
    assert [(one.id, one.effect.value, one.step) for one in found] == [
        ("b", "falls", 1),
        ("a", "falls", 2),
        ("u", "undecided", 2),
        ("v", "undecided", 3),
        ("w", "undecided", 4),
        ("o", "another way", 3),
    ]


def test_a_source_takes_its_word_but_not_the_conditions_it_stated() -> None:
    graph = plain()
    graph.add_edge("a", "b", key="requires", sources=("x",))
    graph.add_edge("c", "b", key="enables", sources=("x",))
    graph.add_edge("d", "b", key="enables", sources=("x", "y"))
    graph.add_node("e", sources=("x",))
    supposed = Supposition(sources=frozenset("x"))
    found = consequences(graph, supposed)
    assert found.links_lost == (("a", "b", "requires"), ("c", "b", "enables"))
    assert found.links_weakened == (("d", "b", "enables"),)
    after = standing(graph, supposed)
    assert {node: after.outcome(node).value for node in "abcde"} == {
        "a": "stands", "b": "stands", "c": "falls", "d": "stands", "e": "falls",
    }  # fmt: skip


def test_what_is_taken_as_given_outlasts_its_sources_but_not_its_denial() -> None:
    graph = plain("ab")
    graph.add_node("b", sources=("x",))
    lost = Supposition(sources=frozenset("x"), given=frozenset("b"))
    assert standing(graph, lost).outcome("a").value == "stands"
    denied = lost | Supposition(denied=frozenset("b"))
    assert standing(graph, denied).outcome("a").value == "falls"


def test_many_alternatives_are_compared_once_each() -> None:
    graph = plain()
    for number in range(20_000):
        graph.add_edge("a", f"b{number}", key="enables")
    [one] = consequences(graph, Supposition(denied=frozenset({"b7"}))).nodes
    assert (one.effect, one.reasons[0].lost) == (Effect.OTHER_WAY, ("b7",))


def test_unknown_names_are_refused() -> None:
    graph = plain("ab")
    for supposed in (
        Supposition(denied=frozenset("q")),
        Supposition(given=frozenset("q")),
        Supposition(links=frozenset({("a", "b", "enables")})),
    ):
        with pytest.raises(NotFoundError):
            standing(graph, supposed)


@given(cases())
def test_outcomes_agree_with_going_round(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    found = standing(graph, supposed)
    assert {node: found.outcome(node).value for node in graph} == outcomes(graph, supposed)


@given(cases())
def test_effects_are_the_differences_between_before_and_after(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    frame = Supposition(links=supposed.links, given=supposed.given)
    before, after = outcomes(graph, frame), outcomes(graph, supposed)
    found = effects(graph, supposed)
    named = supposed.denied | supposed.given
    for node in set(graph) - named:
        worse = RANK[after[node]] < RANK[before[node]]
        assert worse == (found.get(node) in (Effect.FALLS, Effect.UNDECIDED))
        if worse:
            assert found[node].value == after[node]
    assert not named & set(found)


@given(cases())
def test_what_is_weakened_or_has_another_way_lost_something_and_has_something_left(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    frame = Supposition(links=supposed.links, given=supposed.given)
    before, after = outcomes(graph, frame), outcomes(graph, supposed)
    fell = {node for node in graph if after[node] == "falls" != before[node]}
    for one in consequences(graph, supposed).nodes:
        if one.effect in (Effect.FALLS, Effect.UNDECIDED):
            continue
        weak = False
        for reason in one.reasons:
            needed = reason.requirement
            assert reason.lost
            assert not set(reason.left) & (set(reason.lost) | fell)
            if needed is not None:
                assert set(reason.left) | set(reason.lost) == set(needed.members)
                assert reason.left
            weak |= set(reason.left) <= (needed.substitutes if needed else set())
        assert weak == (one.effect is Effect.WEAKENED)


@given(cases())
def test_steps_are_the_rounds_in_which_things_fall(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    needed = needs(without(graph, supposed.links), supposed.sources)
    fell = {node for node, outcome in outcomes(graph, supposed).items() if outcome == "falls"}
    rounds = [set(supposed.denied)]
    while fell - set().union(*rounds):
        before = set().union(*rounds)
        rounds.append(
            {
                node
                for node in fell - before
                if (
                    len(rounds) == 1
                    and node not in supposed.given
                    and unsaid(graph, supposed, node)
                )
                or any(some <= before for some in needed[node])
            }
        )
    expected = {node: step for step, some in enumerate(rounds) for node in some}
    for one in consequences(graph, supposed).nodes:
        lost = [expected.get(other, 0) for reason in one.reasons for other in reason.lost]
        if one.id in expected:
            assert one.step == expected[one.id]
        elif one.effect is not Effect.UNDECIDED:
            assert one.step == 1 + min(lost)


def unsaid(graph: Graph, supposed: Supposition, node: str) -> bool:
    said = set(graph.nodes[node].get("sources", ()))
    return bool(said) and said <= supposed.sources and node not in supposed.given


@given(cases(), st.data())
def test_withdrawing_more_never_raises_an_outcome(
    case: tuple[Graph, Supposition], data: st.DataObject
) -> None:
    graph, supposed = case
    more = replace(
        supposed,
        denied=supposed.denied | {data.draw(st.sampled_from(sorted(graph)))},
        sources=supposed.sources | {data.draw(st.sampled_from("xyz"))},
    )
    one, other = standing(graph, supposed), standing(graph, more)
    for node in graph:
        assert RANK[other.outcome(node).value] <= RANK[one.outcome(node).value]


@given(cases())
def test_a_what_if_can_be_joined_undone_and_leaves_the_graph_as_it_was(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    links = sorted(graph.edges(keys=True))
    consequences(graph, supposed)
    assert sorted(graph.edges(keys=True)) == links
    assert supposed | NOTHING == supposed
    assert supposed - supposed == NOTHING
    parts = [replace(NOTHING, **{f.name: getattr(supposed, f.name)}) for f in fields(supposed)]
    joined = NOTHING
    for part in parts:
        joined = joined | part
    assert joined == supposed


@given(cases(), st.randoms())
def test_the_order_of_edges_does_not_matter(case: tuple[Graph, Supposition], random: Any) -> None:
    graph, supposed = case
    assert consequences(graph, supposed) == consequences(shuffled(graph, random), supposed)


@given(cases())
def test_what_falls_falls_by_what_failed_and_not_by_help_that_it_lost(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    for one in consequences(graph, supposed).of(Effect.FALLS):
        assert one.reasons
        assert not any(reason.left for reason in one.reasons)
        assert all(
            reason.requirement or set(reason.lost) <= supposed.sources for reason in one.reasons
        )
