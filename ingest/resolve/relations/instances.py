"""Signal: what happened in a particular case, and what is said of all such cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.resolve.relations.pair import Pair, Side
from ingest.resolve.relations.proposal import Proposal, narrower

_LIKE: Final = 0.4
_SHARED: Final = 2
_PARTICULARS: Final = re.compile(r"\d|(?<=[a-z,;] )[A-Z]\w|\b(?:was|were|had|has|have|\w+ed)\b")


def may_be_instance(pair: Pair) -> bool:
    """Whether two wordings are worth reading: of one matter, one of them with particulars."""
    return (
        pair.cosine >= _LIKE
        and len(pair.shared) >= _SHARED
        and any(_PARTICULARS.search(end.wording) for end in (pair.one, pair.other))
    )


def instance(pair: Pair) -> Iterator[Proposal]:
    """Propose that a particular case is a reason for the general statement.

    Not where one says the opposite of the other, or of other numbers, or ascribes a view.
    """
    between = pair.difference
    if between is None or between.instance is Side.SAME or not may_be_instance(pair):
        return
    if between.opposite or between.norm or between.swapped or pair.ascriptions != ("", ""):
        return
    found = narrower("supports", pair, between.instance, "instance")
    if found.source.is_put_forward:
        yield found
