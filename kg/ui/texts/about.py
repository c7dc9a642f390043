"""What is known of a text besides its words: its maker, its positions, and what read it."""

from __future__ import annotations

from typing import Final

from kg.model import Claim, Question
from kg.store.library import About
from kg.ui import parts
from kg.ui.markup import Child, Html, element, link, outside, shorten
from kg.ui.texts import references
from kg.views import Source, WorkRow
from kg.vocab import STANCE_WORDS, Genre, Stance
from kg.wording import counted

AUTHORS: Final = 8
GENRES: Final = {
    Genre.ORIGINAL: "a text of its own",
    Genre.REVIEW: "about another work",
    Genre.BIBLIOGRAPHY: "a list of works",
}
"""What a text is, in words."""


def header(source: Source, about: About, name: str) -> list[Child]:
    """Return the top of a text's page; ``name`` is what filters call the text."""
    top: list[Child] = [
        parts.heading(shorten(source.label, parts.WORDING)),
        element("p", by(source), _kind(about), class_="kg-quiet"),
    ]
    if source.genre is Genre.BIBLIOGRAPHY:
        return [*top, element("p", "A list of works, for the texts that cite them.")]
    says = element(
        "p",
        "This text puts forward ",
        link(counted(source.claims, "claim"), "claims", **{"from": name}),
        ". ",
        map(answer, about.positions),
    )
    return [*top, says]


def by(source: Source) -> str:
    """Return who wrote a text and when; a list of works need say neither."""
    authors = ", ".join(shorten(name, 60) for name in source.authors[:AUTHORS])
    more = len(source.authors) - AUTHORS
    authors += f" and {more} more" if more > 0 else ""
    if source.genre is Genre.BIBLIOGRAPHY and not authors:
        return GENRES[source.genre]
    return f"{authors or 'author unknown'}, {source.year or 'year unknown'}"


def _kind(about: About) -> Child:
    if about.reviews is None:
        venue = about.description.container
        return f" · {shorten(venue, 120)}" if venue else None
    return [" · about ", _work(about.reviews)]


def _work(row: WorkRow) -> Child:
    title = f"“{shorten(row.work.title or row.work.key, 120)}”"
    if row.texts:
        return link(title, "source", source=row.texts[0])
    address = references.where(row.work)
    return outside(title, address) if address else title


def answer(position: tuple[Stance, Question, Claim]) -> Child:
    """Return what a text answers to a question."""
    stance, question, claim = position
    return [
        "To “",
        link(shorten(question.wording, 120), "", question=question.id),
        "” it answers ",
        element("strong", STANCE_WORDS[stance]),
        ": ",
        link(shorten(claim.wording, 160), "claim", claim=claim.id),
        " ",
    ]


def table(source: Source, about: About) -> Html:
    """Return all that is known of a text as a list of terms."""
    told = about.description
    rows: list[tuple[str, Child]] = [
        ("Authors", ", ".join(shorten(name, 60) for name in source.authors[:50])),
        ("Year", str(source.year) if source.year else None),
        ("What it is", GENRES[source.genre]),
        ("About", None if about.reviews is None else _work(about.reviews)),
        ("Published in", _venue(about)),
        ("DOI", outside(told.doi, f"https://doi.org/{told.doi}") if told.doi else None),
        (
            "arXiv",
            outside(told.arxiv, f"https://arxiv.org/abs/{told.arxiv}") if told.arxiv else None,
        ),
        ("Web page", outside(told.url, told.url) if told.url else None),
        ("File", source.name),
        ("Format", source.media_type),
        ("Language", about.language),
        ("Checksum (SHA-256)", about.sha256),
        ("Found in it", _counts(source)),
        ("Read", about.runs[0].started_at if about.runs else None),
        ("Read by", _runs(about)),
    ]
    known = [
        [element("dt", term), element("dd", value or element("span", "unknown", class_="kg-quiet"))]
        for term, value in rows
        if value or term in {"Authors", "Year"}
    ]
    return element("dl", known, class_="kg-facts")


def _venue(about: About) -> str | None:
    told = about.description
    volume = f"volume {told.volume}" if told.volume else ""
    issue = f"issue {told.issue}" if told.issue else ""
    pages = f"pages {told.pages}" if told.pages else ""
    named = (told.container or "", volume, issue, pages, told.publisher or "")
    return ", ".join(shorten(part, 120) for part in named if part) or None


def _counts(source: Source) -> str:
    return ", ".join(
        (
            counted(source.claims, "claim"),
            counted(source.references, "reference"),
            counted(source.citations, "citation"),
            counted(source.problems, "problem"),
        )
    )


def _runs(about: About) -> Child:
    items = [
        element("li", f"{shorten(run.extractor, 60)}, version {shorten(run.version, 30)}")
        for run in about.runs
    ]
    return element("ul", items) if items else None
