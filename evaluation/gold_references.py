"""Gold reference strings as sequences of tokens with labels, in one scheme for all sets.

AnyStyle and GROBID annotate differently: AnyStyle gives punctuation to the segment before it
and keeps volume and issue in one segment; GROBID leaves punctuation and words such as "pp."
outside. Here each token belongs to a field: punctuation to the field before it, an opening
bracket and an announcing word ("pp.", "In") to the field after it, and volume and issue are
two fields.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evaluation.gold import GOLD, items
from ingest.bibliography.describing import describe
from ingest.bibliography.entry import label_of, untagged
from ingest.bibliography.labeller import Segment
from ingest.bibliography.tokens import Token, tokens
from kg.model import Description

SETS = ("anystyle_core", "anystyle_good", "grobid_dev")

LABELS = {
    "author": "author",
    "title": "title",
    "journal": "journal",
    "container-title": "book",
    "booktitle": "book",
    "volume": "volume",
    "volumes": "volume",
    "biblScope": "volume",
    "issue": "issue",
    "pages": "pages",
    "biblStruct": "pages",
    "date": "date",
    "publisher": "publisher",
    "publishe": "publisher",
    "institution": "institution",
    "location": "place",
    "pubplace": "place",
    "editor": "editor",
    "director": "editor",
    "producer": "editor",
    "translator": "translator",
    "edition": "edition",
    "series": "series",
    "collection-title": "series",
    "genre": "genre",
    "medium": "genre",
    "note": "note",
    "source": "note",
    "doi": "doi",
    "arxiv": "arxiv",
    "url": "url",
    "idno": "identifier",
    "isbn": "identifier",
    "citation-number": "number",
    "other": "other",
}
"""The labels of the sets; left as annotated, right as the model learns them."""

_OPENERS = frozenset("([{“„«‘<")
_ANNOUNCING = (
    "in dans en vol vols volume no nr number issue pp p page pages s url doi arxiv available from"
    " edited by ed eds hrsg pubmed pubmedcentral retrieved accessed on at n bd band"
    " éditeur éditeurs 第 제 總第"
)
_CLOSING = "页 期 卷 호 권 쪽 집 년 eds editors editor"
_BEFORE_FIELD = frozenset(_ANNOUNCING.split())
_AFTER_FIELD = frozenset(_CLOSING.split())
_ISSUE = re.compile(
    r"no|nos|nr|n|number|issue|num|núm|heft|h|suppl|supplement|fasc|iss|n°|№|special", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Example:
    """A reference string on one line, without its label, and what its tokens are."""

    name: str
    group: str
    text: str
    tokens: tuple[Token, ...]
    labels: tuple[str, ...]

    def fold(self, folds: int) -> int:
        """Return which part holds this one; all references of a document share one."""
        return zlib.crc32(self.group.encode()) % folds

    def described(self) -> Description:
        """Return the fields as annotated; identifiers out of their own segments alone."""
        segments = self.segments()
        where = {"doi", "arxiv", "url", "identifier", "note"}
        return describe(" ".join(one.text for one in segments if one.label in where), segments)

    def segments(self) -> tuple[Segment, ...]:
        runs = groupby(zip(self.tokens, self.labels, strict=True), key=lambda pair: pair[1])
        bounds = [(label, [token for token, _ in run]) for label, run in runs]
        return tuple(Segment(label, self.text[run[0].start : run[-1].end]) for label, run in bounds)


def examples(name: str) -> list[Example]:
    """Return the annotated references of a set that have a token."""
    made = (_example(name, item) for item in items(GOLD / "references" / f"{name}.jsonl"))
    return [one for one in made if one.tokens]


def _example(name: str, item: dict[str, Any]) -> Example:
    labels = iter(
        [
            LABELS[label]
            for label, segment in item["segments"]
            for _ in "".join(untagged(segment).split())
        ]
    )
    line = " ".join(untagged(item["raw"]).split())
    per_character = [" " if char == " " else next(labels) for char in line]
    start = len(line) - len(label_of(line)[1])
    group = item.get("file", item["id"])
    return of_characters(name, group, line[start:], per_character[start:])


def of_characters(name: str, group: str, text: str, labels: Sequence[str]) -> Example:
    """Make an example of a text and the label of each of its characters."""
    found = tokens(text)
    firm = [_majority(labels[one.start : one.end]) for one in found]
    for mend in (_attached, _issues, _dates, _unified):
        firm = mend(found, firm)
    return Example(name, group, text, tuple(found), tuple(firm))


def _majority(labels: Sequence[str]) -> str:
    return max(sorted(set(labels)), key=labels.count)


def _attached(found: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """Give what stands outside all fields to the field before or after it, words to a note."""
    result: list[str] = []
    for label, run in groupby(range(len(labels)), key=labels.__getitem__):
        places = list(run)
        if label != "other":
            result += [label] * len(places)
            continue
        before = result[-1] if result else None
        end = places[-1] + 1
        after = labels[end] if end < len(labels) else None
        result += _outside([found[place].text for place in places], before, after)
    return result


def _outside(texts: Sequence[str], before: str | None, after: str | None) -> list[str]:
    words = [text.lower() for text in texts if text[0].isalnum()]
    if not before and words and all(word.isdigit() or len(word) <= 2 for word in words):
        return ["number"] * len(texts)
    if not all(word in _BEFORE_FIELD or word in _AFTER_FIELD for word in words):
        cut = next(place for place, text in enumerate(texts) if text[0].isalnum())
        return [before or "note"] * cut + ["note"] * (len(texts) - cut)
    cut = _cut(texts, opens=before != "title") if after else len(texts)
    if not before:
        cut = 0 if after else len(texts)
    return [before or "note"] * cut + [after or "note"] * (len(texts) - cut)


def _cut(texts: Sequence[str], opens: bool) -> int:
    """Where the field after begins: at the first announcing word and the brackets before it.

    A straight quotation mark at the end ``opens`` what follows, unless a title stands before.
    """
    closed = max((n + 1 for n, text in enumerate(texts) if text.lower() in _AFTER_FIELD), default=0)
    cut = next(
        (n for n in range(closed, len(texts)) if texts[n].lower() in _BEFORE_FIELD), len(texts)
    )
    if opens and cut == len(texts) and closed < cut and texts[-1] in "\"'" and len(texts) > 1:
        cut -= 1
    while cut > closed and texts[cut - 1] in _OPENERS:
        cut -= 1
    return cut


def _issues(found: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """Part the issue from a volume that holds both: "12(3)", "vol. 12, no. 3", "12/3"."""
    result = list(labels)
    for label, run in groupby(range(len(labels)), key=labels.__getitem__):
        places = list(run)
        if label == "volume":
            cut = _issue([found[place].text for place in places])
            result[places[0] + cut : places[-1] + 1] = ["issue"] * (len(places) - cut)
    return result


def _unified(found: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """A book cited whole has a title, and an institution is an author or a publisher."""
    result = list(labels)
    whole = "title" not in labels and "journal" not in labels and "book" in labels
    if whole and found[labels.index("book")].text.lower() not in {"in", "dans", "("}:
        result = ["title" if label == "book" else label for label in result]
    for place, label in enumerate(labels):
        if label == "institution":
            leads = place == 0 or result[place - 1] == "author"
            before_author = "author" in labels[place : place + 12]
            result[place] = "author" if leads or before_author else "publisher"
    return result


def _dates(found: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """Give the year of "2011;29(3)", annotated as a volume in places, to the date."""
    result = list(labels)
    for place in range(len(result) - 2):
        year, mark = found[place].text, found[place + 1].text
        if labels[place : place + 3] == ["volume"] * 3 and _YEAR.fullmatch(year) and mark == ";":
            result[place : place + 2] = ["date"] * 2
    return result


def _issue(texts: Sequence[str]) -> int:
    for place, text in enumerate(texts):
        rest = texts[place + 1 :]
        numbered = any(one[0].isdigit() for one in texts[:place])
        if _ISSUE.fullmatch(text) and any(one[0].isdigit() for one in rest):
            if place == 0 or numbered:
                return place - (place > 0 and texts[place - 1] in _OPENERS)
        elif numbered and text in "([:/.," and any(one[0].isalnum() for one in rest):
            return place + (text not in "([")
    return len(texts)
