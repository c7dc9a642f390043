"""The evidence table: which rows to list, and how a passage bears on a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.model import Agent, Claim, Evidence, Work
from kg.views.claims import ClaimFilter
from kg.views.sources import Quote
from kg.vocab import EvidenceKind, Status

Side: TypeAlias = Literal["for", "against", "mixed"]
"""The side of a question from which a claim bears on it."""


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """Which rows of the evidence table to list: see :class:`ClaimFilter` for ``claims``.

    With ``question_id`` only claims that bear on that question, on one ``side`` where it is
    given: ``for`` it, ``against`` it or ``mixed``. ``accepted`` keeps what a person vouches for:
    claims of which a passage or a link is accepted, and of these the accepted alone.
    ``evidence`` is the kind of the pieces of evidence that are listed one a row.
    """

    claims: ClaimFilter = ClaimFilter()
    question_id: str | None = None
    side: Side | None = None
    accepted: bool = False
    evidence: EvidenceKind | None = None


@dataclass(frozen=True, slots=True)
class Bearing:
    """One passage of a source, and how it bears on a claim.

    ``way`` is the mode of an assertion, or the kind of the link by which evidence or another
    claim (``through``) bears on it; ``sign`` is 1 for the claim, -1 against it, 0 for neither.
    ``status`` and ``score`` are those of the assertion, of a link those of the link.
    ``relation_id`` is None for an assertion, ``evidence`` None for all but evidence, ``work``
    what the evidence is attributed to.
    """

    claim_id: str
    way: str
    sign: int
    quote: Quote
    status: Status
    score: float | None
    holder: Agent | None = None
    relation_id: str | None = None
    through: Claim | None = None
    evidence: Evidence | None = None
    work: Work | None = None
