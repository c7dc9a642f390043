"""A whole graph on a page: foundations first, the most linked kept, no label trusted."""

from __future__ import annotations

import re

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.dependency import Graph
from kg.ui.graphs.whole import page, whole

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>'


def graph(*links: str, **data: int) -> Graph:
    made: Graph = nx.MultiDiGraph()
    for link in links:
        made.add_edge(link[0], link[1], "requires", **data)
    nx.set_node_attributes(made, {node: node.upper() for node in made}, "label")
    return made


def test_what_rests_on_nothing_comes_first_and_a_loop_is_unrolled() -> None:
    drawn = whole(graph("ab", "bc", "cb", "bd", "ae", "ff"))
    levels = {node.label: node.level for node in drawn.nodes}
    assert {levels[name] for name in "DEF"} == {1}
    assert len(drawn.edges) == 5
    backward = [
        edge for edge in drawn.edges if levels[edge.source.upper()] <= levels[edge.target.upper()]
    ]
    assert len(backward) == 1
    assert {backward[0].source, backward[0].target} == {"b", "c"}
    assert drawn.left_out == 0


def test_the_most_linked_stay_when_there_are_too_many() -> None:
    drawn = whole(graph("ab", "cb", "db", "de", "fe"), most=3)
    assert {node.id for node in drawn.nodes} == {"b", "d", "e"}
    assert drawn.left_out == 3


def test_how_a_link_stands_is_written_on_it() -> None:
    for standing, words in (
        ({"asserted": 1, "accepted": 1}, "requires (accepted)"),
        ({"asserted": 1}, "requires"),
        ({"asserted": 1, "denied": 1}, "requires (disputed)"),
        ({"asserted": 0, "denied": 1}, "NOT: requires"),
        ({"asserted": 0}, "requires?"),
    ):
        (edge,) = whole(graph("ab", **standing)).edges
        assert edge.words == words
        assert words in page(graph("ab", **standing), "Whole")


@settings(max_examples=20)
@given(st.lists(st.text("abcdef", min_size=2, max_size=2), max_size=12), st.integers(1, 8))
def test_all_that_is_kept_is_drawn_with_the_links_between(links: list[str], most: int) -> None:
    made = graph(*links)
    drawn = whole(made, most)
    kept = {node.id for node in drawn.nodes}
    assert len(kept) == len(drawn.nodes) == min(most, len(made))
    assert drawn.left_out == len(made) - len(kept)
    assert {(edge.source, edge.target) for edge in drawn.edges} == {
        (link[0], link[1]) for link in links if link[0] != link[1] and set(link) <= kept
    }


def test_the_page_fetches_nothing_and_runs_no_label() -> None:
    made = graph("ab")
    nx.set_node_attributes(made, {"a": HOSTILE, "b": "\u202e" + HOSTILE}, "label")
    drawn = page(made, HOSTILE)
    outside = re.sub(r"<script>.*?</script>", "", drawn, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["'][^"']*""", outside) == []
    assert "default-src 'none'" in drawn.split("<title>")[0]
    assert "<script>alert(1)" not in drawn
    assert "<img" not in drawn
    assert "\u202e" not in drawn
