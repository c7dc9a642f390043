"""A framework as arrays, and the equations of standing solved on them from both sides.

A statement is anything that has a strength: a node, an inference, or a copy of one. An argument
is an inference or a group of linked ones; it carries the least of what its premises carry, and a
premise carries its source's strength times its own. Cost of a pass: linear in what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from kg.analysis.standing.framework import Framework, Numbers
from kg.analysis.standing.numbered import Flags, Floats, Ints, spans, starts

Bounds: TypeAlias = tuple[Ints, Floats, Floats]
"""Statements, and from where to where the strength of each may lie."""
Influence: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
"""Strength from base weight, aggregated support and aggregated attack, each in [0, 1]."""

_SETTLED: Final = 1e-9
_PASSES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Graph:
    """Statements, the arguments for and against them, and the arguments' premises.

    Arguments are in the order of their ``target``, then their ``voice``, premises in that of
    their ``argument``. ``source`` and ``link`` are statements: the claim that a premise starts
    from, and the inference itself. An argument's ``sign`` is 1 or -1; of those for one target
    with one ``voice``, which have one sign, only the strongest counts.
    """

    base: Floats
    target: Ints
    sign: Ints
    voice: Ints
    argument: Ints
    source: Ints
    link: Ints

    @property
    def premise_target(self) -> Ints:
        """The statement that each premise bears on."""
        return self.target[self.argument]


def graph_of(framework: Framework) -> Graph:
    """Return a framework's graph, whose statements are those of its numbers."""
    whole = framework.numbers
    rows = np.arange(whole.source.size)
    return _graph(whole, rows, whole.base, whole.source, whole.target, whole.nodes + rows)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a framework that is solved again.

    ``statements`` are the framework's numbers of the statements of ``graph``; nothing in the
    graph bears on those at the places ``given``.
    """

    graph: Graph
    statements: Ints
    given: Ints


def part_of(whole: Numbers, reached: Flags, gone: Flags | None = None) -> Part:
    """Return the graph of some statements and what bears on them, but for what is gone."""
    rows = whole.into(np.flatnonzero(reached))
    if gone is not None:
        rows = rows[~gone[whole.nodes + rows]]
    ends = whole.source[rows], whole.target[rows], whole.nodes + rows
    statements = np.unique(np.concatenate([np.flatnonzero(reached), *ends]))
    places = (np.searchsorted(statements, those) for those in ends)
    graph = _graph(whole, rows, whole.base[statements], *places)
    return Part(graph, statements, np.flatnonzero(~reached[statements]))


def _graph(
    whole: Numbers, rows: Ints, base: Floats, source: Ints, target: Ints, link: Ints
) -> Graph:
    """Return the graph of the inferences of some rows, with the given numbers of statements."""
    sign, group, spoken = whole.sign[rows], whole.group[rows], whole.voice[rows]
    names, alone = len(whole.called), group < 0
    joint = whole.source.size + (group * base.size + target) * 2 + (sign > 0)
    _, first, argument = np.unique(
        np.where(alone, rows, joint), return_index=True, return_inverse=True
    )
    own = np.where(alone, 2 * names + rows, names + group)
    voice = np.empty_like(first)
    voice[argument] = np.where(spoken < 0, own, spoken) * 2 + (sign > 0)
    return ordered(base, target[first], sign[first], voice, argument, source, link)


def ordered(
    base: Floats, target: Ints, sign: Ints, voice: Ints, argument: Ints, source: Ints, link: Ints
) -> Graph:
    """Return the graph with its arguments and premises put in order."""
    arguments = np.lexsort((voice, target))
    rank = np.empty_like(arguments)
    rank[arguments] = np.arange(arguments.size)
    premises = np.argsort(rank[argument], kind="stable")
    return Graph(
        base,
        target[arguments],
        sign[arguments],
        voice[arguments],
        rank[argument][premises],
        source[premises],
        link[premises],
    )


def solve(
    graph: Graph,
    influence: Influence,
    known: Bounds | None = None,
) -> tuple[Floats, Floats]:
    """Return the bounds that bracket every solution of the equations; equal where there is one.

    The lower bound starts at 0 and is computed from lower bounds of what supports and upper
    bounds of what attacks, the upper bound from 1 the other way round. As an influence rises
    with support and falls with attack, the one never falls and the other never rises: both
    converge on every graph, and stopping early only leaves them further apart. ``known`` are
    statements without arguments whose bounds are given.
    """
    steps = _Steps(graph, influence)
    lower, upper = graph.base.copy(), graph.base.copy()
    if known:
        lower[known[0]], upper[known[0]] = known[1], known[2]
    lower[steps.argued], upper[steps.argued] = 0.0, 1.0
    stale = steps.argued
    for _ in range(_PASSES):
        if not stale.size:
            break
        raised, lowered = steps.take(stale, lower, upper)
        moved = (abs(raised - lower[stale]) > _SETTLED) | (abs(lowered - upper[stale]) > _SETTLED)
        lower[stale], upper[stale] = raised, lowered
        stale = steps.reached(stale[moved])
    return lower, upper


class _Steps:
    def __init__(self, graph: Graph, influence: Influence) -> None:
        size = graph.base.size
        self._graph, self._influence = graph, influence
        self._arguments = np.bincount(graph.target, minlength=size)
        self._premises = np.bincount(graph.argument, minlength=graph.target.size)
        self._first_argument = starts(self._arguments)
        self._first_premise = starts(self._premises)
        self.argued = np.flatnonzero(self._arguments)
        used = np.concatenate([graph.source, graph.link])
        order = np.argsort(used, kind="stable")
        self._users = np.tile(graph.premise_target, 2)[order]
        self._uses = np.bincount(used, minlength=size)
        self._first_use = starts(self._uses)

    def reached(self, moved: Ints) -> Ints:
        """Return what arguments from the given statements bear on."""
        found = np.zeros(self._uses.size, dtype=bool)
        found[self._users[spans(self._first_use[moved], self._uses[moved])]] = True
        return np.flatnonzero(found)

    def take(self, at: Ints, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
        """Return the next bounds of statements that have arguments."""
        graph = self._graph
        counts = self._arguments[at]
        arguments = spans(self._first_argument[at], counts)
        sizes = self._premises[arguments]
        premises = spans(self._first_premise[arguments], sizes)
        source, link = graph.source[premises], graph.link[premises]
        groups = starts(sizes)
        voices = graph.voice[arguments]
        target = np.repeat(at, counts)
        fresh = np.ones(arguments.size, dtype=bool)
        fresh[1:] = (voices[1:] != voices[:-1]) | (target[1:] != target[:-1])
        speaking = np.flatnonzero(fresh)
        first = np.searchsorted(speaking, starts(counts))
        least = 1 - np.minimum.reduceat(lower[source] * lower[link], groups)
        most = 1 - np.minimum.reduceat(upper[source] * upper[link], groups)
        supporting = graph.sign[arguments[speaking]] > 0

        def together(failing: Floats, kept: Flags) -> Floats:
            strongest = np.minimum.reduceat(failing, speaking)
            return 1 - np.multiply.reduceat(np.where(kept, strongest, 1.0), first)

        base = graph.base[at]
        return (
            self._influence(base, together(least, supporting), together(most, ~supporting)),
            self._influence(base, together(most, supporting), together(least, ~supporting)),
        )
