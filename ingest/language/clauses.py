"""Clauses that are propositions of their own, cut out of a parsed sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.language.cues import CONTRAST, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_TURNS = frozenset({"but", "yet", "however"})
_CONCESSIVE = frozenset({"although", "though", "while", "whereas"})
_SUBORDINATING = _CONCESSIVE | {
    "after",
    "as",
    "because",
    "before",
    "if",
    "once",
    "since",
    "unless",
    "until",
    "when",
    "whenever",
    "wherever",
}
_LEAST_WORDS = 4
_PERSONAL = frozenset({"he", "she", "it", "they", "this", "that", "these", "those", "which"})
_RATHER = re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE)
_TO_READERS = words(
    "assume attempt begin check click compare consider contact define denote ensure feel find "
    "follow give go have imagine keep learn let look note notice observe please read recall refer "
    "remember remind say scroll see sign start stay subscribe suppose take thank think try turn "
    "visit wait want write"
)
_OF_NOTE = frozenset({"clear", "obvious", "surprising", "tempting", "true", "unclear"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Turn(StrEnum):
    """How a clause stands to its sibling in the sentence."""

    NONE = "none"
    CONTRAST = "contrast"
    CONCESSION = "concession"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence that states one thing."""

    span: Span
    turn: Turn = Turn.NONE


def clauses(doc: Doc) -> tuple[Clause, ...]:
    """Split a sentence where it clearly states two things; else return it whole.

    Cuts stand at semicolons, at dashes, at ``, but`` and after an opening concession
    (``Although X, Y``), and only where both sides have a subject and a finite verb.
    """
    cuts = [cut for cut in sorted(set(_cuts(doc))) if 0 < cut < len(doc)]
    edges = [0, *cuts, len(doc)]
    spans = _joined([doc[start:end] for start, end in pairwise(edges)])
    return tuple(Clause(span, _turn(span, index, len(spans))) for index, span in enumerate(spans))


def _joined(pieces: list[Span]) -> list[Span]:
    """Join pieces that are no proposition, or that lean on a pronoun, to the one before.

    A mere remark in front of a turn (``It may be unclear to most, but``) is left out.
    """
    joined = pieces[:1]
    for piece in pieces[1:]:
        if (
            is_proposition(joined[-1])
            and is_proposition(piece)
            and states(piece)
            and not _leans_back(piece)
        ):
            joined.append(piece)
        elif _is_mere_remark(joined[-1]) and piece[0].lower_ in _TURNS:
            joined[-1] = piece
        else:
            joined[-1] = piece.doc[joined[-1].start : piece.end]
    return joined


def _leans_back(span: Span) -> bool:
    """Whether a clause's subject only makes sense after the clause before it."""
    subject = next((t for t in span if t.dep_ in SUBJECTS and t.dep_ != "expl"), None)
    return subject is None or subject.lower_ in _PERSONAL


def is_proposition(span: Span) -> bool:
    """Whether a stretch has a subject, a finite verb and at least four words."""
    words = sum(not token.is_punct for token in span)
    return (
        words >= _LEAST_WORDS
        and has_finite_verb(span)
        and not _is_mere_remark(span)
        and any(token.dep_ in SUBJECTS for token in span)
    )


def _is_mere_remark(span: Span) -> bool:
    """``It may be unclear to most`` says nothing yet."""
    lead = [token.lower_ for token in span if not token.is_punct][:5]
    return (
        lead[:1] == ["it"]
        and bool(_OF_NOTE.intersection(lead))
        and not any(
            token.lower_ in {"that", "how", "whether", "to"}
            and token.dep_ in {"mark", "aux", "advmod"}
            for token in span
        )
    )


def has_finite_verb(span: Span | Doc) -> bool:
    """Whether a stretch contains a finite verb form."""
    return any(token.tag_ in _FINITE and token.pos_ in {"VERB", "AUX"} for token in span)


def states(span: Span) -> bool:
    """Whether a clause's main predicate is finite: a noun with a relative clause states nothing."""
    root = _without_lead(span).root
    below = [child for child in root.children if child.dep_ in {"aux", "auxpass", "cop", "ccomp"}]
    if any(token.tag_ in _FINITE and token.pos_ in {"VERB", "AUX"} for token in [root, *below]):
        return True
    return has_finite_verb(span) and any(child.dep_ in SUBJECTS for child in root.children)


def _without_lead(span: Span) -> Span:
    """Drop an opening ``but``: it hangs as high in the parse as the verb that it introduces."""
    start = next((t.i for t in span if not t.is_punct and t.dep_ != "cc"), span.start)
    return span.doc[start : span.end]


def is_fragment(span: Span) -> bool:
    """``After the order expires.``: whether a subordinate clause is left alone."""
    opening = next((token for token in span if not token.is_punct), None)
    return (
        opening is not None
        and opening.lower_ in _SUBORDINATING
        and opening.dep_ in {"mark", "advmod"}
        and opening.head == span.root
        and len(span) == len(span.doc)
        and not is_question(span.text)
    )


def main_verb(span: Span) -> Token:
    """Return the predicate of a clause: its root, or the finite clause under a verbless one."""
    root: Token = span.root
    if root.pos_ in {"VERB", "AUX"}:
        return root
    below = [token for token in root.children if token.dep_ in {"ccomp", "conj", "acl", "cop"}]
    return next((token for token in below if token.pos_ in {"VERB", "AUX"}), root)


def is_question(text: str) -> bool:
    """Whether clean wording ends as a question."""
    return text.rstrip(" \"')*").endswith("?")


def is_polar_question(doc: Doc | Span) -> bool:
    """Whether a question asks yes or no, and so puts a proposition at issue."""
    words = [token for token in doc if not token.is_punct]
    lead = next((i for i, token in enumerate(words) if token.pos_ in {"AUX", "VERB"}), None)
    if lead is None or any(token.tag_ in {"WDT", "WP", "WP$", "WRB"} for token in words[:lead]):
        return False
    head = words[lead]
    return head.pos_ == "AUX" and not any(
        token.dep_ in SUBJECTS and token.head in {head, head.head} for token in words[:lead]
    )


def is_imperative(span: Span) -> bool:
    """Whether a clause orders or advises: a bare verb with nobody as its subject."""
    verb = span.root
    if verb.tag_ not in {"VB", "VBP"} or verb.pos_ not in {"VERB", "AUX"}:
        return False
    if any(
        child.dep_ in SUBJECTS
        or (child.dep_ in {"aux", "auxpass"} and child.text != "do" and child.lower_ != "don't")
        for child in verb.children
        if child.i < verb.i
    ):
        return False
    before = [token for token in span if token.i < verb.i and not token.is_punct]
    return all(token.pos_ in {"ADV", "CCONJ", "PART", "AUX"} for token in before)


def is_advice(span: Span) -> bool:
    """Whether an order says what to do for which end, or rather than what.

    ``Use teachers to label data`` and ``Train on fewer texts instead of more`` hold a view;
    ``See Section 3 to learn more`` and ``Let x be even`` only speak to the reader.
    """
    verb = span.root
    if not is_imperative(span) or verb.lemma_.lower() in _TO_READERS:
        return False
    aimed = any(
        child.dep_ in {"advcl", "xcomp"}
        and child.tag_ == "VB"
        and any(one.tag_ == "TO" for one in child.children)
        for child in verb.children
    )
    return aimed or _RATHER.search(span.text) is not None


def _cuts(doc: Doc) -> Iterator[int]:
    depth = 0
    quoted = False
    for token in doc:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        quoted ^= token.text == '"'
        if depth or quoted:
            continue
        if token.text in {";", "—", "–"} or (token.text == "-" and _stands_apart(doc, token.i)):
            yield token.i + 1
        if (
            token.lower_ in _TURNS
            and token.i
            and doc[token.i - 1].text == ","
            and not _is_correlative(token)
        ):
            yield token.i
    yield from _after_concession(doc)


def _is_correlative(turn: Token) -> bool:
    """``Not only X, but Y`` turns nothing: both hold."""
    before = [token.lower_ for token in turn.doc[: turn.i]]
    return any(
        first == "not" and second in {"only", "just", "merely", "simply"}
        for first, second in pairwise(before)
    )


def _stands_apart(doc: Doc, index: int) -> bool:
    return 0 < index < len(doc) - 1 and bool(doc[index - 1].whitespace_ and doc[index].whitespace_)


def _after_concession(doc: Doc) -> Iterator[int]:
    opening = next((token for token in doc if not token.is_punct), None)
    if opening is None:
        return
    if opening.lower_ == "even" and opening.i + 1 < len(doc):
        opening = doc[opening.i + 1]
    verb = opening.head
    if opening.lower_ in _CONCESSIVE and verb.dep_ == "advcl" and verb.right_edge.i + 1 < len(doc):
        after = verb.right_edge.i + 1
        yield after + 1 if doc[after].text == "," else after


def _turn(span: Span, index: int, count: int) -> Turn:
    first = next((token.lower_ for token in span if not token.is_punct), "")
    if index == 0 and count > 1 and (first in _CONCESSIVE or first == "even"):
        return Turn.CONCESSION
    return Turn.CONTRAST if first in CONTRAST else Turn.NONE
