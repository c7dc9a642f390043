"""The claims that rest on each other, as assertions inside the one that says so.

What a frame finds in a sentence (:mod:`ingest.language.conditions`) counts where an assertion
was kept that holds both clauses: its holder holds them too. A clause that the frame leaves open
is only supposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import AssertionFound
from ingest.language.antecedents import antecedent
from ingest.language.conditions import SO_THAT, Contingency, contingencies
from ingest.language.cues import COGNITION, FIRST_PERSON
from ingest.language.full_clauses import Clause, subject_of
from ingest.language.propositions import hedge, kind, polarity
from ingest.language.wording import claim_wording, leans
from kg.vocab import Mode, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_LESS_CENTRAL: Final = 0.1
_ANY: Final = frozenset({"any", "each", "either", "every", "neither", "no", "some"})
_NOUNS: Final = {
    "it": frozenset({"NN", "NNP"}),
    "they": frozenset({"NNS", "NNPS"}),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim that rests on another, and the assertion (``whole``) that says so."""

    contingency: Contingency
    sentence: Sentence
    whole: AssertionFound
    condition: AssertionFound
    consequence: AssertionFound

    @property
    def mode(self) -> Mode:
        """How the link is put forward."""
        return Mode.SUPPOSES if self.contingency.frame.conditional else self.whole.mode

    @property
    def hedge(self) -> str | None:
        """The written hedge of the link: in the consequence, or before either clause."""
        consequence, condition = self.contingency.consequence, self.contingency.condition
        # In ``so that barges may pass`` it is the frame that asks for the modal.
        if consequence is not None and self.contingency.frame is not SO_THAT:
            found = hedge(consequence.span.text)
            if found is not None:
                return found
        if consequence is None:
            return hedge(condition.span.doc[: condition.span.start].text)
        said = (token for token in _around(consequence.verb) if token not in condition.span)
        return hedge("".join(token.text_with_ws for token in said if token not in consequence.span))


def _around(verb: Token) -> Iterator[Token]:
    """Yield the words of a clause, and of what introduces it: ``I think that``."""
    top = verb
    while top.dep_ == "ccomp":
        top = top.head
        yield from (one for one in (*top.lefts, top) if one != verb)
    yield from verb.subtree


def stated(document: ParsedDocument, wholes: Iterable[AssertionFound]) -> Iterator[Stated]:
    """Yield what a document says of how its claims rest on each other, in text order.

    ``wholes`` are assertions without the clauses inside of them.
    """
    said: dict[int, list[AssertionFound]] = defaultdict(list)
    for one in wholes:
        said[one.sentence].append(one)
    sentences = document.layer(Sentence)
    for index in sorted(said):
        sentence = sentences[index]
        goes_on = index > 0 and sentences[index - 1].block == sentence.block
        before = said.get(index - 1, []) if goes_on else []
        for contingency in contingencies(sentence.parse):
            found = _stated(contingency, sentence, said[index], before)
            if found is not None:
                yield found


def _stated(
    contingency: Contingency,
    sentence: Sentence,
    here: list[AssertionFound],
    before: list[AssertionFound],
) -> Stated | None:
    parts = [one for one in (contingency.condition, contingency.consequence) if one is not None]
    spans = [sentence.locate(one.span.start_char, one.span.end_char) for one in parts]
    holding = [one for one in here if all(one.contains(span) for span in spans)]
    whole = min(holding, key=lambda one: one.end - one.start, default=None)
    if whole is None or not _may_hold(whole, contingency):
        return None
    condition = _inner("condition", contingency, contingency.condition, sentence, whole)
    if contingency.consequence is None:
        if len(before) != 1 or before[0].mode is Mode.QUESTIONS:
            return None
        return Stated(contingency, sentence, whole, condition, before[0])
    consequence = _inner("consequence", contingency, contingency.consequence, sentence, whole)
    if not (condition.standalone or consequence.standalone):
        return None
    return Stated(contingency, sentence, whole, condition, consequence)


def _may_hold(whole: AssertionFound, contingency: Contingency) -> bool:
    """Whether an assertion vouches for a link, and its clauses are free of who holds them."""
    if whole.mode is Mode.QUESTIONS or (whole.mode is Mode.DENIES and contingency.frame.holds):
        return False
    ends = [one for one in (contingency.condition, contingency.consequence) if one is not None]
    if whole.holder is None:
        return not any(_is_thought(one.verb) for one in ends)
    return not any(whole.holder in one.span.text for one in ends)


def _is_thought(verb: Token) -> bool:
    """Whether a clause is what somebody thinks, whom attribution may not have made out."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.lemma_ not in COGNITION:
        return False
    subject = subject_of(above)
    return subject is not None and subject.lower_ not in FIRST_PERSON


def _inner(
    role: str,
    contingency: Contingency,
    clause: Clause,
    sentence: Sentence,
    whole: AssertionFound,
) -> AssertionFound:
    place: Span = sentence.locate(clause.span.start_char, clause.span.end_char)
    wording = claim_wording(_resolved(clause, contingency))
    standalone = not leans(wording)
    mode = whole.mode if role in contingency.frame.holds else Mode.SUPPOSES
    central = None if whole.salience is None else whole.salience
    if central is not None:
        central -= _LESS_CENTRAL * (mode is Mode.SUPPOSES) + _LESS_CENTRAL * (not standalone)
        central = round(max(0.0, central), 2)
    return AssertionFound(
        start=place.start,
        end=place.end,
        sentence=whole.sentence,
        wording=wording,
        mode=mode,
        polarity=Polarity.POSITIVE if clause.turned else polarity(clause.span),
        kind=kind(clause.span.text, clause.span),
        rule=role,
        holder=whole.holder,
        holder_is_work=whole.holder_is_work,
        hedge=hedge(clause.span.text),
        standalone=standalone,
        salience=central,
    )


def _resolved(clause: Clause, contingency: Contingency) -> str:
    """Put the subject of the first clause for a pronoun in the second, where no other can be meant.

    Stricter than across sentences: any other noun of that number in the first clause competes.
    """
    said, pronoun = clause.wording, clause.subject
    other = contingency.condition
    if clause is other and contingency.consequence is not None:
        other = contingency.consequence
    nouns = _NOUNS.get(pronoun.lower_)
    bound = pronoun.nbor(1).text.startswith("'")
    if nouns is None or bound or other is clause or other.span.start > clause.span.start:
        return said
    named = other.subject
    if any(one.lower_ in _ANY for one in named.children):
        return said
    before = pronoun.doc[: pronoun.i]
    if any(one.tag_ in nouns and not named.is_ancestor(one) for one in before if one != named):
        return said
    name = antecedent(pronoun, other.span.as_doc())
    if name is None:
        return said
    return re.sub(rf"\b{pronoun.text}\b", lambda _: name, said, count=1)
