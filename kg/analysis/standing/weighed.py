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
from kg.analysis.standing.bounded import Bounded
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.gradual import Strengths, strengths
from kg.analysis.standing.labelling import Label, grounded
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
    credited: Strengths | None = None
    labels: Bounded[Label] | None = None


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
        known = vars(self)
        labelled = known.get("credited"), known.get("labels")
        return Earlier(self.machine, self.grounds, self.origins, *made, *labelled)

    def bearing_on(self, *claim_ids: str) -> Weighed:
        """Return what bears on claims, weighed; all if that is most of it, or nearly known."""
        if self._before is not None or "strengths" in vars(self):
            return self
        part = self.grounds.bearing_on(claim_ids, WIDE)
        if part is self.grounds:
            return self
        return Weighed(part, self.origins, self.machine, criticising=self.grounds.criticising)

    @cached_property
    def support(self) -> Support:
        """Who puts each claim forward, by independent origin."""
        if self._before is None:
            return self._supported(self.grounds)
        _, fresh = self._near
        support = {**self._before.support}
        for one in self._touched:
            support.pop(one, None)
            if one in fresh:
                support[one] = fresh[one]
        return support

    @cached_property
    def assembled(self) -> Assembled:
        """The framework of all that counts."""
        before, touched = self._before, self._touched
        if before is None:
            return self._assembled(self.grounds, self.support)
        near, support = self._near
        links = {one.id for each in (before.grounds, self.grounds) for one in each.onto(touched)}
        part = self._assembled(near, support)
        return patched(before.assembled, part, touched, links)

    @cached_property
    def strengths(self) -> Strengths:
        """The final strength of every claim, piece of evidence and link."""
        earlier = self._earlier
        if earlier is None:
            return strengths(self.assembled.framework)
        return earlier.strengths.updated(self.assembled.framework)

    @cached_property
    def credible(self) -> Framework:
        """The framework without doubtful links."""
        framework = self.assembled.framework
        doubtful = [one.id for one in framework.inferences if one.weight < CREDIBLE]
        return framework.without(*doubtful) if doubtful else framework

    @cached_property
    def credited(self) -> Strengths:
        """The final strengths where doubtful links count for nothing."""
        if self.credible is self.assembled.framework:
            return self.strengths
        earlier = self._earlier
        if earlier is None or earlier.credited is None:
            return strengths(self.credible)
        return earlier.credited.updated(self.credible)

    @cached_property
    def labels(self) -> Bounded[Label]:
        """The label of every claim in the grounded labelling of the credible links."""
        earlier = self._earlier
        if earlier is None or earlier.labels is None:
            return grounded(self.credible)
        return earlier.labels.updated(self.credible)

    def removals(self, claim_id: str) -> tuple[Removals, Removals]:
        """Return the part on which a claim's strength depends, and that on which its label does."""
        framework, credible = self.assembled.framework, self.credible
        if credible is framework:
            both = Removals(framework, claim_id, self.strengths, self.labels)
            return both, both
        return (
            Removals(framework, claim_id, strengths=self.strengths),
            Removals(credible, claim_id, self.credited, self.labels),
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

    @cached_property
    def _near(self) -> tuple[Grounds, Support]:
        """What the reasons for and against these are known by, and who puts it forward."""
        near = self.grounds.next_to(self._touched)
        return near, self._supported(near)

    def _supported(self, part: Grounds) -> Support:
        found = {}
        for claim_id in {part.stands_for(one.claim_id) for one in part.said}:
            criticises = self._criticises(claim_id)
            words = [
                asserted(
                    one, part.holders[one.holder_id], self.origins.authors, criticises=criticises
                )
                for one in part.said_of(claim_id)
            ]
            found[claim_id] = supporters([one for one in words if one], self.origins)
        return found

    def _criticises(self, claim_id: str) -> bool:
        if self._criticising is None:
            return self.grounds.criticises(claim_id)
        return claim_id in self._criticising

    def _assembled(self, part: Grounds, support: Support) -> Assembled:
        origins = self.origins
        origin_of = {**origins.of, **_by_member(support.values())}
        speaks_for = {origins.key(one): origins.key(work) for one, work in origins.about.items()}
        return framework_of(part, origin_of, self.machine, speaks_for=speaks_for)


def _by_member(groups: Iterable[Iterable[IndependentSupport]]) -> dict[str, str]:
    return {member: one.origin for those in groups for one in those for member in one.members}
