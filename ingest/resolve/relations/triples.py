"""Signal: one dependency, asserted by one text and denied by another."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.resolve.relations.pair import Pair
from ingest.resolve.relations.paraphrase import ANY, apart, is_near
from ingest.resolve.relations.proposal import Proposal, aside, mutual
from kg.model import Dependency


def triple(dependency: Dependency) -> tuple[str, str, str]:
    """Return what a dependency and its denial have in common."""
    return dependency.source_id, dependency.kind, dependency.target_id


def deny(pair: Pair) -> Iterator[Proposal]:
    """Propose a conflict over a triple of opposite polarities.

    Where the wordings are near enough to be compared word by word, they must turn against each
    other too; other scopes, dates or measures make it no conflict.
    """
    kinds = {
        mine.kind
        for mine in pair.one.dependencies
        for theirs in pair.other.dependencies
        if triple(mine) == triple(theirs) and mine.polarity is not theirs.polarity
    }
    between = pair.difference if is_near(pair) else None
    if between is not None and not between.opposite:
        return
    differs = apart(between, ANY) if between is not None else ""
    for kind in sorted(kinds):
        signal = f"opposite-polarity:{kind}"
        if differs:
            yield aside(differs, pair, signal)
        else:
            yield from mutual("rebuts", pair, signal)
