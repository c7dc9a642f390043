"""What the machine proposes and people judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.model import Agent, Assertion, Dependency, Evidence, Relation, Run
from kg.views.sources import Quote
from kg.vocab import MODE_WORDS, Polarity, Status

LINKS: Final = "links"
"""The maker of relations between documents, which no run of an extractor finds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A machine's proposal that a person accepted or rejected.

    ``extractor`` made it (:data:`LINKS` the relations between documents), ``rule`` in it
    spoke; ``score`` is the probability that it was shown with, None where it had none.
    """

    extractor: str
    rule: str
    score: float | None
    accepted: bool


class Arrow(NamedTuple):
    """A relation or dependency, bare: its kind and the ids of what it leads from and to."""

    id: str
    kind: str
    source_id: str
    target_id: str


class Proposal(NamedTuple):
    """What the machine made of a text, for a person to judge, bare.

    ``id`` names an assertion, evidence, relation or dependency; ``score`` is the probability
    that it is right, None where none is known; ``claim_id`` is the claim of an assertion.
    """

    id: str
    score: float | None
    status: Status
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: what it says, and the words of texts that put it so."""

    id: str
    wording: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with all that one needs to judge it.

    ``quote`` is the passage that it stands on and ``sentence`` that passage with the rest of
    its sentence; None for a link between documents, which shows in the quotes of its ends.
    ``run`` and ``holder`` are None where there is none, ``source`` for an assertion; the
    ``target`` of an assertion is its claim. Evidence has neither end.
    """

    record: Assertion | Evidence | Relation | Dependency
    quote: Quote | None
    sentence: str | None
    run: Run | None
    holder: Agent | None
    source: End | None
    target: End | None

    @property
    def voice(self) -> str | None:
        """Who says it and how; None for evidence and links, which nobody is said to hold."""
        record = self.record
        if not isinstance(record, (Assertion, Dependency)):
            return None
        holder = self.holder.name if self.holder else "nobody"
        hedge = f", hedged by “{record.hedge}”" if record.hedge else ""
        denied = isinstance(record, Dependency) and record.polarity is Polarity.NEGATIVE
        return f"{MODE_WORDS[record.mode]} {holder}{hedge}{', denied' if denied else ''}"
