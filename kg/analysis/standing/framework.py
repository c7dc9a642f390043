"""What standing is computed over: statements with base weights, and inferences between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from typing import Final, Literal
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from kg.analysis.standing.numbered import Flags, Floats, Ints, Rows, distinct, ints

_ID: Final = attrgetter("id")
_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Inference:
    """A reason for (``sign`` 1) or against (-1) its target, as strong by itself as ``weight``.

    ``source`` is a node's id. ``target`` is a node's id or another inference's: a reason
    against an inference is an undercut. Inferences of one ``group`` with the same target and
    sign are linked premises, which hold only together. Reasons of one ``voice`` with the same
    target and sign count as the strongest of them: saying more does not make it more.
    """

    id: str
    source: str
    target: str
    sign: Literal[-1, 1]
    weight: float
    group: str | None = None
    voice: str | None = None


@dataclass(frozen=True)
class Framework:
    """A weighted bipolar argumentation graph whose links can be argued about.

    ``base`` has every node's weight in [0, 1] before anything speaks for or against it.

    Raises:
        ValueError: if a weight is outside [0, 1], an end is unknown, or an id stands twice.
    """

    base: Mapping[str, float]
    inferences: tuple[Inference, ...] = ()

    def __post_init__(self) -> None:
        targets = {*self.base, *map(_ID, self.inferences)}
        if len(targets) != len(self.base) + len(self.inferences):
            raise ValueError("an id stands twice in the framework; give each its own")
        if not _fit(self.base.values()):
            raise _unfit(*next(one for one in self.base.items() if not 0 <= one[1] <= 1))
        if not _fit(one.weight for one in self.inferences):
            bad = next(one for one in self.inferences if not 0 <= one.weight <= 1)
            raise _unfit(bad.id, bad.weight)
        for one in self.inferences:
            if one.source not in self.base or one.target not in targets:
                raise ValueError(f"{one.id} links ends that the framework lacks; add them to it")

    @cached_property
    def numbers(self) -> Numbers:
        """The framework in numbers."""
        return numbers(self)

    def without(self, *ids: str) -> Framework:
        """Return the framework without the given nodes and inferences, and all that hangs on them.

        A linked premise takes the group with it: without it the others do not hold.
        """
        index = self.numbers.index
        gone = self.numbers.hanging(ints(index[name] for name in ids if name in index))
        names = {*self.numbers.named(np.flatnonzero(gone))}
        base = {node: weight for node, weight in self.base.items() if node not in names}
        return self.exchanged(base, names)

    def exchanged(
        self, base: Mapping[str, float], gone: Collection[str], fresh: Iterable[Inference] = ()
    ) -> Framework:
        """Return the framework with other base weights, and ``fresh`` inferences for those gone.

        Its numbers follow from those of this one, if they are known.
        """
        added = list(fresh)
        kept = [one for one in self.inferences if one.id not in gone]
        inferences = tuple(sorted([*kept, *added], key=_ID))
        if "numbers" not in vars(self):
            return Framework(base, inferences)
        after = self._unchecked(base, inferences)
        numbers, came = _renumbered(self.numbers, after, gone, added)
        if not numbers.agree:
            after.__post_init__()
        change = Change(_altered(self, after, self.called(gone), added), came)
        vars(after).update(numbers=numbers, _since=(ref(self), change))
        return after

    def called(self, ids: Iterable[str]) -> list[Inference]:
        """Return the inferences with some ids; what is called otherwise is left out."""
        at, first = self.numbers.index, self.numbers.nodes
        rows = (at[name] - first for name in ids if name in at)
        return [self.numbers.inferences[row] for row in rows if row >= 0]

    def since(self, before: Framework) -> Change:
        """Return how this framework differs from another."""
        known: tuple[ref[Framework], Change] | None = vars(self).get("_since")
        if known is None or known[0]() is not before:
            known = vars(self)["_since"] = ref(before), _change(before, self)
        return known[1]

    def part(self, nodes: Ints, rows: Ints) -> Framework:
        """Return the framework of some nodes, and the inferences that bear on them, by number."""
        names, weights = self.numbers.named(nodes), self.numbers.base[nodes].tolist()
        base = dict(zip(names, weights, strict=True))
        return self._unchecked(base, tuple(self.numbers.at(rows)))

    @classmethod
    def _unchecked(cls, base: Mapping[str, float], inferences: tuple[Inference, ...]) -> Framework:
        made = object.__new__(cls)
        vars(made).update(base=base, inferences=inferences)
        return made


@dataclass(frozen=True, eq=False)
class Numbers:
    """A framework in numbers.

    Statements are its nodes, then its ``inferences``, both in the order of their ids; ``index``
    has their numbers and ``base`` their weights. The other arrays have a row for each inference.
    ``group`` and ``voice`` are the numbers of what these are called, -1 where there is none.
    """

    ids: list[str]
    index: Mapping[str, int]
    inferences: list[Inference]
    base: Floats
    source: Ints
    target: Ints
    sign: Ints
    group: Ints
    voice: Ints
    called: Mapping[str, int]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.ids) - len(self.inferences)

    @property
    def agree(self) -> bool:
        """Whether all ends are there, no id stands twice and weights are within [0, 1]."""
        ends = np.concatenate([self.source, self.target])
        return len(self.index) == len(self.ids) and bool((ends >= 0).all()) and _fit(self.base)

    def named(self, statements: Ints) -> list[str]:
        """Return the ids of statements."""
        found: list[str] = self._ids[statements].tolist()
        return found

    def at(self, rows: Ints) -> list[Inference]:
        """Return the inferences of some rows."""
        found: list[Inference] = self._inferences[rows].tolist()
        return found

    def into(self, statements: Ints) -> Ints:
        """Return the rows of the inferences that bear on statements."""
        return self._by_target.of(statements)

    def out_of(self, statements: Ints) -> Ints:
        """Return the rows of the inferences that start from statements."""
        return self._by_source.of(statements[statements < self.nodes])

    def behind(self, statement: int) -> tuple[Ints, Ints]:
        """Return what a statement depends on, nearest first, itself included, and by which rows."""
        seen = np.zeros(len(self.ids), dtype=bool)
        seen[statement] = True
        found, rows = [ints([statement])], []
        while found[-1].size:
            rows.append(self.into(found[-1]))
            ends = np.column_stack([self.nodes + rows[-1], self.source[rows[-1]]]).ravel()
            found.append(distinct(ends[~seen[ends]]))
            seen[found[-1]] = True
        return np.concatenate(found), np.concatenate(rows)

    def ahead(self, statements: Ints, within: Flags | None = None) -> Flags:
        """Return which statements depend on some, these included, by ways ``within`` others."""
        seen = np.zeros(len(self.ids), dtype=bool)
        fresh = statements
        while fresh.size:
            seen[fresh] = True
            ends = self.target[np.concatenate([self.out_of(fresh), self._as_rows(fresh)])]
            ends = ends[~seen[ends]] if within is None else ends[~seen[ends] & within[ends]]
            fresh = np.unique(ends)
        return seen

    def hanging(self, statements: Ints) -> Flags:
        """Return which statements go when some do: links at them, and those linked with these."""
        gone = np.zeros(len(self.ids), dtype=bool)
        fresh = np.unique(statements)
        while fresh.size:
            gone[fresh] = True
            mates = self._mates(self._as_rows(fresh))
            rows = np.concatenate([self.out_of(fresh), self.into(fresh), mates])
            ends = self.nodes + rows
            fresh = np.unique(ends[~gone[ends]])
        return gone

    @cached_property
    def _ids(self) -> NDArray[np.object_]:
        return np.array(self.ids, dtype=object)

    @cached_property
    def _inferences(self) -> NDArray[np.object_]:
        return np.array(self.inferences, dtype=object)

    @cached_property
    def _by_target(self) -> Rows:
        return Rows(self.target, len(self.ids))

    @cached_property
    def _by_source(self) -> Rows:
        return Rows(self.source, len(self.ids))

    def _as_rows(self, statements: Ints) -> Ints:
        return statements[statements >= self.nodes] - self.nodes

    def _mates(self, rows: Ints) -> Ints:
        """Return the rows of the premises that are linked with some."""
        grouped = rows[self.group[rows] != _NONE]
        mine = {tuple(one) for one in self._arguments(grouped)}
        others = self.into(np.unique(self.target[grouped]))
        return ints(
            row
            for row, one in zip(others.tolist(), self._arguments(others), strict=True)
            if tuple(one) in mine
        )

    def _arguments(self, rows: Ints) -> list[list[int]]:
        columns = self.group[rows], self.target[rows], self.sign[rows]
        found: list[list[int]] = np.column_stack(columns).tolist()
        return found


def joint(inference: Inference) -> tuple[str, str, int]:
    """Return what identifies the argument that an inference is a premise of."""
    return inference.group or f"\0{inference.id}", inference.target, inference.sign


def numbers(framework: Framework) -> Numbers:
    """Return a framework in numbers, the same for any order of its nodes and inferences."""
    inferences = sorted(framework.inferences, key=_ID)
    nodes = sorted(framework.base)
    ids = [*nodes, *map(_ID, inferences)]
    index = dict(zip(ids, range(len(ids)), strict=True))
    called: dict[str, int] = {}
    weights = [*map(framework.base.__getitem__, nodes), *(one.weight for one in inferences)]
    columns = _columns(inferences, index, called)
    return Numbers(ids, index, inferences, np.array(weights, dtype=float), *columns, called)


@dataclass(frozen=True, slots=True)
class Change:
    """How a framework differs from one before.

    ``altered`` are the ids of what is new, altered or gone, and of what the altered and gone bore
    on. ``came`` has the number that each statement had before, 0 where it is new.
    """

    altered: frozenset[str]
    came: Ints

    def reached(self, after: Numbers) -> Flags:
        """Return which statements may have another standing than before."""
        altered = (after.index[name] for name in self.altered if name in after.index)
        return after.ahead(ints(altered))


def _change(before: Framework, after: Framework) -> Change:
    same = {*map(id, before.inferences)} & {*map(id, after.inferences)}
    old = (one for one in before.inferences if id(one) not in same)
    new = (one for one in after.inferences if id(one) not in same)
    came = ints(map(before.numbers.index.get, after.numbers.ids, repeat(0)))
    return Change(_altered(before, after, old, new), came)


def _altered(
    before: Framework, after: Framework, gone: Iterable[Inference], fresh: Iterable[Inference]
) -> frozenset[str]:
    """Return the ids of what is other, where that are nodes or among some inferences."""
    old, new = ({one.id: one for one in those} for those in (gone, fresh))
    moved = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    lost = {old[name].target for name in moved if name in old}
    nodes = {one for one, weight in after.base.items() if before.base.get(one) != weight}
    return frozenset(nodes | moved | lost)


def _columns(
    inferences: Iterable[Inference], index: Mapping[str, int], called: dict[str, int]
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return a column of numbers each of sources, targets, signs, groups and voices."""

    def number(name: str | None) -> int:
        return called.setdefault(name, len(called)) if name else _NONE

    rows = list(inferences)
    return (
        ints(index.get(one.source, _NONE) for one in rows),
        ints(index.get(one.target, _NONE) for one in rows),
        ints(one.sign for one in rows),
        ints(number(one.group) for one in rows),
        ints(number(one.voice) for one in rows),
    )


def _renumbered(
    before: Numbers, after: Framework, gone: Iterable[str], fresh: Collection[Inference]
) -> tuple[Numbers, Ints]:
    """Return the numbers of a framework with other nodes, and ``fresh`` inferences for some.

    With them comes the number that each statement had before, 0 where it is new.
    """
    nodes = [one for one in before.ids[: before.nodes] if one in after.base]
    if len(nodes) < len(after.base):
        nodes = sorted([*nodes, *after.base.keys() - nodes])
    ids = [*nodes, *map(_ID, after.inferences)]
    index = dict(zip(ids, range(len(ids)), strict=True))
    new = ints(sorted(index[one.id] for one in fresh)) - len(nodes)
    lost = ints(before.index[name] for name in gone if name in before.index) - before.nodes
    lost = lost[lost >= 0]
    old = np.delete(np.arange(len(after.inferences)), new)
    rows = np.delete(np.arange(len(before.inferences)), lost)
    moved = np.full(len(before.ids), _NONE)
    moved[: before.nodes] = ints(map(index.get, before.ids[: before.nodes], repeat(_NONE)))
    moved[before.nodes + rows] = len(nodes) + old
    again = (index.get(before.inferences[row].id, _NONE) for row in lost.tolist())
    moved[before.nodes + lost] = ints(again)
    called = dict(before.called)
    kept = (
        moved[before.source[rows]],
        moved[before.target[rows]],
        before.sign[rows],
        before.group[rows],
        before.voice[rows],
    )
    added = _columns((after.inferences[at] for at in new.tolist()), index, called)
    order = np.argsort(np.concatenate([old, new]), kind="stable")
    source, target, sign, group, voice = (
        np.concatenate(both)[order] for both in zip(kept, added, strict=True)
    )
    weights = np.array([after.inferences[at].weight for at in new.tolist()], dtype=float)
    links = np.concatenate([before.base[before.nodes + rows], weights])[order]
    base = np.concatenate([np.array([*map(after.base.__getitem__, nodes)], dtype=float), links])
    there = np.flatnonzero(moved >= 0)
    came = np.zeros(len(ids), dtype=np.int64)
    came[moved[there]] = there
    columns = source, target, sign, group, voice
    return Numbers(ids, index, list(after.inferences), base, *columns, called), came


def _fit(weights: Iterable[float] | Floats) -> bool:
    given = weights if isinstance(weights, np.ndarray) else np.fromiter(weights, dtype=float)
    return bool(((given >= 0) & (given <= 1)).all())


def _unfit(name: str, weight: float) -> ValueError:
    return ValueError(f"{name} has the weight {weight}; give one from 0 to 1")
