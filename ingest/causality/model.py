"""The model: weights by feature name and by column of the nouns' vectors, for two directions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ingest.encoder import encoder_name

MODEL: Final = "pairs.json"

Array = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """A multinomial logistic regression, the class "neither" fixed at zero.

    ``weights`` and ``intercept`` hold one number a direction (forward, backward); ``columns``
    one row a direction over the vectors of both nouns, None where vectors are not read.
    """

    intercept: Sequence[float]
    weights: Mapping[str, Sequence[float]]
    columns: Array | None = None

    @property
    def embedded(self) -> bool:
        """Whether it reads the vectors of the nouns."""
        return self.columns is not None

    def probabilities(self, features: Iterable[str], vectors: Sequence[Vector]) -> Array:
        """Return the probabilities of forward, backward and neither, which sum to 1."""
        scores = np.array([*self.intercept, 0.0])
        for name in sorted(features):
            if name in self.weights:
                scores[:2] += self.weights[name]
        if self.columns is not None:
            scores[:2] += self.columns @ np.concatenate(vectors)
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum(), np.float64)


def model() -> Model:
    """Return the model for the encoder in force; one without vectors where that is another."""
    embedded, plain, encoder = _load()
    return embedded if encoder_name() == encoder else plain


@cache
def _load() -> tuple[Model, Model, str]:
    stored = json.loads(files(__package__).joinpath(MODEL).read_text(encoding="utf-8"))
    return read(stored["embedded"]), read(stored["plain"]), stored["encoder"]


def read(stored: Mapping[str, Any]) -> Model:
    """Return a model from its numbers: intercept, weights and, where it has them, columns."""
    columns = stored.get("columns")
    return Model(
        stored["intercept"],
        stored["weights"],
        None if columns is None else np.array(columns, dtype=np.float64),
    )
