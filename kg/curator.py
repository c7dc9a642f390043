"""What a person can decide: each act is one or more decisions, appended and put into effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Final

from kg.curation.corrections import BY_HAND, Quoted
from kg.curation.history import live
from kg.curation.subjects import Get, subject
from kg.errors import IntegrityError, NotFoundError, RefusedError, UsageError
from kg.ids import canonical_object
from kg.model import (
    Agent,
    Claim,
    Decision,
    Document,
    Position,
    Question,
    Record,
    Relation,
)
from kg.store import Store
from kg.store.rows import dumps, loads
from kg.store.wellformed import check_form
from kg.vocab import (
    ARGUMENT_KINDS,
    RELATION_KINDS,
    Action,
    ClaimKind,
    Polarity,
    Reason,
    Stance,
    Status,
)
from kg.wording import claim_key


@dataclass(frozen=True, slots=True)
class Curator:
    """A person at work on a store. Identifiers may be unique beginnings of ids."""

    store: Store
    by: str

    def decide(
        self,
        target: str,
        action: Action,
        *,
        note: str | None = None,
        reason: Reason | None = None,
        value: str | None = None,
    ) -> Decision:
        """Record one decision on a record.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if several ids begin so, or records of that kind cannot be decided on
                so, or a reason is given for anything but a rejection.
        """
        if reason is not None and action is not Action.REJECT:
            raise UsageError("a reason is for what is rejected; write a note")
        record = self.store.get(target)
        return self._append(record, action, note=note, reason=reason, value=value)

    def undo(self, target: str, *, note: str | None = None) -> Decision:
        """Take back a decision, or the last one on a record that still counts.

        Raises:
            NotFoundError: if there is none.
        """
        record = self.store.get(target)
        if not isinstance(record, Decision):
            standing = live(self.store.history(record.id))
            if not standing:
                raise NotFoundError(f"nobody has decided anything on {record.id} that still counts")
            record = standing[-1]
        return self._append(record, Action.UNDO, note=note)

    def edit(self, target: str, wording: str, *, note: str | None = None) -> Decision:
        """Give a claim or question another wording; which one it is stays.

        Raises:
            UsageError: if the wording is empty.
        """
        return self.decide(target, Action.EDIT, note=note, value=_worded(wording))

    def retype(
        self,
        assertion: str,
        *,
        kind: ClaimKind | None = None,
        polarity: Polarity | None = None,
        claim: str | None = None,
        note: str | None = None,
    ) -> Decision:
        """Correct an assertion: its kind, its polarity, or the wording of what it claims.

        Raises:
            UsageError: if nothing is to change.
        """
        given = {"kind": kind, "polarity": polarity, "claim": _worded(claim) if claim else None}
        changes = {name: str(value) for name, value in given.items() if value is not None}
        if not changes:
            raise UsageError("say what to correct: the kind, the polarity or the claim")
        return self.decide(assertion, Action.RETYPE, note=note, value=canonical_object(changes))

    def merge(self, claim: str, other: str, *, note: str | None = None) -> Decision:
        """Say that two claims are one."""
        return self.relate(claim, "restates", other, note=note)

    def split(self, claim: str, *, note: str | None = None) -> list[Decision]:
        """Take a claim out of those that it was joined with.

        Raises:
            NotFoundError: if it is joined with none.
        """
        found = self.store.get(claim)
        links = [
            link for link in self.store.restatements(found.id) if link.status is not Status.REJECTED
        ]
        if not links:
            raise NotFoundError(f"{found.id} is joined with no other claim")
        return [
            self._append(link, Action.REJECT, note=note, reason=Reason.NOT_THE_SAME_CLAIM)
            for link in links
        ]

    def relate(self, source: str, kind: str, target: str, *, note: str | None = None) -> Decision:
        """Add a link from claim to claim, or accept the one that is there and not rejected.

        Of several that is one between documents, else the surest that a document makes.

        Raises:
            UsageError: if it leads from a claim to itself, or there is no such kind.
        """
        if kind not in ARGUMENT_KINDS:
            raise UsageError(f"no relation is called {kind!r}; one of {', '.join(ARGUMENT_KINDS)}")
        ends = [self._claim(one).id for one in (source, target)]
        if ends[0] == ends[1]:
            raise UsageError(f"{ends[0]} cannot bear on itself: name two claims")
        if RELATION_KINDS[kind].symmetric:
            ends.sort()
        known = self._counting(kind, *ends)
        if known:
            best = min(known, key=lambda one: (one.document_id is not None, -(one.score or 0)))
            return self._append(best, Action.ACCEPT, note=note)
        added = Relation(
            kind=kind, source_claim_id=ends[0], target_claim_id=ends[1], signals=(BY_HAND,)
        )
        return self._append(added, Action.ADD, note=note, value=dumps(added))

    def add_claim(self, added: Quoted, *, note: str | None = None) -> Decision:
        """Add a claim with the words of a document that put it forward.

        Raises:
            UsageError: if the quote does not stand in the document exactly once.
        """
        document = self.store.get(added.document_id)
        if not isinstance(document, Document):
            raise UsageError(f"{document.id} is no document")
        agents = [one for one in self.store.bundle(document.id).shared if isinstance(one, Agent)]
        exact = replace(added, document_id=document.id, wording=_worded(added.wording))
        made = exact.records(document, agents, _now())
        if made is None:
            raise UsageError(
                f"the quote does not stand in {document.name} exactly once: copy it word for "
                "word, and more of it if it occurs more often"
            )
        extra: dict[str, Record] = {one.id: one for one in (made.passage, made.claim, made.holder)}
        value = canonical_object(asdict(exact))
        return self._append(made.assertion, Action.ADD, note=note, value=value, extra=extra)

    def ask(self, wording: str, *, note: str | None = None) -> Decision:
        """Add a question."""
        question = Question(key=claim_key(_worded(wording)), wording=wording.strip())
        return self._append(question, Action.ADD, note=note, value=dumps(question))

    def answer(
        self, question: str, claim: str, stance: Stance, *, note: str | None = None
    ) -> Decision:
        """Make a claim a position on a question."""
        asked = self.store.get(question)
        if not isinstance(asked, Question):
            raise UsageError(f"{asked.id} is no question; kg question lists them")
        position = Position(
            document_id=None, question_id=asked.id, claim_id=self._claim(claim).id, stance=stance
        )
        return self._append(position, Action.ADD, note=note, value=dumps(position))

    def _claim(self, identifier: str) -> Claim:
        found = self.store.get(identifier)
        if not isinstance(found, Claim):
            raise UsageError(f"{found.id} is no claim; kg claims lists them")
        return found

    def _counting(self, kind: str, *ends: str) -> list[Relation]:
        """Return the links from one end to the other, or either way, that nobody rejected."""
        ways = [ends, ends[::-1]] if RELATION_KINDS[kind].symmetric else [ends]
        found = [
            link
            for source, target in ways
            for link in self.store.find(
                Relation, kind=kind, source_claim_id=source, target_claim_id=target
            )
        ]
        return [link for link in found if link.status is not Status.REJECTED]

    def _append(
        self,
        record: Record,
        action: Action,
        *,
        note: str | None = None,
        reason: Reason | None = None,
        value: str | None = None,
        extra: Mapping[str, Record] = {},
    ) -> Decision:
        decision = Decision(
            target_id=record.id,
            action=action,
            reason=reason,
            value=value,
            note=note,
            subject=subject(record, self._getter(extra)),
            made_by=self.by,
            made_at=_now(),
        )
        self.store.decide(decision)
        return decision

    def _getter(self, extra: Mapping[str, Record]) -> Get:
        return lambda identifier: extra.get(identifier) or self.store.get(identifier)


_UNREADABLE: Final = (
    ValueError,
    OverflowError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)


def written(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield decisions as JSON Lines, in the order given."""
    for decision in decisions:
        yield dumps(decision)


def read_decisions(lines: Iterable[str]) -> Iterator[Decision]:
    """Yield the decisions that :func:`written` wrote; empty lines are passed over.

    Raises:
        RefusedError: if a line is no decision.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                decision = loads(Decision, line)
                check_form(decision)
                yield decision
            except (*_UNREADABLE, IntegrityError, UsageError) as error:
                raise RefusedError(
                    f"line {number} is no decision of this program ({error}): "
                    "give a file that kg decisions --json wrote"
                ) from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _worded(wording: str) -> str:
    if not wording.strip():
        raise UsageError("write the wording: it is empty")
    return wording.strip()
