"""Sections and sentences: where they start and end, before anything is parsed.

Boundaries come from sentencex (rule-based, MIT), on the clean wording of one block at a
time, with repairs for what its rules miss in essays and notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sentencex import get_sentence_boundaries

from ingest.cleaning import LOST_BREAK, Clean, clean
from ingest.document import PROSE, Markup, ParsedDocument, Section, Span
from ingest.layout.sections import section_kind
from kg.model import Block
from kg.vocab import BlockKind

HEADS: Final = frozenset({BlockKind.TITLE, BlockKind.HEADING})
# Headings of Markdown go down to 6; a label that runs into its paragraph stands below them.
LABEL_LEVEL: Final = 7
# Time grows with the square of a sentence; none in the essays and papers at hand is this long.
MAX_SENTENCE: Final = 2_000

# sentencex takes quadratic time on some texts (long runs of `!`, or of backticks).
_WINDOW: Final = 10_000
# It also loses its way where one bracket follows another; `_is_open` sees to brackets.
_UNBRACKETED: Final = str.maketrans("()", " x")
_STOPS: Final = (".", "!", "?")
# A bracket that is not closed within so many characters has been forgotten.
_REACH: Final = 600

_CITED = r"(?:\s?[\[(]\d[\d,;\s–-]{0,40}[\])]){0,9}"
# `… alone." [5] Then`: sentencex does not look behind a quotation mark and a marker.
_AFTER_MARKER: Final = re.compile(
    rf"[.!?](?:[\"')\]]{{1,3}}{_CITED}|(?:\s?(?:\[\d[\d,;\s-]{{0,40}}\]"
    rf"|\(\d{{1,3}}[,-][\d,\s-]{{1,40}}\))){{1,9}})\s?(?=[A-Z\"'(])"
)
_MARKER_AS_SUBJECT: Final = re.compile(r"[.!?]\s(?=\[\d[\d,;\s-]{0,40}\]\s[a-z])")
# The marker of the sentence before, unless a verb makes it the subject of this one.
_MARKER_FIRST: Final = re.compile(
    r"(?:\[\d[\d,;\s-]{0,40}\]|\(\d{1,3}[,-][\d,\s-]{1,40}\)|\(\d{1,3}\)$)\s*(?=[A-Z\"'(\[]|$)"
)
_ABBREVIATED: Final = re.compile(
    r"\b(?:cf|e\.g|eqs?|figs?|i\.e|pp|refs?|resp|secs?|vol|vs|viz)\.$", re.IGNORECASE
)
_OTHERS_CITED: Final = re.compile(r"\bet\.? al\.\s?[\[(]\d")
_VERBS = (
    r"am|are|be|been|is|was|were|has|have|had|do|does|did|can|could|may|might|must|shall|should|"
    r"will|would|says?|said|argues?|argued|notes?d?|means?|shows?|showed|think|thinks|wrote|writes|"
    r"gives|requires|depends|enables|allows"
)
_OPENERS = (
    r"In|As|If|At|On|For|To|By|And|But|So|It|This|That|These|We|I|You|They|Yet|Here|There|"
    r"(?:The|An?|All|Some|Several|Many)(?=(?:\s\S+){3})"
)
_LABEL: Final = re.compile(
    r"(?:TL;?\s?DR[:;.]?"
    rf"|(?!(?:{_OPENERS})\b)"
    rf"(?:\([^()]{{1,60}}\)|(?!\b(?:{_VERBS})\b)[^.:!?;\[\]()]){{2,70}}?:)"
    r"(?=\s+[A-Z0-9\"'(~≈<>\[$-]|\s*$)"
)
_ONE_WORD_LABEL: Final = re.compile(r"[A-Z][a-z]{3,20}\.(?=\s+[A-Z\"'(-]|\s*$)")
_LABEL_WORDS: Final = 9


@dataclass(frozen=True, slots=True)
class Draft:
    """The wording of a sentence and the index of its block."""

    block: int
    clean: Clean


def boundaries(text: str, names: Sequence[range] = ()) -> list[tuple[int, int]]:
    """Return start and end of each sentence in clean wording; they cover it without gaps.

    ``names`` are stretches that no sentence ends in, such as names in code.
    """
    cuts = sorted(_proposed(text).difference(*names))
    kept = [0]
    for cut in cuts:
        if _is_boundary(text, kept[-1], cut):
            kept.append(cut)
    pieces = zip(kept, [*kept[1:], len(text)], strict=True)
    return [part for start, end in pieces for part in _bounded(text, start, end)]


def outline(document: ParsedDocument) -> tuple[list[Section], list[Draft]]:
    """Return the sections and the sentences of ``document``, in text order."""
    hidden = document.marked(Markup)
    drafts: list[Draft] = []
    sections = list(_headed(document))
    for index, block in enumerate(document.blocks):
        if block.kind not in PROSE:
            continue
        wording = clean(document.text, block.start, block.end, hidden)
        label = 0 if block.kind in HEADS else label_end(wording.text)
        if label:
            sections.append(_labelled(document, index, wording, label))
        names = _names_in_code(document.text, wording, hidden)
        drafts.extend(Draft(index, part) for part in _parts(wording, label, names, block))
    return _nested(sections), drafts


def _nested(sections: list[Section]) -> list[Section]:
    """Put sections in text order and tell each which one it stands in, and what it is for."""
    nested: list[Section] = []
    around: list[int] = []
    for index, section in enumerate(sorted(sections, key=lambda one: (one.start, -one.end))):
        while around and not nested[around[-1]].contains(section):
            around.pop()
        parent = around[-1] if around else None
        around_it = None if parent is None else nested[parent].kind
        kind = section_kind(section.heading) or around_it
        nested.append(replace(section, parent=parent, kind=kind))
        around.append(index)
    return nested


def label_end(text: str) -> int:
    """Return where a run-in label (``Limitations:``) ends at the start of ``text``, 0 if none."""
    match = _LABEL.match(text) or _ONE_WORD_LABEL.match(text)
    if match is None or len(match.group().split()) > _LABEL_WORDS:
        return 0
    return match.end()


def _parts(
    wording: Clean,
    label: int,
    names: Sequence[range],
    block: Block,
) -> Iterator[Clean]:
    pieces = list(_bounded(wording.text, 0, len(wording.text)))
    if block.kind not in HEADS:
        shifted = [range(name.start - label, name.stop - label) for name in names]
        pieces = [
            (label + start, label + end) for start, end in boundaries(wording.text[label:], shifted)
        ]
    for start, end in pieces:
        part = wording.cut(start, end)
        if _says_something(part.text):
            yield part


def _names_in_code(text: str, wording: Clean, hidden: Sequence[Span]) -> list[range]:
    """Return where the wording holds code that stood between backticks."""
    if not wording.origins:
        return []
    first = bisect_left(hidden, wording.origins[0] - 2, key=lambda mark: mark.start)
    last = bisect_left(hidden, wording.origins[-1] + 3, key=lambda mark: mark.start)
    ticks = [mark for mark in hidden[first:last] if text[mark.start] == "`"]
    return [
        range(
            bisect_left(wording.origins, opening.end) + 1,
            bisect_left(wording.origins, closing.start),
        )
        for opening, closing in zip(ticks[::2], ticks[1::2], strict=False)
    ]


def _says_something(text: str) -> bool:
    """Whether there is a word that is no hashtag."""
    return any(not word.startswith("#") and any(map(str.isalpha, word)) for word in text.split())


def _proposed(text: str) -> set[int]:
    cuts = set(_by_rules(text))
    cuts.update(match.end() for match in _AFTER_MARKER.finditer(text))
    cuts.update(match.end() for match in _MARKER_AS_SUBJECT.finditer(text))
    cuts.update(match.end() for match in LOST_BREAK.finditer(text))
    cuts.discard(len(text))
    return cuts


def _by_rules(text: str) -> Iterator[int]:
    start = 0
    while start < len(text):
        stop = start + _WINDOW
        if stop < len(text):
            stop = text.rfind(" ", start, stop) + 1 or stop
        for part in get_sentence_boundaries("en", text[start:stop].translate(_UNBRACKETED)):
            end = start + part["end_index"]
            if end < stop or text[end - 3 : end].rstrip(" \"')]")[-1:] in _STOPS:
                yield end
        start = stop


def _is_boundary(text: str, start: int, cut: int) -> bool:
    before = text[max(start, cut - _REACH) : cut].rstrip()
    after = text[cut : cut + _REACH].strip()
    if not before or not after or _MARKER_FIRST.match(after):
        return False
    if after[0].islower() or after[0] in ",;:)]":
        return False
    if _OTHERS_CITED.match(text, max(0, cut - 9), cut + 3) or _OTHERS_CITED.search(
        before[-8:] + " " + after[:2]
    ):
        return False
    return not _ABBREVIATED.search(before[-12:]) and not any(
        _is_open(before, after, *pair) for pair in ("()", "[]")
    )


def _is_open(before: str, ahead: str, opening: str, closing: str) -> bool:
    """Whether a bracket is open here and closed further on: a full stop in it ends nothing."""
    if before.count(opening) <= before.count(closing):
        return False
    closes, opens = ahead.find(closing), ahead.find(opening)
    return closes >= 0 and (opens < 0 or closes < opens)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        space = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = space + 1 if space > start else start + MAX_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _headed(document: ParsedDocument) -> Iterator[Section]:
    hidden = document.marked(Markup)
    end_of = _ends(document)
    for index, end in end_of.items():
        block = document.blocks[index]
        heading = clean(document.text, block.start, block.end, hidden).text
        yield Section(start=block.start, end=end, heading=heading, level=block.level)


def _ends(document: ParsedDocument) -> dict[int, int]:
    """Return the end of the section of each heading, by the heading's index in the blocks."""
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    last = document.blocks[-1].end if document.blocks else 0
    for index in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[index]
        if block.kind is BlockKind.HEADING:
            ends[index] = min(
                (at for level, at in following.items() if level <= block.level), default=last
            )
            following[block.level] = block.start
    return dict(sorted(ends.items()))


def _labelled(document: ParsedDocument, index: int, wording: Clean, label: int) -> Section:
    """A label governs its own block; alone in a block, also the list that follows."""
    end = index
    if label == len(wording.text):
        while (
            end + 1 < len(document.blocks) and document.blocks[end + 1].kind is BlockKind.LIST_ITEM
        ):
            end += 1
    return Section(
        start=wording.origins[0],
        end=document.blocks[end].end,
        heading=wording.text[:label].rstrip(" .:;"),
        level=LABEL_LEVEL,
    )
