"""The search box at the top of every page, and what it finds besides claims."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kg.model import Concept
from kg.ui import data, parts
from kg.ui.debate import cards
from kg.ui.markup import Child, Html, element, link, shorten
from kg.wording import lacking

PARAMETER: Final = "q"
_LONGEST: Final = 120


def box() -> None:
    """Draw the search box; it leads to the claims, with what is sought in the address."""
    parts.show(_form(st.query_params.get(PARAMETER, "")), class_="kg-top")


def besides(sought: str) -> None:
    """Draw the questions, sources and concepts whose names have the words sought, a few each."""
    found = data.named(sought)
    kinds = {
        "Questions": [
            link(_name(one.wording, sought), "", question=one.id) for one in found.questions
        ],
        "Sources": [
            link(_name(one.label, sought), "source", source=one.id) for one in found.sources
        ],
        "Concepts": [
            link(_name(_called(one, sought), sought), "dependencies", concept=one.id)
            for one in found.concepts
        ],
    }
    lines = [
        element("p", element("strong", kind), ": ", [[one, "; "] for one in ones[:-1]], ones[-1])
        for kind, ones in kinds.items()
        if ones
    ]
    if lines:
        parts.show(element("section", lines, class_="kg-besides", aria_label="Besides claims"))


def _called(concept: Concept, sought: str) -> str:
    """Return the label of a concept, and another name of it where only that has the words."""
    names = [one for one in concept.alternatives if lacking(one, [sought]) == 0]
    also = f" ({names[0]})" if names and lacking(concept.label, [sought]) else ""
    return f"{concept.label}{also}"


def _name(name: str, sought: str) -> list[Child]:
    return cards.marked(shorten(name, _LONGEST), [sought])


def _form(sought: str) -> Html:
    field = element(
        "input",
        type="search",
        name=PARAMETER,
        id="kg-sought",
        value=sought,
        placeholder="claims, texts, concepts — or press /",
        autocomplete="off",
    )
    return element(
        "form",
        element("label", "Search", for_="kg-sought"),
        field,
        element("button", "Search", type="submit"),
        class_="kg-search",
        role="search",
        action="./claims",
        method="get",
    )
