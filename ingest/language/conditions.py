"""Claims that a sentence makes one rest on another: ``the pump runs only if the valve is open``.

Frames of two clauses, each with a subject and a finite verb, and a connective between them.
The senses are those of the Penn Discourse Treebank 3 (Webber, Prasad, Lee and Joshi 2019):
Contingency with Condition, Negative-condition, Cause and Purpose. A clause about nobody in
particular, a question, an order, or words that hang between both clauses give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.language.clauses import SUBJECTS, is_question
from ingest.language.cues import ATTITUDES, words
from ingest.language.full_clauses import (
    VERBAL,
    Clause,
    cut,
    goes_on,
    is_full,
    left,
    may_end,
    right,
    subject_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CUE: Final = re.compile(
    r"\b(?:if|until|unless|long as|so that|provid(?:ed|ing)|only\b.*\b(?:when|once|because)"
    r"|because\b.*\b(?:able|capable|feasible|possible)|(?:able|capable|feasible|possible)\b.*"
    r"\bbecause)\b",
    re.IGNORECASE,
)
_MARKS: Final = words("as because if once provided providing that unless until when")
_PROVISOS: Final = words("provided providing")
_ONLY: Final = words("because if once when")
_BARRING: Final = words("as especially even just merely n't not or particularly simply whether")
_POSSIBLE: Final = words("able capable feasible possible")
_ENABLED: Final = words("can could may might")
_FORESEEN: Final = words("'d 'll will wo would")
# With ``not``: what could no longer be.
_BARRED: Final = words("ca can could")
# That something ought to be enables nothing; that it is, does.
_NORMATIVE: Final = words("must ought should")
_AIMS: Final = words(
    "aim application attempt effort goal idea intention point purpose rationale reason"
)
# ``It is designed so that``: how is told behind it; ``it has to be`` tells what should be.
_SHAPING: Final = words("arrange design have need")
# To conclude something, or to find out whether, is no effect of it.
_INFERRING: Final = words(
    "ask assess assume check conclude consider decide deduce determine examine expect find get "
    "infer investigate know learn note obtain say see tell test wonder"
)
# ``If you want the end, take the means``: what is wanted brings nothing about.
_WANTING: Final = words("care like want wish")
# Where ``no`` denies a clause: ``no tram runs``, ``there is no tram``.
_COUNTED: Final = SUBJECTS | {"attr"}
_SUMMING_UP: Final = frozenset({"this", "that"})
_DOABLE: Final = words("feasible possible")
_LIGHT: Final = frozenset({"ADV", "CCONJ", "INTJ", "PUNCT", "SCONJ"})
_OPENING: Final = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A way to say that one claim rests on another.

    ``rule`` is what records keep, ``kind`` one of DEPENDENCY_KINDS, ``sense`` that of the PDTB.
    ``holds`` has the ends that are put forward as they stand; the others are only supposed. With
    ``conditional`` the link itself is no more than supposed.
    """

    rule: str
    kind: str
    sense: str
    holds: frozenset[str] = frozenset()
    conditional: bool = False


_BOTH: Final = frozenset({"condition", "consequence"})

ONLY_IF: Final = Frame("only-if", "requires", "Contingency.Condition")
ONLY_BECAUSE: Final = Frame("only-because", "requires", "Contingency.Cause.Reason", _BOTH)
PROVIDED: Final = Frame("provided", "requires", "Contingency.Condition")
NOT_UNTIL: Final = Frame("not-until", "requires", "Contingency.Negative-condition")
NOT_UNLESS: Final = Frame("not-unless", "requires", "Contingency.Negative-condition")
POSSIBLE: Final = Frame("possible-because", "enables", "Contingency.Cause.Reason", _BOTH)
SO_THAT: Final = Frame("so-that-can", "enables", "Contingency.Purpose", frozenset({"condition"}))
IF_THEN: Final = Frame("if-then", "causes", "Contingency.Condition", conditional=True)

_TURNED: Final = frozenset({NOT_UNTIL, NOT_UNLESS})


@dataclass(frozen=True, slots=True)
class Contingency:
    """What a sentence says of two claims: ``consequence`` rests on ``condition``.

    A consequence of None is what the sentence before says as a whole (``this works only if``).
    """

    frame: Frame
    condition: Clause
    consequence: Clause | None

    @property
    def rule(self) -> str:
        """The rule of its frame, with ``+before`` where it reaches back to another sentence."""
        return self.frame.rule + ("+before" if self.consequence is None else "")


@dataclass(frozen=True, slots=True)
class _Joint:
    """A subordinate clause: where its connective starts, its verb, the verb above it."""

    start: int
    mark: Token
    below: Token
    above: Token

    @property
    def opener(self) -> str:
        """The first word of the connective."""
        return str(self.mark.doc[self.start].lower_)

    @property
    def fronted(self) -> bool:
        """Whether the subordinate clause comes first."""
        return bool(self.below.i < self.above.i)

    @property
    def as_long_as(self) -> bool:
        """Whether the connective is ``as long as`` or ``so long as``."""
        return bool(self.mark.lower_ == "as" and self.start == self.mark.i - 2)


def contingencies(doc: Doc) -> tuple[Contingency, ...]:
    """Return what a parsed sentence says of how claims rest on each other, in text order."""
    if not _CUE.search(doc.text) or is_question(doc.text):
        return ()
    found = (_read(joint) for joint in _joints(doc))
    return tuple(one for one in found if one is not None)


def _joints(doc: Doc) -> Iterator[_Joint]:
    for mark in doc:
        below = _below(mark) if mark.lower_ in _MARKS else None
        above = _above(below) if below is not None else None
        if below is not None and above is not None and _is_told(above):
            yield _Joint(_first(mark), mark, below, above)


def _below(mark: Token) -> Token | None:
    """Return the verb of the clause that a connective opens."""
    verb: Token | None = mark.head
    if mark.lower_ in _PROVISOS and mark.dep_ != "mark":
        clauses = (one for one in mark.children if one.dep_ in {"ccomp", "pcomp"})
        verb = next(clauses, None) if mark.tag_ != "VBD" else None
    elif mark.dep_ not in {"mark", "advmod"}:
        return None
    return verb if verb is not None and verb.pos_ in VERBAL and verb.i > mark.i else None


def _above(below: Token) -> Token | None:
    """Return the verb of the clause that a subordinate one hangs on, None if on a noun.

    Behind ``A says that B`` it is B that a condition goes with.
    """
    if below.dep_ not in {"advcl", "ccomp", "pcomp"}:
        return None
    verb: Token = below.head.head if below.head.lower_ in _PROVISOS else below.head
    while verb.pos_ not in VERBAL:
        if verb.head == verb or verb.dep_ in {"pobj", "nsubj", "dobj", "conj"}:
            return None
        verb = verb.head
    said = (one for one in verb.children if one.dep_ == "ccomp" and verb.i < one.i < below.i)
    return next(said, verb) if verb.lemma_ in ATTITUDES else verb


def _is_told(verb: Token) -> bool:
    """Whether a clause is put forward: nothing above it denies, asks or supposes it."""
    while verb.dep_ in {"conj", "ccomp"}:
        above = verb.head
        if verb.dep_ == "ccomp" and any(one.dep_ == "neg" for one in above.children):
            return False
        verb = above
    return bool(verb.dep_ == "ROOT")


def _first(mark: Token) -> int:
    """Return where a connective begins: ``only if``, ``as long as``, ``so that``."""
    doc, at = mark.doc, int(mark.i)
    before = [one.lower_ for one in doc[max(0, at - 3) : at]]
    if mark.lower_ == "as" and before[-1:] == ["long"]:
        at -= 2
    elif mark.lower_ == "that" and before[-1:] == ["so"]:
        at -= 1
    elif before == ["if", "and", "only"]:
        return at - 3
    joined = at > 1 and doc[at - 2].text == "-"  # ``read-only because``
    return at - 1 if at and doc[at - 1].lower_ == "only" and not joined else at


def _read(joint: _Joint) -> Contingency | None:
    frame = _frame(joint)
    below = _subordinate(joint) if frame is not None else None
    if frame is None or below is None or not is_full(below, leading=joint.fronted):
        return None
    if _sums_up(joint.above):
        return None if frame in {IF_THEN, SO_THAT} else Contingency(frame, below, None)
    above = _main(joint, below, turned=frame in _TURNED)
    if above is None or not is_full(above, leading=True):
        return None
    ends = (above, below) if frame is SO_THAT else (below, above)
    return Contingency(frame, *ends)


def _frame(joint: _Joint) -> Frame | None:
    before = joint.mark.doc[joint.start - 1].lower_ if joint.start else ""
    if before in _BARRING:
        return None
    if joint.opener in _PROVISOS or joint.as_long_as:
        return None if joint.as_long_as and _lasts(joint) else PROVIDED
    if _is_negated(joint.above):
        return _negative_frame(joint)
    word = str(joint.mark.lower_)
    if word in _ONLY and _only(joint) is not None:
        return ONLY_BECAUSE if word == "because" else ONLY_IF
    if word == "because":
        return POSSIBLE if _is_possible(joint.above) else None
    if word == "that" and joint.opener == "so" and not joint.fronted:
        enabled = _has(joint.below, _ENABLED) and not _is_negated(joint.below)
        return SO_THAT if enabled and _is_done(joint.above) else None
    return _conditional(joint)


def _negative_frame(joint: _Joint) -> Frame | None:
    """Return ``not M until S`` and the like; ``not … until`` of the past tells a time."""
    if joint.mark.lower_ in {"until", "unless"} and _has(joint.above, _NORMATIVE):
        return None
    match str(joint.mark.lower_):
        case "until" if not _is_past(joint.above):
            return NOT_UNTIL
        case "unless":
            return NOT_UNLESS
    return _conditional(joint)


def _is_past(verb: Token) -> bool:
    return any(one.tag_ == "VBD" for one in (verb, *verb.children))


def _lasts(joint: _Joint) -> bool:
    """Whether ``as long as`` tells a time or a length: ``mills ground as long as rivers ran``."""
    doc = joint.mark.doc
    measured = doc[joint.mark.i - 1].dep_ in {"acomp", "attr", "oprd"}
    if measured or (joint.start and doc[joint.start - 1].lower_ == "for"):
        return True
    perfect = any(one.dep_ == "aux" and one.lemma_ == "have" for one in joint.above.children)
    return perfect or _is_past(joint.above) or _is_past(joint.below)


def _conditional(joint: _Joint) -> Frame | None:
    barred = _has(joint.above, _BARRED) and _is_negated(joint.above)
    if joint.mark.lower_ != "if" or not (barred or _has(joint.above, _FORESEEN)):
        return None
    brings = joint.above.lemma_ not in _INFERRING and joint.below.lemma_ not in _WANTING
    return IF_THEN if brings and joint.below.dep_ == "advcl" else None


def _only(joint: _Joint) -> int | None:
    """Return where the ``only`` of a connective stands: right before it, or at the verb above.

    Before ``because`` it may stand elsewhere for other reasons, but for ``only possible because``.
    """
    doc, because = joint.mark.doc, joint.mark.lower_ == "because"
    near = next((at for at in range(joint.start, joint.mark.i) if doc[at].lower_ == "only"), None)
    if near is not None or joint.fronted:
        return near
    return next(
        (
            int(one.i)
            for one in joint.above.subtree
            if one.lower_ == "only"
            and one.dep_ == "advmod"
            and one.i < joint.mark.i
            and (doc[one.i + 1].lower_ in _POSSIBLE or (not because and _limits(one, joint)))
        ),
        None,
    )


def _limits(only: Token, joint: _Joint) -> bool:
    """Whether an ``only`` at the verb goes with the connective: not ``can only partly run if``.

    Before ``when`` it may go with what stands between: ``can only turn to neighbours when``.
    """
    between = (one for one in joint.above.children if only.i < one.i < joint.start)
    focused = joint.mark.lower_ != "if" and any(one.dep_ in {"dobj", "prep"} for one in between)
    return only.head == joint.above and only.nbor(1).pos_ != "ADV" and not focused


def _is_negated(verb: Token) -> bool:
    return any(one.dep_ == "neg" or one.lower_ == "never" for one in verb.children) or any(
        one.dep_ in _COUNTED and any(below.lower_ == "no" for below in one.children)
        for one in verb.children
    )


def _has(verb: Token, auxiliaries: frozenset[str]) -> bool:
    return any(one.dep_ == "aux" and one.lower_ in auxiliaries for one in verb.children)


def _is_done(verb: Token) -> bool:
    """Whether a clause tells what is the case, and not what should be or what is needed."""
    subject = subject_of(verb)
    wanted = verb.dep_ == "ccomp" and verb.head.lemma_ not in ATTITUDES
    aim = subject is not None and (subject.dep_ == "expl" or subject.lemma_ in _AIMS)
    return not (wanted or aim or verb.lemma_ in _SHAPING or _has(verb, _NORMATIVE))


def _is_possible(verb: Token) -> bool:
    return any(
        one.lower_ in _POSSIBLE and one.dep_ in {"acomp", "ccomp", "oprd"} for one in verb.children
    )


def _sums_up(verb: Token) -> bool:
    """Whether a clause is about what the sentence before says: ``that is possible``.

    ``That works`` and ``this holds`` are too often about a thing that it names.
    """
    subject = subject_of(verb)
    if subject is None or subject.lower_ not in _SUMMING_UP or list(subject.children):
        return False
    said = {one.lower_ for one in verb.children if one.dep_ in {"acomp", "ccomp", "oprd"}}
    return not said.isdisjoint(_DOABLE)


def _subordinate(joint: _Joint) -> Clause | None:
    start = joint.mark.i + 1
    if joint.opener in _PROVISOS and joint.mark.doc[start].lower_ == "that":
        start += 1
    return cut(joint.below, start, right(joint.below, joined=joint.fronted))


def _main(joint: _Joint, below: Clause, *, turned: bool) -> Clause | None:
    """Return the clause above: all that stands on the other side of the connective."""
    doc, above = joint.mark.doc, joint.above
    dropped = {at for at in (_only(joint),) if at is not None}
    if turned:
        dropped |= {int(one.i) for one in above.children if one.dep_ == "neg"}
    lacking = frozenset(dropped)
    if joint.fronted:
        lead = doc[above.left_edge.i : joint.start]
        light = len(lead) <= _OPENING and all(one.pos_ in _LIGHT for one in lead)
        behind = joint.below.right_edge.i + 1
        set_off = doc[behind].text == "," or "," not in {one.text for one in below.span}
        if not (light and set_off and may_end(doc, above.right_edge.i + 1)):
            return None
        return cut(above, behind, right(above), lacking, turned=turned)
    start = left(above)
    rest = [one for one in doc[below.span.end : above.right_edge.i + 1] if not one.is_punct]
    if start is None or (rest and rest[0].dep_ != "cc" and not goes_on(rest[0])):
        return None
    inside = (joint.mark, joint.below)
    if any(head.is_ancestor(one) for one in doc[start : joint.start] for head in inside):
        return None
    return cut(above, start, joint.start, lacking, turned=turned)
