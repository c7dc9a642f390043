"""What a model answers becomes findings only where the document bears it out, word for word."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import extractors, nlp
from ingest.document import ParsedDocument, Sentence, Span
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.llm import LlmAssertions, LlmEvidence, LlmRelations
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import (
    AssertionFound,
    EvidenceFound,
    Extractor,
    Finding,
    Found,
    RelationFound,
)
from ingest.llm.reading import Reader
from ingest.readers.markdown import READER
from kg.ids import content_id
from kg.vocab import ARGUMENT_KINDS, ClaimKind, EvidenceKind, Mode, Polarity
from tests.unit.ingest.llm.model import Model, answer, content, stated

TEXT = """\
Tide mills **stopped** when
their ponds filled with silt [1]. Ito argues that the pond of Vannes was perhaps never dug out.
Output fell by 40% in 1820. Mills stopped.

## References

[1] Okafor, A. (2011). Mills of the western coast. Journal of Mills, 3(2), 14-20.
"""
FIRST = "Tide mills stopped when their ponds filled with silt [1]."
SECOND = "Ito argues that the pond of Vannes was perhaps never dug out."
ITO = {"claim": "the pond of Vannes was perhaps never dug out", "holder": "Ito", "mode": "reports"}


def ran(
    reader: Reader, model: Model, said: Any, text: str = TEXT, *, rule: Extractor | None = None
) -> ParsedDocument:
    """Return a document with what a model says of it, and a rule before it."""
    model.says(content(said))
    document = nlp.annotate(READER.read(text.encode(), "text.md"))
    groups: list[tuple[Extractor, ...]] = [(ReferenceExtractor(),), (CitationExtractor(),)]
    if rule is not None:
        groups.append((rule,))
    groups.append((LlmAssertions(reader), LlmEvidence(reader), LlmRelations(reader)))
    return extractors.run(extractors.in_order(groups), document, "text.md")[0]


def faults(document: ParsedDocument) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in document.faults if one.code.startswith("llm")]


def test_an_assertion_is_words_of_the_document(reader: Reader, model: Model) -> None:
    said = stated(1, 2, SECOND, **ITO, hedge="perhaps", polarity="negative", kind="causal")
    document = ran(reader, model, answer(stated(7, 1, FIRST), said))
    first, second = document.layer(AssertionFound)
    assert document.words(first).startswith("Tide mills **stopped** when\ntheir ponds")
    assert first.wording == "Tide mills stopped when their ponds filled with silt."
    assert (first.holder, first.mode) == (None, Mode.ASSERTS)
    assert document.words(second) == SECOND
    assert second.wording == "The pond of Vannes was perhaps never dug out."
    assert (second.holder, second.mode) == ("Ito", Mode.REPORTS)
    assert (second.hedge, second.polarity) == ("perhaps", Polarity.NEGATIVE)
    assert (second.kind, second.rule, second.score) == (ClaimKind.CAUSAL, "llm", None)
    assert second.extractor == "llm"
    assert not faults(document)


def test_a_quote_of_part_of_a_sentence_stays_part(reader: Reader, model: Model) -> None:
    document = ran(reader, model, answer(stated(1, 1, "their ponds filled with silt")))
    (found,) = document.layer(AssertionFound)
    assert document.words(found) == "their ponds filled with silt"
    assert found.sentence == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"quote": "Tide mills stopped because of steam"}, "quote words"),
        ({"quote": "Tide mills **stopped** when\ntheir ponds"}, "quote words"),  # not what was sent
        ({"quote": "Mills of the western coast"}, "quote words"),  # in the text, but not sent
        ({"sentence": 2, "quote": "mills stopped", "claim": "mills stopped"}, ""),
        ({"claim": "tide mills never stopped"}, "a claim that is not part of their quote"),
        ({"claim": "Ito argues"}, "a claim that is not part of their quote"),
        ({"claim": "silt"}, "a claim that is not part of their quote"),  # says nothing
        ({"holder": "Okafor"}, "a holder whom the text does not name"),
        ({"holder": "It"}, "a holder whom the text does not name"),
        ({"holder": "they"}, "a holder whom the text does not name"),
        ({"hedge": "perhaps"}, "a hedge that is not in their sentence"),  # of another one
        ({"mode": "shouts"}, "not of the form"),
    ],
)
def test_what_the_text_does_not_bear_out_is_left_out_and_counted(
    reader: Reader, model: Model, wrong: dict[str, Any], why: str
) -> None:
    document = ran(
        reader,
        model,
        answer(stated(1, 3, "Output fell by 40% in 1820."), {**stated(2, 1, FIRST), **wrong}),
    )
    assert len(document.layer(AssertionFound)) == (1 if why else 2)
    if why:
        ((code, message),) = faults(document)
        assert code == "llm-assertions"
        assert message.startswith("1 of the 2 assertions that the model gave are left out: 1 ")
        assert why in message


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("I", None),
        ("the author", "the author"),
        ("our paper", None),
        ("this essay", None),
        ("the paper", "the paper"),
    ],
)
def test_the_author_by_other_names(
    reader: Reader, model: Model, holder: str, expected: str | None
) -> None:
    text = f"Silt, {holder} says, stopped the mills."
    document = ran(reader, model, answer(stated(1, 1, text, holder=holder)), text)
    (found,) = document.layer(AssertionFound)
    assert (found.holder, found.holder_is_work) == (expected, False)


def test_a_work_under_review_holds_what_it_says(reader: Reader, model: Model) -> None:
    text = (
        "# Notes on the paper\n\nThe paper claims that silt stopped the mills. "
        "The paper gives numbers. The author counts ponds.\n"
    )
    quote = "The paper claims that silt stopped the mills."
    claim = {"claim": "silt stopped the mills", "holder": "The paper"}
    document = ran(reader, model, answer(stated(1, 2, quote, **claim)), text)
    (found,) = document.layer(AssertionFound)
    assert (found.holder, found.holder_is_work) == ("The paper", True)


def test_evidence_is_tied_to_the_assertion_that_the_model_names(
    reader: Reader, model: Model
) -> None:
    evidence = [
        {"sentence": 3, "quote": "Output fell by 40%", "kind": "measurement", "claim": 7},
        {"sentence": 1, "quote": FIRST, "kind": "citation", "claim": 99},
        {"sentence": 1, "quote": "nothing such", "kind": "example", "claim": 7},
        {"sentence": 1, "quote": FIRST, "kind": "proof", "claim": 7},
    ]
    document = ran(reader, model, answer(stated(7, 4, "Mills stopped."), evidence=evidence))
    cited, measured = document.layer(EvidenceFound)
    assert document.words(measured) == "Output fell by 40%"
    assert [(one.value, one.unit) for one in measured.quantities] == [(40.0, "%")]
    assert document.text[measured.quantities[0].start : measured.quantities[0].end] == "40%"
    assert measured.assertion == 0
    assert (cited.kind, cited.citation, cited.assertion) == (EvidenceKind.CITATION, 0, None)
    assert cited.quantities == ()
    ((code, message),) = faults(document)
    assert code == "llm-evidence"
    assert message.startswith("2 of the 4 evidence")


def test_relations_lead_between_assertions_that_were_found(reader: Reader, model: Model) -> None:
    relations = [
        {"kind": "supports", "source": 1, "target": 2},
        {"kind": "rebuts", "source": 2, "target": 3},  # left out: its quote is
        {"kind": "rebuts", "source": 2, "target": 2},
        {"kind": "likes", "source": 1, "target": 2},
    ]
    said = answer(
        stated(1, 4, "Mills stopped."),
        stated(2, 1, FIRST),
        stated(3, 1, "no such words"),
        relations=relations,
    )
    document = ran(reader, model, said)
    (found,) = document.layer(RelationFound)
    claims = document.layer(AssertionFound)
    assert document.words(claims[found.source]) == "Mills stopped."
    assert found.kind == "supports"
    assert claims[found.target].wording == "Tide mills stopped when their ponds filled with silt."
    assert found.signals == ("llm",)
    assert ("llm-relations", "3 of the 4 relations that the model gave are left out") in [
        (code, message.partition(":")[0]) for code, message in faults(document)
    ]


def test_of_two_with_one_id_the_first_is_meant(reader: Reader, model: Model) -> None:
    said = answer(
        stated(1, 4, "Mills stopped."),
        stated(1, 1, FIRST),
        evidence=[{"sentence": 3, "quote": "40%", "kind": "measurement", "claim": 1}],
    )
    document = ran(reader, model, said)
    assert len(document.layer(AssertionFound)) == 2
    (found,) = document.layer(EvidenceFound)
    assert found.assertion is not None
    assert document.words(document.layer(AssertionFound)[found.assertion]) == "Mills stopped."


class Rule:
    """A rule that has every sentence for an assertion of the author."""

    name = "rule"
    version = "1"
    makes: type[Finding] = AssertionFound
    requires: tuple[type[Span], ...] = (Sentence,)

    def extract(self, document: ParsedDocument) -> Found:
        return Found(
            AssertionFound,
            tuple(
                AssertionFound(
                    start=one.start,
                    end=one.end,
                    sentence=index,
                    wording=f"What sentence {index} says.",
                    mode=Mode.ASSERTS,
                    polarity=Polarity.POSITIVE,
                    kind=ClaimKind.EMPIRICAL,
                    rule="every-sentence",
                )
                for index, one in enumerate(document.layer(Sentence))
            ),
        )


def test_what_a_rule_found_too_is_kept_once_and_can_be_pointed_at(
    reader: Reader, model: Model
) -> None:
    said = answer(
        stated(1, 1, FIRST),
        stated(2, 4, "Mills stopped", holder="Ito"),
        evidence=[
            {"sentence": 3, "quote": "40% in 1820", "kind": "measurement", "claim": 1},
            {"sentence": 3, "quote": "fell by 40%", "kind": "measurement", "claim": 2},
        ],
    )
    document = ran(reader, model, said, rule=Rule())
    layer = document.layer(AssertionFound)
    assert [(one.sentence, one.extractor, one.holder) for one in layer] == [
        *((index, "rule", None) for index in range(4)),
        (3, "llm", "Ito"),
        (4, "rule", None),
    ]
    assert layer[0].wording == "What sentence 0 says."
    tied = {document.words(one): one.assertion for one in document.layer(EvidenceFound)}
    assert tied == {"40% in 1820": 0, "fell by 40%": 4}


QUOTES = st.sampled_from(
    [FIRST, SECOND, "Mills stopped", "40%", "silt", "ponds", "x", "", "[1]", "Ito"]
)
NUMBERS = st.integers(-1, 6)
ANSWERS = st.fixed_dictionaries(
    {
        "assertions": st.lists(
            st.builds(
                stated,
                NUMBERS,
                NUMBERS,
                QUOTES,
                claim=QUOTES,
                holder=st.none() | QUOTES | st.just("They"),
                hedge=st.none() | QUOTES,
                mode=st.sampled_from([*Mode, "sings"]),
            )
        ),
        "evidence": st.lists(
            st.fixed_dictionaries(
                {
                    "sentence": NUMBERS,
                    "quote": QUOTES,
                    "kind": st.sampled_from([*EvidenceKind]),
                    "claim": st.none() | NUMBERS,
                }
            )
        ),
        "relations": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(ARGUMENT_KINDS), "source": NUMBERS, "target": NUMBERS}
            )
        ),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ANSWERS)
def test_whatever_it_answers_nothing_but_words_of_the_text_is_kept(
    reader: Reader, model: Model, said: dict[str, Any]
) -> None:
    other = content_id("model", json.dumps(said))  # so that no earlier answer is at hand
    document = ran(replace(reader, settings=replace(reader.settings, model=other)), model, said)
    sentences = document.layer(Sentence)
    for layer in (AssertionFound, EvidenceFound):
        for one in document.layer(layer):
            assert isinstance(one, Finding)
            assert sentences[one.sentence].contains(one)  # type: ignore[attr-defined]
    for found in document.layer(AssertionFound):
        clean = sentences[found.sentence].clean
        assert found.wording.rstrip(".").lower() in clean.lower()
        assert found.holder is None or found.holder in " ".join(one.clean for one in sentences)
        assert found.hedge is None or found.hedge in clean
    kept = sum(len(document.layer(one)) for one in (AssertionFound, EvidenceFound, RelationFound))
    assert kept <= sum(map(len, said.values()))
