"""The argument graph for other tools: all that counts, and no label that is anything else."""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

from kg.curator import Curator
from kg.database import Database
from kg.export.argument_graph import plain
from kg.export.argumentation import argumentation
from kg.export.formats import Options
from kg.model import Relation
from kg.vocab import Stance, Status
from kg.wording import visible
from tests.factories import document
from tests.unit.export.conftest import exported, make

NODE = re.compile(r'  n\d+ \[label="((?:[^"\\\n]|\\["\\])*)", shape=(?:box|note|ellipse)\];')
EDGE = re.compile(
    r'  n\d+ -> n\d+ \[label="(?:[^"\\\n]|\\["\\])*", color="#\w{6}", '
    r"style=(?:solid|dashed|dotted), arrowhead=(?:none|normal)\];"
)


def test_graphml_comes_back_with_controls_made_visible(database: Database) -> None:
    wanted = plain(argumentation(database))
    back: Any = nx.parse_graphml(exported(database, "graphml").decode())
    assert dict(back.nodes(data="label")) == {
        node: visible(data["label"]) for node, data in wanted.nodes(data=True)
    }
    assert set(back.edges(data="kind")) == set(wanted.edges(data="kind"))


def test_every_link_that_counts_is_an_edge(database: Database) -> None:
    graph = plain(argumentation(database))
    links = {one.id for one in database.store.find(Relation) if one.status is not Status.REJECTED}
    assert {key for _, _, key in graph.edges(keys=True)} >= links
    about = [one for one in database.store.find(Relation) if one.target_relation_id]
    assert about
    for one in about:
        assert graph.nodes[one.target_id]["kind"] == "link"
        assert graph.has_edge(one.source_id, one.target_id)


def test_dot_has_only_nodes_and_edges(database: Database) -> None:
    graph = plain(argumentation(database))
    lines = exported(database, "dot").decode().split("\n")
    assert lines[0] == "digraph arguments {"
    assert lines[-2:] == ["}", ""]
    labels = [found[1] for line in lines if (found := NODE.fullmatch(line))]
    edges = [line for line in lines if EDGE.fullmatch(line)]
    assert len(lines) == 4 + len(graph) + graph.number_of_edges() + 2
    assert (len(labels), len(edges)) == (len(graph), graph.number_of_edges())
    assert any("<script>" in label for label in labels)


def test_a_question_leaves_out_what_has_no_bearing_on_it() -> None:
    made = document("Ice floats. Iron sinks. Tea is hot.")
    for words in ("Ice floats", "Iron sinks", "Tea is hot"):
        made.asserts(f"{words}.", words)
    with make([made.bundle()]) as database:
        ann = Curator(database.store, "Ann")
        ids = {row.claim.wording: row.claim.id for row in database.claims()}
        asked = ann.ask("Does it float?").target_id
        ann.answer(asked, ids["Ice floats"], Stance.FOR)
        ann.relate(ids["Iron sinks"], "rebuts", ids["Ice floats"])
        graph = nx.parse_graphml(exported(database, "graphml", Options(asked)).decode())
        assert set(graph) == {ids["Ice floats"], ids["Iron sinks"]}
        assert len(nx.parse_graphml(exported(database, "graphml").decode())) == 3
