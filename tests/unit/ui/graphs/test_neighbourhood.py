"""The neighbourhood walks outwards, keeps the nearest, and says what an edge claims."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.analysis.dependency import Graph
from kg.ui.graphs.neighbourhood import around, verb


def chain(*links: tuple[str, str], asserted: int = 1, denied: int = 0) -> Graph:
    graph: Graph = nx.MultiDiGraph()
    for start, end in links:
        graph.add_edge(start, end, "requires", asserted=asserted, denied=denied, evidence=("x",))
    nx.set_node_attributes(graph, {node: node.upper() for node in graph}, "label")
    return graph


def test_what_rests_on_the_focus_is_above_and_what_it_rests_on_below() -> None:
    nearby = around(chain(("top", "mid"), ("mid", "low"), ("low", "deep")), "mid", 2)
    assert {node.id: node.level for node in nearby.nodes} == {
        "mid": 0, "top": 1, "low": -1, "deep": -2,
    }  # fmt: skip


def test_siblings_are_not_neighbours() -> None:
    nearby = around(chain(("a", "base"), ("b", "base")), "a", 3)
    assert {node.id for node in nearby.nodes} == {"a", "base"}


def test_a_loop_ends_the_walk() -> None:
    nearby = around(chain(("a", "b"), ("b", "c"), ("c", "a")), "a", 3)
    assert {node.id for node in nearby.nodes} == {"a", "b", "c"}
    assert len(nearby.edges) == 3


def test_the_nearest_stay_when_there_are_too_many() -> None:
    links = [(f"near{index}", "hub") for index in range(5)]
    links += [(f"far{index}", "near0") for index in range(5)]
    nearby = around(chain(*links), "hub", 2, most=6)
    assert {node.id for node in nearby.nodes} == {"hub", *(f"near{index}" for index in range(5))}
    assert nearby.left_out == 5


@pytest.mark.parametrize(
    ("asserted", "denied", "words"),
    [(1, 0, "requires"), (0, 1, "NOT: requires"), (1, 1, "requires (disputed)"),
     (0, 0, "requires?")],
)  # fmt: skip
def test_an_edge_says_whether_it_is_affirmed(asserted: int, denied: int, words: str) -> None:
    nearby = around(chain(("a", "b"), asserted=asserted, denied=denied), "a", 1)
    assert [edge.words for edge in nearby.edges] == [words]


def test_verbs_run_from_the_dependent_end() -> None:
    assert verb("requires") == "requires"
    assert verb("enables") == "is enabled by"
