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
    ((found, claim),) = evidence("The canal carries 40% of the freight.")
    assert found.kind is EvidenceKind.MEASUREMENT
    assert [(one.value, one.unit) for one in found.quantities] == [(40.0, "%")]
    assert claim == "The canal carries 40% of the freight."


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
    text = "Traffic  grew  from 300 million to over 1 billion tonnes."
    ((found, _),) = evidence(text)
    (quantity,) = found.quantities
    assert text[quantity.start : quantity.end] == "300 million to over 1 billion"
    assert (quantity.value, quantity.upper, quantity.unit) == (3e8, 1e9, "tonnes")


def test_a_quotation_after_its_claim_bears_on_it_and_names_its_work() -> None:
    text = (
        "Locks are refinements, not foundations. As Ada Byron notes in her book: "
        '"Good locks require a strong starting canal beneath them" [1].' + REFERENCES
    )
    quoted = [(one, claim) for one, claim in evidence(text) if one.kind is EvidenceKind.QUOTATION]
    ((found, claim),) = quoted
    assert claim == "Locks are refinements, not foundations."
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
    assert found.rule == "quotation/validates-this"
    assert claim == "Small barges can learn from large ones."


def test_a_quotation_that_is_then_opposed_stays_with_its_own_claim() -> None:
    text = (
        'Canals matter. Ada Byron argues that "digging more of them might not be viable" [1]. '
        "Yet Holland's own report tells a different story." + REFERENCES
    )
    found, claim = next(one for one in evidence(text) if one[0].kind is EvidenceKind.QUOTATION)
    assert found.rule == "quotation/opposed"
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
    assert (found.kind, found.rule) == (EvidenceKind.EXAMPLE, "example/example-after-claim")
    assert claim == "Canals outlive their builders."


def test_an_example_inside_a_sentence_is_cut_out() -> None:
    text = "Some towns, such as Venice and Ghent, live on water."
    ((found, claim),) = evidence(text)
    assert text[found.start : found.end].startswith("such as Venice")
    assert claim == "Some towns, such as Venice and Ghent, live on water."


def test_an_experiment_and_a_cited_result() -> None:
    text = (
        "Steel gates leak less. We tested gates of both kinds in the same lock.\n\n"
        "Steel also rusts slowly [2]." + REFERENCES
    )
    kinds = [found.kind for found, _ in evidence(text)]
    assert kinds == [EvidenceKind.EXPERIMENT, EvidenceKind.CITATION]
