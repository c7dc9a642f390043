"""A document's records in the making: passages by span, runs by extractor, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from ingest.document import Fault, Page, ParsedDocument, Span
from ingest.nlp import section_of
from kg.ids import content_id
from kg.model import Alias, Passage, Problem, Record, Run

R = TypeVar("R", bound=Record)

_AROUND = 32


class Records:
    """Collects what one document contributes; a record that is already there is kept."""

    def __init__(self, parsed: ParsedDocument, versions: Mapping[str, str]) -> None:
        self.parsed = parsed
        self.document_id = content_id("document", parsed.text, parsed.media_type)
        self.owned: dict[str, Record] = {}
        self.shared: dict[str, Record] = {}
        self._passages: dict[tuple[int, int], Passage] = {}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._runs = {
            name: self.own(
                Run(document_id=self.document_id, extractor=name, version=version, started_at=now)
            )
            for name, version in versions.items()
        }

    def own(self, record: R) -> R:
        """Keep a record of this document; return the one of its id that is kept."""
        kept = self.owned.setdefault(record.id, record)
        assert isinstance(kept, type(record))
        return kept

    def share(self, record: R) -> R:
        """Keep a shared record as this document words it."""
        self.shared.setdefault(record.id, record)
        return record

    def run(self, extractor: str) -> str:
        """Return the id of the run of an extractor.

        Raises:
            KeyError: if the pipeline knows no extractor of that name.
        """
        return self._runs[extractor].id

    def passage(self, span: Span) -> Passage:
        """Return the passage at a span."""
        place = span.start, span.end
        if place not in self._passages:
            self._passages[place] = self._passage(span)
        return self._passages[place]

    def _passage(self, span: Span) -> Passage:
        text = self.parsed.text
        section = section_of(self.parsed, span)
        return self.own(
            Passage(
                document_id=self.document_id,
                start=span.start,
                end=span.end,
                exact=text[span.start : span.end],
                prefix=text[max(0, span.start - _AROUND) : span.start],
                suffix=text[span.end : span.end + _AROUND],
                section=section.heading if section else None,
                section_kind=section.kind if section else None,
                page=self._page(span.start),
            )
        )

    def _page(self, position: int) -> int | None:
        pages = self.parsed.marked(Page)
        index = bisect_right(pages, position, key=lambda page: page.start) - 1
        return pages[index].number if index >= 0 else None

    def alias(self, target_id: str, keys: Iterable[str]) -> None:
        """Let later documents find a shared record by other keys."""
        for key in keys:
            self.own(Alias(document_id=self.document_id, key=key, target_id=target_id))

    def problems(self, faults: Iterable[Fault]) -> None:
        """Keep what went wrong, so that it can be listed."""
        for fault in faults:
            self.own(
                Problem(
                    document_id=self.document_id,
                    code=fault.code,
                    message=fault.message,
                    start=fault.start,
                    end=fault.end,
                )
            )
