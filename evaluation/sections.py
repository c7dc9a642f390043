"""Quality of finding and splitting reference sections: `python -m evaluation.sections`.

Right is an entry whose words are those of gold, white space aside. `split`: the lines of a
section alone, tags by the model that ships, which has seen these sections; figures for
unseen ones are printed by `evaluation.train_sections --check`. `whole`: texts with the list
in its place behind the prose, headed and not, with an appendix and without.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from evaluation.gold import GOLD, items
from ingest.layout import reference_list
from ingest.layout.blocks import parse_plain
from ingest.layout.lines import split_lines
from ingest.layout.reference_labels import chain
from kg.vocab import BlockKind

Case = tuple[str, list[str]]
WIDTH = 88


def score(cases: Iterable[Case], find: Callable[[str], Iterable[str]]) -> tuple[float, float]:
    """Precision and recall of entries over all cases."""
    right = proposed = expected = 0
    for text, references in cases:
        ours, gold = Counter(map(_words, find(text))), Counter(map(_words, references))
        right += sum((ours & gold).values())
        proposed += ours.total()
        expected += gold.total()
    return right / max(proposed, 1), right / expected


def _words(entry: str) -> str:
    return " ".join(entry.split())


def sections() -> list[Case]:
    """The sections from PDFs, each once."""
    found = {item["id"]: item for item in items(GOLD / "references" / "sections_dev.jsonl")}
    return [(item["text"], item["refs"]) for item in found.values()]


def by_label(text: str) -> Iterator[str]:
    """The baseline: an entry starts where the labels of the lines count up."""
    lines = split_lines(text)
    starts = chain([line.text for line in lines])
    for first, following in pairwise([*starts, len(lines)] if starts else []):
        yield text[lines[first].start : lines[following - 1].end]


def by_model(text: str) -> Iterator[str]:
    """What ships, on the lines of a section."""
    for start, end in reference_list.entries(split_lines(text)):
        yield text[start:end]


def blocks(text: str) -> Iterator[str]:
    """What ships, on a whole plain text."""
    for block in parse_plain(text):
        if block.kind is BlockKind.REFERENCE:
            yield text[block.start : block.end]


def whole(heading: str, appendix: str) -> Iterator[Case]:
    """Articles as plain text with their list set below, and sections from PDFs below prose."""
    dice = random.Random(11)
    prose = []
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        text = "\n\n".join(map(_set, re.split(r"\n\s*\n", document["text"].strip())))
        prose.append(text[:6000].rpartition("\n\n")[0])
        raw = [_words(one["raw"]) for one in document["refs"] if one["raw"]]
        if raw:
            numbered = document["style"] == "numeric"
            gold = [f"{n}. {one}" if numbered else one for n, one in enumerate(raw, 1)]
            listed = "\n".join(map(_set, gold))
            yield "\n\n".join(filter(None, (text, f"{heading}\n{listed}", appendix))), gold
    for text, references in sections():
        bare = re.sub(r"\A(?:[A-Z]?\s?eferences|references)\s*:?\s*\n", "", text, flags=re.I)
        parts = (dice.choice(prose), f"{heading}\n{bare}", appendix)
        yield "\n\n".join(filter(None, parts)), references


def _set(paragraph: str) -> str:
    return textwrap.fill(" ".join(paragraph.split()), WIDTH, break_long_words=False)


def report(name: str, figures: tuple[float, float]) -> str:
    """One line of the table."""
    precision, recall = figures
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{name:<40}P {precision:.3f}  R {recall:.3f}  F {f1:.3f}"


def main() -> None:
    if not GOLD.is_dir():
        print(f"sections: skipped, no gold data at {GOLD.parent.name}/{GOLD.name}")
        return
    print(report("split, labels alone", score(sections(), by_label)))
    print(report("split, model (seen)", score(sections(), by_model)))
    appendix = "Appendix A\n\n" + _set("We give the proof in full. " * 30)
    for heading in ("References", "R EFERENCES AND NOTES", "8. Bibliography", ""):
        for name, behind in (("", ""), (" + appendix", appendix)):
            figures = score(whole(heading, behind), blocks)
            print(report(f"whole, {heading or 'no heading'}{name}", figures), flush=True)


if __name__ == "__main__":
    main()
