"""Links and needs in words: what they say, on whose word, and who disputes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.analysis.dependency.graph import Graph, Link, label, verb
from kg.analysis.dependency.justification import Requirement
from kg.analysis.dependency.reach import Path, by_label
from kg.vocab import RELATION_KINDS
from kg.wording import ratio


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return several words as one list."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def called(graph: Graph, node: str) -> str:
    """Return what a node is called within a sentence: a claim in quotation marks."""
    name = label(graph, node)
    return f"“{name}”" if graph.nodes[node].get("kind") == "claim" else name


def labels(graph: Graph, nodes: Iterable[str]) -> list[str]:
    """Return what nodes are called, in that order."""
    return [called(graph, node) for node in by_label(graph, nodes)]


def written(graph: Graph, link: Link) -> str:
    """Return a link in the order in which texts put it, which may be against the edge."""
    start, end, kind = link
    row = RELATION_KINDS[kind]
    source, target = (end, start) if row.dependent == "target" else (start, end)
    return f"{called(graph, source)} {row.label} {called(graph, target)}"


def vouched(data: Mapping[str, Any]) -> str:
    """Return how a link stands: who proposed it, how probable it is, and who disputes it."""
    found = [_made(data)] if data.get("asserted", 1) else []
    origins = len(data.get("origins", ()))
    if origins > 1:
        found.append(f"{origins} independent origins")
    if data.get("denied", 0):
        word = "disputed" if found else "denied"
        found.append(f"{word} by {joined(data.get('disputants') or ['somebody'])}")
    return "; ".join(found) or "only supposed or questioned"


def probable(probability: float | None) -> str:
    """Return a probability in words, which say so where none was measured."""
    return (
        "probability not measured" if probability is None else f"probability {ratio(probability)}"
    )


def _made(data: Mapping[str, Any]) -> str:
    if data.get("accepted", 0):
        return "accepted by a person"
    return f"proposed by the program, {probable(data.get('probability'))}"


def links_of(path: Path) -> list[Link]:
    """Return the links of a chain, those of each step by kind."""
    return [(step.dependent, step.support, kind) for step in path.steps for kind in step.kinds]


def links_between(graph: Graph, start: str, end: str) -> list[Link]:
    """Return the links by which one node rests on another by some account."""
    return [
        (start, end, kind)
        for kind in kinds_between(graph, start, end)
        if RELATION_KINDS[kind].dependent and graph.edges[start, end, kind].get("asserted", 1)
    ]


def kinds_between(graph: Graph, start: str, end: str) -> list[str]:
    """Return the kinds of all links from one node to another, sorted."""
    return sorted(graph[start][end]) if graph.has_edge(start, end) else []


def needed(graph: Graph, node: str, requirement: Requirement) -> str:
    """Return what a node needs: ``requires A or B``, ``is enabled by C``."""
    verbs: dict[str, list[str]] = {}
    for member in by_label(graph, requirement.members):
        if member not in requirement.substitutes:
            verbs.setdefault(_verbs(graph, node, member, requirement), []).append(member)
    words = [f"{put} {joined(labels(graph, some), 'or')}" for put, some in verbs.items()]
    return joined(words, "or")


def needs_in(graph: Graph, node: str, member: str, requirement: Requirement) -> list[Link]:
    """Return the links by which a member belongs to a requirement.

    Of a substitute these are the links to what it replaces, and that it can.
    """
    if member in requirement.substitutes:
        return [
            link
            for other in requirement.members
            if other not in requirement.substitutes and graph.has_edge(member, other, "substitutes")
            for link in (
                *needs_in(graph, node, other, requirement),
                (member, other, "substitutes"),
            )
        ]
    return [
        link
        for link in links_between(graph, node, member)
        if RELATION_KINDS[link[2]].condition == requirement.condition
    ]


def _verbs(graph: Graph, node: str, member: str, requirement: Requirement) -> str:
    kinds = [kind for _, _, kind in needs_in(graph, node, member, requirement)]
    return joined([verb(kind) for kind in kinds], "and") or "rests on"
