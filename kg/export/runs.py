"""What a brief consists of: blocks of text, whatever they are written as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["proposed", "decided"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; ``mark`` says who vouches for what it names.

    ``address`` is a web address that the text is, as it stands.
    """

    text: str
    strong: bool = False
    italic: bool = False
    mark: Mark | None = None
    address: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the whole has level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``small`` ones explain, ``mark`` frames a link by who vouches for it."""

    runs: Runs
    small: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words with who said them where; ``language`` is that of the words, if known."""

    words: str
    source: Runs
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """A list; ``plain`` ones have no bullets."""

    items: tuple[Runs, ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text with a caption and a row of headings."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block: TypeAlias = Heading | Paragraph | Quotation | Points | Table


@dataclass(frozen=True, slots=True)
class Piece:
    """A whole document, in English but for its quotes."""

    title: str
    blocks: tuple[Block, ...]
