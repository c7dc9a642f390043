"""What keeps a node standing and what brings it down, against trying all subsets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal

import networkx as nx
import pytest
import rustworkx as rx
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.analysis.dependency import (
    Graph,
    Supposition,
    hindrance,
    least_loss,
    least_support,
    single_points,
)
from kg.errors import NotFoundError, UsageError
from tests.unit.analysis.dependency.graphs import (
    DOCUMENTS,
    SUFFICIENT,
    cases,
    graphs,
    linked,
    needs,
    outcomes,
    pairs,
    plain,
    rust,
    shuffled,
    subsets,
)
from tests.unit.analysis.dependency.graphs import (
    without as less,
)

ORS = ["enables", "causes", "requires", "derives_from", "substitutes"]
Of = Literal["assumptions", "sources"]


def stands(graph: Graph, node: str, supposed: Supposition) -> bool:
    return outcomes(graph, supposed)[node] == "stands"


def elements(graph: Graph, supposed: Supposition, of: Of) -> frozenset[str]:
    """Return what could be withdrawn, by hand."""
    if of == "sources":
        return frozenset(DOCUMENTS) - supposed.sources
    kept = less(graph, supposed.links)
    outcome = outcomes(graph, supposed)
    return frozenset(
        node
        for node, own in needs(kept).items()
        if (node in supposed.given or not own) and outcome[node] == "stands"
    )


def without(supposed: Supposition, of: Of, lost: Iterable[str]) -> Supposition:
    if of == "sources":
        return replace(supposed, sources=supposed.sources | frozenset(lost))
    return replace(supposed, denied=supposed.denied | frozenset(lost))


def test_the_least_support_uses_alternatives_and_the_least_loss_what_they_share() -> None:
    graph = plain("ya enables", "yb enables", "ac", "ad", "be", "bc", "xf")
    support, loss = least_support(graph, "y"), least_loss(graph, "y")
    assert (support.members, support.exact) == (("c", "d"), True)
    assert loss is not None
    assert (loss.members, loss.exact) == (("c",), True)
    assert single_points(graph, "y").nodes == ("c",)


def test_an_assumption_keeps_itself_up() -> None:
    graph = plain("xy")
    assert least_support(graph, "y").members == ("y",)
    loss = least_loss(graph, "y")
    assert loss is not None
    assert loss.members == ("y",)
    assert single_points(graph, "y").nodes == ()


def test_what_is_taken_as_given_counts_as_an_assumption() -> None:
    graph = plain("ab", "ba")
    supposed = Supposition(given=frozenset("b"))
    assert least_support(graph, "a", supposed=supposed).members == ("b",)
    assert single_points(graph, "a", supposed).nodes == ("b",)


def test_sources_vouch_for_claims_and_for_sufficient_conditions_only() -> None:
    graph = plain()
    graph.add_edge("y", "a", key="enables", sources=("one", "two"))
    graph.add_edge("y", "b", key="enables", sources=("three",))
    graph.add_edge("a", "c", key="requires", sources=("four",))
    graph.add_node("c", sources=("two", "five"))
    graph.add_node("b", sources=("five",))
    assert least_support(graph, "y", "sources").members == ("two",)
    loss = least_loss(graph, "y", "sources")
    assert loss is not None
    assert loss.members == ("five", "two")
    assert single_points(graph, "y").sources == ()
    lost = Supposition(sources=frozenset({"two"}))
    assert single_points(graph, "y", lost).sources == ("five",)
    assert least_loss(graph, "c", "sources", Supposition(given=frozenset("c"))) is None


def test_who_does_not_stand_is_told_why() -> None:
    graph = plain("ya", "ab", "bc", "cb", "yx", "xz enables")
    with pytest.raises(UsageError, match=r"y is undecided.*b, c.*take b as given"):
        least_support(graph, "y")
    found = hindrance(graph, "y")
    assert found is not None
    assert found.assume is not None
    assert (found.outcome.value, found.loops, found.assume.members) == (
        "undecided",
        (("b", "c"),),
        ("b",),
    )
    fallen = Supposition(denied=frozenset("z"))
    with pytest.raises(UsageError, match="y falls with z"):
        single_points(graph, "y", fallen)
    assert hindrance(graph, "x") is None


def test_each_loop_has_to_be_entered() -> None:
    graph = plain("ya", "yc", "ab", "ba", "cd", "dc")
    found = hindrance(graph, "y")
    assert found is not None
    assert found.assume is not None
    assert (found.assume.members, found.assume.exact) == (("a", "c"), True)


def test_unknown_names_are_refused() -> None:
    graph = plain("ab")
    with pytest.raises(NotFoundError, match="q"):
        single_points(graph, "q")
    with pytest.raises(NotFoundError, match="q"):
        least_loss(graph, "a", supposed=Supposition(denied=frozenset("q")))


def test_every_node_of_a_long_chain_is_a_single_point() -> None:
    names = [f"n{number:05}" for number in range(20_000)]
    graph = linked((one, other, "requires") for one, other in pairwise(names))
    assert single_points(graph, names[0]).nodes == tuple(names[1:])


@given(cases(kinds=ORS, most=16, least=4), st.sampled_from(["assumptions", "sources"]))
def test_no_fewer_keep_a_node_standing_and_no_fewer_bring_it_down(
    case: tuple[Graph, Supposition], of: Of
) -> None:
    graph, supposed = case
    node = "a"
    assume(stands(graph, node, supposed))
    every = elements(graph, supposed, of)
    fewest = min(
        len(kept)
        for kept in subsets(every)
        if stands(graph, node, without(supposed, of, every - kept))
    )
    support = least_support(graph, node, of, supposed)
    assert support.exact
    assert len(support.members) == support.bound == fewest
    left = every - frozenset(support.members)
    assert stands(graph, node, without(supposed, of, left))
    cuts = [
        len(lost) for lost in subsets(every) if not stands(graph, node, without(supposed, of, lost))
    ]
    loss = least_loss(graph, node, of, supposed)
    assert (loss is None) == (not cuts)
    if loss is not None:
        assert loss.exact
        assert len(loss.members) == loss.bound == min(cuts)
        assert not stands(graph, node, without(supposed, of, loss.members))


@given(cases(kinds=ORS, most=16, least=4))
def test_a_bound_holds_without_time(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    assume(stands(graph, "a", supposed))
    rough = least_support(graph, "a", supposed=supposed, seconds=0)
    exact = least_support(graph, "a", supposed=supposed)
    assert rough.bound <= len(exact.members) <= len(rough.members)
    every = elements(graph, supposed, "assumptions")
    left = every - frozenset(rough.members)
    assert stands(graph, "a", without(supposed, "assumptions", left))


@given(cases(kinds=ORS, most=16, least=4))
def test_single_points_are_all_that_bring_a_node_down_alone(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    assume(stands(graph, "a", supposed))
    found = single_points(graph, "a", supposed)
    assert set(found.nodes) == {
        one
        for one in graph
        if one != "a" and not stands(graph, "a", without(supposed, "assumptions", [one]))
    }
    assert set(found.sources) == {
        one
        for one in elements(graph, supposed, "sources")
        if not stands(graph, "a", without(supposed, "sources", [one]))
    }


@given(graphs(kinds=SUFFICIENT, attributes=False, nodes=8, most=16, least=4))
def test_where_one_condition_is_enough_single_points_are_dominators(graph: Graph) -> None:
    assume(stands(graph, "a", Supposition()))
    flow = nx.DiGraph((end, start) for start, end in pairs(graph))
    flow.add_nodes_from(graph)
    flow.add_edges_from([("root", node) for node in list(flow) if not flow.in_degree(node)])
    found = set(single_points(graph, "a").nodes)
    assert found == dominators(nx.immediate_dominators(flow, "root")) - {"root", "a"}
    rusty, names = rust(flow)
    immediate = rx.immediate_dominators(rusty, names.index("root"))
    named = {names[one]: names[other] for one, other in immediate.items()}
    assert found == dominators(named) - {"root", "a"}


def dominators(immediate: Any) -> set[str]:
    found = {"a"}
    here: str | None = immediate["a"]
    while here is not None and here not in found:
        found.add(here)
        here = immediate.get(here)
    return found


@given(cases(kinds=ORS, most=16, least=4), st.randoms())
def test_the_order_of_edges_does_not_matter(case: tuple[Graph, Supposition], random: Any) -> None:
    graph, supposed = case
    other = shuffled(graph, random)
    assert hindrance(graph, "a", supposed) == hindrance(other, "a", supposed)
    assume(stands(graph, "a", supposed))
    for of in ("assumptions", "sources"):
        one = least_support(graph, "a", of, supposed), least_loss(graph, "a", of, supposed)
        two = least_support(other, "a", of, supposed), least_loss(other, "a", of, supposed)
        assert one == two
    assert single_points(graph, "a", supposed) == single_points(other, "a", supposed)


@given(cases(most=16, least=4))
def test_why_a_node_does_not_stand(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    outcome = outcomes(graph, supposed)
    found = hindrance(graph, "a", supposed)
    assert (found is None) == (outcome["a"] == "stands")
    if found is None:
        return
    assert found.outcome.value == outcome["a"]
    kept = less(graph, supposed.links)
    needed = needs(kept, supposed.sources)
    if found.assume is None:
        assert outcome["a"] == "falls"
        for one in found.lost:
            said = set(graph.nodes[one].get("sources", ()))
            unsaid = bool(said) and said <= supposed.sources
            assert one in supposed.denied or unsaid or not all(needed[one])
        return
    members = {one for loop in found.loops for one in loop}
    assert {outcome[one] for one in members} == {"undecided"}
    enough = [
        some
        for some in subsets(members - {"a"})
        if stands(graph, "a", replace(supposed, given=supposed.given | some))
    ]
    assert found.assume.exact
    assert frozenset(found.assume.members) in enough
    assert len(found.assume.members) == found.assume.bound == min(map(len, enough))


@given(cases(kinds=ORS, most=16, least=4))
def test_what_falls_stands_again_when_what_it_falls_with_is_given(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    for node, outcome in outcomes(graph, supposed).items():
        found = hindrance(graph, node, supposed)
        if outcome == "falls":
            assert found is not None
            lost = {*found.lost}
            restored = replace(supposed, denied=supposed.denied - lost, given=supposed.given | lost)
            assert lost
            assert outcomes(graph, restored)[node] != "falls"
