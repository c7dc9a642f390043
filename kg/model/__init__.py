"""The records: frozen, identified by content, and the one place where a field is declared.

Tables, JSON and checks follow from the declarations: ``ref`` marks a foreign key, ``refs``
a list of them, ``choice`` a closed list of strings, ``ratio`` a number in [0, 1].
A record's ``id`` is derived from the fields named in its ``IDENTITY``, always.

Records with a ``document_id`` belong to that document and go when it goes. ``Work``,
``Agent``, ``Concept`` and ``Claim`` are shared: they exist as long as something refers to
them. Positions in texts are Unicode code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.arguments import (
    Agent,
    Assertion,
    Claim,
    Decision,
    Evidence,
    Position,
    Quantity,
    Question,
    Relation,
)
from kg.model.concepts import Concept, Dependency, Mention
from kg.model.declaring import Record
from kg.model.texts import (
    Alias,
    Block,
    Citation,
    Description,
    Document,
    Match,
    Passage,
    Problem,
    Reference,
    Run,
    Work,
)

__all__ = [
    "RECORDS",
    "SHARED",
    "Agent",
    "Alias",
    "Assertion",
    "Block",
    "Bundle",
    "Citation",
    "Claim",
    "Concept",
    "Decision",
    "Dependency",
    "Description",
    "Document",
    "Entry",
    "Evidence",
    "Match",
    "Mention",
    "Passage",
    "Position",
    "Problem",
    "Quantity",
    "Question",
    "Record",
    "Reference",
    "Relation",
    "Run",
    "Signature",
    "Work",
]

# Every record class, in an order in which each refers only to earlier ones (and to itself).
RECORDS: tuple[type[Record], ...] = (
    Work,
    Agent,
    Concept,
    Claim,
    Question,
    Document,
    Run,
    Problem,
    Passage,
    Reference,
    Citation,
    Assertion,
    Evidence,
    Relation,
    Mention,
    Dependency,
    Position,
    Match,
    Alias,
    Decision,
)
SHARED: tuple[type[Record], ...] = (Work, Agent, Concept, Claim, Question)


@dataclass(frozen=True, slots=True)
class Signature:
    """By what a claim is found again when another is like it.

    ``keys`` name what a wording has in common with like ones, ``vector`` is its embedding by
    ``encoder``. They follow from the wording; what they look like is the business of who
    makes them.
    """

    claim_id: str
    keys: tuple[str, ...]
    encoder: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one document contributes: itself, its records, and shared ones it refers to.

    The name is PROV's. ``links`` are relations that the document's claims have to claims
    of other documents; their ``document_id`` is None. ``signatures`` are of its claims.
    """

    document: Document
    owned: tuple[Record, ...]
    shared: tuple[Record, ...]
    links: tuple[Relation, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A shared record with what stands in its graph beside it.

    ``beside`` are the links between documents that start from a claim, by id, or the
    positions that people gave a question. ``canonical_id`` is the claim that stands for a
    claim which says the same, None where it stands for itself.
    """

    record: Record
    beside: tuple[Relation | Position, ...] = ()
    canonical_id: str | None = None
