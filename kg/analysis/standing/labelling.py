"""Qualitative standing: Dung's semantics of a framework with supports, undercuts and groups.

A node or inference counts by itself when its weight is above a threshold. It stands when it
counts by itself or some argument for it holds, and every argument against it fails. An argument
holds when all its premises and their inferences stand, and fails when one of them falls.

That is Dung's semantics of the framework in which links are arguments too
(:func:`meta_arguments`), after Boella, Gabbay, van der Torre and Villata (2010, Support in
abstract argumentation, COMMA) and, for premises, the reading of logic programs as argument
graphs by Caminada, Sá, Alcântara and Dvořák (2015, Int. J. Approx. Reasoning 58). A loop that
supports only itself becomes an even cycle of attacks there, and so is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import product
from math import prod
from typing import Final, TypeAlias

import networkx as nx
import numpy as np

from kg.analysis.standing.arrays import Bounds, Graph, graph_of, solve
from kg.analysis.standing.bounded import Bounded, solved
from kg.analysis.standing.framework import Framework, joint
from kg.analysis.standing.numbered import Floats
from kg.errors import RefusedError

LARGEST: Final = 10_000
"""How many labellings, or steps of the search for those of one part, are too many."""


class Label(StrEnum):
    """Where a claim or an inference stands."""

    STANDS = "stands"
    FALLS = "falls"
    UNDECIDED = "undecided"


Labelling: TypeAlias = Mapping[str, Label]
_Values: TypeAlias = dict[int, float]
_LABEL: Final = {1.0: Label.STANDS, 0.0: Label.FALLS, 0.5: Label.UNDECIDED}


def grounded(framework: Framework, threshold: float = 0.0) -> Bounded[Label]:
    """Return the most cautious labelling: what must stand stands, what must fall falls.

    Nodes and inferences count by themselves when their weight is above ``threshold``. A node
    that has neither weight nor an argument for it falls. Linear in the framework for each link
    of its longest path.
    """

    def solving(graph: Graph, known: Bounds | None) -> tuple[Floats, Floats]:
        return solve(_crisp(graph, threshold), _influence, known)

    return solved(framework, solving, _label)


def preferred(framework: Framework, threshold: float = 0.0) -> tuple[Labelling, ...]:
    """Return the labellings that decide as much as consistently can be decided, in fixed order.

    Raises:
        RefusedError: if there are more than ``LARGEST``, or finding them takes more steps.
    """
    return _labellings(framework, threshold, (1.0, 0.0, 0.5))


def stable(framework: Framework, threshold: float = 0.0) -> tuple[Labelling, ...]:
    """Return the labellings that decide everything; there may be none.

    Raises:
        RefusedError: if there are more than ``LARGEST``, or finding them takes more steps.
    """
    return _labellings(framework, threshold, (1.0, 0.0))


def meta_arguments(framework: Framework, threshold: float = 0.0) -> Mapping[str, frozenset[str]]:
    """Return the Dung framework behind the labellings: each argument with those that attack it.

    Beside a statement ``x`` there are ``not x``, ``no ground: x`` where it does not count by
    itself, and one ``argument: …`` for each inference or group; ``x`` stands where it is in.
    """
    weights = {**framework.base, **{one.id: one.weight for one in framework.inferences}}
    attackers: dict[str, set[str]] = {name: set() for name in weights}
    for name, weight in weights.items():
        attackers[f"not {name}"] = {name}
        if weight <= threshold:
            attackers[name].add(f"no ground: {name}")
            attackers[f"no ground: {name}"] = set()
    for one in framework.inferences:
        name = f"argument: {' '.join(map(str, joint(one)))}"
        attackers.setdefault(name, set()).update((f"not {one.source}", f"not {one.id}"))
        hit = one.target if one.sign < 0 else f"no ground: {one.target}"
        if hit in attackers:
            attackers[hit].add(name)
    return {name: frozenset(those) for name, those in attackers.items()}


def _crisp(graph: Graph, threshold: float) -> Graph:
    return replace(graph, base=(graph.base > threshold).astype(float))


def _influence(base: Floats, support: Floats, attack: Floats) -> Floats:
    return np.maximum(base, support) * (1 - attack)


def _label(lower: float, upper: float) -> Label:
    return _LABEL[(lower + upper) / 2]


def _named(framework: Framework, values: Floats) -> Labelling:
    named = zip(framework.numbers.ids, values.tolist(), strict=True)
    return {name: _LABEL[value] for name, value in named}


def _labellings(
    framework: Framework, threshold: float, choices: tuple[float, ...]
) -> tuple[Labelling, ...]:
    graph = _crisp(graph_of(framework), threshold)
    lower, upper = solve(graph, _influence)
    values = (lower + upper) / 2
    search = _Search(graph, values)
    found = [search.solutions(part, choices) for part in search.parts()]
    if prod(map(len, found)) > LARGEST:
        raise RefusedError(f"there are over {LARGEST} labellings; ask for grounded ones instead")
    result = []
    for combination in product(*found):
        whole = values.copy()
        for solution in combination:
            whole[list(solution)] = list(solution.values())
        result.append(_named(framework, whole))
    return tuple(result)


class _Search:
    """The labellings of what a grounded labelling leaves undecided."""

    def __init__(self, graph: Graph, values: Floats) -> None:
        self._base = graph.base
        self._known: _Values = dict(enumerate(values.tolist()))
        self._open = {at for at, value in self._known.items() if value == 0.5}
        premises: dict[int, list[int]] = {}
        for argument, *ends in zip(
            graph.argument.tolist(), graph.source.tolist(), graph.link.tolist(), strict=True
        ):
            premises.setdefault(argument, []).extend(ends)
        self._arguments: dict[int, list[tuple[int, list[int]]]] = {at: [] for at in self._open}
        for argument, (target, sign) in enumerate(
            zip(graph.target.tolist(), graph.sign.tolist(), strict=True)
        ):
            if target in self._open:
                self._arguments[target].append((sign, premises[argument]))

    def parts(self) -> list[list[int]]:
        """Return the undecided statements, apart where they do not bear on each other."""
        links: nx.Graph[int] = nx.Graph()
        links.add_nodes_from(sorted(self._open))
        for target, arguments in self._arguments.items():
            ends = (end for _, premises in arguments for end in premises)
            links.add_edges_from((end, target) for end in ends if end in self._open)
        return [sorted(part) for part in nx.connected_components(links)]

    def solutions(self, part: list[int], choices: tuple[float, ...]) -> list[_Values]:
        self._steps = 0
        found = list(self._extend(part, dict.fromkeys(part, (0.0, 1.0)), choices))
        decided = [{item for item in one.items() if item[1] != 0.5} for one in found]
        return [
            one
            for one, said in zip(found, decided, strict=True)
            if not any(said < other for other in decided)
        ]

    def _extend(
        self, part: list[int], bounds: dict[int, tuple[float, float]], choices: tuple[float, ...]
    ) -> Iterator[_Values]:
        self._steps += 1
        if self._steps > LARGEST:
            raise RefusedError(
                f"{len(part)} statements hang together undecided, too many to try all ways; "
                "ask for the grounded labelling instead"
            )
        if not self._narrow(part, bounds):
            return
        free = next((at for at in part if bounds[at][0] != bounds[at][1]), None)
        if free is None:
            yield {at: value for at, (value, _) in bounds.items()}
            return
        for value in choices:
            if bounds[free][0] <= value <= bounds[free][1]:
                yield from self._extend(part, {**bounds, free: (value, value)}, choices)

    def _narrow(self, part: list[int], bounds: dict[int, tuple[float, float]]) -> bool:
        """Narrow the bounds to what follows; return whether nothing contradicts them."""
        moved = True
        while moved:
            moved = False
            for at in part:
                low, high = self._follows(at, bounds)
                narrowed = max(low, bounds[at][0]), min(high, bounds[at][1])
                if narrowed[0] > narrowed[1]:
                    return False
                moved = moved or narrowed != bounds[at]
                bounds[at] = narrowed
        return True

    def _follows(self, at: int, bounds: dict[int, tuple[float, float]]) -> tuple[float, float]:
        ground = [(self._base[at], self._base[at])]
        attack = [(0.0, 0.0)]
        for sign, premises in self._arguments[at]:
            ends = [bounds.get(end) or (self._known[end],) * 2 for end in premises]
            least = min(low for low, _ in ends), min(high for _, high in ends)
            (ground if sign > 0 else attack).append(least)
        return (
            min(max(low for low, _ in ground), 1 - max(high for _, high in attack)),
            min(max(high for _, high in ground), 1 - max(low for low, _ in attack)),
        )
