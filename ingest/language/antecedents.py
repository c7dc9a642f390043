"""Antecedents of pronouns, where one noun phrase alone can be meant.

A pronoun that is the subject of a sentence goes on, as a rule, with the subject of the sentence
before (centering; Grosz, Joshi and Weinstein 1995). It is resolved only where that subject
agrees in number and nothing else in that sentence competes; everything else is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.language.clauses import main_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SINGULAR: Final = frozenset({"NN", "NNP"})
_PLURAL: Final = frozenset({"NNS", "NNPS"})
_WANTED: Final = {"it": _SINGULAR, "they": _PLURAL, "these": _PLURAL}
_COMPETING: Final = frozenset({"dobj", "attr", "nsubj", "nsubjpass", "conj", "appos", "dative"})
_DEFINITE: Final = frozenset({"this", "these", "that", "those", "such", "both", "his", "her"})
_CLAUSES: Final = frozenset({"ccomp", "xcomp", "csubj"})
_LONGEST: Final = 6


def antecedent(pronoun: Token, before: Doc) -> str | None:
    """Return the noun phrase that a subject pronoun stands for, None unless it is plain.

    ``before`` is the sentence before, of the same paragraph.
    """
    wanted = _WANTED.get(pronoun.lower_)
    subject = _subject(before[:])
    if wanted is None or subject is None or subject.tag_ not in wanted:
        return None
    if any(_competes(token, subject, wanted) for token in before):
        return None
    phrase = before[subject.left_edge.i : subject.right_edge.i + 1]
    leans = any(token.lower_ in _DEFINITE or token.pos_ == "PRON" for token in phrase)
    plain = len(phrase) <= _LONGEST and not any(token.dep_ in {"relcl", "conj"} for token in phrase)
    return phrase.text if plain and not leans else None


def leading_pronoun(span: Span) -> Token | None:
    """Return the pronoun that opens a clause as the subject of its verb, None without one."""
    subject = _subject(span)
    first = next((token for token in span if not token.is_punct), None)
    if subject is None or subject != first or subject.pos_ != "PRON":
        return None
    return subject if subject.lower_ in _WANTED and not _is_expletive(subject) else None


def _is_expletive(pronoun: Token) -> bool:
    """Whether it only holds the place of a clause, as in ``It is tempting to think so``."""
    behind = [child for child in pronoun.head.children if child.i > pronoun.head.i]
    behind += [below for child in behind if child.dep_ == "acomp" for below in child.children]
    return pronoun.lower_ == "it" and any(token.dep_ in _CLAUSES for token in behind)


def _subject(span: Span) -> Token | None:
    return next(
        (child for child in main_verb(span).children if child.dep_ in {"nsubj", "nsubjpass"}), None
    )


def _competes(token: Token, subject: Token, wanted: frozenset[str]) -> bool:
    inside = subject.left_edge.i <= token.i <= subject.right_edge.i
    return not inside and token.dep_ in _COMPETING and token.tag_ in wanted
