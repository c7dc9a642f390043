"""What was solved for each statement, kept in arrays, and solved again where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

import numpy as np

from kg.analysis.standing.arrays import Bounds, Graph, Part, graph_of, part_of
from kg.analysis.standing.framework import Framework, Numbers
from kg.analysis.standing.numbered import Floats, Ints, ints

V = TypeVar("V")
Solving: TypeAlias = Callable[[Graph, Bounds | None], tuple[Floats, Floats]]
"""How the bounds of a graph's statements are found, where those of some are given."""


class Bounded(Mapping[str, V]):
    """What each statement of a ``framework`` comes to: a value of the bounds that it lies between.

    ``solving`` finds the bounds, ``valued`` says what a lower and an upper one come to.
    """

    def __init__(
        self,
        framework: Framework,
        bounds: tuple[Floats, Floats],
        solving: Solving,
        valued: Callable[[float, float], V],
    ) -> None:
        self.framework, self._solving, self._valued = framework, solving, valued
        self._index = framework.numbers.index
        self._lower, self._upper = (those[: len(self._index)] for those in bounds)

    def __getitem__(self, name: str) -> V:
        row = self._index[name]
        return self._valued(float(self._lower[row]), float(self._upper[row]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def unlike(self, other: Bounded[V], names: Sequence[str]) -> list[str]:
        """Return those of some statements of both that come to something else in another."""
        mine, theirs = (ints(map(one._index.__getitem__, names)) for one in (self, other))
        same = self._lower[mine] == other._lower[theirs]
        same &= self._upper[mine] == other._upper[theirs]
        return [names[at] for at in np.flatnonzero(~same).tolist()]

    def without(self, whole: Numbers, left: Part, statement: int) -> V:
        """Return what a statement comes to in a part of the framework that is solved again."""
        lower, upper = self._solved(whole, left)
        place = np.searchsorted(left.statements, statement)
        return self._valued(float(lower[place]), float(upper[place]))

    def updated(self, after: Framework) -> Bounded[V]:
        """Return what the statements of another framework come to, solved where it differs."""
        whole, change = after.numbers, after.since(self.framework)
        reached = change.reached(whole)
        if 2 * np.count_nonzero(reached) > len(self):
            return solved(after, self._solving, self._valued)
        part = part_of(whole, reached)
        lower, upper = self._lower[change.came], self._upper[change.came]
        lower[part.statements], upper[part.statements] = self._solved(whole, part)
        return Bounded(after, (lower, upper), self._solving, self._valued)

    def _solved(self, whole: Numbers, part: Part) -> tuple[Floats, Floats]:
        """Return the bounds of a part's statements, given those of what is not reached."""
        rows = self._rows(whole, part.statements[part.given])
        lower, upper = self._solving(part.graph, (part.given, self._lower[rows], self._upper[rows]))
        size = part.statements.size
        return lower[:size], upper[:size]

    def _rows(self, whole: Numbers, statements: Ints) -> Ints:
        if whole.index is self._index:
            return statements
        return ints(map(self._index.__getitem__, whole.named(statements)))


def solved(
    framework: Framework, solving: Solving, valued: Callable[[float, float], V]
) -> Bounded[V]:
    """Return what the statements of a framework come to."""
    return Bounded(framework, solving(graph_of(framework), None), solving, valued)
