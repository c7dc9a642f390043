"""What a claim's strength were without something, recomputed only where that reaches the claim."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from kg.analysis.standing.framework import Framework, Inference, joint
from kg.analysis.standing.gradual import Strengths, settled
from kg.errors import NotFoundError


class Removals:
    """The part of a framework on which a node depends, ready to drop things from it.

    ``cone`` is that part, ``things`` all in it that can be dropped, nearest to the node first.

    Raises:
        NotFoundError: if the node is not in the framework.
    """

    def __init__(self, framework: Framework, node: str, found: Strengths | None = None) -> None:
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
        self._found = found or settled(self.cone)
        self._outgoing: dict[str, list[Inference]] = defaultdict(list)
        self._groups: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        self._named = {one.id: one for one in self.cone.inferences}
        for one in self.cone.inferences:
            self._outgoing[one.source].append(one)
            self._groups[joint(one)].append(one.id)

    def effect(self, *dropped: str) -> float:
        """Return how much of the node's strength there is by the given nodes and inferences."""
        gone = self._gone(dropped)
        reached = self._reached(self._named[one].target for one in gone & self._named.keys())
        reached -= gone
        before = self._found[self.node].value
        if self.node not in reached:
            return 0.0
        inferences = tuple(one for name in reached for one in self.into[name] if one.id not in gone)
        nodes = {one.source for one in inferences} | (reached & self.cone.base.keys())
        known = {
            name: self._found[name]
            for name in (*nodes, *(one.id for one in inferences))
            if name not in reached
        }
        part = Framework({name: self.cone.base[name] for name in nodes}, inferences)
        return before - settled(part, known)[self.node].value

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
