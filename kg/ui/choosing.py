"""Filters whose choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from kg.ui import paging

T = TypeVar("T")


def one(
    label: str, key: str, options: Mapping[str, T], width: int = 165, nothing: str = "any"
) -> T | None:
    """Let one of some named things be chosen, or none; a list of results begins anew then.

    ``key`` is also what the address calls it. It must not be what a link from the page, or the
    search box, says to another page (``source``, ``q``): the address would lose that there.
    """
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        key=key,
        bind="query-params",
        placeholder=nothing,
        width=width,
        on_change=paging.back_to_first,
    )
    return None if chosen is None else options[chosen]


def year(label: str, key: str, nothing: str = "any", width: int = 120) -> int | None:
    """Let a year be given, or none; a list of results begins anew then."""
    return st.number_input(
        label,
        min_value=0,
        max_value=9999,
        value=None,
        step=1,
        key=key,
        bind="query-params",
        placeholder=nothing,
        width=width,
        on_change=paging.back_to_first,
    )
