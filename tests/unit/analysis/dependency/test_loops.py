"""Loops: their parts, shortest cycles and entries, against every cycle there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, Supposition, loops
from kg.analysis.dependency.loops import shortest_cycles
from kg.errors import NotFoundError
from tests.unit.analysis.dependency.graphs import (
    RESTING,
    cases,
    cycles,
    graphs,
    needs,
    nodes_of,
    outcomes,
    pairs,
    plain,
    rust,
    shuffled,
)


def test_a_loop_is_told_by_its_shortest_rounds() -> None:
    [loop] = loops(plain("ab", "bc", "ca", "cd", "dc", "da", "xa", "yy"))
    assert loop.members == ("a", "b", "c", "d")
    assert [cycle.words for cycle in loop.shortest] == ["c rests on d rests on c"]
    assert loop.proven


def test_a_loop_that_nothing_supports_is_undecided_and_has_no_entry() -> None:
    [loop] = loops(plain("ab", "ba", "ax"))
    assert loop.undecided == ("a", "b")
    assert loop.entries == ()


def test_a_loop_is_entered_where_every_requirement_has_something_outside() -> None:
    graph = plain("ab enables", "ax enables", "ba", "by")
    [loop] = loops(graph)
    [entry] = loop.entries
    assert (entry.id, entry.supports, entry.stands) == ("a", ("x",), True)
    assert loop.undecided == ()
    [shut] = loops(graph, Supposition(denied=frozenset("x")))
    assert [(one.id, one.stands) for one in shut.entries] == [("a", False)]
    assert shut.undecided == ("a", "b")
    [given_b] = loops(graph, Supposition(denied=frozenset("x"), given=frozenset("b")))
    assert [(one.id, one.stands) for one in given_b.entries] == [("a", False), ("b", True)]
    assert loops(graph, Supposition(links=frozenset({("b", "a", "requires")}))) == []


def test_what_leads_back_through_a_substitute_is_no_entry() -> None:
    graph = plain("ab", "ba enables", "bx enables", "db substitutes", "da")
    [loop] = loops(graph)
    assert [(one.id, one.supports, one.stands) for one in loop.entries] == [("b", ("x",), True)]


def test_what_stands_beside_a_loop_as_a_substitute_lets_it_be_entered() -> None:
    graph = plain("ab", "ba", "db substitutes", "da enables", "dx enables")
    [loop] = loops(graph)
    assert [(one.id, one.supports, one.stands) for one in loop.entries] == [("a", ("d",), True)]
    for denied in "xd":
        [shut] = loops(graph, Supposition(denied=frozenset(denied)))
        assert [(one.id, one.supports, one.stands) for one in shut.entries] == [
            ("a", ("d",), False)
        ]


def test_what_stands_only_by_way_of_the_loop_does_not_carry_it() -> None:
    graph = plain("ab", "ba enables", "by enables", "db substitutes", "da enables", "dx enables")
    [loop] = loops(graph, Supposition(denied=frozenset("x")))
    assert loop.undecided == ()
    assert [(one.id, one.supports, one.stands) for one in loop.entries] == [
        ("a", ("d",), False),
        ("b", ("y",), True),
    ]


def test_bounds_in_a_loop_are_no_requirements() -> None:
    [loop] = loops(plain("ab", "ba limited_by"))
    assert [(one.id, one.supports, one.stands) for one in loop.entries] == [("b", (), True)]


def test_a_round_of_many_is_found_in_linear_time() -> None:
    size = 200_000
    found, proven = shortest_cycles([[(node + 1) % size] for node in range(size)], 3)
    assert (found, proven) == ([list(range(size))], True)


def test_a_search_that_is_cut_off_says_so() -> None:
    size = 3000
    ring = [sorted({(node + 1) % size, (node - 7) % size}) for node in range(size)]
    found, proven = shortest_cycles(ring, 2, scans=0)
    assert not proven
    assert len(found[0]) == 8
    assert shortest_cycles(ring, 2, scans=100_000)[1]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        loops(plain("ab", "ba"), Supposition(denied=frozenset({"nobody"})))
    with pytest.raises(ValueError, match="0"):
        loops(plain("ab", "ba"), most=0)


@given(graphs())
def test_parts_are_those_of_networkx_and_rustworkx(graph: Graph) -> None:
    simple = nx.DiGraph(pairs(graph))
    rusty, names = rust(simple)
    found = {frozenset(loop.members) for loop in loops(graph)}
    assert found == {
        frozenset(part) for part in nx.strongly_connected_components(simple) if len(part) > 1
    }
    assert found == {
        frozenset(names[at] for at in part)
        for part in rx.strongly_connected_components(rusty)
        if len(part) > 1
    }


@given(graphs(kinds=RESTING, most=20, least=4), st.integers(1, 4), st.randoms())
def test_cycles_are_the_first_of_the_shortest(graph: Graph, most: int, random: Any) -> None:
    label = {node: graph.nodes[node]["label"] for node in graph}
    links = pairs(graph)
    found = loops(graph, most=most)
    for loop in found:
        inside = {link for link in links if {*link} <= {*loop.members}}
        every = [max_first(way, label) for way in cycles(inside)]
        shortest = sorted(way for way in every if len(way) == min(map(len, every)))
        assert loop.proven
        told = [tuple(label[node] for node in nodes_of(path)[:-1]) for path in loop.shortest]
        assert told == shortest[:most]
        assert all(nodes_of(path)[0] == nodes_of(path)[-1] for path in loop.shortest)
    assert loops(shuffled(graph, random), most=most) == found


def max_first(way: tuple[str, ...], label: dict[str, str]) -> tuple[str, ...]:
    """Return the labels of a cycle, the first of them first."""
    labels = [label[node] for node in way]
    at = labels.index(min(labels))
    return tuple(labels[at:] + labels[:at])


@given(cases(most=18, least=4))
def test_entries_are_what_stands_without_the_other_members(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    stands = outcomes(graph, supposed)
    for loop in loops(graph, supposed):
        assert set(loop.undecided) == {one for one in loop.members if stands[one] == "undecided"}
        entries = {one.id: one for one in loop.entries}
        for node in loop.members:
            others = frozenset(loop.members) - {node}
            alone = replace(supposed, denied=supposed.denied | others)
            carried = node in entries and entries[node].stands
            assert carried == (outcomes(graph, alone)[node] == "stands")


@given(cases(most=18, least=4, attributes=False))
def test_entries_are_what_could_stand_if_all_did_that_does_not_lead_back(
    case: tuple[Graph, Supposition],
) -> None:
    graph = case[0]
    needed = needs(graph)
    leaning = pairs(graph) | {(n, o) for n, own in needed.items() for some in own for o in some}
    reach = nx.transitive_closure(nx.DiGraph(leaning), reflexive=False)
    for loop in loops(graph):
        one = loop.members[0]
        apart = {o for o in graph if not (reach.has_edge(one, o) and reach.has_edge(o, one))}
        for node in loop.members:
            others = frozenset(loop.members) - {node}
            possible = outcomes(graph, Supposition(denied=others, given=frozenset(apart)))
            assert (possible[node] == "stands") == (node in {one.id for one in loop.entries})
        for entry in loop.entries:
            for some in needed[entry.id]:
                assert some & set(entry.supports)
            assert set(entry.supports) <= {o for some in needed[entry.id] for o in some}
            assert not set(entry.supports) & set(loop.members)


@given(cases(most=18, least=4))
def test_what_no_entry_carries_does_not_stand(case: tuple[Graph, Supposition]) -> None:
    graph, supposed = case
    stands = outcomes(graph, supposed)
    for loop in loops(graph, supposed):
        if not any(entry.stands for entry in loop.entries):
            assert all(stands[node] != "stands" for node in loop.members)
