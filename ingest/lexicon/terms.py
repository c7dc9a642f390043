"""Terms of a document: names that are listed, defined or patterned, and free noun phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.lexicon.acronyms import acronyms
from ingest.lexicon.gazetteer import Entry, Gazetteer, shipped_words
from ingest.lexicon.keys import name_key, singular_name
from ingest.lexicon.phrases import (
    GENERIC,
    JOINTS,
    KIND_OF_HEAD,
    NOMINAL,
    Term,
    compound_term,
    free_term,
    is_generic,
    is_joined,
    is_phrase,
    lemmas,
    phrase_bounds,
    singular,
    spaced_label,
)
from kg.vocab import ConceptKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FAMILY: Final = "|".join(
    sorted(map(re.escape, shipped_words("model_families.txt")), key=len, reverse=True)
)
_VERSION: Final = (
    r"(?:v?\d{1,3}(?:\.\d+)*(?:x\d+)?[a-zA-Z]?|[A-Z]\d{1,2}(?:\.\d+)?|Zero|Base|"
    r"Chat|Instruct|Pro|Flash|Turbo|[Mm]ini|Nano|Ultra|Expanse|Opus|Sonnet|Haiku|Coder|"
    r"Distill|Preview|Large|Small|XL|XXL)"
)
_SIZED: Final = r"\d{1,4}(?:\.\d+)?(?:x\d+(?:\.\d+)?)?[BMT]"
# Capitalised words before a number with B, M or T that make it money or a count.
_NO_NAME: Final = (
    r"(?:The|About|Around|Over|From|With|Only|Nearly|Some|Series|Type|And|As|At|But|By|For|If|In|"
    r"On|So|That|Then|When|While|Yet)"
)
_MODEL: Final = re.compile(
    rf"\b(?:(?:{_FAMILY})(?:[- ]?{_VERSION}\b)+(?:[- ]{_SIZED}\b)?"
    rf"|(?:{_FAMILY})[- ]{_SIZED}\b"
    rf"|(?:(?!{_NO_NAME}\b)[A-Z]\w{{0,20}}[a-z][\w.]{{0,20}}(?:-[\w.]{{1,20}}){{0,3}}[- ]){{1,2}}"
    rf"{_SIZED}\b)(?![\w+-])"
)


class Lexicon:
    """The names that one document can be expected to use."""

    def __init__(self, gazetteer: Gazetteer, texts: Iterable[str]) -> None:
        self.gazetteer = gazetteer
        self.acronyms = _joined(gazetteer, texts)
        forms = sorted(map(re.escape, self.acronyms), key=len, reverse=True)
        self._defined = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])") if forms else None

    def names(self, doc: Doc) -> list[Term]:
        """Return the names in a sentence; of overlapping ones the longest."""
        text = doc.text
        found = [*self._models(text), *self._listed(doc), *self._acronyms(text)]
        return longest(found)

    def phrase(self, head: Token, names: Iterable[Term] = ()) -> Term | None:
        """Return the term that a noun phrase with this head names, None for generic ones.

        A generic head (``technique``) gives way to a name inside its phrase (``the RLHF
        technique``).
        """
        start, end = phrase_bounds(head)
        words = head.doc[start:end]
        inside = [
            name for name in names if name.start >= words.start_char and name.end <= words.end_char
        ]
        covering = [name for name in names if name.start <= head.idx < name.end]
        entry = self._entry(head, start)
        if covering and _is_other(head, start, covering[0]):
            covering = []
        if covering and (entry is None or covering[0].end - covering[0].start >= len(words.text)):
            return covering[0]
        if entry is not None:
            return _term_of(entry, words.start_char, words.end_char)
        if singular(head) == "one":
            return self._pronominal(head, start)
        if is_generic(head):
            return inside[-1] if inside else compound_term(head, start)
        return free_term(head) if is_phrase(head, start) else None

    def _pronominal(self, head: Token, start: int) -> Term | None:
        """``Small models need large ones``: large models."""
        noun = next(
            (
                token
                for token in reversed(list(head.doc[:start]))
                if token.pos_ == "NOUN"
                and token.tag_ == head.tag_.replace("PS", "S")
                and token.dep_ not in {"compound", "nmod", "attr"}
                and token.lower_ != "ones"
                and not any(child.dep_ == "poss" for child in token.children)
            ),
            None,
        )
        if noun is None or start == head.i:
            return None
        words = head.doc[start : head.i + 1]
        label = f"{words[:-1].text} {noun.text}"
        key = f"{lemmas(words[:-1])} {singular(noun)}"
        entry = self.gazetteer.lower(key)
        if entry is not None:
            return _term_of(entry, words.start_char, words.end_char)
        kind = KIND_OF_HEAD.get(singular(noun), ConceptKind.OTHER)
        return Term(words.start_char, words.end_char, name_key(key), spaced_label(label), kind)

    def _entry(self, head: Token, start: int) -> Entry | None:
        words = head.doc[start : head.i + 1]
        return self.gazetteer.exact(words.text) or self.gazetteer.lower(lemmas(words))

    def _listed(self, doc: Doc) -> Iterator[Term]:
        last = [self._closes(token) for token in doc]
        for start, token in enumerate(doc):
            most = max(self.gazetteer.opens(token.lower_), self.gazetteer.opens(singular(token)))
            # Hyphens are tokens of their own.
            for end in range(min(len(doc), start + 2 * most), start, -1):
                entry = self._listed_at(doc, start, end) if last[end - 1] else None
                if entry is not None:
                    words = doc[start:end]
                    yield _term_of(entry, words.start_char, words.end_char)
                    break

    def _closes(self, token: Token) -> bool:
        closes = self.gazetteer.closes
        return closes(token.lower_) or closes(singular(token))

    def _listed_at(self, doc: Doc, start: int, end: int) -> Entry | None:
        words = doc[start:end]
        if words[-1].text in JOINTS:
            return None
        single = end - start == 1
        exact = self.gazetteer.exact(words.text) or (
            self.gazetteer.exact(words.text[:-1]) if words.text.endswith("s") else None
        )
        if exact is not None:
            return exact
        if (words[-1].pos_ not in NOMINAL and words[-1].tag_ != "VBG") or is_joined(words[-1]):
            return None
        if single and (
            words[-1].dep_ in {"compound", "amod"}
            and words[-1].pos_ != "PROPN"
            and words[-1].head.lemma_.lower() not in GENERIC
        ):
            return None
        return self.gazetteer.lower(lemmas(words))

    def _models(self, text: str) -> Iterator[Term]:
        for match in _MODEL.finditer(text):
            entry = self.gazetteer.exact(match[0])
            yield (
                _term_of(entry, *match.span())
                if entry
                else Term(
                    *match.span(), name_key(match[0]), match[0], ConceptKind.MODEL, named=True
                )
            )

    def _acronyms(self, text: str) -> Iterator[Term]:
        for match in self._defined.finditer(text) if self._defined else ():
            term = self.acronyms[match[0]]
            yield replace(term, start=match.start(), end=match.end(), named=True)


def _is_other(head: Token, start: int, name: Term) -> bool:
    """Whether a word is a second name of something that its compound is not (``wage scale``)."""
    alone = name.end - name.start == len(head.text)
    compound = start < head.i and head.nbor(-1).dep_ == "compound"
    return alone and compound and head.text.islower() and head.lower_ not in name.label.lower()


def longest(terms: Iterable[Term]) -> list[Term]:
    """Return terms that do not overlap, the longest first choice, in text order."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda one: (one.start - one.end, one.start, not one.named)):
        if all(term.end <= other.start or other.end <= term.start for other in kept):
            kept.append(term)
    return sorted(kept, key=lambda one: one.start)


def _term_of(entry: Entry, start: int, end: int) -> Term:
    return Term(start, end, entry.key, entry.name, entry.kind, entry.alternatives, named=True)


def _joined(gazetteer: Gazetteer, texts: Iterable[str]) -> Mapping[str, Term]:
    """Return the terms of a document's acronyms, under short and long form.

    A short form with two long forms is ambiguous and left out.
    """
    found: dict[str, set[str]] = {}
    for text in texts:
        for short, long in acronyms(text):
            found.setdefault(short, set()).add(long)
    table: dict[str, Term] = {}
    for short, longs in found.items():
        if len({name_key(singular_name(long)) for long in longs}) == 1:
            term = _acronym_term(gazetteer, short, min(longs))
            table.update(dict.fromkeys((short, *longs), term))
    return table


def _acronym_term(gazetteer: Gazetteer, short: str, long: str) -> Term:
    bare = short.removesuffix("s") if short[:-1].isupper() else short
    entry = gazetteer.find(long)
    entry = entry or gazetteer.exact(bare)
    if entry is not None and _agrees(entry, long, bare):
        return _term_of(entry, 0, 0)
    name = singular_name(long) if bare != short else long
    kind = KIND_OF_HEAD.get(name.split()[-1].lower(), ConceptKind.OTHER)
    return Term(0, 0, name_key(name), name, kind, (bare,), named=True)


def _agrees(entry: Entry, long: str, short: str) -> bool:
    """Whether the gazetteer's meaning of an acronym is the document's."""
    names = {name_key(name) for name in (entry.name, *entry.alternatives)}
    long_keys = {name_key(long), name_key(singular_name(long))}
    return bool(long_keys & names) or names == {name_key(short)}
