"""What a dependency frame is, and how a row of the table is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from ingest.language.cues import words


@dataclass(frozen=True, slots=True)
class Frame:
    """One row.

    Attributes:
        id: names the rule in every record that it makes; never reused for another meaning.
        kind: a kind of dependency.
        pos: part of speech of the trigger: ``VERB``, ``NOUN`` or ``ADJ``.
        lemmas: what evokes the frame; empty for any word of that part of speech.
        source: path to the source, alternatives after ``|``.
        target: path to the target.
        where: paths that must lead to one of these lemmas.
        lacking: a path that must lead nowhere.
        barring: paths that must lead to none of these lemmas.
        negated: the frame holds only under negation, which it uses up (``cannot A without B``).
        positive: the frame does not hold under negation.
        passive: the frame holds only for passives.
        strict: at least one end must be a name or a recurring term.
        proper: the end that must be a name, if any: ``source`` or ``target``.
        unless: lemmas that the source must not have.
        figurative: lemmas that the target must not have (``built on sand``).
        both: the dependency runs in both directions.
        denies: the frame says that there is no such dependency (``A can do without B``).
    """

    id: str
    kind: str
    pos: str
    lemmas: frozenset[str]
    source: str
    target: str
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    lacking: str = ""
    barring: tuple[tuple[str, frozenset[str]], ...] = ()
    negated: bool = False
    positive: bool = False
    passive: bool = False
    strict: bool = False
    proper: Literal["", "source", "target"] = ""
    unless: frozenset[str] = frozenset()
    figurative: frozenset[str] = frozenset()
    both: bool = False
    denies: bool = False


def verb(name: str, kind: str, lemmas: str, source: str, target: str, **more: Any) -> Frame:
    """Return a frame that a verb evokes; ``lemmas`` are written as one line of text."""
    return Frame(name, kind, "VERB", words(lemmas), source, target, **more)


def noun(name: str, kind: str, lemmas: str, source: str, target: str, **more: Any) -> Frame:
    """Return a frame that a noun evokes."""
    return Frame(name, kind, "NOUN", words(lemmas), source, target, **more)


def adjective(name: str, kind: str, lemmas: str, source: str, target: str, **more: Any) -> Frame:
    """Return a frame that an adjective evokes."""
    return Frame(name, kind, "ADJ", words(lemmas), source, target, **more)


def only(path: str, lemmas: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the condition that a path leads to one of these lemmas."""
    return ((path, words(lemmas)),)


ON: Final = "prep:on|prep:upon"
FOR: Final = "prep:for|prep:of|prep:behind|prep:to"
PURPOSE: Final = "prep:for|purpose/aim|prep:for/aim|prep:to"
MAKING: Final = "purpose/aim|prep:for/aim|prep:of/aim|prep:for"
# With these something is needed.
VITAL: Final = (
    "critical crucial essential fundamental indispensable integral necessary pivotal vital"
)
# Less of these is better.
UNWANTED: Final = words(
    "bias burden complexity consumption cost delay emission error footprint inefficiency latency "
    "loss noise overfitting overhead penalty pollution redundancy risk time uncertainty variance "
    "waste"
)
EMERGENT: Final = "ability behavior behaviour capability phenomenon property skill"
