"""What was read last, whoever added it: all that is known of additions once the app ends."""

from __future__ import annotations

from typing import Final

from kg.errors import NotFoundError
from kg.ui import names, parts
from kg.ui.adding import added
from kg.ui.debate import findings
from kg.ui.markup import element, link, shorten

_RUNS: Final = 100
"""The last runs that are looked at: about ten texts, each read by several extractors."""
_TEXTS: Final = 10


def show() -> None:
    """Say that an addition is known no more, and draw the texts that were read last."""
    try:
        _, made = findings.runs(None, None, _RUNS, 0)
    except NotFoundError:
        made = []
    read = {one.run.document_id: one.run.started_at for one in reversed(made)}
    latest = sorted(read.items(), key=lambda one: (one[1], one[0]), reverse=True)[:_TEXTS]
    parts.empty(
        "The app was started again since, so the steps of this addition are no longer known.",
        next_step="What was stored is below; add again what is missing."
        if latest
        else "Nothing is stored yet: add the texts again.",
    )
    if latest:
        parts.show(parts.heading("Read last", level=2), _table(latest))
    parts.show(
        element("p", link("Add more texts", "add"), " · ", link("All sources", "sources")),
    )


def _table(latest: list[tuple[str, str]]) -> str:
    called = names.of_sources()
    rows = [
        (
            link(shorten(called[one], added.NAME), "source", source=one),
            when[:16].replace("T", " "),
            added.counts(added.yielded(one)),
            link("its runs", "audit", check="runs", document=called[one]),
        )
        for one, when in latest
        if one in called
    ]
    return parts.table("Read last", ("Text", "When (UTC)", "What was found", "Audit"), rows)
