"""A small bundle with one record of each kind, in sentences of our own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kg.model import (
    Agent,
    Alias,
    Assertion,
    Block,
    Bundle,
    Citation,
    Claim,
    Concept,
    Decision,
    Dependency,
    Document,
    Entry,
    Evidence,
    Match,
    Mention,
    Passage,
    Position,
    Problem,
    Quantity,
    Question,
    Record,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.rdf.project import Projection
from kg.vocab import (
    Action,
    AgentKind,
    BlockKind,
    CitationFunction,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Genre,
    Mode,
    Polarity,
    Reason,
    SectionKind,
    Stance,
    Status,
)

TEXT = (
    "# Tides\n\nTide mills need reservoirs [1]. "
    "Reservoirs silt up, so tide mills stop after 30 to 40 years. "
    "Dredging makes reservoirs last.\n\n"
    "[1] Mill, A. (1999). On mills.\n"
)


@dataclass(frozen=True)
class Essay:
    """One document and its records, made from any strings."""

    text: str = TEXT
    name: str = "tides.md"
    title: str = "Tides"
    wording: str = "Tide mills need reservoirs."
    label: str = "tide mills"
    status: Status = Status.PROPOSED
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    url: str = "https://example.org/mills"

    @cached_property
    def bundle(self) -> Bundle:
        """Everything that the document contributes."""
        return Bundle(self.document, self.owned, self.shared)

    @cached_property
    def work(self) -> Work:
        return Work(key="title:tides", title=self.title, authors=("Ada Ebb", "Ben Flow"), year=2021)

    @cached_property
    def cited(self) -> Work:
        return Work(
            key="doi:10.1/mills", title="On mills", year=1999, doi="10.1/mills", url=self.url
        )

    @cached_property
    def holder(self) -> Agent:
        return Agent(key="work:tides", name="authors of Tides", kind=AgentKind.AUTHORSHIP)

    @cached_property
    def concepts(self) -> tuple[Concept, Concept, Concept]:
        return (
            Concept(
                key="tide mill",
                label=self.label,
                alternatives=("TM", self.label),
                kind=ConceptKind.HARDWARE,
            ),
            Concept(key="reservoir", label="reservoirs"),
            Concept(key="dredging", label="dredging", kind=ConceptKind.METHOD),
        )

    @cached_property
    def claims(self) -> tuple[Claim, Claim]:
        return (
            Claim(key="mills need reservoirs", wording=self.wording),
            Claim(key="mills stop", wording="Tide mills stop after 30 to 40 years."),
        )

    @cached_property
    def question(self) -> Question:
        return Question(key="do tide mills last", wording="Do tide mills last?")

    @cached_property
    def shared(self) -> tuple[Record, ...]:
        return (self.work, self.cited, self.holder, *self.concepts, *self.claims, self.question)

    @cached_property
    def document(self) -> Document:
        return Document(
            text=self.text,
            media_type="text/markdown",
            source=f"/somewhere/{self.name}",
            name=self.name,
            sha256=hashlib.sha256(b"tides").hexdigest(),
            language="en",
            title=self.title,
            authors=("Ada Ebb",),
            year=2021,
            genre=Genre.ORIGINAL,
            work_id=self.work.id,
            work_score=0.95,
            reviews_id=self.cited.id,
            structure=(Block(BlockKind.TITLE, 2, 7, 1), Block(BlockKind.PARAGRAPH, 9, 100)),
        )

    @cached_property
    def run(self) -> Run:
        return Run(
            document_id=self.document.id,
            extractor="claims",
            version="1.2",
            started_at="2025-03-04T05:06:07Z",
        )

    def passage(self, start: int, end: int) -> Passage:
        return Passage(
            document_id=self.document.id,
            start=start,
            end=end,
            exact=self.text[start:end] or "?",
            prefix=self.text[:start][-32:],
            suffix=self.text[end : end + 32],
            section=self.title,
            section_kind=SectionKind.DISCUSSION,
            page=2,
        )

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return (
            self.passage(9, 40),
            self.passage(36, 39),
            self.passage(41, 101),
            self.passage(102, 133),
            self.passage(135, 165),
        )

    @cached_property
    def owned(self) -> tuple[Record, ...]:
        need, marker, _, _, entry = self.passages
        own: dict[str, Any] = {"document_id": self.document.id}
        made: dict[str, Any] = {**own, "run_id": self.run.id}
        reference = Reference(
            **made,
            passage_id=entry.id,
            work_id=self.cited.id,
            label="1",
            raw="Mill, A. (1999). On mills.",
            year=1999,
            score=1.0,
        )
        citation = Citation(
            **made,
            passage_id=marker.id,
            context_id=need.id,
            reference_ids=(reference.id,),
            work_ids=(self.cited.id,),
            function=CitationFunction.SUPPORTS,
            score=0.5,
        )
        return (
            self.run,
            *self.passages,
            reference,
            citation,
            *self._assertions(made),
            *self._links(made),
            Mention(
                **made,
                passage_id=need.id,
                concept_id=self.concepts[0].id,
                kind=ConceptKind.HARDWARE,
                score=0.125,
            ),
            Position(
                **own,
                question_id=self.question.id,
                claim_id=self.claims[1].id,
                stance=Stance.AGAINST,
            ),
            Match(**made, work_id=self.work.id, candidate_id=self.cited.id, similarity=0.875),
            Problem(**own, code="dangling-citation", message="no entry [2]", start=3, end=6),
            Alias(**own, key="title:on mills", target_id=self.cited.id),
        )

    def _assertions(self, made: dict[str, Any]) -> tuple[Assertion, Assertion]:
        need, _, stop, _, _ = self.passages
        first = Assertion(
            **made,
            passage_id=need.id,
            claim_id=self.claims[0].id,
            holder_id=self.holder.id,
            mode=self.mode,
            polarity=self.polarity,
            kind=ClaimKind.EMPIRICAL,
            hedge="probably",
            standalone=True,
            rule="main-clause",
            salience=0.75,
            score=0.9,
            status=self.status,
        )
        second = Assertion(
            **made,
            passage_id=stop.id,
            claim_id=self.claims[1].id,
            holder_id=self.holder.id,
            mode=Mode.REPORTS,
            polarity=Polarity.POSITIVE,
            kind=ClaimKind.CAUSAL,
            standalone=True,
            rule="so",
            score=0.8,
        )
        return first, second

    def _links(self, made: dict[str, Any]) -> tuple[Record, ...]:
        need, _, stop, dredge, _ = self.passages
        mills, reservoirs, dredging = self.concepts
        evidence = Evidence(
            **made,
            passage_id=stop.id,
            work_id=self.cited.id,
            kind=EvidenceKind.MEASUREMENT,
            quantities=(Quantity(30.0, 40.0, "years", "after", 83, 91, "the wait"),),
            rule="number",
            score=0.7,
            status=self.status,
        )
        rebuttal = Relation(
            kind="rebuts",
            **made,
            source_claim_id=self.claims[1].id,
            target_claim_id=self.claims[0].id,
            passage_id=stop.id,
            signals=("so",),
            score=0.6,
            status=self.status,
        )
        support = Relation(
            kind="supports",
            **made,
            source_evidence_id=evidence.id,
            target_claim_id=self.claims[1].id,
            score=0.6,
            status=self.status,
        )
        undercut = Relation(
            kind="undercuts",
            **made,
            source_claim_id=self.claims[0].id,
            target_relation_id=support.id,
            status=self.status,
        )
        requires = self._dependency("requires", mills, reservoirs, need)
        enables = self._dependency("enables", dredging, reservoirs, dredge)
        return evidence, rebuttal, support, undercut, requires, enables

    def _dependency(
        self, kind: str, source: Concept, target: Concept, passage: Passage
    ) -> Dependency:
        return Dependency(
            kind=kind,
            document_id=self.document.id,
            run_id=self.run.id,
            passage_id=passage.id,
            source_concept_id=source.id,
            target_concept_id=target.id,
            holder_id=self.holder.id,
            mode=self.mode,
            polarity=self.polarity,
            rule="verb",
            status=self.status,
        )

    @cached_property
    def decision(self) -> Decision:
        return Decision(
            target_id=self.claims[0].id,
            action=Action.REJECT,
            reason=Reason.NOT_A_CLAIM,
            value="{}",
            subject='{"record":"claim"}',
            note="see [1]",
            made_by="Ada",
            made_at="2025-03-05T00:00:00Z",
        )

    @cached_property
    def graphs(self) -> dict[str, str]:
        """All graphs that the essay and one decision give, by IRI."""
        projection = Projection()
        shared = dict(projection.shared_graph(Entry(record)) for record in self.shared)
        decisions = dict([projection.decisions_graph([self.decision])])
        return {**projection.document_graphs(self.bundle), **shared, **decisions}


class MemoryStore:
    """What a dataset follows: graphs with the revision of their last change."""

    def __init__(self) -> None:
        self.revision = 0
        self._graphs: dict[str, tuple[int, str | None]] = {}

    def put(self, graphs: dict[str, str | None]) -> None:
        """Change graphs in one step; None drops one."""
        self.revision += 1
        self._graphs.update({name: (self.revision, text) for name, text in graphs.items()})

    def graphs_since(self, since: int) -> tuple[int, list[tuple[str, str | None]]]:
        """Return the revision and the graphs that changed after ``since``."""
        return self.revision, [
            (name, text) for name, (revision, text) in self._graphs.items() if revision > since
        ]

    def stored(self) -> dict[str, str]:
        """Return the graphs that are there."""
        return {name: text for name, (_, text) in self._graphs.items() if text is not None}


def rejected(essay: Essay) -> Essay:
    """Return the essay with its judged records rejected."""
    return replace(essay, status=Status.REJECTED)
