"""What depends on what, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Agent, Claim, Concept, Dependency
from kg.views.sources import Quote


@dataclass(frozen=True, slots=True)
class DependencyEvidence:
    """One passage's word on a dependency, with its ends, its quote and who says so.

    ``source`` and ``target`` are the dependency's ends; of claims that say the same, the one
    that stands for all. ``read_at`` is when its document was first read, ``judged_at`` when a
    person gave the dependency its present status (ISO 8601, UTC); None where nobody did or
    nothing is known.
    """

    dependency: Dependency
    source: Concept | Claim
    target: Concept | Claim
    quote: Quote
    holder: Agent
    read_at: str | None = None
    judged_at: str | None = None
