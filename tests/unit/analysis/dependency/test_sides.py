"""Two sides compared: every link once, and the same from either side."""

from __future__ import annotations

import pytest
from hypothesis import given

from kg.analysis.dependency import (
    Agreement,
    Selection,
    Word,
    by_agreement,
    compare,
    graph,
    plain,
    select,
)
from kg.views import DependencyEvidence
from kg.vocab import Mode
from tests.unit.analysis.dependency.sayings import DENIED, node, said, sayings

AFFIRMS = said("a", "requires", "b")
DENIES = said("a", "requires", "b", **DENIED)
RAISES = said("a", "requires", "b", mode=Mode.SUPPOSES)
MIRRORED = {
    Agreement.ONLY_FIRST: Agreement.ONLY_SECOND,
    Agreement.ONLY_SECOND: Agreement.ONLY_FIRST,
}


@pytest.mark.parametrize(
    ("first", "second", "agreement"),
    [
        ([AFFIRMS], [AFFIRMS, RAISES], Agreement.BOTH_AFFIRM),
        ([AFFIRMS], [], Agreement.ONLY_FIRST),
        ([RAISES], [AFFIRMS], Agreement.ONLY_SECOND),
        ([AFFIRMS], [DENIES], Agreement.OPPOSED),
        ([DENIES, RAISES], [AFFIRMS], Agreement.OPPOSED),
        ([DENIES], [DENIES], Agreement.BOTH_DENY),
        ([], [DENIES], Agreement.ONLY_DENIED),
        ([DENIES], [RAISES], Agreement.ONLY_DENIED),
        ([AFFIRMS, DENIES], [], Agreement.DIVIDED),
        ([DENIES], [AFFIRMS, DENIES], Agreement.DIVIDED),
        ([RAISES], [RAISES], Agreement.RAISED),
        ([RAISES], [], Agreement.RAISED),
    ],
)
def test_what_two_sides_say_goes_together(
    first: list[DependencyEvidence], second: list[DependencyEvidence], agreement: Agreement
) -> None:
    (found,) = compare(graph(first), graph(second))
    assert found.agreement is agreement
    assert found.link == (node("a"), node("b"), "requires")
    assert found.words == "a requires b"
    assert {*found.first.affirming, *found.first.denying, *found.first.raising} == set(first)
    assert all(item.dependency.affirms for item in found.first.affirming)
    assert all(item.dependency.denies for item in found.second.denying)


def test_who_reports_a_denial_does_not_deny_in_his_own_voice() -> None:
    evidence = [
        said("a", "enables", "b", document="document-one"),
        said("a", "enables", "b", document="document-two"),
        said("a", "enables", "b", document="document-two", mode=Mode.REPORTS, **DENIED),
    ]

    def side(document: str, *, own_voice: bool) -> list[DependencyEvidence]:
        chosen = Selection(documents=frozenset({document}), own_voice=own_voice)
        return select(evidence, chosen)

    for own_voice, agreement in ((True, Agreement.BOTH_AFFIRM), (False, Agreement.DIVIDED)):
        sides = (side(name, own_voice=own_voice) for name in ("document-one", "document-two"))
        (found,) = compare(*map(graph, sides))
        assert found.agreement is agreement
        assert found.words == "b is enabled by a"


@given(sayings(), sayings())
def test_either_side_may_come_first(
    one: list[DependencyEvidence], other: list[DependencyEvidence]
) -> None:
    first, second = graph(one), graph(other)
    found = {item.link: item for item in compare(first, second)}
    assert found.keys() == {*first.edges, *second.edges}
    for item in compare(second, first):
        mine = found[item.link]
        assert (item.first, item.second, item.words) == (mine.second, mine.first, mine.words)
        assert item.agreement is MIRRORED.get(mine.agreement, mine.agreement)


@given(sayings())
def test_a_side_is_at_odds_with_nobody_but_itself(evidence: list[DependencyEvidence]) -> None:
    side = graph(evidence)
    for item in compare(side, side):
        assert item.first == item.second
        assert (item.agreement is Agreement.DIVIDED) == side.edges[item.link]["contested"]
        assert item.agreement not in (Agreement.OPPOSED, *MIRRORED, Agreement.ONLY_DENIED)


@given(sayings(), sayings())
def test_groups_hold_each_link_once(
    one: list[DependencyEvidence], other: list[DependencyEvidence]
) -> None:
    compared = compare(graph(one), graph(other))
    groups = by_agreement(compared)
    assert [item for items in groups.values() for item in items] == compared
    assert all(item.agreement is agreement for agreement, items in groups.items() for item in items)


def test_a_graph_without_passages_has_sides_too() -> None:
    (found,) = compare(plain(graph([DENIES])), graph([AFFIRMS]))
    assert (found.first.word, found.second.word) == (Word.DENIES, Word.AFFIRMS)
    assert found.agreement is Agreement.OPPOSED
    assert found.first.denying == ()
