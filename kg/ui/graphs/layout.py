"""Where the boxes of a dependency graph stand: a column for each distance from the focus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.ui.graphs.strokes import Stroke

COLUMN_WIDTH: Final = 390
ROW_HEIGHT: Final = 74
ROWS: Final = 14


@dataclass(frozen=True, slots=True)
class Node:
    """A box. ``level`` is its distance from the focus: below 0 what the focus rests on."""

    id: str
    label: str
    level: int
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between boxes: all passages of one kind, with the words to write on it.

    ``look`` is how it is drawn where that does not follow from its kind.
    """

    source: str
    target: str
    kind: str
    words: str
    passages: int
    look: Stroke | None = None


def positions(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, tuple[int, int]]:
    """Return x and y of each node in pixels: a column for each level, long ones folded.

    Within a column nodes stand near what they are linked to one level nearer the focus
    (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981).
    """
    neighbours: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[node.level].append(node)
    placed: dict[str, tuple[int, int]] = {}
    taken = {1: 0, -1: 1}
    for level in sorted(columns, key=abs):
        side = 1 if level >= 0 else -1
        for fold in _folds(_ordered(columns[level], neighbours, placed)):
            column = max(taken[side], min(abs(level), 1))
            placed |= _column(fold, side * column)
            taken[side] = column + 1
    return placed


def height(places: Mapping[str, tuple[int, int]]) -> int:
    """Return how high the drawing is at its natural size, in pixels."""
    rows = [y for _, y in places.values()]
    return max(rows) - min(rows) + 2 * ROW_HEIGHT


def _ordered(
    column: Sequence[Node],
    neighbours: Mapping[str, Sequence[str]],
    placed: Mapping[str, tuple[int, int]],
) -> list[Node]:
    def barycentre(node: Node) -> tuple[float, str]:
        heights = [placed[other][1] for other in neighbours[node.id] if other in placed]
        return (sum(heights) / len(heights) if heights else 0.0, node.label)

    return sorted(column, key=barycentre)


def _folds(column: Sequence[Node]) -> list[Sequence[Node]]:
    return [column[start : start + ROWS] for start in range(0, len(column), ROWS)]


def _column(fold: Sequence[Node], x: int) -> dict[str, tuple[int, int]]:
    top = -(len(fold) - 1) * ROW_HEIGHT // 2
    return {node.id: (x * COLUMN_WIDTH, top + row * ROW_HEIGHT) for row, node in enumerate(fold)}
