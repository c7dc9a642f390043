"""Figures and findings in the words in which documents for people say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.analysis.standing.explanation import Change
from kg.debate import LABEL_WORDS, WIDE, Debate, Standing
from kg.export.runs import Mark, Run, Table
from kg.model import Assertion, Passage, Relation
from kg.views import ClaimRow, HeldAssertion, LinkCard, QuestionView, Quote
from kg.vocab import AFFIRMING_MODES, RELATION_KINDS, Status
from kg.wording import counted, ratio, visible

LONGEST: Final = 700
_QUOTED: Final = re.compile("“([^“”]*)”")
STRENGTH: Final = (
    "Whether a claim stands, falls or is undecided follows from what bears on it and is not "
    "itself defeated. Its strength, from 0 to 1, starts from how many independent sources put it "
    "forward, goes up with support and down with attacks. It compares the claims of this "
    "database; it is no probability that a claim is true. Links that the program proposed count "
    "by their probability."
)
VOUCHED: Final = (
    "The program reads claims and links out of texts and may be wrong. “◌ proposed by the "
    "program” marks what nobody has judged yet, with the probability that it is right, as such "
    "proposals turned out on texts that people had marked. “✓ accepted by a person” marks what "
    "somebody has checked. What a person rejected is left out."
)


def vouched(record: Assertion | Relation) -> str:
    """Say who vouches for a record, and how sure the program is where only it does."""
    if record.status is Status.ACCEPTED:
        return "✓ accepted by a person"
    if record.score is None:
        return "◌ proposed by the program, probability not measured"
    return f"◌ proposed by the program, probability {ratio(record.score)}"


def stood(debate: Debate, claim_id: str) -> str:
    """Say where a claim stands."""
    whole, one = debate.whole, debate.grounds.stands_for(claim_id)
    sources = counted(len(whole.support.get(one, ())), "independent source")
    return (
        f"It {LABEL_WORDS[whole.labels[one]]}, with a strength of "
        f"{whole.strengths[one].value:.2f} of 1, and is put forward by {sources}."
    )


def changes(found: Standing) -> list[str]:
    """Say what would move a claim's strength across one half or change whether it stands."""
    if not found.searched:
        return [
            f"This was not looked for: more than {WIDE:,} links bear on it, directly or through "
            "other claims, and it takes minutes (--thorough)."
        ]
    told = (
        (f"Its strength of {found.strength:.2f} would cross one half", found.flips),
        (f"It would no longer be so that it {LABEL_WORDS[found.label]}", found.relabels),
    )
    return [
        f"{what} if {'these' if change.dropped[1:] else 'this'} were rejected: "
        f"{_dropped(change, found)}."
        for what, change in told
        if change
    ]


def shortened(text: str, most: int = 90) -> str:
    """Return a text on one line, cut between words where it is longer than ``most``."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"


def called(identifier: str, found: Standing) -> str:
    """Return what to call something that a standing names, the claim itself as it."""
    name = found.names.get(identifier, identifier)
    return _QUOTED.sub(_cut, name.replace(f"“{found.claim.wording}”", "it"))


def _dropped(change: Change, found: Standing) -> str:
    return "; ".join(called(one, found) for one in change.dropped)


def _cut(quoted: re.Match[str]) -> str:
    return f"“{shortened(quoted[1])}”"


def verb(card: LinkCard) -> str:
    """Return the verb of a link."""
    return RELATION_KINDS[card.relation.kind].label


def surest(cards: Iterable[LinkCard]) -> list[LinkCard]:
    """Return links with those that a person accepted first, then the most probable."""
    return sorted(
        cards,
        key=lambda card: (
            card.relation.status is not Status.ACCEPTED,
            -(card.relation.score or 0.0),
            card.relation.id,
        ),
    )


def foremost(held: Iterable[HeldAssertion]) -> HeldAssertion | None:
    """Return the passage that puts a claim forward most plainly; None without any."""
    ranked = sorted(
        held,
        key=lambda one: (
            one.assertion.status is not Status.ACCEPTED,
            one.assertion.mode not in AFFIRMING_MODES,
            -(one.assertion.salience or 0.0),
            one.assertion.id,
        ),
    )
    return ranked[0] if ranked else None


def lean(view: QuestionView) -> str:
    """Say how the claims lean on a question."""
    reached = view.supports + view.rebuts + view.mixed
    total = reached + view.unassessed
    if not reached:
        return f"Open: none of {counted(total, 'claim')} speaks for an answer yet."
    more, less = ("yes", "no") if view.supports > view.rebuts else ("no", "yes")
    lean = (
        "as many for “yes” as for “no”"
        if view.supports == view.rebuts
        else f"more of them for “{more}” than for “{less}”"
    )
    return (
        f"Open: {reached:,} of {counted(total, 'claim')} speak for an answer, {lean}. This counts "
        "claims and weighs none of them, so it is no verdict."
    )


def tally(view: QuestionView) -> Table:
    """Return how the claims divide on a question."""
    rows = (
        ("speak for “yes”", view.supports),
        ("speak for “no”", view.rebuts),
        ("speak for both", view.mixed),
        ("speak for neither, such as views that a text only reports", view.unassessed),
    )
    return Table(
        "How the claims divide",
        ("Claims that", "Number"),
        tuple(((Run(words),), (Run(f"{number:,}"),)) for words, number in rows),
    )


def foremost_rows(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    """Return claims with both support and attack first, then the most salient and argued."""

    def rank(row: ClaimRow) -> tuple[int, float, str]:
        attacks = row.rebuts + row.undercuts
        both = min(row.supports, 1) + min(attacks, 1)
        argued = min(row.supports + attacks, 5) / 5
        return -both, -(row.salience or 0.0) - argued, row.claim.id

    return sorted(rows, key=rank)


def is_within(quote: Quote | None, passage: Passage | None) -> bool:
    """Whether the words of a quote are part of a passage."""
    if quote is None or passage is None or quote.passage.document_id != passage.document_id:
        return False
    return passage.start <= quote.passage.start and quote.passage.end <= passage.end


def vouching(item: LinkCard | HeldAssertion) -> Run:
    """Return who vouches for a link or an assertion, in their look."""
    record = item.relation if isinstance(item, LinkCard) else item.assertion
    label = f"{verb(item)}, " if isinstance(item, LinkCard) else ""
    return Run(f"{label}{vouched(record)}", mark=mark_for(record.status))


def mark_of(card: LinkCard) -> Mark:
    """Return the look of a link."""
    return mark_for(card.relation.status)


def mark_for(status: Status) -> Mark:
    """Return the look of a record, by who vouches for it."""
    return "decided" if status is Status.ACCEPTED else "proposed"


def one_line(text: str) -> str:
    """Return a text on one line, its controls shown."""
    return visible(" ".join(text.split()))


def excerpt(words: str) -> str:
    """Return exact words on one line, all but those of absurd length."""
    shown = one_line(words)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]} […]"
