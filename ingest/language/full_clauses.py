"""Clauses inside a sentence that state something by themselves: where they start and end.

Words beyond a subject and its predicate (reasons, concessions, remarks behind a comma) are left
out, so that what is cut out says no more than the clause does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.language.clauses import SUBJECTS
from ingest.language.cues import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

VERBAL: Final = frozenset({"VERB", "AUX"})
_FINITE: Final = frozenset({"VBZ", "VBP", "VBD", "MD"})
_RELATIVE: Final = frozenset({"WP", "WDT", "WP$", "WRB"})
_APART: Final = frozenset({"conj", "parataxis"})
_NOBODY: Final = words(
    "i you u he she one someone somebody anyone anybody everyone everybody nobody all both such "
    "some others this that these those which what"
)
# What else a sentence may grant or give a reason for before its main clause.
_ASIDE: Final = words("although as because since though whereas while")
_GOING_ON: Final = words("although because but nor since so though thereby thus whereas while yet")
_JOINING: Final = words("hence however so that then therefore thus")
_AFFIRMED: Final = {"any": "some", "ca": "can", "no": "some", "sha": "shall", "wo": "will"}
_OPENING: Final = frozenset({"(", "[", '"', "'"})
_CLOSING: Final = frozenset({")", "]", '"', "'"})
_LEAST_WORDS: Final = 2
_MOST_WORDS: Final = 35


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with its predicate.

    ``dropped`` are positions of tokens that its wording lacks. Where it is ``turned``, the wording
    affirms what the words deny: ``no tram runs until`` becomes ``some tram runs``.
    """

    span: Span
    verb: Token
    dropped: frozenset[int] = frozenset()
    turned: bool = False

    @property
    def subject(self) -> Token:
        """The subject of its predicate.

        Raises:
            ValueError: if it has none; a full clause always has.
        """
        found = subject_of(self.verb)
        if found is None:
            raise ValueError(f"no subject in {self.span.text!r}")
        return found

    @property
    def wording(self) -> str:
        """Its words as a statement: without what is dropped, the subject before the verb."""
        kept = [one for one in self.span if one.i not in self.dropped]
        order = _uninverted(kept, self)
        return " ".join("".join(map(self._written, order)).split())

    def _written(self, token: Token) -> str:
        whole = _AFFIRMED.get(token.lower_, token.text) if self.turned else token.text
        bound = token.i + 1 < len(token.doc) and token.i + 1 not in self.dropped
        return whole + (token.whitespace_ if bound else " ")


def cut(
    verb: Token,
    start: int,
    end: int,
    dropped: frozenset[int] = frozenset(),
    *,
    turned: bool = False,
) -> Clause | None:
    """Return a stretch as a clause, without what joins it to others, None if it lacks its verb."""
    doc = verb.doc
    while start < end and (
        (doc[start].is_punct and doc[start].text not in _OPENING)
        or doc[start].dep_ == "cc"
        or (doc[start].lower_ in _JOINING and doc[start].head != doc[start + 1])
    ):
        start += 1
    while end > start and doc[end - 1].is_punct and doc[end - 1].text not in _CLOSING:
        end -= 1
    if not start <= verb.i < end or doc[start].tag_ in _RELATIVE or doc[start].dep_ == "mark":
        return None
    return Clause(doc[start:end], verb, dropped, turned)


def left(verb: Token) -> int | None:
    """Return where a clause starts, behind what it grants or gives as a reason.

    None where it stands under a condition of its own.
    """
    start = int(verb.left_edge.i)
    subject = subject_of(verb)
    for one in verb.children:
        if subject is None or one.i > subject.i or not _is_clause(one):
            continue
        mark = next((word.lower_ for word in one.children if word.dep_ in {"mark", "advmod"}), "")
        if one.dep_ == "advcl" and mark not in _ASIDE:
            return None
        if one.dep_ in _APART | {"advcl", "ccomp", "dep"}:
            start = max(start, int(one.right_edge.i) + 1)
    return start


def right(verb: Token, *, joined: bool = False) -> int:
    """Return the token behind a clause, without remarks on it.

    What is joined to it with a subject of its own counts only with ``joined``.
    """
    end = int(verb.right_edge.i) + 1
    for one in verb.children:
        if one.dep_ in _APART and one.i > verb.i and _is_clause(one) and not joined:
            joints = [cc.i for cc in verb.children if cc.dep_ == "cc" and verb.i < cc.i < one.i]
            end = min(end, *joints, int(one.left_edge.i))
    for at in range(verb.i + 1, end - 1):
        text, following = verb.doc[at].text, verb.doc[at + 1]
        contrast = text in {"and", "but"} and following.lower_ == "not"
        if text in {";", "—", "–"} or contrast or (text == "," and goes_on(following)):
            return at
    return end


def goes_on(word: Token) -> bool:
    """Whether a word opens a remark on the clause before it: ``, which``, ``, suggesting``."""
    return word.tag_ in _RELATIVE | {"VBG"} or word.lower_ in _GOING_ON


def may_end(doc: Doc, at: int) -> bool:
    """Whether a clause can end before a token."""
    return at == len(doc) or doc[at].is_punct or doc[at].dep_ == "cc"


def subject_of(verb: Token) -> Token | None:
    """Return the subject that the parser hangs on a verb."""
    return next((one for one in verb.children if one.dep_ in SUBJECTS), None)


def is_full(clause: Clause, *, leading: bool = False) -> bool:
    """Whether a clause states something of something: a subject that tells, a finite verb.

    The ``it`` of a ``leading`` clause names nothing yet, or all that the clause beside it says.
    """
    subject, span = subject_of(clause.verb), clause.span
    if subject is None or not span.start <= subject.i < span.end:
        return False
    if not _tells(subject) or (leading and subject.lower_ == "it"):
        return False
    predicate = [clause.verb, *(c for c in clause.verb.children if c.dep_ in {"aux", "auxpass"})]
    finite = any(one.tag_ in _FINITE for one in predicate)
    size = sum(not one.is_punct for one in span)
    elliptic = span[-1].pos_ == "AUX"
    return finite and not elliptic and _is_whole(span.text) and _LEAST_WORDS <= size <= _MOST_WORDS


def _is_whole(text: str) -> bool:
    """Whether a stretch closes what it opens, and has no label or list in it."""
    round_, square = text.count("(") == text.count(")"), text.count("[") == text.count("]")
    return not text.count('"') % 2 and round_ and square and ": " not in text


def _tells(subject: Token) -> bool:
    """Whether a subject names something: no ``you`` or ``one``, and no ``it`` of ``it is so``."""
    if subject.tag_ in _RELATIVE or (subject.lower_ in _NOBODY and not list(subject.children)):
        return False
    if subject.lower_ != "it":
        return True
    heads = {subject.head, *subject.head.children}
    return subject.dep_ != "expl" and not any(
        one.dep_ in {"ccomp", "xcomp", "csubj"} and one.head in heads and one.i > subject.head.i
        for one in subject.head.subtree
    )


def _is_clause(verb: Token) -> bool:
    return verb.pos_ in VERBAL and subject_of(verb) is not None


def _uninverted(kept: list[Token], clause: Clause) -> list[Token]:
    """Put the subject of ``can the pump run`` before its auxiliary."""
    subject, first = clause.subject, kept[0]
    inverted = first.dep_ in {"aux", "auxpass"} or first == clause.verb
    if not inverted or subject.left_edge.i != first.i + 1:
        return kept
    named = [one for one in kept if subject.left_edge.i <= one.i <= subject.right_edge.i]
    rest = [one for one in kept[1:] if one.i > subject.right_edge.i]
    return [*named, first, *rest]
