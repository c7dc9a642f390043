"""How a claim stood without something, recomputed only where that reaches the claim."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cached_property

from kg.analysis.standing.framework import Framework, Inference, joint
from kg.analysis.standing.gradual import Strengths, settled
from kg.analysis.standing.labelling import Label, Labelling, grounded
from kg.errors import NotFoundError


class Removals:
    """The part of a framework on which a node depends, ready to drop things from it.

    ``cone`` is that part, ``things`` all in it that can be dropped, nearest to the node first.
    ``strengths`` and ``labels`` are those of the framework, computed for the cone where not given.

    Raises:
        NotFoundError: if the node is not in the framework.
    """

    def __init__(
        self,
        framework: Framework,
        node: str,
        strengths: Strengths | None = None,
        labels: Labelling | None = None,
    ) -> None:
        if node not in framework.base:
            raise NotFoundError(f"{node} has no standing; ask for a claim in the database")
        self.node = node
        self.into: dict[str, list[Inference]] = defaultdict(list)
        for one in framework.inferences:
            self.into[one.target].append(one)
        order = self._order()
        self.things = order[1:]
        self.cone = Framework(
            {name: framework.base[name] for name in order if name in framework.base},
            tuple(one for name in order for one in self.into[name]),
        )
        self._strengths, self._labels = strengths, labels
        self._effects: dict[tuple[str, ...], float] = {}
        self._outgoing: dict[str, list[Inference]] = defaultdict(list)
        self._groups: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        self._named = {one.id: one for one in self.cone.inferences}
        for one in self.cone.inferences:
            self._outgoing[one.source].append(one)
            self._groups[joint(one)].append(one.id)

    @cached_property
    def strengths(self) -> Strengths:
        """The strengths of the cone."""
        return self._strengths or settled(self.cone)

    @cached_property
    def labels(self) -> Labelling:
        """The grounded labelling of the cone."""
        return self._labels or grounded(self.cone)

    def effect(self, *dropped: str) -> float:
        """Return how much of the node's strength there is by the given nodes and inferences."""
        if dropped not in self._effects:
            left, around = self._left(dropped)
            before = self.strengths[self.node].value
            after = settled(left, {name: self.strengths[name] for name in around}) if left else None
            self._effects[dropped] = before - after[self.node].value if after else 0.0
        return self._effects[dropped]

    def label(self, *dropped: str) -> Label:
        """Return the node's grounded label without the given nodes and inferences."""
        left, around = self._left(dropped)
        if left is None:
            return self.labels[self.node]
        return grounded(left, known={name: self.labels[name] for name in around})[self.node]

    def _left(self, dropped: Iterable[str]) -> tuple[Framework | None, set[str]]:
        """Return what dropping things reaches, None if not the node, and what bears on that."""
        gone = self._gone(dropped)
        reached = self._reached(self._named[one].target for one in gone & self._named.keys())
        reached -= gone
        if self.node not in reached:
            return None, set()
        inferences = tuple(one for name in reached for one in self.into[name] if one.id not in gone)
        nodes = {one.source for one in inferences} | (reached & self.cone.base.keys())
        part = Framework({name: self.cone.base[name] for name in nodes}, inferences)
        return part, {*nodes, *(one.id for one in inferences)} - reached

    def _order(self) -> list[str]:
        found, queue = {self.node: None}, deque([self.node])
        while queue:
            for one in self.into[queue.popleft()]:
                for end in (one.id, one.source):
                    if end not in found:
                        found[end] = None
                        queue.append(end)
        return list(found)

    def _gone(self, dropped: Iterable[str]) -> set[str]:
        """Return what goes when the given things do: links at them, and groups with them."""
        gone: set[str] = set()
        queue = deque(dropped)
        while queue:
            name = queue.popleft()
            if name in gone:
                continue
            gone.add(name)
            queue.extend(one.id for one in (*self._outgoing[name], *self.into[name]))
            if name in self._named:
                queue.extend(self._groups[joint(self._named[name])])
        return gone

    def _reached(self, targets: Iterable[str]) -> set[str]:
        found = set(targets)
        queue = deque(found)
        while queue:
            name = queue.popleft()
            ends = [one.target for one in self._outgoing[name]]
            if name in self._named:
                ends.append(self._named[name].target)
            for end in ends:
                if end not in found:
                    found.add(end)
                    queue.append(end)
        return found
