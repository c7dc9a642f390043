"""Questions, and what is found beside claims by a search."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Claim, Concept, Question
from kg.views.claims import ClaimRow
from kg.views.sources import Source
from kg.vocab import Stance


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, its positions, and how many claims speak for each answer.

    ``supports`` and ``rebuts`` count the claims that speak for yes and for no: those that a
    text with that position asserts in its own voice, and those that lead there through
    relations (see :func:`kg.analysis.argument.reach`). ``mixed`` counts claims that do both,
    ``unassessed`` those that do neither, such as views that a text only reports.
    """

    question: Question
    positions: tuple[tuple[Stance, Claim, Source | None], ...]
    supports: int
    rebuts: int
    mixed: int
    unassessed: int
    most_contested: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What is called by some words: a few of each kind, those with the shortest names first."""

    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    concepts: tuple[Concept, ...] = ()
