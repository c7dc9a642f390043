"""Train the model of reference lines: `python -m evaluation.train_sections [--check]`.

Sections from PDFs (GROBID, CC BY 4.0) teach as they are; single references (AnyStyle,
BSD-2; GROBID; articles under CC BY) are set into sections of one style, with labels, wrapped
lines, hyphens, running heads and the prose around. ``--check`` cross-validates instead: ten
folds by document, made sections never from a document that is tried.
"""

from __future__ import annotations

import random
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from evaluation.gold import GOLD, items
from evaluation.sections import report, score, sections
from ingest.layout.lines import Line, split_lines
from ingest.layout.reference_lines import (
    BEGIN,
    INSIDE,
    MODEL,
    OUTSIDE,
    attributes,
    opening,
    tags,
)
from ingest.layout.reference_list import entries

Section = tuple[list[Line], list[str]]
FOLDS = 10
SIZE = 400
WEIGHT = 3  # times that a section from a PDF counts, against one for each made one
LABELS = ("[{}] ", "[{}] ", "{}. ", "{}. ", "({}) ", "{}) ", "{} ", "[{}]\n", "{}.\n", "[Key{}] ")
HEADS = (
    "{page}", "Page {page}", "{page} {name} et al.", "{name} et al.", "JOURNAL OF {word} STUDIES",
    "{word}, Vol. {page}, No. 2", "{name} and {name}: {word} {word}", "www.example.org",
    "{word} {word} AND {name}", "THE {word} REVIEW", "© 2019 The Authors",
    "{page} | {name} ET AL.", "doi:10.1000/{page}",
)  # fmt: skip
HEADINGS = (
    "References", "REFERENCES", "R EFERENCES", "Bibliography", "Literature Cited", "Works Cited",
    "REFERENCES AND NOTES", "7. References", "VI. REFERENCES", "Literatur", "Références", "",
)  # fmt: skip
NAMES = ("Kessler", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Abney", "Rossi")
WORDS = ("Thermal", "Coastal", "Applied", "Vision", "Markets", "Neural", "Public")


def gold_sections() -> dict[str, Section]:
    """Sections from PDFs with a tag for each line, one for each document."""
    return {
        item["id"]: tagged(item["text"], item["refs"])
        for item in items(GOLD / "references" / "sections_dev.jsonl")
    }


def tagged(text: str, references: Sequence[str]) -> Section:
    """Lines of a section and what each is, from the strings of its entries in order."""
    spans, at = [], 0
    for reference in references:
        start = text.index(reference, at)
        at = start + len(reference)
        spans.append((start, at))
    lines = split_lines(text)
    starts = {
        max((n for n in (line.start for line in lines) if n <= a), default=0) for a, _ in spans
    }
    tags = [
        BEGIN if line.start in starts
        else INSIDE if any(a < line.end and line.start < b for a, b in spans)
        else OUTSIDE
        for line in lines
    ]  # fmt: skip
    return lines, tags


def styles() -> list[list[str]]:
    """Single references in groups of one habit: of one document, or with the same marks."""
    groups: dict[str, list[str]] = defaultdict(list)
    for item in items(GOLD / "references" / "grobid_dev.jsonl"):
        groups[item["file"]].append(item["raw"])
    for name in ("anystyle_core", "anystyle_good"):
        for item in items(GOLD / "references" / f"{name}.jsonl"):
            raw = item["raw"]
            year = re.search(r"\b(?:19|20)\d\d", raw)
            when = year.start() * 3 // len(raw) if year else None
            bracket = "(" if year and raw[: year.start()].endswith("(") else ""
            groups[f"{name}{opening(raw)}{when}{bracket}{raw[-1]}"].append(raw)
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        groups[document["id"]] = [one["raw"] for one in document["refs"]]
    found = [
        [clean(raw) for raw in group if raw and 20 < len(raw) < 900] for group in groups.values()
    ]
    return [group for group in found if len(group) >= 4]


def clean(raw: str) -> str:
    return re.sub(r"^(?:\[\w{1,8}\]|\(?\d{1,3}[.)])\s?", "", " ".join(raw.split()))


def prose() -> list[str]:
    """Paragraphs of articles, as what may stand before and after a list."""
    return [
        " ".join(part.split())
        for document in items(GOLD / "documents" / "jats_plain_dev.jsonl")
        for part in re.split(r"\n\s*\n", document["text"])
        if 200 < len(part) < 1500
    ]


def made(dice: random.Random, groups: Sequence[list[str]], around: Sequence[str]) -> Section:
    """One section set from single references as a printer would set it."""
    group = dice.choice(groups)
    entries = dice.sample(group, min(len(group), dice.randint(4, 30)))
    label = dice.choice(LABELS) if dice.random() < 0.6 else ""
    if not label and dice.random() < 0.8:
        entries.sort(key=str.casefold)
        if dice.random() < 0.4:
            entries = repeated(dice, entries)
    width, hanging = dice.choice((45, 55, 60, 75, 90, 110, 2000)), dice.random() < 0.12
    blank = dice.random() < 0.15
    rows: list[tuple[str, str]] = []
    if dice.random() < 0.25:
        rows += prose_rows(dice, around, width)
    rows += [(heading, OUTSIDE) for heading in (dice.choice(HEADINGS),) if heading]
    first = dice.choice((1, 1, 1, dice.randint(2, 60)))
    unlabelled = len(entries) - dice.choice((0, 0, 0, 0, 1, 2, 4))
    for at, entry in enumerate(entries):
        mark = label.format(first + at) if at < unlabelled else ""
        rows += entry_rows(dice, mark + entry, width, hanging)
        rows += [("", "")] * blank
    rows = interrupted(dice, rows)
    if dice.random() < 0.3:
        rows += prose_rows(dice, around, width)
    lines = split_lines("\n".join(row for row, _ in rows))
    return lines, [tag for row, tag in rows if row.strip()]


def repeated(dice: random.Random, entries: Sequence[str]) -> list[str]:
    """Put a dash for the authors of some entries, as for works of the author before."""
    dash = dice.choice(("———.", "---.", "—", "-,", "____.", "--.", "–––,"))
    found = []
    for entry in entries:
        year = re.search(r"\(?\b(?:1[89]|20)\d\d", entry[:120])
        if year and found and dice.random() < 0.25:
            entry = f"{dash} {entry[year.start() :]}"
        found.append(entry)
    return found


def entry_rows(
    dice: random.Random, entry: str, width: int, hanging: bool
) -> Iterator[tuple[str, str]]:
    head, _, rest = entry.rpartition("\n")
    if head:
        yield head, BEGIN
    wrapper = textwrap.TextWrapper(
        width, subsequent_indent="    " if hanging else "", break_long_words=False
    )
    words = hyphenated(dice, rest, width) if dice.random() < 0.5 else wrapper.wrap(rest)
    for number, line in enumerate(words):
        yield line, INSIDE if head or number else BEGIN


def hyphenated(dice: random.Random, text: str, width: int) -> list[str]:
    """Wrap with words parted at line ends."""
    lines, line = [], ""
    for word in text.split():
        room = width - len(line) - 1
        if len(word) <= room or not line:
            line = f"{line} {word}".strip()
        elif room > 4 and len(word) > 6 and word.isalpha():
            cut = min(room - 1, len(word) - 3)
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def interrupted(dice: random.Random, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put running heads and page numbers between some of the lines."""
    every = dice.choice((0, 0, 8, 20, 40))
    found = []
    for row in rows:
        if every and dice.randrange(every) == 0:
            for head in dice.sample(HEADS, dice.choice((1, 1, 2))):
                name, word, page = dice.choice(NAMES), dice.choice(WORDS), dice.randint(1, 900)
                line = head.format(name=name, word=word, page=page)
                found.append((line.upper() if dice.random() < 0.3 else line, OUTSIDE))
        found.append(row)
    return found


def prose_rows(dice: random.Random, around: Sequence[str], width: int) -> Iterator[tuple[str, str]]:
    if dice.random() < 0.5:
        yield (
            dice.choice(
                ("Appendix A", "Supplementary material", "Figure legends", "Acknowledgements")
            ),
            OUTSIDE,
        )
    for _ in range(dice.choice((1, 2, 3, 12))):
        for line in textwrap.wrap(dice.choice(around), width):
            yield line, OUTSIDE


def train(data: Sequence[Section], path: Path) -> None:
    """Train a model on ``data`` and write it to ``path``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.4, "c2": 0.02, "max_iterations": 120, "feature.minfreq": 2})
    for lines, labels in data:
        trainer.append(attributes(lines), labels)
    trainer.train(str(path))


def corpus(size: int, seed: int = 7) -> list[Section]:
    """``size`` made sections, the same ones for the same seed."""
    dice = random.Random(seed)
    groups, around = styles(), prose()
    return [made(dice, groups, around) for _ in range(size)]


def check() -> None:
    """Print precision and recall on sections of documents that the model has not seen."""
    gold, more = gold_sections(), corpus(SIZE)
    names = sorted(gold)
    random.Random(3).shuffle(names)
    unseen: dict[str, list[str]] = {}
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            model = Path(folder) / f"{fold}.crfsuite"
            held = frozenset(names[fold::FOLDS])
            kept = [gold[name] for name in names if name not in held]
            train([*kept * WEIGHT, *more], model)
            unseen |= {name: tags(gold[name][0], model) for name in held}
    found = {tuple(gold[name][0]): tagged for name, tagged in unseen.items()}

    def find(text: str) -> Iterator[str]:
        lines = split_lines(text)
        for start, end in entries(lines, lambda _: found[tuple(lines)]):
            yield text[start:end]

    print(report(f"split, {FOLDS} folds", score(sections(), find)))


def main() -> None:
    if "--check" in sys.argv:
        check()
        return
    train([*list(gold_sections().values()) * WEIGHT, *corpus(SIZE)], MODEL)
    print(f"{MODEL.name}: {MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
