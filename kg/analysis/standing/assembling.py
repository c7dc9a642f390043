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
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from operator import attrgetter
from typing import Final, Literal, TypeAlias

from kg.analysis.standing.framework import Framework, Inference
from kg.grounds import Grounds, Link, Said, Shown
from kg.vocab import AFFIRMING_MODES, EvidenceKind, Mode, Status

Machine: TypeAlias = Literal["probability", "accepted"]
"""Whether proposed relations count by their probability or not at all."""

_ID: Final = attrgetter("id")
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


@dataclass(slots=True, eq=False)
class _Reason:
    """An inference in the making."""

    id: str
    source: str
    target: str
    sign: Literal[-1, 1]
    weight: float
    group: str | None
    voice: str | None = None


def framework_of(
    grounds: Grounds,
    origin_of: Mapping[str, str],
    machine: Machine = "probability",
    weights: Weights | None = None,
    speaks_for: Mapping[str, str] | None = None,
) -> Assembled:
    """Return the framework of what standing rests on, the same for any order of it.

    ``origin_of`` has the origin of documents, holders and works, by id, and of assertions whose
    origin is another than their text's; what it lacks is an origin of its own. Links whose ends
    are not there are left out. ``speaks_for`` has, for an origin that is about another (a
    review), that other: their reasons have one voice.
    """
    scale = weights or Weights()
    assembly = _Assembly(grounds, origin_of, machine, scale)
    spoken = assembly.testimonies()
    nodes = {one: _base(spoken.get(one, {})) for one in map(grounds.stands_for, grounds.claims)}
    shown = {
        name: one for name, one in grounds.evidence.items() if one.status is not Status.REJECTED
    }
    worth = {one.id: scale.evidence[one.kind] * assembly.sureness(one) for one in shown.values()}
    reasons = assembly.reasons({*nodes, *shown})
    assembly.give_voices(reasons, spoken, shown, speaks_for or {})
    kept = assembly.independent(reasons, shown, worth, nodes)
    used = {one.source for one in kept}
    base = {one: weight.weight for one, weight in nodes.items()}
    base |= {one: weight for one, weight in worth.items() if one in used}
    counted = {one.id for one in kept}
    return Assembled(
        Framework(base, _inferences(kept)),
        nodes,
        {name: other for name, other in assembly.inference_of.items() if other in counted},
        tuple(Omission(*one) for one in sorted(assembly.omitted.items())),
    )


def patched(
    before: Assembled, part: Assembled, claims: Collection[str], links: Collection[str]
) -> Assembled:
    """Return what was assembled before, with some claims and the links to them as in a part.

    ``claims`` are those whose reasons the part has in full, or which are no more; ``links`` are
    those to them, before and now.
    """
    weights = {**before.weights}
    for one in claims:
        weights.pop(one, None)
    weights |= {one: weight for one, weight in part.weights.items() if one in claims}
    fresh = [one for one in part.framework.inferences if one.id in links]
    inference_of = {**before.inference_of}
    for name in links:
        inference_of.pop(name, None)
    inference_of |= {one: name for one, name in part.inference_of.items() if one in links}
    omitted = [one for one in before.omitted if one.relation_id not in links]
    omitted += [one for one in part.omitted if one.relation_id in links]
    return Assembled(
        before.framework.exchanged(_patched_base(before, part, claims, links), links, fresh),
        weights,
        inference_of,
        tuple(sorted(omitted, key=attrgetter("relation_id"))),
    )


def _patched_base(
    before: Assembled, part: Assembled, claims: Collection[str], links: Collection[str]
) -> dict[str, float]:
    """Return the base weights of claims, and of the evidence that inferences start from now."""
    framework = before.framework
    lost = {one.source for one in framework.called(links)} - before.weights.keys()
    if lost:
        used = (one for one in framework.inferences if one.source in lost)
        lost -= {one.source for one in used if one.id not in links}
    base = {**before.framework.base}
    for gone in (*claims, *lost):
        base.pop(gone, None)
    fresh = {one.source for one in part.framework.inferences if one.id in links}
    shown = part.framework.base.keys() - part.weights.keys() - before.weights.keys()
    shown = {one for one in shown if one in fresh or one in base}
    worth = part.framework.base.items()
    return base | {one: weight for one, weight in worth if one in claims or one in shown}


class _Assembly:
    def __init__(
        self, grounds: Grounds, origin_of: Mapping[str, str], machine: Machine, weights: Weights
    ) -> None:
        self._grounds, self._origin_of = grounds, origin_of
        self._machine, self._weights = machine, weights
        self.omitted: dict[str, str] = {}
        self.inference_of: dict[str, str] = {}

    def sureness(self, record: Said | Shown) -> float:
        """Return the probability of a record; 1 if it is accepted, unknown or not to count."""
        proposed = record.status is Status.PROPOSED and self._machine == "probability"
        return record.score if proposed and record.score is not None else 1.0

    def testimonies(self) -> dict[str, dict[str, Testimony]]:
        """Return each claim's testimonies by origin."""
        given: dict[str, dict[str, list[tuple[float, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in self._grounds.said:
            if one.status is not Status.REJECTED and one.mode in AFFIRMING_MODES:
                voice = one.holder_id if one.mode is Mode.REPORTS else one.document_id
                origin = self._origin_of.get(one.id) or self._origin_of.get(voice, voice)
                weight = self._weights.word * self.sureness(one)
                given[self._grounds.stands_for(one.claim_id)][origin].append((weight, one.id))
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

    def reasons(self, ends: Container[str]) -> list[_Reason]:
        """Return the reasons that links which count give, those that come to the same merged."""
        considered = sorted((one for one in self._grounds.links if one.sign), key=_ID)
        found = {one.id: self._reason(one) for one in considered}
        counting = {one.id: one for one in considered if self._counts(one, found[one.id], ends)}
        tied = [one for one in considered if one.on_link or one.group]
        while broken := self._hanging(tied, counting):
            for name, why in broken.items():
                self.omitted[name] = why
                del counting[name]
        merged: dict[tuple[str, str, str, str | None], _Reason] = {}
        for one in _targets_first(counting):
            reason = found[one.id]
            if one.on_link:
                reason.target = self.inference_of[one.target_id]
            first = merged.setdefault((reason.source, reason.target, one.kind, one.group), reason)
            if reason.weight > first.weight:
                first.weight = reason.weight
            self.inference_of[one.id] = first.id
        return list(merged.values())

    def give_voices(
        self,
        reasons: Iterable[_Reason],
        spoken: Mapping[str, Mapping[str, Testimony]],
        shown: Mapping[str, Shown],
        speaks_for: Mapping[str, str],
    ) -> None:
        """Give each reason from a claim that one origin alone backs the voice of that origin."""
        backing: dict[str, set[str]] = defaultdict(set)
        for claim, origins in spoken.items():
            backing[claim] = {speaks_for.get(one, one) for one in origins}
        for one in reasons:
            if one.source in shown and one.sign > 0:
                origin = self._origin(shown[one.source])
                backing[one.target].add(speaks_for.get(origin, origin))
        for one in reasons:
            backs = backing.get(one.source, ())
            if len(backs) == 1 and not one.group:
                one.voice = next(iter(backs))

    def independent(
        self,
        reasons: Sequence[_Reason],
        shown: Mapping[str, Shown],
        worth: Mapping[str, float],
        nodes: Mapping[str, BaseWeight],
    ) -> list[_Reason]:
        """Return the reasons, of evidence only the best of each origin, less its bare word."""
        best: dict[tuple[str, str, int], _Reason] = {}
        undercut = {one.target for one in reasons if one.sign < 0}

        def rank(one: _Reason) -> tuple[bool, float, str]:
            return one.id not in undercut, one.weight * worth[one.source], one.id

        kept = [one for one in reasons if one.source not in shown or one.group]
        alone = [one for one in reasons if one.source in shown and not one.group]
        for one in alone:
            key = self._origin(shown[one.source]), one.target, one.sign
            best[key] = max(best.get(key, one), one, key=rank)
        for one in alone:
            origin = self._origin(shown[one.source])
            if best[origin, one.target, one.sign] is not one:
                self.omitted[one.id] = f"{origin} gives better evidence already"
                continue
            one.weight = _beyond_word(one, worth[one.source], origin, nodes.get(one.target))
            kept.append(one)
        return self._attached(kept)

    def _attached(self, reasons: list[_Reason]) -> list[_Reason]:
        """Return the reasons without those that are about links left out."""
        while gone := [one for one in reasons if one.target in self.omitted]:
            for one in gone:
                self.omitted[one.id] = "the relation that it is about does not count"
            reasons = [one for one in reasons if one.id not in self.omitted]
        return reasons

    def _origin(self, evidence: Shown) -> str:
        source = evidence.work_id or evidence.document_id
        return self._origin_of.get(source, source)

    def _counts(self, link: Link, reason: _Reason, ends: Container[str]) -> bool:
        why = None
        if link.status is Status.REJECTED:
            why = "rejected"
        elif link.status is Status.PROPOSED and self._machine != "probability":
            why = "proposed, not accepted"
        elif link.status is Status.PROPOSED and link.score is None:
            why = "proposed, with no probability"
        elif reason.source not in ends or (not link.on_link and reason.target not in ends):
            why = "one of its ends is rejected or not at hand"
        elif reason.source == reason.target:
            why = "both ends say the same"
        if why:
            self.omitted[link.id] = why
        return why is None

    def _hanging(self, tied: Iterable[Link], counting: Mapping[str, Link]) -> dict[str, str]:
        """Return the links that cannot count since another does not, and why.

        ``tied`` are all that are about a link or linked premises, whether they count or not.
        """
        left = [one for one in tied if one.id in counting]
        whole = Counter(self._group(one) for one in tied if one.group)
        there = Counter(self._group(one) for one in left if one.group)
        found = {}
        for one in left:
            if one.on_link and one.target_id not in counting:
                found[one.id] = "the relation that it is about does not count"
            elif one.group and there[self._group(one)] < whole[self._group(one)]:
                found[one.id] = "a premise that it is linked with does not count"
        return found

    def _group(self, link: Link) -> tuple[str | None, str, str]:
        return link.group, self._grounds.stands_for(link.target_id), link.kind

    def _reason(self, link: Link) -> _Reason:
        sign, stands_for = link.sign, self._grounds.stands_for
        weight = 1.0 if link.status is Status.ACCEPTED else link.score or 0.0
        ends = stands_for(link.source_id), stands_for(link.target_id)
        return _Reason(link.id, *ends, 1 if sign > 0 else -1, weight, link.group)


def _targets_first(counting: Mapping[str, Link]) -> list[Link]:
    """Return links so that what one is about comes before it."""

    def depth(one: Link) -> int:
        return 1 + depth(counting[one.target_id]) if one.on_link else 0

    on_claims = [one for one in counting.values() if not one.on_link]
    on_links = [one for one in counting.values() if one.on_link]
    return on_claims + sorted(on_links, key=lambda one: (depth(one), one.id))


def _inferences(reasons: Iterable[_Reason]) -> tuple[Inference, ...]:
    return tuple(
        Inference(one.id, one.source, one.target, one.sign, one.weight, one.group, one.voice)
        for one in sorted(reasons, key=_ID)
    )


def _base(testimonies: Mapping[str, Testimony]) -> BaseWeight:
    words = tuple(testimonies.values())
    return BaseWeight(1 - prod(1 - one.weight for one in words), words)


def _beyond_word(one: _Reason, worth: float, origin: str, base: BaseWeight | None) -> float:
    """Return the weight of a supporting link for what its evidence adds to its origin's word."""
    said = base.testimonies if base else ()
    word = next((each.weight for each in said if each.origin == origin), 0.0)
    if one.sign < 0 or not word or not worth:
        return one.weight
    return max(0.0, (worth * one.weight - word) / (1 - word)) / worth


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
