"""Train the plausibility of dependencies: `python -m evaluation.train_dependencies [--check]`.

Fits the model of :mod:`ingest.lexicon.plausibility` to a reader's verdicts on proposed
dependencies of ten documents (``evaluation/verdicts.jsonl``) and to the annotated documents of
part ``train``, and writes it beside that module; ``--check`` only measures. Measured with each
document left out in turn, on the verdicts alone. What was wrong in those documents was read when
frames were mended, so the figures flatter. The baseline is one probability for all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from evaluation.annotated import annotated, opened
from evaluation.calibrate import VERDICTS
from evaluation.gold import items
from evaluation.trial import extracted, same
from ingest.document import ParsedDocument, Sentence
from ingest.findings import DependencyFound, MentionFound
from ingest.lexicon import plausibility
from ingest.nlp import sentence_at
from kg.vocab import Polarity

MAKER = "dependencies/dependency"
ANNOTATED = "annotated"
"""Marks the items of part ``train``, where rules were written and are right more often: the
model lays that to this feature, which is absent wherever it is used."""

COST = 0.03
DIGITS = 4


@dataclass(frozen=True)
class Item:
    """An edge that was judged: its document, features, and whether a reader agrees."""

    document: str
    judged: bool
    features: dict[str, float]
    right: bool


def collected() -> Iterator[Item]:
    """Yield the edges that today's rules propose and a reader judged."""
    verdicts = {
        (one["document"], one["proposal"]): one["right"]
        for one in items(VERDICTS)
        if one["maker"] == MAKER
    }
    for source in sorted({document for document, _ in verdicts}):
        text = opened(source)
        if text is not None:
            document = extracted(text)
            for index, edge, features in edges(document):
                proposal = digest(document, edge, document.layer(Sentence)[index])
                if (source, proposal) in verdicts:
                    yield Item(source, True, features, verdicts[source, proposal])
    for one in annotated("train"):
        document = extracted(one.document)
        for index, edge, features in edges(document):
            if index in one.marks:
                marks = one.marks[index]["deps"]
                right = any(same(document, edge, one, index, mark) for mark in marks)
                yield Item(one.name, False, features | {ANNOTATED: 1.0}, right)


def edges(document: ParsedDocument) -> Iterator[tuple[int, DependencyFound, dict[str, float]]]:
    """Yield each edge of a document with its sentence and features."""
    uses = Counter(mention.key for mention in document.layer(MentionFound))
    for edge in document.layer(DependencyFound):
        index = sentence_at(document, edge.start)
        if index is not None:
            sentence = document.layer(Sentence)[index]
            yield index, edge, plausibility.features(document, edge, sentence, uses)


def digest(document: ParsedDocument, edge: DependencyFound, sentence: Sentence) -> str:
    """Return what a proposal is known by in the verdicts."""
    mentions = document.layer(MentionFound)
    denied = " (denied)" if edge.polarity is Polarity.NEGATIVE else ""
    source, target = mentions[edge.source].label, mentions[edge.target].label
    wording = f"{sentence.clean}|{source} --{edge.kind}{denied}--> {target}"
    return sha256(wording.encode()).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    found = list(collected())
    names = DictVectorizer(sparse=False)
    rows = names.fit_transform([one.features for one in found])
    right = np.array([one.right for one in found])
    judged = np.array([one.judged for one in found])
    documents = np.array([one.document for one in found])

    said, pooled = np.zeros(len(found)), np.zeros(len(found))
    for name in sorted(set(documents)):
        mine = documents == name
        model = LogisticRegression(C=COST, max_iter=5000).fit(rows[~mine], right[~mine])
        said[mine] = model.predict_proba(rows[mine])[:, 1]
        pooled[mine] = right[~mine & judged].mean()
    report(right[judged], said[judged], pooled[judged], len(set(documents[judged])))
    if not parser.parse_args().check:
        write(LogisticRegression(C=COST, max_iter=5000).fit(rows, right), names)


def report(right: np.ndarray, said: np.ndarray, pooled: np.ndarray, documents: int) -> None:
    """Print how well probabilities rank and hold."""
    print(
        f"{len(right)} edges of {documents} documents, each left out: right {right.mean():.3f}, "
        f"AUC {roc_auc_score(right, said):.3f}, Brier score {((said - right) ** 2).mean():.3f}, "
        f"baseline {((pooled - right) ** 2).mean():.3f}"
    )
    print("  stated  true  edges")
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            print(f"  {said[inside].mean():6.2f} {right[inside].mean():5.2f} {inside.sum():6}")
    for threshold in (0.5, 0.6, 0.7):
        kept = said >= threshold
        share = right[kept].sum() / right.sum()
        print(f"  from {threshold:.1f}: P {right[kept].mean():.3f}, {share:.2f} of what is right")


def write(model: LogisticRegression, names: DictVectorizer) -> None:
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    stored = {
        "intercept": round(float(model.intercept_[0]), DIGITS),
        "weights": {str(name): round(float(weight), DIGITS) for name, weight in weights},
    }
    path = Path(str(files(plausibility.__package__).joinpath(plausibility.MODEL)))
    path.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
