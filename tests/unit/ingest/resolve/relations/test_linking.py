from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ingest.resolve.relations import Candidate, link
from kg.model import Agent, Assertion, Claim, Dependency
from kg.vocab import AgentKind, ClaimKind, Mode, Polarity
from kg.wording import claim_key

NEVER = "Small models descend from the larger models, and will likely never be better than them."
INSTANCE = "Atlas-3 8B outperforms Condor 180B on the same board."
GENERAL = "Compact models frequently outperform much larger ones."
MERGED = 0.9
CANALS = "Deep canals raise the yields of coastal farms."


def candidate(
    wording: str,
    document: str = "new",
    *,
    mode: Mode = Mode.ASSERTS,
    holder: Agent | None = None,
    context: str = "",
    rule: str = "test",
) -> Candidate:
    claim = Claim(key=claim_key(wording), wording=wording)
    held_by = holder or Agent(key=document, name=document, kind=AgentKind.AUTHORSHIP)
    assertion = Assertion(
        document_id=document,
        passage_id=f"passage-{document}-{claim.id}",
        run_id="run",
        claim_id=claim.id,
        holder_id=held_by.id,
        mode=mode,
        polarity=Polarity.POSITIVE,
        kind=ClaimKind.EMPIRICAL,
        standalone=True,
        rule=rule,
    )
    return Candidate(
        claim=claim,
        assertions=(assertion,),
        holders=(held_by,),
        context=context,
        works=frozenset({f"work-{document}"}),
        views_of=frozenset({f"work-{document}"}),
    )


def linked(new: Candidate, *known: Candidate) -> set[tuple[str, str, str]]:
    wordings = {one.id: one.wording for one in (new, *known)}
    return {
        (one.kind, wordings[one.source_id], wordings[one.target_id]) for one in link([new], known)
    }


def kinds(first: str, second: str) -> set[str]:
    return {kind for kind, _, _ in linked(candidate(first), candidate(second, "old"))}


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (CANALS, "Deep canals do not raise the yields of coastal farms.", "rebuts"),
        (CANALS, "Deep canals lower the yields of coastal farms.", "rebuts"),
        ("Heat pumps are cheaper than boilers.", "Boilers are cheaper than heat pumps.", "rebuts"),
        (
            "The dyke cost 40 per cent of the budget of Astrel.",
            "The dyke cost 12 per cent of the budget of Astrel.",
            "rebuts",
        ),
        (CANALS, "Deep canals probably raise the yields of coastal farms.", "qualifies"),
        (CANALS, "In wet years deep canals raise the yields of coastal farms.", "qualifies"),
        (CANALS, "Deep canals sometimes raise the yields of coastal farms.", "qualifies"),
        (
            "Deep canals raise the yields of farms in dry valleys.",
            "Deep canals do not raise the yields of farms on wet plains.",
            "differs_in_scope",
        ),
        (
            "In 1911 there were more sheep than people in the Dray hills.",
            "In 1986 there were more sheep than people in the Dray hills.",
            "differs_in_date",
        ),
        (
            "Measured by income after tax, inequality in Lusara has fallen.",
            "Measured by the share of wealth of the richest, inequality in Lusara has risen.",
            "differs_in_measure",
        ),
        (
            "The survey shows that deep canals raise the yields of coastal farms.",
            "The survey of coastal farms and canals counted only farmers who had volunteered.",
            "undercuts",
        ),
    ],
)
def test_kinds_of_conflict_are_told_apart(first: str, second: str, kind: str) -> None:
    assert kinds(first, second) == {kind}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CANALS, "It would be wrong to say that deep canals do not raise coastal farms' yields."),
        ("Prices did not fall because the tariff was lifted.", "Prices fell in those years."),
        ("Rain causes the floods of spring.", "The floods of spring cause rain."),
        ("Deep canals should be dug near farms.", "Digging deep canals near farms harms birds."),
        (CANALS, "Four in five farmers believe that deep canals do not raise the yields of farms."),
        ("Canal schools teach pupils well.", "Canal schools are expensive to run."),
        ("The harbour in Astrel raised wages.", "The harbour in Corvane lowered wages."),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(first: str, second: str) -> None:
    assert kinds(first, second).isdisjoint({"rebuts", "undercuts"})


def test_the_same_words_about_something_else() -> None:
    rise, fall = (f"Membership of the union {verb} wages by a tenth." for verb in ("raised", "cut"))
    docks = (
        f"{rise} Dockers outside it were hired by the day. "
        "Ships were loaded faster than ever at the quays."
    )
    trade = (
        f"Customs duties between the two kingdoms were abolished by treaty. {fall} Imported cloth "
        "undersold the looms on which half the towns lived. Ministers met to settle tariffs."
    )
    one, other = candidate(rise, context=docks), candidate(fall, "old", context=trade)
    assert {kind for kind, _, _ in linked(one, other)} <= {"related"}
    same = candidate(fall, "old", context=docks.replace(rise, fall))
    assert {kind for kind, _, _ in linked(one, same)} == {"rebuts"}


def test_an_instance_rebuts_the_general_denial_whichever_came_first() -> None:
    expected = {("rebuts", INSTANCE, NEVER)}
    assert linked(candidate(INSTANCE), candidate(NEVER, "old")) == expected
    assert linked(candidate(NEVER), candidate(INSTANCE, "old")) == expected


@pytest.mark.parametrize(
    ("instance", "general"),
    [
        (
            "In the Ombrel district, hedge owners lost a third fewer lambs to foxes in 2011.",
            "Hedges protect lambs against foxes.",
        ),
        (
            "At Corvane, shop takings rose by nine per cent once the street was closed to cars.",
            "Closing a street to cars raises the takings of its shops.",
        ),
    ],
)
def test_a_particular_case_supports_the_general_statement(instance: str, general: str) -> None:
    expected = {("supports", instance, general)}
    assert linked(candidate(instance), candidate(general, "old")) == expected
    assert linked(candidate(general), candidate(instance, "old")) == expected


@pytest.mark.parametrize(
    "other",
    [
        "At Corvane, shop takings fell by nine per cent once the street was closed to cars.",
        "At Corvane, the street was closed to cars because of a burst main in 1987.",
    ],
)
def test_a_case_that_speaks_against_or_of_something_else_supports_nothing(other: str) -> None:
    general = "Closing a street to cars raises the takings of its shops."
    assert "supports" not in kinds(general, other)


def test_likeness_joins_a_claim_to_few() -> None:
    new = [candidate(f"Deep canals in district {n} carry coastal grain.") for n in range(12)]
    known = [
        candidate(f"Coastal grain of district {n} is loaded at canals.", "old") for n in range(12)
    ]
    found = [one for one in link(new, known) if one.kind == "related"]
    assert 0 < len(found) <= 3 * (len(new) + len(known)) < len(new) * len(known)


def test_the_more_alike_the_more_probable() -> None:
    close, far = (
        candidate("Barges on the deep canals carry the grain of coastal farms.", "old"),
        candidate("Coastal farms are far from the railway and its barges.", "old"),
    )
    new = candidate("The grain of the coastal farms goes by barge on deep canals.")
    scores = {
        one.target_id if one.source_id == new.id else one.source_id: one.score or 0.0
        for one in link([new], [close, far])
    }
    assert set(scores) == {close.id, far.id}
    assert scores[close.id] > scores[far.id]


def test_what_is_hardly_alike_is_not_related() -> None:
    assert kinds(CANALS, "Trains are loud at night in the mountain valley.") == set()


def test_two_general_statements_rebut_each_other() -> None:
    assert linked(candidate(GENERAL), candidate(NEVER, "old")) == {
        ("rebuts", GENERAL, NEVER),
        ("rebuts", NEVER, GENERAL),
    }


def test_an_instance_supports_the_general_statement_that_it_is_one_of() -> None:
    expected = {("supports", INSTANCE, GENERAL)}
    assert linked(candidate(INSTANCE), candidate(GENERAL, "old")) == expected
    assert linked(candidate(GENERAL), candidate(INSTANCE, "old")) == expected


def test_what_is_only_supposed_rebuts_nothing_but_can_be_rebutted() -> None:
    supposed = candidate(NEVER, "old", mode=Mode.SUPPOSES)
    assert linked(candidate(GENERAL), supposed) == {("rebuts", GENERAL, NEVER)}


@pytest.mark.parametrize("rule", ["condition", "consequence"])
@pytest.mark.parametrize(
    "other",
    [
        CANALS,
        "Deep canals do not raise the yields of coastal farms.",
        "In wet years deep canals raise the yields of coastal farms.",
        "The survey does not show that deep canals raise the yields of coastal farms.",
    ],
)
def test_a_clause_that_is_only_supposed_is_nobodys_view(rule: str, other: str) -> None:
    clause = candidate(
        "Deep canals can raise the yields of coastal farms.", mode=Mode.SUPPOSES, rule=rule
    )
    assert {kind for kind, _, _ in linked(clause, candidate(other, "old"))} <= {"related"}
    said = replace(clause, assertions=(*clause.assertions, *candidate(clause.wording).assertions))
    assert {kind for kind, _, _ in linked(said, candidate(other, "old"))} - {"related"}


def test_a_view_reported_of_a_group_rebuts_nothing_but_can_be_rebutted() -> None:
    critics = Agent(key="group:critics", name="critics", kind=AgentKind.GROUP)
    reported = candidate(NEVER, "old", mode=Mode.REPORTS, holder=critics)
    assert linked(candidate(GENERAL), reported) == {("rebuts", GENERAL, NEVER)}


def test_two_reports_of_one_holder_do_not_rebut_each_other() -> None:
    holder = Agent(key="person:jo", name="Jo Roe", kind=AgentKind.PERSON)
    ends = [
        candidate(wording, document, mode=Mode.REPORTS, holder=holder)
        for wording, document in ((GENERAL, "new"), (NEVER, "old"))
    ]
    assert not {kind for kind, _, _ in linked(*ends)} & {"rebuts", "undercuts"}


def test_practically_identical_wordings_are_merged_and_others_are_not() -> None:
    first = "Gains we see today, locks and barges, are dividends of deep canals."
    [same] = link([candidate(first)], [candidate(f"The {first[0].lower()}{first[1:]}", "old")])
    assert (same.kind, same.score is not None and same.score >= MERGED) == ("restates", True)
    other = "What we gain today, barges and locks, is a dividend of the deep canals of old."
    assert all(
        (one.score or 0) < MERGED for one in link([candidate(first)], [candidate(other, "old")])
    )


@pytest.mark.parametrize(
    "other",
    [
        "The deep canal carries 44 tonnes of grain a day.",
        "The deep canal probably carries 40 tonnes of grain a day.",
        "The deep canal never carries 40 tonnes of grain a day.",
        "The deep canal carries 40 tonnes of grain a day in winter.",
        "The deep canal should carry 40 tonnes of grain a day.",
    ],
)
def test_another_qualifier_number_or_negation_is_never_merged(other: str) -> None:
    first = "The deep canal carries 40 tonnes of grain a day."
    found = link([candidate(first)], [candidate(other, "old")])
    assert not [one for one in found if one.kind == "restates" and (one.score or 0) >= MERGED]


def test_symmetric_kinds_are_the_same_from_either_end() -> None:
    first = candidate("Gains we see today are dividends of deep canals.")
    second = candidate("The gains we see today are dividends of deep canals.", "old")
    assert link([first], [second]) == link([second], [first])
    assert len(link([first], [second])) == 1


def test_opposite_polarity_of_one_dependency() -> None:
    yes, no = candidate("Barges need locks."), candidate("Barges do without gates.", "old")
    first, second = depending(yes, Polarity.POSITIVE), depending(no, Polarity.NEGATIVE)
    assert linked(first, second) == {
        ("rebuts", yes.wording, no.wording),
        ("rebuts", no.wording, yes.wording),
    }
    agreed = linked(first, depending(no, Polarity.POSITIVE))
    assert {kind for kind, _, _ in agreed} <= {"related", "restates"}


def test_opposite_polarity_yields_to_the_words_where_they_are_near() -> None:
    yes, same = (
        candidate("Closed seasons do affect stocks of cod."),
        candidate(
            "It would be wrong to say that closed seasons have no effect on stocks of cod.", "old"
        ),
    )
    first, second = depending(yes, Polarity.POSITIVE), depending(same, Polarity.NEGATIVE)
    assert "rebuts" not in {kind for kind, _, _ in linked(first, second)}
    here = candidate("A daily dose of ansirol prevents strokes in people who smoke.")
    there = candidate("A daily dose of ansirol does not prevent strokes in trained divers.", "old")
    found = linked(depending(here, Polarity.POSITIVE), depending(there, Polarity.NEGATIVE))
    assert {kind for kind, _, _ in found} == {"differs_in_scope"}


def depending(one: Candidate, polarity: Polarity) -> Candidate:
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


def test_explicit_words_on_a_cited_work_on_the_same_matter() -> None:
    old = candidate("Deep canals double the yields of coastal farms.", "old")
    unrelated = candidate("Trains are loud at night in the valley.", "old")
    against = "Contrary to Byron, deep canals leave the yields of coastal farms as they were."
    new = replace(candidate(against), cites=("work-old",))
    assert linked(new, old, unrelated) == {("rebuts", against, old.wording)}
    assert "rebuts" not in {kind for kind, _, _ in linked(candidate(against), old)}
    agrees = "In line with Byron, coastal farms on deep canals had twice the yields of others."
    for_it = replace(candidate(agrees), cites=("work-old",))
    assert linked(for_it, old, unrelated) == {("supports", agrees, old.wording)}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("We side with Ada in this dispute (and urge you to read her letters).", None),
        ("We side with Ada.", "supports"),
        ("I cannot agree with Byron's essay.", "rebuts"),
        ("I disagree with all that Ada writes.", "rebuts"),
    ],
)
def test_the_side_taken_with_or_against_an_author(said: str, kind: str | None) -> None:
    new = replace(candidate(said), people=("Ada Byron",))
    old = replace(candidate(CANALS, "old"), voices=("Byron, A.",))
    other = replace(candidate("Locks are costly to build.", "other"), voices=("Moreau, C.",))
    expected = {(kind, said, CANALS)} if kind else set()
    assert linked(new, old, other) == expected


def test_an_agreement_on_one_matter_speaks_of_no_other() -> None:
    said = "I agree with Byron that deep canals raise the yields of farms."
    new = replace(candidate(said), people=("Byron, A.",))
    canals = replace(candidate(CANALS, "old"), voices=("Byron, A.",))
    locks = replace(candidate("Locks are costly to build.", "old"), voices=("Byron, A.",))
    found = {one for one in linked(new, canals, locks) if one[0] == "supports"}
    assert found == {("supports", said, CANALS)}


def test_the_side_taken_with_a_work_that_is_cited_by_number_only() -> None:
    said = "We fully concur with the essay."
    new = replace(candidate(said), cites=("work-old",))
    assert linked(new, candidate(CANALS, "old")) == {("supports", said, CANALS)}
    assert linked(candidate(said), candidate(CANALS, "old")) == set()


def test_no_more_than_the_central_views_of_somebody_are_endorsed() -> None:
    new = replace(candidate("We side with Ada."), people=("Ada Byron",))
    views = [
        replace(candidate(f"Claim number {n} of her letters.", "old"), voices=("Byron, A.",))
        for n in range(20)
    ]
    assert len(linked(new, *views)) == 3


def test_a_review_objects_to_the_work_that_it_is_about() -> None:
    said = "That deep canals raise the yields of coastal farms is not demonstrated."
    new = replace(candidate(said), reviews_id="work-old")
    old = candidate(CANALS, "old")
    assert ("undercuts", said, CANALS) in linked(new, old)


def test_order_changes_nothing() -> None:
    new = [candidate(INSTANCE), candidate("Gains of today are dividends of the deep canals.")]
    known = [
        candidate(NEVER, "old"),
        candidate("The gains of today are dividends of the deep canals.", "old"),
        *(candidate(f"Filler number {n} about grain.", "old") for n in range(20)),
    ]
    expected = link(new, known)
    assert link(new[::-1], random.Random(7).sample(known, len(known))) == expected
    assert link(known, new) == expected
    assert all(one.document_id is None and one.score is not None for one in expected)
    assert all(one.signals and 0 <= (one.score or 0) <= 1 for one in expected)


def test_one_claim_is_not_linked_to_itself() -> None:
    assert linked(candidate(NEVER), candidate(NEVER, "old")) == set()
