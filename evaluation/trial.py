"""Extraction on documents that a reader annotated: `python -m evaluation.trial [PART …]`.

Documents and parts are those of :mod:`evaluation.annotated`; the default parts are ``dev`` and
``heldout``. Sentences are the unit. A claim counts as found when an assertion is extracted from
its sentence; precision allows for what the reader marked as borderline, recall asks only for
what a reader would surely list. ``holder`` (author or another) and ``mode`` are of sentences
with claims on both sides. Evidence: sentences that bear on a claim; ``tied`` is the share of
those found that are tied to the reader's claim, or to none where the reader ties it to none.
Dependencies: same sentence, kind and polarity, and ends that share a content word.
Relations: pairs of two sentences in their direction, and the kind of those that are right; a
pair counts as recalled too when evidence is tied so, or when one wording makes it one claim.
The baseline takes every sentence of four words and more that is no heading for a claim, the
nearest claim before for what evidence bears on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from evaluation.annotated import Annotated, Marks, annotated
from ingest.document import ParsedDocument
from ingest.findings import (
    AssertionFound,
    DependencyFound,
    EvidenceFound,
    MentionFound,
    RelationFound,
)
from ingest.nlp import sentence_at
from ingest.pipeline import EXTRACTORS
from kg.wording import normalise


@dataclass
class Counts:
    """Tallies of one document or of several, by task."""

    tally: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, hit: bool) -> None:
        self.tally[name] += hit
        self.tally[f"{name}/of"] += 1

    def share(self, name: str) -> str:
        of = self.tally[f"{name}/of"]
        return f"{self.tally[name] / of:.2f} ({of})" if of else "-"


TASKS = (
    "claims precision",
    "claims recall",
    "baseline precision",
    "mode",
    "kind",
    "holder",
    "evidence precision",
    "evidence recall",
    "evidence kind",
    "tied",
    "baseline tied",
    "dependencies precision",
    "dependencies recall",
    "relations precision",
    "relations recall",
    "relation kind",
)


def extracted(document: ParsedDocument) -> ParsedDocument:
    """Return a document with the layers of all extractors."""
    for extractor in EXTRACTORS:
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    return document


def compare(one: Annotated, document: ParsedDocument) -> Counts:
    """Count what was found right in the annotated sentences of a document."""
    counts = Counts()
    said: dict[int, list[AssertionFound]] = {}
    for claim in document.layer(AssertionFound):
        said.setdefault(claim.sentence, []).append(claim)
    for index, marks in one.marks.items():
        claims(counts, marks["claims"], said.get(index, []))
        grade = max((c["grade"] for c in marks["claims"]), default=0)
        if len(one.clean(index).split()) > 3:
            counts.add("baseline precision", grade > 0)
    evidence(counts, one, document)
    dependencies(counts, one, document)
    relations(counts, one, document)
    return counts


def claims(counts: Counts, gold: list[Marks], ours: list[AssertionFound]) -> None:
    if ours:
        counts.add("claims precision", bool(gold))
    if any(claim["grade"] == 2 for claim in gold):
        counts.add("claims recall", bool(ours))
    if gold and ours:
        counts.add("kind", ours[0].kind in {claim["kind"] for claim in gold})
        counts.add("mode", ours[0].mode in {claim["mode"] for claim in gold})
        counts.add("holder", (ours[0].holder is None) in {c["holder"] == "author" for c in gold})


def evidence(counts: Counts, one: Annotated, document: ParsedDocument) -> None:
    layer = document.layer(AssertionFound)
    ours: dict[int, list[EvidenceFound]] = {}
    for piece in document.layer(EvidenceFound):
        ours.setdefault(piece.sentence, []).append(piece)
    for index, marks in one.marks.items():
        gold, found = marks["evidence"], ours.get(index, [])
        if found:
            counts.add("evidence precision", bool(gold))
        if gold:
            counts.add("evidence recall", bool(found))
        if gold and found:
            counts.add("evidence kind", bool({g["kind"] for g in gold} & {f.kind for f in found}))
            right = {g["for"] for g in gold}
            tied = {None if f.assertion is None else layer[f.assertion].sentence for f in found}
            counts.add("tied", bool(right & tied))
            before = [i for i, m in one.marks.items() if i < index and m["claims"]]
            counts.add("baseline tied", (before[-1] if before else None) in right)


def dependencies(counts: Counts, one: Annotated, document: ParsedDocument) -> None:
    found: dict[int, list[DependencyFound]] = {}
    for edge in document.layer(DependencyFound):
        index = sentence_at(document, edge.start)
        if index in one.marks:
            found.setdefault(index, []).append(edge)
    for index, marks in one.marks.items():
        gold = [(one, index, edge) for edge in marks["deps"]]
        ours = found.get(index, [])
        for edge in ours:
            counts.add("dependencies precision", any(same(document, edge, *g) for g in gold))
        for g in gold:
            counts.add("dependencies recall", any(same(document, edge, *g) for edge in ours))


def relations(counts: Counts, one: Annotated, document: ParsedDocument) -> None:
    """Count the relations between two sentences; recall takes in ties and equal wordings."""
    layer = document.layer(AssertionFound)
    gold = {(index, r["to"]): r["kind"] for index, marks in one.marks.items() for r in marks["rel"]}
    ours = {
        (layer[r.source].sentence, layer[r.target].sentence): r.kind
        for r in document.layer(RelationFound)
    }
    for pair, kind in ours.items():
        if pair[0] != pair[1] and set(pair) <= set(one.marks):
            known = gold.get(pair) or (gold.get(pair[::-1]) if kind == "restates" else None)
            counts.add("relations precision", known is not None)
            if known is not None:
                counts.add("relation kind", known == kind)
    implied = said_again(layer) | {
        (piece.sentence, layer[piece.assertion].sentence)
        for piece in document.layer(EvidenceFound)
        if piece.assertion is not None
    }
    for pair in gold:
        counts.add("relations recall", pair in ours or pair in implied)


def said_again(layer: Sequence[AssertionFound]) -> set[tuple[int, int]]:
    """Return the pairs of sentences with one wording: they share a claim and need no relation."""
    places: dict[str, list[int]] = {}
    for claim in layer:
        places.setdefault(normalise(claim.wording), []).append(claim.sentence)
    return {(a, b) for group in places.values() for a in group for b in group}


def same(
    document: ParsedDocument, edge: DependencyFound, one: Annotated, index: int, gold: Marks
) -> bool:
    """Whether an edge found is the one that the reader marked."""
    if edge.kind != gold["kind"] or (edge.polarity == "negative") != bool(gold.get("neg")):
        return False
    return all(
        named(document, at) & words(marked(one, index, gold[end]))
        for at, end in ((edge.source, "src"), (edge.target, "tgt"))
    )


def named(document: ParsedDocument, mention: int) -> set[str]:
    found = document.layer(MentionFound)[mention]
    return words(document.words(found)) | words(found.label)


def marked(one: Annotated, index: int, end: Marks) -> str:
    sentence = end.get("in", index)
    return "" if sentence is None else one.clean(sentence)[slice(*end["at"])]


def words(text: str) -> set[str]:
    """The content words of a phrase, plurals levelled; all of it where it has none."""
    found = (word.strip(".,()\"'").lower() for word in text.split())
    return {word.removesuffix("s") for word in found if len(word) > 3} or {text.lower()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["dev", "heldout"])
    total: dict[str, Counts] = {}
    for one in annotated(*parser.parse_args().parts):
        counts = compare(one, extracted(one.document))
        total.setdefault(one.part, Counts()).tally.update(counts.tally)
        show(f"{one.part} {one.name}, {len(one.marks)} sentences, {one.lost} lost", counts)
    for part, counts in total.items():
        show(f"== {part}", counts)


def show(title: str, counts: Counts) -> None:
    print(title)
    print("  " + "; ".join(f"{task} {counts.share(task)}" for task in TASKS))


if __name__ == "__main__":
    main()
