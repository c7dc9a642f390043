"""Why a claim stands where it does, and what would change it.

The effect of an argument on a claim is the claim's strength minus what it would be without that
argument, everything recomputed (its removal-based contribution; Kampik, Potyka, Yin, Čyras and
Toni 2024, Contribution functions for quantitative bipolar argumentation graphs, Int. J. Approx.
Reasoning 173).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, islice
from typing import Final, Literal, TypeAlias

from kg.analysis.standing.framework import Framework, Inference, joint
from kg.analysis.standing.labelling import Label
from kg.analysis.standing.removal import Removals

TRIALS: Final = 200
"""How many sets of things to drop are tried before the search turns greedy."""

_WORK: Final = 20_000
_SLIGHT: Final = 1e-6
# Effects that are alike so far are the same: what is beyond is where the solving stopped.
_DIGITS: Final = 6

Standing: TypeAlias = Literal["above", "even", "below"] | Label
Measure: TypeAlias = Callable[[Removals, tuple[str, ...]], Standing]
"""How the node of some removals stands without the given things."""
_Argument: TypeAlias = tuple[Inference, ...]


@dataclass(frozen=True, slots=True)
class Premise:
    """One inference of an argument: ``strength`` of it, and ``source_strength``, in [0, 1].

    ``source`` explains the claim that it starts from, None beyond the depth asked for or where
    that claim is explained further up; ``link`` has the arguments about the inference itself.
    """

    inference: Inference
    strength: float
    source_strength: float
    source: Explanation | None
    link: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One argument: what it ``passes`` on, and its ``effect`` on the claim that was asked about.

    ``effect`` is in [-1, 1]: how much lower (negative: higher) that claim were without it;
    None where that was not worked out.
    """

    sign: Literal[-1, 1]
    passes: float
    effect: float | None
    premises: tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A claim's base weight, its strength, and the arguments that make the difference."""

    node: str
    base: float
    strength: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What to drop, with all that hangs on it, for a claim to stand ``after`` and not ``before``.

    ``smallest`` is False where a smaller set was not ruled out.
    """

    dropped: tuple[str, ...]
    before: Standing
    after: Standing
    smallest: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An argument, its effect on the claim asked about, and the claims that it rests on.

    ``rests_on`` are the nodes with a base weight from which its premises draw support.
    """

    inferences: tuple[str, ...]
    effect: float
    rests_on: tuple[str, ...]


def explain(removals: Removals, depth: int = 2, most: int | None = None) -> Explanation:
    """Return what makes the node's strength, ``depth`` arguments deep, strongest effects first.

    Of the arguments on one thing only the ``most`` that pass on most are told, if given. Then
    effects are worked out for fewer of them the more the node depends on, for those on the
    node itself before others.
    """
    return _Explainer(removals, most).explanation(removals.node, depth, set())


def speaks_of(explanation: Explanation) -> set[str]:
    """Return the nodes that an explanation names."""
    return {explanation.node}.union(*map(_named, explanation.contributions))


def words(explanation: Explanation, names: Mapping[str, str]) -> str:
    """Return an explanation as an indented list; ``names`` has what to call nodes."""
    return "\n".join(_lines(explanation, names, 0))


def side_of_half(removals: Removals, dropped: tuple[str, ...] = ()) -> Standing:
    """Return on which side of 0.5 the node's strength is without the given things."""
    value = removals.strengths[removals.node].value
    if dropped:
        value -= removals.effect(*dropped)
    return "even" if abs(value - 0.5) < _SLIGHT else "above" if value > 0.5 else "below"


def label(removals: Removals, dropped: tuple[str, ...] = ()) -> Standing:
    """Return the node's label in the grounded labelling without the given things."""
    return removals.label(*dropped) if dropped else removals.labels[removals.node]


def smallest_change(removals: Removals, measure: Measure = side_of_half) -> Change | None:
    """Return the fewest nodes and inferences to drop for the node to stand otherwise.

    One and two things are tried in all ways, those of greatest effect first, up to ``TRIALS``
    and fewer the more the node depends on; beyond that, things of greatest effect are dropped
    one after the other until the standing changes, and those put back that were not needed.
    None where nothing of this helps.
    """
    before = measure(removals, ())
    trials = _trials(removals.cone)
    things = _by_effect(removals, removals.things[:trials], before)
    sets = chain(combinations(things, 1), combinations(things, 2))
    for chosen in islice(sets, trials):
        after = measure(removals, chosen)
        if after != before:
            surely = len(chosen) == 1 or len(things) == len(removals.things)
            return Change(chosen, before, after, smallest=surely)
    return _greedy(removals, things, measure, before)


def best_attack(removals: Removals) -> Line | None:
    """Return the argument that lowers the node's strength most; None if none lowers it."""
    return _best(removals, -1)


def best_defence(removals: Removals) -> Line | None:
    """Return the argument that raises the node's strength most; None if none raises it."""
    return _best(removals, 1)


def _named(contribution: Contribution) -> set[str]:
    found = {premise.inference.source for premise in contribution.premises}
    for premise in contribution.premises:
        found.update(*map(_named, premise.link))
        if premise.source:
            found |= speaks_of(premise.source)
    return found


def _arguments(inferences: Iterable[Inference]) -> list[_Argument]:
    grouped: dict[tuple[str, str, int], list[Inference]] = defaultdict(list)
    for one in sorted(inferences, key=lambda one: one.id):
        grouped[joint(one)].append(one)
    return [tuple(those) for those in grouped.values()]


def _by_effect(removals: Removals, things: list[str], before: Standing) -> list[str]:
    """Return things so that those come first whose loss moves the node furthest to change it."""
    upwards = before in ("below", Label.FALLS)
    either = before in ("even", Label.UNDECIDED)

    def held(thing: str) -> float:
        effect = round(removals.effect(thing), _DIGITS)
        return abs(effect) if either else -effect if upwards else effect

    return sorted(things, key=held, reverse=True)


class _Explainer:
    def __init__(self, removals: Removals, most: int | None) -> None:
        self._removals, self._found, self._most = removals, removals.strengths, most
        self._effects = None if most is None else _WORK // (1 + len(removals.cone.inferences))

    def explanation(self, node: str, depth: int, above: set[str]) -> Explanation:
        return Explanation(
            node,
            self._removals.cone.base[node],
            self._found[node].value,
            self._contributions(node, depth, above | {node}),
        )

    def _contributions(self, target: str, depth: int, above: set[str]) -> tuple[Contribution, ...]:
        if depth < 1:
            return ()
        arguments = _arguments(self._removals.bearing_on(target))
        if self._most is not None and len(arguments) > self._most:
            arguments = sorted(arguments, key=self._passes, reverse=True)[: self._most]
        effects = [self._effect(argument) for argument in arguments]
        found = [
            self._contribution(argument, effect, depth, above)
            for argument, effect in zip(arguments, effects, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: -abs(round(one.effect or 0.0, _DIGITS))))

    def _effect(self, argument: _Argument) -> float | None:
        if self._effects is not None:
            if self._effects < 1:
                return None
            self._effects -= 1
        return self._removals.effect(argument[0].id)

    def _passes(self, argument: _Argument) -> float:
        found = self._found
        return min(found[one.id].value * found[one.source].value for one in argument)

    def _contribution(
        self, argument: _Argument, effect: float | None, depth: int, above: set[str]
    ) -> Contribution:
        premises = tuple(self._premise(one, depth, above) for one in argument)
        return Contribution(
            argument[0].sign,
            min(one.strength * one.source_strength for one in premises),
            effect,
            premises,
        )

    def _premise(self, inference: Inference, depth: int, above: set[str]) -> Premise:
        source = inference.source
        deeper = depth > 1 and source not in above
        return Premise(
            inference,
            self._found[inference.id].value,
            self._found[source].value,
            self.explanation(source, depth - 1, above) if deeper else None,
            self._contributions(inference.id, depth - 1, above),
        )


def _lines(explanation: Explanation, names: Mapping[str, str], level: int) -> Iterator[str]:
    name = names.get(explanation.node, explanation.node)
    yield (
        f"{'  ' * level}{name}: {_figure(explanation.strength)}, "
        f"of which {_figure(explanation.base)} before anything speaks for or against it"
    )
    for one in explanation.contributions:
        yield from _argument_lines(one, names, level + 1)


def _argument_lines(one: Contribution, names: Mapping[str, str], level: int) -> Iterator[str]:
    indent = "  " * level
    sources = " together with ".join(
        names.get(premise.inference.source, premise.inference.source) for premise in one.premises
    )
    verb = "for it" if one.sign > 0 else "against it"
    moved = "" if one.effect is None else f"; {_moved(one.effect)}"
    yield f"{indent}{verb}: {sources} (passes {_figure(one.passes)}{moved})"
    for premise in one.premises:
        yield (
            f"{indent}  link {_figure(premise.strength)} of {_figure(premise.inference.weight)}, "
            f"source {_figure(premise.source_strength)}"
        )
        for about in premise.link:
            yield f"{indent}    about the link"
            yield from _argument_lines(about, names, level + 3)
        if premise.source and premise.source.contributions:
            yield from _lines(premise.source, names, level + 2)


def _moved(effect: float) -> str:
    by = _figure(abs(effect))
    if by == "0.00":
        return "without it what you asked about were the same within 0.01"
    return f"without it what you asked about were {by} {'lower' if effect > 0 else 'higher'}"


def _figure(value: float) -> str:
    return f"{round(value, _DIGITS):.2f}"


def _greedy(
    removals: Removals, things: list[str], measure: Measure, before: Standing
) -> Change | None:
    dropped: tuple[str, ...] = ()
    for thing in things:
        dropped += (thing,)
        if measure(removals, dropped) != before:
            break
    else:
        return None
    for thing in dropped:
        fewer = tuple(one for one in dropped if one != thing)
        if measure(removals, fewer) != before:
            dropped = fewer
    return Change(dropped, before, measure(removals, dropped), smallest=False)


def _best(removals: Removals, sign: Literal[-1, 1]) -> Line | None:
    """Return the argument, of the nearest, that moves the node's strength most to one side."""
    cone = removals.cone
    nearest = _arguments(cone.inferences[: _trials(cone)])
    effects = [(removals.effect(argument[0].id), argument) for argument in nearest]
    effect, argument = max(
        effects, key=lambda one: round(one[0] * sign, _DIGITS), default=(0.0, ())
    )
    if effect * sign <= _SLIGHT:
        return None
    return Line(tuple(one.id for one in argument), effect, _rests_on(removals, argument))


def _trials(cone: Framework) -> int:
    return max(10, min(TRIALS, _WORK // (1 + len(cone.inferences))))


def _rests_on(removals: Removals, argument: _Argument) -> tuple[str, ...]:
    found = {one.source for one in argument}
    queue = deque(found)
    while queue:
        for one in removals.bearing_on(queue.popleft()):
            if one.sign > 0 and one.source not in found:
                found.add(one.source)
                queue.append(one.source)
    return tuple(sorted(one for one in found if removals.cone.base[one] > 0))
