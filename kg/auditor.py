"""The audit of a database: what is at fault in it, where, and how to mend it.

A check is computed when it is asked for, and kept until the next change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.analysis.independence import Origins, Tie
from kg.analysis.tracing import Step, Traced, Tracer
from kg.audited import (
    DANGLING,
    IDENTIFIER,
    LAST_RESORT,
    MENDING,
    UNCITED,
    Audit,
    Check,
    Finding,
)
from kg.curation.subjects import shown
from kg.ids import kind_of
from kg.model import Decision, Passage, Work
from kg.store import Store
from kg.views import HeldAssertion, MatchView
from kg.vocab import Mode, Status
from kg.wording import counted

_NAME: Final = 70
_MARKS: Final = "\"'“”„«»‘’ "
_COPIES: Final = frozenset({Tie.COPY, Tie.FORMAT, Tie.EXCERPT, Tie.VERSION})
_WORST_FIRST: Final = {"not-found": 0, "nearly": 1, "handed-down": 2, "found": 3}


class Auditor:
    """Audits a store; ``origins`` gives which of its texts are one (see :mod:`kg.debate`)."""

    def __init__(self, store: Store, origins: Callable[[], Origins]) -> None:
        self.store = store
        self._origins = origins
        self._kept: dict[Check, tuple[int, tuple[Finding, ...]]] = {}
        self._claims: tuple[tuple[int, str | None], tuple[str, ...]] | None = None
        self._checks: dict[Check, Callable[[], Iterator[Finding]]] = {
            Check.PROBLEMS: self._problems,
            Check.QUOTATIONS: self._quotations,
            Check.NUMBERS: self._numbers,
            Check.MARKERS: self._markers,
            Check.UNCITED: lambda: self._with_codes(Check.UNCITED, UNCITED),
            Check.IDENTIFIERS: self._identifiers,
            Check.WORKS: self._works,
            Check.COPIES: self._copies,
            Check.DECISIONS: self._decisions,
            Check.PASSAGES: self._passages,
            Check.VERSIONS: self._versions,
        }

    def audit(
        self,
        check: Check,
        document_id: str | None = None,
        kind: str | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> Audit:
        """Return a page of what a check finds in one document, or in all; of one kind, or any."""
        end = None if limit is None else offset + limit
        if check is Check.UNSUPPORTED:
            with self.store.one_state():
                claims = self._unsupported(document_id)
                return Audit(len(claims), self._without(claims[offset:end], document_id))
        found = [
            one
            for one in self._all(check)
            if document_id in (None, one.document_id, one.there_id) and kind in (None, one.kind)
        ]
        return Audit(len(found), tuple(map(self._with_place, found[offset:end])))

    def kinds(self, check: Check) -> tuple[str, ...]:
        """Return the kinds of findings that a check has now; none where all are of one."""
        if check is Check.UNSUPPORTED:
            return ()
        found = tuple(sorted({one.kind for one in self._all(check)}))
        return found if len(found) > 1 else ()

    def overview(self) -> Mapping[Check, int | None]:
        """Return how much each check finds; None for those that take longer than a page may."""
        codes = self.store.problem_codes()

        def count(*names: str) -> int:
            return sum(codes.get(name, 0) for name in names)

        cheap = {
            Check.PROBLEMS: sum(codes.values()),
            Check.MARKERS: count(*DANGLING) + len(self.store.loose_citations()),
            Check.UNCITED: count(*UNCITED),
            Check.IDENTIFIERS: count(*IDENTIFIER) + len(self.store.shared_identifiers()),
            Check.WORKS: self.store.count_matches(),
            Check.DECISIONS: self.store.count_orphans(),
            Check.VERSIONS: len(self._all(Check.VERSIONS)),
        }
        return {check: cheap.get(check) for check in Check}

    def _unsupported(self, document_id: str | None) -> tuple[str, ...]:
        """Return the claims that nothing speaks for; a hundred thousand are no findings yet."""
        state = self.store.revision(), document_id
        kept = self._claims  # another thread may ask for another document meanwhile
        if kept is None or kept[0] != state:
            kept = self._claims = state, tuple(self.store.unsupported(document_id))
        return kept[1]

    def _without(self, claims: Iterable[str], document_id: str | None) -> tuple[Finding, ...]:
        chosen = tuple(claims)
        held = self.store.held_assertions(chosen)
        return tuple(_unsupported(_foremost(held[claim], document_id)) for claim in chosen)

    def _with_place(self, finding: Finding) -> Finding:
        """Return a finding that knows only where it is with the words that stand there."""
        if finding.words or finding.document_id is None or finding.end is None:
            return finding
        words = self.store.stretch(finding.document_id, finding.start or 0, finding.end)
        return replace(finding, words=words)

    def _all(self, check: Check) -> tuple[Finding, ...]:
        revision = self.store.revision()
        kept = self._kept.get(check)
        if kept is None or kept[0] != revision:
            kept = self._kept[check] = revision, tuple(self._checks[check]())
        return kept[1]

    def _problems(self) -> Iterator[Finding]:
        for one in self.store.problems():
            mend = MENDING.get(one.code, LAST_RESORT)
            yield Finding(
                Check.PROBLEMS, one.code, one.message, mend,
                document_id=one.document_id, start=one.start, end=one.end,
            )  # fmt: skip

    def _with_codes(self, check: Check, codes: tuple[str, ...]) -> Iterator[Finding]:
        for one in self._all(Check.PROBLEMS):
            if one.kind in codes:
                yield Finding(
                    check, one.kind, one.what, one.mend,
                    document_id=one.document_id, start=one.start, end=one.end,
                )  # fmt: skip

    def _markers(self) -> Iterator[Finding]:
        yield from self._with_codes(Check.MARKERS, DANGLING)
        for passage in self.store.loose_citations():
            finding = Finding(
                Check.MARKERS, "no-work", "This marker points at no work that is known",
                "Add the reference list to the file, or correct the marker.",
            )  # fmt: skip
            yield _placed(finding, passage)

    def _identifiers(self) -> Iterator[Finding]:
        yield from self._with_codes(Check.IDENTIFIERS, IDENTIFIER)
        for identifier, works in self.store.shared_identifiers():
            names = " and ".join(map(_work, works))
            listed = self.store.works_listed(tuple(work.id for work in works))
            place = next(iter(listed.values()), (None, None))
            yield Finding(
                Check.IDENTIFIERS, "one-identifier",
                f"{identifier} is the identifier of {counted(len(works), 'work')}: {names}",
                "Correct it in the reference list that has it wrong, and add that file again.",
                document_id=place[0], passage_id=place[1],
            )  # fmt: skip

    def _works(self) -> Iterator[Finding]:
        for view in self.store.matches():
            if view.match.status is Status.PROPOSED:
                yield _match(view)

    def _copies(self) -> Iterator[Finding]:
        told: set[frozenset[str]] = set()
        for reason in self._origins().reasons:
            ends = reason.first, reason.second
            if reason.tie in _COPIES and {kind_of(end) for end in ends} == {"document"}:
                told.add(frozenset(ends))
                yield _copy(*ends, reason.tie.value, reason.words)
        for texts in self.store.texts_of_works().values():
            for other in texts[1:]:
                if frozenset((texts[0], other)) not in told:
                    yield _copy(texts[0], other, "text", "two texts of one work")

    def _decisions(self) -> Iterator[Finding]:
        for one in self.store.orphans():
            yield _orphan(one)

    def _passages(self) -> Iterator[Finding]:
        for one in self.store.moved_passages():
            yield Finding(
                Check.PASSAGES, "moved",
                f"These words do not stand at character {one.start:,} of the stored text",
                "Remove the document and add it again: what is stored was changed from outside.",
                document_id=one.document_id, start=one.start, words=one.exact,
            )  # fmt: skip

    def _versions(self) -> Iterator[Finding]:
        runs = self.store.versions()
        latest = {run.extractor: run for run in sorted(runs, key=lambda run: run.started_at)}
        for run in runs:
            newest = latest[run.extractor]
            if run.version != newest.version:
                yield Finding(
                    Check.VERSIONS, run.extractor,
                    f"Read by {run.extractor} {run.version} on {run.started_at[:10]}; since then "
                    f"there is {run.extractor} {newest.version}",
                    "Add the document again.", document_id=run.document_id,
                )  # fmt: skip

    def _quotations(self) -> Iterator[Finding]:
        return self._traced(Check.QUOTATIONS, self._tracer().quotations())

    def _numbers(self) -> Iterator[Finding]:
        return self._traced(Check.NUMBERS, self._tracer().numbers())

    def _tracer(self) -> Tracer:
        return Tracer(self.store.cited_evidence(), self.store.texts_of_works(), self.store.text)

    def _traced(self, check: Check, found: Iterable[Traced]) -> Iterator[Finding]:
        """Yield what was looked for in cited texts: what is not there first."""
        names = {source.id: f"“{_short(source.label)}”" for source in self.store.sources()}
        findings = [_followed(check, one, names) for one in found]
        for finding, one in sorted(findings, key=lambda pair: _WORST_FIRST[pair[0].kind]):
            yield self._with_words(finding, one.steps[-1]) if one.steps else finding

    def _with_words(self, finding: Finding, last: Step) -> Finding:
        place = last.place
        return replace(
            finding,
            there_id=last.document_id,
            there_start=place.start,
            there_words=self.store.stretch(last.document_id, place.start, place.end),
        )


def _followed(check: Check, one: Traced, names: Mapping[str, str]) -> tuple[Finding, Traced]:
    passage = one.cited.passage
    subject = "These words are" if one.quantity is None else f"{_number(one)} is"
    if not one.steps:
        looked = " nor in ".join(names[text] for text in one.looked)
        finding = Finding(
            check, "not-found", f"{subject} not in {looked}, which is cited here",
            "Look it up in the cited work; correct the words or the citation.",
            there_id=one.looked[0],
        )  # fmt: skip
        return _placed(finding, passage), one
    way = ", which takes it from ".join(names[step.document_id] for step in one.steps)
    if one.steps[-1].place.similarity < 1:
        finding = Finding(
            check, "nearly", f"{subject} in {way}, but in other words",
            "Compare the two, and quote the words as they stand there.",
        )  # fmt: skip
    else:
        kind = "handed-down" if len(one.steps) > 1 else "found"
        finding = Finding(check, kind, f"{subject} in {way}")
    return _placed(finding, passage), one


def _number(one: Traced) -> str:
    """Return a number as the text that cites writes it."""
    assert one.quantity is not None
    passage = one.cited.passage
    first, last = one.quantity.start - passage.start, one.quantity.end - passage.start
    unit = one.quantity.unit or ""
    written = passage.exact[max(first, 0) : max(last, 0)] or f"{one.quantity.value:,g}"
    return written if not unit or unit in written else f"{written} {unit}"


def _placed(finding: Finding, passage: Passage) -> Finding:
    return replace(
        finding,
        document_id=passage.document_id,
        passage_id=passage.id,
        start=passage.start,
        words=passage.exact.strip(_MARKS),
    )


def _foremost(held: Iterable[HeldAssertion], document_id: str | None) -> HeldAssertion:
    """Return the most salient assertion of a claim in a text's own voice, in a document or any."""
    return next(
        one
        for one in held
        if one.assertion.mode is Mode.ASSERTS and document_id in (None, one.assertion.document_id)
    )


def _unsupported(held: HeldAssertion) -> Finding:
    finding = Finding(
        Check.UNSUPPORTED, "unsupported",
        f"{held.holder.name} asserts this; no citation and nothing else speaks for it",
        "Link what speaks for it (kg relate), note what would change it, or reject it in Review.",
        record_id=held.assertion.claim_id,
    )  # fmt: skip
    return _placed(finding, held.quote.passage)


def _match(view: MatchView) -> Finding:
    alike = view.match.similarity
    share = "" if alike is None else f": their titles are alike by {alike:.2f}"
    return Finding(
        Check.WORKS, "may-be-one",
        f"{_work(view.work)} may be {_work(view.candidate)}{share}",
        f"Say so: kg decide {view.match.id} accept, or reject.",
        document_id=view.match.document_id, record_id=view.match.id,
    )  # fmt: skip


def _copy(first: str, second: str, kind: str, words: str) -> Finding:
    return Finding(
        Check.COPIES, kind, f"{words}; together they count as one origin",
        f"Nothing, if both belong here; else take one out: kg remove {first}",
        document_id=first, there_id=second,
    )  # fmt: skip


def _orphan(one: Decision) -> Finding:
    about = shown(one.subject) if one.subject else one.target_id
    return Finding(
        Check.DECISIONS, one.action.value,
        f"{one.made_by} decided “{one.action.value.replace('_', ' ')}” on {one.made_at[:10]}; "
        "what it judges is not here",
        f"Add its text again, where it waits for it, or take it back: kg undo {one.id}",
        words=about, record_id=one.id,
    )  # fmt: skip


def _work(work: Work) -> str:
    """Return a work as a reader knows it: title and year, as far as known."""
    return f"“{_short(work.title or work.key)}”" + (f" ({work.year})" if work.year else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NAME else f"{line[: _NAME - 1].rstrip()}…"
