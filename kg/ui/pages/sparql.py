"""SPARQL: example questions, an editor, the answer as a table and as a file."""

from __future__ import annotations

import streamlit as st

from kg.errors import QueryError
from kg.ids import from_iri, kind_of
from kg.rdf.examples import Example, load_examples
from kg.rdf.sparql import Result
from kg.resources import shipped
from kg.ui import data, parts
from kg.ui.markup import Child, element, link, shorten
from kg.vocab import PREFIXES
from kg.wording import counted

ROWS = 200
CELL = 400
PAGES = {
    "claim": ("claim", "claim"),
    "document": ("source", "source"),
    "concept": ("dependencies", "concept"),
}


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Ask in SPARQL"))
    parts.show(
        element(
            "p",
            "Everything in the database is also RDF. Choose a question, or write "
            "your own; the prefixes below are declared for you.",
        )
    )
    examples = {example.title: example for example in load_examples(shipped("queries"))}
    _choose(examples)
    query = st.text_area(
        "Query",
        key="query",
        bind="query-params",
        height=260,
        placeholder="SELECT * WHERE { ?claim a schema:Claim } LIMIT 10",
    )
    st.button("Run", help="Ctrl+Enter in the editor does the same.")
    with st.expander("Prefixes"):
        st.code("\n".join(f"{name}: {iri}" for name, iri in PREFIXES.items()), language=None)
    if query:
        _answer(query)


def _choose(examples: dict[str, Example]) -> None:
    if not examples:
        return

    def put_into_editor() -> None:
        chosen = examples.get(st.session_state["example"])
        if chosen:
            st.session_state["query"] = chosen.query

    title = st.selectbox(
        "Example questions",
        list(examples),
        index=None,
        key="example",
        placeholder=f"{len(examples)} questions to start from",
        on_change=put_into_editor,
    )
    if title:
        parts.show(element("p", examples[title].question, class_="kg-lead"))


def _answer(query: str) -> None:
    limit = data.QUERY_SECONDS
    try:
        with st.spinner(f"Running; it is stopped after {limit} seconds."):
            result = data.query(query)
    except QueryError as error:
        parts.failure(str(error))
        return
    total = len(result.rows)
    shown = f", {ROWS} shown" if total > ROWS else ""
    parts.show(element("p", f"{counted(total, 'row')}{shown}", class_="kg-quiet", role="status"))
    if total:
        rows = [map(_cell, row) for row in result.rows[:ROWS]]
        parts.show(parts.table("Answer", result.variables, rows))
    _downloads(result)


def _cell(value: str | None) -> Child:
    """Return a cell; what has a page of its own is linked to it."""
    identifier = value and from_iri(value)
    if not value or not identifier or kind_of(identifier) not in PAGES:
        return None if value is None else shorten(value, CELL)
    page, parameter = PAGES[kind_of(identifier)]
    return link(f"{kind_of(identifier)} {identifier[-8:]}", page, **{parameter: identifier})


def _downloads(result: Result) -> None:
    formats = (
        (("ttl", "text/turtle"),)
        if result.answer.form == "triples"
        else (("csv", "text/csv"), ("json", "application/sparql-results+json"))
    )
    with st.container(horizontal=True):
        for name, media_type in formats:
            st.download_button(
                f"Download {name.upper()}",
                result.write(name),
                f"answer.{name}",
                media_type,
                on_click="ignore",
            )


show()
