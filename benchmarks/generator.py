"""Documents made up one after the other, each speaking of the claims of earlier ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from benchmarks.drafts import Draft, Text, signature
from benchmarks.wordings import Wordings
from kg.model import (
    Agent,
    Assertion,
    Bundle,
    Citation,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Mention,
    Position,
    Problem,
    Quantity,
    Question,
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
    SectionKind,
    Stance,
)

HOLDERS: Final = 400
CONCEPTS: Final = 1500
COPIED: Final = 0.05
ACROSS: Final = 0.2
SAID_AGAIN: Final = 0.1
MODES: Final = (Mode.ASSERTS,) * 6 + (Mode.REPORTS,) * 3 + (Mode.CONCEDES, Mode.QUESTIONS)
SECTIONS: Final = {
    "Introduction": SectionKind.INTRODUCTION,
    "How we looked": SectionKind.METHOD,
    "What we found": SectionKind.RESULT,
    "What it means": SectionKind.DISCUSSION,
    "What we cannot say": SectionKind.LIMITATION,
}
QUESTIONS: Final = ("Do tide mills pay for themselves?", "Should the old ponds be dredged?")
NOW: Final = "2026-01-01T00:00:00Z"


class Generator:
    """Makes up documents one after the other; the next may speak of the claims of the last."""

    def __init__(self, per_text: int, words: int = 5000, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.vectors = np.random.default_rng(seed)
        self.wordings = Wordings(self.chance)
        self.per_text = per_text
        self.sentences = max(words // 19 - 2 * per_text, per_text)
        self.claims: list[Claim] = []
        self.works: list[Work] = []
        self.told: list[list[tuple[str, Claim | None]]] = []
        self.holders = [_holder(self.wordings, at) for at in range(HOLDERS)]
        names = dict.fromkeys(self.wordings.thing() for _ in range(CONCEPTS))
        self.concepts = [Concept(key=name, label=name) for name in names]
        self.questions = [Question(key=one.casefold(), wording=one) for one in QUESTIONS]

    def bundle(self, number: int) -> Bundle:
        """Return the next document."""
        fresh = [self._claim() for _ in range(self.per_text)]
        body = self._body(fresh)
        drafted, said, numbers = self._drafted(number, body)
        self._state(drafted, said)
        self._weigh(drafted, said, numbers)
        self._cite(drafted, [*said, *numbers])
        self._name(drafted, said, numbers)
        if number % 7 == 0:
            self._answer(drafted, fresh[0])
        links = {one.id: one for one in self._links(fresh)}
        signed = tuple(signature(one, self.vectors) for one in fresh)
        self.claims += fresh
        self.told.append(body)
        owned, shared = tuple(drafted.owned.values()), tuple(drafted.shared.values())
        return Bundle(drafted.document, owned, shared, tuple(links.values()), signed)

    def _claim(self) -> Claim:
        wording = self.wordings.claim()
        return Claim(key=f"{wording.casefold()} {self.chance.random():.9f}", wording=f"{wording}.")

    def _body(self, fresh: Sequence[Claim]) -> list[tuple[str, Claim | None]]:
        """Return the sentences of a text, each with the claim that it makes."""
        again = self._earlier(int(self.per_text * SAID_AGAIN))
        copied: list[tuple[str, Claim | None]] = []
        if self.told and self.chance.random() < COPIED:
            copied = self.chance.choice(self.told)[: 2 * self.per_text]
        body: list[tuple[str, Claim | None]] = [(one.wording, one) for one in (*fresh, *again)]
        fill = max(self.sentences - len(copied), 0)
        body += [(self.wordings.filler(), None) for _ in range(fill)]
        self.chance.shuffle(body)
        return copied + body

    def _earlier(self, count: int) -> list[Claim]:
        """Return earlier claims, each once; the very first ones oftener."""
        if not self.claims:
            return []
        last = len(self.claims)
        found = [self.claims[int(last * self.chance.random() ** 3)] for _ in range(count)]
        return list({one.id: one for one in found}.values())

    def _drafted(
        self, number: int, body: Sequence[tuple[str, Claim | None]]
    ) -> tuple[Draft, dict[int, Claim], list[int]]:
        """Return the document, the claims by sentence, and the sentences that only fill."""
        text, title = Text(), f"{self.wordings.title()}, part {number + 1}"
        text.block(BlockKind.TITLE, [title], level=1)
        said: dict[int, Claim] = {}
        fill: list[int] = []
        share = -(-len(body) // len(SECTIONS))
        for at, section in enumerate(SECTIONS.items()):
            text.section = section
            text.block(BlockKind.HEADING, [section[0]], level=2)
            mine = body[at * share : (at + 1) * share]
            for start in range(0, len(mine), 6):
                some = mine[start : start + 6]
                numbers = text.block(BlockKind.PARAGRAPH, [words for words, _ in some])
                for place, (_, claim) in zip(numbers, some, strict=True):
                    if claim is None:
                        fill.append(place)
                    else:
                        said[place] = claim
        text.section = ("References", SectionKind.REFERENCES)
        text.block(BlockKind.HEADING, ["References"], level=2)
        cited = [self._work(number, at) for at in range(max(self.per_text // 8, 2))]
        lines = [text.block(BlockKind.REFERENCE, [_entry(one)])[0] for one in cited]
        return self._begun(number, title, text, dict(zip(lines, cited, strict=True))), said, fill

    def _begun(self, number: int, title: str, text: Text, cited: dict[int, Work]) -> Draft:
        authors = (self.wordings.person(), self.wordings.person())
        year = self.chance.randint(1960, 2025)
        work = Work(key=f"title:{title.casefold()}", title=title, authors=authors, year=year)
        name = f"text-{number:05}.md"
        document = Document(
            text="".join(text.parts),
            media_type="text/markdown",
            source=f"/made-up/{name}",
            name=name,
            sha256=f"{number:064x}",
            language="en",
            title=title,
            authors=authors,
            year=year,
            work_id=work.id,
            structure=tuple(text.blocks),
        )
        run = Run(document_id=document.id, extractor="made-up", version="1", started_at=NOW)
        drafted = Draft(document, text, run)
        drafted.share(work)
        drafted.own(run)
        self.works.append(work)
        for line, one in cited.items():
            drafted.share(one)
            drafted.own(
                Reference(
                    **drafted.on(line),
                    work_id=one.id,
                    raw=_entry(one),
                    title=one.title,
                    authors=one.authors,
                    year=one.year,
                    score=0.9,
                )
            )
        return drafted

    def _work(self, number: int, at: int) -> Work:
        """Return a work to cite: one that is read here, or one that is not."""
        if self.works and self.chance.random() < 0.4:
            return self.chance.choice(self.works)
        title = f"{self.wordings.title()}, {number + 1}-{at + 1}"
        year = self.chance.randint(1930, 2020)
        by = (self.wordings.person(),)
        return Work(key=f"title:{title.casefold()}", title=title, authors=by, year=year)

    def _state(self, drafted: Draft, said: dict[int, Claim]) -> None:
        pick = self.chance.choice
        own = self.holders[int(drafted.document.sha256, 16) % HOLDERS]
        for number, claim in said.items():
            mode = pick(MODES)
            holder = pick(self.holders) if mode is Mode.REPORTS else own
            drafted.share(claim)
            drafted.share(holder)
            drafted.own(
                Assertion(
                    **drafted.on(number),
                    claim_id=claim.id,
                    holder_id=holder.id,
                    mode=mode,
                    polarity=Polarity.POSITIVE,
                    kind=pick(tuple(ClaimKind)),
                    hedge=pick((None, None, None, "probably")),
                    standalone=self.chance.random() < 0.8,
                    rule=pick(("finding", "comparison", "stance")),
                    salience=round(self.chance.random(), 3),
                    score=round(self.chance.uniform(0.4, 0.95), 3),
                )
            )

    def _weigh(self, drafted: Draft, said: dict[int, Claim], fill: Sequence[int]) -> None:
        """Add what bears on the claims: other claims of the text, and evidence."""
        pick, claims = self.chance.choice, list(dict.fromkeys(said.values()))
        common: dict[str, Any] = {"document_id": drafted.document.id, "run_id": drafted.run.id}
        made: list[Relation] = []
        for at, claim in enumerate(claims[1:], 1):
            for target in {self.chance.randrange(at) for _ in range(self.chance.randint(0, 2))}:
                kind = pick(("supports", "supports", "rebuts", "qualifies"))
                made.append(
                    Relation(
                        kind=kind,
                        source_claim_id=claim.id,
                        target_claim_id=claims[target].id,
                        signals=("connective",),
                        score=round(self.chance.uniform(0.3, 0.95), 3),
                        **common,
                    )
                )
            if made and self.chance.random() < 0.05:
                made.append(
                    Relation(
                        kind="undercuts",
                        source_claim_id=claim.id,
                        target_relation_id=pick(made).id,
                        signals=("connective",),
                        score=0.7,
                        **common,
                    )
                )
        for number in self._some(fill, len(claims) // 3):
            evidence = self._evidence(drafted, number)
            made.append(
                Relation(
                    kind="supports",
                    source_evidence_id=evidence.id,
                    target_claim_id=pick(claims).id,
                    signals=("same-paragraph",),
                    score=round(self.chance.uniform(0.3, 0.9), 3),
                    **common,
                )
            )
        drafted.own(*made)

    def _evidence(self, drafted: Draft, number: int) -> Evidence:
        kind = self.chance.choice((EvidenceKind.EXAMPLE, EvidenceKind.MEASUREMENT))
        start = drafted.text.spans[number][0]
        value = round(self.chance.uniform(1, 90), 1)
        measured = (Quantity(value, value, "percent", None, start, start + 4, None),)
        found = Evidence(
            **drafted.on(number),
            kind=kind,
            quantities=measured if kind is EvidenceKind.MEASUREMENT else (),
            rule="number",
            score=round(self.chance.uniform(0.4, 0.9), 3),
        )
        drafted.own(found)
        return found

    def _cite(self, drafted: Draft, numbers: Sequence[int]) -> None:
        references = [one for one in drafted.owned.values() if isinstance(one, Reference)]
        for number in self._some(numbers, 2 * len(references)):
            chosen = self.chance.choice(references)
            words = drafted.document.text[slice(*drafted.text.spans[number][:2])].split()[2]
            marker = drafted.on(number, words)
            context = drafted.on(number)["passage_id"]
            cited: dict[str, Any] = {"reference_ids": (chosen.id,), "work_ids": (chosen.work_id,)}
            drafted.own(Citation(**marker, context_id=context, score=0.9, **cited))
        if self.chance.random() < 0.3:
            drafted.own(
                Problem(
                    document_id=drafted.document.id,
                    code="dangling-citation",
                    message="a citation denotes nothing in the bibliography",
                    start=0,
                    end=4,
                )
            )

    def _name(self, drafted: Draft, said: dict[int, Claim], fill: Sequence[int]) -> None:
        """Add concepts, where they are named, and what depends on what."""
        mine = self.chance.sample(self.concepts, min(20, len(self.concepts)))
        for number in self._some(fill, self.per_text // 3):
            drafted.own(
                Mention(**drafted.on(number), concept_id=drafted.share(self.chance.choice(mine)).id)
            )
        holder = self.holders[0]
        drafted.share(holder)
        claims = list(said.values())
        for number in self._some(fill, self.per_text // 5):
            one, other = (drafted.share(found) for found in self.chance.sample(mine, 2))
            of_claim = self.chance.random() < 0.2
            ends = (
                {"source_claim_id": self.chance.choice(claims).id, "target_concept_id": other.id}
                if of_claim
                else {"source_concept_id": one.id, "target_concept_id": other.id}
            )
            drafted.own(
                Dependency(
                    **drafted.on(number),
                    **ends,
                    kind=self.chance.choice(DEPENDENCY_KINDS),
                    holder_id=holder.id,
                    mode=Mode.ASSERTS,
                    polarity=Polarity.POSITIVE,
                    rule="requires",
                    score=round(self.chance.uniform(0.4, 0.9), 3),
                )
            )

    def _answer(self, drafted: Draft, thesis: Claim) -> None:
        question = drafted.share(self.chance.choice(self.questions))
        drafted.own(
            Position(
                document_id=drafted.document.id,
                question_id=question.id,
                claim_id=thesis.id,
                stance=self.chance.choice(tuple(Stance)),
            )
        )

    def _links(self, fresh: Sequence[Claim]) -> Iterator[Relation]:
        """Yield what some claims of a text are to claims of earlier texts."""
        for claim in fresh:
            if not self.claims or self.chance.random() > ACROSS:
                continue
            kind = self.chance.choice(("rebuts", "supports", "related", "restates"))
            low, high = (0.2, 0.95)
            yield Relation(
                kind=kind,
                source_claim_id=claim.id,
                target_claim_id=self._earlier(1)[0].id,
                signals=("likeness",),
                score=round(self.chance.uniform(low, high), 3),
            )

    def _some(self, numbers: Sequence[int], count: int) -> list[int]:
        return sorted(self.chance.sample(numbers, min(count, len(numbers))))


def _holder(wordings: Wordings, at: int) -> Agent:
    name = f"{wordings.person()} of {wordings.place()}"
    return Agent(key=f"person:{at}:{name.casefold()}", name=name, kind=AgentKind.PERSON)


def _entry(work: Work) -> str:
    return f"{' and '.join(work.authors)} ({work.year}). {work.title}."
