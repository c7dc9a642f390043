"""An argument graph on its way out of a database or into one, whatever the format.

Statements with who holds them in which words, and the links between them; what a person
rejected is not in it. Ids are those of records on the way out and the file's own on the way in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.database import Database
from kg.errors import RefusedError
from kg.model import Claim, Evidence, Passage, Position, Question, Relation
from kg.views import HeldAssertion
from kg.vocab import (
    RELATION_KINDS,
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
    Status,
)

DEEPEST: Final = 100


@dataclass(frozen=True, slots=True)
class Locution:
    """One passage in which a holder puts a statement forward, or does not.

    ``source`` is what the passage's source is called; None where nobody says.
    """

    holder: str
    quote: str
    holder_kind: AgentKind = AgentKind.GROUP
    mode: Mode = Mode.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    kind: ClaimKind = ClaimKind.EMPIRICAL
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim by its wording, or evidence by its words, where ``evidence`` says which kind.

    ``source`` is that of evidence, ``answers`` are the questions that a claim takes a side on,
    ``section`` is the heading that it stands under in a file.
    """

    id: str
    wording: str
    locutions: tuple[Locution, ...] = ()
    evidence: EvidenceKind | None = None
    source: str | None = None
    answers: tuple[tuple[str, Stance], ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A link from a statement to a statement or to another link, by their ids.

    ``group`` joins premises that only hold together. ``accepted`` says that a person vouches for
    it in the database.
    """

    id: str
    kind: str
    source: str
    target: str
    group: str | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Argumentation:
    """Statements by id, and links of which each comes after the one that it is about."""

    title: str
    statements: Mapping[str, Statement]
    ties: tuple[Tie, ...]


def argumentation(database: Database, question: str | None = None) -> Argumentation:
    """Return the argument graph of a database, or of what bears on one question.

    On a question bear the claims that speak for an answer (see
    :func:`kg.analysis.argument.reach`) and whatever is linked to these other than by likeness.

    Raises:
        NotFoundError: if there is no such question.
    """
    asked = database.question(question) if question else None
    held = _held(database)
    ties = _ties(_counting(database))
    evidence = {one.id: one for one in database.store.find(Evidence)}
    claims = set(held) | {end for one in ties for end in (one.source, one.target)}
    if asked is not None:
        claims &= _bearing_on(asked, database, ties)
    found = _claims(database, held, claims) | _evidence(database, evidence.values(), claims, ties)
    return Argumentation(
        asked.wording if asked else "Claims and what bears on them",
        found,
        tuple(_among(ties, found)),
    )


def _held(database: Database) -> dict[str, list[HeldAssertion]]:
    """Return, by the very claim that they state, the assertions that count."""
    found: dict[str, list[HeldAssertion]] = defaultdict(list)
    for together in database.store.held_assertions().values():
        for one in together:
            found[one.assertion.claim_id].append(one)
    return found


def _counting(database: Database) -> list[Relation]:
    return [one for one in database.store.find(Relation) if one.status is not Status.REJECTED]


def _ties(relations: Collection[Relation]) -> list[Tie]:
    """Return links in order, one for all of a kind between the same ends."""
    by_id = {one.id: one for one in sorted(relations, key=lambda one: one.id)}
    first: dict[tuple[str, str, str], str] = {}
    kept: dict[str, str] = {}

    def settle(one: Relation) -> str | None:
        """Return the link that stands for one; None if what it is about was rejected."""
        if one.id not in kept:
            target: str | None = one.target_id
            if one.target_relation_id is not None:
                about = by_id.get(one.target_relation_id)
                target = settle(about) if about else None
            if target is None:
                return None
            kept[one.id] = first.setdefault((one.kind, one.source_id, target), one.id)
        return kept[one.id]

    stand = {one.id: settle(one) for one in by_id.values()}
    accepted = {stand[one.id] for one in by_id.values() if one.status is Status.ACCEPTED}
    ties: dict[str, Tie] = {}
    for one in by_id.values():
        if stand[one.id] == one.id:
            about = one.target_relation_id
            target = kept[about] if about else one.target_id
            vouched = one.id in accepted
            ties[one.id] = Tie(one.id, one.kind, one.source_id, target, one.group, vouched)
    return ordered(ties)


def ordered(ties: Mapping[str, Tie]) -> list[Tie]:
    """Return links so that each comes after the one that it is about.

    Raises:
        RefusedError: if one is, over others, about itself, or more than :data:`DEEPEST` are
            about each other.
    """
    done: dict[str, Tie] = {}
    depth: dict[str, int] = {}
    for first in ties.values():
        chain = {first.id: first}
        last = first
        while last.target in ties and last.target not in done:
            last = ties[last.target]
            if last.id in chain:
                raise RefusedError(f"the link {last.id} is, over others, about itself")
            chain[last.id] = last
        for one in reversed(chain.values()):
            depth[one.id] = depth.get(one.target, 0) + 1
            done.setdefault(one.id, one)
        if depth[first.id] > DEEPEST:
            raise RefusedError(f"the link {first.id} is about links {DEEPEST} times over")
    return list(done.values())


def _bearing_on(question: Question, database: Database, ties: Iterable[Tie]) -> set[str]:
    canonical = database.store.canonical()
    sides = database.sides(question.id)
    speaking = {claim for claim, found in sides.items() if found}
    linked = set(speaking)
    for one in ties:
        ends = {canonical.get(one.source, one.source), canonical.get(one.target, one.target)}
        if RELATION_KINDS[one.kind].sign and ends & speaking:
            linked |= ends
    same = {claim for claim, other in canonical.items() if other in linked}
    return linked | same


def _claims(
    database: Database, held: Mapping[str, Sequence[HeldAssertion]], wanted: Collection[str]
) -> dict[str, Statement]:
    answers = _answers(database)
    found = database.store.load(Claim, wanted)
    return {
        one: Statement(
            id=one,
            wording=found[one].wording,
            locutions=tuple(map(_locution, held.get(one, ()))),
            answers=answers.get(one, ()),
        )
        for one in sorted(found)
    }


def _locution(held: HeldAssertion) -> Locution:
    return Locution(
        holder=held.holder.name,
        quote=held.quote.passage.exact,
        holder_kind=held.holder.kind,
        mode=held.assertion.mode,
        polarity=held.assertion.polarity,
        kind=held.assertion.kind,
        source=held.quote.cited,
    )


def _answers(database: Database) -> dict[str, tuple[tuple[str, Stance], ...]]:
    worded = {one.id: one.wording for one in database.store.find(Question)}
    found: dict[str, set[tuple[str, Stance]]] = defaultdict(set)
    for one in database.store.find(Position):
        found[one.claim_id].add((worded[one.question_id], one.stance))
    return {claim: tuple(sorted(answers)) for claim, answers in found.items()}


def _evidence(
    database: Database,
    evidence: Iterable[Evidence],
    claims: Collection[str],
    ties: Iterable[Tie],
) -> dict[str, Statement]:
    """Return the evidence that bears on some claims or on links to them."""
    ends = {one.id: one.target for one in ties}
    bearing = {one.source for one in ties if _final(one, ends) in claims}
    wanted = [one for one in evidence if one.id in bearing and one.status is not Status.REJECTED]
    passages = database.store.load(Passage, [one.passage_id for one in wanted])
    labels = {one.id: one.label for one in database.sources()}
    return {
        one.id: Statement(
            id=one.id,
            wording=passages[one.passage_id].exact,
            evidence=one.kind,
            source=labels[one.document_id],
        )
        for one in wanted
    }


def _final(tie: Tie, ends: Mapping[str, str]) -> str:
    """Return the statement that a link comes to bear on in the end."""
    target = tie.target
    while target in ends:
        target = ends[target]
    return target


def _among(ties: Iterable[Tie], statements: Collection[str]) -> Iterable[Tie]:
    known = set(statements)
    for one in ties:
        if one.source in known and one.target in known:
            known.add(one.id)
            yield one
