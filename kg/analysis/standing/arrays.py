"""A framework as arrays, and the equations of standing solved on them from both sides.

A statement is anything that has a strength: a node, an inference, or a copy of one. An argument
is an inference or a group of linked ones; it carries the least of what its premises carry, and a
premise carries its source's strength times its own. Cost of a pass: linear in what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.analysis.standing.framework import Framework, joint, spoken

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
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


def statement_ids(framework: Framework) -> list[str]:
    """Return the ids of a framework's statements in the order of its graph."""
    return [*sorted(framework.base), *sorted(one.id for one in framework.inferences)]


def graph_of(framework: Framework) -> Graph:
    """Return a framework's graph, the same for any order of input."""
    inferences = sorted(framework.inferences, key=attrgetter("id"))
    ids = statement_ids(framework)
    index = dict(zip(ids, range(len(ids)), strict=True))
    nodes = len(framework.base)
    base = [framework.base[name] for name in ids[:nodes]]
    numbers: dict[str | tuple[str, str, int], int] = {}
    voices: dict[str | tuple[str, str, int], int] = {}
    argument: list[int] = []
    target: list[int] = []
    sign: list[int] = []
    voice: list[int] = []
    for one in inferences:
        number = numbers.setdefault(joint(one) if one.group else one.id, len(numbers))
        said = voices.setdefault(spoken(one) if one.voice or one.group else one.id, len(voices))
        argument.append(number)
        if number == len(target):
            target.append(index[one.target])
            sign.append(one.sign)
            voice.append(said)
        voice[number] = said
    return ordered(
        np.array([*base, *(one.weight for one in inferences)], dtype=float),
        ints(target),
        ints(sign),
        ints(voice),
        ints(argument),
        ints(index[one.source] for one in inferences),
        np.arange(nodes, nodes + len(inferences)),
    )


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


def ints(values: Any) -> Ints:
    """Return whole numbers as an array."""
    return np.fromiter(values, dtype=np.int64)


def starts(counts: Ints) -> Ints:
    """Return where each of consecutive stretches of the given lengths starts."""
    return np.cumsum(counts) - counts


def spans(first: Ints, counts: Ints) -> Ints:
    """Return the numbers from each ``first`` on, as many as its count, one after the other."""
    return np.repeat(first - starts(counts), counts) + np.arange(counts.sum())
