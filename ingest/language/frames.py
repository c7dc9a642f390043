"""Frames of attribution: fixed ways to say whose view it is, without a verb on the spine.

Each is a function from a clause to an :class:`Attribution` or None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.attitudes import Attribution, extent, is_clause, own_subject, quoted
from ingest.language.elision import attitude_of
from ingest.language.parties import Party, name_of, party_of
from kg.vocab import Mode

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

UNNAMED: Final = "others"
_COMPLEMENTS: Final = frozenset({"ccomp", "xcomp"})
_NOBODY: Final = frozenset({Party.AUTHOR, Party.EVIDENCE, Party.THING})


def as_somebody_says(span: Span) -> Attribution | None:
    """Match ``As A notes in B: "P"``."""
    for token in span[:4]:
        verb = token.head
        if (
            token.lower_ == "as"
            and token.dep_ in {"mark", "advmod", "prep"}
            and (verb.lemma_ in cues.ATTITUDES | {"put", "point"} and verb.i < span.start + 12)
        ):
            return _from_lead(span, verb, "as-says")
    return None


def _from_lead(span: Span, verb: Token, rule: str) -> Attribution | None:
    subject = own_subject(verb)
    mark = next((t for t in span if t.i > verb.i and t.text in {":", ",", '"'}), None)
    if mark is None or subject is None:
        return None
    party = party_of(subject)
    if party in _NOBODY:
        return None
    content = quoted(mark.i if mark.text == '"' else mark.i + 1, span)
    return Attribution(Mode.REPORTS, *content, rule, name_of(subject), party)


def according_to(span: Span) -> Attribution | None:
    """Match ``According to A, P``."""
    for token in span:
        if token.lower_ != "according" or token.i + 2 >= span.end:
            continue
        source = next((t for t in span.doc[token.i].subtree if t.dep_ == "pobj"), None)
        if source is None:
            return None
        party = party_of(source)
        opens = token.i <= span.start + 1
        if party in {Party.AUTHOR, Party.EVIDENCE} or (party is Party.THING and not opens):
            return None
        edge = max(t.i for t in source.subtree) + 1
        start, end = (edge, span.end) if opens else (span.start, token.i)
        return Attribution(Mode.REPORTS, start, end, "according-to", name_of(source), party)
    return None


def argument_noun(span: Span) -> Attribution | None:
    """``One of the arguments A makes is that P``; ``A's view is that P``."""
    root = span.root
    subject = own_subject(root)
    clause = next((c for c in root.children if c.dep_ in _COMPLEMENTS and is_clause(c)), None)
    if root.lemma_ != "be" or subject is None or clause is None:
        return None
    noun = next((t for t in subject.subtree if t.lemma_ in cues.ARGUMENT_NOUNS), None)
    owner = _owner(noun) if noun is not None else None
    if owner is None or party_of(owner) in _NOBODY:
        return None
    return Attribution(
        Mode.REPORTS, *extent(clause, span), "argument-of", name_of(owner), party_of(owner)
    )


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "relcl":
            return own_subject(child)
    return None


def reasons_given(span: Span) -> Attribution | None:
    """``The reasons cited include A, B and C``: somebody's, named before."""
    root = span.root
    subject = own_subject(root)
    if root.lemma_ not in {"include", "be"} or subject is None:
        return None
    given = any(
        c.tag_ == "VBN" and c.lemma_ in {"cite", "give", "offer", "name", "list"}
        for c in subject.children
    )
    if subject.lemma_ not in cues.ARGUMENT_NOUNS or not given:
        return None
    return Attribution(Mode.REPORTS, span.start, span.end, "reasons-given", "they", Party.PRONOUN)


def convinced(span: Span) -> Attribution | None:
    """``A has been vocal that P``."""
    root = span.root
    quality = next((c for c in root.children if c.dep_ == "acomp"), None)
    if quality is None or quality.lemma_.lower() not in cues.CONVICTIONS:
        return None
    subject = own_subject(root)
    clause = next(
        (c for t in (quality, root) for c in t.children if c.dep_ == "ccomp" and is_clause(c)), None
    )
    if subject is None or clause is None or party_of(subject) in _NOBODY:
        return None
    return Attribution(
        Mode.REPORTS, *extent(clause, span), "convinced", name_of(subject), party_of(subject)
    )


def it_is_said(span: Span) -> Attribution | None:
    """``It is often argued that P``."""
    root = span.root
    dummy = next((c for c in root.children if c.dep_ in {"nsubjpass", "nsubj"}), None)
    passive = any(c.dep_ == "auxpass" for c in root.children)
    clause = next((c for c in root.children if c.dep_ in {"ccomp", "csubj"}), None)
    if not (
        passive
        and dummy is not None
        and dummy.lower_ == "it"
        and clause is not None
        and root.lemma_ in cues.SAYING | cues.SUPPOSING
    ):
        return None
    agent = next((p for c in root.children if c.dep_ == "agent" for p in c.children), None)
    if agent is not None and party_of(agent) is Party.AUTHOR:
        return None
    modal = any(c.tag_ == "MD" for c in root.children)
    return Attribution(
        Mode.SUPPOSES if modal else Mode.REPORTS,
        *extent(clause, span),
        "it-is-said",
        name_of(agent) if agent is not None else UNNAMED,
        Party.GROUP,
    )


_WRITTEN: Final = re.compile(
    r'^(?P<who>[^":]{3,100}?)\s(?:says?|said|states?|stated|writes?|wrote|puts? it|reads?)\b'
    r'[^":]{0,30}[:,]\s*(?=")'
)


def states_plainly(span: Span) -> Attribution | None:
    """``The job posting states plainly: "P"``, where the parser misses the verb."""
    found = _WRITTEN.match(span.text)
    if found is None:
        return None
    start = next((t.i for t in span if t.idx - span[0].idx >= found.end()), span.end - 1)
    who = _words_of(span, *found.span("who"))
    party = party_of(who.root) if who is not None else Party.NAMED
    if party is Party.AUTHOR:
        return None
    return Attribution(
        Mode.REPORTS,
        *quoted(start, span),
        "states",
        found["who"].strip(),
        Party.NAMED if party in {Party.THING, Party.EVIDENCE} else party,
    )


_SAYS_THAT: Final = re.compile(r"^(?P<who>[^\",:;]{3,60}?) (?P<verb>[a-z]+s) that ")


def _words_of(span: Span, start: int, end: int) -> Span | None:
    offset = span.start_char
    return span.doc.char_span(offset + start, offset + end, alignment_mode="contract")


def says_that(span: Span) -> Attribution | None:
    """``The author posits that P``, where the parser takes the verb for a noun."""
    found = _SAYS_THAT.match(span.text)
    if found is None or attitude_of(found["verb"]) is None:
        return None
    verb = next((t for t in span if t.idx - span[0].idx == found.start("verb")), None)
    if verb is None or verb.pos_ == "VERB":
        return None
    who = _words_of(span, *found.span("who"))
    party = party_of(who[-1]) if who is not None else Party.THING
    if who is None or party in _NOBODY:
        return None
    return Attribution(Mode.REPORTS, verb.i + 2, span.end, "says-that", who.text, party)


_NOT_SO: Final = re.compile(
    r"^\W*(?:but |however, |yet )?(?:it is|it's) (?:simply |just |clearly )?"
    r"(?:not (?:true|the case|so)|n't (?:true|the case)|false|wrong|a myth|untrue)"
    r"(?: to (?:say|claim|think|assume))? that\s",
    re.IGNORECASE,
)


def denied(span: Span) -> Attribution | None:
    """``It is not true that P``; ``The idea that P is a myth``."""
    found = _NOT_SO.match(span.text)
    if found:
        start = next((t.i for t in span if t.idx - span[0].idx >= found.end()), span.start)
        return Attribution(Mode.DENIES, start, span.end, "not-so")
    root = span.root
    noun = own_subject(root)
    verdict = {c.lemma_.lower() for c in root.children if c.dep_ in {"acomp", "attr"}}
    clause = next((c for c in noun.children if c.dep_ == "acl"), None) if noun is not None else None
    if noun is None or clause is None or noun.lemma_ not in cues.ARGUMENT_NOUNS:
        return None
    negated = any(c.dep_ == "neg" for c in root.children)
    if not verdict & cues.FALSE_WORDS or negated:
        return None
    return Attribution(Mode.DENIES, *extent(clause, span), "called-false")


def conceded(span: Span) -> Attribution | None:
    """Match ``It is true that P``; ``Admittedly, P``."""
    found = cues.CONCESSION.match(span.text)
    if not found:
        return None
    start = next((t.i for t in span if t.idx - span[0].idx >= found.end()), span.start)
    return Attribution(Mode.CONCEDES, start, span.end, "conceded")


def otherwise(span: Span) -> Attribution | None:
    """``The evidence suggests otherwise``: a denial of what was said before."""
    if re.search(
        r"\b(?:suggests?|shows?|says?|points?|proves?|indicates?|argues?)\s+(?:to the )?"
        r"(?:otherwise|contrary)\b",
        span.text,
        re.IGNORECASE,
    ):
        return Attribution(Mode.DENIES, span.start, span.end, "otherwise")
    return None
