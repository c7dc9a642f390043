"""How one segment of an argument bears on another: supports, rebuts or undercuts.

After Freeman's dialectical model as annotated by Peldszus and Stede (2013): a text is a dialogue
of its proponent with an opponent whom it imagines. Whose voice a segment speaks with is read from
concessions (``although``), objections of others (``some may say``) and turns (``but``). Segments
of one voice support each other; segments of two voices attack. An answer to an objection rebuts
it when it denies what the objection says, and undercuts it when it grants that and denies that
anything follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_TURN: Final = re.compile(
    r"^\W*(?:but|however|yet|nevertheless|nonetheless|in contrast|on the contrary|conversely|"
    r"still,|on the other hand|even so|that (?:being )?said|having said that|regardless|"
    r"(?:despite|in spite of) (?:this|that|these|all))\b|\b(?:though|however)\W*$",
    re.IGNORECASE,
)
_CONCESSION: Final = re.compile(
    r"^\W*(?:(?:and|so|now|in (?:conclusion|short)|to (?:sum up|conclude)|moreover|besides|"
    r"furthermore|(?:first|second|third|last|final)(?:ly)?)\b[\s,]*)*"
    r"(?:although|though|even (?:though|if|when)|while|whereas|whilst|despite|of course|"
    r"certainly|admittedly|granted|sure,|true,|it (?:is|may be|might be) true|it's true|"
    r"no doubt|to be (?:fair|sure)|"
    r"I (?:do )?(?:acknowledge|admit|understand|realize|realise|agree|know))\b",
    re.IGNORECASE,
)
_VIEWS: Final = (
    r"(?:object|argue|say|think|claim|believe|fear|feel|contend|point out|complain|counter|"
    r"suggest|disagree)\b"
)
_OBJECTION: Final = re.compile(
    r"\b(?:some|many|several|critics|opponents|skeptics|sceptics|proponents|advocates|one|"
    r"others|those|you)(?: of (?:them|us|the \w+))?(?: \w+)?(?: who)? "
    rf"(?:(?:may|might|would|could|will|can|do|also|still|often|even) ){{1,2}}?{_VIEWS}"
    rf"|\b(?:some|critics|opponents|skeptics|sceptics|others) (?:people )?{_VIEWS}"
    r"|\bit (?:can|could|may|might) be (?:argued|said|objected|claimed)\b"
    r"|\b(?:a|one|another|only|possible|main) (?:down ?side|drawback|disadvantage|objection|"
    r"counter-? ?argument)\b|^\W*(?:one|a) problem\b|^\W*not (?:every|all)\b",
    re.IGNORECASE,
)
_CONTINUES: Final = re.compile(
    r"^\W*(?:and|or|because|as|since|so|thus|therefore|thereby|also)\b", re.IGNORECASE
)
_RUNS_ON: Final = re.compile(r"^\W*(?:for|which|that|who|where|by|to)\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:not (?:a )?(?:true|valid|the case|so|correct|accurate)|false|wrong|untrue|absurd|"
    r"nonsense|ridiculous|mistaken|myth|fallac\w+|simply not|argument|ignore[sd]?)\b",
    re.IGNORECASE,
)
_OWN_VIEW: Final = re.compile(
    r"[,;] ?(?:I|we) (?:\w+ ){0,2}(?:believe|think|feel|argue|agree|maintain|hold)\b"
    r"|[,;] ?(?:in|from) my (?:opinion|view|point of view)\b",
    re.IGNORECASE,
)
# What attacks the step from a reason to its conclusion, or the evidence itself.
_INFERENCE: Final = re.compile(
    r"\b(?:does|do|did|doesn't|don't|didn't)(?: not|n't)? (?:necessarily )?"
    r"(?:mean|imply|prove|follow|show|entail|rule out|investigate|control for|account for)\b"
    r"|\b(?:correlation|coincidence|anecdot\w+|one (?:survey|study|source|case))\b"
    r"|\b(?:evidence|proof)\b[^.]{0,60}\b(?:lacking|missing|weak|scarce|limited)\b"
    r"|\bno (?:\w+ )?(?:evidence|proof)\b|\bnot (?:been )?(?:proven|proved|established|tested)\b",
    re.IGNORECASE,
)
_NOT_ONLY: Final = re.compile(r"\bnot (?:only|just|merely)\b", re.IGNORECASE)
_ENDED: Final = re.compile(r"[.!?][\"')\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Stance:
    """Whose voice a segment speaks with: ``opposing`` is not the author's; ``signal`` says why."""

    opposing: bool
    signal: str | None


def stances(segments: Sequence[str]) -> list[Stance]:
    """Return whose voice each segment of an argument speaks with, in text order."""
    found: list[Stance] = []
    for index in range(len(segments)):
        continues = bool(found) and found[-1].opposing
        found.append(_stance(segments, index, continues=continues))
    return found


def _stance(segments: Sequence[str], index: int, *, continues: bool) -> Stance:
    text = segments[index]
    following = segments[index + 1] if index + 1 < len(segments) else ""
    if signal := _conceded(text):
        return Stance(opposing=True, signal=signal)
    ended = bool(index) and bool(_ENDED.search(segments[index - 1]))
    if _TURN.search(text):
        # A new sentence that turns, and is turned against in its turn, is the opponent's.
        away = ended and not continues and bool(_TURN.match(text) and _TURN.match(following))
        return Stance(opposing=away, signal="turn")
    if continues and (_CONTINUES.match(text) or (not ended and _RUNS_ON.match(text))):
        return Stance(opposing=True, signal="continued")
    granted = bool(index) and not _ENDED.search(text) and not _NOT_ONLY.search(text)
    if granted and _TURN.match(following):
        return Stance(opposing=True, signal="turned-against")
    return Stance(opposing=False, signal=None)


def _conceded(text: str) -> str | None:
    if _OWN_VIEW.search(text):
        return None
    if _CONCESSION.search(text):
        return "concession"
    return "objection" if _OBJECTION.search(text) else None


def relation_of(source: int, target: int, context: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return how one segment bears on another that it is known to bear on, and what says so.

    ``source`` and ``target`` are positions in ``context``, the segments of the argument in text
    order. The kind is ``supports``, ``rebuts`` or ``undercuts``; no signals mean that nothing
    speaks against the commonest, support.
    """
    voices = stances(context)
    says, said = voices[source], voices[target]
    signals = tuple(_signals(says, said))
    if says.opposing == said.opposing:
        answers = says.signal == "turn" and source - target == 1
        inference = ("inference",) if _INFERENCE.search(context[source]) else ()
        return ("undercuts", (*signals, *inference)) if answers else ("supports", ())
    if not says.opposing and _INFERENCE.search(context[source]):
        return "undercuts", (*signals, "inference")
    if says.opposing or source < target:
        return "rebuts", signals
    if _DENIES.search(context[source]):
        return "rebuts", (*signals, "denial")
    return "undercuts", signals


def _signals(says: Stance, said: Stance) -> Iterator[str]:
    if says.signal:
        yield says.signal
    if said.signal:
        yield f"answers-{said.signal}"
