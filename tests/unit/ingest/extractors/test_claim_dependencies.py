from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.document import ParsedDocument, Sentence
from ingest.findings import (
    INNER_RULES,
    AssertionFound,
    ClaimDependencyFound,
    DependencyFound,
    EvidenceFound,
    RelationFound,
)
from ingest.language.neighbours import without_inner
from ingest.pipeline import EXTRACTORS
from kg.vocab import Mode, Polarity


def read(text: str, name: str = "text.md") -> ParsedDocument:
    document = nlp.annotate(readers.read(text.encode(), name, None))
    for extractor in EXTRACTORS:
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    return document


def told(document: ParsedDocument) -> list[tuple[str, str, str, str]]:
    """Return rule, source, kind and target of each dependency between claims."""
    layer = document.layer(AssertionFound)
    return [
        (one.rule, layer[one.source].wording, one.kind, layer[one.target].wording)
        for one in document.layer(ClaimDependencyFound)
    ]


def only(document: ParsedDocument) -> ClaimDependencyFound:
    (found,) = document.layer(ClaimDependencyFound)
    return found


def inner(document: ParsedDocument) -> dict[str, AssertionFound]:
    return {one.rule: one for one in document.layer(AssertionFound) if one.is_inner}


def test_what_is_required_is_the_target() -> None:
    document = read("The mill survives only if the council pays its debts.")
    assert told(document) == [
        ("only-if", "The mill survives.", "requires", "The council pays its debts.")
    ]
    found = only(document)
    assert (found.mode, found.polarity, found.hedge) == (Mode.ASSERTS, Polarity.POSITIVE, None)
    says = document.layer(AssertionFound)[found.assertion]
    assert says.wording == "The mill survives only if the council pays its debts."
    assert (found.start, found.end) == (says.start, says.end)


def test_what_enables_and_causes_is_the_source() -> None:
    enabled = read("Night flights are possible because the airport is far from the town.")
    assert told(enabled) == [
        (
            "possible-because",
            "The airport is far from the town.",
            "enables",
            "Night flights are possible.",
        )
    ]
    caused = read("If the dam breaks, the valley will flood.")
    assert told(caused) == [("if-then", "The dam breaks.", "causes", "The valley will flood.")]
    assert only(caused).mode is Mode.SUPPOSES


def test_clauses_that_stay_open_are_supposed_and_the_others_held() -> None:
    ends = inner(read("The mill survives only if the council pays its debts."))
    assert {one.mode for one in ends.values()} == {Mode.SUPPOSES}
    ends = inner(read("Night flights are possible because the airport is far from the town."))
    assert {one.mode for one in ends.values()} == {Mode.ASSERTS}
    ends = inner(read("The council widened the canal so that barges could pass."))
    assert ends["condition"].mode is Mode.ASSERTS
    assert ends["consequence"].mode is Mode.SUPPOSES


def test_a_negated_clause_gives_the_claim_that_it_keeps_open() -> None:
    document = read("Bread prices won't fall unless the dam opens.")
    assert told(document) == [
        ("not-unless", "Bread prices will fall.", "requires", "The dam opens.")
    ]
    claim = inner(document)["consequence"]
    assert document.words(claim) == "Bread prices won't fall"
    assert (claim.polarity, claim.mode) == (Polarity.POSITIVE, Mode.SUPPOSES)


def test_who_holds_the_whole_holds_the_clauses() -> None:
    document = read("Ada Byron argues that the mill survives only because the council pays.")
    assert only(document).mode is Mode.REPORTS
    assert {one.holder for one in document.layer(AssertionFound)} == {"Ada Byron"}
    assert {one.mode for one in inner(document).values()} == {Mode.REPORTS}
    supposed = inner(read("Critics say that the mill survives only if the council pays."))
    assert {(one.holder, one.mode) for one in supposed.values()} == {("Critics", Mode.SUPPOSES)}


def test_to_doubt_a_link_is_to_deny_it() -> None:
    document = read("I doubt that the mill survives only if the council pays its debts.")
    assert only(document).mode is Mode.DENIES
    assert {one.mode for one in inner(document).values()} == {Mode.SUPPOSES}


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The mill may survive only if the council pays its debts.", "may"),
        ("Perhaps, unless the dam opens, bread prices will not fall.", "Perhaps"),
        ("I think that the mill survives only if the council pays its debts.", "I think"),
        # What is said beside the link hedges something else.
        ("Turbines may fail and the mill survives only if the council pays its debts.", None),
        ("The mill survives only if the council could pay its debts.", None),
        ("The council widened the canal so that barges could pass.", None),
    ],
)
def test_the_hedge_is_that_of_the_link(text: str, hedge: str | None) -> None:
    assert only(read(text)).hedge == hedge


def test_the_sentence_before_is_what_that_sums_up() -> None:
    document = read(
        "# Trams\n\nTrams are cheaper than buses in every large town. "
        "That is only possible because the state owns the rails.\n"
    )
    assert told(document) == [
        (
            "only-because+before",
            "Trams are cheaper than buses in every large town.",
            "requires",
            "The state owns the rails.",
        )
    ]


@pytest.mark.parametrize(
    "before",
    ["", "Trams are cheap; buses are dear, as everybody knows.\n\n", "Are trams cheap?\n\n"],
)
def test_that_sums_up_nothing_where_nothing_stands_before(before: str) -> None:
    assert told(read(f"{before}That is only possible because the state owns the rails.")) == []


def test_a_pronoun_is_resolved_where_one_noun_alone_can_be_meant() -> None:
    (found,) = told(read("The mill survives only if it pays its debts."))
    assert found[3] == "The mill pays its debts."
    ends = inner(read("Beside the bridge a mill survives only if it pays its debts."))
    assert ends["condition"].wording == "It pays its debts."
    assert not ends["condition"].standalone
    ends = inner(read("No mill will survive unless it pays its debts."))
    assert ends["condition"].wording == "It pays its debts."


def test_two_pronouns_say_nothing_to_a_reader() -> None:
    assert told(read("They will grow only if they pay.")) == []


def test_what_claim_detection_drops_gives_no_ends() -> None:
    document = read("In Section 3 we say that the pump runs only if the valve is open.")
    assert told(document) == []
    assert inner(document) == {}


def test_clauses_are_no_neighbours_of_other_sentences() -> None:
    """What relations, evidence and concept dependencies find is as if no clause were there."""
    text = (
        "# Mills\n\nThe mill survives only if the council pays its debts. However, mills that "
        "require river water are cheap. For example, the mill of Astrel saved 40% of its costs "
        "in 2019 [1]. If wages rise, the mill will close. Therefore, the town needs the mill.\n\n"
        "## References\n\n[1] Doe, J. (2020). Mills of every size. Journal of Mills.\n"
    )
    document = read(text)
    assert len(document.layer(ClaimDependencyFound)) == 2
    bare, places = without_inner(document)
    for extractor in EXTRACTORS:
        if extractor.makes in {EvidenceFound, RelationFound, DependencyFound}:
            found = extractor.extract(bare)
            bare = bare.with_layer(found.layer, found.spans)
    assert bare.layer(RelationFound)
    assert bare.layer(EvidenceFound)
    assert [
        (one.kind, one.source, one.target, one.signals) for one in document.layer(RelationFound)
    ] == [
        (one.kind, places[one.source], places[one.target], one.signals)
        for one in bare.layer(RelationFound)
    ]
    assert [(one.rule, one.assertion) for one in document.layer(EvidenceFound)] == [
        (one.rule, None if one.assertion is None else places[one.assertion])
        for one in bare.layer(EvidenceFound)
    ]
    assert [(one.rule, one.mode, one.assertion) for one in document.layer(DependencyFound)] == [
        (one.rule, one.mode, None if one.assertion is None else places[one.assertion])
        for one in bare.layer(DependencyFound)
    ]


def test_clauses_keep_no_other_clause_of_their_sentence() -> None:
    """What stands beside a condition must be a claim of its own to be kept."""
    plain = read("We thank the wardens of the lock. The mill survives only if the council pays.")
    assert "We thank" not in "".join(one.wording for one in plain.layer(AssertionFound))


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                "The *mill* survives only if the council  pays its “debts”. ",
                "Bread prices won’t fall unless the dam [3] opens. ",
                "Trams are cheap. ",
                "That is only possible because the `state` owns the rails. ",
                "If the dam\nbreaks, the valley will flood, which nobody wants. ",
                "Critics say that Ω-trams run only because the city pays — so far. ",
                "\n\n- Ferries sail as long as the ice holds.\n\n",
                "\n\n## Ferries sail only when the ice melts\n\n",
            ]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_ends_stand_where_they_say(parts: list[str]) -> None:
    document = read("".join(parts))
    layer, sentences = document.layer(AssertionFound), document.layer(Sentence)
    links = document.layer(ClaimDependencyFound)
    for link in links:
        says = layer[link.assertion]
        assert not says.is_inner
        assert (link.start, link.end) == (says.start, says.end)
        for end in (layer[link.source], layer[link.target]):
            assert says.contains(end) or end.sentence == says.sentence - 1
    ends = {end for link in links for end in (link.source, link.target)}
    for index, one in enumerate(layer):
        if one.rule in INNER_RULES:
            assert index in ends
            assert sentences[one.sentence].contains(one)
            assert document.words(one) == document.words(one).strip(" \n,.;")
            assert one.score is None
            assert one.wording[:1].isupper()
