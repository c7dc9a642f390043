"""From a trigger to the words that fill its roles, over a dependency parse.

A path (``prep:for/object``) is followed role by role; see :mod:`ingest.lexicon.arguments` for
what subject and object are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from ingest.language.cues import words
from ingest.lexicon.arguments import (
    agent_of,
    is_passive,
    object_of,
    prepositional,
    subject_of,
)
from ingest.lexicon.modality import predicate
from ingest.lexicon.phrases import TRANSPARENT

if TYPE_CHECKING:
    from spacy.tokens import Token

# To enable one of these is to enable its object; to enable its avoidance is not.
_MAKING: Final = words(
    "achieve build construct create deploy design develop distil distill generate get have "
    "learn make obtain offer perform produce publish reach run scale support train"
)
HYPHENS: Final = frozenset({"-", "‐", "–"})
_APART: Final = frozenset({"appos", "ROOT", "dep", "dobj", "conj"})
_FARTHEST: Final = 12
_TRAINING: Final = words("align distil distill finetune pretrain train tune")
_USING: Final = words(
    "access add apply build collect employ have keep make own run spend train use write"
)


# Who needs something to change, end or measure a thing needs it for that, not for the thing.
UNDOING: Final = words(
    "analyse analyze assess avoid block change characterise characterize combat compare control "
    "decrease delete detect determine disable drop eliminate evaluate exclude identify inhibit "
    "interpret lessen limit lower measure mitigate mutate omit prevent quantify reduce remedy "
    "remove replace represent shrink study suppress swap switch test withdraw"
)


def follow(token: Token, path: str) -> list[Token]:
    """Return the tokens that a path of roles leads to; of alternatives the first that does.

    Raises:
        KeyError: if the path names an unknown role.
    """
    for alternative in path.split("|"):
        found = [token]
        for role in alternative.split("/"):
            found = [end for start in found for end in _step(start, role)]
        if found:
            return found
    return []


def _step(token: Token, role: str) -> Iterable[Token]:
    name, _, word = role.partition(":")
    return prepositional(token, word) if word else _ROLES[name](token)


def _purpose(token: Token) -> list[Token]:
    """Return the verbs of an infinitive of purpose or complement (``required to distill B``).

    In ``it is hard to build B`` the parser hangs it on "is".
    """
    impersonal = token.dep_ == "acomp" and any(
        child.lower_ == "it" for child in token.head.children
    )
    return [
        child
        for child in (*token.children, *(token.head.children if impersonal else ()))
        if child.dep_ in {"xcomp", "advcl", "acl", "relcl"}
        and child.tag_ == "VB"
        and any(c.lower_ == "to" for c in child.children)
    ]


def _used(token: Token) -> list[Token]:
    """``Without A``, ``without using A``: A; nothing for ``without harming A``."""
    if token.tag_ != "VBG" or not any(child.dep_ == "dobj" for child in token.children):
        return [token]
    first = any(child.lower_ == "first" for child in token.children)
    return object_of(token) if first or token.lemma_ in _USING else []


def _aim(token: Token) -> list[Token]:
    """Return the object of a verb that does not undo or measure it."""
    return [] if token.lemma_ in UNDOING else object_of(token)


def _past(token: Token) -> list[Token]:
    """``Was determined by A``: a report of what somebody did."""
    return [child for child in token.children if child.dep_ == "auxpass" and child.tag_ == "VBD"]


def _outcome(token: Token) -> list[Token]:
    """Return what an enabling verb makes happen: the object of its complement, or its doer."""
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp"} and child.pos_ == "VERB" and child.lemma_ in _MAKING:
            objects = [end for end in child.children if end.dep_ == "dobj"]
            return objects or [end for end in child.children if end.dep_ == "nsubj"]
    return []


def _served(token: Token) -> list[Token]:
    """Return the noun whose use an infinitive or gerund tells: ``data for training models``."""
    if token.dep_ == "pcomp" and token.head.lower_ == "for":
        noun = token.head.head
    elif token.tag_ == "VB" and token.dep_ in {"acl", "relcl"}:
        noun = token.head
    else:
        return []
    if noun.lemma_ in TRANSPARENT:
        noun = next(iter(prepositional(noun, "of")), noun)
    return [noun] if noun.pos_ in {"NOUN", "PROPN"} else []


def _preface(token: Token) -> list[Token]:
    """Return the clause before a colon that announces this one."""
    return [
        child
        for child in token.children
        if child.dep_ in {"ccomp", "parataxis", "dep"}
        and child.i < token.i
        and any(
            word.text in {":", "-", "–", "—"}
            for word in token.doc[child.right_edge.i : child.right_edge.i + 2]
        )
    ]


def _because(token: Token) -> list[Token]:
    return [
        child
        for verb in predicate(token)
        for child in verb.children
        if child.dep_ == "advcl" and any(c.lower_ == "because" for c in child.children)
    ]


def _modifiers(token: Token) -> list[Token]:
    return [
        child
        for child in token.subtree
        if child.dep_ in {"amod", "compound", "nmod", "advmod"} and child.i < token.i
    ]


def _owner(token: Token) -> list[Token]:
    own = [child for child in token.children if child.dep_ in {"poss", "compound"}]
    return own or (subject_of(token.head) if token.dep_ == "dobj" else [])


def _made(token: Token) -> list[Token]:
    """``A makes B possible``: B, which the parser may hang on the adjective."""
    for child in token.children:
        if child.dep_ in {"ccomp", "oprd", "acomp"}:
            subjects = [end for end in child.children if end.dep_ == "nsubj"]
            if subjects:
                return subjects
    return [child for child in token.children if child.dep_ == "dobj"]


def _result(token: Token) -> list[Token]:
    return [child for child in token.children if child.dep_ in {"ccomp", "oprd", "acomp", "amod"}]


def _infinitive(token: Token) -> list[Token]:
    return [token] if any(child.lower_ == "to" for child in token.children) else []


def _able(token: Token) -> list[Token]:
    """Return the verbs above (``A is able to B``), which the parser may hang adjuncts on."""
    found: list[Token] = []
    while token.dep_ in {"xcomp", "acomp", "ccomp"}:
        token = token.head
        found.append(token)
    return found


def _beneficiary(token: Token) -> list[Token]:
    """``Thanks to A, B grew``: B."""
    verb = token.head
    if token.dep_ == "ROOT" or verb.pos_ not in {"VERB", "AUX"}:
        return []
    return object_of(verb) if is_passive(verb) else subject_of(verb)


def _hyphenated(token: Token) -> list[Token]:
    """``Wind-driven pumps``: wind."""
    joint = token.nbor(-1) if token.i else token
    if joint.text not in HYPHENS or joint.i == 0 or joint.whitespace_:
        return []
    first = joint.nbor(-1)
    return [first] if first.pos_ in {"NOUN", "PROPN"} and not first.whitespace_ else []


def _described(token: Token) -> list[Token]:
    """``Wind-driven pumps``: pumps."""
    noun = token.head
    return [noun] if token.dep_ == "amod" and noun.pos_ in {"NOUN", "PROPN"} else []


def _modality(token: Token) -> list[Token]:
    """Return the auxiliaries of a trigger's predicate."""
    return [child for verb in predicate(token) for child in verb.children if child.dep_ == "aux"]


def _trained(token: Token) -> list[Token]:
    """``A is trained using B``: the verb above, where it is one of training."""
    verb = token.head
    joined = token.tag_ == "VBG" and token.dep_ in {"xcomp", "advcl"}
    return [verb] if joined and verb.lemma_ in _TRAINING else []


def _contrary(token: Token) -> list[Token]:
    """``Small boats overtake larger ones``: the object, where both are kinds of one thing.

    The kinds must differ in degree, and the verb must not tell of one trial.
    """
    return [
        end
        for doer in subject_of(token)
        for end in object_of(token)
        if token.tag_ in {"VBP", "VB"}
        and doer.tag_ == end.tag_ == "NNS"
        and (end.lower_ == "ones" or end.lemma_ == doer.lemma_)
        and any(child.tag_ == "JJR" for child in end.children)
        and any(child.dep_ == "amod" for child in doer.children)
        and not any(c.dep_ in {"det", "poss", "nummod"} for o in (doer, end) for c in o.children)
    ]


def _classing(token: Token) -> tuple[Token, list[Token]] | None:
    """``The paper sees A (names growing) as an ingredient``: the verb, and A (growing)."""
    verb = token.head.head
    if token.dep_ != "pobj" or token.head.lower_ != "as" or verb.pos_ != "VERB":
        return None
    if verb.tag_ == "VBG" and verb.dep_ == "xcomp" and not object_of(verb):
        return verb.head, [verb]
    return None if is_passive(verb) else (verb, object_of(verb))


def _classifier(token: Token) -> list[Token]:
    classing = _classing(token)
    return subject_of(classing[0]) if classing else []


def _classified(token: Token) -> list[Token]:
    classing = _classing(token)
    return classing[1] if classing else []


def _presented(token: Token) -> list[Token]:
    """``We use A as an alternative``: A."""
    if token.dep_ != "pobj" or token.head.lower_ != "as":
        return []
    verb = token.head.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return [verb] if verb.pos_ in {"NOUN", "PROPN"} else []
    return object_of(verb) if is_passive(verb) else subject_of(verb)


def _listed(token: Token) -> list[Token]:
    """Return what is listed behind a colon: ``three ways to B: A, C and D``."""
    for sign in token.doc[token.i + 1 : token.i + _FARTHEST]:
        if sign.text == ":":
            behind = token.doc[sign.i + 1 :]
            heads = [one for one in behind if one.head.i <= sign.i or one.dep_ == "ROOT"]
            heads = [one for one in heads if one.dep_ != "punct"]
            nominal = all(one.pos_ in {"NOUN", "PROPN"} and one.dep_ in _APART for one in heads)
            joined = [one for head in heads for one in head.conjuncts if one.i > sign.i]
            return sorted({*heads, *joined}, key=lambda one: one.i) if nominal else []
    return []


_ROLES: Final[dict[str, Callable[[Token], Iterable[Token]]]] = {
    "subject": subject_of,
    "attribute": lambda token: [child for child in token.children if child.dep_ == "attr"],
    "beneficiary": _beneficiary,
    "infinitive": _infinitive,
    "able": _able,
    "passive": lambda token: [token] if is_passive(token) else [],
    "quality": lambda token: [child for child in token.children if child.dep_ == "acomp"],
    "participle": lambda token: [token] if token.tag_ in {"VBN", "VBG"} else [],
    "hyphenated": _hyphenated,
    "described": _described,
    "presented": _presented,
    "classifier": _classifier,
    "classified": _classified,
    "contrary": _contrary,
    "trained": _trained,
    "modality": _modality,
    "number": lambda token: [child for child in token.children if child.dep_ == "nummod"],
    "particle": lambda token: [child for child in token.children if child.dep_ == "prt"],
    "listed": _listed,
    "object": object_of,
    "agent": agent_of,
    "purpose": _purpose,
    "outcome": _outcome,
    "used": _used,
    "aim": _aim,
    "past": _past,
    "preface": _preface,
    "served": _served,
    "finite": lambda token: [token] if any(c.dep_ == "auxpass" for c in token.children) else [],
    "complement": lambda token: [c for c in token.children if c.dep_ in {"ccomp", "xcomp"}],
    "compound": lambda token: [child for child in token.children if child.dep_ == "compound"],
    "because": _because,
    "modifier": _modifiers,
    "owner": _owner,
    "made": _made,
    "result": _result,
    "first": lambda token: [token],
    "rest": lambda token: token.conjuncts,
}
