"""Works: read or only cited, by whom, and which may be the same."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from kg.model import Citation, Document, Match, Reference, Work
from kg.store.rows import load, load_ids
from kg.store.tables import LINK_TABLES, TABLES
from kg.views import MatchView, WorkRow
from kg.vocab import Status

_CITATION, _DOCUMENT, _MATCH, _REFERENCE = (
    TABLES[cls] for cls in (Citation, Document, Match, Reference)
)
_CITED = LINK_TABLES[Citation, "work_ids"]


def works(connection: Connection) -> list[WorkRow]:
    """Return all works: those with a text first, then the most cited, then by title."""
    texts = _texts(connection)
    citing = _citing(connection)
    rows = [
        WorkRow(work, tuple(texts.get(work.id, ())), len(citing.get(work.id, ())))
        for work in load(connection, Work)
    ]
    return sorted(
        rows, key=lambda row: (not row.texts, -row.cited_by, row.work.title or "~", row.work.id)
    )


def matches(connection: Connection, document_id: str | None = None) -> list[MatchView]:
    """Return the works that may be one, most alike first; those judged come last."""
    chosen = [] if document_id is None else [_MATCH.c.document_id == document_id]
    found = load(connection, Match, *chosen)
    ends = load_ids(connection, Work, (end for one in found for end in _ends(one)))
    views = [MatchView(one, ends[one.work_id], ends[one.candidate_id]) for one in found]
    return sorted(
        views,
        key=lambda view: (
            view.match.status is not Status.PROPOSED,
            -(view.match.similarity or 0),
            view.match.id,
        ),
    )


def _ends(match: Match) -> Iterable[str]:
    return match.work_id, match.candidate_id


def _texts(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(_DOCUMENT.c.work_id, _DOCUMENT.c.id).order_by(_DOCUMENT.c.id)
    for work_id, document_id in connection.execute(query):
        found.setdefault(work_id, []).append(document_id)
    return found


def _citing(connection: Connection) -> dict[str, set[str]]:
    """Return, by work, the documents that list it or point at it."""
    listed = select(_REFERENCE.c.work_id, _REFERENCE.c.document_id)
    pointed = select(_CITED.c.member_id, _CITATION.c.document_id).join(
        _CITATION, _CITATION.c.id == _CITED.c.owner_id
    )
    found: dict[str, set[str]] = {}
    for work_id, document_id in connection.execute(listed.union(pointed)):
        found.setdefault(work_id, set()).add(document_id)
    return found
