"""Links in words: what they say, on whose word, who disputes them, and the passages themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from kg.analysis.dependency import Graph, Link, Path, Requirement, state
from kg.analysis.dependency.graph import in_words, label, verb
from kg.analysis.dependency.reach import by_label
from kg.cli.output import say
from kg.views import DependencyEvidence
from kg.vocab import MODE_WORDS, RELATION_KINDS, Mode, Status
from kg.wording import ratio

T = TypeVar("T")
QUOTES: Final = 3
"""How many passages of one link are printed."""


def few(items: Sequence[T], limit: int, *, indent: int = 2) -> Iterator[T]:
    """Yield the first of many, and then say how many are left."""
    yield from items[:limit]
    left = len(items) - limit
    if left > 0:
        say(more(left), indent=indent)


def more(number: int) -> str:
    """Return that so many more were not printed, and how to see them."""
    return f"… and {number} more: --limit prints more, --json all"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return several words as one list."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def counted(number: int, word: str, several: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {word if number == 1 else several or word + 's'}"


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


def print_link(graph: Graph, link: Link, *, indent: int = 2, quotes: int = QUOTES) -> None:
    """Print a link with how it stands and the first of its passages."""
    data = graph.edges[link]
    say(f"{written(graph, link)} ({vouched(data)})", indent=indent)
    print_quotes(data.get("evidence", ()), indent=indent + 2, most=quotes)


def print_quotes(
    evidence: Sequence[DependencyEvidence], *, indent: int, most: int = QUOTES
) -> None:
    """Print the first passages of each side, each with who says so and where.

    Those that deny come before those that affirm, suppose or question.
    """
    denying = [item for item in evidence if item.dependency.denies]
    other = [item for item in evidence if not item.dependency.denies]
    for item in (*denying[:most], *other[:most]):
        say(_quoted(item), indent=indent)
    left = len(denying[most:]) + len(other[most:])
    if left:
        say(f"… and {counted(left, 'more passage')}", indent=indent)


def _quoted(item: DependencyEvidence) -> str:
    said = item.dependency
    hedge = f", hedged by “{said.hedge}”" if said.hedge else ""
    denied = ", denied" if said.denies and said.mode is not Mode.DENIES else ""
    judged = {Status.ACCEPTED: ", accepted", Status.REJECTED: ", rejected"}.get(said.status, "")
    who = f"{MODE_WORDS[said.mode]} {item.holder.name}{hedge}{denied}{judged}"
    return f"{who}: “{item.quote.passage.exact}” ({item.quote.cited})"


def print_path(graph: Graph, path: Path, *, indent: int = 2) -> None:
    """Print the links of a chain."""
    for link in links_of(path):
        print_link(graph, link, indent=indent, quotes=1)


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


def as_data(graph: Graph, link: Link) -> dict[str, Any]:
    """Return a link for JSON: its ends, its words, how it stands, and every passage."""
    start, end, kind = link
    data = graph.edges[link]
    return {
        "dependent": start,
        "support": end,
        "kind": kind,
        "words": in_words(graph, link),
        "state": state(data).value,
        **{name: data.get(name) for name in _TOLD},
    }


_TOLD: Final = (
    "asserted", "denied", "raised", "accepted", "contested", "probability", "holders",
    "disputants", "sources", "origins", "groups", "evidence",
)  # fmt: skip


def path_data(graph: Graph, path: Path) -> dict[str, Any]:
    """Return a chain for JSON, with all its links."""
    return {
        "words": path.words,
        "strength": path.strength,
        "contested": path.contested,
        "links": [as_data(graph, link) for link in links_of(path)],
    }
