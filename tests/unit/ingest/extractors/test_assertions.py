from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.document import Sentence
from ingest.findings import AssertionFound
from ingest.language import detection
from ingest.language.detection import KEPT
from kg.vocab import ClaimKind, Mode, Polarity
from tests.shared import shared
from tests.unit.ingest.extractors.reading import assertions, extracted, relations

REVIEW = """# Notes on an essay about tides

The essay argues that tidal power is undervalued.

## Contributions

- Compares nine coastal plants over a decade.
- Argues that barrages pay for themselves.

## Critique

Implicit assumptions:

- Tariffs stay constant — not shown; a tariff cut would reverse the result.

Missing context:

- No engagement with earlier work on silt.
"""


def only(text: str) -> AssertionFound:
    (found,) = assertions(text)
    return found


def test_flat_declarative_needs_no_cue() -> None:
    found = only("Libraries also have hidden costs.")
    assert (found.mode, found.holder, found.polarity) == (Mode.ASSERTS, None, Polarity.POSITIVE)
    assert found.wording == "Libraries also have hidden costs."


@pytest.mark.parametrize(
    "text",
    [
        "How do bees find their way home?",
        "Let that settle for a moment.",
        "A school of the old believers.",
        "In Section 3 we describe the data.",
        "The rest of this paper is organised as follows.",
        "We thank our colleagues for their patience.",
        "Figure 2: Yield grows with rainfall.",
        "The process looks something like this:",
    ],
)
def test_what_puts_nothing_forward(text: str) -> None:
    assert assertions(text) == ()


def test_a_list_of_ideas_claims_nothing_yet() -> None:
    text = "Ideas for future work:\n\n- A survey that covers ports would test this.\n"
    assert assertions(text) == ()


def test_polar_question_puts_a_view_at_issue() -> None:
    found = only("Is the harbour worth its price?")
    assert found.mode is Mode.QUESTIONS


def test_question_behind_a_colon_is_what_is_asked() -> None:
    found = only("Budgets explode, so there is a natural question: is the harbour worth it?")
    assert (found.mode, found.wording) == (Mode.QUESTIONS, "Is the harbour worth it?")


def test_title_asks_and_presupposes() -> None:
    found = assertions("# Is Steam a Dead End? Why Steam Is Necessary Groundwork\n\nText.\n")
    assert [(one.mode, one.wording) for one in found] == [
        (Mode.QUESTIONS, "Is steam a dead end?"),
        (Mode.ASSERTS, "Steam is necessary groundwork."),
    ]


@pytest.mark.parametrize(
    ("text", "holder", "wording"),
    [
        ("Ada Byron argues that engines compose music.", "Ada Byron", "Engines compose music."),
        (
            "According to Ada Byron, engines compose music.",
            "Ada Byron",
            "Engines compose music.",
        ),
        (
            'As Ada Byron notes in The Notes: "Engines might compose elaborate music" [5].',
            "Ada Byron",
            "Engines might compose elaborate music.",
        ),
        (
            "Ada Byron has been vocal that engines can compose music.",
            "Ada Byron",
            "Engines can compose music.",
        ),
        (
            "One of the points Ada makes on engines is that they never tire.",
            "Ada",
            "They never tire.",
        ),
        ("Critics say that engines cannot think.", "Critics", "Engines cannot think."),
        ("It is often claimed that engines cannot think.", "others", "Engines cannot think."),
    ],
)
def test_reported_views_belong_to_their_holders(text: str, holder: str, wording: str) -> None:
    found = only(text)
    assert (found.mode, found.holder, found.wording) == (Mode.REPORTS, holder, wording)


def test_pronoun_takes_the_last_holder() -> None:
    first, second = assertions(
        "Ada Byron argues that engines compose music. She believes that looms do too."
    )
    assert second.holder == first.holder == "Ada Byron"


def test_first_person_opinion_is_the_authors_and_hedged() -> None:
    found = only("I think that canals will return.")
    assert (found.mode, found.holder, found.hedge) == (Mode.ASSERTS, None, "I think")
    assert found.wording == "Canals will return."


def test_evidence_is_no_holder() -> None:
    assert only("The data show that canals are returning.").holder is None


def test_concession_and_turn() -> None:
    first, second = assertions("It is true that canals are slow. However, freight is patient.")
    assert (first.mode, first.wording) == (Mode.CONCEDES, "Canals are slow.")
    assert (second.mode, second.wording) == (Mode.ASSERTS, "Freight is patient.")


def test_opening_concession_is_a_clause_of_its_own() -> None:
    text = "Although canals are slow for people, the freight market remains patient."
    first, second = assertions(text)
    assert (first.mode, second.mode) == (Mode.CONCEDES, Mode.ASSERTS)
    assert text[second.start : second.end] == "the freight market remains patient."


def test_explicit_denial() -> None:
    found = only("It is not true that canals are slow.")
    assert (found.mode, found.wording) == (Mode.DENIES, "Canals are slow.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ports must invest in silt removal.", ClaimKind.NORMATIVE),
        ("Small ports beat large ports on price.", ClaimKind.COMPARATIVE),
        ("Ports will merge with their rivals.", ClaimKind.PREDICTIVE),
        ("Silt causes delays in ports.", ClaimKind.CAUSAL),
        ("A port is a place of exchange.", ClaimKind.DEFINITIONAL),
        ("Silt covers the floor of every old port.", ClaimKind.EMPIRICAL),
    ],
)
def test_kinds(text: str, kind: ClaimKind) -> None:
    assert only(text).kind is kind


@pytest.mark.parametrize(
    "text",
    ["Ports never sleep at night.", "No port survives the silt.", "Ports cannot move inland."],
)
def test_negative_polarity(text: str) -> None:
    assert only(text).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "We recruited 40 gardeners from two towns and interviewed them by telephone.",
        "Soil samples were stored at 4 degrees and analysed within a week.",
        "Data were collected between May 2011 and June 2012.",
    ],
)
def test_procedure_claims_nothing(text: str) -> None:
    assert not assertions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our results suggest that hedges reduce the loss of soil on slopes.",
        "Ploughing is the main cause of erosion in these valleys.",
        "Small farms cannot survive without cooperatives.",
    ],
)
def test_findings_and_theses_are_probable(text: str) -> None:
    score = only(text).score
    assert score is not None
    assert 0.6 < score < 1


def test_a_view_that_somebody_holds_is_kept_however_improbable() -> None:
    found = only("Ada Byron said that it was ten.")
    assert found.score is not None
    assert found.score < KEPT


@pytest.mark.parametrize(
    "text",
    [
        "Replace old pumps to save water.",
        "Invest in good seed rather than in more land.",
    ],
)
def test_advice_for_an_end_or_rather_than_another_is_a_normative_claim(text: str) -> None:
    (found,) = assertions(text)
    assert (found.rule, found.kind, found.mode) == (
        "advice",
        ClaimKind.NORMATIVE,
        Mode.ASSERTS,
    )


@pytest.mark.parametrize(
    "text",
    [
        "See the third table to learn more.",
        "Invest in good seed.",
        "Let the pump run to its end.",
        "Use a pipette to remove the liquid.",
    ],
)
def test_an_order_without_an_end_claims_nothing(text: str) -> None:
    assert assertions(text) == ()


def test_another_encoder_does_without_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detection, "encoder_name", lambda: "another@1")
    score = only("Ploughing is the main cause of erosion in these valleys.").score
    assert score is not None
    assert 0.5 < score < 1


@pytest.mark.parametrize(
    ("text", "wording", "standalone"),
    [
        (
            "Crop rotation is older than the plough. It still protects the soil.",
            "Crop rotation still protects the soil.",
            True,
        ),
        (
            "Most hedges were removed after the war. They protect the soil from wind.",
            "Most hedges protect the soil from wind.",
            True,
        ),
        (  # two that it could be
            "Crop rotation replaced the plough. It still protects the soil.",
            "It still protects the soil.",
            False,
        ),
        (  # in another paragraph
            "Crop rotation is older than ploughs.\n\nIt still protects the soil.",
            "It still protects the soil.",
            False,
        ),
    ],
)
def test_pronoun_is_resolved_where_one_thing_alone_can_be_meant(
    text: str, wording: str, standalone: bool
) -> None:
    found = assertions(text)[-1]
    assert (found.wording, found.standalone) == (wording, standalone)


# The twelve hard cases that real texts have (the twelfth is about citations).


def test_case_1_one_sentence_twice() -> None:
    text = "Canals are the slow roads.\n\nRail came later than that.\n\nCanals are the slow roads."
    first, _, third = assertions(text)
    assert first.wording == third.wording
    assert first.start == 0
    assert third.start == text.rindex("Canals")


def test_case_2_the_same_text_without_line_breaks_says_the_same() -> None:
    broken = "Canals are slow roads.\nThey carry freight.\n\nRail came later."
    run_on = broken.replace("\n\n", " ").replace("\n", " ")
    assert {one.wording for one in assertions(broken)} == {
        one.wording for one in assertions(run_on)
    }


def test_case_3_ellipsis_is_kept_but_not_standalone() -> None:
    text = "A visitor might conclude that we do not need canals. I think we truly and plainly do."
    supposed, answer = assertions(text)
    assert not answer.standalone
    assert ("rebuts", answer.wording, supposed.wording) in relations(text)


def test_case_4_a_readers_impression_is_supposed() -> None:
    found = only(
        "However, the risk is that a reader of the report might come away thinking "
        "we probably do not want the canals."
    )
    assert (found.mode, found.holder) == (Mode.SUPPOSES, "a reader of the report")
    assert (found.polarity, found.hedge) == (Polarity.NEGATIVE, "probably")


def test_case_5_an_authority_quoted_to_be_disputed() -> None:
    text = (
        "Ada Byron has been vocal that canals are the wrong path. She argues that "
        '"simply digging more of them might not be a viable solution". '
        "Yet Holland's own canal report tells a different story."
    )
    wrong, digging, story = assertions(text)
    assert wrong.holder == digging.holder == "Ada Byron"
    assert story.holder is None
    found = relations(text)
    assert ("rebuts", story.wording, wrong.wording) in found
    assert ("rebuts", story.wording, digging.wording) in found


def test_case_6_cited_as_evidence() -> None:
    text = (
        "Venice, often cited as evidence that cities can live on water, started from a "
        "marsh of 118 islands."
    )
    started, live = assertions(text)
    assert started.wording == "Venice started from a marsh of 118 islands."
    assert (live.mode, live.wording) == (Mode.REPORTS, "Cities can live on water.")
    assert ("undercuts", started.wording, live.wording) in relations(text)


def test_case_7_endorsement_then_challenge() -> None:
    first, second = assertions(
        "I agree with everything Ada says here. However, her account leaves out the locks."
    )
    assert (first.mode, first.holder) == (Mode.ASSERTS, None)
    assert (second.mode, second.holder) == (Mode.ASSERTS, None)


def test_case_8_an_assumption_and_its_rejection_in_one_item() -> None:
    found = assertions(REVIEW)
    supposed = next(one for one in found if one.mode is Mode.SUPPOSES)
    answer = next(one for one in found if one.wording.startswith("A tariff cut"))
    assert (supposed.wording, supposed.holder_is_work) == ("Tariffs stay constant.", True)
    assert answer.holder is None
    assert ("rebuts", answer.wording, supposed.wording) in relations(REVIEW)


def test_case_10_an_afterthought_hedges_the_sentence_before() -> None:
    found = only("The canal dependency stays with us. Or maybe not.")
    assert found.hedge == "Or maybe not"


def test_case_11_a_review_lends_its_claims_to_the_work() -> None:
    held = {one.wording: one for one in assertions(REVIEW)}
    assert held["Tidal power is undervalued."].holder_is_work
    assert held["Barrages pay for themselves."].holder_is_work
    assert held["Compares nine coastal plants over a decade."].holder_is_work
    assert held["No engagement with earlier work on silt."].holder is None


def test_case_12_markers_are_no_part_of_the_wording() -> None:
    text = "Canals are slow [3, 7].\n\nRail is fast (Byron et al., 2020a).\n"
    assert [one.wording for one in assertions(text)] == ["Canals are slow.", "Rail is fast."]


def test_seeds_name_their_holders() -> None:
    essay = extracted(shared("seeds", "000_48b3e7bcc384eee8.txt").read_text(encoding="utf-8"))
    found = essay.layer(AssertionFound)
    held = {(one.mode, one.holder) for one in found}
    assert {(Mode.REPORTS, "Yann LeCun"), (Mode.REPORTS, "Nathan Lambert")} <= held
    assert (Mode.SUPPOSES, "a reader of that article") in held
    assert sum(one.mode is Mode.QUESTIONS for one in found) >= 3
    notes = extracted(shared("seeds", "002_a94ea243b3261db3.txt").read_text(encoding="utf-8"))
    assert sum(one.holder_is_work for one in notes.layer(AssertionFound)) >= 15


SENTENCES = (
    'Ada Byron argues that "engines might compose elaborate music" in time.',
    "It's true that canals are slow.",
    "However, freight is patient, and it probably never hurries.",
    "Is the harbour worth its price?",
    "Critics say that engines can't think.",
)


def signature(text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.wording, one.mode.value, one.holder, one.hedge) for one in assertions(text)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
    st.sampled_from(["double", "curly", "crlf", "hard-wrap"]),
)
def test_spelling_of_the_text_changes_nothing(chosen: list[str], change: str) -> None:
    text = " ".join(chosen)
    assert signature(respelt(text, change)) == signature(text)


def respelt(text: str, change: str) -> str:
    if change == "double":
        return text.replace(" ", "  ")
    if change == "crlf":
        return text.replace(". ", ".\r\n")
    if change == "hard-wrap":
        return re.sub(r"(\S+ \S+ \S+) ", r"\1\n", text)
    return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="abc .?!\"'()[]:;—-\nTheis12", max_size=120))
def test_any_text_is_survived_with_spans_inside_it(text: str) -> None:
    document = extracted(text)
    sentences = document.layer(Sentence)
    for one in document.layer(AssertionFound):
        assert 0 <= one.start < one.end <= len(document.text)
        assert sentences[one.sentence].contains(one)
        assert one.wording
        assert one.salience is not None
        assert 0 <= one.salience <= 1


@pytest.mark.parametrize(
    ("text", "holder", "mode", "wording"),
    [
        (
            "Marsh and colleagues estimate that the time given to drains has fallen by half.",
            "Marsh and colleagues",
            Mode.REPORTS,
            "The time given to drains has fallen by half.",
        ),
        (
            "The harbour board denies that dredging harms eels.",
            "The harbour board",
            Mode.DENIES,
            "Dredging harms eels.",
        ),
        (
            "Many fishmongers claim that quotas ruin local trade.",
            "Many fishmongers",
            Mode.REPORTS,
            "Quotas ruin local trade.",
        ),
        (
            "Anglers do not believe that weirs help salmon.",
            "Anglers",
            Mode.DENIES,
            "Weirs help salmon.",
        ),
        (
            "Ada Byron argues that eels are scarce [3], and later shows how ponds dry out [4].",
            "Ada Byron",
            Mode.REPORTS,
            "Eels are scarce.",
        ),
    ],
)
def test_whose_view_it_is(text: str, holder: str, mode: Mode, wording: str) -> None:
    found = only(text)
    assert (found.holder, found.mode, found.wording) == (holder, mode, wording)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byron does not show that weirs help salmon.",
        "Nobody claims that weirs help salmon.",
        "The Porto trial suggests that weirs help salmon.",
        "The number of eels varies strongly according to river depth.",
    ],
)
def test_what_is_nobodys_view_stays_whole(text: str) -> None:
    found = only(text)
    assert (found.mode, found.holder, found.wording) == (Mode.ASSERTS, None, text)


def test_author_who_does_not_think_so_denies_it() -> None:
    found = only("I don't think that eels are scarce.")
    assert (found.mode, found.wording) == (Mode.DENIES, "Eels are scarce.")


def test_she_takes_the_author_of_the_book_before() -> None:
    _, second = assertions("Byron's new book defends weirs. She argues that eels like weirs.")
    assert second.holder == "Byron"


@pytest.mark.parametrize(
    "text",
    [
        "After the licence expires.",
        "# After the Licence Expires",
        "# Key features of weirs that can influence the catch of eels",
        "I am also grateful to the river wardens for their time.",
        "This work was supported through a grant of the river authority.",
        "# Weirs\n\n## Acknowledgements\n\nKim drew the maps of the weirs.",
        r"Then $\frac{a}{b} = \sum_i \lambda_i$ and $\beta \to \kappa$ follow.",
        "# Methods\n\nWe removed eels under ten grams.",
        "# Methods\n\nWater samples were sorted by depth.",
    ],
)
def test_apparatus_and_fragments_put_nothing_forward(text: str) -> None:
    assert not assertions(text)


def test_methods_may_still_report_a_finding() -> None:
    assert "eels avoid light" in only("# Methods\n\nWe found that eels avoid light.").wording


def test_correlatives_stay_in_one_piece() -> None:
    text = "Weirs let us not only see what eels do, but also what the river does to eels."
    assert only(text).wording == text


def test_concession_that_was_not_cut_off_keeps_its_conjunction() -> None:
    text = "While these maps focus on weirs, it can still be of use to look at ponds."
    assert all(
        not one.wording.startswith("These maps focus on weirs, it") for one in assertions(text)
    )


def test_pronouns_agree_with_their_holders_in_number() -> None:
    text = (
        "Anglers say that weirs hurt eels. Ada Byron warns that eels move on. {} argue{} that {}."
    )
    plural = assertions(text.format("They", "", "ponds help eels"))[-1]
    single = assertions(text.format("She", "s", "ponds help eels"))[-1]
    assert (plural.holder, single.holder) == ("Anglers", "Ada Byron")
