"""SPARQL: questions in words, an editor, and the answer as table, chart, graph and file."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

import streamlit as st

from kg.errors import KgError, QueryError
from kg.rdf.examples import Example, by_topic, load_examples
from kg.rdf.mending import FUNCTIONS, KEYWORDS
from kg.rdf.sparql import Result
from kg.resources import shipped
from kg.ui import data, parts
from kg.ui.components import component
from kg.ui.markup import Html, address, element, link, shorten
from kg.ui.queries import answering, answers, running
from kg.ui.queries.querying import SETTINGS
from kg.vocab import PREFIXES, REUSED, TERMS
from kg.wording import counted

LONGEST = 10_000
HISTORY = 20


def show() -> None:
    """Draw the page."""
    examples = load_examples(shipped("queries"))
    example = next((one for one in examples if one.name == st.query_params.get("example")), None)
    query = example.query if example else st.query_params.get("query", "")
    parts.show(
        parts.heading("Ask in SPARQL"),
        element(
            "p",
            "Choose a question, or write one yourself: all that is in the database is also RDF.",
            class_="kg-lead",
        ),
    )
    data.asking().prepare()
    _choose(examples, chosen=bool(query))
    _introduce(example)
    key = running.key_of(query)
    error = running.failure(key)
    _editor(examples, query, error)
    place = address("sparql", **({"example": example.name} if example else {"query": query}))
    spot = st.empty()
    refused = st.session_state.pop("refused", None)
    if refused:
        parts.failure(refused)
    elif error is not None:
        parts.failure(str(error))
    elif query.strip():
        result = running.outcome(key, spot)
        _remember(query, place, result)
        with spot.container():
            answering.show(query, result)
    if query.strip():
        name = example.name if example else None
        answers.elsewhere(query, urljoin(st.context.url or "", place), name)
    _history(query)


def _choose(examples: Sequence[Example], *, chosen: bool) -> None:
    """Offer the questions by topic, or those that hold some words."""
    with st.expander(f"{len(examples)} questions to choose from", expanded=not chosen):
        wanted = st.text_input(
            "Search the questions",
            key="find",
            bind="query-params",
            type="search",
            placeholder="such as: rebuttal, cited, rests on",
        )
        fit = [one for one in examples if _fits(one, wanted)]
        topics = [
            element(
                "details",
                element("summary", f"{topic} ({len(members)})"),
                element("ul", map(_question, members), class_="kg-list kg-questions"),
                open="" if wanted or not (chosen or place) else None,
            )
            for place, (topic, members) in enumerate(by_topic(fit).items())
        ]
        none = element("p", "No question has these words. Write it yourself below.", role="status")
        parts.show(topics or none)


def _fits(example: Example, wanted: str) -> bool:
    text = " ".join((example.title, example.question, *example.keywords)).casefold()
    return all(word in text for word in wanted.casefold().split())


def _question(example: Example) -> Html:
    words = element("p", example.words, class_="kg-quiet")
    return element("li", link(example.title, "sparql", example=example.name), words)


def _introduce(example: Example | None) -> None:
    if example is None:
        parts.show(parts.heading("Your query", level=2))
        return
    adapting = example.adapting and f"To ask it of something else: {example.adapting}"
    parts.show(
        parts.heading(example.title, level=2),
        element("p", example.words),
        element("p", adapting, class_="kg-quiet") if adapting else None,
    )


def _editor(examples: Sequence[Example], query: str, error: KgError | None) -> None:
    """Mount the editor; what is run there comes into the address."""

    def run() -> None:
        text = st.session_state["editor"].run
        if len(text) > LONGEST:
            st.session_state["refused"] = (
                f"the query has {len(text):,} characters; here it may have {LONGEST:,}, since it "
                "stands in the address; kg query FILE takes longer ones"
            )
            return
        for parameter in ("example", "query", "page", "view", "value"):
            st.query_params.pop(parameter, None)
        running.forget_failure()
        shipped_one = next((one for one in examples if one.query == text), None)
        if shipped_one:
            st.query_params["example"] = shipped_one.name
        elif text.strip():
            st.query_params["query"] = text

    terms = [*TERMS.values(), *REUSED.values()]
    place = error.place if isinstance(error, QueryError) else None
    component("editor", js="editor.js")(
        key="editor",
        data={
            "query": query,
            "terms": [[term.curie, term.label, term.definition] for term in terms],
            "keywords": KEYWORDS,
            "functions": FUNCTIONS,
            "error": place and {"line": place[0], "column": place[1], "message": str(error)},
        },
        on_run_change=run,
    )
    parts.show(
        element(
            "p",
            f"Prefixes that need no PREFIX: {', '.join(PREFIXES)}. A query is stopped after "
            f"{SETTINGS.seconds:g} seconds; of its answer come {SETTINGS.rows:,} rows, or "
            f"{SETTINGS.answer_mb} MB, at most.",
            class_="kg-quiet",
        )
    )


def _remember(query: str, place: str, result: Result) -> None:
    asked: dict[str, tuple[str, str]] = st.session_state.setdefault("history", {})
    asked.pop(query, None)
    asked[query] = place, counted(result.size, "row")
    while len(asked) > HISTORY:
        asked.pop(next(iter(asked)))


def _history(query: str) -> None:
    """List what else was asked in this session, the latest first."""
    asked: dict[str, tuple[str, str]] = st.session_state.get("history", {})
    others = [item for item in reversed(asked.items()) if item[0] != query]
    if not others:
        return
    items = [
        element(
            "li",
            element("a", shorten(text, 160), class_="kg", href=place),
            element("p", rows, class_="kg-quiet"),
        )
        for text, (place, rows) in others
    ]
    with st.expander(f"Asked before in this session ({len(items)})"):
        parts.show(element("ul", items, class_="kg-list"))


show()
