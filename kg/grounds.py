"""What the standing of claims rests on, bare: all that it is computed from, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from kg.vocab import RELATION_KINDS, AgentKind, EvidenceKind, Mode, Status

R = TypeVar("R")


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
        return replace(
            self,
            claims=self.claims.difference(owners),
            holders={name: one for name, one in self.holders.items() if name not in owners},
            said=tuple(one for one in self.said if one.document_id not in owners),
            links=tuple(one for one in self.links if one.owner_id not in owners),
            shown=tuple(one for one in self.shown if one.document_id not in owners),
        )

    def bearing_on(self, claim_ids: Iterable[str]) -> Grounds:
        """Return the part that bears on some claims, directly or through what bears on them."""
        reached = {self.stands_for(one) for one in claim_ids}
        queue, links = list(reached), []
        while queue:
            for link in self._about(queue.pop()):
                links.append(link)
                ends = {link.id, self.stands_for(link.source_id)} - reached
                reached |= ends
                queue += ends
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
        touched = set(before.claims ^ self.claims)
        touched.update(self.stands_for(one.claim_id) for one in _apart(before.said, self.said))
        for link in _apart(before.links, self.links):
            touched |= {self.stands_for(link.source_id), link.target_id}
        touched.update(one.id for one in _apart(before.shown, self.shown))

        def about(end: str) -> str:
            link = self.link.get(end) or before.link.get(end)
            return about(link.target_id) if link else self.stands_for(end)

        # What evidence is for may have another voice then, and so what is said on that.
        for _ in range(2):
            touched = {about(end) for end in touched} | {
                about(one.target_id)
                for one in self.links
                if self.stands_for(one.source_id) in touched
            }
        return frozenset(touched)

    def said_of(self, claim_id: str) -> list[Said]:
        """Return what is said of the claims that a claim stands for."""
        return [one for name in self._same(claim_id) for one in self._said.get(name, ())]

    @cached_property
    def criticising(self) -> frozenset[str]:
        """The claims that speak against something, by what stands for them."""
        return frozenset(
            self.stands_for(one.source_id)
            for one in self.links
            if one.sign < 0 and one.status is not Status.REJECTED
        )

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

    def _same(self, claim_id: str) -> Iterable[str]:
        return self._members.get(claim_id, (claim_id,))

    @cached_property
    def _members(self) -> Mapping[str, list[str]]:
        return _grouped(self.canonical, self.canonical.__getitem__)

    @cached_property
    def _said(self) -> Mapping[str, list[Said]]:
        return _grouped(self.said, lambda one: one.claim_id)

    @cached_property
    def _links(self) -> Mapping[str, list[Link]]:
        return _grouped(self.links, lambda one: one.target_id)


def _apart(one: Iterable[R], other: Iterable[R]) -> Iterator[R]:
    """Yield what only one of two has, told by identity."""
    first, second = ({id(row): row for row in rows} for rows in (one, other))
    for number in first.keys() ^ second.keys():
        yield first[number] if number in first else second[number]


def _grouped(values: Iterable[R], key: Callable[[R], str]) -> Mapping[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for one in values:
        found[key(one)].append(one)
    return dict(found)
