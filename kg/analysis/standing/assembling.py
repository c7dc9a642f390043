"""A framework out of records: what counts, how much, and on whose word.

Weights, all of them conventions and none of them measured (:class:`Weights`):

* A claim's base weight is 1 - product over origins of (1 - word): each independent origin that
  puts the claim forward gives ``word`` once, however often it says so, times the probability
  that the passage was read rightly. A passage that reports another's view gives that holder's
  word, not its own. To deny, question or suppose a claim is not to put it forward.
* Evidence is a node; its base weight is what its kind is worth, times its probability. Its
  origin is the work that it is attributed to, else its text's. Of one origin only the best
  link for a claim counts, and likewise against it. An origin that gives its word too counts as
  the stronger of the two: with word t, evidence e and a link w, the link gets what is missing,
  (e w - t) / (1 - t) / e, at least 0, so that both together come to max(t, e w).
* Claims that one origin alone backs speak with its voice: of its reasons for a claim only the
  strongest counts, and likewise of those against it.
* A relation weighs 1 when a person accepted it, nothing when rejected. A proposed one weighs its
  probability, or nothing if only accepted ones are to count, or if it has none. Relations that
  come to the same once claims are merged are one, the heaviest; linked premises of which one
  does not count carry nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Final, Literal, TypeAlias

from kg.analysis.standing.framework import Framework, Inference
from kg.model import Assertion, Claim, Evidence, Relation
from kg.vocab import AFFIRMING_MODES, RELATION_KINDS, EvidenceKind, Mode, Status

Machine: TypeAlias = Literal["probability", "accepted"]
"""Whether proposed relations count by their probability or not at all."""

_EVIDENCE: Final = {
    EvidenceKind.EXPERIMENT: 0.6,
    EvidenceKind.MEASUREMENT: 0.6,
    EvidenceKind.CITATION: 0.4,
    EvidenceKind.QUOTATION: 0.3,
    EvidenceKind.EXAMPLE: 0.3,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What a bare word and a piece of evidence of each kind are worth, in [0, 1)."""

    word: float = 0.3
    evidence: Mapping[EvidenceKind, float] = field(default_factory=lambda: _EVIDENCE)


@dataclass(frozen=True, slots=True)
class Testimony:
    """An origin's word for a claim: its weight in [0, 1], and the assertions that give it."""

    origin: str
    weight: float
    assertion_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaseWeight:
    """A claim's weight before anything is argued, and what it is made of.

    ``reasons`` says it in words, one line an origin.
    """

    weight: float
    testimonies: tuple[Testimony, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """One line for each origin that gives its word."""
        return tuple(
            f"{one.origin} says so {_times(len(one.assertion_ids))}, which counts once: "
            f"{one.weight:.2f}"
            for one in self.testimonies
        )


@dataclass(frozen=True, slots=True)
class Omission:
    """A relation that does not count, and why."""

    relation_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Assembled:
    """A framework, where its base weights come from, and what was left out.

    Nodes are canonical claims and pieces of evidence, inferences are relations.
    ``inference_of`` has the inference that stands for each relation that counts.
    """

    framework: Framework
    weights: Mapping[str, BaseWeight]
    inference_of: Mapping[str, str]
    omitted: tuple[Omission, ...]


def framework_of(
    claims: Iterable[Claim],
    assertions: Iterable[Assertion],
    relations: Iterable[Relation],
    evidence: Iterable[Evidence],
    origin_of: Mapping[str, str],
    canonical: Mapping[str, str],
    machine: Machine = "probability",
    weights: Weights | None = None,
    speaks_for: Mapping[str, str] | None = None,
) -> Assembled:
    """Return the framework of some records, the same for any order of them.

    ``origin_of`` has the origin of documents, holders and works, by id, and of assertions whose
    origin is another than their text's; what it lacks is an origin of its own. ``canonical``
    has the claim that stands for each merged claim. Relations whose ends are not among the
    records are left out. ``speaks_for`` has, for an origin that is about another (a review), that
    other: their reasons have one voice.
    """
    scale = weights or Weights()
    assembly = _Assembly(origin_of, canonical, machine, scale)
    spoken = assembly.testimonies(assertions)
    nodes = {
        one: _base(spoken.get(one, {})) for one in {assembly.claim(claim.id) for claim in claims}
    }
    shown = {one.id: one for one in evidence if one.status is not Status.REJECTED}
    worth = {one.id: scale.evidence[one.kind] * assembly.sureness(one) for one in shown.values()}
    links = assembly.links(relations, nodes.keys(), shown.keys())
    links = assembly.voiced(links, spoken, shown, speaks_for or {})
    kept = assembly.independent(links, shown, worth, nodes)
    used = {link.source for link in kept}
    base = {one: weight.weight for one, weight in nodes.items()}
    base |= {one: weight for one, weight in worth.items() if one in used}
    framework = Framework(base, tuple(sorted(kept, key=lambda one: one.id)))
    omitted = sorted(assembly.omitted.items())
    counted = {one.id for one in kept}
    return Assembled(
        framework,
        nodes,
        {name: other for name, other in assembly.inference_of.items() if other in counted},
        tuple(Omission(*one) for one in omitted),
    )


class _Assembly:
    def __init__(
        self,
        origin_of: Mapping[str, str],
        canonical: Mapping[str, str],
        machine: Machine,
        weights: Weights,
    ) -> None:
        self._origin_of, self._canonical = origin_of, canonical
        self._machine, self._weights = machine, weights
        self.omitted: dict[str, str] = {}
        self.inference_of: dict[str, str] = {}

    def claim(self, claim_id: str) -> str:
        return self._canonical.get(claim_id, claim_id)

    def sureness(self, record: Assertion | Evidence) -> float:
        """Return the probability of a record; 1 if it is accepted, unknown or not to count."""
        proposed = record.status is Status.PROPOSED and self._machine == "probability"
        return record.score if proposed and record.score is not None else 1.0

    def testimonies(self, assertions: Iterable[Assertion]) -> dict[str, dict[str, Testimony]]:
        """Return each claim's testimonies by origin."""
        given: dict[str, dict[str, list[tuple[float, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in assertions:
            if one.status is not Status.REJECTED and one.mode in AFFIRMING_MODES:
                voice = one.holder_id if one.mode is Mode.REPORTS else one.document_id
                origin = self._origin_of.get(one.id, self._origin_of.get(voice, voice))
                weight = self._weights.word * self.sureness(one)
                given[self.claim(one.claim_id)][origin].append((weight, one.id))
        return {
            claim: {
                origin: Testimony(
                    origin,
                    max(weight for weight, _ in said),
                    tuple(sorted(name for _, name in said)),
                )
                for origin, said in sorted(origins.items())
            }
            for claim, origins in given.items()
        }

    def links(
        self, relations: Iterable[Relation], claims: Iterable[str], evidence: Iterable[str]
    ) -> list[Inference]:
        """Return the inferences of relations that count, those that come to the same merged."""
        ends = {*claims, *evidence}
        considered = sorted(
            (one for one in relations if RELATION_KINDS[one.kind].sign), key=lambda one: one.id
        )
        counting = {one.id: one for one in considered if self._counts(one, ends)}
        while broken := self._hanging(considered, counting):
            for name, why in broken.items():
                self.omitted[name] = why
                del counting[name]
        merged: dict[tuple[str, str, str, str | None], Inference] = {}
        for one in self._targets_first(counting):
            link = self._inference(one)
            key = link.source, link.target, one.kind, one.group
            first = merged.get(key, link)
            merged[key] = replace(first, weight=max(first.weight, link.weight))
            self.inference_of[one.id] = first.id
        return list(merged.values())

    def voiced(
        self,
        links: list[Inference],
        spoken: Mapping[str, Mapping[str, Testimony]],
        shown: Mapping[str, Evidence],
        speaks_for: Mapping[str, str],
    ) -> list[Inference]:
        """Return the links, each from a claim that one origin alone backs with its voice."""
        backing: dict[str, set[str]] = defaultdict(set)
        for claim, origins in spoken.items():
            backing[claim] = {speaks_for.get(one, one) for one in origins}
        for one in links:
            if one.source in shown and one.sign > 0:
                origin = self._origin(shown[one.source])
                backing[one.target].add(speaks_for.get(origin, origin))
        return [
            replace(one, voice=next(iter(backing[one.source])))
            if len(backing.get(one.source, ())) == 1 and not one.group
            else one
            for one in links
        ]

    def independent(
        self,
        links: list[Inference],
        shown: Mapping[str, Evidence],
        worth: Mapping[str, float],
        nodes: Mapping[str, BaseWeight],
    ) -> list[Inference]:
        """Return the links, of evidence only the best of each origin, less its bare word."""
        best: dict[tuple[str, str, int], Inference] = {}
        kept = []
        undercut = {one.target for one in links if one.sign < 0}

        def rank(one: Inference) -> tuple[bool, float, str]:
            return one.id not in undercut, one.weight * worth[one.source], one.id

        for one in links:
            if one.source not in shown or one.group:
                kept.append(one)
                continue
            key = self._origin(shown[one.source]), one.target, one.sign
            best[key] = max(best.get(key, one), one, key=rank)
        for one in links:
            if one.source in shown and not one.group:
                origin = self._origin(shown[one.source])
                if best[origin, one.target, one.sign] is not one:
                    self.omitted[one.id] = f"{origin} gives better evidence already"
                    continue
                kept.append(_beyond_word(one, worth[one.source], origin, nodes.get(one.target)))
        return self._attached(kept)

    def _attached(self, links: list[Inference]) -> list[Inference]:
        """Return the links without those that are about links left out."""
        while gone := [one for one in links if one.target in self.omitted]:
            for one in gone:
                self.omitted[one.id] = "the relation that it is about does not count"
            links = [one for one in links if one.id not in self.omitted]
        return links

    def _origin(self, evidence: Evidence) -> str:
        source = evidence.work_id or evidence.document_id
        return self._origin_of.get(source, source)

    def _weight(self, relation: Relation) -> float | None:
        if relation.status is Status.ACCEPTED:
            return 1.0
        proposed = relation.status is Status.PROPOSED and self._machine == "probability"
        return relation.score if proposed else None

    def _counts(self, relation: Relation, ends: set[str]) -> bool:
        source, target = self.claim(relation.source_id), self.claim(relation.target_id)
        reason = None
        if relation.status is Status.REJECTED:
            reason = "rejected"
        elif self._weight(relation) is None:
            unknown = self._machine == "probability"
            reason = "proposed, with no probability" if unknown else "proposed, not accepted"
        elif source not in ends or (relation.target_claim_id and target not in ends):
            reason = "one of its ends is rejected or not at hand"
        elif source == target:
            reason = "both ends say the same"
        if reason:
            self.omitted[relation.id] = reason
        return reason is None

    def _hanging(
        self, considered: list[Relation], counting: Mapping[str, Relation]
    ) -> dict[str, str]:
        """Return the relations that cannot count since another does not, and why."""
        whole = Counter(map(self._group, considered))
        there = Counter(map(self._group, counting.values()))
        found = {}
        for name, one in counting.items():
            if one.target_relation_id and one.target_relation_id not in counting:
                found[name] = "the relation that it is about does not count"
            elif one.group and there[self._group(one)] < whole[self._group(one)]:
                found[name] = "a premise that it is linked with does not count"
        return found

    def _group(self, relation: Relation) -> tuple[str, str, str]:
        return relation.group or relation.id, self.claim(relation.target_id), relation.kind

    def _targets_first(self, counting: Mapping[str, Relation]) -> list[Relation]:
        """Return relations so that what one is about comes before it."""

        def depth(one: Relation) -> int:
            about = counting.get(one.target_relation_id or "")
            return 1 + depth(about) if about else 0

        return sorted(counting.values(), key=lambda one: (depth(one), one.id))

    def _inference(self, relation: Relation) -> Inference:
        target = relation.target_relation_id
        about = self.inference_of.get(target, target) if target else None
        return Inference(
            relation.id,
            self.claim(relation.source_id),
            about or self.claim(relation.target_id),
            1 if RELATION_KINDS[relation.kind].sign > 0 else -1,
            self._weight(relation) or 0.0,
            relation.group,
        )


def _base(testimonies: Mapping[str, Testimony]) -> BaseWeight:
    words = tuple(testimonies.values())
    return BaseWeight(1 - prod(1 - one.weight for one in words), words)


def _beyond_word(link: Inference, worth: float, origin: str, base: BaseWeight | None) -> Inference:
    """Return a supporting link with only what its evidence adds to its origin's word."""
    word = (
        next((one.weight for one in base.testimonies if one.origin == origin), 0.0) if base else 0
    )
    if link.sign < 0 or not word or not worth:
        return link
    beyond = max(0.0, (worth * link.weight - word) / (1 - word)) / worth
    return replace(link, weight=beyond)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
