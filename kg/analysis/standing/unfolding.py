"""Circular support taken apart, so that no claim speaks for itself.

Where claims support each other in a loop, each is given copies of the others without the
arguments that come back to it: the tree of self-avoiding walks of Weitz (2006, Counting
independent sets up to the tree threshold), within one strongly connected part of the support
graph. What remains has no loop of supports, and a claim outside of loops is left as it was.

Dense loops have more walks than can be kept. There the walks of a part are cut at the length at
which they exceed ``_LEAST`` plus ``_EACH`` a statement, and the statements at their ends count
with what they have from outside their loop: too little may pass, never too much.
"""

from __future__ import annotations

from typing import Final

import networkx as nx
import numpy as np

from kg.analysis.standing.arrays import Graph, ordered
from kg.analysis.standing.numbered import Flags, Ints, spans, starts

_LEAST: Final = 10_000
_EACH: Final = 4
_TRIMS: Final = 50


def unfolded(graph: Graph) -> Graph:
    """Return the graph without loops of support; its first statements are the given ones."""
    part = _parts(graph)
    if (part < 0).all():
        return graph
    return _Unfolding(graph, part).graph()


def _parts(graph: Graph) -> Ints:
    """Return the number of the support loop that each statement is in, -1 for none."""
    supporting = (graph.sign > 0)[graph.argument]
    head = np.tile(graph.premise_target[supporting], 2)
    tail = np.concatenate([graph.source[supporting], graph.link[supporting]])
    size = graph.base.size
    for _ in range(_TRIMS):
        entered, left = np.bincount(head, minlength=size), np.bincount(tail, minlength=size)
        kept = (entered[tail] > 0) & (left[head] > 0)
        if kept.all():
            break
        head, tail = head[kept], tail[kept]
    links: nx.DiGraph[int] = nx.DiGraph()
    links.add_edges_from(zip(tail.tolist(), head.tolist(), strict=True))
    part = np.full(size, -1, dtype=np.int64)
    for number, members in enumerate(nx.strongly_connected_components(links)):
        first = next(iter(members))
        if len(members) > 1 or links.has_edge(first, first):
            part[list(members)] = number
    return part


class _Unfolding:
    def __init__(self, graph: Graph, part: Ints) -> None:
        self._graph, self._part = graph, part
        size = graph.base.size
        self._nothing = size
        looping = np.flatnonzero(part >= 0)
        self._cut = np.full(size, -1, dtype=np.int64)
        self._cut[looping] = size + 1 + np.arange(looping.size)
        self._size = size + 1 + looping.size
        self._counts = np.bincount(graph.target, minlength=size)
        self._first = starts(self._counts)
        self._premises = np.bincount(graph.argument, minlength=graph.target.size)
        self._first_premise = starts(self._premises)
        self._inner = self._inner_arguments()
        self._budget = _LEAST + _EACH * np.bincount(part[looping])
        self._made = np.zeros_like(self._budget)
        self._base = [graph.base, np.zeros(1), graph.base[looping]]
        self._target: list[Ints] = []
        self._sign: list[Ints] = []
        self._voice: list[Ints] = []
        self._argument: list[Ints] = []
        self._source: list[Ints] = []
        self._link: list[Ints] = []
        self._arguments = 0

    def graph(self) -> Graph:
        graph = self._graph
        looping = np.flatnonzero(self._part >= 0)
        kept = np.flatnonzero(~self._inner)
        owners = np.isin(graph.target[kept], looping)
        self._add(kept, graph.target[kept])
        self._add(kept[owners], self._cut[graph.target[kept[owners]]])
        copies, paths = looping, looping[:, None]
        while copies.size:
            copies, paths = self._deepen(copies, paths)
        return ordered(
            np.concatenate(self._base),
            np.concatenate(self._target),
            np.concatenate(self._sign),
            np.concatenate(self._voice),
            np.concatenate(self._argument),
            np.concatenate(self._source),
            np.concatenate(self._link),
        )

    def _inner_arguments(self) -> Flags:
        """Whether an argument supports a statement from within the statement's own loop."""
        graph, part = self._graph, self._part
        here = part[graph.premise_target]
        inside = (here >= 0) & ((part[graph.source] == here) | (part[graph.link] == here))
        inner = np.zeros(graph.target.size, dtype=bool)
        inner[graph.argument[inside]] = True
        return inner & (graph.sign > 0)

    def _add(self, arguments: Ints, target: Ints) -> tuple[Ints, Ints]:
        """Add arguments, but for the target as they are; return premises, and whose they are."""
        sizes = self._premises[arguments]
        premises = spans(self._first_premise[arguments], sizes)
        owner = np.repeat(np.arange(arguments.size), sizes)
        self._target.append(target)
        self._sign.append(self._graph.sign[arguments])
        self._voice.append(self._graph.voice[arguments])
        self._argument.append(self._arguments + owner)
        self._source.append(self._graph.source[premises])
        self._link.append(self._graph.link[premises])
        self._arguments += arguments.size
        return premises, owner

    def _deepen(self, copies: Ints, paths: Ints) -> tuple[Ints, Ints]:
        """Add the inner arguments of copies; return the copies that these need, and their paths."""
        here = paths[:, -1]
        counts = self._counts[here]
        arguments = spans(self._first[here], counts)
        owner = np.repeat(np.arange(copies.size), counts)
        inner = self._inner[arguments]
        arguments, owner = arguments[inner], owner[inner]
        _, whose = self._add(arguments, copies[owner])
        owner = owner[whose]
        walk = paths[owner]
        ends = np.concatenate([self._source[-1], self._link[-1]])
        walks = np.concatenate([walk, walk])
        state, fresh = self._children(ends, walks)
        half = owner.size
        self._source[-1], self._link[-1] = state[:half], state[half:]
        if not fresh.size:
            return fresh, walks[:0]
        self._outer(state[fresh], ends[fresh])
        return state[fresh], np.column_stack([walks[fresh], ends[fresh]])

    def _children(self, ends: Ints, walks: Ints) -> tuple[Ints, Ints]:
        """Return the statement that stands for each end, and which of them are new copies."""
        same = self._part[ends] == self._part[walks[:, 0]]
        circular = (walks == ends[:, None]).any(axis=1)
        state = np.where(same, np.where(circular, self._nothing, self._cut[ends]), ends)
        wanted = np.flatnonzero(same & ~circular)
        parts = self._part[ends[wanted]]
        asked = self._made + np.bincount(parts, minlength=self._made.size)
        fits = asked <= self._budget
        self._made = np.where(fits, asked, self._budget + 1)
        fresh = wanted[fits[parts]]
        state[fresh] = self._size + np.arange(fresh.size)
        self._size += fresh.size
        return state, fresh

    def _outer(self, copies: Ints, here: Ints) -> None:
        """Give copies their base weight and what comes from outside of their loop."""
        self._base.append(self._graph.base[here])
        counts = self._counts[here]
        arguments = spans(self._first[here], counts)
        owner = np.repeat(np.arange(copies.size), counts)
        outer = ~self._inner[arguments]
        self._add(arguments[outer], copies[owner[outer]])
