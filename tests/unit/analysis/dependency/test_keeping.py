"""What keeps a node is told with the links by which it does."""

from __future__ import annotations

from hypothesis import given

from kg.analysis.dependency import (
    Graph,
    Outcome,
    Supposition,
    hindrance,
    kept,
    least_loss,
    least_support,
    single_points,
    standing,
)
from tests.unit.analysis.dependency.graphs import cases, plain


def test_the_links_lead_from_the_node_to_the_least_that_keeps_it() -> None:
    graph = plain("ab", "bc enables", "bd enables", "de", "df")
    found = kept(graph, "a")
    assert found.least.members == ("c",)
    assert found.links == (("a", "b", "requires"), ("b", "c", "enables"))


def test_by_sources_all_but_the_least_are_withdrawn() -> None:
    graph = plain()
    graph.add_edge("a", "b", key="enables", sources=("x", "y"))
    found = kept(graph, "a", "sources", documents={"x", "y", "z"})
    assert len(found.least.members) == 1
    assert found.links == (("a", "b", "enables"),)


@given(cases())
def test_it_is_what_each_question_alone_answers(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    node = min(graph)
    if hindrance(graph, node, supposed) is not None:
        return
    found = kept(graph, node, supposed=supposed)
    assert found.least == least_support(graph, node, supposed=supposed)
    assert found.loss == least_loss(graph, node, supposed=supposed)
    assert found.points == single_points(graph, node, supposed)
    assert all(graph.has_edge(*link) for link in found.links)
    assert not supposed.links.intersection(found.links)
    assert standing(graph, supposed).outcome(node) is Outcome.STANDS
