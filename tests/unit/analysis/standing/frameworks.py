"""Frameworks for the tests: short to write, or made by Hypothesis."""

from __future__ import annotations

from itertools import count
from typing import Literal

from hypothesis import strategies as st

from kg.analysis.standing.framework import Framework, Inference

_numbers = count()


def link(
    source: str,
    target: str,
    sign: Literal[-1, 1] = 1,
    weight: float = 1.0,
    group: str | None = None,
    name: str | None = None,
) -> Inference:
    return Inference(name or f"link-{next(_numbers)}", source, target, sign, weight, group)


def framework(base: dict[str, float], *inferences: Inference) -> Framework:
    return Framework(base, inferences)


weights = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1).map(lambda x: round(x, 3)))


@st.composite
def frameworks(
    draw: st.DrawFn,
    signs: tuple[Literal[-1, 1], ...] = (1, -1),
    undercuts: bool = True,
    groups: bool = True,
    voices: bool = True,
    most: int = 8,
) -> Framework:
    """Make any framework of up to five nodes, loops and links of links included."""
    nodes = "abcde"[: draw(st.integers(1, 5))]
    base = {node: draw(weights) for node in nodes}
    inferences: list[Inference] = []
    for at in range(draw(st.integers(0, most))):
        targets = [*nodes, *(one.id for one in inferences if undercuts)]
        group = draw(st.sampled_from([None, None, "g"])) if groups else None
        inferences.append(
            Inference(
                f"i{at}",
                draw(st.sampled_from(nodes)),
                draw(st.sampled_from(targets)),
                draw(st.sampled_from(signs)),
                draw(weights),
                group,
                draw(st.sampled_from([None, None, "u", "v"])) if voices and not group else None,
            )
        )
    return Framework(base, tuple(inferences))
