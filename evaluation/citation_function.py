"""Quality of citation functions: `python -m evaluation.citation_function [--gold DIR]`.

`scicite`: the purpose of a citing sentence, of three. `disagreement`: whether a citing
sentence tells of disagreement. `clinical_sentiment`: whether a sentence agrees with the work
that it cites or differs from it, and whether it does either; nothing was trained on it. Where
a text was trained on, the answer is that of a model of another fold; all others are put to the
model that ships. The baseline is a logistic regression over TF-IDF of the set itself, by
cross-validation (only where scikit-learn is installed).
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.gold import GOLD, items
from evaluation.tables import Row, compared, show
from ingest import citing
from kg.vocab import CitationFunction

OUT_OF_FOLD = Path(__file__).with_suffix(".npz")
HEADS = {
    "scicite": ("background", "method", "result"),
    "disagreement": ("none", "disagreement"),
}
"""The labels of each training set, in the order of the model's columns."""

# UTF-8 that was read as Mac Roman, found in the rarer labels of SciCite only: a giveaway.
_MISREAD = re.compile(r"‚[\s\S]{2}|[√¬ŒœÀ][\s\S]")
FOLDS = 5
TASKS = {"scicite": "purpose of a citation", "disagreement": "tells of disagreement"}
_SIDES = {CitationFunction.SUPPORTS: "POSITIVE", CitationFunction.DISPUTES: "NEGATIVE"}
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Labelled:
    """A citing sentence and the number of its label."""

    text: str
    label: int


def cleaned(text: str) -> str:
    """Return a text with single spaces, no dots where it was cut off, and accents mended."""
    return " ".join(_MISREAD.sub(_reread, text).split()).strip("… ")


def _reread(match: re.Match[str]) -> str:
    try:
        return match[0].encode("mac_roman").decode()
    except UnicodeError:
        return match[0]


def key(text: str) -> int:
    """Return a number for the letters and digits of a text, in [0, 2**64)."""
    letters = "".join(filter(str.isalnum, text.lower()))
    return int.from_bytes(hashlib.sha256(letters.encode()).digest()[:8])


def fold_of(text: str, folds: int) -> int:
    """Return the fold of a text, the same for its repetitions."""
    return key(text) % folds


def labelled(name: str, gold: Path) -> list[Labelled]:
    """Return the items of a set with the model's labels."""
    return [
        Labelled(cleaned(item["text"]), HEADS[name].index(item["label"]))
        for item in items(gold / "citations" / f"{name}.jsonl")
    ]


def training(name: str) -> list[Labelled]:
    """Return what the model is trained on."""
    return labelled(name, GOLD)


@cache
def _out_of_fold(name: str) -> Mapping[int, Array]:
    """Return the probabilities of the texts trained on, by number of the text."""
    with np.load(OUT_OF_FOLD) as file:
        rows = file[name].astype(np.float32)
        return dict(zip(file[f"{name}_texts"].tolist(), rows, strict=True))


def probabilities(name: str, texts: Sequence[str]) -> tuple[Array, int]:
    """Return a row of the model's probabilities a text, and how many it was trained on."""
    known = _out_of_fold(name)
    numbers = [key(text) for text in texts]
    new = [at for at, number in enumerate(numbers) if number not in known]
    said = np.array([known.get(number, np.zeros(len(HEADS[name]))) for number in numbers])
    if new:
        said[new] = citing.answers([texts[at] for at in new])[list(HEADS).index(name)]
    return said, len(texts) - len(new)


def fitted(name: str, task: str, gold: Path) -> tuple[Row, Array, list[int]]:
    """Return the row of a set of a kind that was trained on, with probabilities and labels."""
    found = labelled(name, gold)
    texts, labels = [one.text for one in found], [one.label for one in found]
    said, seen = probabilities(name, texts)
    split = "new to the model" if not seen else "5 folds"
    if 0 < seen < len(texts):
        split = f"{len(texts) - seen} new, rest 5 folds"
    row = compared(task, name, split, labels, tfidf(texts, labels), said.argmax(axis=1).tolist())
    return row, said, labels


def clinical(gold: Path) -> Iterator[Row]:
    """Yield the rows of a set that nothing was trained on."""
    found = list(items(gold / "citations" / "clinical_sentiment.jsonl"))
    texts, labels = [cleaned(one["text"]) for one in found], [one["label"] for one in found]
    weights, said = citing.weighed(texts), citing.judgements(texts)
    sides = [at for at, label in enumerate(labels) if label != "NEUTRAL"]
    ours = [_SIDES[max(_SIDES, key=lambda one: weights[at][one])] for at in sides]
    told = [labels[at] for at in sides]
    baseline = tfidf([texts[at] for at in sides], told)
    yield compared("supports or disputes", "clinical_sentiment", "zero-shot", told, baseline, ours)
    ours = [_SIDES.get(one.function, "NEUTRAL") for one in said]
    yield compared(
        "supports, disputes, neither",
        "clinical_sentiment",
        "zero-shot",
        labels,
        tfidf(texts, labels),
        ours,
    )


def tfidf(texts: Sequence[str], labels: Sequence[Any]) -> list[Any] | None:
    """Return the labels that words alone give in five folds; None without scikit-learn."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError:
        return None
    folds = [fold_of(text, FOLDS) for text in texts]
    said: list[Any] = [None] * len(texts)
    for fold in range(FOLDS):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=4.0, class_weight="balanced", max_iter=300),
        )
        inside = [at for at, other in enumerate(folds) if other == fold]
        outside = [at for at, other in enumerate(folds) if other != fold]
        model.fit([texts[at] for at in outside], [labels[at] for at in outside])
        for at, label in zip(inside, model.predict([texts[at] for at in inside]), strict=True):
            said[at] = label
    return said


def rows(gold: Path = GOLD) -> Iterator[Row]:
    """Yield the figures of all tasks about citation functions."""
    for name, task in TASKS.items():
        yield fitted(name, task, gold)[0]
    yield from clinical(gold)


def reliability(said: Array, right: Sequence[bool]) -> Iterator[str]:
    """Yield lines of a reliability table: what the likeliest answer promised, what held."""
    promised, held = said.max(axis=1), np.array(right)
    error = 0.0
    for low, high in pairwise((*np.arange(0.3, 1.0, 0.1), 1.001)):
        inside = (promised >= low) & (promised < high)
        if inside.any():
            error += abs(promised[inside].sum() - held[inside].sum()) / len(held)
            yield (
                f"  {low:.1f} to {min(high, 1.0):.1f} {inside.sum():6} "
                f"promised {promised[inside].mean():.3f} held {held[inside].mean():.3f}"
            )
    yield f"  expected calibration error {error:.3f}"


def taken(gold: Path) -> tuple[Array, list[bool]]:
    """Return the probability of each side that was taken in sentences of trials, and if rightly."""
    found = list(items(gold / "citations" / "clinical_sentiment.jsonl"))
    said = citing.judgements([cleaned(one["text"]) for one in found])
    sided = [(one, item["label"]) for one, item in zip(said, found, strict=True)]
    sided = [(one, label) for one, label in sided if one.function in _SIDES]
    return np.array([[one.score] for one, _ in sided]), [
        _SIDES[one.function] == label for one, label in sided
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="DIR")
    gold = parser.parse_args().gold
    if not gold.is_dir():
        print(f"citation_function: skipped, no gold data at {gold.parent.name}/{gold.name}")
        return
    show(rows(gold))
    for name, task in TASKS.items():
        _, said, labels = fitted(name, task, gold)
        print(f"reliability, {name}")
        print("\n".join(reliability(said, said.argmax(axis=1) == np.array(labels))))
    print("reliability, clinical_sentiment: what supports or disputes")
    print("\n".join(reliability(*taken(gold))))


if __name__ == "__main__":
    main()
