"""What tells a claim from a statement of procedure, setting or navigation: features of a clause.

After the features of argument-component and check-worthiness detection (Stab and Gurevych
2017; Hassan et al. 2017): lexical cues, main verb, tense, voice, subject and surface. They look
at the clause alone, so that line breaks and headings change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log2
from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.clauses import SUBJECTS, main_verb
from kg.wording import without_citations

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CUES: Final = {
    "hedge": cues.HEDGE,
    "normative": cues.NORMATIVE,
    "predictive": cues.PREDICTIVE,
    "causal": cues.CAUSAL,
    "comparative": cues.COMPARATIVE,
    "definitional": cues.DEFINITIONAL,
    "example": cues.EXAMPLE,
    "experiment": cues.EXPERIMENT,
    "evaluative": cues.any_of(
        r"important|significant|key|effective|efficient|useful|robust|strong|weak|poor|good|"
        r"better|best|worse|hard|difficult|easy|simple|powerful|limited|novel|promising|common|"
        r"rare|remarkabl[ey]|surprising(?:ly)?|crucial|valuable|possible|impossible|true|false|"
        r"wrong|right"
    ),
    "finding": re.compile(
        r"\b(?:results?|findings?|data|analys[ie]s|evidence|study|studies|experiments?|we|I)\b"
        r".{0,40}\b(?:show|suggest|indicat|demonstrat|reveal|confirm|find|found|impl|support|"
        r"conclud|argu|believ|think|claim)",
        re.IGNORECASE,
    ),
    "pointer": cues.any_of(
        r"figures?|fig\.|tables?|sections?|appendix|supplement\w*|equation|eq\.|box|panel|"
        r"above|below|here"
    ),
    "generic": cues.any_of(r"all|always|any|every|most|never|no|only|often|many"),
    "aim": cues.any_of(
        r"aim|goal|objective|purpose|in this (?:paper|work|study|article|section|essay)|"
        r"we (?:now|next|first|then|will)|this (?:paper|section|article|study)|let us|let's"
    ),
    "past-event": re.compile(
        r"\b(?:19|20)\d\d\b|\b(?:released|published|launched|announced|founded|introduced)\b", re.I
    ),
}
_FORMULA: Final = re.compile(r"[=<>≤≥±∑∫√^_\\|{}]|\b[pnr] ?[=<>]")
_NUMBER: Final = re.compile(r"\d")
_PROCEDURES: Final = cues.words(
    "add adjust allow analyse analyze apply assess assign calculate carry classify code collect "
    "combine compare compile compute conduct construct contact convert create define describe "
    "design determine divide download employ enrol enroll estimate evaluate examine exclude "
    "extract filter fit follow generate give identify implement include increase interview "
    "investigate list load measure merge model monitor normalise normalize obtain perform plot "
    "prepare present process provide purchase randomise randomize receive record recruit remove "
    "report represent review run sample score search select set simulate sort split start store "
    "summarise summarize survey take test train transform treat use vary visit write"
)
_OPENERS: Final = cues.words(
    "this these that those it there we i our however thus therefore hence for in to if although "
    "while as but and so such what when because since given"
)
_PRONOUNS: Final = cues.words("it they he she this these that there")
_VERBS: Final = (
    ("saying", cues.SAYING),
    ("finding", cues.FINDING),
    ("treating", cues.TREATING),
)


def claim_features(span: Span) -> dict[str, float]:
    """Return the features of a clause by name; those that are 0 are left out."""
    return {name: value for name, value in _features(span) if value}


def _features(span: Span) -> Iterator[tuple[str, float]]:
    text = span.text
    words = [token for token in span if token.is_alpha]
    yield "log-words", log2(1 + len(words)) / 5
    yield "short", float(len(words) < 6)
    yield from ((f"cue:{name}", 1.0) for name, cue in _CUES.items() if cue.search(text))
    yield "boosters", min(2.0, float(len(cues.BOOSTER.findall(text))))
    yield "formula", float(bool(_FORMULA.search(text)))
    yield "numbers", min(3.0, float(sum(bool(_NUMBER.search(token.text)) for token in span)))
    yield "quoted", float('"' in text)
    yield "cited", float(without_citations(text) != text)
    yield "brackets", float("(" in text or "[" in text)
    yield "colon-end", float(text.rstrip().endswith(":"))
    yield "question", float(text.rstrip().endswith("?"))
    if words:
        yield f"opens:{words[0].lower_}" if words[0].lower_ in _OPENERS else "opens:other", 1.0
        yield "names", sum(token.pos_ == "PROPN" for token in span) / len(words)
        yield "adjectives", sum(token.pos_ in {"ADJ", "ADV"} for token in span) / len(words)
    yield from _predicate(main_verb(span), span)


def _predicate(verb: Token, span: Span) -> Iterator[tuple[str, float]]:
    inside = [child for child in verb.children if span.start <= child.i < span.end]
    tense = _tense(verb, inside)
    yield f"tense:{tense}", 1.0
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in inside)
    yield "passive", float(passive)
    yield "negated", float(any(child.dep_ == "neg" for child in inside))
    procedure = verb.lemma_ in _PROCEDURES
    yield "procedure", float(procedure)
    yield "procedure-past", float(procedure and tense == "past")
    yield f"verb:{_class(verb)}", 1.0
    yield "complement", float(any(child.dep_ in {"ccomp", "xcomp"} for child in inside))
    yield "predicate-adjective", float(any(child.dep_ == "acomp" for child in inside))
    yield "predicate-noun", float(any(child.dep_ == "attr" for child in inside))
    subject = next((child for child in inside if child.dep_ in SUBJECTS), None)
    kind = _subject(subject)
    yield f"subject:{kind}", 1.0
    yield f"subject:{kind}+{tense}", 1.0


def _tense(verb: Token, inside: list[Token]) -> str:
    if any(child.tag_ == "MD" for child in inside):
        return "modal"
    tags = {verb.tag_, *(child.tag_ for child in inside if child.dep_ in {"aux", "auxpass"})}
    if tags & {"VBZ", "VBP"}:
        return "present"
    return "past" if "VBD" in tags else "none"


def _class(verb: Token) -> str:
    for name, verbs in _VERBS:
        if verb.lemma_ in verbs:
            return name
    common = verb.lemma_ in {"be", "have", "use", "do", "make"}
    return str(verb.lemma_) if common else str(verb.pos_).lower()


def _subject(subject: Token | None) -> str:
    if subject is None:
        return "none"
    if subject.lower_ in {"i", "we"}:
        return "first"
    if subject.dep_ == "expl" or subject.lower_ in _PRONOUNS:
        return "there" if subject.lower_ == "there" else "pronoun"
    if any(child.lower_ in cues.FIRST_PERSON for child in subject.children):
        return "ours"
    if subject.pos_ == "PROPN":
        return "name"
    if any(child.lower_ in {"this", "these", "such"} for child in subject.children):
        return "demonstrative"
    if subject.tag_ in {"NNS", "NNPS"} and not any(c.dep_ == "det" for c in subject.children):
        return "bare-plural"
    return "noun"
