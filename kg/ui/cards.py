"""Cards: quotes with their source, assertions with their holder, links with both their ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ui import parts, theme
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import ClaimRow, HeldAssertion, LinkCard, Quote
from kg.vocab import MODE_WORDS, RELATION_KINDS, Polarity, Status
from kg.wording import counted

QUOTE = 800
QUOTES = 3


def quotation(quote: Quote) -> Html:
    """Return exact words with their source and a link to where they stand in it."""
    return element(
        "figure",
        element("blockquote", f"“{_cut(quote.passage.exact)}”", dir="auto"),
        element("figcaption", cited(quote)),
        class_="kg-quote",
    )


def cited(quote: Quote) -> list[Child]:
    """Return the source of a quote, with a link to where it stands in its text."""
    source, passage = quote.source, quote.passage
    year = f" ({source.year})" if source.year else ""
    page = f", p. {passage.page}" if passage.page else ""
    section = f", “{shorten(passage.section, 60)}”" if passage.section else ""
    there = link("Read it in its text", "source", source=source.id, passage=passage.id)
    return [shorten(source.label, 90), year, page, section, " · ", there]


def _cut(words: str) -> str:
    """Return a quote's exact words, all but those of absurd length."""
    return words if len(words) <= QUOTE else f"{words[:QUOTE]} […]"


def held(item: HeldAssertion) -> Html:
    """Return one assertion: who holds it, how firmly, in which words."""
    assertion = item.assertion
    cites = "; ".join(
        shorten(work.title or work.key, 80) + (f" ({work.year})" if work.year else "")
        for work in item.cites
    )
    return element(
        "div",
        element(
            "p",
            MODE_WORDS[assertion.mode],
            " ",
            element("strong", item.holder.name),
            " ",
            parts.chip(assertion.kind.value),
            _hedge(item),
            _negated(item),
            parts.status(assertion.status) if assertion.status is not Status.PROPOSED else None,
        ),
        quotation(item.quote),
        element("p", "It cites ", cites, class_="kg-quiet") if cites else None,
        element("p", _found(item), class_="kg-quiet"),
    )


def _found(item: HeldAssertion) -> str:
    """Say what found an assertion, by which rule, and how probable it is to be one."""
    rule = item.assertion.rule.replace("-", " ")
    return (
        f"Found by {item.run.extractor}, version {item.run.version}, rule “{rule}”: "
        f"{parts.probability(item.assertion.score)}"
    )


def _hedge(item: HeldAssertion) -> Html | None:
    hedge = item.assertion.hedge
    return parts.chip(f"hedged: “{hedge}”") if hedge else None


def _negated(item: HeldAssertion) -> Html | None:
    negative = item.assertion.polarity is Polarity.NEGATIVE
    return parts.chip("worded as a negation") if negative else None


def link_card(card: LinkCard, *, outgoing: bool = False) -> Html:
    """Return a card of a link: what stands at its other end, in which words, how sure."""
    relation = card.relation
    kind = RELATION_KINDS[relation.kind]
    verb = f"This claim {kind.label}" if outgoing else kind.label.capitalize()
    why = "; ".join(map(_signal, relation.signals))
    return element(
        "article",
        element(
            "p",
            element("span", theme.sign(relation.kind), " ", verb, class_="kg-sign"),
            " ",
            parts.status(relation.status),
            parts.chip(parts.probability(relation.score)),
        ),
        _other_end(card),
        element("p", "Why linked: ", why, class_="kg-quiet") if why else None,
        [_undercut(undercut) for undercut in card.undercuts],
        class_=f"kg-card {theme.tone(relation.kind)} {relation.status.value}",
    )


def _signal(signal: str) -> str:
    """Return a signal such as ``marker:but`` or ``citation/same-sentence`` in words."""
    kind, _, detail = signal.partition(":")
    if kind == "marker":
        return f"the word “{detail}”"
    return re.sub("[:/]", ", ", re.sub("[-_]", " ", signal))


def _undercut(card: LinkCard) -> Html:
    return element("div", element("p", "The link itself is disputed:"), link_card(card))


def _other_end(card: LinkCard) -> list[Html]:
    if card.claim is not None:
        shown = card.assertions[:QUOTES]
        left = len(card.assertions) - len(shown)
        name = link(shorten(card.claim.wording, parts.WORDING), "claim", claim=card.claim.id)
        more = element("p", f"and {counted(left, 'more quote')} on its page", class_="kg-quiet")
        return [element("h3", name), *map(held, shown), *([more] if left else [])]
    what = [] if card.evidence is None else [element("p", _evidence_line(card))]
    return what if card.quote is None else [*what, quotation(card.quote)]


def _evidence_line(card: LinkCard) -> str:
    assert card.evidence is not None
    work = card.work and shorten(card.work.title or card.work.key, 90)
    year = f" ({card.work.year})" if card.work and card.work.year else ""
    return f"Evidence: {card.evidence.kind.value}" + (f", from {work}{year}" if work else "")


def claim_list(rows: Iterable[ClaimRow]) -> Html:
    """Return claims as a list of links with their counts."""
    return element("ul", [_claim_item(row) for row in rows], class_="kg-list")


def _claim_item(row: ClaimRow) -> Html:
    counts = (
        ("▲", row.supports, "support", "supports"),
        ("▼", row.rebuts, "rebuttal", None),
        ("✂", row.undercuts, "undercut", None),
    )
    links = [
        parts.chip(f"{sign} {counted(number, one, many)}")
        for sign, number, one, many in counts
        if number
    ]
    return element(
        "li",
        link(shorten(row.claim.wording, parts.WORDING), "claim", claim=row.claim.id),
        element("p", links, " ", _provenance(row), class_="kg-quiet"),
    )


def _provenance(row: ClaimRow) -> str:
    modes = ", ".join(MODE_WORDS[mode].lower() for mode in row.modes) or "held by"
    holders = ", ".join(shorten(name, 60) for name in row.holders[:3])
    more = f" and {len(row.holders) - 3} more" if len(row.holders) > 3 else ""
    kinds = "/".join(kind.value for kind in row.kinds)
    return f"{modes} {holders}{more} · {kinds} · {counted(row.works, 'work')}"
