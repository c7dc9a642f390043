"""What a number in a sentence is a measure of, read from the parse.

``22x the parameters`` and ``5% of the parameters`` measure parameters, ``8 billion tokens`` tokens,
``prices fell from 9 to 4 dollars`` prices: what stands behind a ratio, else what is counted, else
the subject of the clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.language.clauses import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

RATIOS: Final = frozenset({"%", "‰", "×", "percentage points", "percentage point", "pp"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_LEADS: Final = frozenset({"of", "the", "as", "many", "more", "fewer", "less", "in", "all", "its"})
_REACH: Final = 4


def measured(parse: Doc, start: int, end: int, unit: str | None) -> tuple[int, int] | None:
    """Return the characters of ``parse`` that name what a quantity there is a measure of.

    ``start``, ``end`` and ``unit`` are the quantity's. None where the sentence does not say.
    """
    number = parse.char_span(start, end, alignment_mode="expand")
    if number is None:
        return None
    for phrase in _named(number, unit):
        return phrase.start_char, phrase.end_char
    return None


def _named(number: Span, unit: str | None) -> Iterator[Span]:
    ratio = unit is None or unit in RATIOS or unit in {"$", "€", "£", "¥"}
    behind = _behind(number)
    if behind is not None:
        yield _phrase(behind if ratio else _content(behind), least=number.end)
    elif not ratio and number[-1].pos_ in _NOMINAL:
        yield number[-1:]
    subject = next(_subjects(number.root), None)
    if subject is not None:
        yield _phrase(subject)


def _behind(number: Span) -> Token | None:
    """Return the noun right behind a number: ``of the parameters``, ``tokens``."""
    doc = number.doc
    for at in range(number.end, min(number.end + _REACH, len(doc))):
        token = doc[at]
        if token.pos_ in _NOMINAL:
            return _last(token)
        if token.lower_ not in _LEADS and token.pos_ not in {"ADJ", "DET", "PUNCT", "SYM"}:
            return None
        if token.is_punct and token.text not in {"-", "+", "×"}:
            return None
    return None


def _last(token: Token) -> Token:
    """Return the head of a compound that starts with a noun."""
    doc = token.doc
    while token.i + 1 < len(doc) and token.dep_ == "compound" and doc[token.i + 1].pos_ in _NOMINAL:
        token = doc[token.i + 1]
    return token


def _content(unit: Token) -> Token:
    """Return what a unit is full of (``tonnes of mud``), else the noun itself."""
    for of in unit.children:
        if of.lower_ == "of" and of.i == unit.i + 1:
            return next((one for one in of.children if one.pos_ in _NOMINAL), unit)
    return unit


def _phrase(token: Token, least: int = 0) -> Span:
    """Return a noun with what stands before it in its phrase, without article or number."""
    doc = token.doc
    first = token.i
    while first - 1 >= least and _describes(doc[first - 1]):
        first -= 1
    return doc[first : token.i + 1]


def _describes(token: Token) -> bool:
    return token.pos_ in _NOMINAL or (token.pos_ == "ADJ" and token.tag_ == "JJ")


def _subjects(token: Token) -> Iterator[Token]:
    """Yield the subjects of the verbs above a number, the nearest first."""
    for above in token.ancestors:
        for child in above.children:
            if child.dep_ in SUBJECTS and child.i < token.i and child.pos_ in _NOMINAL:
                yield child
