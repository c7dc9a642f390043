"""Claims: which to list, a line of a list, and one with both its sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Agent, Assertion, Claim, Evidence, Relation, Run, Work
from kg.views.sources import Quote
from kg.vocab import ClaimKind, Mode


@dataclass(frozen=True, slots=True)
class HeldAssertion:
    """An assertion with its quote, its holder, what found it, and the works it cites."""

    assertion: Assertion
    quote: Quote
    holder: Agent
    run: Run
    cites: tuple[Work, ...] = ()


class Order(StrEnum):
    """In which order to list claims.

    ``CONTESTED`` has those first that most links speak against, of these the ones that most
    speak for; ``SALIENCE`` the most central to their texts; ``NEWEST`` those of the texts that
    were read last; ``STRENGTH`` the strongest by what bears on them (see :mod:`kg.debate`).
    """

    CONTESTED = "contested"
    SALIENCE = "salience"
    NEWEST = "newest"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; None means any. ``text`` is a full-text query.

    ``contested`` keeps claims that some claim rebuts or undercuts; ``cited`` keeps claims
    with (True) or without (False) a citation in one of their sentences. Rejected
    assertions never count. Without an ``order`` it is relevance when ``text`` is given, else
    salience.
    """

    text: str | None = None
    document_id: str | None = None
    holder_id: str | None = None
    mode: Mode | None = None
    kind: ClaimKind | None = None
    contested: bool | None = None
    cited: bool | None = None
    order: Order | None = None
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of a list of claims; counts leave out what was rejected.

    ``works`` counts the distinct works whose documents state the claim, so that one essay
    stored twice counts once.
    """

    claim: Claim
    kinds: tuple[ClaimKind, ...]
    modes: tuple[Mode, ...]
    holders: tuple[str, ...]
    sources: tuple[str, ...]
    works: int
    supports: int
    rebuts: int
    undercuts: int
    salience: float | None


@dataclass(frozen=True, slots=True)
class LinkCard:
    """One card of a claim's pro or con column: the relation and what stands at its other end.

    Either ``claim`` with its ``assertions``, or ``evidence`` with its ``quote``.
    ``work`` is the work that the evidence is attributed to. ``undercuts`` hang on the link.
    """

    relation: Relation
    claim: Claim | None = None
    assertions: tuple[HeldAssertion, ...] = ()
    evidence: Evidence | None = None
    quote: Quote | None = None
    work: Work | None = None
    undercuts: tuple[LinkCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with both sides.

    ``pro`` and ``con`` are links into it by sign, ``other`` the neutral ones; ``bears_on``
    are the links that lead from it to other claims. A symmetric link is among ``other`` at
    either end. ``counts`` has how many links there are in these four, read in full or not.
    ``joined`` are the claims that say the same in other words; what is said of them is said
    of it.
    """

    claim: Claim
    assertions: tuple[HeldAssertion, ...]
    pro: tuple[LinkCard, ...]
    con: tuple[LinkCard, ...]
    other: tuple[LinkCard, ...]
    bears_on: tuple[LinkCard, ...]
    counts: tuple[int, ...]
    joined: tuple[Claim, ...] = ()
