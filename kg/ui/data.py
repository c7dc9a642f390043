"""The one database that the app shows, and reads of it that are repeated only after a change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from kg.database import Database, database_url
from kg.debate import Standing
from kg.model import Agent
from kg.rdf import sparql

QUERY_SECONDS = 20

P = ParamSpec("P")
R = TypeVar("R")

_READS: dict[str, Callable[..., Any]] = {}


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


@st.cache_resource(show_spinner=False, max_entries=256)
def _remembered(
    url: str,
    revision: int,  # noqa: ARG001 - part of the key
    name: str,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
) -> Any:
    return _READS[name](_open(url), *arguments, **named)


def _reading(read: Callable[Concatenate[Database, P], R]) -> Callable[P, R]:
    """Make a read answer from memory until the database's revision changes.

    What is read is shared between sessions, so it must not be changed.
    """
    _READS[read.__qualname__] = read

    @wraps(read)
    def latest(*args: P.args, **kwargs: P.kwargs) -> R:
        revision = database().store.revision()
        return cast("R", _remembered(database_url(), revision, read.__qualname__, args, kwargs))

    return latest


def _holders(found: Database) -> list[Agent]:
    return sorted(found.store.find(Agent), key=lambda agent: agent.name.casefold())


def _standing(found: Database, claim_id: str) -> Standing:
    return found.debate().standing(claim_id)


def _query(found: Database, text: str) -> sparql.Result:
    return sparql.run(found.dataset, text, limit_seconds=QUERY_SECONDS)


claims = _reading(Database.claims)
count_claims = _reading(Database.count_claims)
claim = _reading(Database.claim)
standing = _reading(_standing)
sources = _reading(Database.sources)
source = _reading(Database.source)
concept = _reading(Database.concept)
record = _reading(Database.get)
dependency_graph = _reading(Database.dependency_graph)
questions = _reading(Database.questions)
holders = _reading(_holders)
query = _reading(_query)
