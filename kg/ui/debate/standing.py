"""Where a claim stands and what would change that, in words with links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.analysis.standing.explanation import Change, Line
from kg.analysis.standing.labelling import Label
from kg.debate import LABEL_WORDS, Standing
from kg.export.telling import STRENGTH, called
from kg.ui import parts, theme
from kg.ui.markup import Child, Html, element, link
from kg.wording import counted, degree

_TOO_MUCH: Final = (
    "What would change it was not looked for: so much bears on this claim, directly or through "
    "other claims, that a page cannot wait for it. The command kg standing "
    "--thorough looks, for minutes."
)
_BECOMES: Final = {
    "above": "Its strength would rise above one half",
    "below": "Its strength would fall below one half",
    "even": "Its strength would come to one half",
    Label.STANDS: "It would stand",
    Label.FALLS: "It would fall",
    Label.UNDECIDED: "It would be undecided",
}


def verdict(found: Standing) -> Html:
    """Return where a claim stands, at a glance."""
    strength = f"{found.strength:.2f}"
    origins = counted(len(found.support), "independent origin")
    bar = element("span", class_="kg-pro-fill", style=f"width: {found.strength:.0%}")
    return element(
        "div",
        element(
            "p",
            element(
                "strong",
                f"{theme.LABEL_SIGNS[found.label]} {LABEL_WORDS[found.label].capitalize()}",
            ),
            f" · {degree(found.strength)}, {strength} of 1",
            class_="kg-verdict",
        ),
        element("div", bar, class_="kg-meter", role="img", aria_label=f"Strength {strength} of 1"),
        element("p", f"Put forward by {origins}. {_because(found)}"),
        parts.folded("What these words mean", element("p", STRENGTH)),
        class_="kg-standing",
    )


def _because(found: Standing) -> str:
    """Say in one sentence what decides the label."""
    if found.label is Label.FALLS:
        return "It falls because something that speaks against it stands."
    if found.label is Label.UNDECIDED:
        return "What speaks against it is itself disputed, so neither side has it."
    if found.attack is None and found.searched:
        return "Nothing that counts speaks against it."
    return "What speaks against it does not defeat it."


def reasons(found: Standing) -> list[Html]:
    """Return why supporters count as one."""
    return [
        element(
            "p",
            f"Counted once: {counted(len(origin.members), 'passage')}, {reason.words}.",
            class_="kg-quiet",
        )
        for origin in found.support
        for reason in origin.reasons
    ]


def changes(found: Standing) -> Html:
    """Return what would change where a claim stands, and what weighs most on either side."""
    if not found.searched:
        return element("p", _TOO_MUCH)
    items = [*_turned(found, [found.relabels, found.flips]), *_weighing(found)]
    nothing = "Nothing was found that would change it if it were taken away."
    if found.relabels is None and found.flips is None:
        items.insert(0, element("li", nothing))
    return element("ul", items)


def _turned(found: Standing, turns: Iterable[Change | None]) -> Iterable[Html]:
    for change in turns:
        if change is not None:
            without = "this" if len(change.dropped) == 1 else "these together"
            words = f"{_BECOMES[change.after]} without {without}: "
            yield element("li", words, _named(found, change.dropped))


def _weighing(found: Standing) -> Iterable[Html]:
    lines: tuple[tuple[str, Line | None], ...] = (
        ("against", found.attack),
        ("for", found.defence),
    )
    for side, line in lines:
        if line is not None:
            moved = abs(line.effect)
            by = f"{moved:.2f}" if moved >= 0.005 else "less than 0.01"
            words = f"Weighs most {side} it, by {by}: "
            yield element("li", words, _named(found, line.inferences))


def _named(found: Standing, ids: Sequence[str]) -> list[Child]:
    pieces: list[Child] = []
    for number, one in enumerate(ids):
        place = found.places.get(one, found.claim.id)
        name = called(one, found)
        own = place == found.claim.id
        pieces += ["; " if number else "", name if own else link(name, "claim", claim=place)]
    return pieces
