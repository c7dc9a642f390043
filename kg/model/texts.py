"""Works, the documents that are texts of them, and how these cite each other."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from kg.model.declaring import Record, optional_ref, ratio, ref, refs
from kg.vocab import BlockKind, CitationFunction, Genre, SectionKind, Status


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text and its place in the structure.

    ``level`` is the depth of a heading or list item, counted from 1; 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


# Without slots, so that records can have it as a second base.
@dataclass(frozen=True, kw_only=True)
class Description:
    """A bibliographic description (CSL's item); None or empty where nothing is known.

    ``container`` is the journal, book or series that holds the work, ``pages`` a range as
    printed. ``doi`` and ``arxiv`` are bare identifiers, without resolver or version.
    Documents name authors as their texts do; works and references write persons as
    ``Family, G.``
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None

    def description(self) -> dict[str, Any]:
        """Return the fields of the description alone, by name."""
        return {one.name: getattr(self, one.name) for one in fields(Description)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Description, Record):
    """A scholarly work, read or only cited.

    ``key`` is what identified it first: ``doi:…``, ``arxiv:…``, ``url:…`` or the normalised
    title, year and first author. The other fields are what its references and documents
    say of it, by majority.
    """

    KIND: ClassVar[str] = "work"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Description, Record):
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
    """A span of a document with its exact words and up to 32 code points on either side.

    ``section`` is the heading that it stands under, ``section_kind`` what sort of section
    that is, ``page`` the page that it starts on, counted from 1, where a document has pages.
    """

    KIND: ClassVar[str] = "passage"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "start", "end")

    document_id: str = ref("document")
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    section: str | None = None
    section_kind: SectionKind | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Description, Record):
    """An entry of a document's bibliography and the work that it resolves to.

    ``label`` is the number or key by which the text points at it, ``score`` the probability
    that it resolves to the right work.
    """

    KIND: ClassVar[str] = "reference"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id",)

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    work_id: str = ref("work")
    label: str | None = None
    raw: str
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
class Match(Record):
    """A proposal that two works are one: nearly the same title, author and year.

    ``similarity`` of the titles is in [0, 1]; it is no probability. Nothing is merged by it.
    """

    KIND: ClassVar[str] = "match"
    IDENTITY: ClassVar[tuple[str, ...]] = ("document_id", "work_id", "candidate_id")

    document_id: str = ref("document")
    run_id: str = ref("run")
    work_id: str = ref("work")
    candidate_id: str = ref("work")
    similarity: float | None = ratio()
    status: Status = Status.PROPOSED


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
