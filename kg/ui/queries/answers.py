"""A query's answer on a page: its cells, its files, and how to ask the same elsewhere."""

from __future__ import annotations

import shlex
from functools import partial
from typing import Final

import streamlit as st
from pyoxigraph import Literal, NamedNode

from kg.endpoint.negotiation import content_type
from kg.endpoint.settings import LOCAL, PORT
from kg.ids import from_iri, kind_of
from kg.rdf import formats
from kg.rdf.mending import unknown_names
from kg.rdf.sparql import Result, Term, shorten
from kg.ui import markup, parts
from kg.ui.graphs.drawing import DARK, LIGHT, drawing
from kg.ui.graphs.layout import height, positions
from kg.ui.graphs.neighbourhood import Neighbourhood
from kg.ui.markup import Child, Html, element
from kg.ui.queries.statements import PAGES
from kg.wording import counted

CELL: Final = 400
_LOWEST, _HIGHEST = 240, 640
NAMES: Final = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdf": "RDF/XML",
}


def table(result: Result, first: int, count: int) -> Html:
    """Return some rows of an answer as a table."""
    rows = (map(cell, row) for row in result.some_terms(first, count))
    return parts.table("Answer", result.variables, rows)


def cell(term: Term) -> Child:
    """Return what a table shows of a term: a record's page, a short name, or its text."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return markup.shorten(term.value, CELL)
    if not isinstance(term, NamedNode):
        return markup.shorten(str(term), CELL)
    identifier = from_iri(term.value)
    if not identifier or kind_of(identifier) not in PAGES:
        return markup.shorten(shorten(term.value), CELL)
    page, parameter = PAGES[kind_of(identifier)]
    label = f"{kind_of(identifier)} {identifier[-8:]}"
    return markup.link(label, page, **{parameter: identifier})


def nothing(query: str) -> None:
    """Say that no row fits, and what to check."""
    checks: list[Child] = [
        [
            name,
            " is no term of the vocabulary",
            f"; did you mean {' or '.join(close)}?" * any(close),
        ]
        for name, close in unknown_names(query).items()
    ]
    checks += [
        "Texts must be equal to the letter, with their language tag; "
        'FILTER(CONTAINS(LCASE(?text), "word")) finds parts of them.',
        "Take conditions away one by one, or put them into OPTIONAL, until rows appear.",
        "There may be nothing of the kind in this database yet.",
    ]
    parts.show(
        element("p", element("strong", "No row fits."), " Check:", role="status"),
        element("ul", [element("li", check) for check in checks]),
    )


def downloads(result: Result) -> None:
    """Offer the whole answer in every format that it can have; made when asked for."""
    triples = result.answer.form == "triples"
    rows = counted(result.size, "triple" if triples else "row")
    which = "All" if not result.answer.cut else "The first"
    what = "The answer" if result.boolean is not None else f"{which} {rows}"
    with st.container(horizontal=True):
        for name in formats.TRIPLES if triples else formats.RESULTS:
            label = NAMES.get(name, name.upper())
            st.download_button(
                f"Download {label}",
                partial(_file, result, name),
                f"answer.{name}",
                content_type(name),
                key=f"download-{name}",
                on_click="ignore",
            )
    standard = (
        ""
        if triples
        else " CSV and TSV are as the standard has them: a spreadsheet may take a text that "
        "begins with = for a formula."
    )
    parts.show(element("p", f"{what} in each file.{standard}", class_="kg-quiet"))


def _file(result: Result, name: str) -> bytes:
    return result.write(name).encode()


def graph(nearby: Neighbourhood) -> None:
    """Draw statements; what is linked most stands in the middle of the alt text."""
    pixels = height(positions(nearby.nodes, nearby.edges))
    pixels = max(_LOWEST, min(pixels, _HIGHEST))
    dark = st.context.theme.type == "dark"
    boxes = counted(len(nearby.nodes), "box", "boxes")
    said = f"The answer as a graph: {boxes}, {counted(len(nearby.edges), 'arrow')}"
    html = drawing(
        nearby.nodes,
        nearby.edges,
        title="The answer as a graph",
        palette=DARK if dark else LIGHT,
        height=pixels,
    )
    st.iframe(html, height=pixels + 5, alt=f"{said}; the table below says the same in words")
    left = f" {nearby.left_out:,} with fewer links are left out." if nearby.left_out else ""
    explained = (
        f"{said}.{left} Click the box of a claim, a text or a concept to open its page; "
        "drag to see more."
    )
    parts.show(element("p", explained, class_="kg-quiet"))


def elsewhere(query: str, place: str, example: str | None) -> None:
    """Show how to share a query, and how to ask it without the app."""
    with st.expander("Share this query, or ask it elsewhere", on_change="rerun") as box:
        if not box.open:
            return
        parts.show(element("p", "A link to this page:"))
        st.code(place, language=None, wrap_lines=True)
        parts.show(element("p", "On the command line:"))
        asked = f"--example {example}" if example else f"-e {shlex.quote(query.strip())}"
        st.code(f"kg query {asked} --format csv", language="bash", wrap_lines=True)
        parts.show(element("p", "From a program, while kg serve runs:"))
        field = shlex.quote(f"query={query.strip()}")
        address = f"http://{LOCAL}:{PORT}/sparql"
        curl = f"curl {address} --data-urlencode {field} -H 'Accept: text/csv'"
        st.code(curl, language="bash", wrap_lines=True)
