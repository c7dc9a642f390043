"""Near-copies: texts that share their words in order, found without comparing all pairs.

Shingling with modulo sampling (Broder 1997, On the resemblance and containment of documents):
a text's sketch is the hashes of its runs of words that are 0 modulo a small number. A run is
kept or dropped in every text alike, so that the share of a text that stands in another can be
told from sketches, whatever the two texts' sizes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeAlias

from kg.model import Block
from kg.vocab import BlockKind

Sketch: TypeAlias = frozenset[int]

COPIED: Final = 0.2
"""The share of the shorter text from which two texts are no longer independent.

Measured on runs of four words: of the pairs among 25 texts that are not copies none shares more
than .03; a text with every fifth word exchanged keeps at least .38.
"""

_RUN: Final = 4
_SAMPLING: Final = 4
_HASH_BYTES: Final = 6
# Some 23 words in a row: less is a title or a phrase that both texts name.
_SHARED: Final = 5
# What stands in more texts than that is boilerplate, or found through the first of them.
_COMMON: Final = 50
# Said of the text, or another's words.
_NOT_OWN: Final = frozenset(
    {
        BlockKind.FRONT_MATTER,
        BlockKind.TITLE,
        BlockKind.BYLINE,
        BlockKind.HEADING,
        BlockKind.QUOTE,
        BlockKind.CODE,
        BlockKind.DIAGRAM,
        BlockKind.TABLE,
        BlockKind.REFERENCE,
    }
)
_QUOTED: Final = re.compile(r'"[^"]{1,600}"|“[^”]{1,600}”')
_WORD: Final = re.compile(r"[^\W_]+")


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


def sketch(text: str, structure: Iterable[Block] = ()) -> Sketch:
    """Return the sketch of a text: hashes below 2**48, about one for every four words.

    Headings, quotations, tables and references say nothing of whose words a text is and are
    left out, as far as ``structure`` tells them; the rest is read as one run of words, so that
    line breaks, marks and case make no difference.
    """
    own = [text[one.start : one.end] for one in structure if one.kind not in _NOT_OWN]
    prose = _QUOTED.sub(" ", "\n".join(own) if own else text).replace("\u00ad", "")
    words = _WORD.findall(prose.casefold())
    runs = (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
    return frozenset(value for value in map(_hash, runs) if value % _SAMPLING == 0)


def overlap(first: str, second: str, sketches: Mapping[str, Sketch]) -> Overlap:
    """Return how much two texts share; nothing where one has too few words to tell."""
    return _overlap(first, second, sketches, len(sketches[first] & sketches[second]))


def overlaps(sketches: Mapping[str, Sketch]) -> Iterator[Overlap]:
    """Yield the pairs of texts that share at least ``COPIED``, in the order of their ids.

    Cost: linear in the hashes of all sketches.
    """
    holders: dict[int, list[str]] = defaultdict(list)
    for second in sorted(sketches):
        shared = Counter(first for value in sketches[second] for first in holders[value])
        for first, count in sorted(shared.items()):
            found = _overlap(first, second, sketches, count)
            if count >= _SHARED and found.of_shorter >= COPIED:
                yield found
        for value in sketches[second]:
            if len(holders[value]) < _COMMON:
                holders[value].append(second)


def _overlap(first: str, second: str, sketches: Mapping[str, Sketch], shared: int) -> Overlap:
    sizes = len(sketches[first]), len(sketches[second])
    shares = [shared / size if size else 0.0 for size in sizes]
    return Overlap(first, second, shares[0], shares[1])


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=_HASH_BYTES).digest())
