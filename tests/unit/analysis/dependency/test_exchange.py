"""A graph that goes out and comes back answers the same; a foreign one is read or refused."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import (
    Graph,
    State,
    Supposition,
    best_evidenced,
    consequences,
    from_plain,
    graph,
    layers,
    most_contested,
    most_depended_on,
    plain,
    single_origin,
    standing,
    state,
    unsupported,
)
from kg.errors import UsageError
from kg.views import DependencyEvidence
from kg.vocab import DEPENDENCY_KINDS, Mode
from tests.unit.analysis.dependency.sayings import ACCEPTED, DENIED, node, said, sayings

RANKINGS = (most_depended_on, most_contested, best_evidenced, unsupported, single_origin)


def built(evidence: list[DependencyEvidence]) -> Graph:
    claims = {end.id for item in evidence for end in (item.source, item.target)}
    asserting = {claim: frozenset({"document-one", "document-two"}) for claim in claims}
    return graph(evidence, asserting=asserting, origin=lambda document: document[:12])


def told(found: Graph) -> tuple[list[Any], list[Any]]:
    """Return all that a graph says, without its passages."""
    edges = [(*link, found.edges[link] | {"evidence": ()}) for link in found.edges]
    return list(found.nodes(data=True)), edges


@given(sayings())
def test_a_graph_that_comes_back_is_the_same_but_for_its_passages(
    evidence: list[DependencyEvidence],
) -> None:
    found = built(evidence)
    back = from_plain(plain(found))
    assert told(back) == told(found)
    assert told(from_plain(back)) == told(back)


@given(sayings(), st.data())
def test_questions_are_answered_the_same(
    evidence: list[DependencyEvidence], data: st.DataObject
) -> None:
    found = built(evidence)
    back = from_plain(plain(found))
    for ranking in RANKINGS:
        assert ranking(back) == ranking(found)
    assert layers(back) == layers(found)
    some = st.frozensets(st.sampled_from(sorted(found))) if found else st.just(frozenset())
    supposed = Supposition(denied=data.draw(some), sources=frozenset({"document-one"}))
    assert standing(back, supposed) == standing(found, supposed)
    assert consequences(back, supposed) == consequences(found, supposed)


@given(sayings())
def test_plain_attributes_are_strings_and_numbers(evidence: list[DependencyEvidence]) -> None:
    found = plain(built(evidence))
    for *_, data in (*found.nodes(data=True), *found.edges(data=True)):
        assert all(type(value) in (str, int, float) for value in data.values())
    identifiers = [data["id"] for *_, data in found.edges(data=True)]
    assert len(identifiers) == len(set(identifiers))
    assert from_plain(nx.node_link_graph(nx.node_link_data(found))).edges == found.edges


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([said("a", "requires", "b")], State.PROPOSED),
        ([said("a", "requires", "b", **ACCEPTED)], State.ACCEPTED),
        ([said("a", "requires", "b", **ACCEPTED), said("a", "requires", "b", **DENIED)],
         State.CONTESTED),
        ([said("a", "requires", "b", **DENIED)], State.DENIED),
        ([said("a", "requires", "b", mode=Mode.SUPPOSES)], State.RAISED),
    ],
)  # fmt: skip
def test_how_a_link_stands(evidence: list[DependencyEvidence], expected: State) -> None:
    found = graph(evidence)
    (data,) = (data for *_, data in found.edges(data=True))
    assert state(data) is expected
    ((*_, written),) = plain(found).edges(data=True)
    assert written["state"] == expected.value
    assert written["contested"] == (expected is State.CONTESTED)


def test_quotes_go_out() -> None:
    ((*_, written),) = plain(graph([said("a", "requires", "b")])).edges(data=True)
    assert json.loads(written["quotes"]) == ["“x” (document-one.md (2020))"]
    assert written["label"] == "requires"
    ((*_, written),) = plain(graph([said("a", "enables", "b")])).edges(data=True)
    assert (written["kind"], written["label"]) == ("enables", "is enabled by")


def test_what_is_unknown_has_no_attribute() -> None:
    ((*_, written),) = plain(graph([said("a", "requires", "b", score=None)])).edges(data=True)
    assert "probability" not in written


def test_a_graph_from_elsewhere_needs_only_kinds() -> None:
    foreign: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    foreign.add_edge(1, 2, "requires")
    foreign.add_edge(3, 2, kind="enables", holders=["Ada"], groups=["g", None])
    simple = nx.DiGraph([(1, 2, {"kind": "requires"})])
    assert list(from_plain(simple).edges) == [("1", "2", "requires")]
    found = from_plain(foreign)
    assert [(one.label, one.direct) for one in most_depended_on(found)] == [("2", 2)]
    assert found["3"]["2"]["enables"]["holders"] == ("Ada",)
    assert found["3"]["2"]["enables"]["groups"] == ("g", None)
    assert state(found["1"]["2"]["requires"]) is State.PROPOSED
    assert found["1"]["2"]["requires"]["evidence"] == ()
    fallen = consequences(found, Supposition(denied=frozenset({"2"})))
    assert [one.id for one in fallen.nodes] == ["1", "3"]


def directed(**data: Any) -> nx.DiGraph[str]:
    return nx.DiGraph([("a", "b", {"kind": "requires", **data})])


@pytest.mark.parametrize(
    ("foreign", "says"),
    [
        (nx.Graph([("a", "b")]), "undirected"),
        (nx.DiGraph([("a", "b")]), "'0'"),
        (directed(kind="supports"), "supports"),
        (nx.MultiDiGraph([("a", "b", {"kind": "requires"})] * 2), "a requires b"),
        (nx.DiGraph([(1, "1", {"kind": "requires"})]), "ids"),
        (directed(asserted=-1), "asserted"),
        (directed(asserted=1.5), "asserted"),
        (directed(denied=float("nan")), "denied"),
        (directed(accepted=float("inf")), "accepted"),
        (directed(raised="many"), "raised"),
        (directed(probability=2), "probability"),
        (directed(probability="0.5"), "probability"),
        (directed(probability=float("nan")), "probability"),
        (directed(holders="Ada"), "holders"),
        (directed(sources="[1]"), "sources"),
        (directed(origins='{"one": 1}'), "origins"),
        (directed(groups="[]"), "groups"),
        (directed(groups="[1]"), "groups"),
        (directed(disputants=7), "disputants"),
    ],
)
def test_what_cannot_be_understood_is_refused(foreign: nx.Graph[Any], says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        from_plain(foreign)
    assert "\n" not in str(caught.value)


def test_every_kind_can_go_out() -> None:
    evidence = [said("a", kind, "b") for kind in DEPENDENCY_KINDS]
    found = plain(graph(evidence))
    assert {data["kind"] for *_, data in found.edges(data=True)} == set(DEPENDENCY_KINDS)
    assert node("a") in found
