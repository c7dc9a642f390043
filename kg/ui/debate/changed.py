"""What changed since a day, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from kg.analysis.changes import Changes, Gain, Moved
from kg.curation.subjects import shown
from kg.debate import LABEL_WORDS
from kg.ids import kind_of
from kg.model import Claim, Decision
from kg.ui import parts
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import Source
from kg.vocab import Action
from kg.wording import counted

T = TypeVar("T")

MOST: Final = 25
ABOUT: Final = 140
_WORDS: Final = {"relation": "a link", "assertion": "a passage", "evidence": "evidence"}


def told(changes: Changes) -> list[Html | None]:
    """Return all that changed, the most telling first; long lists are cut and say so."""
    return [
        _part("Stand otherwise", changes.moved, _moved),
        _part("Gained a rebuttal or an undercut", changes.rebutted, _gain),
        _part("Gained support", changes.supported, _gain),
        _part("Lost their only evidence", changes.bare, _claim),
        _part("Texts read", changes.documents, _source),
        _part("Decisions", changes.decisions[::-1], _decision),
    ]


def _part(title: str, items: Sequence[T], drawn: Callable[[T], Html]) -> Html | None:
    if not items:
        return None
    more = counted(len(items) - MOST, "more") if len(items) > MOST else None
    return element(
        "section",
        parts.heading(f"{title} ({len(items):,})", level=3),
        element("ul", [element("li", drawn(one)) for one in items[:MOST]], class_="kg-list"),
        element("p", "and ", more, class_="kg-quiet") if more else None,
        class_="kg-changed",
    )


def _claim(claim: Claim) -> Html:
    return link(shorten(claim.wording, parts.WORDING), "claim", claim=claim.id)


def _gain(gain: Gain) -> Html:
    return _because(gain.claim, counted(gain.links, "new link"), gain.because)


def _moved(moved: Moved) -> Html:
    before, after = LABEL_WORDS[moved.before], LABEL_WORDS[moved.after]
    label = after if before == after else f"{before} → {after}"
    strength = f"strength {moved.strength_before:.2f} → {moved.strength_after:.2f}"
    sign = "▲" if moved.strength_after >= moved.strength_before else "▼"
    return _because(moved.claim, f"{sign} {label}, {strength}", moved.because)


def _because(claim: Claim, what: str, texts: Iterable[Source]) -> Html:
    named: list[Child] = [
        [", " if number else "", _source(one)] for number, one in enumerate(texts)
    ]
    why = [" because of ", named] if named else None
    return element("div", _claim(claim), element("p", what, why, class_="kg-quiet"))


def _source(source: Source) -> Html:
    return link(shorten(source.label, 80), "source", source=source.id)


def _decision(decision: Decision) -> Html:
    kind = kind_of(decision.target_id)
    what = [decision.action.value.replace("_", " "), " ", _target(kind, decision.target_id)]
    when = decision.made_at[:16].replace("T", " ")
    reason = f" ({decision.reason.value.replace('_', ' ')})" if decision.reason else None
    note = element("p", decision.note, class_="kg-quiet") if decision.note else None
    about = None
    if decision.subject and decision.action is not Action.UNDO:
        about = element("p", shorten(shown(decision.subject), ABOUT), class_="kg-quiet")
    return element("div", f"{when} ", decision.made_by, ": ", what, reason, about, note)


def _target(kind: str, identifier: str) -> Child:
    words = _WORDS.get(kind, f"a {kind}")
    return link(words, "claim", claim=identifier) if kind == Claim.KIND else words
