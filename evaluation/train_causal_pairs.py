"""Train the model of causal pairs: `python -m evaluation.train_causal_pairs`.

Fits the weights of :mod:`ingest.causality` to SemEval-2010 Task 8 (CC BY 3.0) and writes them
beside it, with and without the vectors of the nouns, and a list of the digests of the
sentences beside this file, so that nobody measures on them by mistake. `--check` measures by
cross-validation instead, with a table of how well the probabilities hold, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Token

from evaluation.annotated import digest
from evaluation.dependencies import unmarked
from evaluation.gold import GOLD, items
from evaluation.tables import macro_f1
from ingest import nlp
from ingest.causality.features import features
from ingest.causality.model import MODEL, model
from ingest.causality.pairs import Causality, chosen
from ingest.encoder import Vectors, encode, encoder_name

DATA = Path("dependencies") / "semeval2010t8.jsonl"
TRAINED = Path(__file__).parent / "trained" / "semeval2010t8.txt"
LABELS = (Causality.FORWARD, Causality.BACKWARD, Causality.NEITHER)
FOLDS = 10
STRENGTH = 3.0
"""Weight of the vectors beside the features; of 1, 3, 5 and 8 the best by cross-validation."""
COST = 0.3
LEAST = 3
"""Pairs that must have a feature."""
DIGITS = 3
SMALL = 0.01
"""Weights below this are left out of the file."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Items:
    """Marked sentences: text, features, vectors of both nouns side by side, label."""

    marked: Sequence[str]
    keys: Sequence[str]
    features: Sequence[frozenset[str]]
    vectors: Vectors
    labels: Array

    def chosen(self, mask: Array) -> Items:
        """The items where ``mask`` is true."""
        kept = np.flatnonzero(mask)
        return Items(
            [self.marked[at] for at in kept],
            [self.keys[at] for at in kept],
            [self.features[at] for at in kept],
            self.vectors[kept],
            self.labels[kept],
        )


@cache
def collected(path: Path) -> Items:
    """Return the items of a file; labels of other relations are "neither"."""
    rows = list(items(path))
    texts = [unmarked(row["marked"]) for row in rows]
    ends = list(map(heads, texts))
    words = encode([one.text for pair in ends for one in pair])
    known = {str(label) for label in LABELS}
    return Items(
        [row["marked"] for row in rows],
        [digest(text) for text, _ in texts],
        [features(*pair) for pair in ends],
        words.reshape(len(rows), -1),
        np.array([row["label"] if row["label"] in known else "neither" for row in rows]),
    )


def heads(given: tuple[str, dict[str, tuple[int, int]]]) -> tuple[Token, Token]:
    """Return the heads of the two marked nouns, in the order of the text."""
    text, spans = given
    pipeline = nlp.load()
    draft = pipeline.make_doc(text)
    for token in draft[1:]:
        token.is_sent_start = False  # as the pipeline parses a sentence
    parse = pipeline(draft)
    found = []
    for start, end in sorted(spans.values()):
        span = parse.char_span(start, end, alignment_mode="expand")
        assert span is not None
        found.append(span.root)
    return found[0], found[1]


def folds(keys: Sequence[str]) -> Array:
    """Return a fold for each item; those that read alike share one."""
    return np.array([int(key, 16) % FOLDS for key in keys])


class Fitted:
    """A model fitted to some items."""

    def __init__(self, data: Items, *, embedded: bool) -> None:
        self.embedded = embedded
        self.vectorizer = DictVectorizer()
        rows = self.vectorizer.fit_transform(map(counted, data.features))
        often = np.asarray((rows > 0).sum(axis=0)).ravel() >= LEAST
        self.vectorizer.restrict(often)
        self.model = LogisticRegression(C=COST, max_iter=300, tol=1e-4)
        self.model.fit(self.matrix(data), data.labels)

    def matrix(self, data: Items) -> Any:
        rows = self.vectorizer.transform(map(counted, data.features))
        return (
            hstack([rows, csr_matrix(STRENGTH * data.vectors)]).tocsr() if self.embedded else rows
        )

    def probabilities(self, data: Items) -> Array:
        """Return forward, backward, neither for each item."""
        order = [list(self.model.classes_).index(label) for label in LABELS]
        return self.model.predict_proba(self.matrix(data))[:, order]

    def stored(self) -> dict[str, Any]:
        """Return the weights as :mod:`ingest.causality.model` reads them."""
        place = {str(label): at for at, label in enumerate(self.model.classes_)}
        neither = place["neither"]
        directions = [place[str(label)] for label in LABELS[:2]]
        weights = self.model.coef_[directions] - self.model.coef_[neither]
        intercept = self.model.intercept_[directions] - self.model.intercept_[neither]
        names = self.vectorizer.get_feature_names_out()
        rounded = weights.round(DIGITS)
        kept = {
            str(name): rounded[:, at].tolist()
            for at, name in enumerate(names)
            if abs(weights[:, at]).max() >= SMALL
        }
        columns = (STRENGTH * weights[:, len(names) :]).round(DIGITS).tolist()
        return {
            "intercept": intercept.round(DIGITS).tolist(),
            "weights": kept,
            **({"columns": columns} if self.embedded else {}),
        }


def counted(found: frozenset[str]) -> dict[str, float]:
    return dict.fromkeys(sorted(found), 1.0)


def cross_validated(data: Items, probabilities: Callable[[Items, Items], Array]) -> Array:
    """Return probabilities for each item by a method that saw none of its fold."""
    fold, found = folds(data.keys), np.zeros((len(data.labels), len(LABELS)))
    for number in sorted(set(fold)):
        mine = fold == number
        found[mine] = probabilities(data.chosen(~mine), data.chosen(mine))
    return found


def trained(train: Items, test: Items) -> Array:
    """Probabilities of our model."""
    return Fitted(train, embedded=True).probabilities(test)


def plain(train: Items, test: Items) -> Array:
    """Probabilities of our model without vectors."""
    return Fitted(train, embedded=False).probabilities(test)


def bag_of_words(train: Items, test: Items) -> Array:
    """Probabilities of the baseline: words of the sentence, marks included, and between marks."""
    options = {"min_df": 2, "sublinear_tf": True, "token_pattern": r"\S+"}
    whole = TfidfVectorizer(ngram_range=(1, 2), **options)
    inner = TfidfVectorizer(ngram_range=(1, 3), **options)
    fitted = LogisticRegression(C=10, max_iter=300, class_weight="balanced")
    rows = [
        whole.fit_transform(map(spaced, train.marked)),
        inner.fit_transform(map(between, train.marked)),
    ]
    fitted.fit(hstack(rows).tocsr(), train.labels)
    rows = [whole.transform(map(spaced, test.marked)), inner.transform(map(between, test.marked))]
    order = [list(fitted.classes_).index(label) for label in LABELS]
    return fitted.predict_proba(hstack(rows).tocsr())[:, order]


def spaced(marked: str) -> str:
    return re.sub(r"(</?e\d>)", r" \1 ", marked)


def between(marked: str) -> str:
    return marked.partition("</e1>")[2].partition("<e2>")[0]


def named(probabilities: Array) -> list[str]:
    """Return labels as the shipped model chooses them."""
    return [str(LABELS[chosen(row)]) for row in probabilities.tolist()]


def likeliest(probabilities: Array) -> list[str]:
    """Return the label of the highest probability, as the balanced baseline chooses."""
    return [str(LABELS[at]) for at in probabilities.argmax(axis=1)]


def shipped(data: Items) -> list[str]:
    """Return labels by the model that ships, or, with another encoder, by its plain half."""
    used = model()
    width = data.vectors.shape[1] // 2
    rows = zip(data.features, data.vectors, strict=True)
    return named(np.array([used.probabilities(one, (v[:width], v[width:])) for one, v in rows]))


def reliability(gold: Array, probabilities: Array) -> Iterator[str]:
    """Yield stated probabilities of either direction beside what came true."""
    for at, label in enumerate(LABELS[:2]):
        yield f"{label}: stated  true  pairs"
        for low in np.arange(0.0, 1.0, 0.1):
            inside = (probabilities[:, at] >= low) & (probabilities[:, at] < low + 0.1)
            if inside.any():
                true = (gold[inside] == label).mean()
                stated = probabilities[inside, at].mean()
                yield f"{'':19} {stated:6.2f} {true:5.2f} {inside.sum():6}"
    sure = probabilities.max(axis=1)
    right = np.array(LABELS)[probabilities.argmax(axis=1)] == gold
    tenth = np.minimum((sure * 10).astype(int), 9)
    error = sum(
        abs(sure[tenth == one].sum() - right[tenth == one].sum()) for one in set(tenth)
    ) / len(gold)
    yield f"expected calibration error {error:.3f}"


def check(data: Items) -> None:
    """Print macro-F1 of each method by cross-validation."""
    gold = data.labels.tolist()
    found = cross_validated(data, bag_of_words)
    print(f"baseline {macro_f1(gold, likeliest(found)):.3f}", flush=True)
    for name, method in (("plain", plain), ("ours", trained)):
        found = cross_validated(data, method)
        print(f"{name} {macro_f1(gold, named(found)):.3f}", flush=True)
    print("\n".join(reliability(data.labels, found)))


def write(data: Items) -> None:
    """Write the model, and what it was trained on."""
    embedded, bare = (Fitted(data, embedded=one).stored() for one in (True, False))
    path = Path(str(files("ingest.causality").joinpath(MODEL)))
    stored = {"encoder": encoder_name(), "embedded": embedded, "plain": bare}
    path.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
    TRAINED.parent.mkdir(exist_ok=True)
    TRAINED.write_text("\n".join(sorted(set(data.keys))) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, {len(embedded['weights'])} features")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    data = collected(GOLD / DATA)
    check(data) if parser.parse_args().check else write(data)


if __name__ == "__main__":
    main()
