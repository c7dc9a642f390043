"""From what the machine made of a document to what people made of that, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeGuard

from kg.curation.history import statuses, with_status
from kg.curation.subjects import only_matches, work_key
from kg.ids import kind_of
from kg.model import (
    SHARED,
    Agent,
    Assertion,
    Bundle,
    Claim,
    Decision,
    Dependency,
    Document,
    Passage,
    Position,
    Record,
    Relation,
    Run,
    Work,
)
from kg.vocab import Action, AgentKind, ClaimKind, Mode, Polarity, Status
from kg.wording import claim_key

BY_HAND: Final = "by hand"
"""The extractor, and the rule, of what a person adds."""

AROUND: Final = 32
"""Characters before and after a quote that tell it from the same words elsewhere."""

_ENUMERATIONS: Final[dict[str, Any]] = {"mode": Mode, "polarity": Polarity, "kind": ClaimKind}
_ENDS: Final = ("claim_id", "source_claim_id", "target_claim_id")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a person adds to a document: a claim, and the words that put it forward.

    ``quote`` must stand in the text once, or once between ``prefix`` and ``suffix``.
    """

    document_id: str
    quote: str
    wording: str
    holder: str
    prefix: str = ""
    suffix: str = ""
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    kind: ClaimKind = ClaimKind.EMPIRICAL

    @classmethod
    def of(cls, decision: Decision) -> Quoted:
        """Return what a decision adds; :attr:`value` is its fields as JSON."""
        given = json.loads(decision.value or "{}")
        names = [one.name for one in fields(cls) if one.name in given]
        return cls(**{name: _ENUMERATIONS.get(name, str)(given[name]) for name in names})

    def place(self, text: str) -> tuple[int, int] | None:
        """Return where the quote stands in a text; None unless exactly one place fits."""
        framed = self.prefix + self.quote + self.suffix
        for sought, before in ((framed, len(self.prefix)), (self.quote, 0)):
            if text.count(sought) == 1:
                start = text.index(sought) + before
                return start, start + len(self.quote)
        return None

    def records(self, document: Document, agents: Iterable[Agent], made_at: str) -> Added | None:
        """Return the records that a document gets; None where the words are not there.

        ``agents`` are those of the document: a holder of the same name is the same.
        """
        span = self.place(document.text)
        if span is None:
            return None
        run = Run(document_id=document.id, extractor=BY_HAND, version="1", started_at=made_at)
        passage = _passage(document, *span)
        claim = Claim(key=claim_key(self.wording), wording=self.wording)
        named = [one for one in agents if one.name == self.holder]
        stranger = Agent(key=self.holder.casefold(), name=self.holder, kind=AgentKind.PERSON)
        holder = min(named, key=lambda one: one.id, default=stranger)
        assertion = Assertion(
            document_id=document.id,
            passage_id=passage.id,
            run_id=run.id,
            claim_id=claim.id,
            holder_id=holder.id,
            mode=self.mode,
            polarity=self.polarity,
            kind=self.kind,
            standalone=True,
            rule=BY_HAND,
        )
        return Added(run, passage, claim, holder, assertion)


@dataclass(frozen=True, slots=True)
class Added:
    """The records of a claim that a person adds to a document."""

    run: Run
    passage: Passage
    claim: Claim
    holder: Agent
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class Curated:
    """A bundle as people left it.

    ``originals`` has, by the id of a record in it, the machine's record that it replaces, None
    where the machine made none, and, by their own ids, those that are left out; ``judged``
    has the record that each decision judges, of those that found theirs.
    """

    bundle: Bundle
    originals: Mapping[str, Record | None]
    judged: Mapping[str, str]


def curate(bundle: Bundle, decisions: Sequence[Decision]) -> Curated:
    """Return a machine's bundle with all that people decided about it.

    ``decisions`` are live, in order, and judge nothing elsewhere. One whose target is not here
    looks for the same content; one that finds none, or several, changes nothing.
    """
    draft = _Draft(bundle)
    added = {one.id: draft.add(Quoted.of(one), one) for one in decisions if draft.takes(one)}
    placed = {decision: target for decision, target in added.items() if target}
    placed |= draft.targets(one for one in decisions if one.id not in added)
    for decision in decisions:
        if decision.action is Action.RETYPE and decision.id in placed:
            draft.retype(placed[decision.id], json.loads(decision.value or "{}"))
    moved = draft.follow_moved_claims()
    placed = {decision: moved.get(target, target) for decision, target in placed.items()}
    placed |= draft.targets(one for one in decisions if one.id not in placed)
    draft.judge(
        statuses(replace(one, target_id=placed[one.id]) for one in decisions if one.id in placed)
    )
    return Curated(draft.bundle(), draft.originals, placed)


def restored(bundle: Bundle, originals: Mapping[str, Record | None]) -> Bundle:
    """Return the machine's bundle behind a curated one; statuses are as people left them.

    ``originals`` may hold links between documents whose claims people moved away.
    """
    stored: dict[str, Record | None] = {one.id: one for one in (*bundle.owned, *bundle.shared)}
    parked = {one.id: one for one in originals.values() if _is_between(one)}
    kept = {key: one for key, one in originals.items() if key not in parked}
    machine = [one for one in (stored | kept).values() if one is not None]
    shared = {one.id: one for one in machine if isinstance(one, SHARED)}
    owned = {one.id: one for one in machine if not isinstance(one, SHARED)}
    links = {one.id: one for one in bundle.links} | parked
    return Bundle(
        bundle.document,
        tuple(owned.values()),
        tuple(shared.values()),
        tuple(links.values()),
        bundle.signatures,
    )


def _is_between(record: Record | None) -> TypeGuard[Relation]:
    return isinstance(record, Relation) and record.document_id is None


def _retyping(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an assertion that a decision corrects in place."""
    return {
        name: _ENUMERATIONS[name](values[name]) for name in ("kind", "polarity") if name in values
    }


class _Draft:
    """A bundle while it is corrected."""

    def __init__(self, machine: Bundle) -> None:
        self._machine = machine
        self._owned = {one.id: with_status(one, Status.PROPOSED) for one in machine.owned}
        self._shared = {one.id: one for one in machine.shared}
        self.originals: dict[str, Record | None] = {}
        self._agents = [one for one in machine.shared if isinstance(one, Agent)]
        work = self._shared[machine.document.work_id]
        assert isinstance(work, Work)
        self._work = work.key

    def takes(self, decision: Decision) -> bool:
        """Whether a decision adds words to this document, or did to another text of its work."""
        if decision.action is not Action.ADD or kind_of(decision.target_id) != Assertion.KIND:
            return False
        document_id = self._machine.document.id
        return Quoted.of(decision).document_id == document_id or self._is_of(decision)

    def add(self, added: Quoted, decision: Decision) -> str | None:
        """Add what a person quotes; return its id, None where the words are not there."""
        made = added.records(self._machine.document, self._agents, decision.made_at)
        if made is None:
            return None
        for shared in (made.claim, made.holder):
            self._share(shared)
        for owned in (made.run, made.passage, made.assertion):
            if owned.id not in self._owned:
                self._owned[owned.id] = owned
                self.originals[owned.id] = None
        return made.assertion.id

    def targets(self, decisions: Iterable[Decision]) -> dict[str, str]:
        """Return, by decision, the id of the record that it judges, where that is here."""
        decisions = list(decisions)
        found = {one.id: one.target_id for one in decisions if one.target_id in self._owned}
        subjects = {
            one.id: one.subject
            for one in decisions
            if one.id not in found and one.subject and self._is_of(one)
        }
        if subjects:
            document = self._machine.document
            records = {document.id: document, **self._shared, **self._owned}
            same = only_matches(subjects.values(), self._owned.values(), records.__getitem__)
            found |= {key: same[said].id for key, said in subjects.items() if said in same}
        return found

    def retype(self, target_id: str, values: Mapping[str, str]) -> None:
        """Correct an assertion: its kind, its polarity, or which claim it makes."""
        known = self._owned.get(target_id)
        if not isinstance(known, Assertion):
            return
        changes = _retyping(values)
        if "claim" in values:
            changes["claim_id"] = self._claim(values["claim"])
        self._replace(known, replace(known, **changes))

    def judge(self, judged: Mapping[str, Status]) -> None:
        """Give every record the status that people gave it, and no other."""
        for identifier, record in self._owned.items():
            self._owned[identifier] = with_status(record, judged.get(identifier, Status.PROPOSED))

    def follow_moved_claims(self) -> dict[str, str]:
        """Lead the links of a claim, all of whose assertions moved, to where they moved.

        Return the ids that they have now, by those that they had.
        """
        moved: dict[str, str] = {}
        for key, original in self.originals.items():
            now = self._owned.get(key)
            if isinstance(now, Assertion) and isinstance(original, Assertion):
                moved[original.claim_id] = now.claim_id
        stated = {one.claim_id for one in self._owned.values() if isinstance(one, Assertion)}
        gone = {old: new for old, new in moved.items() if old not in stated}
        renamed: dict[str, str] = {}
        for record in [one for one in self._owned.values() if _refers(one, gone)]:
            changes: dict[str, Any] = {
                name: gone.get(value, value)
                for name in _ENDS
                if (value := getattr(record, name, None))
            }
            renamed |= self._replace(record, replace(record, **changes))
        last = renamed
        while last:  # links on links, and links on those
            hit = [one for one in self._owned.values() if isinstance(one, Relation)]
            hit = [one for one in hit if one.target_relation_id in last]
            last = {
                old: new
                for one in hit
                for old, new in self._retarget(one, last[one.target_relation_id or ""]).items()
            }
            renamed |= last
        return {old: new for old, new in renamed.items() if new}

    def _retarget(self, link: Relation, target: str) -> dict[str, str]:
        return self._replace(link, replace(link, target_relation_id=target) if target else None)

    def bundle(self) -> Bundle:
        """Return the bundle; claims that nothing in it refers to any more are left out."""
        owned = list(self._owned.values())
        shared = list(_referred(self._shared.values(), owned))
        kept = {one.id for one in shared}
        machine = {one.id: one for one in self._machine.shared}
        self.originals.update((i, one) for i, one in machine.items() if i not in kept)
        self.originals.update((i, None) for i in kept - machine.keys())
        return replace(self._machine, owned=tuple(owned), shared=tuple(shared))

    def _is_of(self, decision: Decision) -> bool:
        """Whether a decision was made on a text of the same work."""
        return decision.subject is not None and work_key(decision.subject) == self._work

    def _replace(self, old: Record, new: Record | None) -> dict[str, str]:
        """Put a record in another's place; return the id that it now has by the old one.

        What would bear on itself is left out, and what is there already stays as it is.
        """
        if new == old:
            return {}
        original = self.originals.pop(old.id, old)
        del self._owned[old.id]
        if new is None or _bears_on_itself(new):
            self.originals[old.id] = original
            return {old.id: ""}
        if new.id in self._owned:
            self.originals[old.id] = original
        else:
            self._owned[new.id] = new
            self.originals[new.id] = original
        return {old.id: new.id}

    def _claim(self, wording: str) -> str:
        return self._share(Claim(key=claim_key(wording), wording=wording))

    def _share(self, record: Record) -> str:
        return self._shared.setdefault(record.id, record).id


def _passage(document: Document, start: int, end: int) -> Passage:
    text = document.text
    return Passage(
        document_id=document.id,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
    )


def _bears_on_itself(record: Record) -> bool:
    link = record if isinstance(record, Relation) else None
    return (
        link is not None
        and link.source_claim_id is not None
        and (link.source_claim_id == link.target_claim_id)
    )


def _refers(record: Record, claims: Mapping[str, str]) -> bool:
    links = isinstance(record, (Relation, Dependency, Position))
    return links and any(getattr(record, name, None) in claims for name in _ENDS)


def _referred(shared: Iterable[Record], owned: Iterable[Record]) -> Iterable[Record]:
    """Return shared records without the claims that nothing refers to."""
    named = {getattr(one, name, None) for one in owned for name in _ENDS}
    return [one for one in shared if not isinstance(one, Claim) or one.id in named]
