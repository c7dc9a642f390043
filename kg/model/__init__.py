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
class Bundle:
    """All that one document contributes: itself, its records, and shared ones it refers to.

    The name is PROV's. ``links`` are relations that the document's claims have to claims
    of other documents; their ``document_id`` is None.
    """

    document: Document
    owned: tuple[Record, ...]
    shared: tuple[Record, ...]
    links: tuple[Relation, ...] = ()
