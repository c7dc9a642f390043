"""Reads of the library, repeated only after a change: see :mod:`kg.store.library`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.database import Database
from kg.store.library import About, MarginNote, Shelf
from kg.ui import data
from kg.ui.texts.reading import Reading
from kg.ui.texts.reading import reading as read
from kg.views import Source, WorkRow
from kg.vocab import Stance

_ALL: Final = Shelf()


def _shelf(found: Database, wanted: Shelf) -> list[Source]:
    return found.store.shelf(wanted)


def _count_shelf(found: Database, wanted: Shelf = _ALL) -> int:
    return found.store.count_shelf(wanted)


def _unread(found: Database, limit: int, offset: int) -> list[WorkRow]:
    return found.store.unread(limit, offset)


def _count_unread(found: Database) -> int:
    return found.store.count_unread()


def _about(found: Database, document_id: str) -> About:
    return found.store.about(document_id)


def _reading(_: Database, document_id: str) -> Reading:
    view = data.source(document_id)
    return read(view.text, view.structure)


def _margin(found: Database, document_id: str, start: int, end: int) -> list[MarginNote]:
    return found.store.margin(document_id, start, end)


def _texts_of(found: Database, work_ids: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return found.store.texts_of(work_ids)


def _answering(found: Database, stance: Stance) -> frozenset[str]:
    positions = found.store.positions()
    return frozenset(
        one.document_id for one in positions if one.stance is stance and one.document_id is not None
    )


shelf = data.remembered(_shelf)
count_shelf = data.remembered(_count_shelf)
unread = data.remembered(_unread)
count_unread = data.remembered(_count_unread)
about = data.remembered(_about)
reading = data.remembered(_reading)
margin = data.remembered(_margin)
texts_of = data.remembered(_texts_of)
answering = data.remembered(_answering)
