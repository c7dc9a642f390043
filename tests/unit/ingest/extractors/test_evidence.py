from __future__ import annotations

import pytest

from ingest.findings import CitationFound
from kg.vocab import EvidenceKind
from tests.unit.ingest.extractors.reading import evidence, extracted

REFERENCES = """

## References

[1] Byron, A. (2019). Engines and locks. Journal of Canals, 3(2), 1-9.
[2] Telford, T. (2021). Water roads. Journal of Canals, 5(1), 10-19.
"""


def test_a_claim_with_a_number_is_its_own_evidence() -> None:
    ((found, claim),) = evidence("Canals are 40% cheaper than railways.")
    assert found.kind is EvidenceKind.MEASUREMENT
    assert found.rule == "measurement-share/same-sentence"
    assert [(one.value, one.unit) for one in found.quantities] == [(40.0, "%")]
    assert claim == "Canals are 40% cheaper than railways."


@pytest.mark.parametrize(
    "text",
    [
        "The canal opened in 1894.",
        "Section 3 of the charter protects the canal.",
        "The canal is wide (see Figure 2).",
        "The canal is old [1]." + REFERENCES,
        "Atlas 8B is larger than most barges.",
    ],
)
def test_numbers_that_measure_nothing(text: str) -> None:
    assert EvidenceKind.MEASUREMENT not in {found.kind for found, _ in evidence(text)}


def test_quantities_stand_where_the_text_has_them() -> None:
    text = "Canals are useful. Traffic  grew  from 300 million to over 1 billion tonnes."
    ((found, _),) = evidence(text)
    (quantity,) = found.quantities
    assert text[quantity.start : quantity.end] == "300 million to over 1 billion"
    assert (quantity.value, quantity.upper, quantity.unit) == (3e8, 1e9, "tonnes")


def test_a_quotation_after_its_claim_bears_on_it_and_names_its_work() -> None:
    text = (
        "Locks depend on canals and cannot replace them. As Ada Byron notes in her book: "
        '"Good locks require a strong starting canal beneath them" [1].' + REFERENCES
    )
    quoted = [(one, claim) for one, claim in evidence(text) if one.kind is EvidenceKind.QUOTATION]
    ((found, claim),) = quoted
    assert claim == "Locks depend on canals and cannot replace them."
    document = extracted(text)
    assert document.words(found).strip('"').startswith("Good locks")
    assert found.citation is not None
    assert document.words(document.layer(CitationFound)[found.citation]) == "[1]"


def test_a_quotation_that_validates_the_claim_before() -> None:
    text = (
        "Small barges can learn from large ones. Byron's work on barges validated this directly: "
        '"the habits of larger barges can be carried over to smaller ones" [1].' + REFERENCES
    )
    found, claim = next(one for one in evidence(text) if one[0].kind is EvidenceKind.QUOTATION)
    assert found.rule == "quotation-quoted/validates-this"
    assert claim == "Small barges can learn from large ones."


def test_a_quotation_that_is_then_opposed_stays_with_its_own_claim() -> None:
    text = (
        'Canals matter. Ada Byron argues that "digging more of them might not be viable" [1]. '
        "Yet Holland's own report tells a different story." + REFERENCES
    )
    found, claim = next(one for one in evidence(text) if one[0].kind is EvidenceKind.QUOTATION)
    assert found.rule == "quotation-quoted/opposed"
    assert claim == "Digging more of them might not be viable."


def test_scare_quotes_are_no_quotation() -> None:
    found = evidence('Ada Byron argues that "smart" barges are old [1].' + REFERENCES)
    assert EvidenceKind.QUOTATION not in {one.kind for one, _ in found}


def test_a_list_of_evidence_bears_on_the_claim_above_it() -> None:
    text = (
        "The barge trade is weakening.\n\nSupporting evidence:\n\n"
        "- Rail now carries 80% of the grain.\n"
        "- Two in three locks were shut, 60% of them for good.\n"
    )
    assert {claim for _, claim in evidence(text)} == {"The barge trade is weakening."}


def test_an_example_bears_on_the_sentence_before() -> None:
    text = "Canals outlive their builders. For example, the one at Suez changed hands."
    ((found, claim),) = evidence(text)
    assert (found.kind, found.rule) == (
        EvidenceKind.EXAMPLE,
        "example-announced/example-after-claim",
    )
    assert claim == "Canals outlive their builders."


def test_an_example_in_brackets_is_cut_out_where_things_are_compared() -> None:
    text = "Small barges (e.g., the Tern 8) are faster than large ones."
    ((found, claim),) = evidence(text)
    assert text[found.start : found.end] == "(e.g., the Tern 8)"
    assert claim == "Small barges (e.g., the Tern 8) are faster than large ones."


@pytest.mark.parametrize(
    "text",
    [
        "Some towns, such as Venice and Ghent, depend on water too much.",
        "Canals are good for towns (e.g., by the sea).",
    ],
)
def test_a_list_of_kinds_is_no_example(text: str) -> None:
    assert evidence(text) == []


def test_what_a_list_of_examples_was_announced_for() -> None:
    text = (
        "Canals are useful in many ways. For example:\n\n"
        "- Farmers water their fields from them.\n- Children learn to swim there.\n"
    )
    found = [(one.rule, claim) for one, claim in evidence(text) if one.kind == "example"]
    listed = ("example-listed/list-under-claim", "Canals are useful in many ways.")
    assert found.count(listed) == 2


def test_cases_of_a_pattern_are_examples() -> None:
    text = (
        "Canals are always dug before railways, and the pattern is the same everywhere. "
        "Early Holland dug first and laid rails much later."
    )
    ((found, claim),) = evidence(text)
    assert found.rule == "example-instance/example-after-claim"
    assert claim is not None


@pytest.mark.parametrize(
    "text",
    [
        "Canals are useful. The mud was mixed with 3 litres of water for 2 hours.",
        "Canals are useful. We recruited 30 keepers from 4 towns.",
        "Canals are useful. The survey took 8 months.",
    ],
)
def test_numbers_of_procedure_show_nothing(text: str) -> None:
    assert evidence(text) == []


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Steel gates were found to leak less than wooden gates [2].", "citation-finding"),
        ("Steel gates leak less, similar to results for bronze gates [2].", "citation-agreement"),
        ("Canals were first described by engineers [2].", None),
    ],
)
def test_a_cited_work_is_leaned_on_or_background(sentence: str, cue: str | None) -> None:
    found = evidence(sentence + REFERENCES)
    kinds = [one.rule.split("/")[0] for one, _ in found]
    assert kinds == ([cue] if cue else [])


def test_what_others_found_serves_what_the_author_said_before() -> None:
    text = (
        "Steel gates are better than wooden gates. "
        "A study of nine locks found that steel gates leak less [2]." + REFERENCES
    )
    ((found, claim),) = evidence(text)
    assert found.kind is EvidenceKind.CITATION
    assert found.rule.endswith("/report-after-claim")
    assert claim == "Steel gates are better than wooden gates."


def test_what_a_consequence_is_drawn_from_serves_it() -> None:
    text = (
        "Canals are useful. A study of nine locks found that steel gates leak less [2]. "
        "These results suggest that steel is better for gates." + REFERENCES
    )
    found, claim = evidence(text)[0]
    assert found.rule.endswith("/before-claim")
    assert claim is not None
    assert claim.lower().endswith("steel is better for gates.")


def test_an_experiment_is_evidence_by_its_outcome() -> None:
    text = "Steel gates are better. We tested gates of both kinds{} in the same lock."
    assert evidence(text.format("")) == []
    ((found, claim),) = evidence(text.format(" and found no leaks"))
    assert found.kind is EvidenceKind.EXPERIMENT
    assert claim == "Steel gates are better."


def test_headings_do_not_decide_what_is_evidence() -> None:
    body = "Canals are 40% cheaper than railways. For example, Ghent pays less for grain.\n"
    with_heading = [one.rule for one, _ in evidence(f"# Costs of freight\n\n{body}")]
    assert with_heading == [one.rule for one, _ in evidence(body)]
