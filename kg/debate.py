"""Where every claim stands, computed from one state of a store and never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.analysis.copies import sketch
from kg.analysis.independence import Origins, Text, origins
from kg.analysis.standing.assembling import (
    Assembled,
    BaseWeight,
    Machine,
    framework_of,
)
from kg.analysis.standing.explanation import (
    Change,
    Explanation,
    Line,
    best_attack,
    best_defence,
    explain,
    label,
    smallest_change,
    words,
)
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.gradual import Strengths, strengths
from kg.analysis.standing.labelling import Label, grounded, preferred, stable
from kg.analysis.standing.removal import Removals
from kg.analysis.support import IndependentSupport, asserted, supporters
from kg.errors import NotFoundError
from kg.model import Claim, Evidence, Match, Relation, Work
from kg.store import Store
from kg.views import HeldAssertion
from kg.vocab import RELATION_KINDS, Status

CREDIBLE: Final = 0.5
"""Links that are less probable count for nothing where claims are labelled."""

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
    ``arithmetic`` is the explanation in words, with names for what it is made of.
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


class Debate:
    """All claims of a store with what bears on them, read once.

    ``machine`` says whether proposed relations count by their probability or not at all.
    """

    def __init__(self, store: Store, machine: Machine = "probability") -> None:
        self._store = store
        self.machine = machine
        self.canonical = store.canonical()

    @cached_property
    def origins(self) -> Origins:
        """The origins of documents and works."""
        texts = [
            Text(
                document_id=one.id,
                work_id=one.work_id,
                media_type=one.media_type,
                sketch=sketch(one.text, one.structure),
                reviews_id=one.reviews_id,
            )
            for one in self._store.documents()
        ]
        same = [
            (one.work_id, one.candidate_id)
            for one in self._store.find(Match)
            if one.status is Status.ACCEPTED
        ]
        return origins(texts, self._store.find(Work), same)

    @cached_property
    def support(self) -> Mapping[str, tuple[IndependentSupport, ...]]:
        """Who puts each claim forward, by independent origin."""
        criticising = {
            self._canonical(one.source_id)
            for one in self._relations
            if RELATION_KINDS[one.kind].sign < 0 and one.status is not Status.REJECTED
        }
        found = {}
        for claim_id, held in self._held.items():
            said = [asserted(one, criticises=claim_id in criticising) for one in held]
            found[claim_id] = supporters([one for one in said if one is not None], self.origins)
        return found

    @cached_property
    def assembled(self) -> Assembled:
        """The framework of all that counts."""
        origin_of = dict(self.origins.of)
        for groups in self.support.values():
            origin_of |= {member: one.origin for one in groups for member in one.members}
        return framework_of(
            self._claims.values(),
            [one.assertion for held in self._held.values() for one in held],
            self._relations,
            self._evidence.values(),
            origin_of,
            self.canonical,
            self.machine,
            speaks_for={
                self.origins.key(document): self.origins.key(work)
                for document, work in self.origins.about.items()
            },
        )

    @cached_property
    def strengths(self) -> Strengths:
        """The final strength of every claim, piece of evidence and link."""
        return strengths(self.assembled.framework)

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """The label of every claim in the grounded labelling of the credible links."""
        return grounded(self._credible)

    @cached_property
    def _credible(self) -> Framework:
        framework = self.assembled.framework
        doubtful = [one.id for one in framework.inferences if one.weight < CREDIBLE]
        return framework.without(*doubtful) if doubtful else framework

    def standing(self, claim_id: str, depth: int = 2) -> Standing:
        """Return where a claim stands, ``depth`` arguments deep.

        Raises:
            NotFoundError: if there is no such claim.
        """
        claim_id = self._canonical(claim_id)
        framework = self.assembled.framework
        if claim_id not in framework.base:
            raise NotFoundError(f"no claim {claim_id} in the database")
        explanation = explain(framework, self.strengths, claim_id, depth)
        strength = self.strengths[claim_id]
        return Standing(
            claim=self._claims[claim_id],
            label=self.labels[claim_id],
            strength=strength.value,
            bounds=(strength.lower, strength.upper),
            base=self.assembled.weights[claim_id],
            support=self.support.get(claim_id, ()),
            explanation=explanation,
            arithmetic=words(explanation, self.names),
            attack=best_attack(framework, claim_id),
            defence=best_defence(framework, claim_id),
            flips=smallest_change(framework, claim_id),
            relabels=smallest_change(self._credible, claim_id, label),
            names=self.names,
        )

    def labellings(self, claim_id: str, semantics: str) -> Counter[Label]:
        """Return how often a claim stands, falls or stays undecided in all its labellings.

        They are those of what bears on the claim; there may be no stable one.

        Raises:
            NotFoundError: if there is no such claim.
            RefusedError: if there are too many to go through.
            KeyError: if the semantics is none of :data:`SEMANTICS`.
        """
        claim_id = self._canonical(claim_id)
        cone = Removals(self._credible, claim_id).cone
        return Counter(found[claim_id] for found in SEMANTICS[semantics](cone))

    def most_argued(self, limit: int) -> list[StandingRow]:
        """Return where the claims stand that most is said about, attacked ones first."""
        supports: Counter[str] = Counter()
        attacks: Counter[str] = Counter()
        for link in self.assembled.framework.inferences:
            (supports if link.sign > 0 else attacks)[link.target] += 1
        ranked = sorted(
            self.assembled.weights,
            key=lambda one: (-min(attacks[one], 1), -attacks[one] - supports[one], one),
        )
        return [
            StandingRow(
                claim=self._claims[one],
                label=self.labels[one],
                strength=self.strengths[one].value,
                origins=len(self.support.get(one, ())),
                supports=supports[one],
                attacks=attacks[one],
            )
            for one in ranked[:limit]
        ]

    def origin_name(self, identifier: str) -> str:
        """Return what to call a document, a work, or an agent by its key."""
        return self._sources.get(identifier, identifier.partition(":")[2] or identifier)

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        found = {one.id: one.title for one in self._store.find(Work) if one.title}
        for source in self._store.sources():
            found[source.id] = source.name
            found.setdefault(source.work_id, source.label)
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What to call claims, evidence and links, by id."""
        found = {one.id: f"“{one.wording}”" for one in self._claims.values()}
        for one in self._evidence.values():
            found[one.id] = f"{one.kind.value} “{self._quotes[one.passage_id]}”"
        for link in self._relations:
            ends = (found.get(end, end) for end in (link.source_id, link.target_id))
            found[link.id] = f" {RELATION_KINDS[link.kind].label} ".join(ends)
        return found

    def _canonical(self, claim_id: str) -> str:
        return self.canonical.get(claim_id, claim_id)

    @cached_property
    def _claims(self) -> Mapping[str, Claim]:
        return {one.id: one for one in self._store.find(Claim)}

    @cached_property
    def _relations(self) -> list[Relation]:
        return list(self._store.find(Relation))

    @cached_property
    def _evidence(self) -> Mapping[str, Evidence]:
        return {one.id: one for one in self._store.find(Evidence)}

    @cached_property
    def _quotes(self) -> Mapping[str, str]:
        return self._store.exact(one.passage_id for one in self._evidence.values())

    @cached_property
    def _held(self) -> Mapping[str, tuple[HeldAssertion, ...]]:
        return self._store.held_assertions()
