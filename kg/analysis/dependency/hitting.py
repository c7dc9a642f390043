"""Least hitting sets, where what is to be hit is found by asking.

A hitting set shares a member with every one of a family of sets. Reiter (1987) finds all minimal
ones with a tree whose nodes ask for a set that is not hit yet. To find a least one, ask only
about sets that are least for what was found so far, and stop when one hits everything: the
implicit hitting set approach (Chandrasekaran et al. 2011; Moreno-Centeno and Karp 2013).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from kg.analysis.dependency.covering import greedy, least, packed
from kg.analysis.dependency.limits import Late

T = TypeVar("T", bound=Hashable)
AT_ONCE: Final = 1000
"""After so many sets that are not hit, the next candidate is tried."""
Unhit: TypeAlias = Callable[[frozenset[T]], Iterable[Iterable[T]]]


@dataclass(frozen=True, slots=True)
class Least(Generic[T]):
    """The least set that was found in the time given.

    No set that does the same has fewer than ``bound`` members; ``exact`` says that this one has
    no more.
    """

    members: tuple[T, ...]
    bound: int
    exact: bool


def least_hitting_set(
    unhit: Unhit[T],
    known: Iterable[T],
    late: Late,
    weight: Mapping[T, int] | None = None,
) -> Least[T]:
    """Return a hitting set of least weight, or the best until it is late, and a lower bound.

    Exponential at worst in the sets that ``unhit`` yields. Equal questions have equal answers,
    unless time cuts them short.

    Args:
        unhit: yields sets that a candidate does not hit, the more the better; none only where
            the candidate hits everything.
        known: a hitting set, returned when nothing better is found.
        late: whether to stop.
        weight: what each member counts, 1 or more; 1 by default. ``bound`` counts the same.

    Raises:
        ValueError: if ``unhit`` yields an empty set.
    """
    return _Asking(unhit, weight or {}, late).search(tuple(dict.fromkeys(known)))


def least_sufficient(
    suffices: Callable[[frozenset[T]], bool], elements: Sequence[T], late: Late
) -> Least[T]:
    """Return the fewest elements that suffice, or the best until it is late, and a lower bound.

    Where more never suffices less, those are the least set that hits every set without which the
    others do not suffice. Of these only minimal ones are looked at, found by QuickXplain
    (Junker 2004).

    Args:
        suffices: whether some elements do; all of them together must.
        elements: all there are, each once.
        late: whether to stop.

    Raises:
        ValueError: if all elements together do not suffice.
    """
    everything = frozenset(elements)
    if not suffices(everything):
        raise ValueError("all elements together do not suffice; ask for more of them")

    def unhit(chosen: frozenset[T]) -> Iterator[list[T]]:
        kept = chosen
        while not suffices(kept):
            missing = [one for one in elements if one not in kept]
            needed = _minimal(lambda gone: not suffices(everything - gone), missing, late)
            yield needed
            kept |= frozenset(needed)

    found = least_hitting_set(unhit, _minimal(suffices, elements, late), late)
    members = frozenset(found.members)
    return Least(tuple(one for one in elements if one in members), found.bound, found.exact)


def _minimal(
    suffices: Callable[[frozenset[T]], bool], elements: Sequence[T], late: Late
) -> list[T]:
    """Return some of the elements that suffice, none of them needless unless it gets late.

    In O(k log(n / k)) questions for k of n elements (Junker 2004).
    """

    def needed(given: frozenset[T], new: bool, among: Sequence[T]) -> list[T]:
        if late():
            return [*among]
        if new and suffices(given):
            return []
        if len(among) < 2:
            return [*among]
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        later = needed(given | frozenset(first), True, second)
        return needed(given | frozenset(later), bool(later), first) + later

    return needed(frozenset(), True, elements)


class _Asking(Generic[T]):
    """What was learnt so far: sets to hit, their members as bits in the order of appearance."""

    def __init__(self, unhit: Unhit[T], weight: Mapping[T, int], late: Late) -> None:
        self.unhit, self.weight, self.late = unhit, weight, late
        self.place: dict[T, int] = {}
        self.sets: dict[int, None] = {}

    def search(self, known: tuple[T, ...]) -> Least[T]:
        best, bound = known, 0
        while bound < self.cost(best) and not self.late():
            best = min(best, self.rough(best), key=self.cost)
            chosen, lower = least(self.sets, self.weigh(), self.late)
            bound = max(bound, lower)
            if not self.ask(chosen):
                best = min(best, self.members(chosen), key=self.cost)
        bound = max(bound, packed(sorted(self.sets, key=int.bit_count), self.weigh()))
        return Least(best, bound, self.cost(best) == bound)

    def rough(self, known: tuple[T, ...]) -> tuple[T, ...]:
        """Return a hitting set by asking about greedy ones; the known one when it gets late."""
        while self.ask(chosen := greedy(self.sets, self.weigh())):
            if self.late():
                return known
        return self.members(chosen)

    def ask(self, chosen: int) -> list[int]:
        """Return sets that are not hit, and remember them; not all where there are many."""
        found: list[int] = []
        for members in self.unhit(frozenset(self.members(chosen))):
            bits = 0
            for member in members:
                bits |= 1 << self.place.setdefault(member, len(self.place))
            if not bits:
                raise ValueError("nothing hits an empty set; yield only sets that can be hit")
            found.append(bits)
            if len(found) == AT_ONCE or self.late():
                break
        self.sets |= dict.fromkeys(found)
        return found

    def weigh(self) -> list[int]:
        return [self.weight.get(member, 1) for member in self.place]

    def cost(self, members: Iterable[T]) -> int:
        return sum(self.weight.get(member, 1) for member in members)

    def members(self, chosen: int) -> tuple[T, ...]:
        return tuple(member for member, at in self.place.items() if chosen >> at & 1)
