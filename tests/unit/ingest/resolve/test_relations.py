from __future__ import annotations

import random
from dataclasses import replace

from ingest.resolve.claims import claim_key
from ingest.resolve.relations import Candidate, link
from kg.model import Assertion, Claim, Dependency
from kg.vocab import ClaimKind, Mode, Polarity

NEVER = "Small models descend from the larger models, and will likely never be better than them."
INSTANCE = "Atlas-3 8B outperforms Condor 180B on the same board."


def candidate(
    wording: str,
    document: str = "new",
    *,
    mode: Mode = Mode.ASSERTS,
    polarity: Polarity = Polarity.POSITIVE,
    holder: str = "author",
) -> Candidate:
    claim = Claim(key=claim_key(wording), wording=wording)
    assertion = Assertion(
        document_id=document,
        passage_id=f"passage-{document}-{claim.id}",
        run_id="run",
        claim_id=claim.id,
        holder_id=f"agent-{document}-{holder}",
        mode=mode,
        polarity=polarity,
        kind=ClaimKind.EMPIRICAL,
        standalone=True,
        rule="test",
    )
    return Candidate(claim=claim, assertions=(assertion,), work_id=f"work-{document}")


def linked(new: Candidate, *known: Candidate) -> set[tuple[str, str, str]]:
    wordings = {one.claim.id: one.claim.wording for one in (new, *known)}
    return {
        (one.kind, wordings[one.source_id], wordings[one.target_id]) for one in link([new], known)
    }


def test_an_instance_rebuts_the_general_denial_whichever_came_first() -> None:
    expected = {("rebuts", INSTANCE, NEVER)}
    assert linked(candidate(INSTANCE), candidate(NEVER, "old")) == expected
    assert linked(candidate(NEVER), candidate(INSTANCE, "old")) == expected


def test_two_general_statements_rebut_each_other() -> None:
    general = "Compact models frequently outperform much larger ones."
    assert linked(candidate(general), candidate(NEVER, "old")) == {
        ("rebuts", general, NEVER),
        ("rebuts", NEVER, general),
    }


def test_an_instance_supports_the_general_statement_that_it_is_one_of() -> None:
    general = "Compact models frequently outperform much larger ones."
    expected = {("supports", INSTANCE, general)}
    assert linked(candidate(INSTANCE), candidate(general, "old")) == expected
    assert linked(candidate(general), candidate(INSTANCE, "old")) == expected


def test_two_general_statements_of_one_ranking_restate_each_other() -> None:
    other = "Tiny models never outperform the large models."
    [(kind, *ends)] = linked(candidate(NEVER), candidate(other, "old"))
    assert (kind, set(ends)) == ("restates", {NEVER, other})


def test_what_is_only_supposed_rebuts_nothing_but_can_be_rebutted() -> None:
    supposed = candidate(NEVER, "old", mode=Mode.SUPPOSES)
    general = "Compact models frequently outperform much larger ones."
    assert linked(candidate(general), supposed) == {("rebuts", general, NEVER)}


def test_likeness_alone_never_rebuts() -> None:
    first = candidate("Deep canals always pay their builders well.")
    second = candidate(
        "Deep canals never pay their builders well.", "old", polarity=Polarity.NEGATIVE
    )
    assert linked(first, second) == set()


def test_near_identical_wordings_restate() -> None:
    first = "Gains we see today, locks and barges, are dividends of canals."
    second = "The gains we see today, locks and barges, are dividends of canals."
    expected = linked(candidate(first), candidate(second, "old"))
    assert linked(candidate(second), candidate(first, "old")) == expected
    [(kind, *ends)] = expected
    assert (kind, set(ends)) == ("restates", {first, second})


def test_another_number_is_no_restatement() -> None:
    first = candidate("The deep canal carries 40 tonnes of grain a day.")
    second = candidate("The deep canal carries 44 tonnes of grain a day.", "old")
    assert linked(first, second) == set()


def test_opposite_polarity_of_one_dependency() -> None:
    yes, no = candidate("Barges need locks."), candidate("Barges do without locks.", "old")
    first = dependency(yes, Polarity.POSITIVE)
    second = dependency(no, Polarity.NEGATIVE)
    assert linked(first, second) == {
        ("rebuts", "Barges need locks.", "Barges do without locks."),
        ("rebuts", "Barges do without locks.", "Barges need locks."),
    }
    assert linked(first, dependency(no, Polarity.POSITIVE)) == set()


def dependency(one: Candidate, polarity: Polarity) -> Candidate:
    found = Dependency(
        document_id=one.assertions[0].document_id,
        passage_id="passage",
        run_id="run",
        kind="requires",
        source_concept_id="concept-barge",
        target_concept_id="concept-lock",
        holder_id="agent",
        mode=Mode.ASSERTS,
        polarity=polarity,
        rule="test",
    )
    return replace(one, dependencies=(found,))


def test_explicit_disagreement_with_a_cited_work_on_the_same_matter() -> None:
    old = candidate("Deep canals double the yields of coastal farms.", "old")
    unrelated = candidate("Trains are loud at night in the valley.", "old")
    against = "Contrary to Byron, deep canals leave the yields of coastal farms as they were."
    new = replace(candidate(against), cites=("work-old",))
    assert linked(new, old, unrelated) == {("rebuts", against, old.claim.wording)}
    assert linked(candidate(against), old) == set()


def test_order_changes_nothing() -> None:
    new = [candidate(INSTANCE), candidate("Gains of today are dividends of the deep canals.")]
    known = [
        candidate(NEVER, "old"),
        candidate("The gains of today are dividends of the deep canals.", "old"),
        *(candidate(f"Filler number {n} about grain.", "old") for n in range(20)),
    ]
    expected = link(new, known)
    shuffled = random.Random(7).sample(known, len(known))
    assert link(new[::-1], shuffled) == expected
    assert len(expected) == 2
    assert all(one.document_id is None and one.score is None and one.signals for one in expected)


def test_one_claim_is_not_linked_to_itself() -> None:
    assert linked(candidate(NEVER), candidate(NEVER, "old")) == set()
