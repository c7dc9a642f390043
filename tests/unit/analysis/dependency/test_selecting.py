"""A selection keeps the passages that it names, and never makes a requirement stricter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import Selection, graph, on_side, select
from kg.analysis.dependency.justification import justifications
from kg.errors import UsageError
from kg.model import Position
from kg.views import DependencyEvidence
from kg.vocab import DEPENDENCY_KINDS, Mode, Stance, Status
from tests.unit.analysis.dependency.sayings import ACCEPTED, REJECTED, node, said, sayings


def selections() -> st.SearchStrategy[Selection]:
    return st.builds(
        Selection,
        kinds=st.none() | st.frozensets(st.sampled_from(DEPENDENCY_KINDS[:3])),
        holders=st.none() | st.frozensets(st.sampled_from(("Ada", "Bo"))),
        documents=st.none() | st.frozensets(st.sampled_from(("document-one", "document-two"))),
        own_voice=st.booleans(),
        since=st.none() | st.sampled_from((2019, 2020)),
        until=st.none() | st.sampled_from((2020, 2021)),
        minimum=st.none() | st.sampled_from((0.0, 0.4, 1.0)),
        unscored=st.booleans(),
        accepted=st.booleans(),
        ends=st.sampled_from((None, "concept", "claim")),
    )


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), "abcdefgh"),
        (Selection(kinds=frozenset({"enables"})), "b"),
        (Selection(holders=frozenset({"Bo"})), "c"),
        (Selection(documents=frozenset({"document-two"})), "d"),
        (Selection(own_voice=True), "abcdfgh"),
        (Selection(since=2021), "c"),
        (Selection(until=2020), "abdefh"),
        (Selection(since=2020, until=2020), "abdefh"),
        (Selection(minimum=0.6), "fg"),
        (Selection(minimum=0.6, unscored=False), "f"),
        (Selection(minimum=0.0, unscored=False), "abcdefh"),
        (Selection(accepted=True), "f"),
        (Selection(ends="concept"), "abcdefg"),
        (Selection(ends="claim"), ""),
        (Selection(kinds=frozenset({"requires"}), minimum=0.9, unscored=False), "f"),
    ],
)
def test_each_filter_keeps_what_it_names(selection: Selection, kept: str) -> None:
    evidence = [
        said("a", "requires", "z"),
        said("b", "enables", "z"),
        said("c", "requires", "z", holder="Bo", year=2021),
        said("d", "requires", "z", document="document-two"),
        said("e", "requires", "z", mode=Mode.REPORTS),
        said("f", "requires", "z", **ACCEPTED),
        said("g", "requires", "z", score=None, year=None),
        said("h", "requires", "Z"),
        said("i", "requires", "z", **REJECTED),
    ]
    assert "".join(item.source.id for item in select(evidence, selection)) == "".join(
        node(name) for name in kept
    )


def test_a_holder_is_known_by_id_key_or_name() -> None:
    item = said("a", "requires", "b", holder="Bo")
    for known in (item.holder.id, item.holder.key, item.holder.name):
        assert select([item], Selection(holders=frozenset({known}))) == [item]


def test_alternatives_are_kept_together_or_not_at_all() -> None:
    strong, weak = (
        said("a", "requires", target, score=score, group="g")
        for target, score in (("b", 0.9), ("c", 0.1))
    )
    alone = said("d", "requires", "b", score=0.9, group="g")
    kept = select([strong, weak, alone], Selection(minimum=0.5))
    assert kept == [alone]
    rejected = replace(weak, dependency=replace(weak.dependency, status=Status.REJECTED))
    assert select([strong, rejected, alone], Selection(minimum=0.5)) == [strong, alone]


@given(sayings(), selections())
def test_what_is_kept_passes_and_stays_in_order(
    evidence: list[DependencyEvidence], selection: Selection
) -> None:
    kept = select(evidence, selection)
    assert kept == [item for item in evidence if item in kept]
    assert all(map(selection.keeps, kept))
    assert select(kept, selection) == kept
    left_out = [item for item in evidence if selection.keeps(item) and item not in kept]
    assert all(
        item.dependency.group or item.dependency.status is Status.REJECTED for item in left_out
    )


@given(sayings(), selections())
def test_no_requirement_has_fewer_members_than_among_all(
    evidence: list[DependencyEvidence], selection: Selection
) -> None:
    """Where a passage gives alternatives, a selection must not turn one into a necessity."""

    def necessary(items: list[DependencyEvidence]) -> dict[str, set[frozenset[str]]]:
        needs = justifications(graph(items)).needs
        return {
            start: {
                frozenset(one.members) - one.substitutes
                for one in own
                if one.condition == "necessary"
            }
            for start, own in needs.items()
        }

    whole = necessary(evidence)
    for start, own in necessary(select(evidence, selection)).items():
        for members in own:
            assert any(members >= other for other in whole[start])


def test_an_impossible_selection_is_refused() -> None:
    with pytest.raises(UsageError, match="nonsense"):
        Selection(kinds=frozenset({"requires", "nonsense"}))
    with pytest.raises(UsageError, match="probability"):
        Selection(minimum=1.5)
    with pytest.raises(UsageError, match="earlier"):
        Selection(since=2021, until=2020)


def test_a_side_is_the_documents_that_declare_an_answer() -> None:
    positions = [
        Position(document_id=document, question_id=question, claim_id="claim-x", stance=stance)
        for document, question, stance in (
            ("document-one", "question-a", Stance.FOR),
            ("document-two", "question-a", Stance.AGAINST),
            ("document-three", "question-b", Stance.FOR),
            (None, "question-a", Stance.FOR),
        )
    ]
    assert on_side(positions, "question-a", Stance.FOR) == {"document-one"}
    assert on_side(positions, "question-a", Stance.AGAINST) == {"document-two"}
    assert on_side(positions, "question-c", Stance.FOR) == frozenset()
