"""The best supported chains, against every chain there is and networkx."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, why
from kg.errors import NotFoundError
from tests.unit.analysis.dependency.graphs import (
    RESTING,
    affirmed,
    graphs,
    nodes_of,
    pairs,
    plain,
    shuffled,
    simple_paths,
)


def weighed(*links: tuple[str, float | None]) -> Graph:
    graph: Graph = nx.MultiDiGraph()
    for ends, probability in links:
        graph.add_edge(ends[0], ends[1], key="requires", probability=probability)
    return graph


def ways(graph: Graph, start: str, end: str, k: int = 5) -> list[str]:
    return ["".join(nodes_of(path)) for path in why(graph, start, end, k).paths]


def test_the_strongest_come_first_and_unknown_ones_last() -> None:
    graph = weighed(
        ("ad", None), ("ab", 0.5), ("bd", 1.0), ("ac", 0.75), ("ce", 1.0), ("ed", 0.75),
        ("af", 0.0), ("fd", 1.0),
    )  # fmt: skip
    found = why(graph, "a", "d")
    assert ["".join(nodes_of(path)) for path in found.paths] == ["aced", "abd", "afd", "ad"]
    assert [path.strength for path in found.paths] == [0.75, 0.5, 0.0, None]
    assert found.complete


def test_among_equals_the_fewest_links_come_first_then_the_first_labels() -> None:
    graph = weighed(("az", 0.5), ("zd", 0.9), ("ab", 0.9), ("bd", 0.5), ("bc", 0.5), ("cd", 0.5))
    graph.nodes["z"]["label"] = "A"
    assert ways(graph, "a", "d") == ["azd", "abd", "abcd"]
    assert ways(graph, "a", "d", 2) == ["azd", "abd"]


def test_contested_links_are_marked() -> None:
    graph = weighed(("ab", 0.5), ("bc", 0.5))
    graph["b"]["c"]["requires"]["contested"] = True
    [path] = why(graph, "a", "c").paths
    assert [bool(step.contested) for step in path.steps] == [False, True]
    assert path.contested


def test_without_time_the_first_is_still_the_best() -> None:
    graph = weighed(("ab", 0.5), ("bd", 1.0), ("ac", 0.75), ("cd", 1.0))
    found = why(graph, "a", "d", seconds=0)
    assert not found.complete
    assert ["".join(nodes_of(path)) for path in found.paths] == ["acd"]


def test_what_cannot_be_asked_is_refused() -> None:
    graph = plain("ab")
    with pytest.raises(NotFoundError, match="nobody"):
        why(graph, "a", "nobody")
    with pytest.raises(ValueError, match="-1"):
        why(graph, "a", "b", -1)
    assert why(graph, "a", "a").paths == why(graph, "b", "a").paths == ()


def strengths(graph: Graph) -> dict[tuple[str, str], float | None]:
    found: dict[tuple[str, str], float | None] = {}
    for start, end, kind, data in affirmed(graph):
        if kind in RESTING:
            known = [p for p in (found.get((start, end)), data.get("probability")) if p is not None]
            found[start, end] = max(known, default=None)
    return found


@given(graphs(kinds=[*RESTING, "substitutes"], most=18, least=4), st.randoms())
def test_chains_are_all_there_are_in_the_order_of_what_supports_them(
    graph: Graph, random: Any
) -> None:
    known = strengths(graph)
    label = graph.nodes(data="label")

    def order(way: tuple[str, ...]) -> Any:
        links = [known[link] for link in pairwise(way)]
        weakest = None if None in links else min(link for link in links if link is not None)
        return weakest is None, -(weakest or 0), len(way), [(label[node], node) for node in way]

    start, end = min(graph), max(graph)
    if start == end:
        return
    expected = sorted(simple_paths(pairs(graph), start, end), key=order)
    found = why(graph, start, end, 1000)
    assert [nodes_of(path) for path in found.paths] == expected
    assert found.complete
    for k in (0, 1, 2):
        assert why(graph, start, end, k).paths == found.paths[:k]
    assert why(shuffled(graph, random), start, end, 3) == why(graph, start, end, 3)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")),
        st.sampled_from([0.25, 0.5, 0.75]),
        min_size=10,
        max_size=20,
    )
)
def test_stronger_ways_round_are_not_mixed_with_weaker_short_cuts(
    links: dict[tuple[str, str], float],
) -> None:
    graph = weighed(*((start + end, links[start, end]) for start, end in sorted(links)))
    graph.add_nodes_from("ab")
    ways = simple_paths(pairs(graph), "a", "b")
    known = {way: min(links[link] for link in pairwise(way)) for way in ways}
    expected = sorted(known, key=lambda way: (-known[way], len(way), way))
    assert [nodes_of(path) for path in why(graph, "a", "b", 1000).paths] == expected


@given(graphs(kinds=["requires"], attributes=False, nodes=8, most=24, least=8))
def test_without_strengths_they_are_the_shortest_of_networkx(graph: Graph) -> None:
    simple = nx.DiGraph(pairs(graph))
    if not ("a" in simple and "b" in simple and nx.has_path(simple, "a", "b")):
        return
    expected = [len(way) for way in nx.shortest_simple_paths(simple, "a", "b")]
    found = why(graph, "a", "b", 10_000).paths
    assert [len(path.steps) + 1 for path in found] == expected
