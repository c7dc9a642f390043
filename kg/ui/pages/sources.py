"""The sources: every ingested text."""

from __future__ import annotations

from kg.ui import data, parts
from kg.ui.markup import Html, element, link, shorten
from kg.views import Source
from kg.vocab import Genre
from kg.wording import counted


def show() -> None:
    """Draw the page."""
    parts.show(parts.heading("Sources"))
    found = data.sources()
    if found:
        parts.show(element("ul", [_item(source) for source in found], class_="kg-list"))
    else:
        parts.empty(
            "There are no sources yet.",
            next_step="Ingest a text, then reload this page:",
            command="kg ingest my-essay.md",
        )


def _item(source: Source) -> Html:
    counts = (
        counted(source.claims, "claim"),
        counted(source.references, "reference"),
        counted(source.citations, "citation"),
        counted(source.problems, "problem"),
    )
    return element(
        "li",
        link(shorten(source.label, parts.WORDING), "source", source=source.id),
        element("p", _by(source), " ", _genre(source), class_="kg-quiet"),
        element("p", " · ".join(counts), class_="kg-quiet"),
    )


def _by(source: Source) -> str:
    """Return who wrote the source and when; a list of works need say neither."""
    authors = ", ".join(shorten(name, 60) for name in source.authors[:5])
    if source.genre is Genre.BIBLIOGRAPHY and not authors:
        return ""
    return f"{authors or 'author unknown'}, {source.year or 'year unknown'}"


def _genre(source: Source) -> Html | None:
    words = {Genre.REVIEW: "about another work", Genre.BIBLIOGRAPHY: "a list of works"}
    return parts.chip(words[source.genre]) if source.genre in words else None


show()
