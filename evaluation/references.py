"""Quality of the reference parser against gold: `python -m evaluation.references`.

Fields compared: authors, title, container, year, DOI, arXiv id. A gold reference without any
of these is left out. `whole` is the share of references with all fields right. The baseline
cuts an entry at its full stops: authors, title, container, with the first year.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.bibliography.entry import label_of, parse_reference
from ingest.bibliography.fields import Fields, fold
from ingest.bibliography.identifiers import find_identifiers
from ingest.bibliography.names import split_names

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
SETS = ("anystyle_core", "anystyle_good", "grobid_dev")
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
        right = [name for name in ours if ours[name] == gold.get(name)]
        self.right.update(right)
        self.whole += len(right) == len(gold) == len(ours)

    def f1(self, name: str | None = None) -> float:
        right, proposed, expected = (
            counter[name] if name else counter.total()
            for counter in (self.right, self.proposed, self.expected)
        )
        return 2 * right / (proposed + expected) if proposed + expected else 0.0


def letters(text: str) -> str:
    return fold(text).replace(" ", "")


def families(authors: tuple[str, ...]) -> str:
    return " ".join(letters(name.partition(",")[0]) for name in authors)


def comparable(fields: Fields) -> Comparable:
    values = {
        "authors": families(fields.authors),
        "title": letters(fields.title or ""),
        "container": letters(re.sub(r"^in:? ", "", fields.container or "", flags=re.I)),
        "year": str(fields.year or ""),
        "doi": fields.doi or "",
        "arxiv": fields.arxiv or "",
    }
    return {name: value for name, value in values.items() if value}


def gold_fields(item: Mapping[str, Any]) -> Fields:
    """The annotated segments as fields; identifiers by pattern out of their segments."""
    found = {
        name: value[0] if isinstance(value, list) else value
        for name, value in item["fields"].items()
    }
    identifiers = find_identifiers(
        " ".join(
            text
            for label, text in item["segments"]
            if label in {"doi", "arxiv", "idno", "url", "note"}
        )
    )
    container = next(
        (found[name] for name in ("journal", "container-title", "booktitle") if name in found), None
    )
    return Fields(
        title=found.get("title"),
        authors=split_names(found.get("author", "")),
        year=int(found["year"]) if str(found.get("year", "")).isdigit() else None,
        container=container,
        doi=identifiers.doi,
        arxiv=identifiers.arxiv,
    )


def baseline(raw: str) -> Fields:
    _, body = label_of(raw)
    found = find_identifiers(body)
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", found.rest)
    parts = [*re.split(r"(?<=\w{3})[.?!]\s", re.sub(r"\(\d{4}\w?\)", "", found.rest)), "", "", ""]
    return Fields(
        title=parts[1] or None,
        authors=split_names(parts[0]),
        year=int(year[0]) if year else None,
        container=parts[2].split(",")[0] or None,
        doi=found.doi,
        arxiv=found.arxiv,
    )


def items(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def measure(path: Path, parse: Callable[[str], Fields]) -> Tally:
    tally = Tally()
    for item in items(path):
        gold = comparable(gold_fields(item))
        if gold:
            tally.add(comparable(parse(item["raw"])), gold)
    return tally


def measure_authors(path: Path) -> Tally:
    """Author lists of JATS documents, where gold names each author apart."""
    tally = Tally()
    for document in items(path):
        for reference in document["refs"]:
            authors = reference["fields"].get("author")
            if reference["raw"] and authors:
                gold = {"authors": families(tuple(name.replace(", ", ",", 1) for name in authors))}
                found = families(parse_reference(reference["raw"]).authors)
                tally.add({"authors": found} if found else {}, gold)
    return tally


def row(name: str, before: Tally, ours: Tally) -> str:
    fields = " ".join(
        f"{ours.f1(field):.3f}"
        for field in ("authors", "title", "container", "year", "doi", "arxiv")
    )
    return (
        f"{name:<16} {ours.size:>5} {'dev':<5} "
        f"{before.f1():.3f}/{before.whole / before.size:.3f}    "
        f"{ours.f1():.3f}/{ours.whole / ours.size:.3f}    {fields}"
    )


def main() -> None:
    if not GOLD.is_dir():
        print(f"references: skipped, no gold data at {GOLD.parent.name}/{GOLD.name}")
        return
    print(
        "data set          size split baseline       ours           "
        "authors title container year doi arxiv   (field micro-F1 / whole right)"
    )
    for name in SETS:
        path = GOLD / "references" / f"{name}.jsonl"
        print(row(name, measure(path, baseline), measure(path, parse_reference)))
    authors = measure_authors(GOLD / "documents" / "jats_plain_dev.jsonl")
    print(
        f"{'jats raw authors':<16} {authors.size:>5} {'dev':<5} {'-':<14} "
        f"{authors.f1():.3f}   (whole author list, by family names)"
    )


if __name__ == "__main__":
    main()
