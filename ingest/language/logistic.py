"""Logistic regression as it ships: weights by feature name, and by column of a vector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Logistic:
    """A fitted model; features that it does not know weigh nothing.

    ``columns`` are the weights of a vector's columns, None for a model without vectors.
    """

    intercept: float
    weights: Mapping[str, float]
    columns: Vector | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Logistic:
        """Return the model in an object of JSON: ``intercept``, ``weights``, ``columns``."""
        columns = stored.get("columns")
        return cls(
            stored["intercept"],
            stored["weights"],
            None if columns is None else np.array(columns, dtype=np.float32),
        )

    def probability(self, features: Mapping[str, float], vector: Vector | None = None) -> float:
        """Return a probability in (0, 1)."""
        total = self.intercept
        total += sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        if self.columns is not None and vector is not None:
            total += float(self.columns @ vector)
        return 1.0 / (1.0 + exp(-total))
