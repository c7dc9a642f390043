"""What the store says of dependencies, on SQLite and on PostgreSQL."""

from __future__ import annotations

from kg.curator import Curator
from kg.model import Dependency, Run
from kg.store import Store
from kg.vocab import Action, Mode, Status
from tests.factories import Draft, claim, concept, document, link

TEXT = "Mills need water. Grain needs mills. Water is had. Streams flow."
NEED, HAD, FLOW = claim("mills need water"), claim("water is had"), claim("streams flow")


def essay(name: str = "one.md") -> Draft:
    draft = document(f"{TEXT} So says {name}.", name=name)
    draft.depends("Grain needs mills.", concept("Grain"), "requires", NEED)
    draft.depends("Mills need water.", NEED, "requires", HAD)
    draft.asserts("Mills need water.", NEED)
    return draft


def merged() -> Draft:
    """An essay that says of streams what another says of water, in words of its own."""
    draft = document(f"{TEXT} Two.", name="two.md")
    draft.asserts("Streams flow.", FLOW)
    draft.keep(HAD)
    draft.links = (link(FLOW, "restates", HAD, score=0.95),)
    return draft


def test_claims_that_say_the_same_are_one_end(store: Store) -> None:
    store.add(essay().bundle())
    store.add(merged().bundle())
    stands = store.canonical()[HAD.id]
    assert {item.target.id for item in store.dependency_evidence()} == {NEED.id, stands}
    assert {item.dependency.target_id for item in store.dependency_evidence()} == {NEED.id, HAD.id}
    (restates,) = store.restatements(HAD.id)
    Curator(store, "Ada").decide(restates.id, Action.REJECT)
    assert {item.target.id for item in store.dependency_evidence()} == {NEED.id, HAD.id}


def test_who_asserts_an_end_is_known_in_the_words_of_whoever_says_the_same(store: Store) -> None:
    one, two = essay(), merged()
    one.asserts("Water is had.", HAD, standalone=False)
    store.add(one.bundle())
    store.add(two.bundle())
    assert store.canonical()[HAD.id] == FLOW.id
    both = frozenset({one.document.id, two.document.id})
    assert store.asserting() == {NEED.id: {one.document.id}, FLOW.id: both}


def test_only_who_affirms_asserts_and_only_ends_are_told(store: Store) -> None:
    draft = essay()
    draft.asserts("Water is had.", HAD, mode=Mode.QUESTIONS)
    draft.asserts("Streams flow.", FLOW)
    other = document("Water is had, they say. Streams flow.", name="other.md")
    rejected = other.asserts("Water is had", HAD)
    reported = other.asserts("they say", NEED, mode=Mode.REPORTS)
    for made in (draft, other):
        store.add(made.bundle())
    both = frozenset({draft.document.id, other.document.id})
    assert store.asserting() == {NEED.id: both, HAD.id: {other.document.id}}
    Curator(store, "Ada").decide(rejected.id, Action.REJECT)
    assert store.asserting() == {NEED.id: both}
    Curator(store, "Ada").decide(reported.id, Action.ACCEPT)
    assert store.asserting() == {NEED.id: both}


def test_nobody_asserts_the_ends_of_what_is_rejected(store: Store) -> None:
    draft = essay()
    store.add(draft.bundle())
    for found in store.find(Dependency):
        Curator(store, "Ada").decide(found.id, Action.REJECT)
    assert store.asserting() == {}


def test_passages_say_when_they_were_first_read(store: Store) -> None:
    draft = essay()
    later = "2026-05-01T00:00:00Z"
    draft.keep(Run(document_id=draft.document.id, extractor="late", version="1", started_at=later))
    store.add(draft.bundle())
    assert {item.read_at for item in store.dependency_evidence()} == {draft.run.started_at}


def test_passages_say_since_when_they_have_their_status(store: Store) -> None:
    store.add(essay().bundle())
    found = next(item for item in store.dependency_evidence() if item.target == HAD)
    assert found.judged_at is None
    ada = Curator(store, "Ada")

    def judged() -> tuple[Status, str | None]:
        (item,) = (
            item
            for item in store.dependency_evidence(rejected=True)
            if item.dependency.id == found.dependency.id
        )
        return item.dependency.status, item.judged_at

    first = ada.decide(found.dependency.id, Action.ACCEPT)
    assert judged() == (Status.ACCEPTED, first.made_at)
    Curator(store, "Bo").decide(found.dependency.id, Action.ACCEPT)
    assert judged() == (Status.ACCEPTED, first.made_at)
    refused = ada.decide(found.dependency.id, Action.REJECT)
    assert judged() == (Status.REJECTED, refused.made_at)
    ada.undo(refused.id)
    assert judged() == (Status.ACCEPTED, first.made_at)


def test_rejected_passages_are_told_only_when_asked_for(store: Store) -> None:
    store.add(essay().bundle())
    rejected, kept = store.dependency_evidence()
    Curator(store, "Ada").decide(rejected.dependency.id, Action.REJECT)
    assert store.dependency_evidence() == [kept]
    found = store.dependency_evidence(rejected=True)
    assert [item.dependency.id for item in found] == [rejected.dependency.id, kept.dependency.id]
