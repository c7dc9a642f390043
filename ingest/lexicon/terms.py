"""Terms: stretches of a parsed sentence that name a concept, and the key they name it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.lexicon.acronyms import acronyms
from ingest.lexicon.gazetteer import Entry, Gazetteer, name_key, shipped_words
from kg.vocab import ConceptKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

GENERIC: Final = shipped_words("generic.txt")
_BARE: Final = shipped_words("bare.txt")
_EMPTY_MODIFIERS: Final = shipped_words("modifiers.txt")
NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_JOINTS: Final = frozenset({"-", "‐", "–", "/", '"', "'", ",", "``", "''"})
_INSIDE: Final = frozenset(
    {
        "amod",
        "compound",
        "nmod",
        "punct",
        "advmod",
        "npadvmod",
        "nummod",
        "quantmod",
        "cc",
        "conj",
        "dep",
        "pobj",
    }
)
_MODIFIER_TAGS: Final = frozenset(
    {
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "VBN",
        "VBG",
        "HYPH",
        "CD",
        "RB",
        "FW",
        "ADD",
        "NFP",
        ",",
        "``",
        "''",
        "RBR",
        "AFX",
    }
)
# No markup, formulae, citation keys or bare numbers.
_WORDS: Final = re.compile(r"(?=[^a-zA-Z]*[^\W\d_])\w[\w \-'’\",.+/&]*")
# Plurals that name a concept of their own.
_UNCOUNTED: Final = {
    word: word
    for word in (
        "data",
        "graphics",
        "mathematics",
        "media",
        "physics",
        "series",
        "species",
        "statistics",
    )
}
_LONGEST_PHRASE: Final = 6
_KIND_OF_HEAD: Final = {
    **dict.fromkeys(
        ("model", "network", "architecture", "transformer", "generator", "llm"), ConceptKind.MODEL
    ),
    **dict.fromkeys(("data", "dataset", "corpus", "benchmark", "leaderboard"), ConceptKind.DATASET),
    **dict.fromkeys(
        (
            "distillation",
            "learning",
            "training",
            "tuning",
            "algorithm",
            "scaling",
            "optimization",
            "optimisation",
            "pruning",
            "sampling",
            "reasoning",
        ),
        ConceptKind.METHOD,
    ),
    **dict.fromkeys(("policy", "law", "regulation", "act", "directive"), ConceptKind.POLICY),
    **dict.fromkeys(("gpu", "cpu", "chip", "hardware"), ConceptKind.HARDWARE),
    **dict.fromkeys(("loss", "accuracy", "performance", "score", "threshold"), ConceptKind.MEASURE),
}

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


@dataclass(frozen=True, slots=True)
class Term:
    """A name or noun phrase: characters ``start`` to ``end`` of clean wording, and what it names.

    ``named`` tells names (gazetteer, acronym, model) from mere noun phrases.
    """

    start: int
    end: int
    key: str
    label: str
    kind: ConceptKind = ConceptKind.OTHER
    alternatives: tuple[str, ...] = ()
    named: bool = False


class Lexicon:
    """The names that one document can be expected to use."""

    def __init__(self, gazetteer: Gazetteer, texts: Iterable[str]) -> None:
        self.gazetteer = gazetteer
        self.acronyms = _joined(gazetteer, texts)

    def names(self, doc: Doc) -> list[Term]:
        """Return the names in a sentence; of overlapping ones the longest."""
        found = [*self._models(doc), *self._listed(doc), *self._acronyms(doc)]
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
        if covering and (entry is None or covering[0].end - covering[0].start >= len(words.text)):
            return covering[0]
        if entry is not None:
            return _term_of(entry, words.start_char, words.end_char)
        if singular(head) == "one":
            return self._pronominal(head, start)
        if _is_generic(head):
            return inside[-1] if inside else _compound(head, start)
        return free_term(head) if _is_phrase(head, start) else None

    def _pronominal(self, head: Token, start: int) -> Term | None:
        """``Small models need large ones``: large models."""
        noun = next(
            (
                token
                for token in reversed(list(head.doc[:start]))
                if token.pos_ == "NOUN"
                and token.tag_ == head.tag_.replace("PS", "S")
                and token.dep_ not in {"compound", "nmod", "attr"}
            ),
            None,
        )
        if noun is None or start == head.i:
            return None
        words = head.doc[start : head.i + 1]
        label = f"{words[:-1].text} {noun.text}"
        key = f"{_lemmas(words[:-1])} {singular(noun)}"
        entry = self.gazetteer.lower(key)
        if entry is not None:
            return _term_of(entry, words.start_char, words.end_char)
        kind = _KIND_OF_HEAD.get(singular(noun), ConceptKind.OTHER)
        return Term(words.start_char, words.end_char, name_key(key), spaced_label(label), kind)

    def _entry(self, head: Token, start: int) -> Entry | None:
        words = head.doc[start : head.i + 1]
        return self.gazetteer.exact(words.text) or self.gazetteer.lower(_lemmas(words))

    def _listed(self, doc: Doc) -> Iterator[Term]:
        for start, token in enumerate(doc):
            if not self.gazetteer.opens(token.lower_) and not self.gazetteer.opens(singular(token)):
                continue
            for end in range(min(len(doc), start + 2 * self.gazetteer.longest), start, -1):
                entry = self._listed_at(doc, start, end)
                if entry is not None:
                    words = doc[start:end]
                    yield _term_of(entry, words.start_char, words.end_char)
                    break

    def _listed_at(self, doc: Doc, start: int, end: int) -> Entry | None:
        words = doc[start:end]
        if words[-1].text in _JOINTS:
            return None
        single = end - start == 1
        exact = self.gazetteer.exact(words.text) or (
            self.gazetteer.exact(words.text[:-1]) if words.text.endswith("s") else None
        )
        if exact is not None:
            return exact
        if (words[-1].pos_ not in NOMINAL and words[-1].tag_ != "VBG") or _is_joined(words[-1]):
            return None
        if single and (
            words[-1].dep_ in {"compound", "amod"}
            and words[-1].pos_ != "PROPN"
            and words[-1].head.lemma_.lower() not in GENERIC
        ):
            return None
        return self.gazetteer.lower(_lemmas(words))

    def _models(self, doc: Doc) -> Iterator[Term]:
        for match in _MODEL.finditer(doc.text):
            entry = self.gazetteer.exact(match[0])
            yield (
                _term_of(entry, *match.span())
                if entry
                else Term(
                    *match.span(), name_key(match[0]), match[0], ConceptKind.MODEL, named=True
                )
            )

    def _acronyms(self, doc: Doc) -> Iterator[Term]:
        for form, term in self.acronyms.items():
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", doc.text):
                yield Term(
                    *match.span(), term.key, term.label, term.kind, term.alternatives, named=True
                )


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Return the tokens of the noun phrase that ends in ``head``, without empty modifiers."""
    start = head.i
    while start > 0 and _belongs(head.doc[start - 1], head):
        start -= 1
    while start < head.i and _is_empty(head.doc[start]):
        start += 1
    return start, head.i + 1


def longest(terms: Iterable[Term]) -> list[Term]:
    """Return terms that do not overlap, the longest first choice, in text order."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda one: (one.start - one.end, one.start, not one.named)):
        if all(term.end <= other.start or other.end <= term.start for other in kept):
            kept.append(term)
    return sorted(kept, key=lambda one: one.start)


def singular(token: Token) -> str:
    """Return a token in the singular or positive degree, in lower case."""
    if token.tag_ not in {"NNS", "NNPS", "JJR", "JJS"}:
        return str(token.lower_)
    return _UNCOUNTED.get(token.lower_) or str(token.lemma_).lower()


def _belongs(token: Token, head: Token) -> bool:
    if token.dep_ not in _INSIDE or token.tag_ not in _MODIFIER_TAGS:
        return False
    if token.tag_ == "," and token.nbor(1).tag_[:2] not in {"JJ", "VB"}:
        return False
    return bool(head.is_ancestor(token)) and token.i >= head.left_edge.i


def _is_empty(token: Token) -> bool:
    if token.text in _JOINTS:
        return True
    if token.nbor(1).text == "-" and not token.whitespace_:
        return False
    return (
        token.tag_ in {"RB", "RBR", "CD"}
        or token.lower_ in _EMPTY_MODIFIERS
        or token.lemma_.lower() in _EMPTY_MODIFIERS
    )


def _lemmas(words: Iterable[Token]) -> str:
    tokens = list(words)
    last = len(tokens) - 1
    return " ".join(
        singular(token) if n == last or token.tag_ in {"JJR", "JJS"} else token.lower_
        for n, token in enumerate(tokens)
        if token.text not in _JOINTS
    )


def _is_joined(token: Token) -> bool:
    """Whether a word is the first part of a hyphenated one (``data-hungry``)."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.text == "-" and not token.whitespace_


def _is_generic(head: Token) -> bool:
    if head.text.isupper() and len(head.text) > 1:
        return False
    return singular(head) in GENERIC or head.lemma_.lower() in GENERIC


def _compound(head: Token, start: int) -> Term | None:
    """A generic head stands with a noun that is none (``LAB methodology``)."""
    telling = any(
        token.pos_ in NOMINAL and token.dep_ == "compound" and not _is_generic(token)
        for token in head.doc[start : head.i]
    )
    return free_term(head) if telling and _is_phrase(head, start) else None


def _is_phrase(head: Token, start: int) -> bool:
    """Whether a noun phrase can be a term: not a number, not too long, not half a word."""
    words = head.doc[start : head.i + 1]
    return (
        (head.pos_ in NOMINAL or head.tag_ == "VBG")
        and not (len(words) == 1 and singular(head) in _BARE)
        and len(words) <= _LONGEST_PHRASE
        and _WORDS.fullmatch(words.text) is not None
        and len(head.text) >= 3
        and not _is_joined(head)
        and not any(
            child.dep_ == "det" and child.lower_ in {"this", "that", "these", "those"}
            for child in head.children
        )
    )


def free_term(head: Token) -> Term:
    """Return the term of a noun phrase that no list knows."""
    start, end = phrase_bounds(head)
    words = head.doc[start:end]
    kind = _KIND_OF_HEAD.get(singular(head), ConceptKind.OTHER)
    return Term(
        words.start_char, words.end_char, name_key(_lemmas(words)), spaced_label(words.text), kind
    )


def spaced_label(text: str) -> str:
    """Return wording as a label: no quotes, no comma between adjectives, one space."""
    return re.sub(r"\s+", " ", re.sub(r"[\",“”]", "", text)).strip()


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
        if len({name_key(long).removesuffix("s") for long in longs}) == 1:
            term = _acronym_term(gazetteer, short, min(longs))
            table.update(dict.fromkeys((short, *longs), term))
    return table


def _acronym_term(gazetteer: Gazetteer, short: str, long: str) -> Term:
    bare = short.removesuffix("s") if short[:-1].isupper() else short
    entry = gazetteer.find(long) or gazetteer.find(long.removesuffix("s"))
    entry = entry or gazetteer.exact(bare)
    if entry is not None and _agrees(entry, long, bare):
        return _term_of(entry, 0, 0)
    name = long.removesuffix("s") if bare != short else long
    kind = _KIND_OF_HEAD.get(name.split()[-1].lower(), ConceptKind.OTHER)
    return Term(0, 0, name_key(name), name, kind, (bare,), named=True)


def _agrees(entry: Entry, long: str, short: str) -> bool:
    """Whether the gazetteer's meaning of an acronym is the document's."""
    names = {name_key(name) for name in (entry.name, *entry.alternatives)}
    long_key = name_key(long)
    return bool({long_key, long_key.removesuffix("s")} & names) or names == {name_key(short)}
