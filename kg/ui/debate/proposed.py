"""A proposal to judge: the words that it stands on beside what the program makes of them."""

from __future__ import annotations

from kg.model import Assertion, Dependency, Evidence, Relation
from kg.ui import parts
from kg.ui.debate import cards
from kg.ui.markup import Child, Html, element, link, shorten
from kg.views import End, ProposalView, Quote
from kg.vocab import RELATION_KINDS, Polarity

KINDS = {
    Assertion.KIND: "claim in a text",
    Evidence.KIND: "piece of evidence",
    Relation.KIND: "link to a claim",
    Dependency.KIND: "dependency",
}
"""What a person calls the kinds of proposals."""


def words(view: ProposalView) -> Html:
    """Return the passages that a proposal stands on, each marked within its sentence."""
    quotes = [] if view.quote is None else [_within(view.quote, view.sentence)]
    if view.quote is None:
        quotes = [
            element("div", element("h3", name), [cards.quotation(one) for one in end.quotes])
            for name, end in (("From", view.source), ("To", view.target))
            if end is not None
        ]
    return element("div", quotes)


def reading(view: ProposalView) -> Html:
    """Return what the program reads out of the words, and why it does."""
    return element(
        "article",
        _said(view),
        element("p", parts.chip(parts.probability(view.record.score)), class_="kg-quiet"),
        element("p", found(view), class_="kg-quiet"),
        class_="kg-card proposed",
    )


def _within(quote: Quote, sentence: str | None) -> Html:
    before, exact, after = (sentence or "").partition(quote.passage.exact)
    if not exact or not (before + after).strip():
        return cards.quotation(quote)
    marked = element("mark", exact)
    return element(
        "div",
        element("p", before, marked, after, class_="kg-lead", dir="auto"),
        element("p", cards.cited(quote), class_="kg-quiet"),
    )


def _said(view: ProposalView) -> list[Html]:
    record = view.record
    match record:
        case Assertion():
            kind = f"It is {record.kind.value}"
            negated = " and worded as a negation" if record.polarity is Polarity.NEGATIVE else ""
            return [
                element("p", view.voice, ":"),
                element("h3", _end(view.target)),
                element("p", f"{kind}{negated}."),
            ]
        case Evidence():
            return [element("h3", f"This is evidence: {record.kind.value}")]
    verb = RELATION_KINDS[record.kind].label
    said = [element("h3", _end(view.source)), element("p", element("strong", verb))]
    voiced = [element("p", view.voice, ":")] if view.voice else []
    return [*voiced, *said, element("h3", _end(view.target))]


def _end(end: End | None) -> Child:
    if end is None:
        return None
    named = shorten(end.wording, parts.WORDING)
    return link(named, "claim", claim=end.id) if end.id.startswith("claim-") else named


def found(view: ProposalView) -> str:
    """Say what made a proposal, by which rule."""
    rule = view.record.rule.replace("-", " ")
    if view.run is None:
        return f"Found by {rule.replace('+', ' and ')}."
    return f"Found by {view.run.extractor}, version {view.run.version}, rule “{rule}”."
