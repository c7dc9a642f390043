"""The library: texts a page at a time, what is cited but not here, and what is beside a text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, distinct, exists, func, or_, select

from kg.model import (
    Agent,
    Assertion,
    Citation,
    Claim,
    Document,
    Passage,
    Position,
    Problem,
    Question,
    Reference,
    Run,
    Work,
)
from kg.model.texts import Description
from kg.store.arguments import incoming
from kg.store.connected import Connected
from kg.store.equivalence import canonical
from kg.store.rows import batches, load, load_ids
from kg.store.sources import load_sources
from kg.store.standing import not_rejected
from kg.store.tables import LINK_TABLES, TABLES
from kg.views import Source, WorkRow
from kg.vocab import AgentKind, Genre, Mode, Stance

_ASSERTION, _CITATION, _DOCUMENT, _PASSAGE, _POSITION, _PROBLEM, _REFERENCE, _WORK = (
    TABLES[cls]
    for cls in (Assertion, Citation, Document, Passage, Position, Problem, Reference, Work)
)
_CITED: Final = LINK_TABLES[Citation, "work_ids"]
Order = Literal["title", "year", "claims", "problems"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which texts to list; None means any.

    ``text`` is looked for in titles, file names and authors. ``since`` and ``until`` are years
    of publication; with either, texts of unknown year are left out. ``stance`` keeps those that
    answer some question so, ``problems`` those that were read with (True) or without any.
    ``order`` is by title, or the newest, those with most claims or most problems first.
    """

    text: str | None = None
    genre: Genre | None = None
    since: int | None = None
    until: int | None = None
    stance: Stance | None = None
    problems: bool | None = None
    order: Order = "title"
    limit: int = 25
    offset: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a text besides its words.

    ``reviews`` is the work that it is about with the documents that are texts of that work.
    ``runs`` read it, the first one first; ``positions`` are what it answers to questions.
    """

    description: Description
    language: str | None
    sha256: str
    runs: tuple[Run, ...]
    reviews: WorkRow | None
    positions: tuple[tuple[Stance, Question, Claim], ...]


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A claim beside the words that put it forward.

    ``claim`` is the one that stands for it. ``holder`` is None where the text speaks for
    itself. The counts are of the links into the claim from anywhere.
    """

    assertion: Assertion
    passage: Passage
    claim: Claim
    holder: Agent | None
    supports: int
    rebuts: int
    undercuts: int

    @property
    def reported(self) -> bool:
        """Whether the text only reports the claim, of whomever."""
        return self.assertion.mode is Mode.REPORTS


class Library(Connected):
    """What can be asked of the texts of a store, and of the works that they cite."""

    def shelf(self, wanted: Shelf = Shelf()) -> list[Source]:
        """Return one page of the texts that a filter keeps, without their words."""
        with self._read() as connection:
            return _shelf(connection, wanted)

    def count_shelf(self, wanted: Shelf = Shelf()) -> int:
        """Return how many texts a filter keeps, whatever its limit."""
        query = select(func.count()).select_from(_DOCUMENT).where(*_conditions(wanted))
        with self._read() as connection:
            return connection.execute(query).scalar_one()

    def unread(self, limit: int = 25, offset: int = 0) -> list[WorkRow]:
        """Return works of which there is no text here, those that most texts cite first."""
        with self._read() as connection:
            return _unread(connection, limit, offset)

    def count_unread(self) -> int:
        """Return how many works are cited of which there is no text here."""
        with self._read() as connection:
            return connection.execute(
                select(func.count()).select_from(_citing().subquery())
            ).scalar_one()

    def texts_of(self, work_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return, by work, the ids of its texts; works without one are left out."""
        with self._read() as connection:
            return _texts_of(connection, work_ids)

    def about(self, document_id: str) -> About:
        """Return what is known of a text besides its words; it must exist."""
        with self._read() as connection:
            return _about(connection, document_id)

    def margin(self, document_id: str, start: int, end: int) -> list[MarginNote]:
        """Return the claims that a stretch of a text puts forward, in the order of the words."""
        with self._read() as connection:
            return _margin(connection, document_id, start, end)


def _shelf(connection: Connection, wanted: Shelf) -> list[Source]:
    page = select(_DOCUMENT.c.id).where(*_conditions(wanted)).order_by(*_order(wanted.order))
    ids = connection.scalars(page.limit(wanted.limit).offset(wanted.offset)).all()
    found = load_sources(connection, ids)
    return [found[one] for one in ids]


def _conditions(wanted: Shelf) -> list[ColumnElement[bool]]:
    year = _DOCUMENT.c.year
    found = [_speaks_of(word) for word in (wanted.text or "").split()]
    if wanted.genre is not None:
        found.append(_DOCUMENT.c.genre == wanted.genre.value)
    if wanted.since is not None:
        found.append(year >= wanted.since)
    if wanted.until is not None:
        found.append(year <= wanted.until)
    if wanted.stance is not None:
        mine = _POSITION.c.document_id == _DOCUMENT.c.id
        found.append(exists().where(mine, _POSITION.c.stance == wanted.stance.value))
    if wanted.problems is not None:
        some = exists().where(_PROBLEM.c.document_id == _DOCUMENT.c.id)
        found.append(some if wanted.problems else ~some)
    return found


def _speaks_of(word: str) -> ColumnElement[bool]:
    columns = (_DOCUMENT.c.title, _DOCUMENT.c.name, _DOCUMENT.c.authors)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _order(order: Order) -> list[ColumnElement[Any]]:
    by_title = [func.lower(func.coalesce(_DOCUMENT.c.title, _DOCUMENT.c.name)), _DOCUMENT.c.id]
    if order == "year":
        return [_DOCUMENT.c.year.desc().nulls_last(), *by_title]
    if order == "claims":
        mine = _ASSERTION.c.document_id == _DOCUMENT.c.id, not_rejected(_ASSERTION)
        counted = select(func.count(distinct(_ASSERTION.c.claim_id))).where(*mine)
        return [counted.scalar_subquery().desc(), *by_title]
    if order == "problems":
        counted = select(func.count()).where(_PROBLEM.c.document_id == _DOCUMENT.c.id)
        return [counted.scalar_subquery().desc(), *by_title]
    return by_title


def _citing() -> Select[Any]:
    """Return a query for the works without a text here, with how many texts cite each."""
    listed = select(_REFERENCE.c.work_id, _REFERENCE.c.document_id)
    pointed = select(_CITED.c.member_id, _CITATION.c.document_id).join(
        _CITATION, _CITATION.c.id == _CITED.c.owner_id
    )
    cited = listed.union(pointed).subquery()
    read = exists().where(_DOCUMENT.c.work_id == cited.c.work_id)
    number = func.count().label("number")
    return select(cited.c.work_id, number).where(~read).group_by(cited.c.work_id)


def _unread(connection: Connection, limit: int, offset: int) -> list[WorkRow]:
    citing = _citing().subquery()
    page = (
        select(citing.c.work_id, citing.c.number)
        .join(_WORK, _WORK.c.id == citing.c.work_id)
        .order_by(citing.c.number.desc(), func.coalesce(_WORK.c.title, _WORK.c.key), _WORK.c.id)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(page).all()
    works = load_ids(connection, Work, (work_id for work_id, _ in rows))
    return [WorkRow(works[work_id], (), number) for work_id, number in rows]


def _texts_of(connection: Connection, work_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for batch in batches(set(work_ids)):
        query = select(_DOCUMENT.c.work_id, _DOCUMENT.c.id).where(_DOCUMENT.c.work_id.in_(batch))
        for work_id, document_id in connection.execute(query.order_by(_DOCUMENT.c.id)):
            found[work_id] = (*found.get(work_id, ()), document_id)
    return found


def _about(connection: Connection, document_id: str) -> About:
    columns = [column for column in _DOCUMENT.c if column.name not in ("text", "structure")]
    row = connection.execute(select(*columns).where(_DOCUMENT.c.id == document_id)).one()
    told = {one.name: getattr(row, one.name) for one in fields(Description)}
    runs = load(connection, Run, TABLES[Run].c.document_id == document_id)
    return About(
        description=Description(**{**told, "authors": tuple(json.loads(row.authors))}),
        language=row.language,
        sha256=row.sha256,
        runs=tuple(sorted(runs, key=lambda run: (run.started_at, run.extractor))),
        reviews=_reviewed(connection, row.reviews_id),
        positions=_positions(connection, document_id),
    )


def _reviewed(connection: Connection, work_id: str | None) -> WorkRow | None:
    if work_id is None:
        return None
    texts = _texts_of(connection, [work_id]).get(work_id, ())
    return WorkRow(load_ids(connection, Work, [work_id])[work_id], texts, 0)


def _positions(
    connection: Connection, document_id: str
) -> tuple[tuple[Stance, Question, Claim], ...]:
    found = load(connection, Position, _POSITION.c.document_id == document_id)
    questions = load_ids(connection, Question, (one.question_id for one in found))
    claims = load_ids(connection, Claim, (one.claim_id for one in found))
    return tuple((one.stance, questions[one.question_id], claims[one.claim_id]) for one in found)


def _margin(connection: Connection, document_id: str, start: int, end: int) -> list[MarginNote]:
    within = select(_PASSAGE.c.id).where(
        _PASSAGE.c.document_id == document_id, _PASSAGE.c.start < end, _PASSAGE.c.end > start
    )
    stated = load(
        connection,
        Assertion,
        and_(_ASSERTION.c.document_id == document_id, not_rejected(_ASSERTION)),
        _ASSERTION.c.passage_id.in_(within),
    )
    passages = load_ids(connection, Passage, (one.passage_id for one in stated))
    holders = load_ids(connection, Agent, (one.holder_id for one in stated))
    stands_for = canonical(connection, (one.claim_id for one in stated))
    claims = load_ids(connection, Claim, stands_for.values())
    tallies = _tallies(connection, claims)
    notes = [
        MarginNote(
            one,
            passages[one.passage_id],
            claims[stands_for[one.claim_id]],
            None if (who := holders[one.holder_id]).kind is AgentKind.AUTHORSHIP else who,
            *(tallies[stands_for[one.claim_id]][kind] for kind in _COUNTED),
        )
        for one in stated
    ]
    return sorted(notes, key=lambda note: (note.passage.start, note.passage.end, note.claim.id))


_COUNTED: Final = ("supports", "rebuts", "undercuts")


def _tallies(connection: Connection, claim_ids: Collection[str]) -> dict[str, Counter[str]]:
    links = incoming(connection, list(claim_ids))
    return {one: Counter(link.relation.kind for link in links[one]) for one in claim_ids}
