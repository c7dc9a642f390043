"""What is linked to what, bare, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from kg.curator import Curator
from kg.store import Store
from kg.views import ANSWERS, NAMES, STATES, Tie
from kg.vocab import RELATION_KINDS, Action, Stance
from tests.contracts.test_store_views import again, first
from tests.factories import claim, concept, document

ALL = (*RELATION_KINDS, STATES, NAMES, *ANSWERS.values())


@pytest.fixture
def full(store: Store) -> Store:
    store.add(first().bundle())
    store.add(again().bundle())
    return store


def spelled(store: Store, ties: list[Tie]) -> set[tuple[str, str, str]]:
    """Ties by kind and what their ends are called; a tie at an end by its kind."""
    names = {tie.id: tie.kind for tie in ties}
    names |= store.called(end for tie in ties for end in (tie.source_id, tie.target_id))
    return {(names[tie.source_id], tie.kind, names[tie.target_id]) for tie in ties}


def test_a_link_brings_what_it_is_about_and_what_is_about_it(full: Store) -> None:
    ties = full.ties([claim("Ice floats").id], ("supports", "undercuts"), accepted=False)
    assert spelled(full, ties) == {
        ("9 of 10 trials", "supports", "Ice floats"), ("Ice sinks", "undercuts", "supports"),
    }  # fmt: skip
    other_end = full.ties([claim("Ice sinks").id], ("undercuts",), accepted=False)
    assert spelled(full, other_end) == spelled(full, ties)


def test_only_the_kinds_that_are_asked_for_lead_on(full: Store) -> None:
    ties = full.ties([claim("Ice floats").id], ("qualifies", "requires"), accepted=False)
    assert spelled(full, ties) == {("Owners agree", "qualifies", "Ice floats")}


def test_texts_concepts_and_questions_are_tied_too(full: Store) -> None:
    (question,) = [tie for tie in full.ties([claim("Ice floats").id], ALL, accepted=False)
                   if tie.kind == ANSWERS[Stance.FOR]]  # fmt: skip
    assert full.called([question.target_id]) == {question.target_id: "Does ice float?"}
    ties = full.ties([concept("GPT-4").id], ALL, accepted=False)
    assert spelled(full, ties) == {("GPT-4", "requires", "Cooling")}
    stated = full.ties([claim("Ice floats").id], (STATES,), accepted=False)
    texts = {tie.source_id for tie in stated if tie.kind == STATES}
    assert texts == {one.id for one in full.sources()}


def test_a_claim_is_tied_to_the_concepts_within_its_words(store: Store) -> None:
    draft = document("GPT-4 needs water. Cats do not.", name="a.md")
    draft.asserts("GPT-4 needs water.", "GPT-4 needs water")
    draft.asserts("Cats do not.", "Cats do not need water")
    draft.mentions("GPT-4", concept("GPT-4"))
    store.add(draft.bundle())
    named = {("GPT-4 needs water", NAMES, "GPT-4")}
    for end in (concept("GPT-4").id, claim("GPT-4 needs water").id):
        assert spelled(store, store.ties([end], (NAMES,), accepted=False)) == named
    assert store.ties([claim("Cats do not need water").id], (NAMES,), accepted=False) == []


def test_what_was_rejected_is_gone_and_what_was_accepted_says_so(full: Store) -> None:
    focus = [claim("Ice floats").id]
    rebuttals = [t for t in full.ties(focus, ("rebuts",), accepted=False) if t.kind == "rebuts"]
    assert len(rebuttals) == 2
    assert not any(tie.accepted for tie in rebuttals)
    for tie, action in zip(rebuttals, (Action.REJECT, Action.ACCEPT), strict=True):
        Curator(full, "Ann").decide(tie.id, action)
    (left,) = full.ties(focus, ("rebuts",), accepted=True)
    assert left == Tie(rebuttals[1].id, "rebuts", claim("Ice sinks").id, focus[0], accepted=True)
    assert full.ties(focus, ("qualifies",), accepted=True) == []


def test_claims_that_say_the_same_are_one(store: Store) -> None:
    draft = document("Ice floats. Ice swims. No. Yes.", name="a.md")
    for words in ("Ice floats.", "Ice swims.", "No.", "Yes."):
        draft.asserts(words, words)
    draft.relates(claim("Ice swims."), "restates", claim("Ice floats."), score=0.95)
    draft.relates(claim("No."), "rebuts", claim("Ice swims."))
    draft.relates(claim("Yes."), "supports", claim("Ice floats."))
    store.add(draft.bundle())
    one = store.stands_for(claim("Ice swims.").id)
    assert one == store.stands_for(claim("Ice floats.").id)
    ties = store.ties([one], ("rebuts", "supports"), accepted=False)
    assert {(tie.kind, tie.target_id) for tie in ties} == {("rebuts", one), ("supports", one)}
