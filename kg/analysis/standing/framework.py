"""What standing is computed over: statements with base weights, and inferences between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Inference:
    """A reason for (``sign`` 1) or against (-1) its target, as strong by itself as ``weight``.

    ``source`` is a node's id. ``target`` is a node's id or another inference's: a reason
    against an inference is an undercut. Inferences of one ``group`` with the same target and
    sign are linked premises, which hold only together. Reasons of one ``voice`` with the same
    target and sign count as the strongest of them: saying more does not make it more.
    """

    id: str
    source: str
    target: str
    sign: Literal[-1, 1]
    weight: float
    group: str | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """A weighted bipolar argumentation graph whose links can be argued about.

    ``base`` has every node's weight in [0, 1] before anything speaks for or against it.

    Raises:
        ValueError: if a weight is outside [0, 1], an end is unknown, or an id stands twice.
    """

    base: Mapping[str, float]
    inferences: tuple[Inference, ...] = ()

    def __post_init__(self) -> None:
        targets = {*self.base, *(one.id for one in self.inferences)}
        if len(targets) != len(self.base) + len(self.inferences):
            raise ValueError("an id stands twice in the framework; give each its own")
        for node, weight in self.base.items():
            if not 0 <= weight <= 1:
                raise _unfit(node, weight)
        for one in self.inferences:
            if not 0 <= one.weight <= 1:
                raise _unfit(one.id, one.weight)
            if one.source not in self.base or one.target not in targets:
                raise ValueError(f"{one.id} links ends that the framework lacks; add them to it")

    def without(self, *ids: str) -> Framework:
        """Return the framework without the given nodes and inferences, and all that hangs on them.

        A linked premise takes the group with it: without it the others do not hold.
        """
        gone = set(ids)
        while True:
            groups = {joint(one) for one in self.inferences if one.id in gone}
            more = {
                one.id
                for one in self.inferences
                if one.source in gone or one.target in gone or joint(one) in groups
            }
            if more <= gone:
                break
            gone |= more
        return Framework(
            {node: weight for node, weight in self.base.items() if node not in gone},
            tuple(one for one in self.inferences if one.id not in gone),
        )


def joint(inference: Inference) -> tuple[str, str, int]:
    """Return what identifies the argument that an inference is a premise of."""
    return inference.group or f"\0{inference.id}", inference.target, inference.sign


def spoken(inference: Inference) -> tuple[str, str, int]:
    """Return what identifies the arguments of which only the strongest counts."""
    return inference.voice or f"\0{joint(inference)[0]}", inference.target, inference.sign


def _unfit(name: str, weight: float) -> ValueError:
    return ValueError(f"{name} has the weight {weight}; give one from 0 to 1")
