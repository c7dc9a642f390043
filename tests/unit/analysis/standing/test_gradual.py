from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Literal

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.analysis.standing.framework import Framework, Inference
from kg.analysis.standing.gradual import Strength, strengths
from tests.unit.analysis.standing.frameworks import framework, frameworks, link, weights

CLOSE = 1e-6


def value(made: Framework, node: str) -> float:
    return strengths(made)[node].value


def plus(made: Framework, *inferences: Inference, **nodes: float) -> Framework:
    return Framework({**made.base, **nodes}, (*made.inferences, *inferences))


def dependence(made: Framework, signs: tuple[int, ...] = (1, -1)) -> nx.MultiDiGraph[str]:
    """What depends on what: a statement on each inference into it and on that one's source."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in made.inferences:
        for end in (one.source, one.id) if one.sign in signs else ():
            graph.add_edge(end, one.target, attack=one.sign < 0)
    return graph


def fights_itself(made: Framework, node: str) -> bool:
    """Whether a node bears on itself through some attack."""
    graph = dependence(made)
    if node not in graph:
        return False
    loop = next(part for part in nx.strongly_connected_components(graph) if node in part)
    return any(data["attack"] for _, _, data in graph.subgraph(loop).edges(data=True))


# Figures worked out by hand from the formula in the module.
@pytest.mark.parametrize(
    ("made", "node", "expected"),
    [
        (framework({"a": 0.5}), "a", 0.5),
        (framework({"a": 0.5, "b": 0.4}, link("b", "a")), "a", 0.7),
        (framework({"a": 0.5, "b": 0.4}, link("b", "a", weight=0.5)), "a", 0.6),
        (framework({"a": 0.5, "b": 0.4}, link("b", "a", -1)), "a", 0.3),
        (framework({"a": 0.5, "b": 0.4}, link("b", "a"), link("b", "a", -1)), "a", 0.5),
        (framework({"a": 0, "b": 0.4, "c": 0.5}, link("b", "a"), link("c", "a")), "a", 0.7),
        (
            framework({"a": 0, "b": 0.4, "c": 0.5}, *(link(x, "a", group="g") for x in "bc")),
            "a",
            0.4,
        ),
        (
            framework({"a": 0, "b": 1, "c": 0.25}, link("b", "a", name="l"), link("c", "l", -1)),
            "a",
            0.75,
        ),
        (
            framework(
                {"a": 0, "b": 1, "c": 0.5}, link("b", "a", 1, 0.4, None, "l"), link("c", "l")
            ),
            "a",
            0.7,
        ),
    ],
)
def test_strength_by_hand(made: Framework, node: str, expected: float) -> None:
    assert value(made, node) == pytest.approx(expected)


@given(frameworks(undercuts=False, groups=False, voices=False))
def test_without_loops_it_is_df_quad(made: Framework) -> None:
    graph = dependence(made)
    graph.add_nodes_from(made.base)
    assume(nx.is_directed_acyclic_graph(graph))
    expected: dict[str, float] = {}
    for node in nx.topological_sort(graph):
        if node not in made.base:
            continue
        failing = {
            sign: prod(
                1 - one.weight * expected[one.source]
                for one in made.inferences
                if one.target == node and one.sign == sign
            )
            for sign in (1, -1)
        }
        base, balance = made.base[node], failing[-1] - failing[1]
        expected[node] = base + (1 - base) * max(balance, 0) - base * max(-balance, 0)
    found = strengths(made)
    assert all(found[node].value == pytest.approx(expected[node]) for node in expected)
    assert all(found[node].lower == pytest.approx(found[node].upper) for node in expected)


@given(frameworks())
def test_strengths_are_in_bounds_and_all_are_there(made: Framework) -> None:
    found = strengths(made)
    assert found.keys() == {*made.base, *(one.id for one in made.inferences)}
    assert all(0 <= one.lower <= one.upper + CLOSE and one.upper <= 1 for one in found.values())


@given(frameworks(), st.data())
def test_the_order_of_input_does_not_matter(made: Framework, data: st.DataObject) -> None:
    nodes = data.draw(st.permutations(sorted(made.base.items())))
    inferences = data.draw(st.permutations(made.inferences))
    assert strengths(Framework(dict(nodes), tuple(inferences))) == strengths(made)


@given(frameworks(), weights, weights)
def test_support_never_lowers_what_does_not_fight_itself(
    made: Framework, base: float, weight: float
) -> None:
    assume(not fights_itself(made, "a"))
    more = plus(made, link("new", "a", 1, weight), new=base)
    assert value(more, "a") >= value(made, "a") - CLOSE


@given(frameworks(), weights, st.data())
def test_support_from_within_never_lowers_either(
    made: Framework, weight: float, data: st.DataObject
) -> None:
    more = plus(made, link(data.draw(st.sampled_from(sorted(made.base))), "a", 1, weight))
    assume(not fights_itself(more, "a"))
    assert value(more, "a") >= value(made, "a") - CLOSE


@given(frameworks(), weights, weights)
def test_attack_never_raises_what_does_not_fight_itself(
    made: Framework, base: float, weight: float
) -> None:
    assume(not fights_itself(made, "a"))
    more = plus(made, link("new", "a", -1, weight), new=base)
    assert value(more, "a") <= value(made, "a") + CLOSE


@given(frameworks(), weights, weights, st.data())
def test_undercut_of_a_support_lowers_or_leaves(
    made: Framework, base: float, weight: float, data: st.DataObject
) -> None:
    source = data.draw(st.sampled_from(sorted(made.base)))
    supported = plus(made, link(source, "a", 1, data.draw(weights), name="support"))
    assume(not fights_itself(supported, "a"))
    more = plus(supported, link("new", "support", -1, weight), new=base)
    assert value(more, "a") <= value(supported, "a") + CLOSE


@given(st.lists(weights, min_size=1, max_size=6), weights)
def test_a_chain_is_never_stronger_than_its_weakest_link(links: list[float], base: float) -> None:
    nodes = {f"n{at}": 0.0 for at in range(len(links) + 1)} | {"n0": base}
    made = framework(
        nodes, *(link(f"n{at}", f"n{at + 1}", 1, weight) for at, weight in enumerate(links))
    )
    assert value(made, f"n{len(links)}") <= min(base, *links) + CLOSE


@given(frameworks(signs=(1,), undercuts=False), weights)
def test_what_comes_in_by_one_link_is_never_more_than_the_link(
    made: Framework, weight: float
) -> None:
    more = plus(made, link("a", "end", 1, weight), end=0.0)
    assert value(more, "end") <= min(weight, value(made, "a")) + CLOSE


@given(frameworks(signs=(1,)))
def test_a_loop_without_ground_has_no_strength(made: Framework) -> None:
    empty = Framework(dict.fromkeys(made.base, 0.0), made.inferences)
    assert all(value(empty, node) <= CLOSE for node in empty.base)


@given(frameworks(), st.lists(weights, min_size=1, max_size=4))
def test_support_that_comes_back_adds_nothing(made: Framework, links: list[float]) -> None:
    chain = ["a", *(f"n{at}" for at in range(len(links) - 1)), "a"]
    loop = [
        link(source, target, 1, weight)
        for source, target, weight in zip(chain[:-1], chain[1:], links, strict=True)
    ]
    more = plus(made, *loop, **dict.fromkeys(chain[1:-1], 0.0))
    before, after = strengths(made), strengths(more)
    assert all(after[node].value == pytest.approx(before[node].value, abs=CLOSE) for node in before)


def test_what_rests_on_a_claim_is_no_premise_for_it() -> None:
    made = framework({"a": 0.5, "b": 0.0, "c": 0.9}, link("a", "b"))
    more = plus(made, *(link(one, "a", group="g") for one in "bc"))
    assert value(more, "a") == pytest.approx(0.5)


def test_each_of_two_that_support_each_other_counts_for_the_other_once() -> None:
    found = strengths(framework({"a": 0.5, "b": 0.3}, link("a", "b"), link("b", "a")))
    assert [found[node].value for node in "ab"] == pytest.approx([0.65, 0.65])


@given(frameworks(), st.data())
def test_a_link_of_weight_nothing_counts_for_nothing(made: Framework, data: st.DataObject) -> None:
    nodes = st.sampled_from(sorted(made.base))
    sign = data.draw(st.sampled_from((1, -1)))
    more = plus(made, link(data.draw(nodes), data.draw(nodes), 1 if sign > 0 else -1, 0.0))
    before, after = strengths(made), strengths(more)
    assert all(after[node].value == pytest.approx(before[node].value, abs=CLOSE) for node in before)


@given(frameworks(signs=(1,)), st.data())
def test_strength_is_continuous_in_the_weights(made: Framework, data: st.DataObject) -> None:
    assume(made.inferences)
    at = data.draw(st.integers(0, len(made.inferences) - 1))
    one = made.inferences[at]
    nudged = min(1.0, one.weight + 1e-7)
    inferences = list(made.inferences)
    inferences[at] = replace(one, weight=nudged)
    before, after = strengths(made), strengths(Framework(made.base, tuple(inferences)))
    assert all(after[name].value == pytest.approx(before[name].value, abs=1e-4) for name in before)


@pytest.mark.parametrize("base", [0.3, 0.9, 1.0])
def test_two_that_rebut_each_other_end_up_even(base: float) -> None:
    found = strengths(framework({"a": base, "b": base}, link("a", "b", -1), link("b", "a", -1)))
    assert found["a"] == found["b"]
    assert found["a"].value == pytest.approx(base / (1 + base))


def test_bounds_hold_every_solution_of_a_conflict_that_has_several() -> None:
    found = strengths(framework({"a": 1.0, "b": 1.0}, link("a", "b", -1), link("b", "a", -1)))
    assert found["a"] == Strength(0.0, 1.0)


@given(frameworks(voices=False))
def test_bounds_hold_what_plain_iteration_settles_on(made: Framework) -> None:
    """Any solution of DF-QuAD's equations lies between them, where no support is circular."""
    assume(nx.is_directed_acyclic_graph(dependence(made, (1,))))
    found = strengths(made)
    now = dict.fromkeys(found, 0.5)
    for _ in range(200):
        previous, now = now, {name: _next(made, name, now) for name in now}
    assume(all(abs(now[name] - previous[name]) < 1e-9 for name in now))
    assert all(found[name].lower - CLOSE <= now[name] <= found[name].upper + CLOSE for name in now)


def _next(made: Framework, name: str, now: dict[str, float]) -> float:
    base = {**made.base, **{one.id: one.weight for one in made.inferences}}[name]
    failing = {1: 1.0, -1: 1.0}
    arguments: dict[tuple[str, int], list[float]] = {}
    for one in made.inferences:
        if one.target == name:
            passes = now[one.id] * now[one.source]
            arguments.setdefault((one.group or one.id, one.sign), []).append(passes)
    for (_, sign), passed in arguments.items():
        failing[sign] *= 1 - min(passed)
    balance = failing[-1] - failing[1]
    return base + (1 - base) * max(balance, 0) - base * max(-balance, 0)


@given(frameworks(most=6), st.data())
def test_an_update_gives_what_a_new_computation_gives(made: Framework, data: st.DataObject) -> None:
    previous = strengths(made)
    kind = data.draw(st.sampled_from(["base", "add", "remove", "weight", "target"]))
    node = data.draw(st.sampled_from(sorted(made.base)))
    inferences = list(made.inferences)
    base = dict(made.base)
    if kind == "base":
        base[node] = data.draw(weights)
    elif kind == "add":
        inferences.append(link(node, data.draw(st.sampled_from(sorted(base))), -1, 0.7))
    elif inferences:
        at = data.draw(st.integers(0, len(inferences) - 1))
        one = inferences[at]
        if kind == "weight":
            inferences[at] = replace(one, weight=data.draw(weights))
        elif kind == "target":
            inferences[at] = replace(one, target=node)
        else:
            inferences = [other for other in inferences if one.id not in (other.id, other.target)]
            kept = {other.id for other in inferences}
            inferences = [other for other in inferences if other.target in kept | base.keys()]
    after = Framework(base, tuple(inferences))
    found, expected = previous.updated(after), strengths(after)
    assert found.keys() == expected.keys()
    assert all(found[name] == pytest.approx(expected[name], abs=CLOSE) for name in expected)


def test_nothing_has_no_strengths() -> None:
    assert strengths(Framework({})) == {}
    assert strengths(Framework({"a": 0.5})).updated(Framework({})) == {}


def test_a_long_chain_settles() -> None:
    size = 2_000
    nodes = {f"n{at:04}": 0.0 for at in range(size)} | {"n0000": 0.9}
    made = framework(nodes, *(link(f"n{at:04}", f"n{at + 1:04}") for at in range(size - 1)))
    assert value(made, f"n{size - 1:04}") == pytest.approx(0.9)


def test_a_dense_loop_stays_within_what_comes_from_outside() -> None:
    """Thirty claims that all support each other have more walks than can be kept."""
    names = [f"n{at}" for at in range(30)]
    nodes = dict.fromkeys(names, 0.0)
    loop = [link(one, other, 1, 0.5) for one in names for other in names if one != other]
    assert max(one.value for one in strengths(framework(nodes, *loop)).values()) == pytest.approx(
        0.5
    )
    fed = strengths(framework(nodes | {"n0": 0.4}, *loop))
    assert fed["n0"].value == pytest.approx(0.4)
    assert 0.2 <= fed["n1"].value <= 1


@pytest.mark.parametrize(
    ("base", "inferences"),
    [
        ({"a": 1.1}, ()),
        ({"a": 0.5}, (link("a", "b"),)),
        ({"a": 0.5}, (link("b", "a"),)),
        ({"a": 0.5}, (link("a", "a", name="a"),)),
        ({"a": 0.5}, (link("a", "a", weight=-0.1),)),
    ],
)
def test_a_malformed_framework_is_refused(
    base: dict[str, float], inferences: tuple[Inference, ...]
) -> None:
    with pytest.raises(ValueError, match=r"give|add"):
        Framework(base, inferences)


@given(st.lists(st.tuples(weights, weights), min_size=1, max_size=5), st.sampled_from([1, -1]))
def test_of_one_voice_only_the_strongest_reason_counts(
    reasons: list[tuple[float, float]], sign: Literal[-1, 1]
) -> None:
    nodes = {f"n{at}": base for at, (base, _) in enumerate(reasons)}
    links = [
        replace(link(node, "a", sign, weight), voice="u")
        for node, (_, weight) in zip(nodes, reasons, strict=True)
    ]
    together = value(framework({"a": 0.5, **nodes}, *links), "a")
    alone = [value(framework({"a": 0.5, **nodes}, one), "a") for one in links]
    assert together == pytest.approx(max(alone) if sign > 0 else min(alone), abs=CLOSE)
    others = [replace(one, voice=None) for one in links]
    apart = value(framework({"a": 0.5, **nodes}, *others), "a")
    assert (apart - together) * sign >= -CLOSE


def test_a_voice_speaks_for_and_against_apart() -> None:
    links = [replace(link("b", "a", 1), voice="u"), replace(link("c", "a", -1), voice="u")]
    assert value(framework({"a": 0.5, "b": 0.4, "c": 0.2}, *links), "a") == pytest.approx(0.6)


def test_what_a_voice_loses_its_next_reason_makes_up_for() -> None:
    made = framework(
        {"a": 0.5, "b": 0.8, "c": 0.6, "d": 1.0},
        *(replace(link(node, "a"), voice="u") for node in "bc"),
        link("d", "b", -1),
    )
    assert value(made, "a") == pytest.approx(0.8)
