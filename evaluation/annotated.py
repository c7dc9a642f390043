"""Documents that a reader annotated by hand, joined with the sentences of today.

The annotations are ours, one file a document in ``evaluation/annotations``; the texts are not
and stay where they are (``../shared``). So a sentence is known by the digest of its wording,
and what is marked in it by positions there. The first line of a file names its document and
its part: ``train`` (models are fitted on it), ``dev`` (looked at while rules were written),
``heldout`` (annotated before anything was run on it, looked at by nobody who wrote a rule).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.gold import GOLD, items
from ingest import nlp
from ingest.document import ParsedDocument, Sentence
from ingest.readers import read

FOLDER = Path(__file__).parent / "annotations"
SHARED = GOLD.parent
PLAIN = "documents/jats_plain_dev.jsonl"

Marks = dict[str, Any]


@dataclass(frozen=True)
class Annotated:
    """A document and the marks of its sentences, by their index in the layer of sentences.

    ``lost`` counts annotated sentences that today's splitter does not give.
    """

    name: str
    part: str
    document: ParsedDocument
    marks: dict[int, Marks]
    lost: int

    def clean(self, sentence: int) -> str:
        """The wording of a sentence."""
        return self.document.layer(Sentence)[sentence].clean


def digest(wording: str) -> str:
    """Return what a sentence is known by: letters and digits alone count."""
    letters = "".join(filter(str.isalnum, wording.lower()))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def annotated(*parts: str) -> Iterator[Annotated]:
    """Yield the annotated documents of some parts whose texts are there."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        head, *rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if head.get("part") in parts and (document := opened(head["document"])) is not None:
            yield joined(path.stem, head["part"], document, rows)


def joined(name: str, part: str, document: ParsedDocument, rows: list[Marks]) -> Annotated:
    """Find each annotated sentence, the next of those that read alike."""
    places: dict[str, list[int]] = {}
    for index, sentence in enumerate(document.layer(Sentence)):
        places.setdefault(digest(sentence.clean), []).append(index)
    found: dict[int, int] = {}
    for number, row in enumerate(rows):
        if places.get(row["sentence"]):
            found[number] = places[row["sentence"]].pop(0)
    marks = {index: moved(rows[number], found) for number, index in found.items()}
    return Annotated(name, part, document, marks, len(rows) - len(found))


def moved(row: Marks, found: dict[int, int]) -> Marks:
    """Return marks whose references are indices of today's sentences, None where lost."""
    evidence = [{**one, "for": found.get(one["for"])} for one in row.get("evidence", [])]
    dependencies = [
        {**one, end: {**one[end], "in": found.get(one[end]["in"])}}
        if (end := next((e for e in ("src", "tgt") if "in" in one[e]), None))
        else one
        for one in row.get("deps", [])
    ]
    relations = [{**one, "to": found.get(one["to"])} for one in row.get("rel", [])]
    return {
        "claims": row.get("claims", []),
        "evidence": evidence,
        "deps": dependencies,
        "rel": relations,
    }


@cache
def opened(source: str) -> ParsedDocument | None:
    """Return a document with its sentences, None where its text is not there."""
    kind, _, rest = source.partition(":")
    if kind == "plain":
        if not (GOLD / PLAIN).is_file():
            return None
        text = next(one["text"] for one in items(GOLD / PLAIN) if one["id"] == rest)
        return nlp.annotate(read(text.encode(), f"{rest}.txt"))
    path = SHARED / rest
    if not path.is_file():
        return None
    return nlp.annotate(read(path.read_bytes(), path.name, None, lambda name: beside(path, name)))


def beside(path: Path, name: str) -> bytes | None:
    other = path.parent / name
    return other.read_bytes() if other.is_file() else None
