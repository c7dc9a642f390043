"""Which entries of the reference list the links on pages lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.bibliography.entry import label_of
from ingest.layout.pages.chunks import Chunk
from ingest.layout.pages.geometry import Target
from ingest.layout.pages.wording import Stretch
from kg.vocab import BlockKind

_BETWEEN: Final = re.compile(r"[\s,(\[]{1,4}")
_RANGE: Final = re.compile(r"\s?[-‐‑–—−⁻]\s?")
_MAX_RANGE: Final = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the reference list: what links call it, and the label printed before it."""

    key: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """Stretches that are one in-text citation, with the keys of its entries; () for words."""

    stretches: tuple[Stretch, ...]
    keys: tuple[str, ...]


class Entries:
    """The entries of a reference list, found by the place that a link leads to."""

    def __init__(
        self,
        chunks: Sequence[Chunk],
        texts: Sequence[str],
        names: Mapping[tuple[int, int, int], str],
    ) -> None:
        self._chunks = [one for one in chunks if one.kind is BlockKind.REFERENCE]
        listed = [t for one, t in zip(chunks, texts, strict=True) if one in self._chunks]
        self._by_page: dict[int, list[int]] = {}
        for index, chunk in enumerate(self._chunks):
            self._by_page.setdefault(chunk.first.page, []).append(index)
        keys = {self._nearest(Target(page, x, y)): name for (page, x, y), name in names.items()}
        self.entries = [
            Entry(keys.get(index) or f"entry-{index + 1}", label_of(text)[0])
            for index, text in enumerate(listed)
        ]

    def cited(self, stretches: Sequence[Stretch]) -> list[Cited]:
        """Put the stretches that link to one entry together, and the ends of a range."""
        found: list[Cited] = []
        for stretch in stretches:
            index = self._nearest(stretch.target) if stretch.target else None
            keys = () if index is None else (self.entries[index].key,)
            found.append(Cited((stretch,), keys))
            self._merge(found)
        return found

    def _merge(self, found: list[Cited]) -> None:
        if len(found) < 3 or not found[-1].keys or not found[-3].keys or found[-2].keys:
            return
        first, between, last = found[-3:]
        words = "".join(one.text for one in between.stretches)
        keys: tuple[str, ...] = ()
        if first.keys == last.keys and _BETWEEN.fullmatch(words):
            keys = first.keys
        elif _RANGE.fullmatch(words):
            keys = self._range(first.keys[-1], last.keys[0])
        if keys:
            whole = first.stretches + between.stretches + last.stretches
            found[-3:] = [Cited(whole, keys)]

    def _range(self, first: str, last: str) -> tuple[str, ...]:
        keys = [entry.key for entry in self.entries]
        start, end = keys.index(first), keys.index(last)
        return tuple(keys[start : end + 1]) if 0 < end - start <= _MAX_RANGE else ()

    def _nearest(self, target: Target) -> int | None:
        """Return the index of the entry whose first line stands where a link leads."""
        if target.y is None:
            return None
        near = []
        for index in self._by_page.get(target.page, ()):
            line = self._chunks[index].first
            above = (target.y - line.y) / line.size
            beside = 0.0 if not target.x else max(line.left - target.x, target.x - line.right, 0.0)
            if -0.6 < above < 3 and beside < 40:
                near.append((beside > 25, abs(above - 1), index))
        return min(near)[2] if near else None
