"""What the subject of an attitude is: the author, a work, a group, a person, a mere thing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from ingest.language import cues
from kg.wording import without_citations

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUNS = frozenset({"he", "she", "they"})
_READERS = frozenset({"one", "you", "reader", "someone", "somebody", "anyone"})
_ASSOCIATES = frozenset({"al", "coauthor", "collaborator", "colleague", "coworker"})
_LONGEST_NAME = 80


class Party(StrEnum):
    """Kinds of holders."""

    AUTHOR = "author"
    WORK = "work"
    NAMED = "named"
    GROUP = "group"
    READER = "reader"
    PRONOUN = "pronoun"
    EVIDENCE = "evidence"
    THING = "thing"


def party_of(subject: Token) -> Party:
    """Tell what kind of holder a subject is."""
    word, lemma = subject.lower_, subject.lemma_.lower()
    if word in cues.FIRST_PERSON or _is_ours(subject):
        return Party.AUTHOR
    if word in _PRONOUNS:
        return Party.PRONOUN
    if word in _READERS or lemma in _READERS:
        return Party.READER
    if lemma in cues.WORK_NOUNS:
        return Party.WORK
    if lemma in cues.GROUP_NOUNS or word in cues.GROUP_NOUNS:
        return Party.GROUP
    if _has_name(subject):
        return Party.NAMED
    return Party.EVIDENCE if lemma in cues.EVIDENCE_NOUNS else Party.THING


def name_of(subject: Token) -> str:
    """Return a holder's name as written, without relative clauses and citation markers."""
    tail = {
        t.i
        for child in subject.children
        if child.dep_ in {"relcl", "acl", "appos", "punct", "advmod"} and child.i > subject.i
        for t in child.subtree
    }
    words = [t for t in subject.subtree if t.i not in tail and not t.is_quote]
    last = next((n for n, t in enumerate(words) if n and t.i != words[n - 1].i + 1), len(words))
    text = "".join(t.text_with_ws for t in words[:last])
    text = re.sub(r"\s*[\[(].*$", "", without_citations(text)).strip(" ,;:'\"")
    text = re.sub(r"(?:'s|’s)$", "", text)
    return text if len(text) <= _LONGEST_NAME else subject.text


def _is_ours(subject: Token) -> bool:
    return any(child.dep_ == "poss" and child.lower_ in {"my", "our"} for child in subject.children)


def is_of_somebody(subject: Token) -> bool:
    """Whether a subject is a name itself, has one as owner, or is joined to people."""
    owned = any(child.dep_ == "poss" and child.pos_ == "PROPN" for child in subject.children)
    return owned or subject.pos_ == "PROPN" or _has_colleagues(subject)


def _has_colleagues(subject: Token) -> bool:
    return subject.text[:1].isupper() and any(
        joined.lemma_.lower() in _ASSOCIATES for joined in subject.conjuncts
    )


def _has_name(subject: Token) -> bool:
    if _has_colleagues(subject):
        return True
    own = [subject, *(c for c in subject.children if c.dep_ in {"compound", "poss", "nmod"})]
    of = [g for c in subject.children if c.lower_ in {"of", "by", "from"} for g in c.children]
    return any(token.pos_ == "PROPN" for token in own + of)
