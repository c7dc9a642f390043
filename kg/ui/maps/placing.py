"""Where the boxes of a map stand: steadily, wherever one comes from and however far one looks.

The place of a box follows from the ids and links of what is nearer the focus, and from nothing
else: no clock, no chance, no memory of what was drawn before. So a map is the same on every
visit, and what a wider or a larger one adds finds its place around what was there, which stays
exactly where it was. Every id has a home on the plane, and a box starts out from its neighbour
in the direction in which their homes lie. So who walks from one box to the next finds the
first behind them, and most of what both have in common on the same side as before.

The nearest are laid out by springs (Fruchterman and Reingold, 1991, by rustworkx), in batches
of which each leaves those before in peace; then all take the nearest free place of a grid, so
that no box covers another. What is further off (:data:`SPRUNG`) is small and goes straight to
the free place nearest to what it is linked to.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import Final

import rustworkx as rx

Place = tuple[float, float]

BOX: Final = (190, 74)
"""Width and height of a box in pixels, at its natural size."""
SPRUNG: Final = 150
"""How many boxes springs lay out; what is further off is drawn as a dot."""
_APART: Final = (255, 130)
"""Pixels between linked boxes, across and down, where springs have their way."""
_STEPS: Final = 8
"""Steps of the springs: few, so that a box stays on the side on which it started. On 25 walks
through the seed texts 88 of 100 boxes kept their side of the new focus (67 with 60 steps), at
300 pixels a link (278) and 0.16 crossings of it (0.09)."""
_BATCH: Final = 50
_CELL: Final = 30
_BOX_CELLS: Final = (8, 4)
_COARSE: Final = 8
_FAR: Final = 150  # rows; the ellipse in it has room for 70,000 dots, or for 1,500 boxes


def places(rings: Sequence[Sequence[str]], links: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Return the middle of each box in pixels; the focus, which is the first ring, is at 0, 0.

    ``links`` join members of the rings. Cost: seconds for tens of thousands.
    """
    neighbours = _neighbours(links)
    taken = _Grid()
    found: dict[str, Place] = {}
    for batch in _batches(rings):
        sprung = len(found) < SPRUNG
        wanted = _sprung(batch, found, neighbours) if sprung else _beside(batch, found, neighbours)
        for one in batch:
            found[one] = taken.nearest_free(wanted[one], sprung)
    return found


def _neighbours(links: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in sorted({(min(ends), max(ends)) for ends in links}):
        found[one][other] = None
        found[other][one] = None
    return {one: list(others) for one, others in found.items()}


def _batches(rings: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield rings, cut where a smaller map may end, so that a larger one has the same batches."""
    before = 0
    for ring in rings:
        start = 0
        while start < len(ring):
            end = start + _BATCH - before % _BATCH
            yield ring[start:end]
            before += len(ring[start:end])
            start = end


def _home(identifier: str) -> Place:
    """Return a point of the unit square that depends on nothing but the id."""
    mixed = zlib.crc32(identifier.encode())
    return (mixed & 0xFFFF) / 0xFFFF, (mixed >> 16) / 0xFFFF


def _towards(start: str, end: str) -> Place:
    """Return the direction from the home of one id to that of another, of length 1."""
    (x, y), (to_x, to_y) = _home(start), _home(end)
    length = math.hypot(to_x - x, to_y - y) or 1.0
    return (to_x - x) / length, (to_y - y) / length


def _beside(
    batch: Sequence[str],
    found: Mapping[str, Place],
    neighbours: Mapping[str, Sequence[str]],
) -> dict[str, Place]:
    """Return a place for each beside what it is linked to and has one, in its own direction."""
    wanted = {}
    for one in batch:
        known = [other for other in neighbours.get(one, ()) if other in found]
        if not known:
            wanted[one] = (0.0, 0.0)
            continue
        ahead = _towards(known[0], one)
        x, y = (sum(found[other][axis] for other in known) / len(known) for axis in (0, 1))
        wanted[one] = x + ahead[0] * _APART[0], y + ahead[1] * _APART[1]
    return wanted


def _sprung(
    batch: Sequence[str],
    found: Mapping[str, Place],
    neighbours: Mapping[str, Sequence[str]],
) -> dict[str, Place]:
    """Return where springs move a batch from beside what it is linked to; the rest stays."""
    if not found:
        return dict.fromkeys(batch, (0.0, 0.0))
    start = _beside(batch, found, neighbours)
    graph: rx.PyGraph[str, None] = rx.PyGraph()
    number = {one: graph.add_node(one) for one in (*found, *batch)}
    for one in batch:
        for other in neighbours.get(one, ()):
            if other in number and (other in found or one < other):
                graph.add_edge(number[one], number[other], None)
    moved = rx.spring_layout(
        graph,
        pos={number[one]: _natural(place) for one, place in {**found, **start}.items()},
        fixed={number[one] for one in found},
        k=1.0,
        num_iter=_STEPS,
        seed=1,
    )
    return {
        one: (moved[number[one]][0] * _APART[0], moved[number[one]][1] * _APART[1]) for one in batch
    }


def _natural(place: Place) -> Place:
    return place[0] / _APART[0], place[1] / _APART[1]


class _Grid:
    """Which cells are taken. A box takes several, with a gap around it; a dot takes one."""

    def __init__(self) -> None:
        self._taken: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
        self._tried: dict[tuple[int, int, bool], int] = defaultdict(int)

    def nearest_free(self, wanted: Place, is_box: bool) -> Place:
        """Take the free place nearest to a wanted one and return it.

        Dots look from fewer starting points, and each goes on where the last one from there
        found its place, so that thousands around one box take no longer than they must.
        """
        step = 1 if is_box else _COARSE
        column, row = (round(wanted[axis] / _CELL / step) * step for axis in (0, 1))
        start, taken = (column, row, is_box), self._taken[is_box]
        for across, down in islice(_nearest(), self._tried[start], None):
            self._tried[start] += 1
            here = column + across, row + down
            if here not in taken:
                break
        self._take(here, is_box)
        return here[0] * _CELL, here[1] * _CELL

    def _take(self, here: tuple[int, int], is_box: bool) -> None:
        """Close the middles that other boxes, and the cells that dots, can have no more."""
        width, height = _BOX_CELLS
        if is_box:
            self._taken[True].update(_around(here, width - 1, height - 1))
            self._taken[False].update(_around(here, width // 2, height // 2))
        else:
            self._taken[False].add(here)


def _around(here: tuple[int, int], across: int, down: int) -> Iterator[tuple[int, int]]:
    return product(
        range(here[0] - across, here[0] + across + 1), range(here[1] - down, here[1] + down + 1)
    )


@cache
def _nearest() -> Sequence[tuple[int, int]]:
    """Return the cells around one, nearest first; a step down counts as much as two across."""
    cells = product(range(-2 * _FAR, 2 * _FAR + 1), range(-_FAR, _FAR + 1))
    return sorted(cells, key=lambda cell: (cell[0] ** 2 + 4 * cell[1] ** 2, cell))
