"""Who holds what a clause says, and how it is put forward.

Rules are tried in order, each a function from a clause to an :class:`Attribution` or None;
the last resort is that the author asserts it. After Prasad et al. (2007) on attribution in
the PDTB and Saurí and Pustejovsky (2009) on factuality: reported and supposed views belong
to their sources, not to who reports them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ingest.language import cues, frames
from ingest.language.attitudes import Attribution, attitude, content_of, extent, own_subject, treats
from ingest.language.clauses import SUBJECTS
from ingest.language.frames import UNNAMED
from ingest.language.parties import Party, name_of, party_of
from kg.vocab import Mode

if TYPE_CHECKING:
    from spacy.tokens import Span


def attribute(span: Span) -> Attribution:
    """Return who puts the clause's proposition forward, and how."""
    for rule in _RULES:
        found = rule(span)
        if found is not None and _says_something(span, found):
            return found
    return Attribution(Mode.ASSERTS, span.start, span.end, "declarative")


def embedded(span: Span) -> Attribution | None:
    """Return a view that a clause mentions in passing: ``X, often cited as evidence that Y``."""
    for token in span:
        if token.lower_ != "that" or token.dep_ != "mark":
            continue
        noun = token.head.head
        verb = noun.head.head if noun.head.dep_ == "prep" else noun.head
        if noun.lemma_ in {"evidence", "proof", "argument", "sign", "reason"} and verb.lemma_ in {
            "cite",
            "take",
            "see",
            "invoke",
            "treat",
            "quote",
            "present",
        }:
            start, end = extent(token.head, span)
            return Attribution(Mode.REPORTS, start, end, "cited-as-evidence", UNNAMED, Party.GROUP)
    return None


def anywhere(span: Span) -> Attribution | None:
    """Find an attributed ``that`` clause off the spine: ``…'s essay, where she argues that P``."""
    for verb in span:
        subject = own_subject(verb) if verb.lemma_ in cues.ATTITUDES else None
        content = content_of(verb, span) if subject is not None else None
        if subject is None or content is None:
            continue
        party = party_of(subject)
        if party in {Party.NAMED, Party.PRONOUN, Party.WORK}:
            return Attribution(
                Mode.REPORTS, *content, f"aside-{verb.lemma_}", name_of(subject), party
            )
    return None


def _says_something(span: Span, found: Attribution) -> bool:
    """Whether the content found is a proposition and no mere ``the climb to be hard``."""
    content = span.doc[found.start : found.end]
    if found.start < found.end and _asks(content):
        return False
    if sum(not token.is_punct for token in content) <= 1:
        return False
    return not any(child.dep_ == "aux" and child.lower_ == "to" for child in content.root.children)


def _asks(content: Span) -> bool:
    """Whether a content is an indirect question: ``what replaces it``, not ``what counts is P``."""
    opening, root = content[0], content.root
    if opening.tag_ not in {"WRB", "WP", "WDT"} or opening.lower_ in {"when", "while"}:
        return False
    return not any(
        child.dep_ in SUBJECTS and child.pos_ in {"VERB", "AUX"} and child.is_ancestor(opening)
        for child in root.children
    )


_RULES: Final[tuple[Callable[[Span], Attribution | None], ...]] = (
    frames.otherwise,
    frames.conceded,
    frames.denied,
    frames.according_to,
    frames.as_somebody_says,
    frames.argument_noun,
    frames.reasons_given,
    frames.convinced,
    frames.it_is_said,
    frames.states_plainly,
    frames.says_that,
    attitude,
    treats,
)
