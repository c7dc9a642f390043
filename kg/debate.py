"""Where every claim stands, computed from one state of a store and never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

from kg.analysis.independence import Origins, origins
from kg.analysis.standing.assembling import BaseWeight, Machine
from kg.analysis.standing.explanation import (
    Change,
    Explanation,
    Line,
    best_attack,
    best_defence,
    explain,
    label,
    smallest_change,
    speaks_of,
    words,
)
from kg.analysis.standing.labelling import Label, preferred, stable
from kg.analysis.standing.weighed import Earlier, Support, Weighed
from kg.analysis.support import IndependentSupport
from kg.errors import NotFoundError
from kg.grounds import Grounds, Link
from kg.ids import kind_of
from kg.model import Claim, Document, Match, Work
from kg.sketches import Text
from kg.store import Store
from kg.vocab import RELATION_KINDS, Status

V = TypeVar("V")
WIDE: Final = 2_000
"""Links that bear on a claim, past which what would change it is looked for only if asked."""

LABEL_WORDS: Final = {
    Label.STANDS: "stands",
    Label.FALLS: "falls",
    Label.UNDECIDED: "is undecided",
}


SEMANTICS: Final = {"preferred": preferred, "stable": stable}
"""Dung's semantics that may label a claim in several ways, by name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands: two answers, and what makes them.

    ``label`` is its label in the grounded labelling, ``strength`` its final strength in [0, 1]
    and ``bounds`` what any solution lies within. ``support`` counts who puts it forward by
    independent origin. ``flips`` is the smallest change that would move the strength across
    one half, ``relabels`` the smallest that would change the label; None where none was found.
    Where ``searched`` is False these and ``attack`` and ``defence`` were not looked for.
    ``arithmetic`` is the explanation in words. ``names`` has what to call the claims, evidence
    and links of ``attack``, ``defence``, ``flips`` and ``relabels``, by id, and ``places`` the
    claim under which one finds each.
    """

    claim: Claim
    label: Label
    strength: float
    bounds: tuple[float, float]
    base: BaseWeight
    support: tuple[IndependentSupport, ...]
    explanation: Explanation
    arithmetic: str
    attack: Line | None
    defence: Line | None
    flips: Change | None
    relabels: Change | None
    names: Mapping[str, str]
    places: Mapping[str, str]
    searched: bool = True


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One line of a list of claims with where they stand.

    ``origins`` counts who puts the claim forward independently of each other, ``supports`` and
    ``attacks`` the links into it that count.
    """

    claim: Claim
    label: Label
    strength: float
    origins: int
    supports: int
    attacks: int


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a claim stands, bare; ``origins`` counts who puts it forward independently."""

    label: Label
    strength: float
    origins: int


@dataclass(frozen=True, slots=True)
class Sources:
    """What origins follow from, as it was at one revision of a store."""

    revision: int
    texts: Mapping[str, Text]
    works: Mapping[str, Work]
    same: frozenset[tuple[str, str]]
    origins: Origins


@dataclass(frozen=True, slots=True)
class Known:
    """What a debate has read and computed, so that the next one goes on from there."""

    grounds: Grounds | None = None
    sources: Sources | None = None
    earlier: Earlier | None = None


class Debate:
    """All claims of a store with what bears on them.

    ``machine`` says whether proposed relations count by their probability or not at all.
    ``known`` is what an earlier debate on the same store knew; the results are the same without.
    """

    def __init__(
        self, store: Store, machine: Machine = "probability", known: Known | None = None
    ) -> None:
        self._store = store
        self._known = known or Known()
        self.machine = machine

    def known(self) -> Known:
        """Return what the next debate can go on from."""
        mine, before = vars(self), self._known
        return Known(
            mine.get("grounds", before.grounds),
            mine.get("_sources", before.sources),
            self.whole.settled() if "whole" in mine else before.earlier,
        )

    @cached_property
    def grounds(self) -> Grounds:
        """What the standing of all claims rests on."""
        return self._store.grounds(self._known.grounds)

    @property
    def origins(self) -> Origins:
        """The origins of documents and works."""
        return self._sources.origins

    @cached_property
    def _sources(self) -> Sources:
        return _sources(self._store, self._known.sources)

    @cached_property
    def whole(self) -> Weighed:
        """What all that bears on any claim comes to."""
        return Weighed(self.grounds, self.origins, self.machine, self._known.earlier)

    @property
    def support(self) -> Support:
        """Who puts each claim forward, by independent origin."""
        return self.whole.support

    def standing(
        self, claim_id: str, depth: int = 2, most: int | None = None, *, thorough: bool = False
    ) -> Standing:
        """Return where a claim stands, ``depth`` arguments deep.

        Of the arguments on one thing only the ``most`` that pass on most are told, if given.
        Where more than :data:`WIDE` links bear on the claim, what would change it is looked for
        only if ``thorough``: each trial solves all of them again, which takes minutes.

        Raises:
            NotFoundError: if there is no such claim.
        """
        claim_id, part = self._bearing_on(claim_id)
        removals, credible = part.removals(claim_id)
        explanation = explain(removals, depth, most)
        searched = thorough or len(removals.cone.inferences) <= WIDE
        attack = best_attack(removals) if searched else None
        defence = best_defence(removals) if searched else None
        flips = smallest_change(removals) if searched else None
        relabels = smallest_change(credible, label) if searched else None
        strength = removals.strengths[claim_id]
        mentioned = _mentioned(attack, defence, flips, relabels)
        return Standing(
            claim=self._store.load(Claim, [claim_id])[claim_id],
            label=credible.labels[claim_id],
            strength=strength.value,
            bounds=(strength.lower, strength.upper),
            base=part.assembled.weights[claim_id],
            support=part.support.get(claim_id, ()),
            explanation=explanation,
            arithmetic=words(explanation, self._names(speaks_of(explanation))),
            attack=attack,
            defence=defence,
            flips=flips,
            relabels=relabels,
            names=self._names(mentioned),
            places={one: self._place(one) for one in mentioned},
            searched=searched,
        )

    def stood(self, claim_ids: Iterable[str]) -> dict[str, Stood]:
        """Return where some claims stand, bare, by their ids; unknown ids are left out."""
        grounds = self.grounds
        claims = {one: grounds.stands_for(one) for one in claim_ids}
        known = {one: claim for one, claim in claims.items() if claim in grounds.claims}
        part = self.whole.bearing_on(*known.values())
        return {
            one: Stood(
                part.labels[claim],
                part.strengths[claim].value,
                len(part.support.get(claim, ())),
            )
            for one, claim in known.items()
        }

    def strongest(self, claim_ids: Iterable[str]) -> list[str]:
        """Return claims by strength, those that more independent origins put forward first.

        Strengths that are alike in two digits are the same.
        """
        found = self.stood(claim_ids)
        return sorted(
            found, key=lambda one: (-round(found[one].strength, 2), -found[one].origins, one)
        )

    def labellings(self, claim_id: str, semantics: str) -> Counter[Label]:
        """Return how often a claim stands, falls or stays undecided in all its labellings.

        They are those of what bears on the claim; there may be no stable one.

        Raises:
            NotFoundError: if there is no such claim.
            RefusedError: if there are too many to go through.
            KeyError: if the semantics is none of :data:`SEMANTICS`.
        """
        claim_id, part = self._bearing_on(claim_id)
        _, credible = part.removals(claim_id)
        return Counter(found[claim_id] for found in SEMANTICS[semantics](credible.cone))

    def most_argued(self, limit: int) -> list[StandingRow]:
        """Return where the claims stand that most is said about, attacked ones first."""
        whole = self.whole
        supports: Counter[str] = Counter()
        attacks: Counter[str] = Counter()
        for link in whole.assembled.framework.inferences:
            (supports if link.sign > 0 else attacks)[link.target] += 1
        ranked = sorted(
            whole.assembled.weights,
            key=lambda one: (-min(attacks[one], 1), -attacks[one] - supports[one], one),
        )[:limit]
        claims = self._store.load(Claim, ranked)
        return [
            StandingRow(
                claim=claims[one],
                label=whole.labels[one],
                strength=whole.strengths[one].value,
                origins=len(whole.support.get(one, ())),
                supports=supports[one],
                attacks=attacks[one],
            )
            for one in ranked
        ]

    def origin_name(self, identifier: str) -> str:
        """Return what to call a document, a work, or an agent by its key."""
        return self._titles.get(identifier, identifier.partition(":")[2] or identifier)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        found = {one.id: one.title for one in self._sources.works.values() if one.title}
        for source in self._store.sources():
            found[source.id] = source.name
            found.setdefault(source.work_id, source.label)
        return found

    def _bearing_on(self, claim_id: str) -> tuple[str, Weighed]:
        """Return the claim that stands for one, and what bears on it."""
        claim_id = self.grounds.stands_for(claim_id)
        if claim_id not in self.grounds.claims:
            raise NotFoundError(f"no claim {claim_id} in the database")
        return claim_id, self.whole.bearing_on(claim_id)

    def _place(self, identifier: str) -> str:
        """Return the claim under which one finds a claim, a piece of evidence or a link."""
        links, place = self.grounds.link, identifier
        while place in links:
            link = links[place]
            place = link.source_id if kind_of(link.source_id) == Claim.KIND else link.target_id
        if place not in self.grounds.evidence:
            return self.grounds.stands_for(place)
        return self._place(
            next(one.target_id for one in self.grounds.links if one.source_id == place)
        )

    def _names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return what to call claims, evidence and links, by id."""
        links, wanted = self.grounds.link, list(ids)
        ends = {end for one in wanted for end in _ends(one, links)}
        claims = self._store.load(Claim, _of_kind(Claim.KIND, ends))
        shown = [self.grounds.evidence[one] for one in ends if one in self.grounds.evidence]
        quotes = self._store.exact(one.passage_id for one in shown)
        found = {one.id: f"“{one.wording}”" for one in claims.values()}
        found |= {one.id: f"{one.kind.value} “{quotes[one.passage_id]}”" for one in shown}

        def name(one: str) -> str:
            if one not in links:
                return found.get(one, one)
            link = links[one]
            label = RELATION_KINDS[link.kind].label
            return f"{name(link.source_id)} {label} {name(link.target_id)}"

        return {one: name(one) for one in sorted(wanted)}


def _sources(store: Store, before: Sources | None) -> Sources:
    """Read what origins follow from; of what was known ``before`` only what changed."""
    revision = store.revision()
    if before is None:
        texts = store.texts()
        works = {one.id: one for one in store.find(Work)}
    else:
        changed = store.changed_since(before.revision)
        fresh = store.texts(_of_kind(Document.KIND, changed))
        texts = _without(before.texts, changed) | fresh
        works = _without(before.works, changed) | store.load(Work, _of_kind(Work.KIND, changed))
    matches = store.find(Match, status=Status.ACCEPTED.value)
    same = frozenset((one.work_id, one.candidate_id) for one in matches)
    if before and (texts, works, same) == (before.texts, before.works, before.same):
        return replace(before, revision=revision)
    return Sources(revision, texts, works, same, origins(texts.values(), works.values(), same))


def _without(values: Mapping[str, V], gone: Collection[str]) -> dict[str, V]:
    return {name: value for name, value in values.items() if name not in gone}


def _ends(identifier: str, links: Mapping[str, Link]) -> Iterator[str]:
    """Yield the claims and evidence that a link, and a link that it is about, join."""
    if identifier not in links:
        yield identifier
        return
    yield links[identifier].source_id
    yield from _ends(links[identifier].target_id, links)


def _mentioned(*changing: Line | Change | None) -> set[str]:
    found: set[str] = set()
    for one in changing:
        if isinstance(one, Line):
            found.update(one.inferences, one.rests_on)
        elif one is not None:
            found.update(one.dropped)
    return found


def _of_kind(kind: str, ids: Iterable[str]) -> list[str]:
    return [one for one in ids if kind_of(one) == kind]
