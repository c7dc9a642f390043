"""What is within a few links of something: the part of an argument that fits on a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.ids import kind_of
from kg.model import Relation
from kg.views import Tie
from kg.vocab import RELATION_KINDS

Reading = Callable[[Collection[str]], Iterable[Tie]]
"""Returns the ties with an end among some ids; see :meth:`kg.store.linked.Linked.ties`."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What was reached, ring by ring: first the focus, then what is one link away, and so on.

    Within a ring what has most links with the rings before comes first. ``ties`` are those
    among what was reached, one for all records that say the same. ``left_out`` counts what was
    also within reach and had no room; at least, where not ``counted``.
    """

    rings: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...]
    left_out: int = 0
    counted: bool = True

    @property
    def focus(self) -> str:
        """What the walk started from."""
        return self.rings[0][0]

    @property
    def members(self) -> list[str]:
        """All that was reached, nearest first."""
        return [one for ring in self.rings for one in ring]


def walk(
    focus: str, hops: int, most: int, read: Reading, read_first: Reading | None = None
) -> Neighbourhood:
    """Return what is within ``hops`` links of ``focus``, at most ``most`` things with it.

    A tie about a tie leads to both ends of that one, and from these back. ``read_first`` reads
    the ties of the focus, where other kinds count there than further out. What a wider or a
    larger neighbourhood adds comes after what a smaller one has, in the same order.

    Cost: one reading a ring, of what is in it.
    """
    rings: list[tuple[str, ...]] = [(focus,)]
    known = {focus}
    ties: dict[str, Tie] = {}
    left_out, counted = 0, True
    for hop in range(hops + 1):
        reading = (read_first or read) if hop == 0 else read
        ties |= {tie.id: tie for tie in reading(rings[-1])}
        if hop == hops or left_out:
            break
        reached = _reached(ties, known)
        ring = tuple(reached[: most - len(known)])
        left_out, counted = len(reached) - len(ring), hop + 1 == hops
        if not ring:
            break
        rings.append(ring)
        known |= set(ring)
    return Neighbourhood(
        tuple(rings), tuple(_alike(_among(ties, known))), left_out, counted or not left_out
    )


def _reached(ties: Mapping[str, Tie], known: Collection[str]) -> list[str]:
    """Return what ties lead to and is not known, what is tied to most first."""
    weight: Counter[str] = Counter()
    for tie in ties.values():
        weight.update(dict.fromkeys((tie.source_id, tie.target_id), 1 + tie.accepted))
    new = [one for one in weight if kind_of(one) != Relation.KIND and one not in known]
    return sorted(new, key=lambda one: (-weight[one], one))


def _among(ties: Mapping[str, Tie], known: Collection[str]) -> Iterator[Tie]:
    """Yield the ties that join what is known; those about ties where these do."""
    kept: dict[str, bool] = {}

    def joins(tie: Tie) -> bool:
        if tie.id not in kept:
            kept[tie.id] = False  # a tie that is, over others, about itself joins nothing
            about = ties.get(tie.target_id)
            joined = tie.target_id in known if about is None else joins(about)
            kept[tie.id] = joined and tie.source_id in known
        return kept[tie.id]

    yield from (tie for _, tie in sorted(ties.items()) if joins(tie))


def _alike(ties: Iterable[Tie]) -> Iterator[Tie]:
    """Yield one tie for all of a kind between the same ends, also where these are ties.

    What joins a claim to one that says the same joins nothing.
    """
    left = list(ties)
    stands_for: dict[str, str] = {}
    by_id = {tie.id: tie for tie in left}

    def depth(tie: Tie) -> int:
        about = by_id.get(tie.target_id)
        return 0 if about is None else 1 + depth(about)

    together: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in sorted(left, key=lambda tie: (depth(tie), tie.id)):
        ends = tie.source_id, stands_for.get(tie.target_id, tie.target_id)
        kind = RELATION_KINDS.get(tie.kind)
        lost = tie.target_id in by_id and tie.target_id not in stands_for
        if lost or ends[0] == ends[1]:
            continue
        same = together[(tie.kind, *(sorted(ends) if kind and kind.symmetric else ends))]
        same.append(replace(tie, source_id=ends[0], target_id=ends[1]))
        stands_for[tie.id] = same[0].id
    for same in together.values():
        yield replace(
            same[0],
            accepted=any(tie.accepted for tie in same),
            denied=all(tie.denied for tie in same),
            alike=tuple(tie.id for tie in same),
        )
