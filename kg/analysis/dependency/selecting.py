"""Which passages a graph is built from: by kind, holder, source, date, probability, judgement.

The selection is made before the graph is built, so that what the graph counts (who holds a
link, who disputes it, from how many origins) is what the selected passages say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.analysis.dependency.graph import link_of
from kg.errors import UsageError
from kg.model import Position
from kg.views import DependencyEvidence
from kg.vocab import DEPENDENCY_KINDS, Mode, Stance, Status


@dataclass(frozen=True, slots=True)
class Selection:
    """What a passage must be to count; what is None or False asks for nothing.

    Attributes:
        kinds: kinds of dependency.
        holders: agents, each by id, key or name.
        documents: ids of the documents that passages stand in; see :func:`on_side`.
        own_voice: leave out what a document only reports of others.
        since: the first year of publication, and
        until: the last. With either, documents of unknown year are left out.
        minimum: the least probability that the passage is rightly extracted, in [0, 1]; what a
            person accepted has probability 1.
        unscored: keep passages of unknown probability where there is a ``minimum``.
        accepted: keep only what a person accepted.
        ends: what both ends must be.
    """

    kinds: frozenset[str] | None = None
    holders: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    own_voice: bool = False
    since: int | None = None
    until: int | None = None
    minimum: float | None = None
    unscored: bool = True
    accepted: bool = False
    ends: Literal["concept", "claim"] | None = None

    def __post_init__(self) -> None:
        """Refuse what no passage could satisfy.

        Raises:
            UsageError: if a kind is unknown, ``minimum`` is no probability, or ``since`` is
                after ``until``.
        """
        unknown = sorted((self.kinds or frozenset()) - set(DEPENDENCY_KINDS))
        if unknown:
            known = ", ".join(DEPENDENCY_KINDS)
            raise UsageError(f"no kind of dependency is called {unknown[0]!r}; choose of {known}")
        if self.minimum is not None and not 0 <= self.minimum <= 1:
            raise UsageError(f"{self.minimum} is no probability; give one from 0 to 1")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise UsageError(f"{self.since} is after {self.until}; give the earlier year first")

    @property
    def by_year(self) -> bool:
        """Whether the year of publication matters."""
        return self.since is not None or self.until is not None

    def reads(self, document_id: str, year: int | None) -> bool:
        """Whether passages of a document that was published in a year can count."""
        if self.documents is not None and document_id not in self.documents:
            return False
        if not self.by_year:
            return True
        return (
            year is not None
            and (self.since is None or self.since <= year)
            and (self.until is None or year <= self.until)
        )

    def keeps(self, item: DependencyEvidence) -> bool:
        """Whether a passage counts by itself; :func:`select` keeps alternatives together."""
        dependency, source = item.dependency, item.quote.source
        return (
            (self.kinds is None or dependency.kind in self.kinds)
            and self.reads(source.id, source.year)
            and not (self.own_voice and dependency.mode is Mode.REPORTS)
            and not (self.accepted and dependency.status is not Status.ACCEPTED)
            and self._is_held(item)
            and self._is_probable(item)
            and (self.ends is None or item.source.KIND == item.target.KIND == self.ends)
        )

    def _is_held(self, item: DependencyEvidence) -> bool:
        holder = item.holder
        return self.holders is None or not self.holders.isdisjoint(
            (holder.id, holder.key, holder.name)
        )

    def _is_probable(self, item: DependencyEvidence) -> bool:
        if self.minimum is None or item.dependency.status is Status.ACCEPTED:
            return True
        score = item.dependency.score
        return self.unscored if score is None else score >= self.minimum


def select(
    evidence: Iterable[DependencyEvidence], selection: Selection
) -> list[DependencyEvidence]:
    """Return the passages that count, in the order given, in O(evidence).

    Rejected ones do not. Alternatives of one requirement ("requires A or B") count together
    or not at all: without the other, A would seem to be required by itself.
    """
    standing = [item for item in evidence if item.dependency.status is not Status.REJECTED]
    split = {
        key
        for item in standing
        if (key := _alternatives(item)) is not None and not selection.keeps(item)
    }
    return [item for item in standing if selection.keeps(item) and _alternatives(item) not in split]


def with_rejected(
    evidence: Iterable[DependencyEvidence], selection: Selection
) -> list[DependencyEvidence]:
    """Return the passages that count, then those that would if nobody had rejected them."""
    everything = list(evidence)
    rejected = (item for item in everything if item.dependency.status is Status.REJECTED)
    return [*select(everything, selection), *filter(selection.keeps, rejected)]


def on_side(positions: Iterable[Position], question_id: str, stance: Stance) -> frozenset[str]:
    """Return the ids of the documents whose declared answer to a question is ``stance``.

    Those that declare both answers are on both sides.
    """
    return frozenset(
        one.document_id
        for one in positions
        if one.question_id == question_id and one.stance is stance and one.document_id is not None
    )


def _alternatives(item: DependencyEvidence) -> tuple[str, str, str] | None:
    group = item.dependency.group
    return None if group is None else (link_of(item)[0], item.dependency.kind, group)
