"""Rankings agree with counting by hand, and leave nothing out that belongs in them."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import (
    Graph,
    best_evidenced,
    graph,
    most_contested,
    most_depended_on,
    single_origin,
    unsupported,
)
from kg.views import DependencyEvidence
from kg.vocab import Mode
from tests.unit.analysis.dependency.sayings import ACCEPTED, DENIED, node, said, sayings


def origin(document: str) -> str:
    """Two of the three documents are copies."""
    return "copy" if document in ("document-two", "document-three") else document


def test_foundations_are_ranked_by_what_rests_on_them_directly_then_in_all() -> None:
    links = ["ab", "cb", "db", "be", "fg", "hg", "ig", "jf"]
    found = most_depended_on(graph([said(link[0], "requires", link[1]) for link in links]))
    assert [(one.label, one.direct, one.total) for one in found] == [
        ("g", 3, 4), ("b", 3, 3), ("e", 1, 4), ("f", 1, 1),
    ]  # fmt: skip


def test_only_resting_that_somebody_affirms_counts_and_kinds_once() -> None:
    found = most_depended_on(
        graph(
            [
                said("a", "requires", "b"),
                said("b", "enables", "a"),
                said("c", "requires", "b", **DENIED),
                said("d", "improves", "b"),
                said("b", "requires", "b"),
            ]
        )
    )
    assert [(one.id, one.direct, one.total) for one in found] == [(node("b"), 1, 1)]


@given(sayings(20), st.integers(0, 6))
def test_foundations_agree_with_counting(evidence: list[DependencyEvidence], most: int) -> None:
    found = graph(evidence)
    below: dict[str, set[str]] = {name: set() for name in found}
    for start, end, data in found.edges(data=True):
        if data["rests"] and data["asserted"] and start != end:
            below[end].add(start)
    closure = nx.transitive_closure(nx.DiGraph((s, e) for e, ss in below.items() for s in ss))
    ranked = most_depended_on(found, most)
    assert len(ranked) == min(most, sum(map(bool, below.values())))
    for one in ranked:
        assert one.direct == len(below[one.id])
        assert one.total == len(set(closure.predecessors(one.id)) - {one.id})
    left_out = [len(below[name]) for name in below.keys() - {one.id for one in ranked}]
    assert all(one.direct >= max(left_out, default=0) for one in ranked)


def test_the_most_contested_has_most_voices_on_the_weaker_side() -> None:
    found = graph(
        [
            *(said("a", "requires", "b", holder=name) for name in ("Ada", "Bo", "Cy")),
            *(said("a", "requires", "b", holder="Di", **DENIED) for _ in range(3)),
            *(said("a", "requires", "c", holder=name) for name in ("Ada", "Bo")),
            *(said("a", "requires", "c", holder=name, **DENIED) for name in ("Cy", "Di")),
            said("a", "requires", "d"),
            said("a", "requires", "e", **DENIED),
        ]
    )
    assert [one.words for one in most_contested(found)] == ["a requires c", "a requires b"]
    (first,) = most_contested(found, 1)
    assert (first.holders, first.disputants) == (("Ada", "Bo"), ("Cy", "Di"))
    assert (first.asserted, first.denied, first.hanging) == (2, 2, 0)


def test_the_best_evidenced_has_most_origins_and_copies_count_once() -> None:
    copies = [said("a", "requires", "b", document=f"document-{name}") for name in ("two", "three")]
    apart = [said("a", "enables", "c", document=f"document-{name}") for name in ("one", "two")]
    accepted = said("d", "requires", "b", **ACCEPTED)
    unknown = said("e", "requires", "b", score=None)
    found = best_evidenced(graph([unknown, *copies, accepted, *apart], origin=origin))
    assert [(one.words, one.origins) for one in found] == [
        ("c is enabled by a", 2), ("d requires b", 1), ("a requires b", 1), ("e requires b", 1),
    ]  # fmt: skip
    assert [one.probability for one in found] == [0.75, 1.0, 0.75, None]


def test_what_hangs_on_one_origin_is_ranked_by_what_rests_on_it() -> None:
    found = graph(
        [
            said("a", "requires", "b", score=0.1),
            said("b", "requires", "c", score=0.9),
            said("b", "requires", "d", document="document-two", score=0.5),
            said("b", "requires", "d", document="document-three", score=0.5),
            said("b", "requires", "e", document="document-one"),
            said("b", "requires", "e", document="document-two"),
        ],
        origin=origin,
    )
    ranked = single_origin(found)
    assert [one.words for one in ranked] == ["b requires d", "b requires c", "a requires b"]
    assert [one.hanging for one in ranked] == [1, 1, 0]


def test_what_nobody_affirms_is_unsupported() -> None:
    found = graph(
        [
            said("a", "requires", "b", mode=Mode.SUPPOSES),
            said("a", "requires", "c", mode=Mode.QUESTIONS),
            said("a", "requires", "c", **DENIED),
            said("a", "requires", "d"),
        ]
    )
    assert [(one.words, one.denied, one.raised) for one in unsupported(found)] == [
        ("a requires c", 1, 1), ("a requires b", 0, 1),
    ]  # fmt: skip


@given(sayings(20))
def test_every_link_is_in_the_lists_where_it_belongs(evidence: list[DependencyEvidence]) -> None:
    found = graph(evidence, origin=origin)
    edges = {link: found.edges[link] for link in found.edges if link[0] != link[1]}
    for ranking, belongs in (
        (most_contested, lambda data: data["contested"]),
        (best_evidenced, lambda data: data["asserted"]),
        (unsupported, lambda data: not data["asserted"]),
        (single_origin, lambda data: len(data["origins"]) == 1),
    ):
        ranked = ranking(found)
        assert {one.link for one in ranked} == {
            link for link, data in edges.items() if belongs(data)
        }
        assert len(ranked) == len({one.link for one in ranked})
        for most in range(3):
            assert ranking(found, most) == ranked[:most]
    for one in (*best_evidenced(found), *unsupported(found)):
        passages = edges[one.link]["evidence"]
        assert one.asserted + one.denied + one.raised == len(passages)


def test_a_bare_graph_can_be_ranked() -> None:
    bare: Graph = nx.MultiDiGraph()
    assert not most_depended_on(bare)
    assert not best_evidenced(bare)
    bare.add_edge("a", "b", "requires")
    assert [one.label for one in most_depended_on(bare)] == ["b"]
    (found,) = best_evidenced(bare)
    assert (found.words, found.asserted, found.origins) == ("a requires b", 1, 0)
    assert most_contested(bare) == unsupported(bare) == single_origin(bare) == []
