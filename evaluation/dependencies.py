"""Dependency frames against gold: `python -m evaluation.dependencies [--gold DIR]`.

Only the frames of one kind are tried on each set, and whether their ends are terms is left out
of account. A statement counts when it joins two given ends in the right direction; what it says
of other words is not judged.
`semeval2010t8`: Cause-Effect between two marked nouns, against `causes`; verbs of effect were
chosen with an eye on it. `scier`: Trained-With between two named entities, against `trains_on`;
zero-shot. No other relation of SciER and none of SciERC (Used-For, Part-Of, Compare) says what
depends on what. Baseline: a cue word between the two.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from evaluation.gold import GOLD, items
from evaluation.tables import ROUNDS, Row, show
from ingest import nlp
from ingest.document import Sentence
from ingest.lexicon.statements import Reading

Pair = tuple[str, str]
FORWARD = re.compile(r"\b(?:caus(?:e|es|ed|ing)|(?:leads?|led) to|result(?:s|ed)? in|trigger)\b")
BACKWARD = re.compile(r"\b(?:caused by|due to|because of|results? from|triggered by)\b")
TRAINED = re.compile(r"\b(?:pre-?)?(?:fine-?)?(?:trained|tuned) (?:on|with|using)\b")


@dataclass(frozen=True)
class Item:
    """A sentence, where its named ends stand, and the ordered pairs that gold links."""

    text: str
    spans: dict[str, tuple[int, int]]
    gold: frozenset[Pair]


@dataclass(frozen=True)
class Tally:
    """Links of one item: right, proposed, expected."""

    right: int
    proposed: int
    expected: int


def semeval(path: Path) -> Iterator[Item]:
    for row in items(path):
        text, spans = unmarked(row["marked"])
        found = re.fullmatch(r"Cause-Effect\((e\d),(e\d)\)", row["label"])
        yield Item(text, spans, frozenset({(found[1], found[2])} if found else ()))


def scier(path: Path) -> Iterator[Item]:
    for row in items(path):
        spans = {
            name: (row["text"].find(name), row["text"].find(name) + len(name))
            for name, _ in row["entities"]
        }
        gold = {(one, other) for one, kind, other in row["relations"] if kind == "Trained-With"}
        if len(spans) > 1:
            yield Item(row["text"], spans, frozenset(gold))


def unmarked(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return text without its ``<e1>`` marks, and where they stood."""
    spans, text = {}, ""
    for piece in re.split(r"(<e\d>.*?</e\d>)", marked):
        inner = re.fullmatch(r"<(e\d)>(.*?)</e\d>", piece)
        if inner:
            spans[inner[1]] = (len(text), len(text) + len(inner[2]))
        text += inner[2] if inner else piece
    return text, spans


def ours(item: Item, doc: Doc, kind: str) -> set[Pair]:
    sentence = Sentence(
        start=0, end=len(doc.text), block=0, parse=doc, origins=tuple(range(len(doc.text)))
    )
    stated = (
        one for one in Reading([sentence], frozenset()).statements() if one.frame.kind == kind
    )
    return {
        (source, target)
        for one in stated
        for source in ends(item, one.source.token.idx)
        for target in ends(item, one.target.token.idx)
        if source != target
    }


def ends(item: Item, position: int) -> list[str]:
    return [name for name, (start, end) in item.spans.items() if start <= position < end]


def baseline(item: Item, _: Doc, kind: str) -> set[Pair]:
    found: set[Pair] = set()
    ordered = sorted(item.spans, key=lambda name: item.spans[name])
    for index, first in enumerate(ordered[:-1]):
        second = ordered[index + 1]
        between = item.text[item.spans[first][1] : item.spans[second][0]]
        if kind == "causes" and BACKWARD.search(between):
            found.add((second, first))
        elif (FORWARD if kind == "causes" else TRAINED).search(between):
            found.add((first, second))
    return found


def rows(gold: Path) -> Iterator[Row]:
    """Yield the rows of the sets that are under ``gold``."""
    for name, kind, split, read in SETS:
        path = gold / "dependencies" / f"{name}.jsonl"
        if path.is_file():
            yield compared(name, kind, split, list(read(path)))


def compared(name: str, kind: str, split: str, found: Sequence[Item]) -> Row:
    """Return F1 of the links between given ends; the majority of pairs has none, so that is 0."""
    docs = list(nlp.load().pipe(item.text for item in found))
    before, now = (
        [tally(item, system(item, doc, kind)) for item, doc in zip(found, docs, strict=True)]
        for system in (baseline, ours)
    )
    low, high = interval(now)
    return Row(
        task=f"{kind} between two given ends",
        data=name,
        split=split,
        size=len(found),
        majority=0.0,
        baseline=f1(before),
        ours=f1(now),
        low=low,
        high=high,
        metric=f"F1 ({shares(now)}; baseline {shares(before)})",
    )


def tally(item: Item, found: set[Pair]) -> Tally:
    return Tally(len(found & item.gold), len(found), len(item.gold))


def f1(tallies: Sequence[Tally]) -> float:
    right, proposed, expected = totals(tallies)
    return 2 * right / max(proposed + expected, 1)


def shares(tallies: Sequence[Tally]) -> str:
    right, proposed, expected = totals(tallies)
    return f"P {right / max(proposed, 1):.2f} R {right / max(expected, 1):.2f}"


def totals(tallies: Sequence[Tally]) -> tuple[int, int, int]:
    return (
        sum(one.right for one in tallies),
        sum(one.proposed for one in tallies),
        sum(one.expected for one in tallies),
    )


def interval(tallies: Sequence[Tally]) -> tuple[float, float]:
    """Return the bounds of 95 in 100 of F1 over bootstrap samples of the items."""
    chance = random.Random(1)
    scores = sorted(f1(chance.choices(tallies, k=len(tallies))) for _ in range(ROUNDS))
    return scores[int(0.025 * ROUNDS)], scores[int(0.975 * ROUNDS)]


SETS = (
    ("semeval2010t8", "causes", "dev", semeval),
    ("scier", "trains_on", "dev, zero-shot", scier),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="the folder with the sets")
    show(rows(parser.parse_args().gold))


if __name__ == "__main__":
    main()
