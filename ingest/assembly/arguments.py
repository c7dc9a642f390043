"""Claims, who holds them, the evidence for them, and how they bear and depend on each other."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.assembly.known import Known
from ingest.assembly.records import Records
from ingest.document import Fault, Span
from ingest.findings import (
    AssertionFound,
    ClaimDependencyFound,
    EvidenceFound,
    RelationFound,
)
from ingest.resolve.holders import Holders
from kg.model import (
    Assertion,
    Citation,
    Claim,
    Dependency,
    Document,
    Evidence,
    Position,
    Question,
    Relation,
    Work,
)
from kg.vocab import Stance
from kg.wording import claim_key

Stated = tuple[Span, Assertion]


def claims(records: Records) -> list[Claim]:
    """Return the claim of each assertion found, in their order."""
    return [
        Claim(key=claim_key(found.wording), wording=found.wording)
        for found in records.parsed.layer(AssertionFound)
    ]


def holders(records: Records, document: Document, known: Known) -> Holders:
    """Return who can hold a view in the document: its voice and those that it names.

    The voice of a copy without title or authors is that of the work, as far as it is known.
    """
    work, reviewed = records.shared[document.work_id], records.shared.get(document.reviews_id or "")
    assert isinstance(work, Work)
    assert reviewed is None or isinstance(reviewed, Work)
    if work.title is None:
        work = next(known.find(Work, key=work.key), work)
    cited = (one for one in records.shared.values() if isinstance(one, Work) and one.id != work.id)
    return Holders(
        work=work,
        text=document.text,
        reviewed=reviewed,
        names=tuple(name for one in cited for name in one.authors),
    )


def assertions(records: Records, held_by: Holders, claims: Sequence[Claim]) -> list[Stated]:
    """Return the assertions in the order of their layer, each with its span.

    Nothing is more central to a text than what it declares to be its thesis. Where two
    extractors have one passage said by one agent in one mode, the wording of the first counts.
    """
    thesis = claim_key(records.parsed.metadata.thesis or "")
    made = []
    for found, claim in zip(records.parsed.layer(AssertionFound), claims, strict=True):
        holder = records.share(held_by.agent(found.holder, is_work=found.holder_is_work))
        assertion = records.own(
            Assertion(
                document_id=records.document_id,
                passage_id=records.passage(found).id,
                run_id=records.run(found.extractor),
                claim_id=claim.id,
                holder_id=holder.id,
                mode=found.mode,
                polarity=found.polarity,
                kind=found.kind,
                hedge=found.hedge,
                standalone=found.standalone,
                rule=found.rule,
                salience=1.0 if claim.key == thesis else found.salience,
                score=found.score,
            )
        )
        if assertion.claim_id == claim.id:
            records.share(claim)
        made.append((Span(start=found.start, end=found.end), assertion))
    return made


def evidence(records: Records, stated: Sequence[Stated], citations: Sequence[Citation]) -> None:
    """Keep the evidence, and a supporting relation to the claim that each piece bears on."""
    for found in records.parsed.layer(EvidenceFound):
        run = records.run(found.extractor)
        works = citations[found.citation].work_ids if found.citation is not None else ()
        piece = records.own(
            Evidence(
                document_id=records.document_id,
                passage_id=records.passage(found).id,
                run_id=run,
                work_id=works[0] if works else None,
                kind=found.kind,
                quantities=found.quantities,
                rule=found.rule,
                score=found.score,
            )
        )
        if found.assertion is not None:
            records.own(
                Relation(
                    kind="supports",
                    document_id=records.document_id,
                    run_id=run,
                    source_evidence_id=piece.id,
                    target_claim_id=stated[found.assertion][1].claim_id,
                    passage_id=piece.passage_id,
                    signals=(found.rule,),
                    score=found.link_score,
                )
            )


def relations(records: Records, stated: Sequence[Stated]) -> None:
    """Keep the relations between the document's claims; none leads from a claim to itself."""
    for found in records.parsed.layer(RelationFound):
        source, target = (stated[index][1].claim_id for index in (found.source, found.target))
        if source != target:
            records.own(
                Relation(
                    kind=found.kind,
                    document_id=records.document_id,
                    run_id=records.run(found.extractor),
                    source_claim_id=source,
                    target_claim_id=target,
                    passage_id=records.passage(found).id,
                    signals=found.signals,
                    score=found.score,
                )
            )


def dependencies(records: Records, stated: Sequence[Stated]) -> None:
    """Keep the dependencies between the document's claims, held by who holds what says so.

    None leads from a claim to itself.
    """
    for found in records.parsed.layer(ClaimDependencyFound):
        source, target = (stated[index][1].claim_id for index in (found.source, found.target))
        says = stated[found.assertion][1]
        if source != target:
            records.own(
                Dependency(
                    document_id=records.document_id,
                    passage_id=records.passage(found).id,
                    run_id=records.run(found.extractor),
                    kind=found.kind,
                    source_claim_id=source,
                    target_claim_id=target,
                    assertion_id=says.id,
                    holder_id=says.holder_id,
                    mode=found.mode,
                    polarity=found.polarity,
                    hedge=found.hedge,
                    rule=found.rule,
                    score=found.score,
                )
            )


def position(records: Records, claims: Sequence[Claim]) -> None:
    """Keep the answer that the document's front matter says it gives to a question."""
    metadata = records.parsed.metadata
    if metadata.question is None:
        return
    key = claim_key(metadata.thesis or "")
    thesis = next((one for one in claims if one.key == key and one.id in records.shared), None)
    if metadata.position not in {stance.value for stance in Stance}:
        records.problems(
            [
                Fault(
                    code="unknown-position",
                    message=(
                        f"the front matter answers {metadata.question!r} with position "
                        f"{metadata.position!r}; write for or against"
                    ),
                )
            ]
        )
    elif thesis is None:
        records.problems(
            [
                Fault(
                    code="unknown-thesis",
                    message=(
                        "the thesis in the front matter is no claim-making sentence of the text; "
                        "copy the sentence word for word"
                    ),
                )
            ]
        )
    else:
        question = Question(key=claim_key(metadata.question), wording=metadata.question)
        records.own(
            Position(
                document_id=records.document_id,
                question_id=records.share(question).id,
                claim_id=thesis.id,
                stance=Stance(metadata.position),
            )
        )
