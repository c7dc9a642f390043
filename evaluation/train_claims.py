"""Train claim detection: `python -m evaluation.train_claims [--check]`.

Fits the model of :mod:`ingest.language.detection` to the annotated documents of part ``train``
and writes it beside that module; ``--check`` only measures. Items are the clauses from which
assertions are made before any is dropped. A clear claim weighs 1 as a claim, a borderline one
half as a claim and half as none. Measured with each document left out in turn: ``P`` is the
share of kept clauses that are claims or borderline, ``R`` the share of clear claims kept. The
baseline keeps every clause.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from evaluation.annotated import annotated
from ingest.document import Sentence
from ingest.encoder import encode, encoder_name
from ingest.extractors.assertions import candidates
from ingest.language import detection

STRENGTH = 2.0
"""Weight of the vectors beside the features: what cross-validation favoured of 1, 2, 3, 4."""
COST = 0.3
DIGITS = 4


@dataclass(frozen=True)
class Items:
    """Clauses with their document, features, vectors and grade (0, 1 borderline, 2 clear)."""

    documents: np.ndarray[Any, Any]
    features: list[dict[str, float]]
    vectors: np.ndarray[Any, Any]
    grades: np.ndarray[Any, Any]


def collected(*parts: str) -> Items:
    """Return the clauses of the annotated sentences of some parts."""
    names, features, texts, grades = [], [], [], []
    for one in annotated(*parts):
        for candidate in candidates(one.document):
            marks = one.marks.get(candidate.found.sentence)
            if marks is not None:
                names.append(one.name)
                features.append(candidate.features)
                texts.append(one.document.layer(Sentence)[candidate.found.sentence].clean)
                grades.append(max((claim["grade"] for claim in marks["claims"]), default=0))
    return Items(np.array(names), features, encode(texts), np.array(grades))


class Fitted:
    """A model fitted to some items."""

    def __init__(self, items: Items, chosen: np.ndarray[Any, Any], *, embedded: bool) -> None:
        self.embedded = embedded
        self.names = DictVectorizer(sparse=False)
        self.names.fit(items.features)
        rows = self.matrix(items)[chosen]
        grades = items.grades[chosen]
        weights = np.r_[grades / 2, 1 - grades / 2]
        labels = np.r_[np.ones(len(rows)), np.zeros(len(rows))]
        used = weights > 0
        self.model = LogisticRegression(C=COST, max_iter=5000)
        self.model.fit(np.vstack([rows, rows])[used], labels[used], sample_weight=weights[used])

    def matrix(self, items: Items) -> np.ndarray[Any, Any]:
        """Return one row an item."""
        features = self.names.transform(items.features)
        return np.hstack([features, STRENGTH * items.vectors]) if self.embedded else features

    def probabilities(self, items: Items) -> np.ndarray[Any, Any]:
        """Return one probability an item."""
        return self.model.predict_proba(self.matrix(items))[:, 1]

    def stored(self) -> dict[str, Any]:
        """Return the weights as :mod:`ingest.language.detection` reads them."""
        weights = self.model.coef_[0]
        names = self.names.get_feature_names_out()
        kept = {
            str(name): round(float(weight), DIGITS)
            for name, weight in zip(names, weights, strict=False)
        }
        columns = (STRENGTH * weights[len(names) :]).round(DIGITS).tolist()
        return {
            "intercept": round(float(self.model.intercept_[0]), DIGITS),
            "weights": kept,
            **({"columns": columns} if self.embedded else {}),
        }


def left_out(items: Items, *, embedded: bool) -> np.ndarray[Any, Any]:
    """Return probabilities, each by a model that did not see the item's document."""
    found = np.zeros(len(items.grades))
    for name in sorted(set(items.documents)):
        mine = items.documents == name
        found[mine] = Fitted(items, ~mine, embedded=embedded).probabilities(items)[mine]
    return found


def report(title: str, items: Items, said: np.ndarray[Any, Any]) -> None:
    """Print how well probabilities rank, and precision and recall at thresholds."""
    claim, clear = items.grades > 0, items.grades == 2
    print(
        f"{title}: {len(claim)} clauses of {len(set(items.documents))} documents, baseline "
        f"P {claim.mean():.3f}; AUC claims {roc_auc_score(claim, said):.3f}, "
        f"clear claims {roc_auc_score(clear, said):.3f}"
    )
    for threshold in (0.3, detection.KEPT, 0.5, 0.6, 0.7):
        kept = said >= threshold
        print(f"  from {threshold:.2f}: P {claim[kept].mean():.3f} R {kept[clear].mean():.3f}")


def reliability(items: Items, said: np.ndarray[Any, Any]) -> None:
    """Print what was stated beside what came true, a tenth a line."""
    print("  stated  true  clauses")
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            true = (items.grades[inside] / 2).mean()
            print(f"  {said[inside].mean():6.2f} {true:5.2f} {inside.sum():8}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    train = collected("train")
    for embedded in (False, True):
        said = left_out(train, embedded=embedded)
        report(f"train, each left out, {'with' if embedded else 'without'} vectors", train, said)
    reliability(train, said)
    models = {
        embedded: Fitted(train, np.full(len(train.grades), True), embedded=embedded)
        for embedded in (False, True)
    }
    for part in ("dev", "heldout"):
        items = collected(part)
        said = models[True].probabilities(items)
        report(part, items, said)
        reliability(items, said)
    if not parser.parse_args(arguments).check:
        path = Path(str(files(detection.__package__).joinpath(detection.MODEL)))
        stored = {
            "encoder": encoder_name(),
            "embedded": models[True].stored(),
            "plain": models[False].stored(),
        }
        path.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
