"""Cards: quotes with their source, assertions with their holder, links with both their ends.

Two figures are kept apart: the *strength* of a claim, and the *probability* that the program read
a passage or a link right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.debate import LABEL_WORDS, Stood
from kg.ui import parts, theme
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import ClaimRow, ClaimView, HeldAssertion, LinkCard, Quote
from kg.vocab import MODE_WORDS, RELATION_KINDS, Polarity, Status
from kg.wording import counted, degree, occurrences

QUOTE = 800
QUOTES = 3
AROUND = 120


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
    )


def found_by(item: HeldAssertion) -> str:
    """Say what found an assertion, by which rule, and how probable it is to be one."""
    rule = item.assertion.rule.replace("-", " ")
    return (
        f"The passage was found by {item.run.extractor}, version {item.run.version}, rule "
        f"“{rule}”: {parts.probability(item.assertion.score)}."
    )


def _hedge(item: HeldAssertion) -> Html | None:
    hedge = item.assertion.hedge
    return parts.chip(f"hedged: “{hedge}”") if hedge else None


def _negated(item: HeldAssertion) -> Html | None:
    negative = item.assertion.polarity is Polarity.NEGATIVE
    return parts.chip("worded as a negation") if negative else None


def link_card(
    card: LinkCard, stood: Mapping[str, Stood] = {}, *, outgoing: bool = False, level: int = 3
) -> Html:
    """Return a card of a link: what stands at its other end, in which words, how sure.

    ``stood`` has where claims stand, by id. What undercuts the link hangs on it.
    """
    relation = card.relation
    kind = RELATION_KINDS[relation.kind]
    verb = f"This claim {kind.label}" if outgoing else kind.label.capitalize()
    return element(
        "article",
        element(
            "p",
            element("span", theme.sign(relation.kind), " ", verb, class_="kg-sign"),
            " ",
            parts.status(relation.status),
        ),
        _other_end(card, stood, level),
        parts.folded("How sure is this?", *_reading(card)),
        [_undercut(one, stood, level) for one in card.undercuts],
        class_=f"kg-card {theme.tone(relation.kind)} {relation.status.value}",
    )


def link_line(card: LinkCard, stood: Mapping[str, Stood] = {}) -> Html:
    """Return a link to another claim in short, as an item of a list."""
    assert card.claim is not None
    relation, where = card.relation, stood.get(card.claim.id)
    verb = RELATION_KINDS[relation.kind].label
    return element(
        "li",
        element(
            "p",
            element("span", f"{theme.sign(relation.kind)} {verb} ", class_="kg-sign"),
            link(shorten(card.claim.wording, parts.WORDING), "claim", claim=card.claim.id),
        ),
        element(
            "p", f"It {stands(where)}. " if where else None, parts.status(relation.status),
            " Link: ", parts.probability(relation.score), class_="kg-quiet",
        ),
        [_undercut(one, stood, 3) for one in card.undercuts],
        class_=theme.tone(relation.kind),
    )  # fmt: skip


def stands(stood: Stood) -> str:
    """Say where a claim stands, with its strength in words and as a figure."""
    return (
        f"{LABEL_WORDS[stood.label]}, {degree(stood.strength)} ({stood.strength:.2f} of 1), from "
        f"{counted(stood.origins, 'independent origin')}"
    )


def _reading(card: LinkCard) -> Iterable[Html]:
    """Say how probable it is that the program read a link right, and why it made it."""
    sure = parts.probability(card.relation.score)
    yield element("p", f"That the program read this link right: {sure}.")
    if card.relation.signals:
        yield element("p", f"It was linked for {'; '.join(map(_signal, card.relation.signals))}.")
    for item in card.assertions[:QUOTES]:
        yield element("p", found_by(item))


def _signal(signal: str) -> str:
    """Return a signal such as ``marker:but`` or ``citation/same-sentence`` in words."""
    kind, _, detail = signal.partition(":")
    if kind == "marker":
        return f"the word “{detail}”"
    return re.sub("[:/]", ", ", re.sub("[-_]", " ", signal))


def _undercut(card: LinkCard, stood: Mapping[str, Stood], level: int) -> Html:
    what = element("p", "✂ This link itself is disputed:", class_="kg-sign")
    return element("div", what, link_card(card, stood, level=level + 1))


def _other_end(card: LinkCard, stood: Mapping[str, Stood], level: int) -> list[Html]:
    if card.claim is not None:
        shown = card.assertions[:QUOTES]
        left = len(card.assertions) - len(shown)
        name = link(shorten(card.claim.wording, parts.WORDING), "claim", claim=card.claim.id)
        where = stood.get(card.claim.id)
        more = element("p", f"and {counted(left, 'more quote')} on its page", class_="kg-quiet")
        return [
            element(f"h{min(level, 6)}", name),
            *([element("p", f"It {stands(where)}.", class_="kg-quiet")] if where else []),
            *map(held, shown),
            *([more] if left else []),
        ]
    what = [] if card.evidence is None else [element("p", _evidence_line(card))]
    return what if card.quote is None else [*what, quotation(card.quote)]


def _evidence_line(card: LinkCard) -> str:
    assert card.evidence is not None
    work = card.work and shorten(card.work.title or card.work.key, 90)
    year = f" ({card.work.year})" if card.work and card.work.year else ""
    return f"Evidence: {card.evidence.kind.value}" + (f", from {work}{year}" if work else "")


def claim_list(
    rows: Iterable[ClaimRow],
    stood: Mapping[str, Stood] = {},
    sought: Sequence[str] = (),
    quotes: Mapping[str, Quote] = {},
) -> Html:
    """Return claims as a list of links with their counts.

    ``stood`` has where they stand, by id; ``sought`` the words to mark in their wordings and in
    the ``quotes`` of them.
    """
    items = [_claim_item(row, stood, sought, quotes.get(row.claim.id)) for row in rows]
    return element("ul", items, class_="kg-list")


def counts(row: ClaimRow) -> list[Html]:
    """Return how many links speak for and against a claim, as chips."""
    counted_links = (
        ("▲", row.supports, "support", "supports"),
        ("▼", row.rebuts, "rebuttal", None),
        ("✂", row.undercuts, "undercut", None),
    )
    return [
        parts.chip(f"{sign} {counted(number, one, many)}")
        for sign, number, one, many in counted_links
        if number
    ]


def marked(text: str, sought: Sequence[str]) -> list[Child]:
    """Return a text with the words sought in it marked."""
    pieces: list[Child] = []
    end = 0
    for start, stop in occurrences(text, sought):
        pieces += [text[end:start], element("mark", text[start:stop])]
        end = stop
    return [*pieces, text[end:]]


def _claim_item(
    row: ClaimRow, stood: Mapping[str, Stood], sought: Sequence[str], quote: Quote | None
) -> Html:
    where = stood.get(row.claim.id)
    wording = marked(shorten(row.claim.wording, parts.WORDING), sought)
    return element(
        "li",
        link(wording, "claim", claim=row.claim.id),
        _around(quote, sought) if quote else None,
        element("p", counts(row), " ", _provenance(row), class_="kg-quiet"),
        element("p", stands(where).capitalize(), class_="kg-quiet") if where else None,
    )


def _around(quote: Quote, sought: Sequence[str]) -> Html:
    """Return the part of a quote around the first word sought, with the words marked."""
    words = " ".join(quote.passage.exact.split())
    first = next(iter(occurrences(words, sought)), (0, 0))[0]
    start = words.rfind(" ", 0, max(0, first - AROUND)) + 1
    before = "… " if start else ""
    shown = marked(shorten(words[start:], 2 * AROUND), sought)
    return element("p", "“", before, shown, "” ", *cited(quote), class_="kg-quiet", dir="auto")


def _provenance(row: ClaimRow) -> str:
    modes = ", ".join(MODE_WORDS[mode].lower() for mode in row.modes) or "held by"
    holders = ", ".join(shorten(name, 60) for name in row.holders[:3])
    more = f" and {len(row.holders) - 3} more" if len(row.holders) > 3 else ""
    kinds = "/".join(kind.value for kind in row.kinds)
    return f"{modes} {holders}{more} · {kinds} · {counted(row.works, 'work')}"


def ends(view: ClaimView) -> tuple[str, ...]:
    """Return the ids of the claims that the links of a claim lead from and to, in order."""
    queue = [*view.pro, *view.con, *view.other, *view.bears_on]
    found = set()
    while queue:
        card = queue.pop()
        queue += card.undercuts
        found |= {card.claim.id} if card.claim else set()
    return tuple(sorted(found))
