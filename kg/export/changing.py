"""What changed in a database since a day, put together for those who read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from kg.analysis import changes as analysis
from kg.analysis.changes import Changes, Found, Gain, Moved, Past, Record
from kg.collecting import uncollected
from kg.database import Database
from kg.model import Claim
from kg.views import Source

_NOTHING: Final = Found({}, {}, frozenset(), {}, {})


def moved_any(database: Database, since: date) -> bool:
    """Whether anything was read or decided since a day, so that claims may stand otherwise."""
    return _moved_any(_record(database), since)


def changes(database: Database, since: date) -> Changes:
    """Return what changed since the beginning of a day (UTC); see :mod:`kg.analysis.changes`.

    Cost: where not :func:`moved_any`, two small queries; else what the standing of all claims
    costs, and that again for the part that changed.
    """
    record = _record(database)
    if not _moved_any(record, since):
        all_new = analysis.read_since(record, since) == record.read_at.keys()
        return _put(database, since, record, _NOTHING, all_new=all_new)
    with uncollected():
        debate = database.debate()
        past = Past(record, debate.grounds, since)
        found = analysis.found(past, debate.whole, debate.origins)
    return _put(database, since, record, found, all_new=False)


def _record(database: Database) -> Record:
    store = database.store
    decisions = store.decisions()
    answers: dict[str, set[str]] = defaultdict(set)
    for one in store.positions():
        if one.document_id:
            answers[one.claim_id].add(one.document_id)
    return Record(
        store.read_at(), decisions, store.aims(decisions),
        {claim: frozenset(those) for claim, those in answers.items()},
    )  # fmt: skip


def _moved_any(record: Record, since: date) -> bool:
    fresh = analysis.read_since(record, since)
    if fresh == record.read_at.keys():
        return False  # where nothing was here before, nothing stood
    return bool(fresh or analysis.decided_since(record, since))


def _put(
    database: Database, since: date, record: Record, found: Found, *, all_new: bool
) -> Changes:
    named = {one.id: one for one in database.sources()}
    fresh = analysis.read_since(record, since)
    wanted = {*found.supported, *found.rebutted, *found.bare, *found.moved}
    claims = database.store.load(Claim, wanted)

    def texts(claim: str) -> tuple[Source, ...]:
        return _by_label(named, found.because.get(claim, ()))

    def gains(gained: Mapping[str, frozenset[str]]) -> tuple[Gain, ...]:
        most = sorted(gained, key=lambda claim: (-len(gained[claim]), claim))
        return tuple(Gain(claims[one], len(gained[one]), texts(one)) for one in most)

    furthest = sorted(found.moved, key=lambda one: (-_way(found.moved[one]), one))
    return Changes(
        since=since,
        documents=_by_label(named, fresh),
        supported=gains(found.supported),
        rebutted=gains(found.rebutted),
        bare=tuple(claims[one] for one in sorted(found.bare)),
        moved=tuple(Moved(claims[one], *found.moved[one], texts(one)) for one in furthest),
        decisions=tuple(analysis.decided_since(record, since)),
        all_new=all_new,
    )


def _way(moved: tuple[object, object, float, float]) -> float:
    return abs(moved[3] - moved[2])


def _by_label(named: Mapping[str, Source], ids: Iterable[str]) -> tuple[Source, ...]:
    those = (named[one] for one in ids if one in named)
    return tuple(sorted(those, key=lambda one: (one.label.casefold(), one.id)))
