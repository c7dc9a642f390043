"""What an audit asks of a store, on each kind of database."""

from __future__ import annotations

from itertools import product

import pytest
import sqlalchemy as sa

from kg.model import Decision, Problem, Quantity, Run
from kg.store import Store
from kg.vocab import Action, EvidenceKind, Mode
from tests.factories import NOW, Draft, claim, document, work

MILLS = work("title:mills", title="Tide mills")
POND = "Mills lost 30% of their ponds (Okafor)."
BARE = "Wheels are better than sails."
ENTRY = "Okafor (2011)."


def citing() -> Draft:
    """A text that takes a number from Tide mills, and says one thing for which nothing speaks."""
    draft = document(f"{POND} {BARE}\n\n{ENTRY}", name="citing.md")
    entry = draft.refers(ENTRY, MILLS)
    draft.cites("(Okafor)", POND, entry)
    draft.asserts(POND, "mills lost ponds")
    draft.asserts(BARE, "wheels are better than sails")
    draft.evidence(
        POND, kind=EvidenceKind.QUOTATION, quantities=(Quantity(30, 30, "%", None, 11, 14),)
    )
    return draft


def cited() -> Draft:
    return document("Of the ponds, 30% were lost.", name="mills.md", of=MILLS)


def test_evidence_is_taken_from_works_whose_text_is_here(store: Store) -> None:
    store.add(citing().bundle())
    assert store.cited_evidence() == []
    store.add(cited().bundle())
    (one,) = store.cited_evidence()
    assert (one.work_ids, one.attributed) == ((MILLS.id,), True)
    assert one.passage.exact == POND
    assert store.texts_of_works()[MILLS.id] == (cited().document.id,)
    assert store.text(cited().document.id) == "Of the ponds, 30% were lost."


@pytest.mark.parametrize("text", ["Mills turn.", "Ünd 🌊 wave", "x"])
def test_a_stretch_of_a_text_is_what_stands_there(store: Store, text: str) -> None:
    made = document(text)
    store.add(made.bundle())
    for start, end in product(range(len(text) + 2), repeat=2):
        assert store.stretch(made.document.id, start, end) == text[start:end]


def test_rejected_evidence_is_not_looked_up(store: Store) -> None:
    store.add(citing().bundle())
    store.add(cited().bundle())
    (one,) = store.cited_evidence()
    store.decide(Decision(target_id=one.id, action=Action.REJECT, made_by="Ada", made_at=NOW))
    assert store.cited_evidence() == []


def test_a_claim_is_unsupported_unless_cited_linked_or_said_by_others(store: Store) -> None:
    draft = citing()
    draft.asserts("better than sails.", "sails are worse", mode=Mode.REPORTS)
    store.add(draft.bundle())
    bare = claim("wheels are better than sails")
    assert store.unsupported() == [bare.id]
    assert store.unsupported(draft.document.id) == [bare.id]
    assert store.unsupported(cited().document.id) == []

    other = citing()
    other.relates(other.keep(claim("mills lost ponds")), "supports", other.keep(bare))
    store.remove(draft.document.id)
    store.add(other.bundle())
    assert store.unsupported() == []


def test_what_supports_it_counts_only_until_it_is_rejected(store: Store) -> None:
    draft = citing()
    bare = claim("wheels are better than sails")
    evidence = draft.evidence(BARE)
    draft.relates(evidence, "supports", draft.keep(bare))
    store.add(draft.bundle())
    assert store.unsupported() == []
    rejection = Decision(target_id=evidence.id, action=Action.REJECT, made_by="Ada", made_at=NOW)
    store.decide(rejection)
    assert store.unsupported() == [bare.id]


def test_a_marker_of_no_work_is_loose(store: Store) -> None:
    draft = document("As others say [7], mills work.")
    draft.cites("[7]", "As others say [7], mills work.")
    store.add(draft.bundle())
    assert [one.exact for one in store.loose_citations()] == ["[7]"]


def test_works_with_one_identifier_are_told(store: Store) -> None:
    draft = document("One. Two.\n\nFirst entry.\n\nSecond entry.")
    draft.refers("First entry.", work("title:a", title="A", doi="10.1000/x"))
    draft.refers("Second entry.", work("title:b", title="B", doi="10.1000/x"))
    store.add(draft.bundle())
    ((identifier, works),) = store.shared_identifiers()
    assert identifier == "doi:10.1000/x"
    assert {one.title for one in works} == {"A", "B"}
    assert {place[0] for place in store.works_listed(tuple(w.id for w in works)).values()} == {
        draft.document.id
    }


def test_passages_that_moved_are_told(store: Store) -> None:
    store.add(citing().bundle())
    assert store.moved_passages() == []
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE passage SET exact = 'x' WHERE exact = :words"), {"words": BARE}
        )
    (one,) = store.moved_passages()
    assert (one.document_id, one.exact) == (citing().document.id, "x")


def test_runs_say_what_they_made(store: Store) -> None:
    draft = citing()
    draft.keep(Problem(document_id=draft.document.id, code="a-code", message="wrong"))
    second = draft.keep(
        Run(
            document_id=draft.document.id,
            extractor="z",
            version="9",
            started_at="2027-01-01T00:00:00Z",
        )
    )
    store.add(draft.bundle())
    total, made = store.runs(None, None, limit=1, offset=0)
    assert (total, made[0].run, dict(made[0].records)) == (2, second, {})
    _, (other,) = store.runs(draft.document.id, draft.run.extractor, limit=10, offset=0)
    assert other.problems == 1
    assert dict(other.records) == {"assertion": 2, "evidence": 1, "citation": 1, "reference": 1}
    assert store.runs(cited().document.id, None, limit=10, offset=0) == (0, [])
    assert ("z", "9", 1, "2027-01-01T00:00:00Z") in store.extractors()
    assert store.problem_codes() == {"a-code": 1}


def test_a_yield_counts_what_a_document_gave(store: Store) -> None:
    draft = citing()
    store.add(draft.bundle())
    found = store.yielded(draft.document.id)
    assert (found.claims, found.evidence, found.citations) == (2, 1, 1)
    assert (found.references, found.linked, found.here) == (1, 1, 0)
    store.add(cited().bundle())
    assert store.yielded(draft.document.id).here == 1
    assert store.documents_from(draft.document.source) == [draft.document.id]


def test_only_proposed_pairs_wait(store: Store) -> None:
    assert (store.count_matches(), store.count_orphans()) == (0, 0)
