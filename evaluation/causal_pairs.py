"""Causal relations against gold: `python -m evaluation.causal_pairs [--gold DIR]`.

`semeval2010t8`: two marked nouns of a sentence, as cause and effect, effect and cause, or
neither. The shipped model was trained on a part of it. Sentences of that part are judged by
models that saw none of their fold (ten folds, the same sentence never in two), all others by
the shipped model. Baseline: TF-IDF of the words and of those between the nouns, and logistic
regression, in the same folds; for others trained on the whole part where it is there.
`causal_language`: how strongly a sentence puts a cause, by word lists; they were tuned on half
of the sentences (by digest), and the figures are of the other half. Baseline: the cues of
causal claims and of hedges, which know no correlation.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.annotated import digest
from evaluation.gold import GOLD, items
from evaluation.tables import Row, compared, show
from evaluation.train_causal_pairs import (
    DATA,
    TRAINED,
    bag_of_words,
    collected,
    cross_validated,
    likeliest,
    named,
    shipped,
    trained,
)
from ingest.language import cues
from ingest.language.causal_strength import Strength, strength

STRENGTHS = Path("claims") / "causal_language.jsonl"
CAUSES = frozenset({Strength.CONDITIONAL, Strength.DIRECT})


def rows(gold: Path) -> Iterator[Row]:
    """Yield the rows of the sets that are under ``gold``."""
    if (gold / DATA).is_file():
        yield from pairs(gold / DATA)
    if (gold / STRENGTHS).is_file():
        yield from strengths(gold / STRENGTHS)


def pairs(path: Path) -> Iterator[Row]:
    """Yield a row for items that were trained on, and one for those that were not."""
    data = collected(path)
    known = frozenset(TRAINED.read_text(encoding="utf-8").split())
    seen = np.array([key in known for key in data.keys], dtype=bool)
    task = "cause and effect of two nouns"
    if seen.any():
        part = data.chosen(seen)
        baseline = likeliest(cross_validated(part, bag_of_words))
        ours = named(cross_validated(part, trained))
        yield compared(task, path.stem, "train, 10 folds", part.labels.tolist(), baseline, ours)
    if not seen.all():
        part = data.chosen(~seen)
        whole = GOLD / DATA
        said = likeliest(bag_of_words(collected(whole), part)) if whole.is_file() else None
        yield compared(task, path.stem, "kept back", part.labels.tolist(), said, shipped(part))


def strengths(path: Path) -> Iterator[Row]:
    """Yield the rows of the half that no word list was tuned on."""
    kept = [one for one in items(path) if int(digest(one["text"]), 16) % 2]
    gold = [Strength(one["label"]) for one in kept]
    ours = [strength(one["text"]) for one in kept]
    before = [by_cues(one["text"]) for one in kept]
    split = "half, zero-shot"
    yield compared("strength of a cause", path.stem, split, gold, before, ours)
    causal, plain, said = ([one in CAUSES for one in each] for each in (gold, before, ours))
    yield compared("cause or not", path.stem, split, causal, plain, said)


def by_cues(text: str) -> Strength:
    """Return what the cues of claims say: a causal claim, hedged or not."""
    if not cues.CAUSAL.search(text):
        return Strength.NONE
    return Strength.CONDITIONAL if cues.HEDGE.search(text) else Strength.DIRECT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold data")
    show(rows(parser.parse_args().gold))


if __name__ == "__main__":
    main()
