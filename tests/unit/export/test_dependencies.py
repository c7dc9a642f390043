"""Graphs in other tools' formats: whole, readable, and with no markup in any label."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.analysis.dependency import Graph, State, from_plain, plain
from kg.errors import UsageError
from kg.export.dependencies import FORMATS, LOOKS, dot, graphml, mermaid, node_link
from kg.vocab import DEPENDENCY_KINDS, RELATION_KINDS
from kg.wording import visible

HOSTILE = (
    '</data></node><script>alert(1)</script>"]; click n0 "javascript:alert(2)" %% \\N \\" &amp; '
    "#quot; `**x**` --> n9 {{x}} |y| end <img src=x onerror=alert(3)>\x00\x1b[2J\u202e\nsecond"
)
STANDING: dict[str, dict[str, int]] = {
    "accepted": {"asserted": 1, "accepted": 1},
    "proposed": {"asserted": 1},
    "contested": {"asserted": 1, "denied": 1},
    "denied": {"asserted": 0, "denied": 1},
    "raised": {"asserted": 0, "raised": 1},
}
DOT_NODE = re.compile(r'  n\d+ \[label="((?:[^"\\\n]|\\["\\])*)", shape=(?:box|ellipse)\];')
DOT_EDGE = re.compile(
    r'  n\d+ -> n\d+ \[label="(?:[^"\\\n]|\\["\\])*", color="#\w{6}", style=(?:solid|dashed|dotted)'
    r', penwidth=\d, arrowhead=(?:normal|tee|odot), fontcolor="#\w{6}"\];'
)
SAFE = r"(?:[^!-/:-@\[-`{-~\n]|#\d+;)+"
MERMAID_NODE = re.compile(rf'  n\d+(?:\["({SAFE})"\]|\(\["({SAFE})"\]\))')
MERMAID_EDGE = re.compile(rf'  n\d+ --[>xo]\|"{SAFE}"\| n\d+')
MERMAID_STYLE = re.compile(
    r"  linkStyle \d+ stroke:#\w{6},stroke-width:\dpx,stroke-dasharray:[\d ]+,color:#\w{6}"
)


def labelled(*labels: str) -> Graph:
    """A chain of nodes with some labels, concepts and claims in turn."""
    graph: Graph = nx.MultiDiGraph()
    for index, label in enumerate(labels):
        graph.add_node(f"k{index}", label=label, kind=("concept", "claim")[index % 2])
    for index in range(len(labels) - 1):
        standing: Any = STANDING[sorted(STANDING)[index % 5]]
        kind = DEPENDENCY_KINDS[index % 2]
        graph.add_edge(f"k{index}", f"k{index + 1}", kind, holders=(labels[index],), **standing)
    return graph


def link(kind: str, standing: Mapping[str, Any] = {}) -> Graph:
    """A graph of one edge."""
    graph: Graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", kind, **standing)
    return plain(graph)


texts = st.text() | st.sampled_from((HOSTILE, "", " ", "1. one", "- x", "%%{init: {}}%%", "<b>"))
graphs = st.lists(texts, min_size=1, max_size=5).map(lambda labels: labelled(*labels))


def labels_of(graph: nx.Graph[str]) -> list[str]:
    return [graph.nodes[node]["label"] for node in graph]


def one_line(text: str) -> str:
    return visible(" ".join(text.split()))


@given(graphs)
def test_graphml_comes_back_the_same_with_controls_made_visible(graph: Graph) -> None:
    back = from_plain(nx.parse_graphml(graphml(plain(graph))))
    assert set(back.edges) == set(graph.edges)
    for node in graph:
        assert back.nodes[node]["label"] == visible(graph.nodes[node]["label"])
    expected = from_plain(plain(graph))
    for link in graph.edges:
        (holder,) = back.edges[link]["holders"]
        assert visible(holder) == visible(expected.edges[link]["holders"][0])
        ours, theirs = (one.edges[link] | {"holders": ()} for one in (expected, back))
        assert ours == theirs


@given(graphs)
def test_graphml_holds_no_markup_but_its_own(graph: Graph) -> None:
    written = etree.fromstring(graphml(plain(graph)).encode())
    tags = {etree.QName(one).localname for one in written.iter()}
    assert tags <= {"graphml", "key", "graph", "node", "edge", "data"}
    for tag in ("key", "edge"):
        identifiers = [one.get("id") for one in written.iter(f"{{*}}{tag}")]
        assert len(identifiers) == len(set(identifiers))


def test_an_id_that_xml_cannot_hold_is_refused() -> None:
    graph: Graph = nx.MultiDiGraph()
    graph.add_edge("a\x07", "b", "requires")
    with pytest.raises(UsageError, match="XML"):
        graphml(plain(graph))


@given(graphs)
def test_node_link_json_comes_back_the_same(graph: Graph) -> None:
    back = nx.node_link_graph(json.loads(node_link(plain(graph))))
    assert from_plain(back).edges == from_plain(plain(graph)).edges
    assert labels_of(back) == labels_of(graph)


@given(graphs)
def test_dot_has_a_line_for_each_node_and_edge_and_labels_are_text(graph: Graph) -> None:
    lines = dot(plain(graph)).split("\n")
    nodes, edges = lines[3 : 3 + len(graph)], lines[3 + len(graph) : -2]
    assert (lines[0], lines[-2:]) == ("digraph dependencies {", ["}", ""])
    labels = [found[1] for found in map(DOT_NODE.fullmatch, nodes) if found]
    unescaped = [re.sub(r"\\(.)", r"\1", label).replace("&amp;", "&") for label in labels]
    assert unescaped == [one_line(label) for label in labels_of(graph)]
    assert all("&" not in label.replace("&amp;", "") for label in labels)
    assert len(edges) == graph.number_of_edges()
    assert all(map(DOT_EDGE.fullmatch, edges))


@given(graphs)
def test_mermaid_has_a_line_for_each_node_and_edge_and_no_sign_in_a_label(graph: Graph) -> None:
    lines = mermaid(plain(graph)).split("\n")
    nodes, rest = lines[1 : 1 + len(graph)], lines[1 + len(graph) : -1]
    assert (lines[0], lines[-1]) == ("flowchart LR", "")
    labels = [found[1] or found[2] for found in map(MERMAID_NODE.fullmatch, nodes) if found]
    unescaped = [re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), label) for label in labels]
    expected = [one_line(label) or "\xa0" for label in labels_of(graph)]
    assert unescaped == expected
    assert len(rest) == 2 * graph.number_of_edges()
    assert all(map(MERMAID_EDGE.fullmatch, rest[::2]))
    assert all(map(MERMAID_STYLE.fullmatch, rest[1::2]))


def test_every_way_to_stand_has_a_look_of_its_own() -> None:
    assert set(LOOKS) == set(State)
    assert all(one != other for one, other in combinations(LOOKS.values(), 2))
    assert len({look.words for look in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("name", ["dot", "mermaid"])
def test_every_way_to_stand_is_drawn_otherwise(name: str) -> None:
    drawn = {FORMATS[name](link("requires", standing)) for standing in STANDING.values()}
    assert len(drawn) == len(STANDING)


@pytest.mark.parametrize("kind", DEPENDENCY_KINDS)
def test_a_kind_has_its_verb_colour_and_dash(kind: str) -> None:
    graph, row = link(kind), RELATION_KINDS[kind]
    verb = row.inverse if row.dependent == "target" else row.label
    assert f'label="{verb}", color="{row.colour}", style={row.dash},' in dot(graph)
    assert f'|"{verb}"|' in mermaid(graph)
    assert f"stroke:{row.colour}," in mermaid(graph)
    for format_ in ("graphml", "json"):
        written = FORMATS[format_](graph)
        assert verb in written
        assert row.colour in written


def test_all_formats_write_an_empty_graph() -> None:
    empty: Graph = nx.MultiDiGraph()
    assert all(write(plain(empty)) for write in FORMATS.values())
