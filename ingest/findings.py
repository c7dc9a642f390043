"""The layers that extractors add: what was found, where, by which rule.

Findings refer to each other by their position in a layer's order (``ReferenceFound`` 3 is
``document.layer(ReferenceFound)[3]``), never by id: ids are given when they are resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ingest.document import Fault, ParsedDocument, Span
from kg.model import Description, Quantity
from kg.vocab import CitationFunction, ClaimKind, ConceptKind, EvidenceKind, Mode, Polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFound(Span):
    """An entry of the reference list and the work that it describes.

    ``label`` is its number or key as printed, ``key`` what markup points at it by.
    """

    label: str | None = None
    key: str | None = None
    described: Description


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFound(Span):
    """An in-text marker such as ``[3, 7]`` or ``Kaplan et al. (2020)``.

    ``references`` are indices into the layer of references. Where the text names a work
    that has no entry, ``authors`` and ``year`` say which (``year`` may be ``2024a``).
    ``sentence`` is the index of the sentence that the marker serves, None in a table or
    wherever else there are no sentences.
    """

    sentence: int | None = None
    references: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    year: str | None = None
    function: CitationFunction | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFound(Span):
    """A concept's name in the text; ``key`` and ``label`` say which concept it names.

    ``alternatives`` are other names that this document itself gives (acronym, long form).
    """

    key: str
    label: str
    alternatives: tuple[str, ...] = ()
    kind: ConceptKind = ConceptKind.OTHER
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionFound(Span):
    """A passage that puts a proposition forward.

    ``wording`` is its clean standalone wording. ``holder`` is the name of who holds it as
    the text gives it, None for the document's own author; ``holder_is_work`` marks "the
    essay argues" and the like in a text about another work.
    """

    sentence: int
    wording: str
    mode: Mode
    polarity: Polarity
    kind: ClaimKind
    rule: str
    holder: str | None = None
    holder_is_work: bool = False
    hedge: str | None = None
    standalone: bool = True
    salience: float | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFound(Span):
    """A passage that bears on an assertion; ``assertion`` is the index of that one.

    ``citation`` is the index of the citation that it is attributed to, where there is one.
    """

    sentence: int
    kind: EvidenceKind
    rule: str
    assertion: int | None = None
    citation: int | None = None
    quantities: tuple[Quantity, ...] = ()
    score: float | None = None
    link_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyFound(Span):
    """A passage that says that one concept depends on another (see DEPENDENCY_KINDS).

    ``source`` and ``target`` are indices into the layer of mentions. ``assertion`` is the
    index of the assertion that says so, None for headings and diagrams.
    """

    kind: str
    source: int
    target: int
    rule: str
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    hedge: str | None = None
    assertion: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyDrawn(DependencyFound):
    """A dependency that a drawing in the text shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFound(Span):
    """A link between two assertions of the document (see ARGUMENT_KINDS), and what says so."""

    kind: str
    source: int
    target: int
    signals: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor hands back: one layer, and the problems met on the way."""

    layer: type[Span]
    spans: tuple[Span, ...]
    faults: tuple[Fault, ...] = ()


class Extractor(Protocol):
    """One kind of thing extracted; every record it makes carries its name and version.

    ``requires`` names the layers that it reads; the pipeline refuses an order in which one
    of them is missing.
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
    def requires(self) -> tuple[type[Span], ...]:
        """The layers that it reads."""
        ...

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer that this extractor adds to ``document``."""
        ...
