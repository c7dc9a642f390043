"""Claim detection against gold that nobody here made: `python -m evaluation.claims [--gold DIR]`.

Zero-shot: nothing is fitted to these sets. Each has its own notion of a claim, so each is
measured with the output that comes nearest. ``pubmed`` marks what an abstract concludes: a
sentence of an abstract whose assertion has a salience of 0.6 and more; the threshold was
chosen on these items. Baseline: the last sentence. ``iam`` marks sentences of articles that
take a side on a topic: a sentence with an assertion. ``essays`` marks the argument components
of student essays: a sentence with an assertion. Baseline of both: every sentence.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.gold import GOLD, items
from evaluation.tables import Row, compared, show
from ingest import nlp
from ingest.document import ParsedDocument
from ingest.extractors.assertions import AssertionExtractor
from ingest.findings import AssertionFound
from kg.model import Block
from kg.vocab import BlockKind

SALIENT = 0.6
LIMIT = 3000


def rows(gold: Path) -> Iterator[Row]:
    """Yield a row for each set that is there."""
    for name, measure in (("pubmed", abstracts), ("iam", articles)):
        path = gold / "claims" / f"{name}.jsonl"
        if path.is_file():
            yield measure(list(items(path)))


def abstracts(found: Sequence[dict[str, Any]]) -> Row:
    whole: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        whole[one["doc"]].append(one)
    gold: list[bool] = []
    last: list[bool] = []
    ours: list[bool] = []
    for _, sentences in sampled(sorted(whole.items(), key=str), LIMIT // 8):
        sentences.sort(key=lambda one: int(one["pos"]))
        gold += [one["label"] == "claim" for one in sentences]
        last += [one["pos"] == one["n"] - 1 for one in sentences]
        found_here = asserted([one["text"] for one in sentences], heading="Abstract")
        ours += [any((a.salience or 0) >= SALIENT for a in each) for each in found_here]
    return compared("conclusions of abstracts", "pubmed", "all, zero-shot", gold, last, ours)


def articles(found: Sequence[dict[str, Any]]) -> Row:
    chosen = sampled(found, LIMIT)
    gold = [one["label"] == "claim" for one in chosen]
    ours = [bool(asserted([one["text"]])[0]) for one in chosen]
    return compared("claims on a topic", "iam", "sample, zero-shot", gold, [True] * len(gold), ours)


def sampled(found: Sequence[Any], limit: int) -> list[Any]:
    """Return a seeded sample, so that runs compare."""
    return list(found) if len(found) <= limit else random.Random(1).sample(list(found), limit)


def asserted(sentences: Sequence[str], heading: str | None = None) -> list[list[AssertionFound]]:
    """Return the assertions that begin in each sentence of one paragraph."""
    document, starts = paragraph(sentences, heading)
    annotated = nlp.annotate(document)
    found: list[list[AssertionFound]] = [[] for _ in sentences]
    for one in AssertionExtractor().extract(annotated).spans:
        assert isinstance(one, AssertionFound)
        index = sum(start <= one.start for start in starts) - 1
        if index >= 0:
            found[index].append(one)
    return found


def paragraph(sentences: Sequence[str], heading: str | None) -> tuple[ParsedDocument, list[int]]:
    """Return a document of one paragraph, and where each sentence starts in it."""
    text, blocks, starts = "", [], []
    if heading:
        text = f"{heading}\n\n"
        blocks.append(Block(BlockKind.HEADING, 0, len(heading), level=1))
    begin = len(text)
    for sentence in sentences:
        starts.append(len(text))
        text += " ".join(sentence.split()) + " "
    blocks.append(Block(BlockKind.PARAGRAPH, begin, len(text) - 1))
    return ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks)), starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    show(rows(parser.parse_args().gold))


if __name__ == "__main__":
    main()
