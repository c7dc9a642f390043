"""What a map shows: boxes with their places and lines between them, whatever draws them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.analysis.neighbourhood import Neighbourhood, Reading, walk
from kg.database import Database
from kg.errors import NotFoundError
from kg.ids import kind_of
from kg.model import Claim, Concept, Document, Evidence, Question, Relation
from kg.ui.graphs.strokes import SIDES
from kg.ui.maps.placing import SPRUNG, Place, places
from kg.ui.markup import shorten, visible, wrapped
from kg.views import ANSWERS, NAMES, STATES, Tie

KINDS: Final = {
    Claim.KIND: "claim",
    Evidence.KIND: "evidence",
    Document.KIND: "source",
    Concept.KIND: "concept",
    Question.KIND: "question",
    Relation.KIND: "disputed link",
}
"""What the boxes of a map are called, by the kind of record."""
LINE: Final = 22
LINES: Final = 3
_BEND: Final = 0.14


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw around ``focus``: how far, which sides of links, which kinds of boxes.

    ``focus`` is an id or a unique beginning of one. Claims are always among the boxes;
    ``sides`` are names of :data:`kg.ui.graphs.strokes.SIDES`.
    """

    focus: str
    hops: int = 2
    sides: frozenset[str] = frozenset(SIDES)
    evidence: bool = True
    sources: bool = False
    concepts: bool = False
    accepted: bool = False
    most: int = 150


@dataclass(frozen=True, slots=True)
class Box:
    """A box or, further off, a dot. ``name`` is all that it says, ``label`` what fits into it."""

    id: str
    name: str
    label: str
    place: Place
    hop: int
    is_dot: bool = False

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return kind_of(self.id)


@dataclass(frozen=True)
class Mapped:
    """A map; ``ties`` are its lines. See :class:`kg.analysis.neighbourhood.Neighbourhood`.

    A link that others are about is a box too, halfway between its ends.
    """

    focus: str
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    left_out: int = 0
    counted: bool = True

    def box(self, identifier: str) -> Box | None:
        """Return the box of an id, if it is drawn."""
        return self._boxes.get(identifier)

    def tie(self, identifier: str) -> Tie | None:
        """Return the line that stands for a record, if it is drawn."""
        return self._ties.get(identifier)

    @cached_property
    def _boxes(self) -> Mapping[str, Box]:
        return {one.id: one for one in self.boxes}

    @cached_property
    def _ties(self) -> Mapping[str, Tie]:
        return {identifier: one for one in self.ties for identifier in one.alike}

    def halves(self, tie: Tie) -> list[tuple[str, str, str]]:
        """Return a name and the two ends of each piece of a line: two where it is disputed."""
        if self.box(tie.id) is None:
            return [("", tie.source_id, tie.target_id)]
        return [("-", tie.source_id, tie.id), ("", tie.id, tie.target_id)]

    @cached_property
    def bends(self) -> dict[str, float]:
        """How far lines that join the same two boxes bend, as a share of their length, by id."""
        together: dict[frozenset[str], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            if self.box(tie.id) is None:
                together[frozenset((tie.source_id, tie.target_id))].append(tie)
        return {
            tie.id: _BEND * sum(one.source_id == tie.source_id for one in same[: rank + 1])
            for same in together.values()
            if len(same) > 1
            for rank, tie in enumerate(same)
        }


def mapped(found: Database, wanted: Wanted) -> Mapped:
    """Return the map around something.

    Raises:
        NotFoundError: if nothing that a map shows has that id.
    """
    with found.store.one_state():
        around = neighbourhood(found, wanted)
        names = found.store.called(around.members)
    ends = {tie.id: tie for tie in around.ties}
    place = places(around.rings, [_joined(tie, ends) for tie in around.ties])
    boxes = [
        Box(one, names[one], label(names[one]), place[one], hop, rank >= SPRUNG)
        for rank, (hop, one) in enumerate(
            (hop, one) for hop, ring in enumerate(around.rings) for one in ring
        )
    ]
    disputed = sorted({tie.target_id for tie in around.ties if tie.target_id in ends})
    place |= _halfway(disputed, ends, place)
    boxes += [Box(one, "a disputed link", "", place[one], 0, is_dot=True) for one in disputed]
    return Mapped(around.focus, tuple(boxes), around.ties, around.left_out, around.counted)


def neighbourhood(found: Database, wanted: Wanted) -> Neighbourhood:
    """Return what is within reach of the focus; claims that say the same are one.

    What a text puts forward, what names a concept and what answers a question always counts
    next to the focus.
    """
    focus = found.get(wanted.focus).id
    if kind_of(focus) not in KINDS or kind_of(focus) == Relation.KIND:
        raise NotFoundError(f"{focus} has no place on a map; choose a claim, concept or source")
    if kind_of(focus) == Claim.KIND:
        focus = found.store.stands_for(focus)
    kinds = {kind for side in wanted.sides for kind in SIDES[side]}
    kinds |= {STATES} if wanted.sources else set()
    kinds |= {NAMES} if wanted.concepts else set()

    def reading(kinds: Collection[str]) -> Reading:
        def read(ids: Collection[str]) -> list[Tie]:
            ties = found.store.ties(ids, kinds, accepted=wanted.accepted)
            return [tie for tie in ties if wanted.evidence or not _from_evidence(tie)]

        return read

    beside = _BESIDE.get(kind_of(focus), frozenset())
    return walk(focus, wanted.hops, wanted.most, reading(kinds), reading(kinds | beside))


_BESIDE: Final[Mapping[str, frozenset[str]]] = {
    Document.KIND: frozenset({STATES}),
    Concept.KIND: frozenset({NAMES}),
    Question.KIND: frozenset(ANSWERS.values()),
}


def _from_evidence(tie: Tie) -> bool:
    return kind_of(tie.source_id) == Evidence.KIND


def _joined(tie: Tie, ends: Mapping[str, Tie]) -> tuple[str, str]:
    """Return what a tie joins in the end: of one about a tie, what that one is for or against."""
    target = tie.target_id
    while target in ends:
        target = ends[target].target_id
    return tie.source_id, target


def _halfway(
    disputed: list[str], ends: Mapping[str, Tie], place: Mapping[str, Place]
) -> dict[str, Place]:
    found: dict[str, Place] = {}

    def of(one: str) -> Place:
        if one in place:
            return place[one]
        if one not in found:
            (x, y), (to_x, to_y) = place[ends[one].source_id], of(ends[one].target_id)
            found[one] = ((x + to_x) / 2, (y + to_y) / 2)
        return found[one]

    return {one: of(one) for one in disputed}


def label(name: str) -> str:
    """Return as much of a name as fits into a box."""
    lines = wrapped(shorten(visible(name), LINE * LINES * 2), LINE)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LINE - 1].rstrip()}…"]
    return "\n".join(lines)
