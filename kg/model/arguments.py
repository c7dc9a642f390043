"""Who claims what, on what evidence, and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kg.model.declaring import Record, choice, only, optional_ref, ratio, ref
from kg.vocab import (
    ARGUMENT_KINDS,
    Action,
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Reason,
    Stance,
    Status,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it.

    ``value`` and ``upper`` span a range (equal when there is one number); ``unit`` is the
    written unit, None for a bare number; ``comparison`` is the written comparator
    (``over``, ``up to``), None where there is none. ``start`` and ``end`` locate it.
    ``measured`` is the written name of what it is a measure of, None where none is plain.
    """

    value: float
    upper: float
    unit: str | None
    comparison: str | None
    start: int
    end: int
    measured: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Record):
    """Who holds a view: a person, an organisation, a group, or a work's authors as one voice."""

    KIND: ClassVar[str] = "agent"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    name: str
    kind: AgentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """The canonical proposition that assertions share.

    ``key`` is the normalised wording that identified it, ``wording`` how it is shown.
    """

    KIND: ClassVar[str] = "claim"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion(Record):
    """One passage in which somebody puts a claim forward, reports, questions or denies it.

    ``hedge`` is the written cue (``probably``), ``salience`` how central the passage is to
    its document, ``score`` the probability that it is rightly extracted.
    """

    KIND: ClassVar[str] = "assertion"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id", "holder_id", "mode")

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    claim_id: str = ref("claim")
    holder_id: str = ref("agent")
    mode: Mode
    polarity: Polarity
    kind: ClaimKind
    hedge: str | None = None
    standalone: bool
    rule: str
    salience: float | None = ratio()
    score: float | None = ratio()
    status: Status = Status.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A passage that bears on a claim; the link itself is a Relation.

    ``work_id`` is the work that a quotation or a result is attributed to.
    """

    KIND: ClassVar[str] = "evidence"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id", "kind")

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    work_id: str | None = optional_ref("work")
    kind: EvidenceKind
    quantities: tuple[Quantity, ...] = ()
    rule: str
    score: float | None = ratio()
    status: Status = Status.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Record):
    """A reified link from a claim or evidence to a claim or another relation.

    Exactly one source and one target is set. ``document_id`` is None for a link between
    documents; ``passage_id`` is the passage that makes the link, where one does; ``group``
    joins premises that only hold together; ``signals`` says what proposed the link.
    """

    KIND: ClassVar[str] = "relation"
    IDENTITY: ClassVar[tuple[str, ...]] = (
        "document_id",
        "source_claim_id",
        "source_evidence_id",
        "kind",
        "target_claim_id",
        "target_relation_id",
    )

    kind: str = choice(ARGUMENT_KINDS)
    document_id: str | None = optional_ref("document")
    run_id: str | None = optional_ref("run")
    source_claim_id: str | None = optional_ref("claim")
    source_evidence_id: str | None = optional_ref("evidence")
    target_claim_id: str | None = optional_ref("claim")
    target_relation_id: str | None = optional_ref("relation")
    passage_id: str | None = optional_ref("passage")
    group: str | None = None
    signals: tuple[str, ...] = ()
    score: float | None = ratio()
    status: Status = Status.PROPOSED

    @property
    def rule(self) -> str:
        """What proposed the link: its signals, in one name."""
        return "+".join(self.signals)

    @property
    def family(self) -> str:
        """The rule without the particulars that follow a colon in a signal."""
        return "+".join(sorted({signal.partition(":")[0] for signal in self.signals}))

    @property
    def source_id(self) -> str:
        """The claim or evidence that the link starts from."""
        return only(self.source_claim_id, self.source_evidence_id)

    @property
    def target_id(self) -> str:
        """The claim or relation that the link bears on."""
        return only(self.target_claim_id, self.target_relation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Record):
    """What a debate is about."""

    KIND: ClassVar[str] = "question"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """A claim as an answer to a question, as a document declares it or a person says.

    ``document_id`` is None where a person says so.
    """

    KIND: ClassVar[str] = "position"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "question_id", "claim_id", "stance")

    document_id: str | None = optional_ref("document")
    question_id: str = ref("question")
    claim_id: str = ref("claim")
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A person's word on a record; append-only, and it outlives what it judges.

    ``target_id`` is no foreign key for that reason. ``subject`` describes the target by its
    content, as canonical JSON, so that the decision finds it again in another text of the
    same work or another database (see :mod:`kg.curation.subjects`). ``value`` is what the
    action needs, as canonical JSON: the new wording, the corrected fields, the added record.
    ``made_at`` is ISO 8601 in UTC, to the microsecond: the last word counts.
    """

    KIND: ClassVar[str] = "decision"
    IDENTITY: ClassVar[tuple[str, ...]] = (
        "target_id",
        "action",
        "reason",
        "value",
        "note",
        "made_by",
        "made_at",
    )

    target_id: str
    action: Action
    reason: Reason | None = None
    value: str | None = None
    note: str | None = None
    subject: str | None = None
    made_by: str
    made_at: str
