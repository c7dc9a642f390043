"""Which claims are most alike, where nothing more is known of them than that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ingest.resolve.relations.pair import Pair

BEST: Final = 3
"""A pair is among so many of the most alike of one end,"""
WITHIN: Final = 12
"""and among so many of those of the other: what is like everything tells nothing."""
LEAST: Final = 0.55
_MANY: Final = 6
_TELLING: Final = 2

Ends = tuple[str, str]


def likeness(pair: Pair) -> float:
    """Return how alike two wordings are, by embedding and by words, in [0, 1.7].

    It ranks, and is no probability. Words are alike if they begin alike (truncation to a few
    letters finds as much as stemming does: P. McNamee and J. Mayfield, "Character n-gram
    tokenization for European language text retrieval", Information Retrieval 7, 2004).
    """
    one, other = pair.one.roots, pair.other.roots
    common, least = len(one & other), min(len(one), len(other))
    contained = common / least if least else 0.0
    return pair.cosine + 0.4 * contained + 0.3 * min(common, _MANY) / _MANY


def nearest(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that are among the most alike of both ends, in their order."""
    telling = {(pair.one.id, pair.other.id): pair for pair in pairs if _is_telling(pair)}
    degrees = {
        ends: degree for ends, pair in telling.items() if (degree := likeness(pair)) >= LEAST
    }
    return [
        telling[ends]
        for ends, places in _places(degrees).items()
        if min(places) < BEST and max(places) < WITHIN
    ]


def _is_telling(pair: Pair) -> bool:
    return min(len(pair.one.content), len(pair.other.content)) >= _TELLING


def _places(degrees: Mapping[Ends, float]) -> dict[Ends, Sequence[int]]:
    """Return the place of each pair, from 0, among those of its one end and of the other."""
    rows: dict[str, list[Ends]] = defaultdict(list)
    for ends in sorted(degrees, key=lambda ends: (-degrees[ends], ends)):
        for end in ends:
            rows[end].append(ends)
    found: dict[Ends, list[int]] = defaultdict(list)
    for row in rows.values():
        for place, ends in enumerate(row):
            found[ends].append(place)
    return {ends: found[ends] for ends in degrees}
