"""Train the labeller of reference strings: `python -m evaluation.train_labeller [FILE]`.

Trains on the sets whose licences allow it (see docs/attribution.md), in a fixed order, so
that two runs on one machine give the same file. Without FILE the shipped model is replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pycrfsuite

from evaluation.gold_references import SETS, Example, examples
from evaluation.rendering import rendered
from ingest.bibliography import labeller
from ingest.bibliography.attributes import attributes

SETTINGS = {
    "c1": 0.5,
    "c2": 0.05,
    "max_iterations": 80,
    "feature.minfreq": 3,
    "feature.possible_transitions": False,
}
"""L1 and L2 weights, chosen by cross-validation; attributes seen less often are left out."""


SEED = 11


def train(data: Iterable[Example], path: Path) -> None:
    """Train on ``data`` and write the model to ``path``."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    known = list(data)
    for one in (*known, *rendered(known, SEED)):
        trainer.append(pycrfsuite.ItemSequence(attributes(one.text)[1]), labeller.tags(one.labels))
    trainer.train(str(path))


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else labeller.MODEL
    train(chain.from_iterable(map(examples, SETS)), path)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
