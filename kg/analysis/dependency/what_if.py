"""A what-if told whole: what is supposed, what follows and why, and what was so before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.analysis.dependency.graph import Graph, Link
from kg.analysis.dependency.justification import Evaluation, Outcome
from kg.analysis.dependency.reasons import Reasons
from kg.analysis.dependency.withdrawal import (
    Comparison,
    Consequence,
    Consequences,
    Effect,
    Supposition,
    standing,
)
from kg.analysis.dependency.wording import called, joined, labels, written

HEADINGS: Final = {
    Effect.FALLS: "Falls",
    Effect.UNDECIDED: "Undecided, kept by nothing but a loop",
    Effect.WEAKENED: "Weakened",
    Effect.OTHER_WAY: "Has another way",
}
"""What each effect is called."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A node that stands otherwise because of what is only framed: false links, what is given."""

    id: str
    label: str
    before: Outcome
    after: Outcome


def _turned(graph: Graph, whole: Evaluation, framed: Evaluation) -> list[Turn]:
    """Return what stands otherwise within the frame of a what-if, in the order of labels."""
    found = [
        Turn(node, called(graph, node), whole.outcome(node), framed.outcome(node))
        for node in graph
        if whole.outcome(node) is not framed.outcome(node)
    ]
    return sorted(found, key=lambda one: (one.label, one.id))


def _undecided(graph: Graph, evaluation: Evaluation) -> list[str]:
    """Return the nodes that nothing but a loop keeps."""
    return [node for node in graph if evaluation.outcome(node) is Outcome.UNDECIDED]


@dataclass(frozen=True)
class WhatIf:
    """A supposition about a graph; ``titles`` are those of documents, by id.

    Raises:
        NotFoundError: when asked, if the supposition names what the graph does not have.
    """

    graph: Graph
    supposed: Supposition
    titles: Mapping[str, str]

    @cached_property
    def found(self) -> Consequences:
        """What follows."""
        return self._comparison.consequences()

    @cached_property
    def turned(self) -> list[Turn]:
        """What stands otherwise by what is taken as false or given alone."""
        return _turned(self.graph, standing(self.graph), self._comparison.before)

    @cached_property
    def undecided(self) -> list[str]:
        """What nothing but a loop keeps, before anything is taken away."""
        return _undecided(self.graph, self._comparison.before)

    @cached_property
    def words(self) -> str:
        """What is supposed, in one sentence."""
        graph, supposed = self.graph, self.supposed
        titles = sorted(self.titles[one] for one in supposed.sources)
        false = sorted(written(graph, one) for one in supposed.links)
        parts = [f"{name} is not to be had" for name in sorted(labels(graph, supposed.denied))]
        parts += [f"{one} does not count" for one in titles]
        parts += [f"it is false that {one}" for one in false]
        parts += [f"{name} stands" for name in sorted(labels(graph, supposed.given))]
        return f"Suppose that {joined(parts)}."

    def reasons(self, one: Consequence) -> list[tuple[str, list[Link]]]:
        """Return why a node is touched, each reason with the links that it speaks of."""
        return self._reasons.of(one)

    @cached_property
    def _comparison(self) -> Comparison:
        return Comparison(self.graph, self.supposed)

    @cached_property
    def _reasons(self) -> Reasons:
        case = self._comparison.case
        return Reasons(self.graph, self.supposed, case.network, case.evaluation, self.titles)
