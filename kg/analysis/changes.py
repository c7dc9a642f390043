"""What changed since a day: texts read, claims that gained or lost something, standings moved.

How things stood that day follows from the runs that read each text and from the decisions made
since. What is gone from the database by now, or was read anew since, left no trace of how it
was. A piece of evidence or a claim that a person rejected since counts as rejected then too, and
claims that are one now were one then; links have the status that they had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from kg.analysis.independence import Origins
from kg.analysis.standing.labelling import Label
from kg.analysis.standing.weighed import Weighed
from kg.curation.history import in_order, live, statuses
from kg.grounds import Grounds, Link, Said
from kg.ids import kind_of
from kg.model import Claim, Decision, Evidence
from kg.views import Source
from kg.vocab import Action, Status
from kg.wording import counted

MOVED: Final = 0.05
"""The change of a strength from which it is worth a line."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A claim, known before, that gained ``links``; ``because`` are the texts that brought them."""

    claim: Claim
    links: int
    because: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim, known before, that stands otherwise now; strengths are in [0, 1].

    ``because`` are the new texts that speak of it, empty where it moved by what bears on it.
    """

    claim: Claim
    before: Label
    after: Label
    strength_before: float
    strength_after: float
    because: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the beginning of a day (UTC).

    ``documents`` were read, or read anew, since. ``supported`` and ``rebutted`` are claims
    known before that gained links, most first; ``bare`` lost the last evidence for them;
    ``moved`` stand otherwise, the most first. ``all_new`` says that nothing was here before:
    then only documents and decisions are listed.
    """

    since: date
    documents: tuple[Source, ...]
    supported: tuple[Gain, ...]
    rebutted: tuple[Gain, ...]
    bare: tuple[Claim, ...]
    moved: tuple[Moved, ...]
    decisions: tuple[Decision, ...]
    all_new: bool

    @property
    def words(self) -> str:
        """What changed, in one line; empty if nothing did."""
        told = (
            (self.documents, "text read", "texts read"),
            (self.supported, "claim gained support", "claims gained support"),
            (self.rebutted, "claim gained a rebuttal", "claims gained a rebuttal"),
            (self.bare, "claim lost its only evidence", "claims lost their only evidence"),
            (self.moved, "claim stands otherwise", "claims stand otherwise"),
            (self.decisions, "decision", "decisions"),
        )
        found = ", ".join(counted(len(those), one, many) for those, one, many in told if those)
        return f"Since {self.since.day} {self.since:%B %Y}: {found}." if found else ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a database knows of its own past.

    ``read_at`` is when each document was read and ``made_at`` when a decision was made, in ISO
    8601; ``aims`` names the record that each decision judges now. ``answers`` has, by claim,
    the documents that declare it an answer to a question.
    """

    read_at: Mapping[str, str]
    decisions: Sequence[Decision]
    aims: Mapping[str, str]
    answers: Mapping[str, frozenset[str]]


def a_month_before(day: date) -> date:
    """Return the same day of the month before, or the last day of that month."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def read_since(record: Record, since: date) -> frozenset[str]:
    """Return the documents that were read, or read anew, since the beginning of a day."""
    start = _start(since)
    return frozenset(one for one, at in record.read_at.items() if _time(at) >= start)


def decided_since(record: Record, since: date) -> list[Decision]:
    """Return the decisions made since the beginning of a day, in order."""
    start = _start(since)
    return [one for one in in_order(record.decisions) if _time(one.made_at) >= start]


class Past:
    """How things stood at the beginning of a day, as far as it can be known."""

    def __init__(self, record: Record, now: Grounds, since: date) -> None:
        self._now = now
        self.fresh = read_since(record, since)
        self.decisions = decided_since(record, since)
        earlier = [one for one in record.decisions if _time(one.made_at) < _start(since)]
        self._judged = {record.aims.get(one.id, one.target_id) for one in self._touched(record)}
        self._status = statuses(
            replace(one, target_id=record.aims.get(one.id, one.target_id)) for one in live(earlier)
        )
        self._added = {one.target_id for one in self.decisions if one.action is Action.ADD}
        self._answers = record.answers

    def _touched(self, record: Record) -> Iterator[Decision]:
        """Yield the decisions made since, and those that they take back."""
        by_id = {one.id: one for one in record.decisions}
        for one in self.decisions:
            while one.action is Action.UNDO and one.target_id in by_id:
                one = by_id[one.target_id]
            yield one

    @property
    def lost(self) -> frozenset[str]:
        """The evidence that counted and was rejected since."""
        return frozenset(
            one
            for one in self._judged
            if kind_of(one) == Evidence.KIND
            and one not in self._now.evidence
            and self._status.get(one) is not Status.REJECTED
        )

    def is_old(self, said: Said) -> bool:
        """Whether a passage was known to put forward its claim."""
        return said.document_id not in self.fresh and said.id not in self._added

    def claims(self) -> frozenset[str]:
        """Return the claims that were known, each by what stands for it now."""
        now = self._now
        found = {now.stands_for(one.claim_id) for one in now.said if self.is_old(one)}
        stated = {one.claim_id for one in now.said}
        for claim in now.claims - stated - self._added:
            declared = self._answers.get(claim, frozenset())
            if not declared or not declared <= self.fresh:
                found.add(now.stands_for(claim))
        return frozenset(found)

    def status(self, link: Link) -> Status:
        """Return the status that a link had."""
        if link.id not in self._judged:
            return link.status
        return self._status.get(link.id, Status.PROPOSED)

    def was_there(self, link: Link, known: Collection[str]) -> bool:
        """Whether a link was proposed or made by then; ``known`` are the claims of the time."""
        if link.id in self._added:
            return False
        if link.owner_id in self._now.claims:
            ends = self._now.stands_for(link.source_id), self._now.stands_for(link.target_id)
            return all(end in known or end in self._now.link for end in ends)
        return link.owner_id not in self.fresh

    def grounds(self, known: Collection[str]) -> Grounds:
        """Return what the standing of claims rested on; unchanged rows are the same objects."""
        now, links = self._now, []
        for link in now.links:
            if self.was_there(link, known):
                status = self.status(link)
                links.append(link if status is link.status else link._replace(status=status))
        return replace(
            now,
            claims=frozenset(one for one in now.claims if now.stands_for(one) in known),
            said=tuple(one for one in now.said if self.is_old(one)),
            links=tuple(links),
            shown=tuple(one for one in now.shown if one.document_id not in self.fresh),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What changed, by the ids of claims and documents."""

    supported: Mapping[str, frozenset[str]]
    rebutted: Mapping[str, frozenset[str]]
    bare: frozenset[str]
    moved: Mapping[str, tuple[Label, Label, float, float]]
    because: Mapping[str, frozenset[str]]


def found(past: Past, now: Weighed, origins: Origins) -> Found:
    """Return what changed since a past, of the claims that were known then.

    ``now`` is what all comes to at present, from which the past is reached by what changed.
    """
    grounds, known = now.grounds, past.claims()
    before = past.grounds(known)
    then = {one.id: one for one in before.links}
    gained: dict[int, dict[str, set[str]]] = {1: defaultdict(set), -1: defaultdict(set)}
    for link in grounds.links:
        target = _claim_of(grounds, link)
        fresh = link.id not in then or not _counts(then[link.id])
        if target in known and _counts(link) and fresh and _source_is_there(grounds, link):
            gained[link.sign][target].add(link.id)
    earlier = Weighed(before, origins, now.machine, now.settled())
    return Found(
        supported=_frozen(gained[1]),
        rebutted=_frozen(gained[-1]),
        bare=frozenset(_with_evidence(before, past.lost) & known) - _with_evidence(grounds),
        moved=_moved(earlier, now, known),
        because=_because(grounds, past.fresh),
    )


def _moved(
    before: Weighed, now: Weighed, known: Collection[str]
) -> dict[str, tuple[Label, Label, float, float]]:
    moved = {}
    both = sorted(known & before.assembled.weights.keys() & now.assembled.weights.keys())
    unlike = {*before.labels.unlike(now.labels, both)}
    unlike.update(before.strengths.unlike(now.strengths, both))
    for claim in unlike:
        labels = before.labels[claim], now.labels[claim]
        strengths = before.strengths[claim].value, now.strengths[claim].value
        if labels[0] is not labels[1] or abs(strengths[1] - strengths[0]) >= MOVED:
            moved[claim] = (*labels, *strengths)
    return moved


def _because(grounds: Grounds, fresh: Collection[str]) -> dict[str, frozenset[str]]:
    """Return, by claim, the new documents that put it forward or bear on it."""
    saying: dict[str, set[str]] = defaultdict(set)
    for said in grounds.said:
        if said.document_id in fresh:
            saying[grounds.stands_for(said.claim_id)].add(said.document_id)
    found = defaultdict(set, {claim: set(those) for claim, those in saying.items()})
    for link in grounds.links:
        target = _claim_of(grounds, link)
        if link.owner_id in fresh:
            found[target].add(link.owner_id)
        else:
            found[target] |= saying.get(grounds.stands_for(link.source_id), set())
    return _frozen(found)


def _claim_of(grounds: Grounds, link: Link) -> str:
    """Return the claim that a link bears on, in the end."""
    while link.on_link and link.target_id in grounds.link:
        link = grounds.link[link.target_id]
    return grounds.stands_for(link.target_id)


def _counts(link: Link) -> bool:
    return link.status is not Status.REJECTED


def _source_is_there(grounds: Grounds, link: Link) -> bool:
    return link.source_id in grounds.evidence or bool(
        grounds.said_of(grounds.stands_for(link.source_id))
    )


def _with_evidence(grounds: Grounds, also: Collection[str] = ()) -> set[str]:
    """Return the claims for which some evidence speaks, or what is named beside it."""
    return {
        grounds.stands_for(link.target_id)
        for link in grounds.links
        if link.sign > 0
        and not link.on_link
        and _counts(link)
        and (link.source_id in grounds.evidence or link.source_id in also)
    }


def _frozen(those: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {claim: frozenset(ids) for claim, ids in those.items()}


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _time(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
