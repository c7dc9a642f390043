"""The trained labeller of reference strings: which stretch of a string is which field.

The model is a linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML
2001) in CRFsuite's format; ``python -m evaluation.train_labeller`` makes it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.bibliography.attributes import attributes

if TYPE_CHECKING:
    import pycrfsuite

MODEL: Final = Path(__file__).with_name("labeller.crf")
BEGIN: Final = "B-"
"""Opens the label of a segment's first token, so that the model learns where fields begin."""

_MARKED: Final = frozenset(
    {"author", "title", "journal", "book", "volume", "issue", "pages", "publisher", "place"}
    | {"editor", "date", "note", "series"}
)
_CALIBRATION: Final = (0.857, 0.893, 0.165)
"""Fitted on references kept back from training; ``python -m evaluation.references`` checks it."""


class Segment(NamedTuple):
    """A stretch of a reference string that holds one field, as printed."""

    label: str
    text: str


class Labelling(NamedTuple):
    """The likeliest segments of a string, and the model's probability of just these labels."""

    segments: tuple[Segment, ...]
    probability: float

    @property
    def confidence(self) -> float:
        """Return the calibrated probability that all fields are right, from 0 to 1.

        Beta calibration (Kull, Silva Filho and Flach, AISTATS 2017) of ``probability``.
        """
        sure = min(max(self.probability, 1e-9), 1 - 1e-9)
        rise, fall, shift = _CALIBRATION
        return 1 / (1 + math.exp(fall * math.log(1 - sure) - rise * math.log(sure) - shift))


def label(text: str, model: Path = MODEL) -> Labelling:
    """Return the segments of a reference string on one line, without its number in front.

    The model is read at the first call, in some milliseconds.
    """
    words, seen = attributes(text)
    if not words:
        return Labelling((), 1.0)
    tagger = _tagger(model)
    found = tagger.tag(seen)
    runs = groupby(zip(found, words, strict=True), key=lambda pair: pair[0].removeprefix(BEGIN))
    bounds = ((field, [word for _, word in run]) for field, run in runs)
    return Labelling(
        tuple(Segment(field, text[run[0].start : run[-1].end]) for field, run in bounds),
        tagger.probability(found),
    )


def tags(labels: Sequence[str]) -> list[str]:
    """Return the labels of tokens as they are trained: the first of a segment is marked."""
    return [
        BEGIN + one if one in _MARKED and (not place or labels[place - 1] != one) else one
        for place, one in enumerate(labels)
    ]


# A path, since a tagger does not keep the bytes alive that it was opened on.
@lru_cache(maxsize=1)
def _tagger(model: Path) -> pycrfsuite.Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger
