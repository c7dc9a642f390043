"""Runs of characters, and the lines that they make.

Lengths are in points (1/72 inch). ``x`` grows to the right; ``y`` grows upwards, as in PDF,
so that what is read first stands higher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

_RAISED_SIZE = 0.86  # of the size of the line
_RAISED_BY = 0.14


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a page by its index, and the place on it where that is told."""

    page: int
    x: float | None
    y: float | None


@dataclass(slots=True)
class Run:
    """Characters of one style on one baseline, without white space between them.

    ``order`` is the position in which the page was painted; ``glued`` says that no white
    space stands between the run painted before and this one.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    order: int
    glued: bool = False
    target: Target | None = None

    @property
    def top(self) -> float:
        """Height of tall letters, about."""
        return self.y + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Depth of descending letters, about."""
        return self.y - 0.2 * self.size

    @property
    def middle(self) -> float:
        """The centre from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass
class Line:
    """The runs of one line of one column, from left to right.

    ``left`` and ``right`` are the edges of its column, ``page`` counts from 0.
    """

    runs: list[Run]
    page: int = 0
    left: float = 0.0
    right: float = 0.0
    region: int = 0
    aside: bool = field(default=False)

    @cached_property
    def size(self) -> float:
        """The size that most characters have."""
        return _commonest((round(run.size, 1), len(run.text)) for run in self.runs)

    @cached_property
    def y(self) -> float:
        """The baseline of most characters of full size."""
        full = [run for run in self.runs if run.size >= _RAISED_SIZE * self.size]
        return _commonest((round(run.y, 1), len(run.text)) for run in full)

    @cached_property
    def x0(self) -> float:
        """Left end."""
        return min(run.x0 for run in self.runs)

    @cached_property
    def x1(self) -> float:
        """Right end."""
        return max(run.x1 for run in self.runs)

    @property
    def width(self) -> float:
        """From end to end."""
        return self.x1 - self.x0

    @property
    def top(self) -> float:
        """Height of tall letters, about."""
        return self.y + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Depth of descending letters, about."""
        return self.y - 0.2 * self.size

    @property
    def indent(self) -> float:
        """How far from the left edge of the column the line starts."""
        return self.x0 - self.left

    @property
    def slack(self) -> float:
        """How far from the right edge of the column the line ends."""
        return self.right - self.x1

    @cached_property
    def bold(self) -> bool:
        """Whether most characters are bold."""
        return _mostly((run.bold, len(run.text)) for run in self.runs)

    @cached_property
    def italic(self) -> bool:
        """Whether most characters are italic."""
        return _mostly((run.italic, len(run.text)) for run in self.runs)

    @cached_property
    def text(self) -> str:
        """The words as they stand, one space between them."""
        parts = []
        for index, run in enumerate(self.runs):
            parts.append(run.text if index == 0 or run.glued else f" {run.text}")
        return "".join(parts)

    @cached_property
    def gaps(self) -> list[float]:
        """The white space between words, from left to right."""
        pairs = zip(self.runs, self.runs[1:], strict=False)
        return [after.x0 - before.x1 for before, after in pairs if not after.glued]

    def is_raised(self, run: Run) -> bool:
        """Whether a run stands above the line in smaller type."""
        return run.size <= _RAISED_SIZE * self.size and run.y - self.y >= _RAISED_BY * self.size


def _commonest(weighted: Iterable[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in weighted:
        counts[value] += weight
    return counts.most_common(1)[0][0]


def _mostly(weighted: Iterable[tuple[bool, int]]) -> bool:
    yes = no = 0
    for value, weight in weighted:
        yes, no = (yes + weight, no) if value else (yes, no + weight)
    return yes > no
