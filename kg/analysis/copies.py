"""Near-copies: texts that share their words in order, found without comparing all pairs.

Two texts are compared by their sketches (:mod:`kg.sketches`), whatever their sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from kg.analysis.standing.numbered import Ints, ints, spans
from kg.sketches import Sketch

COPIED: Final = 0.2
"""The share of the shorter text from which two texts are no longer independent.

Measured on runs of four words: of the pairs among 25 texts that are not copies none shares more
than .03; a text with every fifth word exchanged keeps at least .38.
"""

# Some 23 words in a row: less is a title or a phrase that both texts name.
_SHARED: Final = 5
# What stands in more texts than that is boilerplate, or found through the first of them.
_COMMON: Final = 50


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of each of two texts stands in the other, both in [0, 1]."""

    first: str
    second: str
    of_first: float
    of_second: float

    @property
    def of_shorter(self) -> float:
        """The share of the text with fewer words."""
        return max(self.of_first, self.of_second)

    @property
    def sizes(self) -> float:
        """The length of the shorter text by that of the longer; 0 where nothing is shared."""
        return min(self.of_first, self.of_second) / self.of_shorter if self.of_shorter else 0.0


def overlap(first: str, second: str, sketches: Mapping[str, Sketch]) -> Overlap:
    """Return how much two texts share; nothing where one has too few words to tell."""
    return _overlap(first, second, sketches, len(sketches[first] & sketches[second]))


def overlaps(sketches: Mapping[str, Sketch]) -> Iterator[Overlap]:
    """Yield the pairs of texts that share at least ``COPIED``, in the order of their ids.

    Cost: linear in the hashes of all sketches.
    """
    names = sorted(sketches)
    sizes = ints(len(sketches[one]) for one in names)
    texts = np.repeat(np.arange(sizes.size), sizes)
    values = ints(value for one in names for value in sketches[one])
    order = np.lexsort((texts, values))
    texts, values = texts[order], values[order]
    # Of each value the texts before a text, in order, as far as they are looked at.
    new = np.flatnonzero(np.diff(values, prepend=-1))
    first = np.repeat(new, np.diff(new, append=values.size))
    before = np.minimum(np.arange(values.size) - first, _COMMON)
    of_text = np.argsort(texts, kind="stable")
    ends = np.cumsum(sizes).tolist()
    for at, (start, end) in enumerate(pairwise([0, *ends])):
        mine = of_text[start:end]
        shared = np.bincount(texts[spans(first[mine], before[mine])])
        for other in _alike(shared, sizes, at):
            yield _overlap(names[other], names[at], sketches, int(shared[other]))


def _alike(shared: Ints, sizes: Ints, at: int) -> list[int]:
    """Return the texts that share enough with one, by what they share with it."""
    others = np.flatnonzero(shared >= _SHARED)
    shorter = np.minimum(sizes[others], sizes[at])
    found: list[int] = others[shared[others] / shorter >= COPIED].tolist()
    return found


def _overlap(first: str, second: str, sketches: Mapping[str, Sketch], shared: int) -> Overlap:
    sizes = len(sketches[first]), len(sketches[second])
    shares = [shared / size if size else 0.0 for size in sizes]
    return Overlap(first, second, shares[0], shares[1])
