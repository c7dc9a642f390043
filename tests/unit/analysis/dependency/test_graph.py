"""The graph says what passages say: who affirms and who denies each link, and how surely."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Graph, graph
from kg.analysis.dependency.graph import affirmed, label, resting
from kg.views import DependencyEvidence
from kg.vocab import Mode, Polarity, Status
from tests.unit.analysis.dependency.graphs import graphs, pairs, shuffled
from tests.unit.analysis.dependency.sayings import (
    ACCEPTED,
    DENIED,
    REJECTED,
    node,
    said,
    sayings,
)


def edge(found: Graph, start: str, end: str, kind: str) -> dict[str, Any]:
    return dict(found[node(start)][node(end)][kind])


def test_edges_run_from_what_rests_to_what_it_rests_on() -> None:
    found = graph(
        [said("a", "requires", "b"), said("b", "enables", "C"), said("a", "causes", "d")],
        asserting={node("C"): frozenset({"two", "one"})},
    )
    assert set(found.edges(keys=True)) == {
        (node("a"), node("b"), "requires"),
        (node("C"), node("b"), "enables"),
        (node("d"), node("a"), "causes"),
    }
    assert found.nodes[node("a")] == {"label": "a", "kind": "concept", "sources": ()}
    assert found.nodes[node("C")] == {"label": "C", "kind": "claim", "sources": ("one", "two")}


@pytest.mark.parametrize("kind", ["improves", "substitutes"])
def test_kinds_in_which_nothing_rests_keep_their_direction_and_are_flagged(kind: str) -> None:
    found = graph([said("a", kind, "b")])
    assert edge(found, "a", "b", kind)["rests"] is False
    assert not resting(found).edges


def test_an_edge_counts_both_sides_and_names_them() -> None:
    found = edge(
        graph(
            [
                said("a", "requires", "b", holder="Bo", document="two"),
                said("a", "requires", "b", holder="Ada", document="one"),
                said("a", "requires", "b", holder="Cy", **DENIED),
                said("a", "requires", "b", holder="Di", mode=Mode.SUPPOSES),
                said("a", "requires", "b", holder="Ed", **REJECTED),
            ],
            origin=lambda document: "one origin",
        ),
        "a",
        "b",
        "requires",
    )
    assert (found["asserted"], found["denied"], found["contested"]) == (2, 1, True)
    assert (found["holders"], found["disputants"]) == (("Ada", "Bo"), ("Cy",))
    assert (found["sources"], found["origins"]) == (("one", "two"), ("one origin",))
    assert len(found["evidence"]) == 4


def test_who_denies_a_denial_affirms() -> None:
    denial = said("a", "requires", "b", mode=Mode.DENIES, polarity=Polarity.NEGATIVE)
    found = edge(graph([denial]), "a", "b", "requires")
    assert (found["asserted"], found["denied"]) == (1, 0)


def test_probability_is_unknown_unless_every_affirming_score_is_known() -> None:
    known = [said("a", "requires", "b", score=score) for score in (0.5, 0.8)]
    unknown = said("a", "requires", "b", score=None)
    accepted = said("a", "requires", "b", score=None, **ACCEPTED)
    denied = said("a", "requires", "b", score=0.5, **DENIED)
    for items, expected in (
        (known, 0.9),
        ([*known, denied], 0.9),
        ([*known, unknown], None),
        ([*known, unknown, accepted], 1.0),
        ([denied], None),
    ):
        found = edge(graph(items), "a", "b", "requires")["probability"]
        assert found == (None if expected is None else pytest.approx(expected))


def test_alternatives_keep_their_groups_and_what_is_required_alone_says_so() -> None:
    found = graph(
        [
            said("a", "requires", "b", group="two"),
            said("a", "requires", "b"),
            said("a", "requires", "b", group="one"),
            said("a", "requires", "c", group="one"),
        ]
    )
    assert edge(found, "a", "b", "requires")["groups"] == (None, "one", "two")
    assert edge(found, "a", "c", "requires")["groups"] == ("one",)


@given(sayings())
def test_every_passage_that_was_not_rejected_is_counted_once(
    items: list[DependencyEvidence],
) -> None:
    found = graph(items)
    kept = [item for item in items if item.dependency.status is not Status.REJECTED]
    on_edges = [item for *_, data in found.edges(data=True) for item in data["evidence"]]
    assert len(on_edges) == len(kept)
    assert {item.dependency.id for item in on_edges} == {item.dependency.id for item in kept}
    for *_, data in found.edges(data=True):
        evidence = [item.dependency for item in data["evidence"]]
        assert data["asserted"] == sum(one.affirms for one in evidence)
        assert data["denied"] == sum(one.denies for one in evidence)
        assert data["sources"] == tuple(sorted({o.document_id for o in evidence if o.affirms}))


@given(sayings(), st.randoms())
def test_the_order_of_evidence_does_not_matter(
    items: list[DependencyEvidence], random: Any
) -> None:
    mixed = list(items)
    random.shuffle(mixed)
    one, other = graph(items), graph(mixed)
    assert set(one) == set(other)
    for start, end, kind, data in one.edges(keys=True, data=True):
        same = dict(other[start][end][kind])
        assert {**data, "evidence": 0, "probability": 0} == {
            **same,
            "evidence": 0,
            "probability": 0,
        }
        assert data["probability"] == pytest.approx(same["probability"])
        assert set(data["evidence"]) == set(same["evidence"])


@given(graphs(), st.randoms())
def test_what_rests_on_what_needs_no_attributes_and_no_order(graph: Graph, random: Any) -> None:
    assert set(resting(graph).edges) == pairs(graph)
    assert list(resting(graph).edges) == list(resting(shuffled(graph, random)).edges)
    assert all(
        start != end and data.get("asserted", 1) for (start, end, _), data in affirmed(graph)
    )
    assert all(label(graph, one) == graph.nodes[one]["label"] for one in graph)
