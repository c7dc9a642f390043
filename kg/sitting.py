"""A person's work on the review queue, one proposal after another, with a way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from kg.curator import Curator
from kg.database import Database
from kg.model import Assertion, Decision, Dependency, Evidence, Relation
from kg.vocab import Action, ClaimKind, Polarity, Reason

_OF_A_LINK: Final = (Reason.WRONG_RELATION, Reason.WRONG_TARGET)
_OF_A_SAYING: Final = (Reason.WRONG_HOLDER, Reason.WRONG_POLARITY)
_OF_ALL: Final = (Reason.OUT_OF_TOPIC, Reason.OTHER)
REASONS: Final = {
    Assertion.KIND: (
        Reason.NOT_A_CLAIM,
        Reason.WRONG_SPAN,
        *_OF_A_SAYING,
        Reason.NOT_THE_SAME_CLAIM,
        Reason.DUPLICATE,
        *_OF_ALL,
    ),
    Evidence.KIND: (Reason.WRONG_SPAN, Reason.WRONG_TARGET, Reason.DUPLICATE, *_OF_ALL),
    Relation.KIND: (*_OF_A_LINK, Reason.NOT_THE_SAME_CLAIM, Reason.SCOPE_DIFFERS, *_OF_ALL),
    Dependency.KIND: (*_OF_A_LINK, *_OF_A_SAYING, Reason.WRONG_SPAN, *_OF_ALL),
}
"""What can be wrong with a proposal of each kind, the commonest first."""


@dataclass
class Sitting:
    """The queue as it was at the start, and what has been decided since.

    Each decision is stored at once. What somebody else judged meanwhile, and relations whose
    claim was rejected, are passed over. After a decision only what it may have touched is read.
    """

    curator: Curator
    ids: Sequence[str]
    _place: int = 0
    _made: list[tuple[int, Decision]] = field(default_factory=list)
    _waiting: set[str] = field(default_factory=set)
    _revision: int = 0

    @classmethod
    def start(
        cls,
        database: Database,
        by: str,
        kinds: Collection[str] | None = None,
        document_id: str | None = None,
        limit: int | None = None,
    ) -> Self:
        """Return a sitting on what waits now; see :meth:`Database.review_queue`."""
        with database.store.one_state():
            revision = database.store.revision()
            ids = [one.id for one in database.review_queue(kinds, document_id)][:limit]
        return cls(database.curator(by), ids, _waiting=set(ids), _revision=revision)

    @property
    def place(self) -> int:
        """How many proposals of the queue lie behind, judged or skipped."""
        return self._place

    @property
    def left(self) -> int:
        """How many proposals of the queue nobody has judged."""
        return len(self._waiting)

    @property
    def last(self) -> Decision | None:
        """The last decision of this sitting that was not undone."""
        return self._made[-1][1] if self._made else None

    def count(self, action: Action) -> int:
        """Return how many decisions of one kind were made and not undone."""
        return Counter(decision.action for _, decision in self._made)[action]

    def current(self) -> str | None:
        """Return the id of the proposal to judge now, None at the end of the queue."""
        while self._place < len(self.ids):
            one = self.ids[self._place]
            if one in self._waiting and self.curator.store.waiting([one]):
                return one
            self._waiting.discard(one)
            self._place += 1
        return None

    def decide(
        self, action: Action, *, reason: Reason | None = None, note: str | None = None
    ) -> Decision | None:
        """Accept, reject or note the current proposal; None at the end of the queue.

        Raises:
            UsageError: as :meth:`kg.curator.Curator.decide` does.
        """
        current = self.current()
        if current is None:
            return None
        decision = self.curator.decide(current, action, reason=reason, note=note)
        self._made.append((self._place, decision))
        self._refresh()
        return decision

    def skip(self) -> None:
        """Leave the current proposal for another time."""
        if self.current() is not None:
            self._place += 1

    def undo(self) -> Decision | None:
        """Take back the last decision of this sitting and return to it; None if there is none.

        Returns:
            The decision that takes it back.
        """
        if not self._made:
            return None
        self._place, last = self._made.pop()
        undone = self.curator.undo(last.id)
        self._refresh()
        return undone

    def _refresh(self) -> None:
        found = self.curator.store.reconsidered(self._revision)
        self._revision = found.revision
        self._waiting -= found.touched
        self._waiting |= found.waiting & self._queued

    @cached_property
    def _queued(self) -> frozenset[str]:
        return frozenset(self.ids)

    def correct(
        self,
        *,
        kind: ClaimKind | None = None,
        polarity: Polarity | None = None,
        claim: str | None = None,
    ) -> Decision | None:
        """Correct the current proposal, which still waits to be judged; None at the end.

        Raises:
            UsageError: as :meth:`kg.curator.Curator.retype` does.
        """
        current = self.current()
        if current is None:
            return None
        made = self.curator.retype(current, kind=kind, polarity=polarity, claim=claim)
        self._made.append((self._place, made))
        self._refresh()
        return made
