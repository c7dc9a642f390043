"""The page list; ``app.py`` hands over to :func:`main`."""

from __future__ import annotations

import streamlit as st

from kg.errors import KgError
from kg.ui import parts, searching, theme
from kg.ui.pages import FOLDER


def main() -> None:
    """Run the page that the address names; expected errors become one line."""
    st.set_page_config(page_title="Claimgraph", layout="wide")
    page = st.navigation(
        [
            st.Page(FOLDER / "question.py", title="Question", default=True),
            st.Page(FOLDER / "claims.py", title="Claims"),
            st.Page(FOLDER / "claim.py", title="Claim", visibility="hidden"),
            st.Page(FOLDER / "map.py", title="Map"),
            st.Page(FOLDER / "evidence.py", title="Evidence"),
            st.Page(FOLDER / "sources.py", title="Sources"),
            st.Page(FOLDER / "source.py", title="Source", visibility="hidden"),
            st.Page(FOLDER / "dependencies.py", title="Dependencies"),
            st.Page(FOLDER / "what_if.py", title="What if"),
            st.Page(FOLDER / "timeline.py", title="Timeline"),
            st.Page(FOLDER / "review.py", title="Review"),
            st.Page(FOLDER / "sparql.py", title="SPARQL"),
            st.Page(FOLDER / "audit.py", title="Audit"),
            st.Page(FOLDER / "add.py", title="Add"),
        ],
        position="top",
    )
    theme.apply()
    searching.box()
    try:
        page.run()
    except KgError as error:
        parts.failure(str(error))
