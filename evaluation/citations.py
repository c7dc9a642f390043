"""Quality of in-text citations against gold: `python -m evaluation.citations`.

`callouts_dev`: spans of markers in paragraphs, brackets at the ends left out of account;
two of our markers within one of gold's count as one. No list is given, so numbers are taken
as they stand. The model of plain numbers has seen these paragraphs: figures for unseen ones
are printed by `evaluation.train_markers --check`. `jats_plain_dev`: (position, entry) links
against the markup of the articles, with the reference list made from their fields. End points
of ranges only are marked there, so that interior ones count neither for nor against. The
baseline is one plain pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from evaluation.gold import GOLD, items
from ingest import nlp
from ingest.bibliography.markers import AuthorYearMarker, author_year_markers
from ingest.bibliography.numbered import Judge, NumericMarker, numeric_markers, settled
from ingest.bibliography.plain_numbers import judged
from ingest.document import ParsedDocument
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import CitationFound
from kg.model import Block
from kg.vocab import BlockKind

PLAIN = re.compile(
    r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|[A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w'’-]+)?,? "
    r"\(?(?:19|20)\d\d[a-z]?\)?"
)
Spans = list[tuple[int, int]]
Item = dict[str, Any]


def plain(item: Item) -> Spans:
    return [match.span() for match in PLAIN.finditer(item["text"])]


def ours(text: str, judge: Judge = judged) -> Spans:
    """Markers that are taken for citations where no list is given, block by block."""
    numeric: list[NumericMarker] = []
    named: Spans = []
    for block in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", text):
        at, words = block.start(), block[0]
        numeric += [
            replace(m, start=m.start + at, end=m.end + at) for m in numeric_markers(words, judge)
        ]
        named += [(m.start + at, m.end + at) for m in author_year_markers(words) if trusted(m)]
    return sorted([*((m.start, m.end) for m in settled(numeric)), *named])


def trusted(marker: AuthorYearMarker) -> bool:
    """Whether names and a year count as a citation with no entry to show for it."""
    named = not marker.authors[0].isupper()
    return marker.certainty == "sure" or (marker.certainty == "likely" and named)


def core(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without brackets and white space at its ends."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def callout_items() -> list[Item]:
    """The paragraphs of `callouts_dev`."""
    return list(items(GOLD / "citations" / "callouts_dev.jsonl"))


def whole_documents() -> list[Item]:
    """The paragraphs of `callouts_dev` put together again by document."""
    texts: dict[str, str] = defaultdict(str)
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for item in callout_items():
        at = len(texts[item["doc"]])
        spans[item["doc"]] += [(a + at, b + at, words) for a, b, words in item["callouts"]]
        texts[item["doc"]] += item["text"] + "\n\n"
    return [{"doc": doc, "text": texts[doc], "callouts": spans[doc]} for doc in texts]


def callouts(find: Callable[[Item], Spans], gold: Sequence[Item]) -> tuple[float, float, int]:
    """Precision, recall, gold spans; a span is right when it lies within gold's core."""
    right = proposed = expected = 0
    for item in gold:
        text = item["text"]
        cores = sorted({core(text, (start, end)) for start, end, _ in item["callouts"]})
        groups: dict[tuple[int, int] | None, int] = defaultdict(int)
        for start, end in (core(text, span) for span in find(item)):
            groups[next((g for g in cores if g[0] <= start and end <= g[1]), None)] += 1
        wrong = groups.pop(None, 0)
        right += len(groups)
        proposed += len(groups) + wrong
        expected += len(cores)
    return right / proposed, right / expected, expected


def citing(document: dict[str, Any]) -> tuple[ParsedDocument, list[str]]:
    """The article's text with a reference list behind it, entry by entry."""
    text = document["text"]
    blocks = [
        Block(BlockKind.PARAGRAPH, match.start(), match.end())
        for match in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", text)
    ]
    for reference in document["refs"]:
        text += "\n\n"
        entry = entry_text(reference)
        blocks.append(Block(BlockKind.REFERENCE, len(text), len(text) + len(entry)))
        text += entry
    parsed = nlp.annotate(ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks)))
    for extractor in (ReferenceExtractor(), CitationExtractor()):
        found = extractor.extract(parsed)
        parsed = parsed.with_layer(found.layer, found.spans)
    return parsed, [reference["id"] for reference in document["refs"]]


def entry_text(reference: dict[str, Any]) -> str:
    fields = reference["fields"]
    label = f"[{reference['label']}] " if reference["label"] else ""
    names = [
        re.sub(r"(?<=, )[A-Z]{1,4}$", lambda m: " ".join(f"{c}." for c in m[0]), name)
        for name in fields.get("author", [])
    ]
    return (
        f"{label}{', '.join(names)} ({fields.get('year', 'n.d.')}). "
        f"{fields.get('title') or ''}. {fields.get('source') or ''}."
    )


def links(document: dict[str, Any]) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Ours and gold's (gold marker, entry) pairs; markers of ours without gold are negative."""
    parsed, ids = citing(document)
    gold = {(start, target) for start, _, targets in document["intext"] for target in targets}
    markers = sorted((start, end) for start, end, _ in document["intext"])
    found = {
        pair
        for citation in parsed.layer(CitationFound)
        for pair in anchored(citation, markers, ids, gold)
    }
    return found, gold


def anchored(
    citation: CitationFound,
    markers: Spans,
    ids: list[str],
    gold: set[tuple[int, str]],
) -> Iterator[tuple[int, str]]:
    inside = [start for start, end in markers if start < citation.end and citation.start < end]
    for index in citation.references:
        at = next((start for start in inside if (start, ids[index]) in gold), None)
        if at is not None or len(inside) < 2 or len(inside) == len(citation.references):
            yield (at if at is not None else -citation.start - 1), ids[index]


def main() -> None:
    if not GOLD.is_dir():
        print(f"citations: skipped, no gold data at {GOLD.parent.name}/{GOLD.name}")
        return
    print("data set                   size split   baseline P/R   ours P/R")
    for scope, gold in (("paragraphs", callout_items()), ("documents", whole_documents())):
        before = callouts(plain, gold)
        after = callouts(lambda item: ours(item["text"]), gold)
        print(
            f"callouts, {scope:<14}{after[2]:>7} seen    {before[0]:.3f}/{before[1]:.3f}    "
            f"{after[0]:.3f}/{after[1]:.3f}"
        )
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document in items(GOLD / "documents" / "jats_plain_dev.jsonl"):
        found, gold = links(document)
        for name in (document["style"], f"  {document['id'][:18]}"):
            for i, number in enumerate((len(found & gold), len(found), len(gold))):
                right[name][i] += number
    for name, (hit, proposed, expected) in right.items():
        print(
            f"links {name:<18}{expected:>7} dev     -              "
            f"{hit / max(proposed, 1):.3f}/{hit / expected:.3f}"
        )


if __name__ == "__main__":
    main()
