"""What breaks all loops, against trying all subsets of the edges."""

from __future__ import annotations

import random as chance
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, breaking
from kg.errors import NotFoundError
from tests.unit.analysis.dependency.graphs import (
    RESTING,
    acyclic,
    affirmed,
    graphs,
    linked,
    pairs,
    plain,
    shuffled,
    subsets,
    without,
)


def test_one_edge_breaks_two_rounds() -> None:
    graph = plain("ab", "bc", "ca", "bd", "da", "xa")
    found = breaking(graph, set("abcd"))
    assert (found.members, found.bound, found.exact) == ((("a", "b", "requires"),), 1, True)


def test_edges_of_several_kinds_between_two_nodes_all_have_to_go() -> None:
    graph = plain("ab", "ab enables", "bc", "ca")
    [cut] = breaking(graph, graph).members
    assert cut in {("b", "c", "requires"), ("c", "a", "requires")}
    both = plain("ab", "ab enables", "ba", "ba causes", "ba improves")
    assert breaking(both, both).bound == 2


def test_only_the_members_that_are_asked_about_count() -> None:
    graph = plain("ab", "ba", "cd", "dc")
    assert breaking(graph, {"a", "b"}).bound == 1
    assert breaking(graph, graph).bound == 2
    assert breaking(graph, {"a", "c"}).members == ()
    with pytest.raises(NotFoundError, match="q"):
        breaking(graph, {"q"})


def test_without_time_the_loops_are_broken_all_the_same() -> None:
    random = chance.Random(1)
    graph = linked(
        (str(random.randrange(300)), str(random.randrange(300)), "requires") for _ in range(900)
    )
    found = breaking(graph, graph, seconds=0)
    assert not found.exact
    assert found.bound <= len(found.members) < 300
    assert acyclic(pairs(without(graph, found.members)))


def test_a_long_round_is_broken_once() -> None:
    names = [str(number) for number in range(20_000)]
    graph = linked((one, other, "requires") for one, other in pairwise([*names, names[0]]))
    assert breaking(graph, graph).bound == 1


@given(graphs(kinds=[*RESTING, "substitutes"], nodes=5, most=9, least=3), st.randoms())
def test_no_fewer_edges_will_do(graph: Graph, random: Any) -> None:
    links = [edge[:3] for edge in affirmed(graph) if edge[2] in RESTING]
    fewest = min(
        len(gone)
        for gone in subsets(links)
        if acyclic({(start, end) for start, end, kind in links if (start, end, kind) not in gone})
    )
    found = breaking(graph, graph)
    assert found.exact
    assert len(found.members) == found.bound == fewest
    assert set(found.members) <= set(links)
    assert acyclic({link[:2] for link in links if link not in found.members})
    assert breaking(shuffled(graph, random), sorted(graph, reverse=True)) == found
