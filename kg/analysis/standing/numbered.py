"""Things as numbers, in arrays: what takes long one by one is quick for many at once."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


class Rows:
    """The rows of a table, by the number in one of its columns, of which there are ``size``."""

    def __init__(self, column: Ints, size: int) -> None:
        self._order = np.argsort(column, kind="stable")
        self._counts = np.bincount(column, minlength=size)
        self._first = starts(self._counts)

    def of(self, numbers: Ints) -> Ints:
        """Return the rows with each of some numbers, one number after the other."""
        return self._order[spans(self._first[numbers], self._counts[numbers])]


def ints(values: Any) -> Ints:
    """Return whole numbers as an array."""
    return np.fromiter(values, dtype=np.int64)


def starts(counts: Ints) -> Ints:
    """Return where each of consecutive stretches of the given lengths starts."""
    return np.cumsum(counts) - counts


def spans(first: Ints, counts: Ints) -> Ints:
    """Return the numbers from each ``first`` on, as many as its count, one after the other."""
    return np.repeat(first - starts(counts), counts) + np.arange(counts.sum())


def distinct(values: Ints) -> Ints:
    """Return each value once, in the order in which they first come."""
    _, first = np.unique(values, return_index=True)
    return values[np.sort(first)]
