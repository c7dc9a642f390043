"""What grounds come to: who supports each claim, and how strong it is.

After a change only what it touched is assembled again, and only what that reaches is settled
again; the result is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from kg.analysis.independence import Origins
from kg.analysis.standing.assembling import Assembled, Machine, framework_of, patched
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.gradual import Strengths, strengths, updated
from kg.analysis.standing.labelling import Labelling, grounded
from kg.analysis.standing.removal import Removals
from kg.analysis.support import IndependentSupport, asserted, supporters
from kg.grounds import Grounds

Support: TypeAlias = Mapping[str, tuple[IndependentSupport, ...]]

CREDIBLE: Final = 0.5
"""Links that are less probable count for nothing where claims are labelled."""

WIDE: Final = 0.5
"""From this share of all links on, what bears on a claim is read off what all comes to."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What all grounds came to before something changed."""

    machine: Machine
    grounds: Grounds
    origins: Origins
    support: Support
    assembled: Assembled
    strengths: Strengths


class Weighed:
    """What grounds come to: support by independent origin, framework, strengths and labels.

    ``machine`` says whether proposed relations count by their probability or not at all.
    ``earlier`` is what the same grounds came to before a change; it makes no difference to
    the results. ``criticising`` are the claims that speak against any, where ``grounds`` are
    only a part.
    """

    def __init__(
        self,
        grounds: Grounds,
        origins: Origins,
        machine: Machine = "probability",
        earlier: Earlier | None = None,
        criticising: frozenset[str] | None = None,
    ) -> None:
        self.grounds, self.origins, self.machine = grounds, origins, machine
        self._earlier, self._criticising = earlier, criticising

    def settled(self) -> Earlier | None:
        """Return what was computed of all, here or before."""
        if "strengths" not in vars(self):
            return self._earlier
        made = self.support, self.assembled, self.strengths
        return Earlier(self.machine, self.grounds, self.origins, *made)

    def bearing_on(self, claim_id: str) -> Weighed:
        """Return what bears on a claim, weighed; all if that is most of it."""
        part = self.grounds.bearing_on([claim_id])
        if len(part.links) > WIDE * len(self.grounds.links):
            return self
        return Weighed(part, self.origins, self.machine, criticising=self.grounds.criticising)

    @cached_property
    def support(self) -> Support:
        """Who puts each claim forward, by independent origin."""
        if self._before is None:
            return self._supported(self.grounds)
        kept = self._before.support.items()
        fresh = self._supported(self.grounds.next_to(self._touched)).items()
        return {
            **{one: said for one, said in kept if one not in self._touched},
            **{one: said for one, said in fresh if one in self._touched},
        }

    @cached_property
    def assembled(self) -> Assembled:
        """The framework of all that counts."""
        before, touched = self._before, self._touched
        if before is None:
            return self._assembled(self.grounds, self.support)
        near = self.grounds.next_to(touched)
        links = {one.id for each in (before.grounds, self.grounds) for one in each.onto(touched)}
        part = self._assembled(near, self._supported(near))
        return patched(before.assembled, part, touched, links)

    @cached_property
    def strengths(self) -> Strengths:
        """The final strength of every claim, piece of evidence and link."""
        framework, earlier = self.assembled.framework, self._earlier
        if earlier is None:
            return strengths(framework)
        return updated(framework, earlier.assembled.framework, earlier.strengths)

    @cached_property
    def credible(self) -> Framework:
        """The framework without doubtful links."""
        framework = self.assembled.framework
        doubtful = [one.id for one in framework.inferences if one.weight < CREDIBLE]
        return framework.without(*doubtful) if doubtful else framework

    @cached_property
    def labels(self) -> Labelling:
        """The label of every claim in the grounded labelling of the credible links."""
        return grounded(self.credible)

    def removals(self, claim_id: str) -> tuple[Removals, Removals]:
        """Return the part on which a claim's strength depends, and that on which its label does."""
        framework, credible = self.assembled.framework, self.credible
        if credible is framework:
            both = Removals(framework, claim_id, self.strengths, self.labels)
            return both, both
        return (
            Removals(framework, claim_id, strengths=self.strengths),
            Removals(credible, claim_id, labels=self.labels),
        )

    @cached_property
    def _before(self) -> Earlier | None:
        """What all came to before, if the rest of it is as it was."""
        earlier = self._earlier
        if earlier is None or earlier.machine != self.machine:
            return None
        alike = earlier.origins is self.origins and earlier.grounds.is_like(self.grounds)
        return earlier if alike else None

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The claims that may have other reasons or another weight than before."""
        before = self._before
        return self.grounds.touched_since(before.grounds) if before else frozenset()

    def _supported(self, part: Grounds) -> Support:
        found = {}
        criticising = self._criticising or self.grounds.criticising
        for claim_id in {part.stands_for(one.claim_id) for one in part.said}:
            criticises = claim_id in criticising
            words = [
                asserted(
                    one, part.holders[one.holder_id], self.origins.authors, criticises=criticises
                )
                for one in part.said_of(claim_id)
            ]
            found[claim_id] = supporters([one for one in words if one], self.origins)
        return found

    def _assembled(self, part: Grounds, support: Support) -> Assembled:
        origins = self.origins
        origin_of = {**origins.of, **_by_member(support.values())}
        speaks_for = {origins.key(one): origins.key(work) for one, work in origins.about.items()}
        return framework_of(part, origin_of, self.machine, speaks_for=speaks_for)


def _by_member(groups: Iterable[Iterable[IndependentSupport]]) -> dict[str, str]:
    return {member: one.origin for those in groups for one in those for member in one.members}
