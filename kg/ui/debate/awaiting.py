"""What a page shows in place of standings while they are worked out."""

from __future__ import annotations

import streamlit as st

from kg.ui import data, parts
from kg.ui.markup import element

_EVERY: int = 2  # seconds


@st.fragment(run_every=_EVERY)
def standings() -> None:
    """Say that standings are being worked out; draw the page anew when they are."""
    if data.settled(patience=0):
        st.rerun()
    parts.show(
        element(
            "p",
            "Where the claims stand is being worked out. With many claims this takes a while "
            "after each change; it appears here by itself.",
            class_="kg-quiet",
            role="status",
        )
    )
