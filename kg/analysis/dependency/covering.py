"""Least hitting sets of a family that is known as a whole, by branch and bound.

Sets are integers here, a bit for each member. Reductions and bounds are those of Bläsius,
Friedrich, Stangl and Weyand (An efficient branch-and-bound solver for hitting set, 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from math import ceil

from kg.analysis.dependency.limits import Late

ROUNDING = 1e-9


def least(sets: Iterable[int], weight: Sequence[int], late: Late) -> tuple[int, int]:
    """Return a hitting set and a lower bound on the weight of all of them.

    The bound is its own weight unless it gets late. Exponential at worst in the members that
    reductions leave, which are gone through part by part where the sets fall into parts.
    """
    chosen, rest = _reduced(sets, weight, late)
    bound = cost(chosen, weight)
    for part in _parts(rest):
        found, lower = _least_of_part(part, weight, late)
        chosen |= found
        bound += lower
    return chosen, bound


def greedy(sets: Iterable[int], weight: Sequence[int]) -> int:
    """Return a hitting set of members that hit most for their weight (Minoux 1978)."""
    hits = _hits([*sets])
    chosen, left = 0, 0
    for some in hits.values():
        left |= some
    heap = [(-some.bit_count() / weight[at], at) for at, some in hits.items()]
    heapify(heap)
    while left:
        rank, best = heappop(heap)
        now = -(hits[best] & left).bit_count() / weight[best]
        if now == rank:
            chosen |= 1 << best
            left &= ~hits[best]
        else:
            heappush(heap, (now, best))
    return chosen


def packed(sets: Iterable[int], weight: Sequence[int]) -> int:
    """Return a lower bound: what sets that have no member in common need at least."""
    taken = total = 0
    for one in sets:
        if not one & taken:
            taken |= one
            total += min(weight[at] for at in bits(one))
    return total


def cost(chosen: int, weight: Sequence[int]) -> int:
    """Return what a set weighs."""
    return sum(weight[at] for at in bits(chosen))


def bits(number: int) -> Iterator[int]:
    """Yield the places of the bits of a number, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _reduced(sets: Iterable[int], weight: Sequence[int], late: Late) -> tuple[int, list[int]]:
    """Return members that some least hitting set has, and the sets that they leave.

    Sets that contain another are hit with it; a member that hits no more than another of no
    more weight is not needed.
    """
    chosen, left = 0, _minimal(sets, late)
    while not late():
        forced = 0
        for one in left:
            if one.bit_count() == 1:
                forced |= one
        chosen |= forced
        left = [one for one in left if not one & forced]
        needless = _dominated(left, weight, late)
        if not needless:
            break
        left = _minimal((one & ~needless for one in left), late)
    return chosen, left


def _minimal(sets: Iterable[int], late: Late) -> list[int]:
    """Return the sets that contain no other, smallest first."""
    kept: list[int] = []
    for one in sorted(set(sets), key=lambda one: (one.bit_count(), one)):
        if late() or not any(other & one == other for other in kept):
            kept.append(one)
    return kept


def _hits(sets: Sequence[int]) -> dict[int, int]:
    """Return for each member the sets that it hits, a bit for each."""
    found: dict[int, int] = {}
    for number, one in enumerate(sets):
        for at in bits(one):
            found[at] = found.get(at, 0) | 1 << number
    return found


def _dominated(sets: Sequence[int], weight: Sequence[int], late: Late) -> int:
    hits = _hits(sets)
    needless = 0
    for one in hits:
        rivals = -1
        for number in bits(hits[one]):
            rivals &= sets[number]
        for other in bits(rivals & ~needless & ~(1 << one)):
            same = hits[other] == hits[one] and weight[other] == weight[one]
            if weight[other] <= weight[one] and not (same and other > one):
                needless |= 1 << one
                break
        if late():
            break
    return needless


def _parts(sets: Iterable[int]) -> list[list[int]]:
    """Return the sets in parts that have no member in common."""
    parts: list[tuple[int, list[int]]] = []
    for one in sets:
        members, together = one, [one]
        apart = []
        for part in parts:
            if part[0] & members:
                members |= part[0]
                together += part[1]
            else:
                apart.append(part)
        parts = [*apart, (members, together)]
    return [together for _, together in parts]


def _least_of_part(sets: Sequence[int], weight: Sequence[int], late: Late) -> tuple[int, int]:
    """Return what :func:`least` does, with the members numbered anew."""
    union = 0
    for one in sets:
        union |= one
    places = list(bits(union))
    number = {at: new for new, at in enumerate(places)}
    renamed = [sum(1 << number[at] for at in bits(one)) for one in sets]
    chosen, bound = _search(renamed, [weight[at] for at in places], late)
    return sum(1 << places[new] for new in bits(chosen)), bound


def _search(sets: list[int], weight: Sequence[int], late: Late) -> tuple[int, int]:
    best = greedy(sets, weight)
    limit = cost(best, weight)
    branches = [(0, sets)]
    while branches:
        chosen, left = branches.pop()
        if late():
            branches.append((chosen, left))
            open_ends = (cost(one, weight) + _bound(rest, weight) for one, rest in branches)
            return best, min(limit, *open_ends)
        forced, left = _reduced(left, weight, late)
        chosen |= forced
        spent = cost(chosen, weight)
        if spent + _bound(left, weight) >= limit:
            continue
        if left:
            branches += _branches(chosen, left)
        else:
            best, limit = chosen, spent
    return best, limit


def _branches(chosen: int, sets: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each way to hit the first set, the most promising last, none found twice."""
    hits = _hits(sets)
    members = sorted(bits(sets[0]), key=lambda at: (hits[at].bit_count(), -at))
    tried = sets[0]
    for at in members:
        tried &= ~(1 << at)
        left = [one & ~tried for one in sets if not one >> at & 1]
        if all(left):
            yield chosen | 1 << at, left


def _bound(sets: Sequence[int], weight: Sequence[int]) -> int:
    """Return the better of two lower bounds on the weight of a hitting set.

    Disjoint sets need a member each; and each set needs its share of a member that hits it.
    """
    members = [list(bits(one)) for one in sets]
    degree = [0] * len(weight)
    for some in members:
        for at in some:
            degree[at] += 1
    shares = sum(min(weight[at] / degree[at] for at in some) for some in members)
    return max(packed(sets, weight), ceil(shares - ROUNDING))
