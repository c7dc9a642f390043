"""Finding the mention at a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.document import Span
from ingest.findings import MentionFound


class MentionIndex:
    """A layer of mentions, none overlapping another, searched by position."""

    def __init__(self, mentions: Sequence[MentionFound]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def at(self, span: Span) -> int | None:
        """Return the index of the mention that holds the end of ``span``, None if none does."""
        index = bisect_right(self._starts, span.end - 1) - 1
        return index if index >= 0 and span.end <= self._mentions[index].end else None

    def same(self, one: int, other: int) -> bool:
        """Whether two mentions name one concept."""
        return self._mentions[one].key == self._mentions[other].key

    def within(self, span: Span) -> range:
        """Return the indices of the mentions that lie within ``span``."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        while last > first and self._mentions[last - 1].end > span.end:
            last -= 1
        return range(first, last)
