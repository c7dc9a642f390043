"""A what-if told whole says what the parts of the module say, computed once."""

from __future__ import annotations

from hypothesis import given

from kg.analysis.dependency import (
    Comparison,
    Graph,
    Outcome,
    Supposition,
    consequences,
    standing,
)
from kg.analysis.dependency.what_if import WhatIf
from tests.unit.analysis.dependency.graphs import DOCUMENTS, cases


@given(cases())
def test_what_follows_and_what_was_before_are_those_of_the_module(
    case: tuple[Graph, Supposition],
) -> None:
    graph, supposed = case
    told = WhatIf(graph, supposed, dict.fromkeys(DOCUMENTS, "a text"))
    assert told.found == consequences(graph, supposed)
    frame = Supposition(links=supposed.links, given=supposed.given)
    before = standing(graph, frame)
    assert Comparison(graph, supposed).before == before
    assert told.undecided == [node for node in graph if before.outcome(node) is Outcome.UNDECIDED]
    whole = standing(graph)
    assert {one.id for one in told.turned} == {
        node for node in graph if whole.outcome(node) is not before.outcome(node)
    }
    for one in told.found.nodes:
        assert len(told.reasons(one)) >= len(one.reasons)
