"""The clean wording of a stretch of text, with a way back to every character.

Parsers and comparisons want one spelling: white space collapsed, quotes straightened,
markup gone. Anchors want the exact characters. ``Clean`` holds both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import Span

# Em dashes stay: "idea—that" straightened to a hyphen would read as one compound word.
_SPELLINGS: Final = {
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    "…": "...",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
# `of them.As they`: a full stop between a word and a capitalised word, with no space.
LOST_BREAK: Final = re.compile(
    r"(?:(?<=[a-z]{2})|(?<=[\])\"'”’%\d]))[.!?:][\"'”’)\]]{0,2}"
    r"(?=[\"'“‘(]?[A-Z](?:[a-z]{0,30}['’]?[a-z]{1,30})?[\s,:;])"
)
_SUSPENDED: Final = ("and ", "or ", "to ", "nor ")


@dataclass(frozen=True, slots=True)
class Clean:
    """A wording and the position in the document of each of its characters."""

    text: str
    origins: tuple[int, ...]

    def cut(self, start: int, end: int) -> Clean:
        """Return characters ``start`` to ``end`` without white space at their ends."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        return Clean(self.text[start:end], self.origins[start:end])

    def span(self) -> Span:
        """Return where the wording stands in the document; it must not be empty."""
        return Span(start=self.origins[0], end=self.origins[-1] + 1)


def clean(text: str, start: int, end: int, hidden: Sequence[Span] = ()) -> Clean:
    """Return the clean wording of ``text[start:end]``.

    ``hidden`` are the spans to leave out, in text order and not overlapping; those outside
    the stretch are ignored.
    """
    letters: list[str] = []
    origins: list[int] = []
    gap: int | None = None
    broken = False
    for position in _visible(start, end, hidden):
        character = text[position]
        if character.isspace():
            gap = position if gap is None else gap
            broken = broken or character == "\n"
            continue
        spelling = _SPELLINGS.get(character, character)
        if not spelling:
            continue
        if gap is not None and letters and not (broken and _rejoins(letters, text, position)):
            letters.append(" ")
            origins.append(gap)
        gap, broken = None, False
        letters.extend(spelling)
        origins.extend([position] * len(spelling))
    return Clean("".join(letters), tuple(origins))


def _visible(start: int, end: int, hidden: Sequence[Span]) -> Iterator[int]:
    index = bisect_left(hidden, start, key=lambda span: span.end)
    while index < len(hidden) and hidden[index].start < end:
        yield from range(start, hidden[index].start)
        start = max(start, hidden[index].end)
        index += 1
    yield from range(start, end)


def _rejoins(letters: list[str], text: str, position: int) -> bool:
    """Whether a line break stands inside a hyphenated word (``weak-to-`` / ``strong``)."""
    return (
        len(letters) > 1
        and letters[-1] == "-"
        and letters[-2].isalnum()
        and text[position].islower()
        and not text.startswith(_SUSPENDED, position)
    )
