"""The entries of a marked-up list of references: what they cite, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from kg.model import Description

DASH: Final = r"[-‐‑‒–—―−~]"
_PRINTED_RANGE: Final = re.compile(rf"(\d{{1,4}})\s?{DASH}\s?(\d{{1,4}})")
_MAX_RANGE: Final = 200


@dataclass(frozen=True, slots=True)
class Cited:
    """A work cited by an entry, as marked up.

    ``printed`` are its words where the markup holds fields without punctuation, None where
    the words of ``element`` are those in print. ``described`` is None where markup tells
    too little, so that the words alone can say what the work is.
    """

    key: str | None
    label: str | None
    element: _Element
    printed: str | None
    described: Description | None


class Entries:
    """The order of the entries of a reference list, by which a range tells what lies inside.

    ``labels`` maps the key of an entry to its label as printed, None where it has none.
    ``aliases`` maps what pointers name to the keys of several entries, where one number
    stands for several works.
    """

    def __init__(
        self,
        labels: Mapping[str, str | None],
        aliases: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.labels = labels
        self._aliases = aliases or {}
        self._order = list(labels)
        self._place = {key: place for place, key in enumerate(self._order)}
        self._numbered = {
            label or str(place): key for place, (key, label) in enumerate(labels.items(), 1)
        }

    def __contains__(self, key: str) -> bool:
        return key in self._place or key in self._aliases

    def resolved(self, given: Iterable[str]) -> list[str]:
        """Return the keys of the entries that a pointer's targets stand for."""
        return [key for one in given for key in self._aliases.get(one, (one,))]

    def between(self, first: str, last: str) -> list[str]:
        """Return the keys of the entries that stand between two, both left out."""
        start, end = self._place.get(first), self._place.get(last)
        if start is None or end is None or not 0 < end - start <= _MAX_RANGE:
            return []
        return self._order[start + 1 : end]

    def spelled_out(self, keys: Sequence[str], words: str) -> list[str]:
        """Return ``keys`` with those inside the ranges that ``words`` print (``3-5``).

        A range counts only if one of its ends is among ``keys``.
        """
        found = list(keys)
        for match in _PRINTED_RANGE.finditer(words):
            ends = [self._numbered.get(str(int(number))) for number in match.groups()]
            first, last = ends
            if first and last and set(ends) & set(keys):
                found += [first, *self.between(first, last), last]
        return sorted(dict.fromkeys(found), key=lambda key: self._place.get(key, -1))
