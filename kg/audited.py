"""What an audit finds: what can be asked, what stands at fault and where, what each run made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kg.model import Passage, Quantity, Run
from kg.vocab import EvidenceKind


class Check(StrEnum):
    """One question of the audit."""

    PROBLEMS = "problems"
    QUOTATIONS = "quotations"
    NUMBERS = "numbers"
    MARKERS = "markers"
    UNCITED = "uncited"
    IDENTIFIERS = "identifiers"
    WORKS = "works"
    COPIES = "copies"
    UNSUPPORTED = "unsupported"
    DECISIONS = "decisions"
    PASSAGES = "passages"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class Asked:
    """A check in words: its title, and what it looks for in one sentence."""

    title: str
    question: str


CHECKS: Final[Mapping[Check, Asked]] = {
    Check.PROBLEMS: Asked(
        "Problems met while reading", "What could not be read, told or linked in a document?"
    ),
    Check.QUOTATIONS: Asked(
        "Quotations", "Do the quoted words stand in the cited work, where its text is here?"
    ),
    Check.NUMBERS: Asked(
        "Numbers", "Do cited numbers stand in the cited work, and where do they come from?"
    ),
    Check.MARKERS: Asked(
        "Markers that lead nowhere", "Which citations point at nothing in the reference list?"
    ),
    Check.UNCITED: Asked(
        "References never cited", "Which entries of a reference list does its text never use?"
    ),
    Check.IDENTIFIERS: Asked(
        "Shared identifiers", "Which references or works have the same DOI or arXiv id?"
    ),
    Check.WORKS: Asked("Works that may be one", "Which works look like the same one, twice?"),
    Check.COPIES: Asked(
        "Documents that say the same", "Which documents are copies, versions or texts of one work?"
    ),
    Check.UNSUPPORTED: Asked(
        "Claims without evidence",
        "Which claims does a text assert with no citation and nothing in support?",
    ),
    Check.DECISIONS: Asked(
        "Decisions that lost their target", "Which decisions judge what is no longer here?"
    ),
    Check.PASSAGES: Asked(
        "Passages out of place", "Which stored quotes no longer stand where they should?"
    ),
    Check.VERSIONS: Asked(
        "Read by an older program", "Which documents were read by an older extractor than others?"
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    ``kind`` is a kebab-case name within the check, ``what`` says in a line what is the matter and
    ``mend`` what to do about it, None where nothing need be done. The place is a document, a
    passage of it or a span of its text (code points), and its exact words; ``there`` is a
    second place, such as the cited text. ``record_id`` is what a decision would judge.
    """

    check: Check
    kind: str
    what: str
    mend: str | None = None
    document_id: str | None = None
    passage_id: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None
    there_id: str | None = None
    there_start: int | None = None
    there_words: str | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """One page of what a check found, and how much there is in all."""

    total: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Evidence that a text takes from works: its passage, and the numbers that it gives.

    ``work_ids`` are the works that its sentence cites; where it cites none, the work that its
    document is about, and ``attributed`` is False.
    """

    id: str
    kind: EvidenceKind
    passage: Passage
    work_ids: tuple[str, ...]
    attributed: bool
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A run of an extractor over a document, and how many records of each kind it made.

    ``problems`` are those of the document, whichever run met them.
    """

    run: Run
    problems: int
    records: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Yield:
    """What was found in a document.

    ``linked`` counts the references that a citation in the text reaches, ``here`` those whose
    work has a text in the database, ``relations`` the links within the document and ``between``
    those to claims of other documents.
    """

    claims: int
    evidence: int
    references: int
    linked: int
    here: int
    citations: int
    dependencies: int
    relations: int
    between: int


DANGLING: Final = (
    "dangling-citation", "missing-reference-list", "missing-bibliography",
)  # fmt: skip
"""The codes of problems that say that a citation leads nowhere."""

UNCITED: Final = ("uncited-reference",)
IDENTIFIER: Final = ("duplicate-identifier", "conflicting-identifier")

_AGAIN: Final = "then ingest the file again; what people decided is kept."
MENDING: Final[Mapping[str, str]] = {
    "bad-bibliography": f"Mend that entry of the bibliography file, {_AGAIN}",
    "bad-front-matter": f"Mend the lines at the top of the file, {_AGAIN}",
    "chosen-thesis": "If another sentence is the answer, give it as the thesis: in the lines at "
    f"the top of the file, or when you add it, {_AGAIN}",
    "conflicting-identifier": "Look which of the two works the identifier belongs to, and correct "
    f"the reference list, {_AGAIN}",
    "corrupt-archive": f"Get the archive again from where it came, {_AGAIN}",
    "dangling-citation": f"Add the entry to the reference list or correct the marker, {_AGAIN}",
    "duplicate-identifier": "Correct one of the entries: two works do not share an identifier; "
    f"{_AGAIN}",
    "file-outside": f"Put the file beside the main one, {_AGAIN}",
    "guessed-encoding": f"If words look wrong, save the file as UTF-8, {_AGAIN}",
    "invalid-xml": f"Compare the text here with the original; where words are lost, mend the "
    f"file, {_AGAIN}",
    "llm-answer": "Ingest the file again, or without the model that answered.",
    "missing-bibliography": f"Put the bibliography file beside the text, {_AGAIN}",
    "missing-reference-list": f"Add the list of references to the end of the file, {_AGAIN}",
    "more-problems": f"Mend what is listed first, {_AGAIN}",
    "nested-too-deep": f"Flatten the lists or quotes in question, {_AGAIN}",
    "oversized-tag": f"Save the page again without what is embedded in it, {_AGAIN}",
    "pages-too-full": f"Give the text in another form than PDF, {_AGAIN}",
    "scanned-pages": f"Run a text recognition (OCR) over the file, {_AGAIN}",
    "uncited-reference": "Nothing need be done; if the text does cite it, look how it spells it.",
    "undecodable-bytes": f"Save the file as UTF-8, {_AGAIN}",
    "unknown-entity": f"Write the character itself in the file, {_AGAIN}",
    "unknown-position": f"Correct the position at the top of the file, {_AGAIN}",
    "unknown-thesis": "Copy the sentence that is its answer as the thesis: in the lines at the top "
    f"of the file, or when you add it, {_AGAIN}",
    "unreadable-file": f"Look whether the file can be opened, {_AGAIN}",
    "unreadable-pages": f"Give the text in another form than PDF, {_AGAIN}",
    "unsafe-member": f"Take that file out of the archive, or unpack it yourself, {_AGAIN}",
    "unsupported-language": "Claims are found in English texts; ingest a translation.",
}
"""What to do about a problem, by its code."""

LAST_RESORT: Final = "If words are missing or wrong here, mend the file and ingest it again."
"""What to do about a problem of a code that has no remedy of its own."""
