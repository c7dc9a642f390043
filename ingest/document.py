"""ParsedDocument: a text that never changes, under layers of spans.

Readers make the first layers (blocks), :mod:`ingest.nlp` adds sentences, and each
extractor adds one more. A layer is keyed by the class of its spans, so that
``document.layer(Sentence)`` is typed; all spans index the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.model import Block, Description
from kg.vocab import BlockKind, SectionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc


MAX_CHARACTERS: Final = 3_000_000
"""Length of a text, a thousand pages. All that is found in it stands in memory at once: 300
pages (700,000 characters) took 0.85 GB and 80 s of a core, most memory while they were stored."""

MAX_MESSAGE: Final = 1_000

PROSE: Final = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.CAPTION,
        BlockKind.FOOTNOTE,
    }
)
"""The kinds of blocks that hold sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Positions in the document's text: Unicode code points, end exclusive."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup(Span):
    """Characters that mark up the text rather than say something (``**``, ``](http://…)``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Span):
    """A page of a document that has pages; ``number`` counts from 1."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMarked(Span):
    """An entry of the reference list that markup marks as one.

    ``key`` is what in-text citations point at it by, ``label`` what is printed before it.
    ``described`` has its fields where markup gives them, None where only the words are there.
    """

    key: str | None = None
    label: str | None = None
    described: Description | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationMarked(Span):
    """An in-text citation that markup marks as one, with the keys of the entries it denotes."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Span):
    """A heading and all that stands under it up to the next heading of its depth.

    A run-in label such as ``Limitations:`` heads a section too, deeper than any heading.
    ``parent`` is the index of the section that this one stands in, None at the top. ``kind``
    follows from the heading, or else from the sections around; None where none tells.
    """

    heading: str
    level: int
    parent: int | None = None
    kind: SectionKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Span):
    """A sentence and its parse.

    The parse is of ``clean`` wording: white space collapsed, quotes straightened, markup
    dropped. ``origins[i]`` is the position in the document of the parse's character ``i``.
    ``block`` is the index of the block that holds the sentence.
    """

    block: int
    parse: Doc = field(compare=False, repr=False)
    origins: Sequence[int] = field(compare=False, repr=False)
    clean: str = field(init=False, compare=False, repr=False)  # a parse joins it anew each time

    def __post_init__(self) -> None:
        object.__setattr__(self, "clean", str(self.parse.text))

    def locate(self, start: int, end: int) -> Span:
        """Return where characters ``start`` to ``end`` of ``clean`` stand in the document."""
        return Span(start=self.origins[start], end=self.origins[end - 1] + 1)


@dataclass(frozen=True, kw_only=True)
class Metadata(Description):
    """What a document says of itself, in its front matter or its first lines.

    ``question``, ``position`` and ``thesis`` come from front matter: the question that the
    text answers, the side it takes (``for`` or ``against``), and the sentence that says so.
    """

    question: str | None = None
    position: str | None = None
    thesis: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who adds texts says that they answer; what a text itself says counts more.

    Without ``thesis`` the claim of each text that is closest to the question counts.
    """

    question: str
    position: str
    thesis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A recoverable problem: a stable kebab-case code, one line, and where it is.

    The message is brought onto one line and cut to ``MAX_MESSAGE`` characters, for it may
    quote anything that stands in a document.
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        message = " ".join(self.message.split())
        shown = message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…"
        object.__setattr__(self, "message", shown)


S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """An immutable text with its structure and the layers found so far."""

    text: str
    media_type: str
    metadata: Metadata = Metadata()
    blocks: tuple[Block, ...] = ()
    faults: tuple[Fault, ...] = ()
    layers: Mapping[type[Span], tuple[Span, ...]] = field(default_factory=dict)

    def layer(self, kind: type[S]) -> tuple[S, ...]:
        """Return the spans of ``kind`` in text order.

        Raises:
            LookupError: if no earlier step made that layer.
        """
        if kind not in self.layers:
            raise LookupError(f"the layer {kind.__name__} has not been made yet")
        return self.layers[kind]  # type: ignore[return-value]

    def marked(self, kind: type[S]) -> tuple[S, ...]:
        """Return the spans of a layer that only some readers make, in text order."""
        return self.layers.get(kind, ())  # type: ignore[return-value]

    def with_layer(self, kind: type[S], spans: Iterable[S]) -> ParsedDocument:
        """Return a copy that also has ``spans`` as its layer of ``kind``."""
        ordered = tuple(sorted(spans, key=lambda span: (span.start, -span.end)))
        return replace(self, layers={**self.layers, kind: ordered})

    def without_layer(self, kind: type[Span]) -> ParsedDocument:
        """Return a copy that lacks the layer of ``kind``."""
        return replace(
            self, layers={key: spans for key, spans in self.layers.items() if key is not kind}
        )

    def with_faults(self, faults: Iterable[Fault]) -> ParsedDocument:
        """Return a copy that also lists ``faults``."""
        return replace(self, faults=(*self.faults, *faults))

    def words(self, span: Span | Block | Any) -> str:
        """Return the exact text of a span."""
        return self.text[span.start : span.end]
