"""The brief: a question and the state of its debate, for a person who was not there.

:func:`brief` puts the content together; a module each writes it as Markdown, HTML and Word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kg.curation.history import live
from kg.database import Database
from kg.export.citing import Citing
from kg.export.formats import Options
from kg.export.runs import (
    Block,
    Heading,
    Paragraph,
    Piece,
    Points,
    Quotation,
    Run,
    Table,
)
from kg.export.telling import (
    STRENGTH,
    VOUCHED,
    changes,
    excerpt,
    foremost,
    foremost_rows,
    is_within,
    lean,
    mark_for,
    mark_of,
    one_line,
    shortened,
    stood,
    surest,
    tally,
    vouched,
    vouching,
)
from kg.export.works import works
from kg.model import Claim, Document, Passage, Relation, Work
from kg.views import ClaimFilter, ClaimRow, ClaimView, HeldAssertion, LinkCard, QuestionView, Quote
from kg.vocab import MODE_WORDS, RELATION_KINDS, STANCE_WORDS, Action, Stance, Status
from kg.wording import counted

PER_SIDE: Final = 5
"""How many claims of each side are told at length, besides its answers."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
CONTESTED: Final = 8
DISPUTES: Final = 15


def brief(database: Database, options: Options) -> Piece:
    """Return the brief on a question: the one named, or the only one there is.

    With no question, or several and none named, it is on the claims that are contested most.

    Raises:
        NotFoundError: if there is no such question.
        UsageError: if there is no such citation style.
    """
    view = _view(database, options.question)
    known = {one.id: one for one in works(database)}
    citing = Citing(list(known.values()), options.style)
    writing = _Writing(database, citing, known, view, options.thorough)
    return Piece(writing.title, tuple(writing.blocks()))


def _view(database: Database, identifier: str | None) -> QuestionView | None:
    views = database.questions()
    if identifier is None:
        return views[0] if len(views) == 1 else None
    asked = database.question(identifier)
    return next(view for view in views if view.question.id == asked.id)


@dataclass
class _Writing:
    database: Database
    citing: Citing
    works: Mapping[str, Work]
    view: QuestionView | None
    thorough: bool
    languages: dict[str, str | None] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return one_line(self.view.question.wording) if self.view else "What is contested most"

    def blocks(self) -> Iterator[Block]:
        yield Heading(1, self.title)
        yield from self._state()
        yield from self._answers()
        for heading, claims in self._main():
            yield Heading(2, heading)
            if not claims:
                yield Paragraph((Run("The database holds none."),))
            for claim in claims:
                yield from self._claim(claim)
        yield from self._disputes()
        yield from self._changes()
        yield Heading(2, "Sources")
        references = self.citing.references()
        yield Points(tuple(references) or ((Run("None is quoted."),),), plain=True)
        yield Heading(2, "How to read this")
        yield Paragraph((Run(VOUCHED),), small=True)
        yield Paragraph((Run(STRENGTH),), small=True)

    # -- the state of play

    def _state(self) -> Iterator[Block]:
        yield Heading(2, "The state of play")
        if self.view is None:
            several = len(self.database.questions())
            why = (
                f"The database holds {several} questions and none was named, so this is about "
                "the claims that others attack most."
                if several
                else "No text states a question, so this is about the claims that others attack "
                "most."
            )
            yield Paragraph((Run(why),))
        else:
            yield Paragraph((Run(lean(self.view)),))
            yield tally(self.view)
        yield Paragraph((Run(self._judged()),))

    def _judged(self) -> str:
        documents = self.database.sources()
        links = [
            one
            for one in self.database.store.find(Relation)
            if RELATION_KINDS[one.kind].sign and one.status is not Status.REJECTED
        ]
        states = Counter(one.status for one in links)
        return (
            f"It rests on {counted(len(documents), 'text')} with "
            f"{counted(self.database.count_claims(), 'claim')} and "
            f"{counted(len(links), 'link')} for or against a claim. A person has accepted "
            f"{states[Status.ACCEPTED]:,} of these links; {states[Status.PROPOSED]:,} are "
            "proposals of the program that nobody has judged."
        )

    def _answers(self) -> Iterator[Block]:
        if self.view is None or not self.view.positions:
            return
        yield Heading(2, "The answers")
        for stance, claim, source in self.view.positions:
            by = source.label if source else "a person, by hand"
            yield Heading(3, f"{STANCE_WORDS[stance]}: {one_line(claim.wording)}")
            yield Paragraph((Run("Given by "), Run(one_line(by), italic=True), Run(".")))
            yield from self._argued(self.database.claim(claim.id))

    # -- the main claims

    def _main(self) -> Iterator[tuple[str, list[ClaimView]]]:
        if self.view is None:
            rows = self.database.claims(ClaimFilter(contested=True, limit=None))
            chosen = foremost_rows(rows)[:CONTESTED]
            yield "The main claims", [self.database.claim(row.claim.id) for row in chosen]
            return
        answers = {claim.id for _, claim, _ in self.view.positions}
        for stance, sign in ((Stance.FOR, 1), (Stance.AGAINST, -1)):
            heading = f"The main claims for “{STANCE_WORDS[stance].lower()}”"
            rows = [
                row
                for row in self._rows
                if self._sides.get(row.claim.id) == frozenset({sign})
                and row.claim.id not in answers
            ]
            chosen = foremost_rows(rows)[:PER_SIDE]
            yield heading, [self.database.claim(row.claim.id) for row in chosen]

    @cached_property
    def _rows(self) -> list[ClaimRow]:
        return self.database.claims(ClaimFilter(limit=None))

    @cached_property
    def _sides(self) -> Mapping[str, frozenset[int]]:
        return self.database.sides(self.view.question.id) if self.view else {}

    def _claim(self, view: ClaimView) -> Iterator[Block]:
        yield Heading(3, one_line(view.claim.wording))
        yield from self._argued(view)

    def _argued(self, view: ClaimView) -> Iterator[Block]:
        """Yield where a claim stands, who puts it forward, and the best of either side."""
        said = foremost(view.assertions)
        if said:
            yield from self._held(said)
        yield Paragraph((Run(stood(self.database.debate(), view.claim.id)),))
        above = said.quote.passage if said else None
        yield from self._side("▲ Best support", "support", view.pro, above)
        yield from self._side("▼ Best rebuttal", "attack", view.con, above)

    def _held(self, held: HeldAssertion) -> Iterator[Block]:
        who = (
            Run(f"{MODE_WORDS[held.assertion.mode]} "),
            Run(one_line(held.holder.name), strong=True),
        )
        yield Paragraph((*who, Run(" — "), vouching(held)))
        yield self._quotation(held.quote, held.cites)

    def _side(
        self, title: str, what: str, cards: Sequence[LinkCard], above: Passage | None
    ) -> Iterator[Block]:
        """Yield the surest link of one side; ``above`` is the passage that was just quoted."""
        # Words from elsewhere tell more than a part of those just quoted.
        ranked = sorted(surest(cards), key=lambda card: is_within(card.quote, above))
        if not ranked:
            yield Paragraph(
                (Run(title, strong=True), Run(f": the database holds no {what} of it."))
            )
            return
        best, more = ranked[0], len(ranked) - 1
        rest = f" ({counted(more, f'more {what}')} in the database)" if more else ""
        yield Paragraph(
            (Run(title, strong=True), Run(f"{rest} — "), vouching(best)),
            mark=mark_of(best),
        )
        yield from self._card(best, above)

    def _card(self, card: LinkCard, above: Passage | None = None) -> Iterator[Block]:
        if card.claim is not None:
            yield Paragraph((Run(f"{one_line(card.claim.wording)}"),), mark=mark_of(card))
            said = foremost(card.assertions)
            if said:
                yield self._quotation(said.quote, said.cites)
        elif card.quote is not None and card.evidence is not None:
            kind = card.evidence.kind.value
            again = is_within(card.quote, above)
            where = "the passage quoted above gives a" if again else "a"
            article = f"{where}n" if kind[0] in "aeio" else where
            yield Paragraph((Run(f"Evidence: {article} {kind}."),), mark=mark_of(card))
            if not again:
                yield self._quotation(card.quote, [card.work] if card.work else [])
        for against in surest(card.undercuts)[:1]:
            label = Run("✂ That link is itself disputed", strong=True)
            yield Paragraph((label, Run(" — "), vouching(against)), mark=mark_of(against))
            yield from self._card(against)

    def _quotation(self, quote: Quote, cited: Iterable[Work]) -> Quotation:
        source, page = quote.source, quote.passage.page
        named = [Run(one_line(source.label), italic=True)]
        short = self.citing.cite(source.work_id, page)
        if self.works[source.work_id].authors:
            named += [Run(" "), *short]
        elif page:
            named.append(Run(f", p. {page}"))
        for number, one in enumerate(cited):
            named.append(Run("; " if number else ", which cites "))
            named += self.citing.cite(one.id)
        return Quotation(excerpt(quote.passage.exact), tuple(named), self._language(source.id))

    def _language(self, document_id: str) -> str | None:
        if document_id not in self.languages:
            found = self.database.get(document_id)
            told = found.language if isinstance(found, Document) else None
            self.languages[document_id] = told if _TAG.fullmatch(told or "") else None
        return self.languages[document_id]

    # -- what is contested, and what would change it

    def _disputes(self) -> Iterator[Block]:
        yield Heading(2, "What is contested")
        found = self._attacks()
        if not found:
            yield Paragraph((Run("No claim in the database rebuts or undercuts another."),))
            return
        ends = {end for one in found for end in (one.source_claim_id, one.target_claim_id)}
        worded = self.database.store.load(Claim, [end for end in ends if end])
        shown = found[:DISPUTES]
        yield Table(
            f"The {counted(len(shown), 'dispute')} most sure of {len(found):,}"
            if len(shown) < len(found)
            else "Which claims attack which",
            ("This claim", "does this", "to this claim", "who says so"),
            tuple(
                (
                    (Run(one_line(worded[one.source_claim_id or ""].wording)),),
                    (Run(RELATION_KINDS[one.kind].label),),
                    (Run(one_line(worded[one.target_claim_id or ""].wording)),),
                    (Run(vouched(one), mark=mark_for(one.status)),),
                )
                for one in shown
            ),
        )

    def _attacks(self) -> list[Relation]:
        """Return the attacks between claims, on the question if there is one, surest first."""
        canonical = self.database.store.canonical()
        found = [
            one
            for one in self.database.store.claim_relations()
            if RELATION_KINDS[one.kind].sign < 0
            and (
                not self._sides
                or canonical.get(one.target_id, one.target_id) in self._sides
                or canonical.get(one.source_id, one.source_id) in self._sides
            )
        ]
        accepted = Status.ACCEPTED
        return sorted(found, key=lambda r: (r.status is not accepted, -(r.score or 0.0), r.id))

    def _changes(self) -> Iterator[Block]:
        yield Heading(2, "What would change it")
        points = [(Run(one_line(note)), Run(f" ({one_line(by)})")) for note, by in self._notes()]
        for claim in self._pivots():
            said = changes(self.database.debate().standing(claim.id, thorough=self.thorough))
            if said:
                name = Run(f"“{shortened(one_line(claim.wording), 120)}”", italic=True)
                points.append((name, Run(f" {one_line(' '.join(said))}")))
        if points:
            yield Points(tuple(points))
        else:
            yield Paragraph(
                (Run("No removal of a claim or link was found that would change an answer."),)
            )
        unanswered = [row for row in self._rows if row.rebuts + row.undercuts and not row.supports]
        yield Paragraph(
            (
                Run(
                    f"{counted(len(unanswered), 'claim')} of those that others attack "
                    f"{'has' if len(unanswered) == 1 else 'have'} no support in the database yet: "
                    "texts that speak for or against these would tell most."
                ),
            )
        )

    def _pivots(self) -> list[Claim]:
        if self.view is not None and self.view.positions:
            found = [claim for _, claim, _ in self.view.positions]
        else:
            rows = self.database.claims(ClaimFilter(contested=True, limit=None))
            found = [row.claim for row in foremost_rows(rows)[:CONTESTED]]
        return list({one.id: one for one in found}.values())

    def _notes(self) -> list[tuple[str, str]]:
        """Return what people said would change their minds, and who they are."""
        return [
            (one.note, one.made_by)
            for one in live(self.database.store.decisions())
            if one.action is Action.WOULD_CHANGE and one.note
        ]
