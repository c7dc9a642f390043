"""What the standing of claims rests on, bare: all that it is computed from, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar
from weakref import ref

from kg.vocab import RELATION_KINDS, AgentKind, EvidenceKind, Mode, Status

R = TypeVar("R")
V = TypeVar("V")
_CLAIM: Final = attrgetter("claim_id")
_SOURCE: Final = attrgetter("source_id")
_TARGET: Final = attrgetter("target_id")


class Holder(NamedTuple):
    """Who holds a view."""

    key: str
    kind: AgentKind


class Said(NamedTuple):
    """An assertion; ``passage`` is its exact words, ``cites`` the works that these cite."""

    id: str
    claim_id: str
    document_id: str
    holder_id: str
    mode: Mode
    status: Status
    score: float | None
    passage: str = ""
    cites: tuple[str, ...] = ()


class Link(NamedTuple):
    """A relation that is for or against something; ``on_link`` says that it is a relation.

    ``owner_id`` is the document that makes it, of a link between documents its first claim.
    """

    id: str
    owner_id: str
    kind: str
    source_id: str
    target_id: str
    on_link: bool
    group: str | None
    status: Status
    score: float | None

    @property
    def sign(self) -> int:
        """1 for a reason for the target, -1 for one against it."""
        return RELATION_KINDS[self.kind].sign


class Shown(NamedTuple):
    """A piece of evidence; ``work_id`` is the work that it is attributed to."""

    id: str
    document_id: str
    passage_id: str
    work_id: str | None
    kind: EvidenceKind
    status: Status
    score: float | None


@dataclass(frozen=True)
class Grounds:
    """Claims with all that is said, linked and shown of them, at one revision of a store.

    ``canonical`` has, for a claim that others restate, the one that stands for all. What a
    person rejected is there among ``links`` only.
    """

    revision: int
    claims: frozenset[str]
    holders: Mapping[str, Holder]
    canonical: Mapping[str, str]
    said: tuple[Said, ...] = ()
    links: tuple[Link, ...] = ()
    shown: tuple[Shown, ...] = ()

    def stands_for(self, claim_id: str) -> str:
        """Return the claim that stands for one."""
        return self.canonical.get(claim_id, claim_id)

    def without(self, owners: Collection[str]) -> Grounds:
        """Return all but what some documents and shared records bring."""
        return self.renewed(owners, Grounds(self.revision, frozenset(), {}, self.canonical))

    def renewed(self, owners: Collection[str], found: Grounds) -> Grounds:
        """Return what is ``found`` of some documents and shared records, and the rest of these."""
        gone_said = [one for one in self.said if one.document_id in owners]
        gone_links = [one for one in self.links if one.owner_id in owners]
        gone_shown = [one for one in self.shown if one.document_id in owners]
        after = replace(
            found,
            claims=self.claims.difference(owners) | found.claims,
            holders={**_without(self.holders, owners), **found.holders},
            said=_exchanged(self.said, gone_said, found.said),
            links=_exchanged(self.links, gone_links, found.links),
            shown=_exchanged(self.shown, gone_shown, found.shown),
        )
        known, new = vars(self), vars(after)
        if "link" in known:
            lost = {one.id for one in gone_links}
            new["link"] = _without(self.link, lost) | {one.id: one for one in found.links}
        for name, of in (("_links", _TARGET), ("_leading", _SOURCE)):
            if name in known:
                new[name] = _regrouped(known[name], of, gone_links, found.links)
        if "_said" in known:
            new["_said"] = _regrouped(self._said, _CLAIM, gone_said, found.said)
        new["_since"] = (
            ref(self),
            ([*gone_said, *found.said], [*gone_links, *found.links], [*gone_shown, *found.shown]),
        )
        return after

    def bearing_on(self, claim_ids: Iterable[str], wide: float = 1.0) -> Grounds:
        """Return the part that bears on some claims, directly or through what bears on them.

        All, where that has a larger share of all links than ``wide``.
        """
        reached = {self.stands_for(one) for one in claim_ids}
        queue, links = list(reached), []
        while queue:
            for link in self._about(queue.pop()):
                links.append(link)
                ends = {link.id, self.stands_for(link.source_id)} - reached
                reached |= ends
                queue += ends
            if len(links) > wide * len(self.links):
                return self
        return self._part(reached, links)

    def next_to(self, claims: Collection[str]) -> Grounds:
        """Return the part by which the reasons for and against some claims are known.

        That is what is linked to them, and what backs the claims that these links start from.
        """
        links = {one.id: one for one in self.onto(claims)}
        sources = {self.stands_for(one.source_id) for one in links.values()}
        links |= {one.id: one for source in sources for one in self._about(source)}
        ends = {self.stands_for(one.source_id) for one in links.values()}
        return self._part({*claims, *sources, *ends}, links.values())

    def onto(self, claims: Iterable[str]) -> Iterator[Link]:
        """Yield the links to some claims, and the links to these links."""
        queue = list(claims)
        while queue:
            for link in self._about(queue.pop()):
                yield link
                queue.append(link.id)

    def is_like(self, before: Grounds) -> bool:
        """Whether the same claims are one, and the same persons hold views, as before."""
        return (self.canonical, self.holders) == (before.canonical, before.holders)

    def touched_since(self, before: Grounds) -> frozenset[str]:
        """Return the claims whose weight, or the reasons for or against which, may be others.

        Both must have the same ``canonical``, and rows that did not change in common.
        """
        said, links, shown = self._since_then(before)
        touched = set(before.claims ^ self.claims)
        touched.update(self.stands_for(one.claim_id) for one in said)
        for link in links:
            touched |= {self.stands_for(link.source_id), link.target_id}
        touched.update(one.id for one in shown)

        def about(end: str) -> str:
            link = self.link.get(end) or before.link.get(end)
            return about(link.target_id) if link else self.stands_for(end)

        # What evidence is for may have another voice then, and so what is said on that.
        for _ in range(2):
            touched = {about(end) for end in touched}
            touched |= {about(one.target_id) for end in touched for one in self._from(end)}
        return frozenset(touched)

    def _since_then(
        self, before: Grounds
    ) -> tuple[Sequence[Said], Sequence[Link], Sequence[Shown]]:
        """Return the rows that only one of these grounds and those before has."""
        known: tuple[ref[Grounds], Any] | None = vars(self).get("_since")
        if known and known[0]() is before:
            rows: tuple[Sequence[Said], Sequence[Link], Sequence[Shown]] = known[1]
            return rows
        said, links, shown = before.said, before.links, before.shown
        return _apart(said, self.said), _apart(links, self.links), _apart(shown, self.shown)

    def said_of(self, claim_id: str) -> list[Said]:
        """Return what is said of the claims that a claim stands for."""
        return [one for name in self._same(claim_id) for one in self._said.get(name, ())]

    def criticises(self, claim_id: str) -> bool:
        """Whether a claim, or one that it stands for, speaks against something."""
        return any(
            one.sign < 0 and one.status is not Status.REJECTED for one in self._from(claim_id)
        )

    @property
    def criticising(self) -> frozenset[str]:
        """The claims that speak against something, by what stands for them."""
        return frozenset(filter(self.criticises, map(self.stands_for, self._leading)))

    @cached_property
    def link(self) -> Mapping[str, Link]:
        """The links, by id."""
        return {one.id: one for one in self.links}

    @cached_property
    def evidence(self) -> Mapping[str, Shown]:
        """The evidence, by id."""
        return {one.id: one for one in self.shown}

    def _part(self, ends: Collection[str], links: Iterable[Link]) -> Grounds:
        claims = self.claims.intersection(ends)
        return replace(
            self,
            claims=claims,
            said=tuple(one for claim in claims for one in self.said_of(claim)),
            links=tuple(links),
            shown=tuple(self.evidence[one] for one in ends if one in self.evidence),
        )

    def _about(self, end: str) -> Iterable[Link]:
        return (link for name in self._same(end) for link in self._links.get(name, ()))

    def _from(self, end: str) -> Iterable[Link]:
        return (link for name in self._same(end) for link in self._leading.get(name, ()))

    def _same(self, claim_id: str) -> Iterable[str]:
        return self._members.get(claim_id, (claim_id,))

    @cached_property
    def _members(self) -> Mapping[str, list[str]]:
        return _grouped(self.canonical, self.canonical.__getitem__)

    @cached_property
    def _said(self) -> Mapping[str, list[Said]]:
        return _grouped(self.said, _CLAIM)

    @cached_property
    def _links(self) -> Mapping[str, list[Link]]:
        return _grouped(self.links, _TARGET)

    @cached_property
    def _leading(self) -> Mapping[str, list[Link]]:
        return _grouped(self.links, _SOURCE)


def _apart(one: Sequence[R], other: Sequence[R]) -> list[R]:
    """Return what only one of two has, told by identity."""
    first, second = {*map(id, one)}, {*map(id, other)}
    lost = [row for row in one if id(row) not in second]
    return lost + [row for row in other if id(row) not in first]


def _exchanged(rows: tuple[R, ...], gone: Iterable[R], fresh: tuple[R, ...]) -> tuple[R, ...]:
    numbers = {*map(id, gone)}
    return (*(row for row in rows if id(row) not in numbers), *fresh) if numbers else rows + fresh


def _without(values: Mapping[str, V], gone: Iterable[str]) -> dict[str, V]:
    left = dict(values)
    for name in gone:
        left.pop(name, None)
    return left


def _grouped(values: Iterable[R], key: Callable[[R], str]) -> Mapping[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for one in values:
        found[key(one)].append(one)
    return dict(found)


def _regrouped(
    groups: Mapping[str, list[R]], key: Callable[[R], str], gone: Sequence[R], fresh: Sequence[R]
) -> Mapping[str, list[R]]:
    """Return groups with some of their values gone, and others added to them."""
    numbers = {*map(id, gone)}
    found = dict(groups)
    for name in {key(one) for one in (*gone, *fresh)}:
        found[name] = [one for one in groups.get(name, ()) if id(one) not in numbers]
    for one in fresh:
        found[key(one)].append(one)
    return found
