"""The records: frozen, identified by content, and the one place where a field is declared.

Tables, JSON and checks follow from the declarations: ``ref`` marks a foreign key, ``refs``
a list of them, ``choice`` a closed list of strings, ``ratio`` a number in [0, 1].
A record's ``id`` is derived from the fields named in its ``IDENTITY``, always.

Records with a ``document_id`` belong to that document and go when it goes. ``Work``,
``Agent``, ``Concept`` and ``Claim`` are shared: they exist as long as something refers to
them. Positions in texts are Unicode code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from kg.ids import Content, content_id
from kg.vocab import (
    ARGUMENT_KINDS,
    DEPENDENCY_KINDS,
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
    Stance,
    Status,
)


def ref(kind: str) -> Any:
    """Declare a foreign key to a record of ``kind``."""
    return field(metadata={"ref": kind})


def optional_ref(kind: str) -> Any:
    """Declare a foreign key that may be None."""
    return field(default=None, metadata={"ref": kind})


def refs(kind: str) -> Any:
    """Declare an ordered list of foreign keys to records of ``kind``."""
    return field(default=(), metadata={"refs": kind})


def choice(names: tuple[str, ...]) -> Any:
    """Declare a string out of a closed list."""
    return field(metadata={"choices": names})


def ratio() -> Any:
    """Declare a number in [0, 1], or None where it is unknown."""
    return field(default=None, metadata={"ratio": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all records share: an id that follows from the fields in ``IDENTITY``."""

    KIND: ClassVar[str]
    IDENTITY: ClassVar[tuple[str, ...]]

    id: str = field(init=False)

    def __post_init__(self) -> None:
        content: list[Content] = [getattr(self, name) for name in self.IDENTITY]
        object.__setattr__(self, "id", content_id(self.KIND, *content))

    @classmethod
    def declared(cls) -> tuple[Field[Any], ...]:
        """The record's fields in order, ``id`` first."""
        return fields(cls)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text and its place in the structure.

    ``level`` is the depth of a heading or list item, counted from 1; 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it.

    ``value`` and ``upper`` span a range (equal when there is one number); ``unit`` is the
    written unit, None for a bare number; ``comparison`` is the written comparator
    (``over``, ``up to``), None where there is none. ``start`` and ``end`` locate it.
    """

    value: float
    upper: float
    unit: str | None
    comparison: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Record):
    """A scholarly work, read or only cited.

    ``key`` is what identified it first: ``doi:…``, ``arxiv:…``, ``url:…`` or the normalised
    title, year and first author. The other fields are what its references and documents
    say of it, by majority.
    """

    KIND: ClassVar[str] = "work"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    container: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Record):
    """Who holds a view: a person, an organisation, a group, or a work's authors as one voice."""

    KIND: ClassVar[str] = "agent"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    name: str
    kind: AgentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """One ingested text of a work.

    ``sha256`` is of the bytes as they came; ``source`` is the path or URL they came from,
    by which a changed version is recognised; ``name`` its last part. ``work_id`` is the
    work that it is a text of, ``reviews_id`` the work that it is about.
    ``work_score`` says how sure that identification is.
    """

    KIND: ClassVar[str] = "document"
    IDENTITY: ClassVar[tuple[str, ...]] = ("text", "media_type")

    text: str
    media_type: str
    source: str
    name: str
    sha256: str
    language: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    genre: Genre = Genre.ORIGINAL
    work_id: str = ref("work")
    work_score: float | None = ratio()
    reviews_id: str | None = optional_ref("work")
    structure: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """One run of one extractor, at one version, over one document.

    ``started_at`` is ISO 8601 in UTC, to the second.
    """

    KIND: ClassVar[str] = "run"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "extractor", "version")

    document_id: str = ref("document")
    extractor: str
    version: str
    started_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Record):
    """Something that went wrong without stopping the ingest, and where.

    ``code`` is a stable kebab-case name such as ``dangling-citation``.
    """

    KIND: ClassVar[str] = "problem"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "code", "start", "end", "message")

    document_id: str = ref("document")
    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """A span of a document with its exact words and up to 32 code points on either side."""

    KIND: ClassVar[str] = "passage"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "start", "end")

    document_id: str = ref("document")
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Record):
    """An entry of a document's bibliography and the work that it resolves to.

    ``label`` is the number or key by which the text points at it.
    """

    KIND: ClassVar[str] = "reference"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id",)

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    work_id: str = ref("work")
    label: str | None = None
    raw: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    container: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """An in-text pointer: the marker's passage, the sentence it serves, what it denotes.

    ``work_ids`` names the works, also where the text cites without a bibliography.
    """

    KIND: ClassVar[str] = "citation"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id",)

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    context_id: str = ref("passage")
    run_id: str = ref("run")
    reference_ids: tuple[str, ...] = refs("reference")
    work_ids: tuple[str, ...] = refs("work")
    function: CitationFunction | None = None
    score: float | None = ratio()


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
    def source_id(self) -> str:
        """The claim or evidence that the link starts from."""
        return _only(self.source_claim_id, self.source_evidence_id)

    @property
    def target_id(self) -> str:
        """The claim or relation that the link bears on."""
        return _only(self.target_claim_id, self.target_relation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Record):
    """A model, method, data set, organisation … under one preferred label."""

    KIND: ClassVar[str] = "concept"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    label: str
    alternatives: tuple[str, ...] = ()
    kind: ConceptKind = ConceptKind.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A passage that names a concept."""

    KIND: ClassVar[str] = "mention"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id", "concept_id")

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    concept_id: str = ref("concept")
    kind: ConceptKind = ConceptKind.OTHER
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Record):
    """One passage's word that a concept or claim depends on another.

    An edge of the dependency graph is all Dependencies of one kind between the same ends.
    A negative ``polarity`` denies the link.
    """

    KIND: ClassVar[str] = "dependency"
    IDENTITY: ClassVar[tuple[str, ...]] = (
        "passage_id",
        "source_concept_id",
        "source_claim_id",
        "kind",
        "target_concept_id",
        "target_claim_id",
        "holder_id",
        "polarity",
    )

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    kind: str = choice(DEPENDENCY_KINDS)
    source_concept_id: str | None = optional_ref("concept")
    source_claim_id: str | None = optional_ref("claim")
    target_concept_id: str | None = optional_ref("concept")
    target_claim_id: str | None = optional_ref("claim")
    assertion_id: str | None = optional_ref("assertion")
    holder_id: str = ref("agent")
    mode: Mode
    polarity: Polarity
    hedge: str | None = None
    rule: str
    score: float | None = ratio()
    status: Status = Status.PROPOSED

    @property
    def source_id(self) -> str:
        """The concept or claim that the link starts from."""
        return _only(self.source_concept_id, self.source_claim_id)

    @property
    def target_id(self) -> str:
        """The concept or claim that the link leads to."""
        return _only(self.target_concept_id, self.target_claim_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Record):
    """What a debate is about."""

    KIND: ClassVar[str] = "question"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """A claim as an answer to a question, as a document declares it."""

    KIND: ClassVar[str] = "position"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "question_id", "claim_id", "stance")

    document_id: str = ref("document")
    question_id: str = ref("question")
    claim_id: str = ref("claim")
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Record):
    """Another key by which a document knows a shared record, so that later ones find it.

    ``target_id`` is a work, agent or concept; keys of works look like ``doi:10.1/x`` or
    ``title:…``, keys of concepts and agents are normalised names.
    """

    KIND: ClassVar[str] = "alias"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "key", "target_id")

    document_id: str = ref("document")
    key: str
    target_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A person's word on a record; append-only, and it outlives what it judges.

    ``target_id`` is no foreign key for that reason. ``made_at`` is ISO 8601 in UTC.
    """

    KIND: ClassVar[str] = "decision"
    IDENTITY: ClassVar[tuple[str, ...]] = ("target_id", "action", "note", "made_by", "made_at")

    target_id: str
    action: Action
    note: str | None = None
    made_by: str
    made_at: str


# Every record class, in an order in which each refers only to earlier ones (and to itself).
RECORDS: tuple[type[Record], ...] = (
    Work,
    Agent,
    Concept,
    Claim,
    Question,
    Document,
    Run,
    Problem,
    Passage,
    Reference,
    Citation,
    Assertion,
    Evidence,
    Relation,
    Mention,
    Dependency,
    Position,
    Alias,
    Decision,
)
SHARED: tuple[type[Record], ...] = (Work, Agent, Concept, Claim, Question)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one document contributes: itself, its records, and shared ones it refers to.

    The name is PROV's. ``links`` are relations that the document's claims have to claims
    of other documents; their ``document_id`` is None.
    """

    document: Document
    owned: tuple[Record, ...]
    shared: tuple[Record, ...]
    links: tuple[Relation, ...] = ()


def _only(*candidates: str | None) -> str:
    """Return the one candidate that is set.

    Raises:
        ValueError: if none or several are.
    """
    given = [candidate for candidate in candidates if candidate is not None]
    if len(given) != 1:
        raise ValueError(f"expected exactly one of {len(candidates)} ends, found {len(given)}")
    return given[0]
