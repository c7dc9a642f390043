"""Relations on gold pairs of segments: `python -m evaluation.argument_relations [--gold DIR]`.

Nothing is trained. Segments and pairs are given, the kind is asked of
:func:`ingest.language.argument_relations.relation_of`, which the extractor asks too.
``microtexts``: support (with example), rebut and undercut; an undercut attacks an edge and is
asked as a pair with the segment that this edge starts from; joined premises are left out. Cues
were written from the even texts and two of them from 25 attacks in ``essays``; five choices
between variants saw the figures of all sets: read them as somewhat high. ``essays``:
support against attack, premises on their claim and claims on the main claim, each segment with
the words between it and the one before. ``abstrct``: support against attack on related pairs of
abstracts of trials, two sentences without their context. The baseline takes what opens with
``but`` or ``however`` for an attack on what it follows.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.gold import GOLD, items
from evaluation.tables import Row, compared, show
from ingest.language.argument_relations import relation_of

KINDS = {"sup": "supports", "exa": "supports", "reb": "rebuts", "und": "undercuts"}
ATTACKS = {"supports": "support", "rebuts": "attack", "undercuts": "attack"}


@dataclass(frozen=True)
class Pair:
    """Two segments by their positions in an argument, and what the gold says of them."""

    segments: Sequence[str]
    source: int
    target: int
    kind: str


def microtexts(path: Path) -> Iterator[list[Pair]]:
    """Yield the pairs of each text."""
    for text in items(path):
        order = [one["id"] for one in text["adus"]]
        segments = [one["text"] for one in text["adus"]]
        edges = {one["id"]: one for one in text["edges"]}
        yield [
            Pair(segments, order.index(e["src"]), order.index(started(e, edges)), KINDS[e["type"]])
            for e in text["edges"]
            if e["type"] in KINDS
        ]


def started(edge: dict[str, Any], edges: dict[str, dict[str, Any]]) -> str:
    """Return the segment that an edge bears on, or that the edge it bears on starts from."""
    target = edge["trg"]
    while target in edges:
        target = edges[target]["src"]
    return str(target)


def essays(path: Path) -> Iterator[Pair]:
    """Yield premises with what they bear on, and claims with the first main claim."""
    for essay in items(path):
        parts = sorted(essay["components"], key=lambda one: one["start"])
        words = essay["text"].split()
        ends = [0, *(one["end"] + 1 for one in parts)]
        segments = [
            " ".join(lead_in(words[end : one["start"]]) + words[one["start"] : one["end"] + 1])
            for end, one in zip(ends, parts, strict=False)
        ]
        place = {one["id"]: index for index, one in enumerate(parts)}
        main = next((i for i, one in enumerate(parts) if one["type"] == "MajorClaim"), None)
        for index, one in enumerate(parts):
            if one["relation"]:
                kind = "support" if one["relation"] == "Support" else "attack"
                yield Pair(segments, index, place[one["target"]], kind)
            elif one["stance"] and main is not None:
                yield Pair(segments, index, main, "support" if one["stance"] == "For" else "attack")


def lead_in(words: list[str]) -> list[str]:
    """Return the words since the last full stop."""
    stops = [index for index, word in enumerate(words) if word in {".", "!", "?"}]
    return words[stops[-1] + 1 :] if stops else words


def abstracts(path: Path) -> Iterator[Pair]:
    """Yield the related pairs."""
    for one in items(path):
        if one["label"] != "noRel":
            yield Pair([one["trg"], one["src"]], 1, 0, one["label"].lower())


def opens_with_contrast(pair: Pair) -> bool:
    return bool(re.match(r"\W*(?:but|however)\b", pair.segments[pair.source], re.IGNORECASE))


def said(pair: Pair) -> str:
    return relation_of(pair.source, pair.target, pair.segments)[0]


def two_way(name: str, split: str, pairs: Sequence[Pair]) -> Row:
    return compared(
        "relation: support, attack",
        name,
        split,
        [one.kind for one in pairs],
        ["attack" if opens_with_contrast(one) else "support" for one in pairs],
        [ATTACKS[said(one)] for one in pairs],
    )


def three_way(split: str, pairs: Sequence[Pair]) -> Row:
    return compared(
        "relation: support, rebut, undercut",
        "arguments/microtexts",
        split,
        [one.kind for one in pairs],
        ["undercuts" if opens_with_contrast(one) else "supports" for one in pairs],
        [said(one) for one in pairs],
    )


def rows(gold: Path) -> Iterator[Row]:
    """Yield the rows over the sets that are there."""
    folder = gold / "arguments"
    for path in sorted(folder.glob("microtexts*.jsonl")):
        texts = list(microtexts(path))
        for split, chosen in (("even texts, tuned", texts[::2]), ("odd texts", texts[1::2])):
            yield three_way(f"{path.stem[-5:]}, {split}", [one for text in chosen for one in text])
    if (folder / "essays.jsonl").exists():
        yield two_way("arguments/essays", "all, looked at", list(essays(folder / "essays.jsonl")))
    path = folder / "abstrct_relations.jsonl"
    if path.exists():
        yield two_way("arguments/abstrct_relations", "untrained", list(abstracts(path)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold data")
    show(rows(parser.parse_args().gold))


if __name__ == "__main__":
    main()
