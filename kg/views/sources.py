"""Texts and works: what a library and a text's page show."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Block, Citation, Match, Passage, Problem, Reference, Work
from kg.vocab import Genre


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
