"""A query's answer on a page: as a table, a chart or a graph, as the address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from kg.rdf.sparql import Result
from kg.ui import paging, parts
from kg.ui.graphs.neighbourhood import Neighbourhood
from kg.ui.markup import element
from kg.ui.queries import answers, charting, naming, running, statements
from kg.wording import counted

ROWS: Final = 50
_COLOURS: Final = {"light": "#0072B2", "dark": "#56B4E9"}
# Of labels, at least 4.5 to 1 on the page: Streamlit's own are paler.
_TEXTS: Final = {"light": "#31333F", "dark": "#FAFAFA"}


def show(query: str, result: Result) -> None:
    """Show an answer, whatever its form, and offer it as a file."""
    parts.show(parts.heading("Answer", level=2))
    if result.boolean is not None:
        parts.show(
            element("p", "Yes." if result.boolean else "No.", class_="kg-lead", role="status")
        )
    elif not result.size:
        answers.nothing(query)
        return
    else:
        _rows(result)
    answers.downloads(result)


def _rows(result: Result) -> None:
    """Show an answer as asked for; a drawing has its table below it."""
    triples = result.answer.form == "triples"
    drawable = charting.columns(result)
    places = statements.columns(result)
    nearby = statements.drawn(result, places) if places else None
    fits = {"Table": True, "Chart": drawable.drawable, "Graph": bool(nearby and nearby.edges)}
    order = ("Graph", "Table") if triples else ("Table", "Chart", "Graph")
    view = _view([name for name in order if fits[name]])
    if view == "Chart":
        _chart(result, drawable)
    elif view == "Graph" and nearby:
        answers.graph(_named(nearby))
    turn = paging.turned(result.size, ROWS)
    what = counted(result.size, "triple" if triples else "row")
    told = f"{what}, {turn.shown}."
    if result.answer.cut:
        told = f"The first {told} There are more: add conditions to see others."
    parts.show(
        element("p", told, class_="kg-quiet", role="status"),
        answers.table(result, turn.offset, ROWS),
        paging.links("sparql", turn, "Pages of the answer"),
    )


def _named(nearby: Neighbourhood) -> Neighbourhood:
    """Look up the names of records for which the answer has none."""
    records = naming.unnamed(nearby)
    if not records:
        return nearby
    found = running.soon(naming.asking(records))
    if found is None:
        parts.show(element("p", "The names of some boxes were not found in time.", role="status"))
        return nearby
    return naming.named(nearby, naming.names(found))


def _view(offered: Sequence[str]) -> str:
    """Let one of the ways to show an answer be chosen; the first is not in the address."""

    def remember() -> None:
        chosen = st.session_state["view"]
        if chosen == offered[0]:
            st.query_params.pop("view", None)
        else:
            st.query_params["view"] = chosen.lower()

    if len(offered) == 1:
        return offered[0]
    asked = st.query_params.get("view", "").capitalize()
    st.session_state["view"] = asked if asked in offered else offered[0]
    st.segmented_control(
        "Show the answer as", offered, key="view", required=True, on_change=remember
    )
    return str(st.session_state["view"])


def _chart(result: Result, found: charting.Columns) -> None:
    names = [result.variables[place] for place in found.numbers]
    name = names[0]
    if len(names) > 1:
        name = st.selectbox("Numbers of", names, key="value", bind="query-params", width=240)
    number = found.numbers[names.index(name)]
    theme = "dark" if st.context.theme.type == "dark" else "light"
    drawn = charting.chart(result, found, number, _COLOURS[theme])
    words_are = {"labelColor": _TEXTS[theme], "titleColor": _TEXTS[theme]}
    words = f"{drawn.words}; the table below says the same"
    spec = {**drawn.spec, "config": {"axis": words_are}}
    st.vega_lite_chart(list(drawn.rows), spec, alt=words)
    left = result.size > len(drawn.rows)
    also = f", of the first {len(drawn.rows)} rows" if left else ""
    parts.show(element("p", f"{drawn.words}{also}.", class_="kg-quiet"))
