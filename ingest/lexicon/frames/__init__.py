"""THE table of dependency frames: which words say that one thing depends on another.

A frame is evoked by a word (its trigger) and names a kind out of ``DEPENDENCY_KINDS`` and
where its two ends stand, as a path of roles from the trigger (see
:mod:`ingest.lexicon.roles`): ``subject`` and ``object`` are logical, so that passives,
participles and relative clauses need no frames of their own. A new frame is one row in the
file of its kind; it stays if it is right on documents other than the one that asked for it.
"""

from __future__ import annotations

from typing import Final

from ingest.lexicon.frames.effects import EFFECTS
from ingest.lexicon.frames.frame import Frame
from ingest.lexicon.frames.needs import NEEDS
from ingest.lexicon.frames.origins import ORIGINS

__all__ = ["FRAMES", "Frame"]

FRAMES: Final[tuple[Frame, ...]] = (*NEEDS, *ORIGINS, *EFFECTS)
