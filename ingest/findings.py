"""The layers that extractors add: what was found, where, by which rule.

Findings refer to each other by their position in a layer's order (``ReferenceFound`` 3 is
``document.layer(ReferenceFound)[3]``), never by id: ids are given when they are resolved.
Several extractors may add to one layer. No extractor that reads a layer runs before all that
add to it have, so that a position, once given, stays right.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any, ClassVar, Final, Protocol

from ingest.document import Fault, ParsedDocument, Sentence, Span
from kg.model import Description, Quantity
from kg.model.declaring import choice, ratio
from kg.vocab import (
    ARGUMENT_KINDS,
    DEPENDENCY_KINDS,
    CitationFunction,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Mode,
    Polarity,
)


def position(layer: type[Span], default: Any = MISSING) -> Any:
    """Declare a position in ``layer``, or a tuple of them; None points nowhere."""
    return field(default=default, metadata={"layer": layer})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Span):
    """What an extractor found; ``extractor`` is its name, which the pipeline sets.

    Of several extractors that find the same, the first to run keeps it: the same is what
    agrees in ``TOLD_BY``, or overlaps at all where ``TOLD_BY`` is empty.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ("start", "end")

    extractor: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFound(Finding):
    """An entry of the reference list and the work that it describes.

    ``label`` is its number or key as printed, ``key`` what markup points at it by.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ()

    label: str | None = None
    key: str | None = None
    described: Description


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFound(Finding):
    """An in-text marker such as ``[3, 7]`` or ``Kaplan et al. (2020)``.

    ``references`` are indices into the layer of references. Where the text names a work
    that has no entry, ``authors`` and ``year`` say which (``year`` may be ``2024a``).
    ``sentence`` is the index of the sentence that the marker serves, None in a table or
    wherever else there are no sentences.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ()

    sentence: int | None = position(Sentence, None)
    references: tuple[int, ...] = position(ReferenceFound, ())
    authors: tuple[str, ...] = ()
    year: str | None = None
    function: CitationFunction | None = None
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFound(Finding):
    """A concept's name in the text; ``key`` and ``label`` say which concept it names.

    ``alternatives`` are other names that this document itself gives (acronym, long form).
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ()

    key: str
    label: str
    alternatives: tuple[str, ...] = ()
    kind: ConceptKind = ConceptKind.OTHER
    score: float | None = ratio()


INNER_RULES: Final = frozenset({"condition", "consequence"})
"""The rules of assertions that are clauses of another one, which makes one rest on the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionFound(Finding):
    """A passage that puts a proposition forward.

    ``wording`` is its clean standalone wording. ``holder`` is the name of who holds it as
    the text gives it, None for the document's own author; ``holder_is_work`` marks "the
    essay argues" and the like in a text about another work.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ("start", "end", "holder", "mode")

    sentence: int = position(Sentence)
    wording: str
    mode: Mode
    polarity: Polarity
    kind: ClaimKind
    rule: str
    holder: str | None = None
    holder_is_work: bool = False
    hedge: str | None = None
    standalone: bool = True
    salience: float | None = ratio()
    score: float | None = ratio()

    @property
    def is_inner(self) -> bool:
        """Whether it is a clause of another assertion (see INNER_RULES), and no view by itself."""
        return self.rule in INNER_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFound(Finding):
    """A passage that bears on an assertion; ``assertion`` is the index of that one.

    ``citation`` is the index of the citation that it is attributed to, where there is one.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ("start", "end", "kind", "assertion")

    sentence: int = position(Sentence)
    kind: EvidenceKind
    rule: str
    assertion: int | None = position(AssertionFound, None)
    citation: int | None = position(CitationFound, None)
    quantities: tuple[Quantity, ...] = ()
    score: float | None = ratio()
    link_score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyFound(Finding):
    """A passage that says that one concept depends on another (see DEPENDENCY_KINDS).

    ``source`` and ``target`` are indices into the layer of mentions. ``assertion`` is the
    index of the assertion that says so, None for headings and diagrams. ``group`` is the same
    for those targets of one source in a passage of which any one is enough (``requires A or B``).
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ("start", "end", "kind", "source", "target", "polarity")

    kind: str = choice(DEPENDENCY_KINDS)
    source: int = position(MentionFound)
    target: int = position(MentionFound)
    rule: str
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    hedge: str | None = None
    group: str | None = None
    assertion: int | None = position(AssertionFound, None)
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyDrawn(DependencyFound):
    """A dependency that a drawing in the text shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDependencyFound(Finding):
    """A passage that says that one claim depends on another (see DEPENDENCY_KINDS).

    ``source`` and ``target`` are indices into the layer of assertions, as is ``assertion``, which
    says so. ``mode``, ``polarity`` and ``hedge`` are those of the link and not of its ends.
    """

    TOLD_BY: ClassVar[tuple[str, ...]] = ("start", "end", "kind", "source", "target", "polarity")

    kind: str = choice(DEPENDENCY_KINDS)
    source: int = position(AssertionFound)
    target: int = position(AssertionFound)
    rule: str
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    hedge: str | None = None
    assertion: int = position(AssertionFound)
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFound(Finding):
    """A link between two assertions of the document (see ARGUMENT_KINDS), and what says so."""

    TOLD_BY: ClassVar[tuple[str, ...]] = ("kind", "source", "target")

    kind: str = choice(ARGUMENT_KINDS)
    source: int = position(AssertionFound)
    target: int = position(AssertionFound)
    signals: tuple[str, ...]
    score: float | None = ratio()


@dataclass(frozen=True, slots=True)
class Spent:
    """What an extractor asked of a service that counts or charges; None where it is unknown.

    ``cached`` counts the answers that were at hand. ``cost`` is in the money that prices are
    set in; ``priced`` says whether they are.
    """

    requests: int
    cached: int
    tokens_in: int | None
    tokens_out: int | None
    priced: bool = False
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor hands back: its layer, and the problems met on the way."""

    layer: type[Span]
    spans: tuple[Span, ...]
    faults: tuple[Fault, ...] = ()
    spent: Spent | None = None


class Extractor(Protocol):
    """One kind of thing extracted; every record it makes carries its name and version.

    ``requires`` names the layers that it reads; it runs when every extractor that adds to
    one of them has run.
    """

    @property
    def name(self) -> str:
        """What records name as their maker."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text may give other findings."""
        ...

    @property
    def makes(self) -> type[Finding]:
        """The layer that it adds to."""
        ...

    @property
    def requires(self) -> tuple[type[Span], ...]:
        """The layers that it reads."""
        ...

    def extract(self, document: ParsedDocument) -> Found:
        """Return what this extractor adds to its layer of ``document``."""
        ...
