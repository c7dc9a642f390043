"""How the kinds of links on a map look: colour, dashes and a sign, none of them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.views import ANSWERS, NAMES, STATES
from kg.vocab import DEPENDENCY_KINDS, RELATION_KINDS, Stance

ATTACK: Final = "attack"
SUPPORT: Final = "support"
NEUTRAL: Final = "neutral"
ALIKE: Final = "alike"
DEPENDENCY: Final = "dependency"

SIDES: Final[Mapping[str, frozenset[str]]] = {
    SUPPORT: frozenset({"supports"}),
    ATTACK: frozenset({"rebuts", "undercuts"}),
    NEUTRAL: frozenset(
        name
        for name, kind in RELATION_KINDS.items()
        if kind.family == "argument" and not kind.sign and name != "related"
    ),
    ALIKE: frozenset({"related"}),
    DEPENDENCY: frozenset(DEPENDENCY_KINDS),
}
"""The kinds of links that are chosen together, by what they are called."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: ``words`` read from its source to its target, ``dash`` is pixels on and off."""

    words: str
    sign: str
    colour: str
    dash: tuple[int, ...] = ()
    directed: bool = True


_SIGNED: Final = {1: ("▲", ()), -1: ("▼", (10, 6)), 0: ("◆", (2, 5))}
_DEPENDS: Final = ("▶", "#9467BD", (12, 4, 2, 4))
"""Neither for nor against anything; 4:1 on white and on black."""


def stroke(kind: str) -> Stroke:
    """Return how a kind of tie looks; see :class:`kg.views.Tie` for the kinds."""
    if kind in _OTHERS:
        return _OTHERS[kind]
    row = RELATION_KINDS[kind]
    if row.family == "dependency":
        sign, colour, dash = _DEPENDS
        return Stroke(row.label, sign, colour, dash)
    sign, signed = _SIGNED[row.sign]
    shown = "✂" if kind == "undercuts" else sign
    return Stroke(row.label, shown, row.colour, signed, not row.symmetric)


def legend(kinds: Iterable[str]) -> list[tuple[Stroke, str]]:
    """Return each look that some kinds have, with its sign and what it stands for in words."""
    alike: dict[tuple[str, str, tuple[int, ...]], dict[Stroke, None]] = {}
    for kind in sorted(set(kinds), key=list(KINDS).index):
        look = stroke(kind)
        alike.setdefault((look.sign, look.colour, look.dash), {})[look] = None
    return [
        (next(iter(looks)), f"{sign} {', '.join(look.words for look in looks)}")
        for (sign, *_), looks in alike.items()
    ]


_FOR, _AGAINST, _ASIDE = (RELATION_KINDS[one].colour for one in ("supports", "rebuts", "related"))
_OTHERS: Final = {
    ANSWERS[Stance.FOR]: Stroke("answers yes to", "▲", _FOR),
    ANSWERS[Stance.AGAINST]: Stroke("answers no to", "▼", _AGAINST, (10, 6)),
    STATES: Stroke("puts forward", "“", _ASIDE, (1, 4)),
    NAMES: Stroke("speaks of", "·", _ASIDE, (1, 8)),
}
KINDS: Final = (*RELATION_KINDS, *_OTHERS)
"""Every kind that a line may have, in the order of the legend."""
