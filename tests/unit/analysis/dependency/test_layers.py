"""Layers run from foundations to results, as low as can be."""

from __future__ import annotations

from typing import Any

import networkx as nx
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, layers
from tests.unit.analysis.dependency.graphs import (
    graphs,
    linked,
    pairs,
    plain,
    rust,
    shuffled,
    simple_paths,
)


def test_a_loop_shares_a_layer_and_foundations_come_first() -> None:
    graph = plain("ab", "ba", "bc", "dc", "ea", "ed", "xy improves")
    assert layers(graph) == (("c", "x", "y"), ("a", "b", "d"), ("e",))


@given(graphs(), st.randoms())
def test_a_layer_is_one_above_the_highest_that_it_rests_on(graph: Graph, random: Any) -> None:
    found = layers(graph)
    links = pairs(graph)
    height = {node: at for at, layer in enumerate(found) for node in layer}
    assert sorted(height) == sorted(graph)
    assert sum(map(len, found)) == len(graph)

    def mutual(one: str, other: str) -> bool:
        return any(simple_paths(links, one, other)) and any(simple_paths(links, other, one))

    for node in graph:
        together = {one for one in graph if one == node or mutual(one, node)}
        below = {end for start, end in links if start in together} - together
        assert all(height[one] == height[node] for one in together)
        assert height[node] == max((height[one] + 1 for one in below), default=0)
    assert layers(shuffled(graph, random)) == found


@given(graphs(kinds=["requires"], attributes=False))
def test_without_loops_they_are_those_of_rustworkx(graph: Graph) -> None:
    upwards = nx.DiGraph((end, start) for start, end in pairs(graph) if start > end)
    if not upwards:
        return
    rusty, names = rust(upwards)
    roots = [at for at, name in enumerate(names) if not upwards.in_degree(name)]
    kept = linked((start, end, "requires") for end, start in upwards.edges)
    expected = [set(layer) for layer in rx.layers(rusty, roots)]
    assert [set(layer) for layer in layers(kept)] == expected
