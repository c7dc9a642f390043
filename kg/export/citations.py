"""One thing to take away: where it is found, its words with their source, and that source.

Each way to write it is text to be copied whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final

from kg.database import Database
from kg.export.brief_markdown import escaped
from kg.export.citing import Citing
from kg.export.telling import excerpt, one_line
from kg.export.works import bibtex, csl_item
from kg.model import Work
from kg.views import Quote, Source
from kg.wording import visible

_STYLE: Final = "apa"


@dataclass(frozen=True, slots=True)
class Citations:
    """A thing in the ways in which texts point at it; empty where it has no such form.

    ``markdown`` and ``plain`` have the words, their source and the address; ``apa``, ``bibtex``
    and ``csl_json`` describe the source alone.
    """

    markdown: str
    plain: str
    apa: str = ""
    bibtex: str = ""
    csl_json: str = ""


def citations(
    database: Database, address: str, wording: str, source: Source | None, quote: Quote | None
) -> Citations:
    """Return how to point at a thing called ``wording`` that is found at ``address``.

    ``quote`` has words to quote, ``source`` is the text to be named; both may be missing.

    Raises:
        NotFoundError: if the database does not know the source's work.
    """
    if source is None:
        named = one_line(wording)
        return Citations(f"[{escaped(named)}]({address})", f"{named} {address}")
    found = database.get(source.work_id)
    assert isinstance(found, Work)
    work = replace(found, title=found.title or source.label)
    page = quote.passage.page if quote else None
    short, entry = _apa(work, page)
    named = f"{one_line(source.label)}{f' {short}' if work.authors else ''}"
    if quote is None:
        told = f"[{escaped(named)}]({address})", f"{named} {address}"
    else:
        words = f"“{excerpt(quote.passage.exact)}”"
        told = (
            f"> {escaped(words)}\n>\n> — [{escaped(named)}]({address})",
            f"{words} — {named}, {address}",
        )
    csl = visible(json.dumps([csl_item(work)], ensure_ascii=False, indent=2))
    return Citations(*told, apa=entry, bibtex=bibtex(work), csl_json=csl)


def _apa(work: Work, page: int | None) -> tuple[str, str]:
    """Return the short form that stands in a text, and the entry of the list of references."""
    citing = Citing([work], _STYLE)
    short = "".join(run.text for run in citing.cite(work.id, page))
    return short, "".join(run.text for entry in citing.references() for run in entry)
