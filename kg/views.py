"""What pages and commands show: records put together for reading.

The store answers with these, the command line and the app only print and draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from kg.model import (
    Agent,
    Assertion,
    Block,
    Citation,
    Claim,
    Concept,
    Dependency,
    Evidence,
    Match,
    Passage,
    Problem,
    Question,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.vocab import MODE_WORDS, ClaimKind, EvidenceKind, Genre, Mode, Polarity, Stance, Status


@dataclass(frozen=True, slots=True)
class Source:
    """A document without its text. ``claims`` counts distinct claims, the rest rows."""

    id: str
    name: str
    title: str | None
    authors: tuple[str, ...]
    year: int | None
    genre: Genre
    media_type: str
    work_id: str
    reviews_id: str | None
    claims: int
    references: int
    citations: int
    problems: int

    @property
    def label(self) -> str:
        """The title, or the file's name where the text gives none."""
        return self.title or self.name


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words, where they stand, and in which source."""

    passage: Passage
    source: Source

    @property
    def cited(self) -> str:
        """The source as a text would cite it: its name, year and page, as far as known."""
        year = f" ({self.source.year})" if self.source.year else ""
        page = f", p. {self.passage.page}" if self.passage.page else ""
        return f"{self.source.label}{year}{page}"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work, the ids of the documents that are texts of it, and how many others cite it."""

    work: Work
    texts: tuple[str, ...]
    cited_by: int


@dataclass(frozen=True, slots=True)
class MatchView:
    """Two works that may be one, and the proposal that says so."""

    match: Match
    work: Work
    candidate: Work


@dataclass(frozen=True, slots=True)
class HeldAssertion:
    """An assertion with its quote, its holder, what found it, and the works it cites."""

    assertion: Assertion
    quote: Quote
    holder: Agent
    run: Run
    cites: tuple[Work, ...] = ()


LINKS: Final = "links"
"""The maker of relations between documents, which no run of an extractor finds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A machine's proposal that a person accepted or rejected.

    ``extractor`` made it (:data:`LINKS` the relations between documents), ``rule`` in it
    spoke; ``score`` is the probability that it was shown with, None where it had none.
    """

    extractor: str
    rule: str
    score: float | None
    accepted: bool


class Order(StrEnum):
    """In which order to list claims.

    ``CONTESTED`` has those first that most links speak against, of these the ones that most
    speak for; ``SALIENCE`` the most central to their texts; ``NEWEST`` those of the texts that
    were read last; ``STRENGTH`` the strongest by what bears on them (see :mod:`kg.debate`).
    """

    CONTESTED = "contested"
    SALIENCE = "salience"
    NEWEST = "newest"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; None means any. ``text`` is a full-text query.

    ``contested`` keeps claims that some claim rebuts or undercuts; ``cited`` keeps claims
    with (True) or without (False) a citation in one of their sentences. Rejected
    assertions never count. Without an ``order`` it is relevance when ``text`` is given, else
    salience.
    """

    text: str | None = None
    document_id: str | None = None
    holder_id: str | None = None
    mode: Mode | None = None
    kind: ClaimKind | None = None
    contested: bool | None = None
    cited: bool | None = None
    order: Order | None = None
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of a list of claims; counts leave out what was rejected.

    ``works`` counts the distinct works whose documents state the claim, so that one essay
    stored twice counts once.
    """

    claim: Claim
    kinds: tuple[ClaimKind, ...]
    modes: tuple[Mode, ...]
    holders: tuple[str, ...]
    sources: tuple[str, ...]
    works: int
    supports: int
    rebuts: int
    undercuts: int
    salience: float | None


@dataclass(frozen=True, slots=True)
class Named:
    """What is called by some words: a few of each kind, those with the shortest names first."""

    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkCard:
    """One card of a claim's pro or con column: the relation and what stands at its other end.

    Either ``claim`` with its ``assertions``, or ``evidence`` with its ``quote``.
    ``work`` is the work that the evidence is attributed to. ``undercuts`` hang on the link.
    """

    relation: Relation
    claim: Claim | None = None
    assertions: tuple[HeldAssertion, ...] = ()
    evidence: Evidence | None = None
    quote: Quote | None = None
    work: Work | None = None
    undercuts: tuple[LinkCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with both sides.

    ``pro`` and ``con`` are links into it by sign, ``other`` the neutral ones; ``bears_on``
    are the links that lead from it to other claims. A symmetric link is among ``other`` at
    either end. ``counts`` has how many links there are in these four, read in full or not.
    ``joined`` are the claims that say the same in other words; what is said of them is said
    of it.
    """

    claim: Claim
    assertions: tuple[HeldAssertion, ...]
    pro: tuple[LinkCard, ...]
    con: tuple[LinkCard, ...]
    other: tuple[LinkCard, ...]
    bears_on: tuple[LinkCard, ...]
    counts: tuple[int, ...]
    joined: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of a source's text to mark, and the record that it belongs to.

    ``target_id`` is what a click opens: the claim of an assertion, of the evidence, the
    concept of a dependency, the reference of a citation.
    """

    start: int
    end: int
    kind: str
    record_id: str
    target_id: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as a reader wants it: text, structure, marked passages, references, problems."""

    source: Source
    text: str
    structure: tuple[Block, ...]
    highlights: tuple[Highlight, ...]
    references: tuple[tuple[Reference, Work], ...]
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]
    matches: tuple[MatchView, ...] = ()


@dataclass(frozen=True, slots=True)
class DependencyEvidence:
    """One passage's word on a dependency, with its ends, its quote and who says so.

    ``source`` and ``target`` are the dependency's ends; of claims that say the same, the one
    that stands for all. ``read_at`` is when its document was first read, ``judged_at`` when a
    person gave the dependency its present status (ISO 8601, UTC); None where nobody did or
    nothing is known.
    """

    dependency: Dependency
    source: Concept | Claim
    target: Concept | Claim
    quote: Quote
    holder: Agent
    read_at: str | None = None
    judged_at: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, its positions, and how many claims speak for each answer.

    ``supports`` and ``rebuts`` count the claims that speak for yes and for no: those that a
    text with that position asserts in its own voice, and those that lead there through
    relations (see :func:`kg.analysis.argument.reach`). ``mixed`` counts claims that do both,
    ``unassessed`` those that do neither, such as views that a text only reports.
    """

    question: Question
    positions: tuple[tuple[Stance, Claim, Source | None], ...]
    supports: int
    rebuts: int
    mixed: int
    unassessed: int
    most_contested: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation or dependency, bare: its kind and the ids of what it leads from and to."""

    id: str
    kind: str
    source_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine made of a text, for a person to judge, bare.

    ``id`` names an assertion, evidence, relation or dependency; ``score`` is the probability
    that it is right, None where none is known; ``claim_id`` is the claim of an assertion.
    """

    id: str
    score: float | None
    status: Status
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: what it says, and the words of texts that put it so."""

    id: str
    wording: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with all that one needs to judge it.

    ``quote`` is the passage that it stands on and ``sentence`` that passage with the rest of
    its sentence; None for a link between documents, which shows in the quotes of its ends.
    ``run`` and ``holder`` are None where there is none, ``source`` for an assertion; the
    ``target`` of an assertion is its claim. Evidence has neither end.
    """

    record: Assertion | Evidence | Relation | Dependency
    quote: Quote | None
    sentence: str | None
    run: Run | None
    holder: Agent | None
    source: End | None
    target: End | None

    @property
    def voice(self) -> str | None:
        """Who says it and how; None for evidence and links, which nobody is said to hold."""
        record = self.record
        if not isinstance(record, (Assertion, Dependency)):
            return None
        holder = self.holder.name if self.holder else "nobody"
        hedge = f", hedged by “{record.hedge}”" if record.hedge else ""
        denied = isinstance(record, Dependency) and record.polarity is Polarity.NEGATIVE
        return f"{MODE_WORDS[record.mode]} {holder}{hedge}{', denied' if denied else ''}"


Side: TypeAlias = Literal["for", "against", "mixed"]
"""The side of a question from which a claim bears on it."""


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """Which rows of the evidence table to list: see :class:`ClaimFilter` for ``claims``.

    With ``question_id`` only claims that bear on that question, on one ``side`` where it is
    given: ``for`` it, ``against`` it or ``mixed``. ``accepted`` keeps what a person vouches for:
    claims of which a passage or a link is accepted, and of these the accepted alone.
    ``evidence`` is the kind of the pieces of evidence that are listed one a row.
    """

    claims: ClaimFilter = ClaimFilter()
    question_id: str | None = None
    side: Side | None = None
    accepted: bool = False
    evidence: EvidenceKind | None = None


@dataclass(frozen=True, slots=True)
class Bearing:
    """One passage of a source, and how it bears on a claim.

    ``way`` is the mode of an assertion, or the kind of the link by which evidence or another
    claim (``through``) bears on it; ``sign`` is 1 for the claim, -1 against it, 0 for neither.
    ``status`` and ``score`` are those of the assertion, of a link those of the link.
    ``relation_id`` is None for an assertion, ``evidence`` None for all but evidence, ``work``
    what the evidence is attributed to.
    """

    claim_id: str
    way: str
    sign: int
    quote: Quote
    status: Status
    score: float | None
    holder: Agent | None = None
    relation_id: str | None = None
    through: Claim | None = None
    evidence: Evidence | None = None
    work: Work | None = None


STATES: Final = "states"
"""The kind of the tie from a text to a claim that it puts forward."""
NAMES: Final = "names"
"""The kind of the tie from a claim to a concept that its words name."""
ANSWERS: Final = {Stance.FOR: "answers_yes", Stance.AGAINST: "answers_no"}
"""The kinds of ties from a claim to a question that it answers."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two things, bare, as a map of them needs it.

    ``kind`` is that of a relation or dependency, or :data:`STATES`, :data:`NAMES` or one of
    :data:`ANSWERS`. ``target_id`` may name another tie, which this one is about. ``alike`` are
    the records that say the same of the same two; of them ``accepted`` says that a person
    vouches for one, ``denied`` that all are denials.
    """

    id: str
    kind: str
    source_id: str
    target_id: str
    accepted: bool = False
    denied: bool = False
    alike: tuple[str, ...] = ()
