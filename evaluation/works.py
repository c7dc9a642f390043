"""How often references that a key joins are one work: `python -m evaluation.works`.

All references of the gold sets, by their annotated fields, against each other. A pair that a
key joins is confirmed where DOIs, or volume and first page, agree or the two entries are
nearly the same words; contradicted where DOIs, or volume and first page, differ; else unjudged.
The baseline joins by folded title alone. Nothing is trained here, so there is no split.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz.fuzz import ratio

from evaluation.gold import GOLD, items
from ingest.bibliography.folding import normal_title
from ingest.bibliography.identifiers import find_identifiers
from ingest.bibliography.names import family, split_names
from ingest.resolve.matches import NEAR, title_similarity
from kg.wording import fold

ALIKE = 80.0


@dataclass(frozen=True)
class Entry:
    """A gold reference by its annotated fields."""

    raw: str
    title: str
    first: str
    year: int | None
    doi: str | None
    volume: str | None
    page: str | None


def first(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) or ""
    return str(value[0] if isinstance(value, list) and value else value)


def digits(text: str) -> str | None:
    found = re.search(r"\d+", text)
    return found[0] if found else None


def entry(raw: str, fields: dict[str, Any], authors: tuple[str, ...]) -> Entry:
    year = re.match(r"\d{4}", first(fields, "year"))
    return Entry(
        raw=raw,
        title=normal_title(first(fields, "title")),
        first=family(authors[0]) if authors else "",
        year=int(year[0]) if year else None,
        doi=first(fields, "doi").lower() or find_identifiers(raw).doi,
        volume=digits(first(fields, "volume")),
        page=digits(first(fields, "fpage") or first(fields, "pages")),
    )


def entries() -> Iterator[Entry]:
    for name in ("anystyle_core", "anystyle_good", "grobid_dev"):
        for item in items(GOLD / "references" / f"{name}.jsonl"):
            yield entry(item["raw"], item["fields"], split_names(first(item["fields"], "author")))
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        for item in document["refs"]:
            fields = item["fields"]
            raw = item["raw"] or json.dumps(fields)
            yield entry(raw, fields, tuple(fields.get("author", [])))


def verdict(one: Entry, other: Entry) -> str:
    if one.doi and other.doi:
        return "confirmed" if one.doi == other.doi else "contradicted"
    if ratio(fold(one.raw), fold(other.raw)) >= ALIKE:
        return "confirmed"
    places = (one.volume, one.page), (other.volume, other.page)
    if all(all(place) for place in places):
        return "confirmed" if places[0] == places[1] else "contradicted"
    return "unjudged"


def rules(one: Entry, other: Entry) -> Iterator[str]:
    """The keys that join two entries of one title."""
    yield "title alone (baseline)"
    if not one.first or one.first != other.first:
        return
    apart = abs(one.year - other.year) if one.year and other.year else None
    if apart == 0:
        yield "title, first author, same year"
    elif apart is not None and apart <= 3:
        yield "title, first author, 1 to 3 years apart"
    elif apart is None:
        yield "title, first author, a year unknown"


def near(found: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs that are proposed: one first author, a year at most apart, nearly one title."""
    block: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for one in found:
        if one.first and one.year and one.title:
            block[one.first, one.year].append(one)
    for (name, year), group in block.items():
        others = [(one, other) for one in group for other in block.get((name, year + 1), ())]
        for one, other in [*combinations(group, 2), *others]:
            similarity = title_similarity(one.title, other.title)
            if one.title != other.title and similarity is not None and similarity >= NEAR:
                yield one, other


def main() -> None:
    if not GOLD.is_dir():
        print(f"works: skipped, no gold data at {GOLD.parent.name}/{GOLD.name}")
        return
    found = list(entries())
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, list[Entry]] = defaultdict(list)
    for one in found:
        if len(one.title.split()) >= 3:
            titles[one.title].append(one)
    for group in titles.values():
        for one, other in combinations(group[:20], 2):
            for rule in rules(one, other):
                tally[rule][verdict(one, other)] += 1
    for one, other in near(found):
        tally[f"proposed: similarity from {NEAR}"][verdict(one, other)] += 1
    print(f"{len(found)} references of 3 sets and 18 articles, no split\n")
    print(f"{'pairs joined by':<42} pairs confirmed contradicted unjudged  of judged")
    for rule, counts in tally.items():
        judged = counts["confirmed"] + counts["contradicted"]
        print(
            f"{rule:<42} {counts.total():>5} {counts['confirmed']:>9} "
            f"{counts['contradicted']:>12} {counts['unjudged']:>8}  "
            f"{counts['confirmed'] / judged if judged else float('nan'):.3f}"
        )


if __name__ == "__main__":
    main()
