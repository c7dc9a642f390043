"""Searches that can take long stop in time, with the best that they have."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TypeAlias

Late: TypeAlias = Callable[[], bool]
"""Whether to stop."""


def deadline(seconds: float) -> Late:
    """Return a function that tells whether so many seconds have passed since."""
    end = monotonic() + seconds
    return lambda: monotonic() >= end
