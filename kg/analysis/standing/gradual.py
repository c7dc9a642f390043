"""Quantitative standing: DF-QuAD on graphs with loops, links of links and linked premises.

Strengths are those of DF-QuAD (Rago, Toni, Aurisicchio and Baroni 2016, Discontinuity-free
decision support with quantitative argumentation debates, KR): supports and attacks are each
aggregated as 1 - product(1 - v), and of base weight b, support S and attack A comes

    b + (1 - b) (S - A)  where S >= A,      b - b (A - S)  where A > S.

An inference is a statement too, with its weight as base, so that an undercut weakens it; it
passes on its own strength times its source's. Linked premises pass on the least of what each
passes. Support that would come back to where it started is taken out first (see ``unfolding``).

On a graph without loops that is DF-QuAD, settled in as many passes as the longest path has
links. With loops of attacks the equations are solved from both sides (``arrays.solve``), which
converges on every graph, as in the bilateral semantics of Wang and Shen (2024, AAAI); every
solution lies between the bounds. They meet wherever DF-QuAD is a contraction (Potyka 2019,
Extending modular semantics for bipolar weighted argumentation, AAMAS).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from kg.analysis.standing.arrays import Floats, graph_of, ints, solve, statement_ids
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.unfolding import unfolded


class Strength(NamedTuple):
    """How strong a node or an inference is, in [0, 1]: between ``lower`` and ``upper``.

    The two differ where claims attack each other in a loop that has more than one solution.
    """

    lower: float
    upper: float

    @property
    def value(self) -> float:
        """The middle, the one number to show."""
        return (self.lower + self.upper) / 2


Strengths = Mapping[str, Strength]


def strengths(framework: Framework) -> Strengths:
    """Return the strength of each node and inference."""
    return settled(framework)


def updated(framework: Framework, before: Framework, previous: Strengths) -> Strengths:
    """Return the strengths after a change, recomputed only where the change reaches.

    ``previous`` are the strengths of the framework ``before``.
    """
    reached = _reached(framework, previous, _changed(before, framework))
    if 2 * len(reached) > len(previous):
        return strengths(framework)
    inferences = tuple(one for one in framework.inferences if one.target in reached)
    nodes = {one.source for one in inferences} | (reached & framework.base.keys())
    part = Framework({node: framework.base[node] for node in nodes}, inferences)
    known = {
        name: previous[name]
        for name in (*nodes, *(one.id for one in inferences))
        if name not in reached
    }
    found = settled(part, known)
    return {
        name: found[name] if name in found else previous[name]
        for name in (*framework.base, *(one.id for one in framework.inferences))
    }


def settled(framework: Framework, known: Strengths | None = None) -> Strengths:
    """Return the strengths, those of ``known`` as given; nothing in the framework bears on them."""
    known = known or {}
    ids = statement_ids(framework)
    given = [(at, known[name]) for at, name in enumerate(ids) if name in known] if known else []
    bounds = (
        ints(at for at, _ in given),
        np.array([one.lower for _, one in given], dtype=float),
        np.array([one.upper for _, one in given], dtype=float),
    )
    lower, upper = solve(unfolded(graph_of(framework)), _df_quad, bounds)
    found = map(Strength, lower[: len(ids)].tolist(), upper[: len(ids)].tolist())
    return dict(zip(ids, found, strict=True))


def _df_quad(base: Floats, support: Floats, attack: Floats) -> Floats:
    balance = support - attack
    return base + (1 - base) * np.maximum(balance, 0) - base * np.maximum(-balance, 0)


def _changed(before: Framework, after: Framework) -> set[str]:
    """Return what was altered, and the targets of inferences that were moved or removed."""
    old = {one.id: one for one in before.inferences}
    found = {node for node, weight in after.base.items() if before.base.get(node) != weight}
    for one in after.inferences:
        was = old.pop(one.id, one)
        if was != one:
            found |= {one.id, was.target}
    return found.union(gone.target for gone in old.values())


def _reached(framework: Framework, previous: Strengths, changed: Iterable[str]) -> Collection[str]:
    leading: dict[str, list[str]] = defaultdict(list)
    for one in framework.inferences:
        leading[one.source].append(one.target)
        leading[one.id].append(one.target)
    statements = {*framework.base, *(one.id for one in framework.inferences)}
    found = (statements & set(changed)) | (statements - previous.keys())
    queue = deque(found)
    while queue:
        for target in leading[queue.popleft()]:
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
