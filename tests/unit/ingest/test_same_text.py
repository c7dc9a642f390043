"""One text, written down in other ways, asserts the same."""

from __future__ import annotations

import itertools
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.document import Sentence
from ingest.extractors.assertions import AssertionExtractor
from ingest.findings import AssertionFound
from ingest.sentences import HEADS
from kg.vocab import BlockKind

ESSAYS: Final = Path(__file__).parents[3] / "data" / "essays"
REVIEW: Final = """\
# Review of The Patient Mill

Okafor's essay asks why tide mills lasted for so long. The essay argues that patience, not \
power, kept them in business, and it says that "a pond is a battery that nobody has to charge".

## Contributions

- The essay offers a new count of the mills on the western coast.
- It shows that the number of mills doubled in fifty years (from 40 to 81).

## Critique

The author's evidence is thin. For example, the essay doesn't say how the mills were counted, \
and the count can't be repeated. Critics say that steam ended the trade; others blame the silt.

However, it is true that no rival explanation fits all of the ports. We think the essay is \
probably right about patience - but it isn't right about the ponds.
"""
PAPER: Final = """\
# Silt and the end of tide milling

## 1 Introduction

Tide mills need a pond that fills twice a day. Roe (1999) argues that most ponds were lost to \
silt, which nobody removed. Why did owners not dig? We ask whether digging paid.

## 2 Methods

### 2.1 Ponds

Ponds were measured at low water in twelve harbours. We sampled the silt in each of them. \
Samples were dried and were weighed twice.

### 2.2 Accounts

The ledgers of nine mills were transcribed. We excluded years without a harvest.

## 3 Results

Ponds that had been dug kept 85% of their depth, i.e. three times as much as the others. \
Digging cost less than a tenth of a mill's yearly income. The silt didn't depend on the tides.

## 4 Discussion

Our results suggest that digging would have paid in every harbour. Although steam was cheaper \
after 1840, most ponds had been abandoned before then. If owners had dug, mills might stand \
today. According to Sato, nobody knew the price of silt.

## Acknowledgments

We thank the harbour masters, who lent us their boats.
"""


@dataclass(frozen=True)
class Part:
    """A paragraph, list item or heading, on one line."""

    kind: BlockKind
    words: str
    level: int = 0


@dataclass(frozen=True)
class Way:
    """A way to write a text down.

    ``form`` is Markdown, plain text, or plain text without blank lines; ``width`` that of its
    lines, None for one line a paragraph; ``emphasis`` chooses words to emphasise, 0 for none.
    """

    form: str = "markdown"
    width: int | None = None
    curly: bool = False
    emphasis: int = 0
    windows: bool = False
    doubled: bool = False
    headings: bool = True


MARKDOWN: Final = st.builds(
    Way,
    width=st.none() | st.integers(45, 110),
    curly=st.booleans(),
    emphasis=st.integers(0, 20),
    windows=st.booleans(),
    doubled=st.booleans(),
)
PLAIN: Final = st.builds(
    Way,
    form=st.just("plain"),
    width=st.none() | st.integers(45, 110),
    curly=st.booleans(),
    windows=st.booleans(),
    doubled=st.booleans(),
)


def parts(text: str) -> Iterator[Part]:
    """Take a text of ours apart; code blocks and numbered references are left out."""
    prose = re.sub(r"\A---\n.*?\n---\n|^```\n.*?^```\n", "", text, flags=re.DOTALL | re.MULTILINE)
    for block in prose.partition("\n## References")[0].split("\n\n"):
        for line in filter(None, block.replace("**", "").strip().split("\n")):
            heading = re.match(r"(#+) ", line)
            if heading:
                level = len(heading[1])
                kind = BlockKind.TITLE if level == 1 else BlockKind.HEADING
                yield Part(kind, line[level + 1 :], level)
            elif line.startswith("- "):
                yield Part(BlockKind.LIST_ITEM, line[2:])
            else:
                yield Part(BlockKind.PARAGRAPH, line.replace("*", ""))


def told(text: Sequence[Part], way: Way) -> bytes:
    """Write a text down in some way."""
    shown = [part for part in text if way.headings or not part.level]
    written = [_written(part, index, way) for index, part in enumerate(shown)]
    tight = [
        way.form == "tight" or one.kind is other.kind is BlockKind.LIST_ITEM
        for one, other in itertools.pairwise(shown)
    ]
    gaps = ["\n" if close else "\n\n" for close in (*tight, True)]
    whole = "".join(itertools.chain.from_iterable(zip(written, gaps, strict=True)))
    return (whole.replace("\n", "\r\n") if way.windows else whole).encode()


def _written(part: Part, index: int, way: Way) -> str:
    words = curled(part.words) if way.curly else part.words
    if part.level:
        return f"{'#' * part.level} {words}" if way.form == "markdown" else words
    if way.emphasis:
        words = emphasised(words, random.Random(way.emphasis * 1000 + index))
    if way.doubled:
        words = words.replace(" ", "  ")
    first, later = ("- ", "  ") if part.kind is BlockKind.LIST_ITEM else ("", "")
    if way.width is None:
        return first + words
    # A dash at the start of a line would begin a list.
    bound = re.sub(r" +- +", "\0-\0", words)
    lines = textwrap.wrap(
        bound,
        way.width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace("\0", " ")


def curled(words: str) -> str:
    """Write quotes and apostrophes as printers do."""
    words = re.sub(r'(^|[\s(])"', r"\1“", words).replace('"', "”")
    return re.sub(r"(^|[\s(“])'", r"\1‘", words).replace("'", "’")


def emphasised(words: str, rng: random.Random) -> str:
    """Put Markdown's marks around some words."""

    def mark(word: re.Match[str]) -> str:
        sign = rng.choice(["*", "**", "_", "***", "", "", "", "", "", "", "", ""])
        return f"{sign}{word[0]}{sign}"

    return re.sub(r"(?<![^\s])[A-Za-z]+(?=[\s,.;:])", mark, words)


def asserted(text: bytes, name: str) -> list[tuple[bool, tuple[str, ...]]]:
    """Return what a text asserts, each with whether a heading does."""
    document = nlp.annotate(readers.read(text, name))
    found = AssertionExtractor().extract(document)
    kinds = [document.blocks[one.block].kind for one in document.layer(Sentence)]
    return [
        (kinds[one.sentence] in HEADS, (one.wording, str(one.holder), one.mode, one.polarity))
        for one in document.with_layer(found.layer, found.spans).layer(AssertionFound)
    ]


def body(text: bytes, name: str) -> list[tuple[str, ...]]:
    """Return what a text asserts outside of its headings."""
    return [found for heading, found in asserted(text, name) if not heading]


@cache
def sample(name: str) -> tuple[Part, ...]:
    """Return a text of ours; of an essay the beginning, for time's sake."""
    texts = {"review": REVIEW, "paper": PAPER}
    if name in texts:
        return tuple(parts(texts[name]))
    return tuple(parts((ESSAYS / f"{name}.md").read_text(encoding="utf-8")))[:9]


@cache
def plainly(name: str) -> list[tuple[bool, tuple[str, ...]]]:
    """Return what a text asserts as it was written."""
    return asserted(told(sample(name), Way()), "a.md")


NAMES: Final = ("review", "paper", "scaling-as-infrastructure", "the-slow-fade-of-scaling")


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_assert_something(name: str) -> None:
    assert len(plainly(name)) >= 6
    assert len({found[2] for _, found in plainly(name)}) >= 2


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=6)
@given(way=MARKDOWN)
def test_markdown(name: str, way: Way) -> None:
    assert asserted(told(sample(name), way), "a.md") == plainly(name)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=6)
@given(way=PLAIN)
@example(way=Way("plain", 52, doubled=True))
def test_plain_text(name: str, way: Way) -> None:
    expected = [found for heading, found in plainly(name) if not heading]
    assert body(told(sample(name), way), "a.txt") == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [None, 72])
def test_no_blank_lines(name: str, width: int | None) -> None:
    expected = [found for heading, found in plainly(name) if not heading]
    assert body(told(sample(name), Way("tight", width)), "a.txt") == expected


@pytest.mark.parametrize("name", [name for name in NAMES if name != "review"])
@settings(max_examples=4)
@given(way=MARKDOWN | PLAIN)
@example(way=Way("plain", 72, doubled=True))
def test_without_headings(name: str, way: Way) -> None:
    expected = [found for heading, found in plainly(name) if not heading]
    suffix = "md" if way.form == "markdown" else "txt"
    assert body(told(sample(name), replace(way, headings=False)), f"a.{suffix}") == expected


def test_a_review_without_headings() -> None:
    """Only who holds a view may be told by a heading alone (``Contributions``)."""
    expected = [found for heading, found in plainly("review") if not heading]
    found = body(told(sample("review"), Way(headings=False)), "a.md")
    assert [(one[0], one[3]) for one in found] == [(one[0], one[3]) for one in expected]


def test_wrapped_with_long_lines_between() -> None:
    """A line that cannot be broken tells nothing about the width of the others."""
    text = told(sample("paper"), Way("tight", 60)).decode()
    address = "See https://example.org/" + "a" * 90 + " for all accounts."
    expected = [found for heading, found in plainly("paper") if not heading]
    assert body(f"{text}{address}\n".encode(), "a.txt") == expected
