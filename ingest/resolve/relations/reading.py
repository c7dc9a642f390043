"""What a wording says, taken apart: subject, negations, scope, time, numbers, certainty.

A cosine sees none of these: ``causes`` and ``does not cause`` are nearly one vector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest import nlp
from ingest.language.clauses import is_imperative, main_verb
from ingest.language.cues import words
from ingest.language.genericity import Genericity, genericity
from ingest.language.opposites import direction
from ingest.language.propositions import hedge
from ingest.language.stems import content, stem
from ingest.resolve.relations.amounts import Amount, amounts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEGATORS: Final = words(
    "not n't no never neither none nobody nothing nowhere cannot without hardly scarcely "
    "barely rarely seldom impossible impractical infeasible "
    "lack lacks lacked lacking unable fail fails failed failing unlikely "
    "absence doubt doubts doubtful deny denies denied dispute disputes disputed reject rejects "
    "rejected disagree disagrees disagreed refute refutes refuted disprove disproves disproved"
)
_NEGATING: Final = frozenset(map(stem, _NEGATORS))
# Turns that deny the whole, and turns with a negator that deny nothing.
_DENIED: Final = re.compile(
    r"\b(?:wrong|false|mistaken|untrue|incorrect|a mistake|an error) to (?:say|claim|think|hold|"
    r"suppose|believe)|\b(?:is|are|was|were) (?:simply |plainly |flatly )?(?:mistaken|false|untrue|"
    r"wrong|a myth)(?=[.,;]|$)|\bnot the case that",
    re.IGNORECASE,
)
_NO_DENIAL: Final = re.compile(
    r"\bno (?:more|fewer|less|later|earlier|sooner) than\b|\bnot (?:only|just|merely)\b|"
    r"\bno (?:doubt|wonder)\b|\bif not\b|\bcannot but\b|\bcontrary to [^,]*,|"
    r"\bnot (?:all|every|each|always|necessarily|everywhere|entirely|wholly|solely|exclusively)\b|"
    r"\bnothing but\b|\bnone other\b|\bnot [^,;.]{1,60},? but\b|\bno (?:matter|longer than)\b|"
    r"\b(?:and|but) not (?:to|because|by|from) [^.]*|\brather than\b",
    re.IGNORECASE,
)
_FAINT: Final = re.compile(r"(?<!\ba )\b(?:little|few)\b(?= [a-z]+)", re.IGNORECASE)
_NOT_ALL: Final = re.compile(
    r"\bnot (?:all|every|each|always|necessarily|everywhere|entirely|wholly)\b|\bonly (?:some|if|"
    r"when|where|in|for|among|under|after|until|a|partly)\b|\b(?:at|by) (?:most|best)\b|"
    r"\bexcept\b|\bunless\b|\bbut (?:only|not)\b|\bto (?:a|some) (?:\w+ )?(?:degree|extent)\b",
    re.IGNORECASE,
)
_UNIVERSAL: Final = words(
    "all always every each any invariably necessarily never no none entirely only universally "
    "everywhere everyone nobody must certainly"
)
_PARTIAL: Final = words(
    "some sometimes often many several occasionally frequently usually mostly partly "
    "partially mainly largely generally typically somewhat slightly modestly"
)
_NORM: Final = re.compile(
    r"\b(?:should|must|ought|shall|has to|have to|needs? to|is time to|let us|deserves?)\b",
    re.IGNORECASE,
)
_MODAL: Final = words("may might could")
_PLACING: Final = words(
    "for in among amongst within under at on across during throughout outside inside with"
)
_CONDITION: Final = words("if when unless where provided")
# Nouns and verbs whose complement is what they are about, no scope of the sentence.
_TAKES_COMPLEMENT: Final = frozenset(
    map(
        stem,
        words(
            "reliance role interest trust confidence investment belief focus faith effect depend "
            "rely invest result believe base impact influence limit ceiling demand need reason "
            "evidence argument case look wait account"
        ),
    )
)
_YEAR: Final = re.compile(r"\b(?:1[0-9]|20)\d\d(?:s|[-–/](?:\d\d){1,2})?\b")
_WHEN: Final = re.compile(
    r"\b(?:today|nowadays|currently|at present|these days|so far|until now|recently|tomorrow|"
    r"yesterday|in the (?:past|future|long run|short run|near term|long term|short term)|"
    r"(?:last|next|this|past|that) (?:year|decade|century|month|week)|"
    r"(?:\w+teenth|twentieth|twenty-first|\d\dth|\d\dst) century|"
    r"(?:in|since|by|of) (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|spring|summer|autumn|winter)\b)",
    re.IGNORECASE,
)
_ASCRIBED: Final = re.compile(
    r"\b(?P<verb>argu(?:e|es|ed)|claim(?:s|ed)?|maintain(?:s|ed)?|insist(?:s|ed)?|contend(?:s|ed)?|"
    r"hold|holds|held|say|says|said|warn(?:s|ed)?|object(?:s|ed)?|believe[sd]?|think|thinks|"
    r"thought|assume[sd]?|suppose[sd]?|expect(?:s|ed)?|report(?:s|ed)?|fear(?:s|ed)?|hope[sd]?) "
    r"that\b|\b(?:put|ascribe[sd]?|attribute[sd]?|credit(?:s|ed)?|blame[sd]?)\b.{3,60}?"
    r"\b(?:down to|to|for|on)\b|\b(?:is|are|was|were) (?:widely |often |commonly )?(?:said|thought|"
    r"believed|held|considered|regarded|seen|rumoured|reputed|supposed|assumed) (?:to|as|by)\b|"
    r"\b(?:belief|rumour|fear|suspicion|notion|impression|myth|legend) (?:that|of)\b",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PARTIES: Final = words("argue argues argued claim claims claimed maintain maintains maintained "
                        "insist insists insisted contend contends contended object objects "
                        "objected warn warns warned")  # fmt: skip
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECTS: Final = frozenset({"dobj", "attr", "acomp", "oprd", "dative"})
_MEASURE: Final = re.compile(
    r"\b(?:measured|judged|gauged|counted|assessed|rated|ranked) (?:by|in|against|on) "
    r"(?P<by>[^,;]+)|"
    r"\bin terms of (?P<terms>[^,;]+)|\bby the (?:standard|measure|yardstick) of (?P<of>[^,;]+)|"
    r"\b(?P<per>per (?!cent\b)\w+)|\bin (?P<in>absolute|relative|real|nominal) terms|"
    r"\bby (?P<counted>number|volume|weight|value|count|area|mass|length|headcount|revenue)\b|"
    r"\bin what (?P<what>[^,;]+)|\bas for (?P<as>[^,;]+)|"
    r"\bover (?P<over>(?:its|their|the) whole [^,;]+)",
    re.IGNORECASE,
)
_TIME_NOUNS: Final = frozenset(
    map(
        stem,
        words(
            "decade century year month week day period era time term run future past half last "
            "next recent coming"
        ),
    )
)
_CAUSE_DENIED: Final = re.compile(
    r"(?:\bnot|n't|\bnever)\b[^,;]* (?:because|due to|owing to|thanks to|on account of)\b",
    re.IGNORECASE,
)
_NUMERAL: Final = re.compile(r"\d")


@dataclass(frozen=True)
class Reading:
    """The parts of a wording, as sets of stems.

    ``said`` is what is said of the subject: verb, object and complements; ``norm`` tells what
    should be from what is.

    ``core`` leaves out scope, times, numbers and words that only give a direction;
    ``negations`` counts; ``directions`` gives the sign of each class of opposites named outside the
    subject, ``subject_directions`` in it.
    ``measure`` is what it goes by; ``partial`` tells that it speaks of some only.
    ``ascribed`` tells a wording that itself ascribes a view: "party" to somebody who argues
    for it, "belief" to somebody who only has it, "" where it ascribes none.
    ``scope`` has a set a phrase; ``denies_cause`` tells "did not fall because", which leaves
    open whether it fell.
    """

    subject: frozenset[str]
    object: frozenset[str]
    said: frozenset[str]
    core: frozenset[str]
    names: frozenset[str]
    scope: tuple[frozenset[str], ...]
    years: frozenset[str]
    times: frozenset[str]
    measure: frozenset[str]
    amounts: tuple[Amount, ...]
    negations: int
    directions: Mapping[str, int]
    subject_directions: Mapping[str, int]
    hedged: bool
    partial: bool
    ascribed: str
    denies_cause: bool
    norm: bool
    genericity: Genericity


def read(wordings: Iterable[str]) -> dict[str, Reading]:
    """Return the reading of each wording."""
    distinct = sorted(set(wordings))
    return {
        wording: _reading(wording, parse)
        for wording, parse in zip(distinct, nlp.load().pipe(distinct), strict=True)
    }


def _reading(wording: str, parse: Doc) -> Reading:
    verb = main_verb(parse[:])
    measure = _measure(wording)
    scope = tuple(one for one in map(frozenset, _scope(parse)) if one and not one & measure)
    placed = frozenset().union(*scope)
    lower = words(" ".join(token.lower_ for token in parse))
    plain = _WHEN.sub(" ", _YEAR.sub(" ", wording))
    found = [word for word in content(plain) if not _NUMERAL.match(word)]
    subject, object_ = _ends(verb)
    inside = _within_subject(verb)
    return Reading(
        subject=subject,
        object=object_,
        said=_said(verb, inside) - placed,
        core=frozenset(
            word
            for word in found
            if word not in placed and word not in measure and direction(word) is None
        ),
        names=frozenset(_names(parse)),
        scope=scope,
        years=frozenset(found[0] for found in _YEAR.finditer(wording)),
        times=frozenset(" ".join(found[0].lower().split()) for found in _WHEN.finditer(wording)),
        measure=measure,
        amounts=amounts(wording),
        negations=_negations(wording, parse),
        directions=_directions(
            stem(token.text) for token in parse if token.i not in inside and _turns(token, verb)
        ),
        subject_directions=_directions(stem(parse[at].text) for at in sorted(inside)),
        hedged=hedge(wording) is not None or not _MODAL.isdisjoint(lower),
        partial=bool(_NOT_ALL.search(wording))
        or (not _PARTIAL.isdisjoint(lower) and _UNIVERSAL.isdisjoint(lower)),
        ascribed=_ascribed(wording),
        norm=bool(_NORM.search(wording)) or is_imperative(parse[:]),
        denies_cause=bool(_CAUSE_DENIED.search(wording)),
        genericity=genericity(parse),
    )


def _directions(found: Iterable[str]) -> dict[str, int]:
    signs: dict[str, int] = {}
    for word in found:
        sign = None if word in _NEGATING else direction(word)
        if sign is not None:
            signs[sign[0]] = signs.get(sign[0], 1) * sign[1]
    return signs


def _said(verb: Token, inside: frozenset[int]) -> frozenset[str]:
    return frozenset(
        word
        for token in verb.subtree
        if token.i not in inside and not _hangs_behind(token, verb)
        for word in content(token.text)
        if word not in _NEGATING and not _NUMERAL.match(word) and not _YEAR.fullmatch(token.text)
    )


def _within_subject(verb: Token) -> frozenset[int]:
    """Return the places of the tokens of a verb's grammatical subject."""
    heads = [child for child in verb.children if child.dep_ in _SUBJECTS]
    return frozenset(token.i for head in heads for token in head.subtree)


def _negations(wording: str, parse: Doc) -> int:
    spared = [found.span() for found in _NO_DENIAL.finditer(wording)]
    count = sum(
        token.lower_ in _NEGATORS
        and not any(start <= token.idx < end for start, end in spared)
        and not _is_reason(token)
        for token in parse
    )
    return count + len(_DENIED.findall(wording)) + len(_FAINT.findall(wording))


def _is_reason(token: Token) -> bool:
    """Whether a word stands in a clause that gives a reason or tells more of a noun."""
    return any(above.dep_ in {"advcl", "relcl"} for above in (token, *token.ancestors))


def _turns(token: Token, verb: Token) -> bool:
    """Whether a word is close enough to the verb to turn what is said: it or its complement."""
    if token == verb or token.head == verb:
        return token.dep_ not in {"conj", "advcl", "parataxis"} or token == verb
    return token.head.head == verb and token.head.dep_ not in {"conj", "advcl", "parataxis"}


def _ascribed(wording: str) -> str:
    found = _ASCRIBED.search(_DENIED.sub(" ", wording))
    if found is None or _FIRST_PERSON.search(wording[: found.start()]):
        return ""
    return "party" if (found["verb"] or "").lower() in _PARTIES else "belief"


def _measure(wording: str) -> frozenset[str]:
    return frozenset(
        word
        for found in _MEASURE.finditer(wording)
        for part in found.groups()
        for word in content(part or "")
    )


def _ends(verb: Token) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the logical subject and object of a verb."""
    subject, object_ = _phrase(verb, _SUBJECTS), _phrase(verb, _OBJECTS)
    agents = [one for child in verb.children if child.dep_ == "agent" for one in child.children]
    if agents and any(child.dep_ == "nsubjpass" for child in verb.children):
        return _stems(agents), subject
    return subject, object_


def _phrase(verb: Token, roles: frozenset[str]) -> frozenset[str]:
    return _stems([child for child in verb.children if child.dep_ in roles])


def _stems(heads: Iterable[Token]) -> frozenset[str]:
    """Return the content of phrases without their relative clauses and appositions."""
    return frozenset(
        word
        for head in heads
        for token in head.subtree
        if not _hangs_behind(token, head)
        for word in content(token.text)
    )


def _hangs_behind(token: Token, head: Token) -> bool:
    while token != head:
        if token.dep_ in {"relcl", "acl", "appos", "advcl"}:
            return True
        token = token.head
    return False


def _scope(parse: Doc) -> Iterator[list[str]]:
    for token in parse:
        if _inside_aside(token):
            continue
        if token.dep_ == "prep" and token.lower_ in _PLACING and _places(token):
            for child in token.children:
                if child.dep_ in {"pobj", "pcomp"}:
                    yield _below(child)
        elif (
            token.lower_ in _CONDITION
            and token.dep_ in {"mark", "advmod"}
            and token.head.dep_ == "advcl"
        ):
            yield _below(token.head)


def _inside_aside(token: Token) -> bool:
    return any(above.dep_ == "relcl" for above in (token, *token.ancestors))


def _below(head: Token) -> list[str]:
    """Return the stems of a phrase that tells a place or case; none of those that tell a time."""
    return [
        word
        for token in head.subtree
        if not _hangs_behind(token, head) and not _YEAR.fullmatch(token.text)
        for word in content(token.text)
        if word not in _TIME_NOUNS
    ]


def _places(prep: Token) -> bool:
    head = prep.head
    if stem(head.lemma_) in _TAKES_COMPLEMENT:
        return False
    changes = direction(stem(head.text))
    return not (prep.lower_ in {"in", "on", "at"} and head.pos_ == "NOUN" and changes is not None)


def _names(parse: Doc) -> Iterator[str]:
    for token in parse:
        text = token.text
        if any(c.isdigit() for c in text):
            if any(c.isalpha() for c in text):
                yield text.lower()
        elif text[:1].isupper() and (token.pos_ == "PROPN" or token.i > 0) and text != "I":
            yield stem(text)
