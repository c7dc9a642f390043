"""Salience: how central a passage is to its document. It is no probability.

The sum of the weights below that apply, cut to [0, 1]. It orders lists; it never decides
whether something is a claim. 0.3 is a plain sentence, 0.6 and more a thesis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.language.cues import BOOSTER
from kg.vocab import BlockKind, Mode

_BASE: Final = 0.3
_THESIS_SECTION: Final = re.compile(
    r"\b(?:tl;?\s?dr|summary|conclusions?|thesis|main thrust|claims?|contributions?|"
    r"key (?:finds?|findings?|points?|takeaways?))\b",
    re.IGNORECASE,
)


# What the last sentences of an abstract add, the last first: there it says what it concludes.
_CLOSING: Final = (0.4, 0.2, 0.1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its block, the headings above it, its place in its block.

    ``closing`` counts the sentences that follow it in an abstract; None elsewhere.
    """

    block: BlockKind
    headings: tuple[str, ...]
    first_in_block: bool
    opening: bool
    closing: int | None = None


def salience(text: str, place: Place, mode: Mode, *, standalone: bool) -> float:
    """Return how central a passage is, in [0, 1].

    Adds for titles (0.4) and headings (0.3), for sections that sum up (0.2), for the
    document's opening paragraph (0.1), for the first sentence of a paragraph (0.1), in an
    abstract for its last sentences (0.4, 0.2, 0.1) in place of these two, and for emphasis
    (0.1 a cue, at most 0.2); takes away 0.1 for views of others and 0.1 for wordings that need
    their context.
    """
    total = _BASE
    total += {BlockKind.TITLE: 0.4, BlockKind.HEADING: 0.3}.get(place.block, 0.0)
    total += 0.2 * any(_THESIS_SECTION.search(heading) for heading in place.headings)
    if place.closing is None:
        total += 0.1 * place.opening + 0.1 * place.first_in_block
    elif place.closing < len(_CLOSING):
        total += _CLOSING[place.closing]
    total += min(0.2, 0.1 * len(BOOSTER.findall(text)))
    total -= 0.1 * (mode in {Mode.REPORTS, Mode.SUPPOSES, Mode.CONCEDES})
    total -= 0.1 * (not standalone)
    return round(min(1.0, max(0.0, total)), 2)
