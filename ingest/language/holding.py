"""Who holds a view, where the text says ``he``, ``they`` or ``the paper``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.document import ParsedDocument, Sentence
from ingest.findings import AssertionFound
from ingest.language.attitudes import Attribution
from ingest.language.frames import UNNAMED
from ingest.language.parties import Party, name_of
from ingest.language.situation import Situation
from ingest.language.wording import strip_connectives
from kg.vocab import Mode

_REACH: Final = 3
_ANTECEDENT: Final = re.compile(
    r"\b(?P<name>[A-Z][\w'’.-]*(?: (?:own|[\w'’.-]*[A-Z\d][\w'’.-]*)){0,5}"
    r" (?:paper|essay|report|study|article|post|book|preprint))\b"
)
_WORK: Final = re.compile(r"\b(?:paper|essay|report|study|article|post|book|preprint|work)$")
_SEVERAL: Final = re.compile(
    r"\band\b|^(?:others|people|those|some|many|most|critics|few)\b|\w{3,}[^s\W]s\b(?!')|\bteam\b",
    re.IGNORECASE,
)
_OWN_WORK: Final = re.compile(r"^(?:this|our|my|the present)\b", re.IGNORECASE)


def settled(
    act: Attribution,
    scene: Situation,
    document: ParsedDocument,
    before: Sequence[AssertionFound],
) -> Attribution:
    """Resolve ``he`` and ``the paper``; a paper that speaks of itself is its author."""
    if act.party is Party.PRONOUN:
        name = _named_before(scene, act) or _last_holder(scene, before, act)
        if name is not None and str(act.holder).lower() in {"he", "she"}:
            name = name.partition("'s ")[0]
        return replace(act, holder=name or UNNAMED, party=Party.NAMED)
    if act.party is not Party.WORK or scene.review or act.holder is None:
        return act
    if _OWN_WORK.match(act.holder):
        return replace(act, mode=Mode.ASSERTS, holder=None, party=Party.AUTHOR)
    return replace(act, holder=_antecedent(scene, document) or act.holder, party=Party.NAMED)


def _named_before(scene: Situation, act: Attribution) -> str | None:
    """Return the person whose name the sentence gives before ``she argues``."""
    earlier = scene.sentence.parse[: act.start]
    owners = [token for token in earlier if token.dep_ == "poss" and token.pos_ == "PROPN"]
    return name_of(owners[-1]) if owners else None


def _last_holder(
    scene: Situation, before: Sequence[AssertionFound], act: Attribution
) -> str | None:
    """Return the nearest holder before, one that agrees with the pronoun in number."""
    return next(
        (
            one.holder
            for one in reversed(before)
            if one.holder is not None
            and one.sentence >= scene.index - _REACH
            and (act.rule == "reasons-given" or _agrees(str(act.holder), one.holder))
        ),
        None,
    )


def _agrees(pronoun: str, holder: str) -> bool:
    """Whether a pronoun can stand for a holder; a work may have one author or many."""
    several = pronoun.lower() == "they"
    return bool(_WORK.search(holder)) or bool(_SEVERAL.search(holder)) is several


def _antecedent(scene: Situation, document: ParsedDocument) -> str | None:
    sentences = document.layer(Sentence)[max(0, scene.index - _REACH) : scene.index]
    names = [found["name"] for one in sentences for found in _ANTECEDENT.finditer(one.clean)]
    return strip_connectives(names[-1]) if names else None
