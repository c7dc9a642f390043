"""Attitudes: the verb by which somebody takes a stand, its subject and what it introduces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.clauses import SUBJECTS
from ingest.language.parties import Party, is_of_somebody, name_of, party_of
from kg.vocab import Mode

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SCARE_QUOTE: Final = 5
_SHOWING: Final = cues.FINDING | {"imply", "suggest"}
_OPENINGS: Final = frozenset({"that", "whether", "if", "why"})
_JOINTS: Final = frozenset({",", ";", ":"})
_OBJECTS: Final = frozenset({"dobj", "xcomp", "oprd"})
_COMPLEMENTS: Final = frozenset({"ccomp", "xcomp"})
_SPINE: Final = frozenset({"ccomp", "xcomp", "conj", "advcl", "dep", "parataxis"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a clause puts forward, in which mode, on whose behalf.

    ``start`` and ``end`` are tokens of the parse that hold the proposition. ``holder`` is
    None for the author; ``party`` says what the holder's name is (a work, a pronoun …).
    """

    mode: Mode
    start: int
    end: int
    rule: str
    holder: str | None = None
    party: Party = Party.AUTHOR
    hedge: str | None = None


def attitude(span: Span) -> Attribution | None:
    """Follow the spine of a clause to the verb by which somebody takes a stand."""
    hedge = own = None
    for verb in _attitudes(span):
        subject = subject_of(verb)
        content = content_of(verb, span)
        if content is None or subject is None:
            continue
        party = _holder_of(verb, subject)
        if party is Party.AUTHOR and verb.dep_ == "advcl":
            continue
        if party is Party.AUTHOR:
            mode = _authors_mode(verb)
            if mode is not None:
                return Attribution(mode, *content, f"author-{verb.lemma_}")
            hedge = hedge or _first_person_hedge(verb, subject)
            own = own or (content if hedge else None)
            continue
        if party in {Party.EVIDENCE, Party.THING} or not _takes_side(verb, subject):
            continue
        return Attribution(
            _mode(verb, party),
            *content,
            f"{party}-{verb.lemma_}",
            _called(subject, verb),
            party,
            hedge,
        )
    if own is None:
        return None
    return Attribution(Mode.ASSERTS, *own, "author-hedged", hedge=hedge)


def _called(subject: Token, verb: Token) -> str:
    """Return a holder's name; bare ``those`` are told apart by what they do."""
    return f"those who {verb.text}" if subject.lower_ == "those" else name_of(subject)


def _holder_of(verb: Token, subject: Token) -> Party:
    """Tell a holder's kind; what thinks or hopes is somebody, whatever the noun.

    A thing with a name in it (``the Oslo trial``) shows, but holds nothing.
    """
    party = party_of(subject)
    if party is Party.THING and verb.lemma_ in cues.COGNITION and subject.pos_ in {"NOUN", "PROPN"}:
        return Party.GROUP
    if party is Party.NAMED and verb.lemma_ in _SHOWING and not is_of_somebody(subject):
        return Party.EVIDENCE
    return party


def _takes_side(verb: Token, subject: Token) -> bool:
    """Whether a verb reports a view: ``A does not show that P`` and ``nobody says`` do not."""
    if subject.lower_ in cues.NEGATION or any(c.lower_ == "no" for c in subject.children):
        return False
    return not is_negated(verb) or verb.lemma_ in cues.BELIEVING | cues.DENYING


def is_negated(verb: Token) -> bool:
    """Whether a verb has a negation of its own."""
    return any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def _authors_mode(verb: Token) -> Mode | None:
    if verb.lemma_ in cues.CONCEDING:
        return Mode.CONCEDES
    if verb.lemma_ in cues.BELIEVING and is_negated(verb):
        return Mode.DENIES
    return Mode.DENIES if verb.lemma_ in cues.DENYING and not is_negated(verb) else None


def _first_person_hedge(verb: Token, subject: Token) -> str | None:
    if verb.lemma_ not in cues.SUPPOSING | {"feel"}:
        return None
    return f"{subject.text} {verb.text}"


def _mode(verb: Token, party: Party) -> Mode:
    modal = any(c.tag_ == "MD" for v in (verb, verb.head) for c in v.children if c.dep_ == "aux")
    if (
        modal
        and party in {Party.GROUP, Party.READER}
        and verb.lemma_ in cues.SUPPOSING | {"argue", "claim", "say", "feel"}
    ):
        return Mode.SUPPOSES
    if is_negated(verb):
        return Mode.CONCEDES if verb.lemma_ in cues.DENYING else Mode.DENIES
    if verb.lemma_ in cues.DENYING:
        return Mode.DENIES
    return Mode.CONCEDES if verb.lemma_ in cues.CONCEDING - {"acknowledge"} else Mode.REPORTS


def _attitudes(span: Span) -> Iterator[Token]:
    """Yield attitude verbs on the spine of a clause, outermost first."""
    pending, seen = [span.root], set()
    while pending:
        token = pending.pop(0)
        if token.i in seen or not span.start <= token.i < span.end:
            continue
        seen.add(token.i)
        if token.lemma_ in cues.ATTITUDES and token.pos_ in {"VERB", "AUX", "NOUN"}:
            yield token
        pending += [
            child
            for child in token.children
            if child.dep_ in _SPINE
            or (child.dep_ == "relcl" and token.dep_ in {"attr", "nsubj", "dobj", "npadvmod"})
            or child.dep_ == "attr"
        ]


def treats(span: Span) -> Attribution | None:
    """``The essay highlights X``; ``A rejects the idea that P``: a stand without a clause."""
    for verb in (span.root, *(c for c in span.root.children if c.dep_ == "conj")):
        subject = subject_of(verb)
        thing = next((c for c in verb.children if c.dep_ in _OBJECTS), None)
        if subject is None or thing is None or any(c.dep_ == "neg" for c in verb.children):
            continue
        party = party_of(subject)
        stands = (
            cues.STANDS
            if party in {Party.NAMED, Party.GROUP}
            else (cues.TREATING | cues.ATTITUDES if party is Party.WORK else frozenset())
        )
        if verb.lemma_ in stands:
            return _stand(verb, subject, thing, span)
    return None


def _stand(verb: Token, subject: Token, thing: Token, span: Span) -> Attribution:
    clause = next((c for c in thing.children if c.dep_ == "acl" and is_clause(c)), None)
    if clause is None or thing.lemma_ not in cues.ARGUMENT_NOUNS:
        return Attribution(
            Mode.REPORTS,
            span.start,
            span.end,
            f"treats-{verb.lemma_}",
            name_of(subject),
            party_of(subject),
        )
    mode = Mode.DENIES if verb.lemma_ in cues.DENYING | cues.OPPOSING else Mode.REPORTS
    return Attribution(
        mode, *extent(clause, span), f"stand-{verb.lemma_}", name_of(subject), party_of(subject)
    )


def subject_of(verb: Token) -> Token | None:
    """Return the subject of a verb, its own or the one it shares with the verb above it."""
    own = own_subject(verb)
    if own is not None and own.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
        antecedent: Token = verb.head
        return antecedent
    if own is None and verb.dep_ in {"xcomp", "conj", "advcl"} and verb.head is not verb:
        return subject_of(verb.head)
    return own


def own_subject(verb: Token) -> Token | None:
    """Return the subject that the parser hangs on a verb."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def content_of(verb: Token, span: Span) -> tuple[int, int] | None:
    """Return the tokens of what a verb introduces: a clause, a quotation, or after a colon."""
    for child in verb.children:
        if child.dep_ in _COMPLEMENTS and verb.i < child.i < span.end and is_clause(child):
            start, end = extent(child, span)
            return quoted(start, span, end)
    after = next((t for t in span if t.i > verb.i and t.text in {":", '"'}), None)
    if (
        after is not None
        and after.i < span.end - 3
        and (verb.lemma_ in cues.UTTERING if after.text == ":" else after.i <= verb.i + 3)
    ):
        return quoted(after.i if after.text == '"' else after.i + 1, span)
    that = verb.nbor(1) if verb.i + 1 < span.end else None
    if that is not None and that.lower_ == "that" and that.dep_ == "mark":
        return that.i + 1, span.end
    if any(child.dep_ in SUBJECTS and child.i > verb.i for child in verb.children):
        return verb.i + 1, span.end
    return None


def quoted(start: int, span: Span, end: int | None = None) -> tuple[int, int]:
    """Return a content that opens with a quotation mark up to where the quotation closes."""
    if start < span.end and span.doc[start].text == '"':
        closing = next((t.i for t in span.doc[start + 1 : span.end] if t.text == '"'), None)
        if closing is not None and closing - start > _SCARE_QUOTE:
            return start, closing + 1
    return start, end or span.end


def _is_pronoun(that: Token) -> bool:
    """Whether ``that`` is itself the subject: ``I doubt that's so``."""
    following = that.doc[that.i + 1] if that.i + 1 < len(that.doc) else that
    return that.dep_ in SUBJECTS and following.tag_ in {"VBZ", "VBD", "MD"}


def _right_edge(head: Token, span: Span) -> int:
    """Return a clause's last token, with the finite verb that the parser hangs beside it.

    In ``estimate that the cost needed to build it has halved`` it takes "needed" for the verb.
    """
    beside = [
        child
        for child in head.head.children
        if child.dep_ == head.dep_ and child.i > head.i and not is_clause(child)
    ]
    edges = [token.right_edge.i for token in (head, *beside)]
    return min(max(edges), span.end - 1)


def is_clause(token: Token) -> bool:
    """Whether a complement has a subject or a conjunction of its own."""
    return any(child.dep_ in SUBJECTS | {"mark"} for child in token.children)


def extent(head: Token, span: Span) -> tuple[int, int]:
    """Return a clause's tokens from behind its ``that`` to its last word in the span."""
    inside = [token for token in head.subtree if span.start <= token.i < span.end]
    if not inside:
        return span.end, span.end
    start, end = inside[0].i, _right_edge(head, span) + 1
    if span.doc[start].lower_ in _OPENINGS and not _is_pronoun(span.doc[start]):
        start += 1
    while end > start and (span.doc[end - 1].text in _JOINTS or span.doc[end - 1].dep_ == "cc"):
        end -= 1
    rest = [token for token in span.doc[end : span.end] if not token.is_punct]
    return start, (span.end if not rest else end)
