"""What rests on what, against every path there is, networkx and rustworkx."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, Reach, graph, path, rests_on, what_rests_on
from kg.errors import NotFoundError
from kg.views import DependencyEvidence
from kg.vocab import Mode
from tests.unit.analysis.dependency.graphs import (
    graphs,
    nodes_of,
    pairs,
    plain,
    rust,
    shuffled,
    simple_paths,
)
from tests.unit.analysis.dependency.sayings import DENIED, node, said, sayings


def test_reached_nodes_come_with_depth_and_the_quotes_on_the_way() -> None:
    denied = said("b", "requires", "a", **DENIED)
    found = graph([said("a", "requires", "b"), said("c", "enables", "b"), denied])
    below = rests_on(found, node("a"))
    assert [(one.label, one.depth, one.through) for one in below] == [
        ("b", 1, None),
        ("c", 2, node("b")),
    ]
    far = path(found, below.chain(node("c")))
    assert far.words == "a rests on b rests on c"
    assert [step.kinds for step in far.steps] == [("requires",), ("enables",)]
    above = what_rests_on(found, node("c"))
    assert path(found, above.chain(node("a"))) == far


@pytest.mark.parametrize("kind", ["improves", "substitutes"])
def test_what_only_helps_is_rested_on_by_nothing(kind: str) -> None:
    found = plain(f"ab {kind}")
    assert not rests_on(found, "a")
    assert not what_rests_on(found, "b")


@pytest.mark.parametrize(
    "fields",
    [DENIED, {"mode": Mode.SUPPOSES}, {"mode": Mode.QUESTIONS}, {"mode": Mode.DENIES}],
)
def test_what_nobody_affirms_supports_nothing(fields: dict[str, Any]) -> None:
    found = graph([said("a", "requires", "b", **fields)])
    assert not rests_on(found, node("a"))
    assert found.has_edge(node("a"), node("b"))


def test_a_step_is_as_strong_as_the_strongest_kind_and_says_which_are_disputed() -> None:
    found = plain()
    found.add_edge("a", "b", key="requires", probability=0.25, contested=True)
    found.add_edge("a", "b", key="derives_from", probability=0.5)
    found.add_edge("a", "b", key="trains_on", probability=None)
    found.add_edge("a", "b", key="limited_by", probability=1.0, asserted=0)
    found.add_edge("b", "c", key="requires")
    whole = path(found, ["a", "b", "c"])
    first, second = whole.steps
    assert first.kinds == ("derives_from", "requires", "trains_on")
    assert (first.strength, first.contested) == (0.5, ("requires",))
    assert (second.strength, whole.strength, whole.contested) == (None, None, True)
    assert path(found, ["a", "b"]).strength == 0.5
    assert not path(found, ["b", "c"]).contested


def test_unknown_nodes_are_refused() -> None:
    found = plain("ab")
    with pytest.raises(NotFoundError, match="nobody"):
        rests_on(found, "nobody")
    with pytest.raises(NotFoundError, match="b"):
        what_rests_on(found, "b").chain("b")


def test_a_long_chain_is_linear_to_find_and_to_follow() -> None:
    found: Graph = nx.MultiDiGraph()
    names = [f"n{number:06}" for number in range(50_000)]
    for one, other in pairwise(names):
        found.add_edge(one, other, key="requires")
    below = rests_on(found, names[0])
    assert [one.depth for one in below] == list(range(1, len(names)))
    assert below.chain(names[-1]) == tuple(names)


def check_nearest(found: Reach, graph: Graph, links: set[tuple[str, str]]) -> None:
    for one in found:
        ends = (one.id, found.node) if found.upwards else (found.node, one.id)
        ways = {len(way): way for way in simple_paths(links, *ends)}
        chain = found.chain(one.id)
        assert one.depth == min(ways) - 1 == len(chain) - 1
        assert (chain[0], chain[-1]) == ends
        assert set(pairwise(chain)) <= links
        assert one.through == (None if one.depth == 1 else chain[1 if found.upwards else -2])
        assert nodes_of(path(graph, chain)) == chain


@given(graphs(), st.randoms())
def test_reaching_agrees_with_every_path_and_both_libraries(graph: Graph, random: Any) -> None:
    links = pairs(graph)
    simple = nx.DiGraph(links)
    simple.add_nodes_from(graph)
    rusty, names = rust(simple)
    for at, one in enumerate(names):
        below, above = rests_on(graph, one), what_rests_on(graph, one)
        assert {other.id for other in below} == nx.descendants(simple, one)
        assert {other.id for other in above} == nx.ancestors(simple, one)
        assert {other.id for other in below} == {names[n] for n in rx.descendants(rusty, at)}
        assert {other.id for other in above} == {names[n] for n in rx.ancestors(rusty, at)}
        check_nearest(below, graph, links)
        check_nearest(above, graph, links)
        order = [(other.depth, other.label, other.id) for other in below]
        assert order == sorted(order)
        assert rests_on(shuffled(graph, random), one) == below


@given(sayings())
def test_every_step_carries_only_evidence_that_affirms_it(items: list[DependencyEvidence]) -> None:
    found = graph(items)
    for start in found:
        below = rests_on(found, start)
        for one in below:
            for step in path(found, below.chain(one.id)).steps:
                assert step.evidence
                assert {item.dependency.kind for item in step.evidence} == set(step.kinds)
                for item in step.evidence:
                    assert item.dependency.affirms
                    assert {item.source.id, item.target.id} == {step.dependent, step.support}
