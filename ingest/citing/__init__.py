"""Why a sentence cites: a small trained model, and wordings that tell sides apart.

``model.onnx`` says of a citing sentence what for it cites (background, method, result, as in
SciCite) and how probable it is that it tells of disagreement. It is the lower part of the
sentence encoder with layers of ours on top. ``purposes.json`` joins the first answer with the
wordings of :mod:`ingest.citing.cues`. `evaluation.train_citation_function` makes both,
``docs/decisions/0024-citation-function.md`` says how well they do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ingest.citing import cues
from ingest.citing.cues import Side
from ingest.encoder import judge
from kg.vocab import CitationFunction

MODEL: Final = Path(__file__).with_name("model.onnx")
PURPOSES: Final = Path(__file__).with_name("purposes.json")
PURPOSE: Final = "purpose"
DISAGREEMENT: Final = "disagreement"

# How often a sentence that compares itself with a work differs from it, by its wording:
# measured on sentences of clinical trials (587 that agree or differ).
_DIFFERS: Final = {Side.AGREES: 0.02, Side.BOTH: 0.2, Side.OPEN: 0.3, Side.DIFFERS: 0.85}
_MAY_EXTEND: Final = frozenset({CitationFunction.USES, CitationFunction.BACKGROUND})

Array = npt.NDArray[np.floating]
Weights = Mapping[CitationFunction, float]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a sentence cites; ``score`` is the probability of it, None where none was measured."""

    function: CitationFunction
    score: float | None


def judgements(sentences: Sequence[str]) -> list[Judgement]:
    """Return why each sentence cites what it cites.

    That something is extended is told by its wording alone, which no gold has measured.
    """
    return [_decided(*one) for one in zip(sentences, weighed(sentences), strict=True)]


def weighed(sentences: Sequence[str]) -> list[Weights]:
    """Return how probable each function is but ``extends``; those of a sentence add up to 1."""
    purposes, disagreements = answers(sentences)
    return list(map(_weights, sentences, purposes, disagreements))


def answers(sentences: Sequence[str]) -> tuple[list[list[float]], list[list[float]]]:
    """Return the probabilities of background, method, result, and of no and some disagreement."""
    said = judge(MODEL, sentences)
    purposes = joined(said[PURPOSE], sentences, _loaded())
    return purposes.tolist(), said[DISAGREEMENT].tolist()


def joined(said: Array, sentences: Sequence[str], weights: Mapping[str, Sequence[float]]) -> Array:
    """Return the probabilities of purposes from those of the model and the wordings."""
    described = [described_by(*one) for one in zip(said, sentences, strict=True)]
    sums = np.array(
        [sum(np.array(weights[name]) * value for name, value in one.items()) for one in described]
    ).reshape(-1, 3)
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def described_by(said: Array, sentence: str) -> dict[str, float]:
    """Return what a purpose is told by: the model's logarithms and the wordings, by name."""
    names = ("background", "method", "result")
    logs = {f"log {name}": float(one) for name, one in zip(names, np.log(said + 1e-3), strict=True)}
    return logs | cues.signs(sentence) | {"constant": 1.0}


@cache
def _loaded() -> Mapping[str, Sequence[float]]:
    found: dict[str, list[float]] = json.loads(PURPOSES.read_text("utf-8"))
    return found


def _weights(sentence: str, purpose: Sequence[float], disagreement: Sequence[float]) -> Weights:
    background, method, result = purpose
    differs = result * _DIFFERS[cues.side(sentence)]
    disputed = background * disagreement[1] if cues.speaks_against(sentence) else 0.0
    return {
        CitationFunction.SUPPORTS: result - differs,
        CitationFunction.DISPUTES: differs + disputed,
        CitationFunction.USES: method,
        CitationFunction.BACKGROUND: background - disputed,
    }


def _decided(sentence: str, weights: Weights) -> Judgement:
    likeliest = max(weights, key=lambda function: weights[function])
    if likeliest in _MAY_EXTEND and cues.builds_on(sentence):
        return Judgement(CitationFunction.EXTENDS, None)
    return Judgement(likeliest, weights[likeliest])
