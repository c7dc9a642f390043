"""A document that attacks whoever shows it: every field of every record is hostile."""

from __future__ import annotations

from functools import partial

from kg.model import (
    Agent,
    Alias,
    Assertion,
    Block,
    Bundle,
    Citation,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Passage,
    Position,
    Problem,
    Question,
    Record,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.vocab import (
    DEPENDENCY_KINDS,
    AgentKind,
    BlockKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)

SCRIPT = "<script>window.hacked = 1</script>"
IMAGE = '"><img src=x onerror="window.hacked = 2"><a href="javascript:window.hacked=3">go</a>'
MARKDOWN = "![i](http://remote.invalid/i.png) [a](javascript:window.hacked=4) :material/home: $x$"
TURNED = "\u202eright to left\u202c"
LONG = "w" * 10_000
ATTACK = f"{SCRIPT} {IMAGE} {MARKDOWN} {TURNED}"
QUOTE = ATTACK.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
SENTENCES = (f"One {ATTACK}.", f"Two {ATTACK}.", f"Three {ATTACK}.", f"Four {LONG} {ATTACK}.")
URL = "javascript:window.hacked=5"


def bundle() -> Bundle:
    """Return the document with all its records."""
    text = "\n\n".join(SENTENCES)
    starts = [text.index(sentence) for sentence in SENTENCES]
    work = Work(
        key=f"title:{ATTACK}", title=f"Work {ATTACK}", authors=(ATTACK,), container=ATTACK, url=URL
    )
    document = Document(
        text=text,
        media_type=f"text/{SCRIPT}",
        source=f"/{ATTACK}",
        name=f"file {ATTACK}",
        sha256="0" * 64,
        title=f"Title {ATTACK}",
        authors=(ATTACK, LONG),
        year=2020,
        work_id=work.id,
        url=URL,
        structure=tuple(
            Block(BlockKind.PARAGRAPH, start, start + len(sentence))
            for start, sentence in zip(starts, SENTENCES, strict=True)
        ),
    )
    run = Run(
        document_id=document.id, extractor=ATTACK, version=ATTACK, started_at="2026-01-01T00:00:00Z"
    )
    passages = [
        Passage(
            document_id=document.id,
            start=start,
            end=start + len(sentence),
            exact=sentence,
            prefix=text[max(start - 32, 0) : start],
            suffix=text[start + len(sentence) :][:32],
            section=ATTACK,
        )
        for start, sentence in zip(starts, SENTENCES, strict=True)
    ]
    argued = _argument(document, run, passages)
    depending = _dependencies(document, run, passages)
    cited = _citation(document, run, passages, work)
    shared = [work, *_shared(argued), *_shared(depending)]
    owned = [
        run,
        *passages,
        *_owned(argued),
        *_owned(depending),
        *cited,
        Problem(document_id=document.id, code=ATTACK, message=ATTACK, start=1, end=2),
        Alias(document_id=document.id, key=ATTACK, target_id=work.id),
    ]
    return Bundle(document, tuple(owned), tuple(dict.fromkeys(shared)))


def _argument(document: Document, run: Run, passages: list[Passage]) -> list[Record]:
    """Return three claims, of which one is rebutted, supported, and its rebuttal undercut."""
    holder = Agent(key=ATTACK, name=f"Holder {ATTACK}", kind=AgentKind.PERSON)
    claims = [
        Claim(key=f"{number} {ATTACK}", wording=f"Claim {number} {ATTACK} {LONG}")
        for number in ("one", "two", "three")
    ]
    question = Question(key=ATTACK, wording=f"Question {ATTACK}?")
    assertions = [
        Assertion(
            document_id=document.id,
            passage_id=passage.id,
            run_id=run.id,
            claim_id=claim.id,
            holder_id=holder.id,
            mode=Mode.ASSERTS,
            polarity=Polarity.NEGATIVE,
            kind=ClaimKind.CAUSAL,
            hedge=ATTACK,
            standalone=True,
            rule=ATTACK,
        )
        for passage, claim in zip(passages, claims, strict=False)
    ]
    evidence = Evidence(
        document_id=document.id,
        passage_id=passages[3].id,
        run_id=run.id,
        kind=EvidenceKind.QUOTATION,
        rule=ATTACK,
    )
    related = partial(Relation, document_id=document.id, run_id=run.id, signals=(ATTACK,))
    rebuttal = related(kind="rebuts", source_claim_id=claims[1].id, target_claim_id=claims[0].id)
    return [
        holder,
        *claims,
        question,
        *assertions,
        evidence,
        rebuttal,
        related(kind="supports", source_evidence_id=evidence.id, target_claim_id=claims[0].id),
        related(kind="undercuts", source_claim_id=claims[2].id, target_relation_id=rebuttal.id),
        related(kind="qualifies", source_claim_id=claims[2].id, target_claim_id=claims[0].id),
        Position(
            document_id=document.id,
            question_id=question.id,
            claim_id=claims[0].id,
            stance=Stance.FOR,
        ),
    ]


def _dependencies(document: Document, run: Run, passages: list[Passage]) -> list[Record]:
    """Return a loop of two concepts through every kind of dependency."""
    ends = [
        Concept(
            key=f"{number} {ATTACK}",
            label=f"Concept {number} {ATTACK} {LONG}",
            alternatives=(ATTACK,),
        )
        for number in ("one", "two")
    ]
    holder = Agent(key=ATTACK, name=f"Holder {ATTACK}", kind=AgentKind.PERSON)
    return [holder, *ends] + [
        Dependency(
            document_id=document.id,
            passage_id=passages[0].id,
            run_id=run.id,
            kind=kind,
            source_concept_id=source.id,
            target_concept_id=target.id,
            holder_id=holder.id,
            mode=Mode.ASSERTS,
            polarity=Polarity.POSITIVE,
            hedge=ATTACK,
            rule=ATTACK,
        )
        for kind in DEPENDENCY_KINDS
        for source, target in (ends, ends[::-1])
    ]


def _citation(document: Document, run: Run, passages: list[Passage], work: Work) -> list[Record]:
    reference = Reference(
        document_id=document.id,
        passage_id=passages[3].id,
        run_id=run.id,
        work_id=work.id,
        label=ATTACK,
        raw=ATTACK,
        title=ATTACK,
        url=URL,
    )
    citation = Citation(
        document_id=document.id,
        passage_id=passages[1].id,
        context_id=passages[1].id,
        run_id=run.id,
        reference_ids=(reference.id,),
        work_ids=(work.id,),
    )
    return [reference, citation]


def _shared(records: list[Record]) -> list[Record]:
    return [record for record in records if not hasattr(record, "document_id")]


def _owned(records: list[Record]) -> list[Record]:
    return [record for record in records if hasattr(record, "document_id")]
