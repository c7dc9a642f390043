"""Entries of a reference list in print: told apart by label, hanging indent or gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.layout import lines as plain_lines
from ingest.layout import reference_list
from ingest.layout.pages.chunks import Habits
from ingest.layout.pages.geometry import Line
from ingest.layout.reference_labels import chain

_SHIFT: Final = 0.55  # of the size: a hanging indent is more
_MIN_SHARE: Final = 0.12
_KEYED: Final = re.compile(r"\[[A-Za-z][\w+.&:\s-]{0,30}\]\s")


def entries(lines: Sequence[Line], habits: Habits) -> list[list[Line]]:
    """Return the lines of each entry of a reference list, in order."""
    if not lines:
        return []
    for starts in (_labelled(lines), _hanging(lines), _gapped(lines, habits)):
        if starts:
            return _parted(lines, starts)
    return _by_words(lines)


def _parted(lines: Sequence[Line], starts: Sequence[int]) -> list[list[Line]]:
    bounds = sorted({0, *starts})
    ends = [*bounds[1:], len(lines)]
    return [list(lines[start:end]) for start, end in zip(bounds, ends, strict=True)]


def _labelled(lines: Sequence[Line]) -> list[int]:
    """Return the lines that numbers open, one after the other, or keys such as ``[ABC99]``."""
    texts = [line.text for line in lines]
    numbered = chain(texts)
    if len(numbered) >= 2 and numbered[0] <= 1 and 9 * len(numbered) >= len(lines):
        return numbered
    keyed = [index for index, text in enumerate(texts) if _KEYED.match(text)]
    return keyed if keyed[:1] == [0] and 9 * len(keyed) >= len(lines) else []


def _hanging(lines: Sequence[Line]) -> list[int]:
    """Return the lines that stand further left (or right) than those that go on."""
    shifts = _shifts(lines)
    out = [index for index, shift in enumerate(shifts) if shift < _SHIFT * lines[index].size]
    share = len(out) / len(lines)
    if not _MIN_SHARE <= share <= 1 - _MIN_SHARE:
        return []
    starts_indented = 0 not in out and all(after in out for after in range(1, min(2, len(lines))))
    if starts_indented:
        return [index for index in range(len(lines)) if index not in set(out)]
    return out if out[0] == 0 else []


def _shifts(lines: Sequence[Line]) -> list[float]:
    """Return how far each line starts from the left edge of the list in its column."""
    edges: dict[tuple[int, int], float] = defaultdict(lambda: float("inf"))
    for line in lines:
        place = line.page, line.region
        edges[place] = min(edges[place], line.x0)
    usual = _usual_edges(edges)
    return [line.x0 - usual.get((line.page, line.region), line.x0) for line in lines]


def _usual_edges(edges: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Give a column that holds only lines that go on the edge of the columns like it."""
    known = sorted(edges.values())
    return {
        place: min((other for other in known if 0 <= edge - other < 30), default=edge)
        for place, edge in edges.items()
    }


def _gapped(lines: Sequence[Line], habits: Habits) -> list[int]:
    """Return the lines with more space before them than most have."""
    steps = [
        before.y - line.y
        for before, line in pairwise(lines)
        if (before.page, before.region) == (line.page, line.region)
    ]
    if not steps:
        return []
    usual = min(median(steps), habits.leading_of(lines[0].size))
    starts = [0]
    for index, (before, line) in enumerate(pairwise(lines), 1):
        same = (before.page, before.region) == (line.page, line.region)
        if (same and before.y - line.y > usual + max(1.5, 0.12 * usual)) or (
            not same and before.text.endswith((".", ")")) and line.text[0].isupper()
        ):
            starts.append(index)
    return starts if len(starts) >= 1 + _MIN_SHARE * len(lines) else []


def _by_words(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the entries that the words of the lines tell apart."""
    plain, at = [], 0
    for line, shift in zip(lines, _shifts(lines), strict=True):
        end = at + len(line.text)
        plain.append(plain_lines.Line(at, end, line.text, round(shift / line.size * 2), False))
        at = end + 1
    starts = [start for start, _ in reference_list.entries(plain)]
    return _parted(lines, [next(i for i, one in enumerate(plain) if one.end > s) for s in starts])
