"""Audit and runs: what is at fault, where, and how to mend it; and what each extractor made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from kg.audited import CHECKS, Check
from kg.errors import NotFoundError
from kg.ui import choosing, data, names, paging, parts
from kg.ui.debate import findings
from kg.ui.markup import Child, Html, element, link
from kg.wording import counted

PAGE: Final = 25
RUNS: Final = 50
_RUNS: Final = "runs"
_LEAD: Final = (
    "What does not hold in the texts and in what was read out of them. Each finding says where it "
    "stands and how to mend it."
)


def show() -> None:
    """Draw the page."""
    asked = st.query_params.get("check")
    if asked is None:
        _overview()
    elif asked == _RUNS:
        _runs()
    elif asked in {check.value for check in Check}:
        _check(Check(asked))
    else:
        parts.show(parts.heading("Audit and runs"), element("p", link("All checks", "audit")))
        raise NotFoundError(f"there is no check {asked[:60]!r}; choose one of the list")


def _overview() -> None:
    parts.show(parts.heading("Audit and runs"), element("p", _LEAD, class_="kg-lead"))
    if not data.sources():
        parts.nothing_read("Nothing has been read yet.")
        return
    found = findings.overview()
    parts.show(
        parts.heading("Checks", level=2),
        parts.table(
            "Checks",
            ("Check", "What it asks", "Found"),
            [(_to(check), CHECKS[check].question, _number(check, found[check])) for check in Check],
        ),
        parts.heading("Runs", level=2),
        element(
            "p", "What read the texts. ", link("Every run, with what it made", "audit", check=_RUNS)
        ),
        _extractors(),
    )


def _to(check: Check) -> Html:
    return link(CHECKS[check].title, "audit", check=check.value)


def _number(check: Check, found: int | None) -> Child:
    """Return how much a check finds; those that take a while are computed when asked for."""
    if found is None:
        return link("check", "audit", check=check.value, title=f"Check: {CHECKS[check].title}")
    if not found:
        return element("span", "nothing", class_="kg-quiet")
    return element("strong", link(f"{found:,}", "audit", check=check.value))


def _extractors() -> Html:
    rows = [
        (name, version, f"{documents:,}", last[:16].replace("T", " "))
        for name, version, documents, last in findings.extractors()
    ]
    titles = ("Extractor", "Version", "Documents", "Last run (UTC)")
    return parts.table("Extractors", titles, rows)


def _check(check: Check) -> None:
    about = CHECKS[check]
    parts.show(
        element("p", link("← All checks", "audit"), class_="kg-quiet"),
        parts.heading(about.title),
        element("p", about.question),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = choosing.one("Source", "document", names.sources(), 300)
        with st.spinner("Looking through the texts …"):
            kinds = findings.kinds(check.value)
        named = {findings.worded(kind): kind for kind in kinds}
        kind = choosing.one("Kind", "kind", named, 200) if named else None
    with st.spinner("Looking through the texts …"):
        total = findings.audit(check.value, source, kind, 0, 0).total
    if not total:
        _nothing(check, filtered=source is not None or kind is not None)
        return
    turn = paging.turned(total, PAGE)
    page = findings.audit(check.value, source, kind, PAGE, turn.offset)
    parts.show(
        element(
            "p", f"{counted(total, 'finding')}, {turn.shown}.", role="status", class_="kg-quiet"
        ),
        findings.listed(page.findings),
        paging.links("audit", turn, "Pages of findings"),
    )
    _download(check, source, kind)


def _nothing(check: Check, *, filtered: bool) -> None:
    if filtered:
        parts.empty("Nothing fits.", next_step="Take back a filter.")
        return
    why = findings.NOTHING.get(check)
    if why is None or check is Check.COPIES:
        parts.empty("Nothing to mend.", next_step=why)
    else:
        parts.empty(why, next_step="Add the works that your texts cite, and look here again.")


def _download(check: Check, source: str | None, kind: str | None) -> None:
    def written() -> bytes:
        found = data.database().auditor.audit(check, source, kind).findings
        return findings.written(found, findings.labels())

    day = datetime.now(UTC).date().isoformat()
    st.download_button(
        "Download CSV", written, f"audit-{check.value}-{day}.csv", "text/csv", on_click="ignore"
    )


def _runs() -> None:
    parts.show(
        element("p", link("← All checks", "audit"), class_="kg-quiet"),
        parts.heading("Runs"),
        element(
            "p",
            "Each time that an extractor read a document, and what it made. What went wrong "
            "meanwhile stands under ",
            _to(Check.PROBLEMS),
            ".",
        ),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = choosing.one("Source", "document", names.sources(), 300)
        ran = dict.fromkeys(name for name, *_ in findings.extractors())
        extractor = choosing.one("Extractor", "extractor", {name: name for name in ran}, 200)
    total, _ = findings.runs(source, extractor, 0, 0)
    if not total:
        parts.empty("No run fits.", next_step="Take back a filter, or add a text.")
        return
    turn = paging.turned(total, RUNS)
    _, made = findings.runs(source, extractor, RUNS, turn.offset)
    parts.show(
        element("p", f"{counted(total, 'run')}, {turn.shown}.", role="status", class_="kg-quiet"),
        findings.run_table(made),
        paging.links("audit", turn, "Pages of runs"),
    )


show()
