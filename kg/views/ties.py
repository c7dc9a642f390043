"""Links between things, bare: what a map draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.vocab import Stance

STATES: Final = "states"
"""The kind of the tie from a text to a claim that it puts forward."""
NAMES: Final = "names"
"""The kind of the tie from a claim to a concept that its words name."""
ANSWERS: Final = {Stance.FOR: "answers_yes", Stance.AGAINST: "answers_no"}
"""The kinds of ties from a claim to a question that it answers."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two things, bare, as a map of them needs it.

    ``kind`` is that of a relation or dependency, or :data:`STATES`, :data:`NAMES` or one of
    :data:`ANSWERS`. ``target_id`` may name another tie, which this one is about. ``alike`` are
    the records that say the same of the same two; of them ``accepted`` says that a person
    vouches for one, ``denied`` that all are denials.
    """

    id: str
    kind: str
    source_id: str
    target_id: str
    accepted: bool = False
    denied: bool = False
    alike: tuple[str, ...] = ()
