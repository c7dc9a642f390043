"""Quotations and numbers followed along citations to the texts that they are taken from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.analysis.audit import Searched, Stands, checkable, ends, same
from kg.audited import Cited
from kg.model import Quantity
from kg.vocab import EvidenceKind

_KEPT: Final = 8
"""Prepared texts in memory: a paper takes a megabyte or two."""


@dataclass(frozen=True, slots=True)
class Step:
    """A document in which something stands, and where."""

    document_id: str
    place: Stands


@dataclass(frozen=True, slots=True)
class Traced:
    """What was looked for, and the documents that have it: the cited one, then whom that cites.

    ``quantity`` is None for a quotation. ``looked`` are the documents that were searched, which
    is all that can be said where ``steps`` is empty.
    """

    cited: Cited
    quantity: Quantity | None
    looked: tuple[str, ...]
    steps: tuple[Step, ...]


class Tracer:
    """Follows what texts take from each other.

    ``texts_of`` gives the documents that are texts of a work, ``text`` a document's text.
    """

    def __init__(
        self,
        cited: Iterable[Cited],
        texts_of: Mapping[str, Sequence[str]],
        text: Callable[[str], str],
    ) -> None:
        self._cited = list(cited)
        self._texts_of = texts_of
        self._searched = lru_cache(_KEPT)(lambda document_id: Searched(text(document_id)))
        self._in: dict[str, list[Cited]] = defaultdict(list)
        for one in self._cited:
            self._in[one.passage.document_id].append(one)

    def quotations(self) -> Iterator[Traced]:
        """Yield each quotation, with the text that has it where one does.

        What can say nothing is left out: a quotation that is not in the one cited text that is
        here may stand in another, or come from none.
        """
        for one in self._by_work():
            if one.kind is not EvidenceKind.QUOTATION:
                continue
            looked = self._looked(one)
            steps = [
                Step(document_id, place)
                for document_id in looked
                if (place := self._searched(document_id).quotation(one.passage.exact))
            ]
            steps.sort(key=lambda step: -step.place.similarity)
            if steps or self._can_tell(one):
                yield Traced(one, None, looked, tuple(steps[:1]))

    def numbers(self) -> Iterator[Traced]:
        """Yield each number that says enough, with the texts that it was handed down by."""
        for one in self._by_work():
            for quantity in filter(checkable, one.quantities):
                steps = tuple(self._handed_down(one, quantity))
                if steps or self._can_tell(one):
                    yield Traced(one, quantity, self._looked(one), steps)

    def _by_work(self) -> list[Cited]:
        """Return what is to be looked for, so that a text need not be prepared twice."""
        return sorted(self._cited, key=lambda one: (one.work_ids, one.id))

    def _looked(self, one: Cited) -> tuple[str, ...]:
        return tuple(text for work in one.work_ids for text in self._texts_of.get(work, ()))

    def _can_tell(self, one: Cited) -> bool:
        """Whether all works that it can be taken from are here, so that their silence counts."""
        return one.attributed and all(self._texts_of.get(work) for work in one.work_ids)

    def _handed_down(self, one: Cited, quantity: Quantity) -> Iterator[Step]:
        """Yield the texts that give a number, each having it from the next."""
        seen = {one.passage.document_id}
        here: Cited | None = one
        while here is not None:
            step = self._given(here, quantity)
            if step is None or step.document_id in seen:
                return
            seen.add(step.document_id)
            yield step
            taken = (other for other in self._in[step.document_id] if _has(other, quantity))
            here = next(taken, None)

    def _given(self, one: Cited, quantity: Quantity) -> Step | None:
        for document_id in self._looked(one):
            searched = self._searched(document_id)
            places = [searched.number(value, quantity.unit) for value in ends(quantity)]
            if all(places) and places[0] is not None:
                return Step(document_id, places[0])
        return None


def _has(one: Cited, quantity: Quantity) -> bool:
    return any(same(other, quantity) for other in one.quantities)
