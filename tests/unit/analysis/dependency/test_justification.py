"""What a node needs, and both fixpoints, against going round until nothing changes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, Outcome, Supposition
from kg.analysis.dependency.justification import justifications
from tests.unit.analysis.dependency.graphs import graphs, needs, outcomes, plain, shuffled


@st.composite
def withdrawals(draw: st.DrawFn) -> tuple[Graph, frozenset[str], frozenset[str]]:
    graph = draw(graphs())
    some = st.lists(st.sampled_from(sorted(graph)), max_size=3).map(frozenset)
    return graph, draw(some), draw(some)


def test_necessary_conditions_are_apart_and_sufficient_ones_together() -> None:
    graph = plain("ab", "ac derives_from", "ad enables", "ae causes", "af limited_by")
    found = justifications(graph).needs["a"]
    assert [(one.condition, set(one.members)) for one in found] == [
        ("necessary", {"b"}),
        ("necessary", {"c"}),
        ("sufficient", {"d", "e"}),
    ]
    assert justifications(graph).needs["f"] == ()


def test_alternatives_are_one_requirement_and_a_substitute_joins_it() -> None:
    graph = plain("db substitutes")
    graph.add_edge("a", "b", key="requires", groups=("one",))
    graph.add_edge("a", "c", key="requires", groups=("one",))
    [found] = justifications(graph).needs["a"]
    assert set(found.members) == {"b", "c", "d"}
    assert found.substitutes == {"d"}


def test_a_loop_is_undecided_until_something_else_carries_it() -> None:
    loop = justifications(plain("ab", "ba", "ca"))
    assert {loop.evaluate().outcome(node) for node in "abc"} == {Outcome.UNDECIDED}
    carried = loop.evaluate(given={"b"})
    assert {carried.outcome(node) for node in "abc"} == {Outcome.STANDS}
    fallen = loop.evaluate(withdrawn={"b"}, given={"b"})
    assert {fallen.outcome(node) for node in "abc"} == {Outcome.FALLS}


@given(graphs())
def test_requirements_are_those_written_out_by_hand(graph: Graph) -> None:
    found = justifications(graph).needs
    expected = needs(graph)
    for node in graph:
        members = {frozenset(one.members) for one in found[node]}
        assert members == set(map(frozenset, expected[node]))
        assert all(one.substitutes <= set(one.members) for one in found[node])


@given(withdrawals())
def test_both_fixpoints_agree_with_going_round(
    case: tuple[Graph, frozenset[str], frozenset[str]],
) -> None:
    graph, withdrawn, assumed = case
    found = justifications(graph).evaluate(withdrawn, assumed)
    expected = outcomes(graph, Supposition(denied=withdrawn, given=assumed))
    assert {node: found.outcome(node).value for node in graph} == expected
    assert set(found.standing) == {node for node in graph if expected[node] == "stands"}
    assert set(found.fallen) == {node for node in graph if expected[node] == "falls"}


@given(withdrawals())
def test_proofs_go_in_no_circles_and_what_fails_has_failed_before(
    case: tuple[Graph, frozenset[str], frozenset[str]],
) -> None:
    graph, withdrawn, assumed = case
    network = justifications(graph)
    found = network.evaluate(withdrawn, assumed)
    order = {node: at for at, node in enumerate(found.standing)}
    for node, supports in found.standing.items():
        assert all(order[one] < order[node] for one in supports)
        if supports or node not in assumed:
            pairs = zip(supports, network.needs[node], strict=True)
            assert all(one in requirement.members for one, requirement in pairs)
    places = {node: at for at, node in enumerate(found.fallen)}
    for node, failed in found.fallen.items():
        assert (failed is None) == (node in withdrawn)
        assert all(places[one] < places[node] for one in (failed.members if failed else ()))


@given(withdrawals(), st.randoms())
def test_the_order_of_edges_does_not_matter(
    case: tuple[Graph, frozenset[str], frozenset[str]], random: Any
) -> None:
    graph, withdrawn, assumed = case
    network, mixed = justifications(graph), justifications(shuffled(graph, random))
    assert network == mixed
    one, other = network.evaluate(withdrawn, assumed), mixed.evaluate(withdrawn, assumed)
    assert {node: one.outcome(node) for node in graph} == {
        node: other.outcome(node) for node in graph
    }
