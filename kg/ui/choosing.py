"""Filters whose choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from kg.ui import paging

T = TypeVar("T")


def one(label: str, key: str, options: Mapping[str, T], width: int = 165) -> T | None:
    """Let one of some named things be chosen, or none; a list of results begins anew then."""
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        key=key,
        bind="query-params",
        placeholder="any",
        width=width,
        on_change=paging.back_to_first,
    )
    return None if chosen is None else options[chosen]
