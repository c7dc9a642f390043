"""Quality of assertions and relations against gold: `python -m evaluation.arguments`.

No model is trained here, but not all figures are of unseen data. Unseen: any assertion at
all, and `causal_language`. Tuned on the same items, after a first run on them: the salience
threshold and the cues of conclusion. Written after looking at an item of the set: the pattern
of objections that `microtexts_part2` is measured with. Read these three as upper bounds.

Every set has its own notion of a claim: `pubmed` marks the conclusions of abstracts, `iam`
what takes a side on a topic, while the extractor keeps every proposition that somebody puts
forward. Two readings are therefore measured: any assertion at all, and one of salience 0.6
and more, which a sentence that stands alone reaches only by a cue of emphasis or conclusion.
`causal_language` asks whether causal findings are told apart, and whether the conditional
ones among them carry a hedge. `microtexts_part2`: support against attack on gold pairs, from
markers in the source and in what follows it; the baseline calls a source that opens with
"but" an attack, the other baselines say yes to everything.
Intervals are 95% by bootstrap over items.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.gold import GOLD
from ingest.document import ParsedDocument
from ingest.extractors.assertions import AssertionExtractor
from ingest.extractors.relations import opposes
from ingest.findings import AssertionFound
from ingest.nlp import annotate
from kg.model import Block
from kg.vocab import BlockKind, ClaimKind

SALIENT = 0.6
ROUNDS = 400
Labels = Sequence[bool]


@dataclass(frozen=True)
class Row:
    """One line of the table: gold labels, and what baseline and we say of the same items."""

    data: str
    split: str
    gold: list[bool]
    baseline: list[bool]
    ours: list[bool]


def items(path: Path, split: str | None, limit: int) -> list[dict[str, Any]]:
    """A seeded sample, at most ``limit`` items, so that runs compare."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    chosen = [one for one in lines if split in (None, one.get("split"))]
    return chosen if len(chosen) <= limit else random.Random(1).sample(chosen, limit)


def document(sentences: Sequence[str]) -> ParsedDocument:
    """A document with a paragraph a sentence."""
    blocks, text = [], ""
    for sentence in sentences:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(sentence)))
        text += sentence + "\n\n"
    return ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks))


def asserted(sentences: Sequence[str]) -> list[list[AssertionFound]]:
    """The assertions of each sentence, each in a document of its own."""
    found = []
    for sentence in sentences:
        one = document([" ".join(sentence.split())])
        found.append(list(AssertionExtractor().extract(annotate(one)).spans))
    return found  # type: ignore[return-value]


def claims(name: str, split: str, limit: int) -> Iterator[Row]:
    rows = items(GOLD / "claims" / f"{name}.jsonl", split, limit)
    found = asserted([one["text"] for one in rows])
    gold = [one["label"] == "claim" for one in rows]
    everything = [True] * len(gold)
    yield Row(f"{name}: any assertion", split, gold, everything, [bool(one) for one in found])
    salient = [any((a.salience or 0) >= SALIENT for a in one) for one in found]
    yield Row(f"{name}: salience >= {SALIENT}", split, gold, everything, salient)


def hedged_causes(limit: int) -> Iterator[Row]:
    rows = items(GOLD / "claims" / "causal_language.jsonl", "all", limit)
    found = asserted([one["text"] for one in rows])
    causal = [one["label"] in {"direct_causal", "conditional_causal"} for one in rows]
    ours = [any(a.kind is ClaimKind.CAUSAL for a in one) for one in found]
    yield Row("causal_language: causal", "all", causal, [True] * len(rows), ours)
    kept = [(row, one) for row, one in zip(rows, found, strict=True) if "causal" in row["label"]]
    yield Row(
        "causal_language: hedged",
        "all",
        [row["label"] == "conditional_causal" for row, _ in kept],
        [True] * len(kept),
        [any(a.hedge for a in one) for _, one in kept],
    )


def attacks(limit: int) -> Iterator[Row]:
    gold, baseline, ours = [], [], []
    for one in items(GOLD / "arguments" / "microtexts_part2.jsonl", None, limit):
        order = [adu["id"] for adu in one["adus"]]
        texts = {adu["id"]: adu["text"] for adu in one["adus"]}
        for edge in one["edges"]:
            if edge["type"] == "add" or edge["trg"] not in texts or edge["src"] not in texts:
                continue
            source = order.index(edge["src"])
            after = texts[order[source + 1]] if source + 1 < len(order) else ""
            gold.append(edge["type"] in {"reb", "und"})
            baseline.append(texts[edge["src"]].lower().startswith("but"))
            before = order.index(edge["trg"]) < source
            ours.append(opposes(texts[edge["src"]], after, target_before=before))
    yield Row("microtexts_part2: attack", "part2", gold, baseline, ours)


def macro_f1(gold: Labels, said: Labels) -> float:
    """The mean of the F1 of both labels."""
    scores = []
    for label in (True, False):
        right = sum(g is label and s is label for g, s in zip(gold, said, strict=True))
        total = sum(g is label for g in gold) + sum(s is label for s in said)
        scores.append(2 * right / total if total else 0.0)
    return sum(scores) / len(scores)


def interval(gold: Labels, said: Labels) -> tuple[float, float]:
    pairs = list(zip(gold, said, strict=True))
    chance = random.Random(1)
    scores = sorted(
        macro_f1(*zip(*chance.choices(pairs, k=len(pairs)), strict=True)) for _ in range(ROUNDS)
    )
    return scores[int(0.025 * ROUNDS)], scores[int(0.975 * ROUNDS)]


def show(row: Row) -> None:
    common = sum(row.gold) * 2 >= len(row.gold)
    low, high = interval(row.gold, row.ours)
    print(
        f"{row.data:32} {len(row.gold):6} {row.split:6} "
        f"{macro_f1(row.gold, [common] * len(row.gold)):8.3f} "
        f"{macro_f1(row.gold, row.baseline):8.3f} "
        f"{macro_f1(row.gold, row.ours):6.3f} [{low:.3f}, {high:.3f}]"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=2000, help="items a set at most")
    limit = parser.parse_args().limit
    print(
        f"{'data set':32} {'items':>6} {'split':6} {'majority':>8} {'baseline':>8} "
        f"{'ours':>6} macro-F1"
    )
    tasks: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
        ("claims/pubmed.jsonl", lambda: claims("pubmed", "dev", limit)),
        ("claims/iam.jsonl", lambda: claims("iam", "dev", limit)),
        ("claims/causal_language.jsonl", lambda: hedged_causes(limit)),
        ("arguments/microtexts_part2.jsonl", lambda: attacks(limit)),
    )
    for name, task in tasks:
        if not (GOLD / name).exists():
            print(f"{name}: not there, skipped")
            continue
        for row in task():
            show(row)


if __name__ == "__main__":
    main()
