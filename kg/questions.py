"""How the questions of a store stand: who answers what, and which claims bear on the answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from kg.analysis.argument import Sides, reach
from kg.model import Claim, Position, Question
from kg.store import Store
from kg.store.scanning import ClaimLink
from kg.views import ClaimFilter, ClaimRow, Order, QuestionView
from kg.vocab import Stance

_CONTESTED: Final = 5
_SIGNS: Final = {Stance.FOR: 1, Stance.AGAINST: -1}
_FOR, _AGAINST, _BOTH = frozenset({1}), frozenset({-1}), frozenset({1, -1})


class Questions:
    """The questions of one state of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._positions = store.positions()
        self._contested_rows: dict[int, list[ClaimRow]] = {}

    def views(self) -> list[QuestionView]:
        """Return each question with its positions and its tally."""
        claims = self._store.load(Claim, (one.claim_id for one in self._positions))
        named = {one.id: one for one in self._store.sources()} if self._positions else {}
        total = self._store.count_claims()
        found = []
        for question in self._store.find(Question):
            mine, sides = self._answers(question.id), self.sides(question.id)
            tally = Counter(map(frozenset, sides.values()))
            found.append(
                QuestionView(
                    question=question,
                    positions=tuple(
                        (one.stance, claims[one.claim_id], named.get(one.document_id or ""))
                        for one in mine
                    ),
                    supports=tally[_FOR],
                    rebuts=tally[_AGAINST],
                    mixed=tally[_BOTH],
                    unassessed=total - tally[_FOR] - tally[_AGAINST] - tally[_BOTH],
                    most_contested=self._contested(sides, alone=mine == self._positions),
                )
            )
        return found

    def sides(self, question_id: str) -> Sides:
        """Return the sides from which each claim bears on a question; see :func:`reach`."""
        declared = self._declared(self._answers(question_id))
        return reach(declared, *self._read)

    def leading(
        self, question_id: str, strongest: Callable[[Iterable[str]], Sequence[str]], most: int
    ) -> dict[Stance, tuple[ClaimRow, ...]]:
        """Return the strongest claims that bear on a question from one side, its answers aside.

        ``strongest`` puts the ids of claims in order, the best first.
        """
        _, canonical = self._read
        sides, given = self.sides(question_id), {one.claim_id for one in self._positions}
        answers = given | {canonical.get(one, one) for one in given}
        found = {}
        for stance, sign in _SIGNS.items():
            mine = (one for one, side in sides.items() if side == {sign} and one not in answers)
            found[stance] = tuple(self._store.claim_lines(strongest(mine)[:most]))
        return found

    def _answers(self, question_id: str) -> list[Position]:
        return [one for one in self._positions if one.question_id == question_id]

    @cached_property
    def _read(self) -> tuple[Sequence[ClaimLink], Mapping[str, str]]:
        """The links between claims, and which claim stands for which."""
        return self._store.claim_links(), self._store.canonical()

    def _declared(self, positions: Sequence[Position]) -> dict[str, frozenset[int]]:
        """Return the side of each claim that a text with a position asserts in its own voice."""
        declared: dict[str, frozenset[int]] = defaultdict(frozenset)
        own = self._store.own_claims(one.document_id for one in positions if one.document_id)
        for position in positions:
            side = frozenset({_SIGNS[position.stance]})
            for claim_id in {position.claim_id, *own.get(position.document_id or "", ())}:
                declared[claim_id] |= side
        return declared

    def _contested(self, sides: Sides, *, alone: bool) -> tuple[ClaimRow, ...]:
        """Return what is contested most of all, or among several questions of what bears on it."""
        rows = self._most_contested(_CONTESTED if alone else 10 * _CONTESTED)
        bearing = [row for row in rows if sides.get(row.claim.id)]
        return tuple((rows if alone else bearing)[:_CONTESTED])

    def _most_contested(self, limit: int) -> list[ClaimRow]:
        """Return what is contested most of all, read once for all questions."""
        if limit not in self._contested_rows:
            wanted = ClaimFilter(contested=True, order=Order.CONTESTED, limit=limit)
            self._contested_rows[limit] = self._store.claims(wanted)
        return self._contested_rows[limit]
