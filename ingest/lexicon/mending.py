"""Parses mended where the parser takes a plural noun for a verb.

``Toll limits underpin trade`` is read as "toll limits [that] underpin ..."; ``rails bring speed
gains`` as "rails bring [that] speed gains". Two finite verbs side by side, a clause without a
link behind a verb that takes none, and a verb in a noun's role with a noun before it, give the
mistake away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc

from ingest.language.cues import words

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that take a noun and no clause.
_TRANSITIVE: Final = words(
    "boost bring build cause control create damage deliver drive enable enhance give have improve "
    "increase induce limit lower need offer produce provide raise reduce replace shape support "
    "trigger underlie underpin use yield"
)
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_NOUN_ROLES: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"})
_CLAUSAL: Final = frozenset({"dobj", "attr", "acomp", "xcomp", "ccomp", "mark", "aux", "neg"})


def mended(doc: Doc) -> Doc:
    """Return a parse with nouns for what only looks like a verb; ``doc`` itself if there is none.

    Other tokens keep their places, so that positions in the text stay.
    """
    for token in doc:
        if token.tag_ != "VBZ" or not token.i or not token.text.endswith("s"):
            continue
        before = token.nbor(-1)
        if token.dep_ in _NOUN_ROLES and before.dep_ == "compound" and before.head == token:
            return mended(_renamed(doc, token))
        if before.dep_ != "nsubj" or before.head != token or before.pos_ not in _NOMINAL:
            continue
        if (verb := _verb_after(token)) is not None:
            return mended(_retagged(doc, before, token, verb))
        if _is_object(token):
            return mended(_retagged(doc, before, token, None))
    return doc


def _verb_after(token: Token) -> Token | None:
    """Return the finite verb right behind a token that the parser made its complement."""
    if token.i + 1 == len(token.doc):
        return None
    following = token.nbor(1)
    complement = following.head == token and following.dep_ in {"xcomp", "ccomp"}
    return following if complement and following.tag_ in {"VBP", "VBD"} else None


def _is_object(token: Token) -> bool:
    verb = token.head
    return (
        token.dep_ == "ccomp"
        and verb.i < token.i
        and verb.lemma_ in _TRANSITIVE
        and not any(child.dep_ in _CLAUSAL for child in token.children)
    )


def _renamed(doc: Doc, noun: Token) -> Doc:
    """Return a parse where ``noun`` is the noun that its role says it is."""
    changed = doc.copy()
    changed[noun.i].tag_, changed[noun.i].pos_ = "NNS", "NOUN"
    changed[noun.i].lemma_ = noun.lower_.removesuffix("s")
    return changed


def _retagged(doc: Doc, modifier: Token, noun: Token, verb: Token | None) -> Doc:
    """Return a parse where ``noun`` is the subject of ``verb``, an object if that is None."""
    tags, parts = [t.tag_ for t in doc], [t.pos_ for t in doc]
    roles, lemmas = [t.dep_ for t in doc], [t.lemma_ for t in doc]
    heads = [t.head.i for t in doc]
    tags[noun.i], parts[noun.i] = "NNS", "NOUN"
    lemmas[noun.i] = noun.lower_.removesuffix("s")
    for child in modifier.children:
        heads[child.i] = noun.i
    roles[modifier.i] = "compound"
    if verb is None:
        roles[noun.i] = "dobj"
    else:
        heads[verb.i] = verb.i if noun.head == noun else noun.head.i
        roles[verb.i] = noun.dep_
        for child in noun.children:
            if child not in (modifier, verb):
                heads[child.i] = verb.i
        heads[noun.i], roles[noun.i] = verb.i, "nsubj"
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=tags,
        pos=parts,
        lemmas=lemmas,
        heads=heads,
        deps=roles,
    )
