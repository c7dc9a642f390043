"""Networks say of every node what the graph says, whatever is withdrawn and how many at a time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, Supposition
from kg.analysis.dependency.network import leant_on, network
from tests.unit.analysis.dependency.graphs import DOCUMENTS, cases, needs, outcomes, plain


def test_one_leans_on_conditions_and_on_what_can_stand_in_for_them() -> None:
    graph = plain("ab", "sb substitutes", "sc", "da", "ae limited_by", "fa substitutes")
    assert leant_on(graph, "a") == {"a", "b", "s", "c"}


@given(cases())
def test_one_leans_on_all_that_its_requirements_lead_to(case: tuple[Graph, Supposition]) -> None:
    graph, _ = case
    needed = needs(graph)
    for node in graph:
        found = {node}
        while more := {o for n in found for some in needed[n] for o in some} - found:
            found |= more
        assert found <= leant_on(graph, node)


@given(cases(), st.lists(st.sampled_from(["abcdef", "xyz"]), max_size=5), st.data())
def test_many_cases_at_a_time_are_what_they_are_one_at_a_time(
    case: tuple[Graph, Supposition], kinds: list[str], data: st.DataObject
) -> None:
    graph, supposed = case
    found = network(graph, supposed)
    tried = [data.draw(st.sets(st.sampled_from(kind), max_size=3)) for kind in ["", *kinds] if kind]
    withdrawn: dict[int, int] = {}
    for at, some in enumerate(tried):
        for one in some:
            number = {**found.nodes, **found.sources}.get(one)
            if number is not None:
                withdrawn[number] = withdrawn.get(number, 0) | 1 << at
    run = found.run(withdrawn, max(1, len(tried)))
    for at, some in enumerate(tried or [set()]):
        expected = outcomes(
            graph,
            replace(
                supposed,
                denied=supposed.denied | (some & set(graph)),
                sources=supposed.sources | (some & set(DOCUMENTS)),
            ),
        )
        for node, number in found.nodes.items():
            assert bool(run.standing[number] >> at & 1) == (expected[node] == "stands")


@given(cases())
def test_a_proof_is_enough_for_what_it_proves(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    found = network(graph, supposed)
    run = found.run({})
    for number in found.nodes.values():
        if run.standing[number]:
            others = set(range(len(found.needs))) - run.proof(number)
            assert found.run(dict.fromkeys(others, 1)).standing[number]
