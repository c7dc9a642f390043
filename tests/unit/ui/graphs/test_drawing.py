"""The drawing needs no network, executes nothing from data, and puts no box on another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ui.graphs.drawing import drawing
from kg.ui.graphs.layout import Edge, Node, positions
from kg.vocab import DEPENDENCY_KINDS

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>'


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    levels = draw(st.lists(st.integers(min_value=-3, max_value=3), min_size=1, max_size=40))
    nodes = [Node(str(index), f"node {index}", level) for index, level in enumerate(levels)]
    ends = st.sampled_from([node.id for node in nodes])
    found = draw(st.lists(st.tuples(ends, ends), max_size=60))
    return nodes, [Edge(a, b, "requires", "requires", 1) for a, b in found]


@settings(max_examples=50)
@given(graphs())
def test_each_box_has_a_place_of_its_own_on_its_side(case: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = case
    places = positions(nodes, edges)
    assert set(places) == {node.id for node in nodes}
    assert len(set(places.values())) == len(nodes)
    for node in nodes:
        x = places[node.id][0]
        assert (x > 0) >= (node.level > 0)
        assert (x < 0) >= (node.level < 0)


@given(graphs())
@settings(max_examples=20)
def test_the_same_graph_is_drawn_the_same(case: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = case
    assert positions(nodes, edges) == positions(nodes, list(reversed(edges)))


@pytest.fixture(scope="module")
def drawn() -> str:
    kinds = enumerate(DEPENDENCY_KINDS)
    nodes = [Node(HOSTILE, HOSTILE, 0, f"./claim?claim={HOSTILE}")]
    nodes += [Node(f"href={index}", "href=x", 1) for index, _ in enumerate(DEPENDENCY_KINDS)]
    edges = [Edge(HOSTILE, f"href={index}", kind, f"NOT: {kind}", 2) for index, kind in kinds]
    return drawing(nodes, edges, title=HOSTILE)


def test_nothing_is_fetched(drawn: str) -> None:
    without_library = re.sub(r"<script>.*?</script>", "", drawn, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["'][^"']*""", without_library) == []
    assert "cdn" not in without_library
    assert "default-src 'none'" in drawn.split("<title>")[0]


def test_data_cannot_leave_their_script(drawn: str) -> None:
    assert "alert(1)" in drawn
    assert "<script>alert(1)" not in drawn
    assert "<img" not in drawn


def test_every_kind_is_drawn_with_its_colour_and_verb(drawn: str) -> None:
    assert "NOT: requires" in drawn
    assert "#0072B2" in drawn
    assert "#D55E00" in drawn


def test_a_word_without_end_is_cut() -> None:
    page = drawing([Node("a", "x" * 10_000, 0)], [], title="t")
    assert "x" * 23 not in page
    assert "x" * 22 in page
