"""Quality of the reference labeller against gold: `python -m evaluation.references`.

Three parts of each set are kept back in turn from the training of a model of their own
(GROBID by document, AnyStyle by reference), and labelled by it. `jats raw` are the printed
references of JATS documents, which no model trains on, labelled by the shipped model. All is
compared by letters and digits alone, authors by family names; `whole` is the share of
references with all fields right. Gold is read in the one scheme of evaluation.gold_references.
The baseline cuts an entry at its full stops: authors, title, container, with the first year.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from evaluation.gold import GOLD, items
from evaluation.gold_references import SETS, Example, examples
from evaluation.train_labeller import train
from ingest.bibliography import labeller
from ingest.bibliography.describing import describe
from ingest.bibliography.entry import line_of
from ingest.bibliography.identifiers import find_identifiers
from ingest.bibliography.names import split_names
from kg.model import Description
from kg.wording import fold

FOLDS = 3
FIELDS = tuple(Description().description())
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
Comparable = Mapping[str, str]


@dataclass
class Tally:
    """Right, proposed and expected fields, and references with all fields right."""

    right: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    size: int = 0

    def add(self, ours: Comparable, gold: Comparable) -> None:
        self.size += 1
        self.proposed.update(ours.keys())
        self.expected.update(gold.keys())
        self.right.update(name for name in ours if ours[name] == gold.get(name))
        self.whole += ours == gold

    def f1(self, name: str | None = None) -> float:
        right, proposed, expected = (
            counter[name] if name else counter.total()
            for counter in (self.right, self.proposed, self.expected)
        )
        return 2 * right / (proposed + expected) if proposed + expected else 0.0


def letters(text: str) -> str:
    return fold(text).replace(" ", "")


def comparable(fields: Description) -> Comparable:
    values = fields.description() | {
        "authors": " ".join(letters(name.partition(",")[0]) for name in fields.authors),
        "year": fields.year or "",
    }
    texts = {
        name: value if name == "authors" else letters(str(value or ""))
        for name, value in values.items()
    }
    return {name: text for name, text in texts.items() if text}


def baseline(text: str) -> Description:
    found = find_identifiers(text)
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", found.rest)
    parts = [*re.split(r"(?<=\w{3})[.?!]\s", re.sub(r"\(\d{4}\w?\)", "", found.rest)), "", "", ""]
    return Description(
        title=parts[1] or None,
        authors=split_names(parts[0]),
        year=int(year[0]) if year else None,
        container=parts[2].split(",")[0] or None,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
    )


@dataclass(frozen=True)
class Tried:
    """A reference kept back: what gold says, what the model says, and how sure it is."""

    text: str
    gold: Comparable
    ours: Comparable
    confidence: float


def cross_validated(data: Sequence[Example]) -> Iterator[tuple[str, Tried]]:
    with tempfile.TemporaryDirectory() as folder:
        for fold_number in range(FOLDS):
            model = Path(folder) / f"{fold_number}.crf"
            train((one for one in data if one.fold(FOLDS) != fold_number), model)
            for one in data:
                if one.fold(FOLDS) == fold_number:
                    yield one.name, tried(one, model)


def tried(one: Example, model: Path) -> Tried:
    found = labeller.label(one.text, model)
    return Tried(
        one.text,
        comparable(one.described()),
        comparable(describe(one.text, found.segments)),
        found.confidence,
    )


def printed() -> Iterator[Tried]:
    """Printed references of JATS documents beside what their markup says of them."""
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        for reference in document["refs"]:
            if reference["raw"] and names_apart(reference):
                text = line_of(reference["raw"])
                found = labeller.label(text)
                yield Tried(
                    text,
                    comparable(marked_up(reference["fields"], text)),
                    comparable(describe(text, found.segments)),
                    found.confidence,
                )


def names_apart(reference: Mapping[str, Any]) -> bool:
    """Whether authors are marked up, and printed as words of their own (one document's are not)."""
    families_given = reference["fields"].get("author") or [""]
    family = re.escape(families_given[0].partition(",")[0])
    return bool(family) and re.search(rf"\b{family}\b", reference["raw"]) is not None


def marked_up(fields: Mapping[str, Any], text: str) -> Description:
    title, source = fields.get("title"), fields.get("source")
    found = find_identifiers(text)
    return Description(
        title=title or source,
        authors=tuple(name.replace(",", ", ", 1) for name in fields["author"]),
        year=int(fields["year"][:4]) if fields.get("year", "")[:4].isdigit() else None,
        container=source if title else None,
        volume=fields.get("volume"),
        issue=fields.get("issue"),
        pages="-".join(fields[name] for name in ("fpage", "lpage") if name in fields) or None,
        publisher=fields.get("publisher"),
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
    )


def row(name: str, split: str, all_tried: Sequence[Tried]) -> str:
    before, ours = Tally(), Tally()
    for one in all_tried:
        ours.add(one.ours, one.gold)
        before.add(comparable(baseline(one.text)), one.gold)
    fields = " ".join(f"{ours.f1(name):9.3f}" for name in FIELDS)
    figures = "  ".join(f"{one.f1():.3f}/{one.whole / one.size:.3f}" for one in (before, ours))
    return f"{name:<16} {ours.size:>5} {split:<12} {figures} {fields}"


def reliability(all_tried: Sequence[Tried]) -> Iterator[str]:
    """Of references whose stated confidence lies in a range, the share with all fields right."""
    for low, high in pairwise(BINS):
        inside = [one for one in all_tried if low <= one.confidence < high + (high == 1.0)]
        if inside:
            stated = sum(one.confidence for one in inside) / len(inside)
            right = sum(one.ours == one.gold for one in inside) / len(inside)
            yield f"{low:.2f}-{high:.2f}  {len(inside):>5}  {stated:.3f}  {right:.3f}"


def main() -> None:
    if not GOLD.is_dir():
        print(f"references: skipped, no gold data at {GOLD.parent.name}/{GOLD.name}")
        return
    print(
        f"{'data set':<16} {'size':>5} {'split':<12} {'baseline':<12} {'ours':<12}"
        f"{' '.join(f'{name:>9}' for name in FIELDS)}   (field micro-F1 / whole right)"
    )
    data = [one for name in SETS for one in examples(name)]
    kept_back: dict[str, list[Tried]] = {name: [] for name in SETS}
    for name, one in cross_validated(data):
        if one.gold:
            kept_back[name].append(one)
    for name in SETS:
        print(row(name, f"{FOLDS} folds", kept_back[name]))
    print(row("jats raw", "dev", list(printed())))
    print("\nconfidence   refs  stated  all fields right   (all sets, kept back)")
    print("\n".join(reliability([one for many in kept_back.values() for one in many])))


if __name__ == "__main__":
    main()
