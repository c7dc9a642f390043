"""Links and chains as they are printed, with their passages, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from kg.analysis.dependency import Graph, Link, Path, state
from kg.analysis.dependency.graph import in_words
from kg.analysis.dependency.wording import links_of, vouched, written
from kg.cli.output import say
from kg.views import DependencyEvidence
from kg.vocab import MODE_WORDS, Mode, Status
from kg.wording import counted

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
