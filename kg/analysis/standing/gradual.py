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

from typing import NamedTuple, TypeAlias

import numpy as np

from kg.analysis.standing.arrays import Bounds, Graph, solve
from kg.analysis.standing.bounded import Bounded, solved
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.numbered import Floats
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


Strengths: TypeAlias = Bounded[Strength]


def strengths(framework: Framework) -> Strengths:
    """Return the strength of each node and inference."""
    return solved(framework, _solving, Strength)


def _solving(graph: Graph, known: Bounds | None) -> tuple[Floats, Floats]:
    return solve(unfolded(graph), _df_quad, known)


def _df_quad(base: Floats, support: Floats, attack: Floats) -> Floats:
    balance = support - attack
    return base + (1 - base) * np.maximum(balance, 0) - base * np.maximum(-balance, 0)
