"""How a claim stood without something, recomputed only where that reaches the claim."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kg.analysis.standing.arrays import Part, part_of
from kg.analysis.standing.bounded import Bounded
from kg.analysis.standing.framework import Framework, Inference
from kg.analysis.standing.gradual import Strengths, strengths
from kg.analysis.standing.labelling import Label, grounded
from kg.analysis.standing.numbered import ints
from kg.errors import NotFoundError


class Removals:
    """The part of a framework on which a node depends, ready to drop things from it.

    ``things`` are all in it that can be dropped, nearest to the node first. ``strengths`` and
    ``labels`` are those of the framework, computed where not given.

    Raises:
        NotFoundError: if the node is not in the framework.
    """

    def __init__(
        self,
        framework: Framework,
        node: str,
        strengths: Strengths | None = None,
        labels: Bounded[Label] | None = None,
    ) -> None:
        if node not in framework.base:
            raise NotFoundError(f"{node} has no standing; ask for a claim in the database")
        self.node = node
        self._framework, self._whole = framework, framework.numbers
        self._at = self._whole.index[node]
        self._order, self._rows = self._whole.behind(self._at)
        self._within = np.zeros(len(self._whole.ids), dtype=bool)
        self._within[self._order] = True
        self._strengths, self._labels = strengths, labels
        self._effects: dict[tuple[str, ...], float] = {}

    @cached_property
    def cone(self) -> Framework:
        """The part on which the node depends."""
        nodes = self._order[self._order < self._whole.nodes]
        return self._framework.part(nodes, self._rows)

    @cached_property
    def things(self) -> list[str]:
        """What can be dropped, nearest to the node first."""
        return self._whole.named(self._order[1:])

    @cached_property
    def strengths(self) -> Strengths:
        """The strengths of the framework."""
        return self._strengths or strengths(self._framework)

    @cached_property
    def labels(self) -> Bounded[Label]:
        """The grounded labelling of the framework."""
        return self._labels or grounded(self._framework)

    def bearing_on(self, name: str) -> list[Inference]:
        """Return the inferences that bear on a node or an inference."""
        return self._whole.at(self._whole.into(ints([self._whole.index[name]])))

    def effect(self, *dropped: str) -> float:
        """Return how much of the node's strength there is by the given nodes and inferences."""
        if dropped not in self._effects:
            left = self._left(dropped)
            before = self.strengths[self.node].value
            after = self.strengths.without(self._whole, left, self._at) if left else None
            self._effects[dropped] = before - after.value if after else 0.0
        return self._effects[dropped]

    def label(self, *dropped: str) -> Label:
        """Return the node's grounded label without the given nodes and inferences."""
        left = self._left(dropped)
        if left is None:
            return self.labels[self.node]
        return self.labels.without(self._whole, left, self._at)

    def _left(self, dropped: tuple[str, ...]) -> Part | None:
        """Return what dropping things reaches with what bears on it, None if not the node."""
        whole = self._whole
        gone = whole.hanging(ints(whole.index[name] for name in dropped))
        still = self._within & ~gone
        links = np.flatnonzero(gone[whole.nodes :])
        targets = whole.target[links]
        reached = whole.ahead(targets[still[targets]], still)
        return part_of(whole, reached, gone) if reached[self._at] else None
