"""What the lines and boxes of a map mean: on the page, and in the pictures of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kg.model import Relation
from kg.ui.graphs import strokes
from kg.ui.graphs.strokes import Stroke
from kg.ui.maps.mapped import KINDS, Mapped

_WIDTHS: Final = "thick line: accepted by a person; thin: proposed by the program"
_DOTS: Final = "small shape: the same, further away"


@dataclass(frozen=True, slots=True)
class Key:
    """What a line (``look``) or a box (``kind``) means; with neither it is a sentence."""

    words: str
    look: Stroke | None = None
    kind: str | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as the drawing in the browser reads it."""
        line = {"colour": self.look.colour, "dash": self.look.dash} if self.look else {}
        return {"words": self.words, "kind": self.kind, **line}


def keys(drawn: Mapped) -> list[Key]:
    """Return what the lines and boxes of a map mean: those that it has."""
    lines = [Key(words, look) for look, words in strokes.legend(tie.kind for tie in drawn.ties)]
    kinds = {one.kind for one in drawn.boxes}
    boxes = [Key(words, kind=kind) for kind, words in KINDS.items() if kind in kinds]
    dots = any(one.is_dot and one.kind != Relation.KIND for one in drawn.boxes)
    return [*lines, *boxes, *([Key(_DOTS)] if dots else []), *([Key(_WIDTHS)] if lines else [])]
