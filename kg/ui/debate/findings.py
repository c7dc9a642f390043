"""What an audit found, drawn: what is the matter, in which words, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.audited import Audit, Check, Finding, Made
from kg.database import Database
from kg.export.spreadsheet import spreadsheet
from kg.ids import kind_of
from kg.ui import data, names, parts
from kg.ui.markup import Child, Html, element, link, shorten
from kg.wording import counted

WORDS: Final = 400
NAME: Final = 90
KINDS: Final = {
    "found": "✓ word for word",
    "handed-down": "✓ handed down",
    "nearly": "≈ in other words",
    "not-found": "✗ not there",
}
MADE: Final = {
    "assertion": ("assertion", None),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "relation": ("relation", None),
    "dependency": ("dependency", "dependencies"),
    "mention": ("mention", None),
    "reference": ("reference", None),
    "citation": ("citation", None),
    "match": ("pair of works that may be one", "pairs of works that may be one"),
}
NOTHING: Final[Mapping[Check, str]] = {
    Check.QUOTATIONS: "No quotation here is taken from a work whose text is here.",
    Check.NUMBERS: "No number here is taken from a work whose text is here.",
    Check.COPIES: "No two documents here are copies, versions or texts of one work.",
}
COLUMNS: Final = (
    "check", "kind", "source", "character", "words", "what", "found in", "words there", "to mend",
    "source id", "passage id", "record id",
)  # fmt: skip


def _audit(
    found: Database, check: str, document_id: str | None, kind: str | None, limit: int, offset: int
) -> Audit:
    return found.auditor.audit(Check(check), document_id, kind, limit=limit, offset=offset)


def _kinds(found: Database, check: str) -> tuple[str, ...]:
    return found.auditor.kinds(Check(check))


def _overview(found: Database) -> Mapping[Check, int | None]:
    return found.auditor.overview()


def _runs(
    found: Database, document_id: str | None, extractor: str | None, limit: int, offset: int
) -> tuple[int, list[Made]]:
    return found.store.runs(document_id, extractor, limit=limit, offset=offset)


def _extractors(found: Database) -> list[tuple[str, str, int, str]]:
    return found.store.extractors()


audit = data.remembered(_audit)
kinds = data.remembered(_kinds)
overview = data.remembered(_overview)
runs = data.remembered(_runs)
extractors = data.remembered(_extractors)


def worded(kind: str) -> str:
    """Return a kind of findings in words."""
    return KINDS.get(kind, kind.replace("-", " ").replace("_", " "))


def labels() -> dict[str, str]:
    """Return what documents are called, by id."""
    return {source.id: source.label for source in data.sources()}


def listed(found: Iterable[Finding]) -> Html:
    """Return findings as a list."""
    called = labels()
    return element("ul", [_item(one, called) for one in found], class_="kg-list")


def _item(finding: Finding, labels: Mapping[str, str]) -> Html:
    return element(
        "li",
        element("p", parts.chip(worded(finding.kind)), " ", shorten(finding.what, WORDS)),
        _quote(finding.words, _place(finding, labels)),
        _quote(finding.there_words, _there(finding, labels)),
        element("p", "To mend: ", shorten(finding.mend, WORDS)) if finding.mend else None,
    )


def _quote(words: str | None, where: Child) -> Html | None:
    if not words:
        return element("p", where, class_="kg-quiet") if where else None
    return element(
        "figure",
        element("blockquote", f"“{shorten(words, WORDS)}”", dir="auto"),
        element("figcaption", where) if where else None,
        class_="kg-quote",
    )


def _place(finding: Finding, labels: Mapping[str, str]) -> list[Child]:
    """Return the source of a finding, with links to the place and to the claim."""
    found: list[Child] = []
    if finding.document_id is not None and finding.document_id in labels:
        found += [_source(finding.document_id, finding.start, labels, finding.passage_id)]
    if finding.record_id and kind_of(finding.record_id) == "claim":
        found += [" · ", link("Open the claim", "claim", claim=finding.record_id)]
    return found


def _there(finding: Finding, labels: Mapping[str, str]) -> list[Child]:
    if finding.there_id is None or finding.there_id not in labels:
        return []
    looked = "" if finding.there_words or finding.check is Check.COPIES else "Looked for in: "
    return [looked, _source(finding.there_id, finding.there_start, labels)]


def _source(
    document_id: str, start: int | None, labels: Mapping[str, str], passage_id: str | None = None
) -> list[Child]:
    name = shorten(labels[document_id], NAME)
    if passage_id:
        there = link("Read it in its text", "source", source=document_id, passage=passage_id)
        return [name, " · ", there]
    if start is not None:
        there = link("Read it in its text", "source", source=document_id, at=str(start))
        return [name, " · ", there]
    return [link(name, "source", source=document_id)]


def run_table(made: Iterable[Made]) -> Html:
    """Return runs as a table: when, on which source, by what, and what it made."""
    titles = labels()
    called = names.of_sources()
    rows = [
        (
            one.run.started_at[:16].replace("T", " "),
            link(
                shorten(titles.get(one.run.document_id, one.run.document_id), NAME),
                "source",
                source=one.run.document_id,
            ),
            f"{shorten(one.run.extractor, NAME)} {shorten(one.run.version, 20)}",
            _yielded(one),
            _problems(one, called[one.run.document_id]) if one.run.document_id in called else None,
        )
        for one in made
    ]
    heads = ("When (UTC)", "Source", "Extractor", "What it made", "Problems of the source")
    return parts.table("Runs", heads, rows)


def _problems(one: Made, name: str) -> Child:
    if not one.problems:
        return "none"
    return link(counted(one.problems, "problem"), "audit", check="problems", document=name)


def _yielded(one: Made) -> str:
    made = [counted(number, *MADE[kind]) for kind, number in one.records.items() if number]
    return ", ".join(made) or "nothing"


def written(found: Iterable[Finding], labels: Mapping[str, str]) -> bytes:
    """Return findings as CSV for spreadsheets; ``labels`` say what documents are called."""
    return spreadsheet(COLUMNS, (_row(one, labels) for one in found))


def _row(one: Finding, labels: Mapping[str, str]) -> Sequence[object]:
    return (
        one.check.value, one.kind, labels.get(one.document_id or ""), one.start, one.words,
        one.what, labels.get(one.there_id or ""), one.there_words, one.mend, one.document_id,
        one.passage_id, one.record_id,
    )  # fmt: skip
