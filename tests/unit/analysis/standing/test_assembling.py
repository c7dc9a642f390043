from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.standing.assembling import Assembled, Weights, framework_of
from kg.analysis.standing.gradual import strengths
from kg.model import Assertion, Claim, Evidence, Relation
from kg.vocab import ClaimKind, EvidenceKind, Mode, Polarity, Status
from tests.grounds import grounds

A, B, C = (Claim(key=name, wording=name) for name in ("a", "b", "c"))
WORD = Weights().word


def says(claim: Claim, document: str = "d1", **more: Any) -> Assertion:
    given: dict[str, Any] = {
        "document_id": document,
        "passage_id": f"{document}-{claim.key}",
        "run_id": "run",
        "claim_id": claim.id,
        "holder_id": f"{document}-author",
        "mode": Mode.ASSERTS,
        "polarity": Polarity.POSITIVE,
        "kind": ClaimKind.EMPIRICAL,
        "standalone": True,
        "rule": "test",
    }
    return Assertion(**(given | more))


def shows(document: str = "d1", **more: Any) -> Evidence:
    given: dict[str, Any] = {
        "document_id": document,
        "passage_id": f"{document}-e",
        "run_id": "run",
        "kind": EvidenceKind.EXPERIMENT,
        "rule": "test",
    }
    return Evidence(**(given | more))


def relation(
    source: Claim | Evidence, kind: str, target: Claim | Relation, **more: Any
) -> Relation:
    ends = {
        "source_claim_id" if isinstance(source, Claim) else "source_evidence_id": source.id,
        "target_claim_id" if isinstance(target, Claim) else "target_relation_id": target.id,
    }
    return Relation(**({"kind": kind, "status": Status.ACCEPTED} | ends | more))


def assembled(*records: Any, canonical: dict[str, str] | None = None, **more: Any) -> Assembled:
    return framework_of(grounds((A, B, C, *records), canonical), **({"origin_of": {}} | more))


def base(*records: Any, **more: Any) -> float:
    return assembled(*records, **more).weights[A.id].weight


def strength(*records: Any, **more: Any) -> float:
    return strengths(assembled(*records, **more).framework)[A.id].value


def test_each_independent_origin_gives_its_word_once() -> None:
    assert base() == 0
    assert base(says(A)) == pytest.approx(WORD)
    assert base(says(A), says(A, passage_id="other")) == pytest.approx(WORD)
    two = says(A), says(A, "d2")
    assert base(*two) == pytest.approx(1 - (1 - WORD) ** 2)
    assert base(*two, origin_of={"d1": "essay", "d2": "essay"}) == pytest.approx(WORD)
    made = assembled(*two, origin_of={"d1": "essay", "d2": "essay"}).weights[A.id]
    assert made.reasons == (f"essay says so 2 times, which counts once: {WORD:.2f}",)
    assert made.testimonies[0].assertion_ids == tuple(sorted(one.id for one in two))


@pytest.mark.parametrize("mode", [Mode.DENIES, Mode.QUESTIONS, Mode.SUPPOSES])
def test_to_deny_question_or_suppose_is_not_to_assert(mode: Mode) -> None:
    assert base(says(A, mode=mode)) == 0


def test_a_reported_view_is_its_holders_word() -> None:
    reports = [says(A, name, mode=Mode.REPORTS, holder_id="ada") for name in ("d1", "d2", "d3")]
    assert base(*reports) == pytest.approx(WORD)
    assert [one.origin for one in assembled(*reports).weights[A.id].testimonies] == ["ada"]


def test_what_was_rejected_counts_for_nothing() -> None:
    assert base(says(A, status=Status.REJECTED)) == 0
    gone = relation(B, "supports", A, status=Status.REJECTED)
    made = assembled(says(A), says(B), gone)
    assert made.framework.inferences == ()
    assert [(one.relation_id, one.why) for one in made.omitted] == [(gone.id, "rejected")]


@pytest.mark.parametrize(
    ("status", "score", "machine", "weight"),
    [
        (Status.ACCEPTED, 0.2, "probability", 1.0),
        (Status.ACCEPTED, None, "accepted", 1.0),
        (Status.PROPOSED, 0.2, "probability", 0.2),
        (Status.PROPOSED, 0.9, "accepted", None),
        (Status.PROPOSED, None, "probability", None),
        (Status.REJECTED, 0.9, "probability", None),
    ],
)
def test_a_relation_weighs_what_its_status_and_the_setting_say(
    status: Status, score: float | None, machine: Any, weight: float | None
) -> None:
    one = relation(B, "rebuts", A, status=status, score=score)
    made = assembled(one, machine=machine)
    assert [each.weight for each in made.framework.inferences] == (
        [] if weight is None else [weight]
    )
    assert (one.id in made.inference_of) == (weight is not None)
    assert len(made.omitted) == (weight is None)


def test_a_proposed_assertion_counts_by_its_probability() -> None:
    assert base(says(A, score=0.5)) == pytest.approx(WORD / 2)
    assert base(says(A, score=0.5), machine="accepted") == pytest.approx(WORD)


def test_kinds_without_sign_are_no_reasons() -> None:
    assert assembled(relation(B, "restates", A), relation(B, "qualifies", A)).omitted == ()
    assert assembled(relation(B, "restates", A)).framework.inferences == ()


def test_of_one_origin_the_best_evidence_counts() -> None:
    best, worse = shows("d1"), shows("d2", kind=EvidenceKind.EXAMPLE)
    records = best, worse, relation(best, "supports", A), relation(worse, "supports", A)
    worth = Weights().evidence
    alone = worth[EvidenceKind.EXPERIMENT]
    both = 1 - (1 - alone) * (1 - worth[EvidenceKind.EXAMPLE])
    assert strength(*records) == pytest.approx(both)
    assert strength(*records, origin_of={"d1": "lab", "d2": "lab"}) == pytest.approx(alone)
    cited = [
        shows(name, work_id="study", kind=EvidenceKind.CITATION) for name in ("d1", "d2", "d3")
    ]
    links = [relation(one, "supports", A) for one in cited]
    assert strength(*cited, *links) == pytest.approx(worth[EvidenceKind.CITATION])


def test_an_origins_word_and_evidence_count_as_the_stronger() -> None:
    shown = shows("d1")
    records = says(A), shown, relation(shown, "supports", A)
    assert strength(*records) == pytest.approx(Weights().evidence[EvidenceKind.EXPERIMENT])
    weak = relation(shown, "supports", A, status=Status.PROPOSED, score=0.1)
    assert strength(says(A), shown, weak) == pytest.approx(WORD)


def test_evidence_that_is_undercut_gives_way_to_other_evidence_of_its_origin() -> None:
    best, other = shows("d1"), shows("d1", passage_id="p2", kind=EvidenceKind.EXAMPLE)
    first, second = relation(best, "supports", A), relation(other, "supports", A)
    records = best, other, first, second
    kept = assembled(*records).framework.inferences
    assert [one.id for one in kept] == [first.id]
    undercut = relation(B, "undercuts", first)
    assert second.id in {one.id for one in assembled(*records, undercut).framework.inferences}


def test_merged_claims_are_one_and_their_relations_too() -> None:
    made = assembled(
        says(A),
        says(B, "d2"),
        light := relation(C, "supports", B, status=Status.PROPOSED, score=0.3),
        heavy := relation(C, "supports", A),
        relation(A, "supports", B),
        undercut := relation(C, "undercuts", light),
        canonical={B.id: A.id},
    )
    assert set(made.framework.base) == {A.id, C.id}
    assert made.weights[A.id].weight == pytest.approx(1 - (1 - WORD) ** 2)
    support, attack = sorted(made.framework.inferences, key=lambda one: -one.sign)
    assert support.weight == 1
    assert made.inference_of[light.id] == made.inference_of[heavy.id] == support.id
    assert (attack.id, attack.target) == (undercut.id, support.id)
    assert [one.why for one in made.omitted] == ["both ends say the same"]


def test_linked_premises_fall_together_and_undercuts_with_their_relation() -> None:
    kept = relation(B, "supports", A, group="g")
    gone = relation(C, "supports", A, group="g", status=Status.REJECTED)
    undercut = relation(C, "undercuts", kept)
    made = assembled(kept, gone, undercut)
    assert made.framework.inferences == ()
    assert len(made.omitted) == 3


def test_relations_to_what_is_not_at_hand_are_left_out() -> None:
    rejected = shows("d1", status=Status.REJECTED)
    elsewhere = Claim(key="z", wording="z")
    made = assembled(
        rejected, relation(rejected, "supports", A), relation(A, "supports", elsewhere)
    )
    assert made.framework.inferences == ()
    assert {one.why for one in made.omitted} == {"one of its ends is rejected or not at hand"}


@given(st.permutations(range(7)))
def test_the_order_of_records_does_not_matter(order: list[int]) -> None:
    shown, other = shows("d1"), shows("d2")
    first = relation(shown, "supports", A)
    records = [
        says(A),
        says(A, "d2", score=0.4),
        shown,
        other,
        first,
        relation(other, "supports", A),
        relation(B, "undercuts", first),
    ]
    origin_of = {"d1": "lab", "d2": "lab"}
    expected = assembled(*records, origin_of=origin_of)
    found = assembled(*(records[at] for at in order), origin_of=origin_of)
    assert found == expected


def test_reasons_that_one_origin_alone_backs_speak_with_its_voice() -> None:
    said = [says(A, "d1"), says(B, "d2"), says(C, "d2")]
    against = [relation(one, "rebuts", A, status=Status.ACCEPTED) for one in (B, C)]
    one = assembled(*said, *against)
    assert {link.voice for link in one.framework.inferences} == {"d2"}
    two = assembled(*said, says(C, "d3"), *against)
    assert sorted(link.voice or "" for link in two.framework.inferences) == ["", "d2"]
    assert strengths(two.framework)[A.id].value < strengths(one.framework)[A.id].value


def test_evidence_from_elsewhere_gives_a_reason_a_voice_of_its_own() -> None:
    said = [says(A, "d1"), says(B, "d2")]
    found = shows("d2", work_id="elsewhere")
    against = relation(B, "rebuts", A, status=Status.ACCEPTED)
    because = relation(found, "supports", B, status=Status.ACCEPTED)
    made = assembled(*said, against, because, found)
    assert {link.id: link.voice for link in made.framework.inferences}[against.id] is None
