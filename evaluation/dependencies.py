"""Quality of dependency frames against gold: `python -m evaluation.dependencies`.

The frames were written without these sets, so the figures are zero-shot; only the frames of
one kind are tried on each, and whether their ends are terms is left out of account.
`semeval2010t8`: Cause-Effect between two marked nouns, direction included, against `causes`.
`scier`: Trained-With between two named entities against `trains_on`. A statement counts when
it joins the two given ends; what it says of other words is not judged. The baseline takes a
cue word between the two for the relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from evaluation.gold import GOLD, items
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


def semeval() -> Iterator[Item]:
    for row in rows("semeval2010t8"):
        text, spans = unmarked(row["marked"])
        found = re.fullmatch(r"Cause-Effect\((e\d),(e\d)\)", row["label"])
        yield Item(text, spans, frozenset({(found[1], found[2])} if found else ()))


def scier() -> Iterator[Item]:
    for row in rows("scier"):
        spans = {
            name: (row["text"].find(name), row["text"].find(name) + len(name))
            for name, _ in row["entities"]
        }
        gold = {(one, other) for one, kind, other in row["relations"] if kind == "Trained-With"}
        if len(spans) > 1:
            yield Item(row["text"], spans, frozenset(gold))


def rows(name: str) -> Iterator[dict[str, Any]]:
    return items(GOLD / "dependencies" / f"{name}.jsonl")


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


def scores(items: list[Item], docs: Iterable[Doc], kind: str) -> Iterator[str]:
    parsed = list(docs)
    for system in (baseline, ours):
        hit = proposed = 0
        for item, doc in zip(items, parsed, strict=True):
            found = system(item, doc, kind)
            hit += len(found & item.gold)
            proposed += len(found)
        expected = sum(len(item.gold) for item in items)
        yield f"{hit / max(proposed, 1):.3f}/{hit / max(expected, 1):.3f}"


def main() -> None:
    if not GOLD.is_dir():
        print("dependencies: skipped, no gold data at shared/gold/dependencies")
        return
    print("data set                        size links split   baseline P/R   ours P/R")
    for name, kind, read in (
        ("semeval2010t8 Cause-Effect", "causes", semeval),
        ("scier Trained-With", "trains_on", scier),
    ):
        items = list(read())
        docs = nlp.load().pipe(item.text for item in items)
        before, after = scores(items, docs, kind)
        links = sum(len(item.gold) for item in items)
        print(f"{name:<30}{len(items):>6}{links:>6} dev     {before:<14} {after}")


if __name__ == "__main__":
    main()
