"""What the evidence table and the timeline read of a store, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Decision, Quantity, Record
from kg.store import Store
from kg.views import Bearing, ClaimFilter, EvidenceFilter
from kg.vocab import Action, ClaimKind, EvidenceKind, Mode, Status
from tests.factories import NOW, Draft, agent, claim, document, link, work

ICE, SINKS, OWNERS = claim("Ice floats"), claim("Ice sinks"), claim("Owners agree")
TRIALS = work("doi:10.1/trials", title="Trials", year=1999)
ALL = EvidenceFilter()


def first() -> Draft:
    draft = document("Ice floats. Owners agree. It held in 9 of 10 trials.", name="first.md")
    draft.asserts("Ice floats.", ICE, salience=0.2, kind=ClaimKind.CAUSAL)
    draft.asserts("Owners agree.", OWNERS, salience=0.9)
    nine = Quantity(9, 9, None, None, 38, 39)
    trials = draft.evidence("9 of 10 trials", by=TRIALS, quantities=(nine,))
    draft.relates(trials, "supports", ICE, score=0.9)
    return draft


def second() -> Draft:
    draft = document("Ice sinks, she found. Does ice float?", name="second.md")
    draft.asserts("Ice sinks, she found.", SINKS, salience=0.5, holder=agent("Roe"))
    draft.asserts("Does ice float?", ICE, mode=Mode.QUESTIONS, salience=None)
    draft.relates(SINKS, "rebuts", ICE, score=0.7)
    draft.relates(SINKS, "related", OWNERS)
    return draft


@pytest.fixture
def filled(store: Store) -> Store:
    for draft in (first(), second()):
        store.add(draft.bundle())
    return store


def decide(store: Store, record: Record, action: Action) -> None:
    store.decide(Decision(target_id=record.id, action=action, made_by="Ann", made_at=NOW))


def wordings(store: Store, wanted: EvidenceFilter) -> list[str]:
    ids = store.bearing_claims(wanted)
    assert store.count_bearing_claims(wanted) == len(ids)
    return [store.get(one).wording for one in ids]  # type: ignore[attr-defined]


def seen(bearings: list[Bearing]) -> list[tuple[str, int, str, str]]:
    return [(one.way, one.sign, one.quote.passage.exact, one.quote.source.name) for one in bearings]


def of(store: Store, claim_id: str, *, accepted: bool = False) -> list[Bearing]:
    return store.bearings(store.bare_bearings([claim_id], accepted=accepted)[claim_id])


# -- which claims


def test_the_most_contested_claims_come_first_then_the_most_salient(filled: Store) -> None:
    assert wordings(filled, ALL) == ["Ice floats", "Owners agree", "Ice sinks"]
    page = EvidenceFilter(ClaimFilter(limit=1, offset=1))
    assert filled.bearing_claims(page) == [OWNERS.id]
    assert filled.count_bearing_claims(page) == 3


def test_who_rejects_the_rebuttal_ends_the_contest(filled: Store) -> None:
    decide(filled, second().relates(SINKS, "rebuts", ICE), Action.REJECT)
    assert wordings(filled, ALL) == ["Owners agree", "Ice sinks", "Ice floats"]


def test_filters_keep_claims(filled: Store) -> None:
    def kept(**fields: object) -> list[str]:
        return wordings(filled, EvidenceFilter(ClaimFilter(**fields)))  # type: ignore[arg-type]

    assert kept(text="sinks") == ["Ice sinks"]
    assert kept(contested=True) == ["Ice floats"]
    assert kept(kind=ClaimKind.CAUSAL) == ["Ice floats"]
    assert kept(document_id=second().document.id) == ["Ice floats", "Ice sinks"]


@pytest.mark.parametrize("record", ["assertion", "link"])
def test_accepted_keeps_claims_of_which_something_is_accepted(filled: Store, record: str) -> None:
    accepted = EvidenceFilter(accepted=True)
    assert wordings(filled, accepted) == []
    made = first()
    chosen: dict[str, Record] = {
        "assertion": made.asserts("Ice floats.", ICE),
        "link": made.relates(made.evidence("9 of 10 trials"), "supports", ICE),
    }
    decide(filled, chosen[record], Action.ACCEPT)
    assert wordings(filled, accepted) == ["Ice floats"]
    (one,) = of(filled, ICE.id, accepted=True)
    assert one.status is Status.ACCEPTED


def test_claims_that_say_the_same_are_one_row(filled: Store) -> None:
    draft = document("Frozen water floats.", name="third.md")
    same = claim("Frozen water floats")
    draft.asserts("Frozen water floats.", same)
    draft.links = (link(same, "restates", ICE, score=0.99),)
    filled.add(draft.bundle())
    (row, *rest) = filled.bearing_claims(ALL)
    assert len(rest) == 2
    assert {row} <= {ICE.id, same.id}
    names = {one.quote.source.name for one in of(filled, row) if one.way == "asserts"}
    assert names == {"first.md", "third.md"}


# -- what bears on them


def test_assertions_and_links_bear_on_a_claim_with_their_words(filled: Store) -> None:
    found = of(filled, ICE.id)
    assert seen(found) == [
        ("asserts", 1, "Ice floats.", "first.md"),
        ("questions", 0, "Does ice float?", "second.md"),
        ("supports", 1, "9 of 10 trials", "first.md"),
        ("rebuts", -1, "Ice sinks, she found.", "second.md"),
    ]
    assert found[2].evidence is not None
    assert found[2].evidence.quantities[0].value == 9
    assert found[2].work == TRIALS
    assert found[3].through == SINKS
    assert found[3].holder == agent("Roe")
    assert (found[3].score, found[0].relation_id) == (0.7, None)


def test_what_is_only_like_a_claim_does_not_bear_on_it(filled: Store) -> None:
    assert seen(of(filled, OWNERS.id)) == [("asserts", 1, "Owners agree.", "first.md")]


def test_a_claim_that_is_denied_rebuts_nothing_by_its_denial(filled: Store) -> None:
    draft = document("Ice does not sink.", name="third.md")
    draft.asserts("Ice does not sink.", SINKS, mode=Mode.DENIES)
    filled.add(draft.bundle())
    rebuttals = [one.quote.source.name for one in of(filled, ICE.id) if one.way == "rebuts"]
    assert rebuttals == ["second.md"]


@pytest.mark.parametrize("what", ["evidence", "link"])
def test_rejected_evidence_bears_on_nothing(filled: Store, what: str) -> None:
    made = first()
    trials = made.evidence("9 of 10 trials")
    linked = made.relates(trials, "supports", ICE)
    decide(filled, trials if what == "evidence" else linked, Action.REJECT)
    assert "supports" not in {one.way for one in of(filled, ICE.id)}
    assert filled.evidence_links(ALL) == []
    assert filled.count_evidence_links(ALL) == 0


# -- evidence, one piece a row


def test_evidence_is_listed_link_by_link(filled: Store) -> None:
    links = filled.evidence_links(ALL)
    assert filled.count_evidence_links(ALL) == 1
    (piece,) = filled.linked_evidence(links)
    assert (piece.claim_id, piece.way, piece.quote.passage.exact) == (
        ICE.id,
        "supports",
        "9 of 10 trials",
    )


def test_filters_keep_evidence_by_its_own_document_kind_and_claim(filled: Store) -> None:
    def count(wanted: EvidenceFilter) -> int:
        assert len(filled.evidence_links(wanted)) == filled.count_evidence_links(wanted)
        return filled.count_evidence_links(wanted)

    assert count(EvidenceFilter(evidence=EvidenceKind.MEASUREMENT)) == 1
    assert count(EvidenceFilter(evidence=EvidenceKind.EXAMPLE)) == 0
    assert count(EvidenceFilter(ClaimFilter(document_id=first().document.id))) == 1
    assert count(EvidenceFilter(ClaimFilter(document_id=second().document.id))) == 0
    assert count(EvidenceFilter(ClaimFilter(text="owners"))) == 0
    assert count(EvidenceFilter(accepted=True)) == 0


# -- quotes, years, and the past


def test_quotes_are_found_by_assertion_and_by_evidence(filled: Store) -> None:
    made = first()
    ids = [made.asserts("Ice floats.", ICE).id, made.evidence("9 of 10 trials").id, "claim-none"]
    found = filled.quotes_of(ids)
    assert [found[one].passage.exact for one in ids[:2]] == ["Ice floats.", "9 of 10 trials"]
    assert len(found) == 2


def test_only_known_years_of_works_are_told(filled: Store) -> None:
    assert dict(filled.work_years()) == {TRIALS.id: 1999}


def test_a_document_was_read_when_its_first_run_began_but_for_what_people_added(
    filled: Store,
) -> None:
    draft = first()
    earlier = replace(draft.run, extractor="other", started_at="2025-01-01T00:00:00Z")
    by_hand = replace(draft.run, extractor="by hand", started_at="2020-01-01T00:00:00Z")
    for run in (earlier, by_hand):
        draft.keep(run)
    filled.remove(draft.document.id)
    filled.add(draft.bundle())
    assert filled.read_at()[draft.document.id] == "2025-01-01T00:00:00Z"
    assert filled.read_at()[second().document.id] == NOW
