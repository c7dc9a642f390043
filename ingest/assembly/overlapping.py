"""Spans looked up by where they overlap another, without a walk over all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol


class Placed(Protocol):
    """What stands from ``start`` to ``end`` (exclusive) in a text."""

    @property
    def start(self) -> int:
        """The position of its first character."""
        ...

    @property
    def end(self) -> int:
        """The position after its last character."""
        ...


class Overlapping:
    """Spans in the order of their starts, as found in a layer.

    Raises:
        ValueError: if they are in another order.
    """

    def __init__(self, spans: Iterable[Placed]) -> None:
        self._spans: Sequence[Placed] = tuple(spans)
        self._starts = [one.start for one in self._spans]
        self._reach = list(accumulate((one.end for one in self._spans), max))
        if self._starts != sorted(self._starts):
            raise ValueError("the spans are not in the order of their starts")

    def at(self, place: Placed) -> list[int]:
        """Return the indices of the spans that share a character with ``place``, rising."""
        first = bisect_right(self._reach, place.start)
        last = bisect_left(self._starts, place.end)
        return [index for index in range(first, last) if self._spans[index].end > place.start]
