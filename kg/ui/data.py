"""The one database that the app shows, and reads of it that are repeated only after a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar, cast

import streamlit as st

from kg.database import Database, database_url
from kg.debate import Standing, Stood
from kg.export import changing, evidence_table, yearly
from kg.export import citations as citing
from kg.export.evidence_table import Matrix
from kg.model import Agent
from kg.ui.queries.querying import Asking
from kg.ui.remembering import KEPT, Remembering
from kg.ui.settling import PATIENCE, Settling
from kg.views import Bearing, EvidenceFilter, Quote

TOLD: Final = 30
"""How many arguments on one thing the arithmetic of a standing tells."""

P = ParamSpec("P")
R = TypeVar("R")


def database() -> Database:
    """Return the database that ``KG_DATABASE_URL`` names, opened once for all sessions.

    Raises:
        NotFoundError: if there is no such file yet.
        StoreError: if it cannot be opened.
    """
    return _open(database_url())


@st.cache_resource(show_spinner=False, on_release=Database.close)
def _open(url: str) -> Database:
    return Database.open(url, must_exist=True)


def asking() -> Asking:
    """Return what runs the queries of all sessions."""
    return _asking(database_url())


@st.cache_resource(show_spinner=False, on_release=Asking.close)
def _asking(url: str) -> Asking:
    return Asking(_open(url).store.changes_since)


@st.cache_resource(show_spinner=False)
def _remembering(url: str) -> Remembering:  # noqa: ARG001 - one for each database
    return Remembering()


@st.cache_resource(show_spinner=False, on_release=Settling.close)
def _settling(url: str) -> Settling:
    return Settling(_open(url))


def settled(patience: float = PATIENCE) -> bool:
    """Whether it is worked out where claims stand, after ``patience`` seconds at most.

    Pages ask this before they ask for a standing, and show the rest if it is not.
    """
    return _settling(database_url()).settled(patience)


def _reading(read: Callable[Concatenate[Database, P], R], kept: int = KEPT) -> Callable[P, R]:
    """Make a read answer from memory until the database's revision changes.

    What is read is shared between sessions, so it must not be changed. The last ``kept``
    answers are remembered: fewer where one is large.
    """
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def latest(*args: P.args, **kwargs: P.kwargs) -> R:
        found = database()
        asked = args, tuple(sorted(kwargs.items()))
        memory = _remembering(database_url())
        revision = found.store.revision()
        answer = memory.answer(revision, name, asked, lambda: read(found, *args, **kwargs), kept)
        return cast("R", answer)

    return latest


remembered = _reading
"""The same, for reads that are put together elsewhere."""


def _holders(found: Database) -> list[Agent]:
    return sorted(found.store.find(Agent), key=lambda agent: agent.name.casefold())


def _standing(found: Database, claim_id: str) -> Standing:
    return found.debate().standing(claim_id, most=TOLD)


def _stood(found: Database, claim_ids: tuple[str, ...]) -> Mapping[str, Stood]:
    return found.debate().stood(claim_ids)


def _telling(found: Database, claim_ids: tuple[str, ...], text: str) -> Mapping[str, Quote]:
    return found.store.telling(claim_ids, text)


# Which claims and links bear on a question: read once for a count and all its pages.
_claims_on_question = _reading(evidence_table.claims_on_question, kept=2)
_links_on_question = _reading(evidence_table.links_on_question, kept=2)


def _matrix(found: Database, wanted: EvidenceFilter, chosen: tuple[str, ...]) -> Matrix:
    if wanted.question_id is None:
        return evidence_table.matrix(found, wanted, chosen)
    listed = _claims_on_question(evidence_table.unlimited(wanted))
    return evidence_table.matrix(found, wanted, chosen, listed=listed)


def _pieces(found: Database, wanted: EvidenceFilter) -> list[Bearing]:
    if wanted.question_id is None:
        return evidence_table.pieces(found, wanted)
    listed = _links_on_question(evidence_table.unlimited(wanted))
    return evidence_table.pieces(found, wanted, listed=listed)


def _count_rows(found: Database, wanted: EvidenceFilter) -> int:
    if wanted.question_id is None:
        return evidence_table.count_rows(found, wanted)
    return len(_claims_on_question(evidence_table.unlimited(wanted)))


def _count_pieces(found: Database, wanted: EvidenceFilter) -> int:
    if wanted.question_id is None:
        return evidence_table.count_pieces(found, wanted)
    return len(_links_on_question(evidence_table.unlimited(wanted)))


def _depends(found: Database, claim_ids: tuple[str, ...]) -> bool:
    return found.store.has_dependencies(claim_ids)


claims = _reading(Database.claims)
count_claims = _reading(Database.count_claims)
claim = _reading(Database.claim)
standing = _reading(_standing)
stood = _reading(_stood)
depends = _reading(_depends)
telling = _reading(_telling)
named = _reading(Database.named)
leading = _reading(Database.leading)
sources = _reading(Database.sources)
source = _reading(Database.source)
concept = _reading(Database.concept)
record = _reading(Database.get)
dependency_graph = _reading(Database.dependency_graph, kept=4)
citations = _reading(citing.citations)
question = _reading(Database.question)
questions = _reading(Database.questions)
holders = _reading(_holders)
changes = _reading(changing.changes)
moved_any = _reading(changing.moved_any)
timeline_of_claim = _reading(yearly.of_one_claim)
timeline_of_question = _reading(yearly.of_one_question)
told = _reading(yearly.told)
titles = _reading(yearly.titles)
evidence_matrix = _reading(_matrix)
evidence_pieces = _reading(_pieces)
count_evidence_rows = _reading(_count_rows)
count_evidence_pieces = _reading(_count_pieces)
