"""The query of one session: it is begun, waited for with a way to stop it, and looked up again."""

from __future__ import annotations

import time
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kg.errors import KgError, QueryError
from kg.rdf.mending import mended
from kg.rdf.sparql import Result
from kg.ui import data, parts
from kg.ui.markup import element
from kg.ui.queries.querying import SETTINGS, Asked, Key

_AT_ONCE: Final = 0.5
_MOMENT: Final = 2.0
_TICK: Final = 0.25
_ASKED, _FAILED = "asked", "failed"


def key_of(query: str) -> Key:
    """Return what an answer to a query holds for: the database's present revision."""
    return data.database().store.revision(), query


def failure(key: Key) -> KgError | None:
    """Return why this session's query had no answer, where that is known."""
    failed: tuple[Key, KgError] | None = st.session_state.get(_FAILED)
    return failed[1] if failed and failed[0] == key else None


def forget_failure() -> None:
    """Let a query that failed be tried again."""
    st.session_state.pop(_FAILED, None)


def outcome(key: Key, spot: DeltaGenerator) -> Result:
    """Return the answer to a query; while it runs ``spot`` says so and offers to stop it.

    Where it fails, the page is run anew and finds :func:`failure`.
    """
    asking = data.asking()
    known = asking.remembered(key)
    if known is not None:
        return known
    asked: Asked | None = st.session_state.get(_ASKED)
    if asked is None or asked.key != key or asked.given_up:
        if asked is not None:
            asked.stop()
        asked = st.session_state[_ASKED] = asking.ask(key)
    _wait(asked, spot)
    del st.session_state[_ASKED]
    try:
        return asked.result()
    except QueryError as error:
        st.session_state[_FAILED] = key, mended(key[1], error)
    except KgError as error:
        st.session_state[_FAILED] = key, error
    return st.rerun()


def soon(query: str) -> Result | None:
    """Return the answer to a query of our own if it comes in a moment, else None."""
    asking, key = data.asking(), key_of(query)
    known = asking.remembered(key)
    if known is not None:
        return known
    asked = asking.ask(key)
    if not asked.wait(_MOMENT):
        asked.stop()
        return None
    return asked.result()


def _wait(asked: Asked, spot: DeltaGenerator) -> None:
    """Wait for an answer. Each look is also where the session can turn to something else."""
    if asked.wait(_AT_ONCE):
        return
    with spot.container(horizontal=True, vertical_alignment="center"):
        st.button("Stop the query", on_click=asked.stop, key="stop", type="primary")
        words = f"The query runs. It is stopped after {SETTINGS.seconds:g} seconds at the latest."
        parts.show(element("p", words, role="status"))
        clock = st.empty()
    while not asked.wait(_TICK):
        clock.html(element("p", _elapsed(asked), class_="kg-page", role="timer"))


def _elapsed(asked: Asked) -> str:
    asking = data.asking()
    if asking.merging:
        return "The data is made ready for queries that name graphs; this is done once."
    if asked.began is not None:
        return f"{time.monotonic() - asked.began:.0f} s"
    reading = asking.reading
    if reading is not None:
        return "The data is read first: {:,} of {:,} graphs so far.".format(*reading)
    return "It waits for its turn, or for the data to be read after the start or a change."
