"""Claims, who holds them, the evidence for them, and how they bear and depend on each other."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import encoder
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
from kg.vocab import Mode, Stance
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
                salience=1.0 if _is_thesis(records, found, claim) else found.salience,
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


def position(records: Records, claims: Sequence[Claim], known: Known) -> None:
    """Keep the answer that the document gives to a question.

    Its front matter says it, or who adds it. What was said of the same text when it was added
    before stays, unless something else is said now.
    """
    metadata = records.parsed.metadata
    if metadata.question is None:
        _answered_before(records, known)
    elif metadata.position not in {stance.value for stance in Stance}:
        _fault(
            records,
            "unknown-position",
            f"{metadata.question!r} is answered with position {metadata.position!r}; write for or "
            "against",
        )
    elif (thesis := _thesis(records, claims)) is not None:
        asked = metadata.question
        # A question that was given another wording is still the one that it was.
        stored = min(known.find(Question, wording=asked), key=lambda one: one.id, default=None)
        records.own(
            Position(
                document_id=records.document_id,
                question_id=records.share(
                    stored or Question(key=claim_key(asked), wording=asked)
                ).id,
                claim_id=thesis.id,
                stance=Stance(metadata.position),
            )
        )


def _thesis(records: Records, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim that is the document's answer, None where it has none.

    Where no thesis is given it is the claim in its own voice whose words are closest to the
    question. In four essays that was an answer each time, the most salient claim twice.
    """
    given = records.parsed.metadata.thesis
    pairs = [
        (found, claim)
        for found, claim in zip(records.parsed.layer(AssertionFound), claims, strict=True)
        if claim.id in records.shared
    ]
    if given is not None:
        thesis = next((claim for found, claim in pairs if _is_thesis(records, found, claim)), None)
        if thesis is None:
            _fault(
                records,
                "unknown-thesis",
                "the thesis that was given is no claim-making sentence of the text; copy the "
                "sentence word for word",
            )
        return thesis
    own = [one for one in pairs if one[0].mode is Mode.ASSERTS and not one[0].holder]
    if not own:
        _fault(records, "unknown-thesis", "the text says nothing that could be its answer")
        return None
    question, *vectors = encoder.encode(
        [records.parsed.metadata.question or "", *(claim.wording for _, claim in own)]
    )
    found, claim = max(zip(vectors, own, strict=True), key=lambda one: float(one[0] @ question))[1]
    said = f"no thesis was given: “{claim.wording}”, closest to the question, counts as its answer"
    _fault(records, "chosen-thesis", said, found)
    return claim


def _is_thesis(records: Records, found: AssertionFound, claim: Claim) -> bool:
    """Whether a claim is what its text declares to be its thesis, in its own words or resolved."""
    thesis = claim_key(records.parsed.metadata.thesis or "")
    words = records.parsed.text[found.start : found.end]
    return bool(thesis) and thesis in (claim.key, claim_key(words))


def _answered_before(records: Records, known: Known) -> None:
    for one in known.find(Position, document_id=records.document_id):
        question = known.get(one.question_id)
        if one.claim_id in records.shared:
            records.share(question)
            records.own(one)
        else:
            assert isinstance(question, Question)
            said = f"the claim that answered {question.wording!r} is not found in the text any more"
            _fault(records, "unknown-thesis", said)


def _fault(records: Records, code: str, message: str, place: Span | None = None) -> None:
    start, end = (place.start, place.end) if place else (None, None)
    records.problems([Fault(code=code, message=message, start=start, end=end)])
