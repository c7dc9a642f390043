"""The timeline of a question or of a claim, put together for those who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.timeline import Entry, Year, of_claim, of_question, timeline
from kg.database import Database
from kg.ids import kind_of
from kg.model import Claim, Document, Work
from kg.views import Quote


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a timeline in words: the claim, and the quote that it stands on."""

    entry: Entry
    claim: Claim
    quote: Quote


def of_one_question(database: Database, question_id: str, *, cited: bool = False) -> list[Year]:
    """Return when what speaks for yes and for no was said; see :func:`timeline`."""
    entries = of_question(database.debate().grounds, database.sides(question_id))
    return _dated(database, entries, cited=cited)


def of_one_claim(database: Database, claim_id: str, *, cited: bool = False) -> list[Year]:
    """Return when what speaks for and against a claim was said; see :func:`timeline`."""
    entries = of_claim(database.debate().grounds, claim_id)
    return _dated(database, entries, cited=cited)


def told(database: Database, entries: Sequence[Entry]) -> list[Told]:
    """Return entries in words, in the same order."""
    claims = database.store.load(Claim, (one.claim_id for one in entries))
    quotes = database.store.quotes_of(one.record_id for one in entries)
    return [Told(one, claims[one.claim_id], quotes[one.record_id]) for one in entries]


def titles(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """Return what to call documents and works, by id."""
    wanted = set(ids)
    found = {one.id: one.label for one in database.sources() if one.id in wanted}
    works = database.store.load(Work, [one for one in wanted if kind_of(one) != Document.KIND])
    return found | {one.id: one.title or one.key for one in works.values()}


def _dated(database: Database, entries: Iterable[Entry], *, cited: bool) -> list[Year]:
    if cited:
        years = database.store.work_years()
    else:
        years = {one.id: one.year for one in database.sources() if one.year is not None}
    return timeline(entries, years, database.origins(), cited=cited)
