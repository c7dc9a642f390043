"""The shape of what is said: what most rests on, what is disputed, well or badly evidenced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, TypeAlias

import networkx as nx

from kg.analysis.dependency.graph import Graph, Link, in_words, label, resting


@dataclass(frozen=True, slots=True)
class Foundation:
    """A node that others rest on: how many directly, and how many in all, by way of others."""

    id: str
    label: str
    direct: int
    total: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A link and its figures; ``words`` spells it out with labels.

    ``asserted``, ``denied`` and ``accepted`` count passages (see :func:`graph`), ``raised``
    those that only suppose or question it. ``origins`` counts the independent origins of those
    that affirm it, 0 where the graph does not know. ``probability`` is that one of these is
    rightly extracted, None where unknown. ``hanging`` counts what rests directly on the end
    that depends.
    """

    link: Link
    words: str
    asserted: int
    denied: int
    raised: int
    accepted: int
    holders: tuple[str, ...]
    disputants: tuple[str, ...]
    origins: int
    probability: float | None
    hanging: int


def most_depended_on(graph: Graph, most: int = 10) -> list[Foundation]:
    """Return the nodes that most others rest on directly.

    Counted over what somebody affirms; several kinds of link between two nodes count once. Of
    equals those come first that most rests on in all.

    Cost: O(n log n + m), and O(n + m) for each node returned: exact totals of all nodes would
    take time quadratic in n, so they only order what the direct ones have chosen.
    """
    plain = resting(graph)
    borne = [(-degree, label(graph, node), node) for node, degree in plain.in_degree() if degree]
    found = [
        Foundation(node, name, -degree, len(nx.ancestors(plain, node)))
        for degree, name, node in nsmallest(most, borne)
    ]
    return sorted(found, key=lambda one: (-one.direct, -one.total, one.label, one.id))


def most_contested(graph: Graph, most: int | None = None) -> list[Ranked]:
    """Return the links that some affirm and others deny, in O(m log m).

    First those with most voices on the side that has fewer, then those with most passages
    there, then with most passages in all.
    """

    def order(one: Ranked) -> tuple[float, ...]:
        fewer = min(len(one.holders), len(one.disputants))
        return -fewer, -min(one.asserted, one.denied), -one.asserted - one.denied

    return _ranked(graph, lambda one: one.asserted > 0 < one.denied, order, most)


def best_evidenced(graph: Graph, most: int | None = None) -> list[Ranked]:
    """Return the links that somebody affirms, those of most independent origins first.

    Then those with the highest probability, unknown ones last, in O(m log m). Who denies a
    link takes nothing away; see :func:`most_contested`.
    """
    return _ranked(
        graph, lambda one: one.asserted > 0, lambda one: (-one.origins, -_known(one)), most
    )


def unsupported(graph: Graph, most: int | None = None) -> list[Ranked]:
    """Return the links that nobody affirms, those that most passages speak of first.

    They are denied, or only supposed or questioned. Cost: O(m log m).
    """
    return _ranked(
        graph, lambda one: not one.asserted, lambda one: (-one.denied - one.raised,), most
    )


def single_origin(graph: Graph, most: int | None = None) -> list[Ranked]:
    """Return the links whose affirming passages all have one origin, however many they are.

    First those on whose dependent end most rests, then the least probable, in O(m log m).
    Links of unknown origin are left out.
    """
    return _ranked(
        graph,
        lambda one: one.asserted > 0 and one.origins == 1,
        lambda one: (-one.hanging, _known(one)),
        most,
    )


_Order: TypeAlias = Callable[[Ranked], tuple[float, ...]]


def _ranked(
    graph: Graph, wanted: Callable[[Ranked], bool], order: _Order, most: int | None
) -> list[Ranked]:
    found = [one for one in _figures(graph) if wanted(one)]

    def key(one: Ranked) -> tuple[tuple[float, ...], str, Link]:
        return order(one), one.words, one.link

    return sorted(found, key=key) if most is None else nsmallest(most, found, key=key)


def _figures(graph: Graph) -> Iterator[Ranked]:
    """Yield the links between different nodes with their figures."""
    hanging = dict(resting(graph).in_degree())
    for start, end, kind, data in graph.edges(keys=True, data=True):
        if start != end:
            yield _figure(graph, (start, end, kind), data, hanging[start])


def _figure(graph: Graph, link: Link, data: Mapping[str, Any], hanging: int) -> Ranked:
    return Ranked(
        link=link,
        words=in_words(graph, link),
        asserted=data.get("asserted", 1),
        denied=data.get("denied", 0),
        raised=data.get("raised", 0),
        accepted=data.get("accepted", 0),
        holders=data.get("holders", ()),
        disputants=data.get("disputants", ()),
        origins=len(data.get("origins", ())),
        probability=data.get("probability"),
        hanging=hanging,
    )


def _known(one: Ranked) -> float:
    return -1.0 if one.probability is None else one.probability
