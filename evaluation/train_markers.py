"""Train what tells plain numbers that cite from others.

`python -m evaluation.train_markers [--check]`

Paragraphs from PDFs (GROBID, CC BY 4.0) teach as they are. Articles (CC BY) whose markers are
numbers in square brackets teach once more as if they had been set otherwise: in round
brackets, or raised, and flattened in each of the ways in which text from PDFs has them.
``--check`` cross-validates instead: eight folds by document of the PDFs.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from evaluation.citations import callout_items, callouts, core, ours, whole_documents
from evaluation.gold import GOLD, items
from ingest.bibliography.plain_numbers import (
    CITES,
    MODEL,
    OTHER,
    Candidate,
    attributes,
    candidates,
    judged,
)

FOLDS = 8
WEIGHT = 2  # times that a paragraph from a PDF counts, against one for each reset one
Row = tuple[list[list[str]], list[str]]
_MARKER = re.compile(
    r"(?P<before>\s?)\[(?P<listed>\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\](?P<stop>[.,;:]?)"
)
WAYS = (
    "{listed}{stop}",
    "{stop}{listed}",
    "{stop} {listed}",
    " {listed} {stop}",
    " ({listed}){stop}",
)


def rows(text: str, gold: Sequence[tuple[int, int]]) -> Row:
    """Attributes and tags of the plain numbers in a text, from the spans of its markers."""
    found = candidates(text)
    cores = [core(text, span) for span in gold]
    tags = [CITES if _inside(text, one, cores) else OTHER for one in found]
    return attributes(text, found), tags


def _inside(text: str, one: Candidate, gold: Sequence[tuple[int, int]]) -> bool:
    start, end = core(text, (one.start, one.end))
    return any(first <= start and end <= last for first, last in gold)


def paragraphs() -> dict[str, list[Row]]:
    """The paragraphs from PDFs, by document."""
    found: dict[str, list[Row]] = {}
    for item in callout_items():
        spans = [(start, end) for start, end, _ in item["callouts"]]
        found.setdefault(item["doc"], []).append(rows(item["text"], spans))
    return found


def reset(dice: random.Random) -> list[Row]:
    """Paragraphs of the articles with their markers set in other ways."""
    found = []
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        for way in dice.sample(WAYS, 3):
            parts = re.split(r"\n\s*\n", document["text"])
            found += [rows(*set_in(part.strip(), way)) for part in parts if len(part) > 80]
    return found


def set_in(text: str, way: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with its bracketed markers written in another way, and where they are."""
    parts, spans, at, size = [], [], 0, 0
    for match in _MARKER.finditer(text):
        written = way.format(listed=match["listed"], stop=match["stop"])
        parts += [text[at : match.start()], written]
        size += match.start() - at
        spans.append((size, size + len(written)))
        size += len(written)
        at = match.end()
    return "".join([*parts, text[at:]]), spans


def train(data: Sequence[Row], path: Path) -> None:
    """Train a model on ``data`` and write it to ``path``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.3, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 2})
    for seen, tags in data:
        if tags:
            trainer.append(seen, tags)
    trainer.train(str(path))


def check() -> None:
    """Print precision and recall of callouts in documents that the model has not seen."""
    groups, more = paragraphs(), reset(random.Random(5))
    names = sorted(groups)
    random.Random(2).shuffle(names)
    with TemporaryDirectory() as folder:
        models = {}
        for fold in range(FOLDS):
            path = Path(folder) / f"{fold}.crfsuite"
            held = frozenset(names[fold::FOLDS])
            own = [one for name in names if name not in held for one in groups[name]]
            train([*own * WEIGHT, *more], path)
            models |= dict.fromkeys(held, path)
        for scope, gold in (("paragraph", callout_items()), ("document", whole_documents())):
            precision, recall, size = callouts(
                lambda item: ours(item["text"], partial(judged, model=models[item["doc"]])), gold
            )
            print(f"{scope:<12}{size:>6} spans  P {precision:.3f}  R {recall:.3f}")


def main() -> None:
    if "--check" in sys.argv:
        check()
        return
    own = [one for group in paragraphs().values() for one in group]
    train([*own * WEIGHT, *reset(random.Random(5))], MODEL)
    print(f"{MODEL.name}: {MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
