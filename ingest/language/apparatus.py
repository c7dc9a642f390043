"""Apparatus: sentences that a document carries but does not argue.

Thanks and funding, formulae, and the steps of a procedure tell how a work came about. They
are evidence at best, and claim nothing that a debate is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.clauses import SUBJECTS, main_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.language.situation import Situation

_SERVICE: Final = re.compile(
    r"(?:\d+\.?\s+)?(?:acknowledge?ments?|funding(?: sources?| information)?|financial support|"
    r"author(?:s'|s|'s)? contributions?|contributors|(?:competing|conflicts? of) interests?|"
    r"ethics(?: statement| approval)?|data (?:and code )?availability|code availability|"
    r"supporting information|additional (?:files?|information))\W*",
    re.IGNORECASE,
)
_SERVICE_WORDING: Final = re.compile(
    r"\b(?:we|I|the authors?) (?:also |would like to )?(?:gratefully )?(?:thank|acknowledge the)\b|"
    r"(?:\b(?:am|are|is)|'re|'m) (?:\w+ly )?(?:grateful|indebted|thankful) (?:to|for)\b|"
    r"\bbenefit+ed from the (?:comments|advice|help|assistance|suggestions)\b|"
    r"\b(?:supported|funded|financed) (?:in part |partly |jointly )?by\b.{0,200}"
    r"\b(?:grants?|awards?|fellowships?|contract number)\b|\bfunders? had no role\b|"
    r"\bno (?:competing|conflicts? of|financial) interests?\b|\brelevant data are within\b",
    re.IGNORECASE,
)
_COMMAND: Final = re.compile(r"\\[a-zA-Z]+")
_WORD: Final = re.compile(r"(?<![\\\w{^])[a-zA-Z]{3,}(?![\w}])")
_MOST_COMMANDS: Final = 2
_WORDS_A_COMMAND: Final = 4
_FINDING: Final = cues.FINDING | cues.ATTITUDES - {"note", "observe", "consider", "assume"}


def is_apparatus(scene: Situation) -> bool:
    """Whether a sentence belongs to what a document carries besides its argument."""
    headings = scene.place.headings
    return (
        any(_SERVICE.fullmatch(heading) for heading in headings)
        or _SERVICE_WORDING.search(scene.sentence.clean) is not None
        or is_formula(scene.sentence.clean)
        or (scene.procedure and is_step(scene.sentence.parse))
    )


def is_formula(text: str) -> bool:
    """Whether a sentence is made of TeX rather than of words."""
    commands = len(_COMMAND.findall(text))
    return commands > _MOST_COMMANDS and len(_WORD.findall(text)) < _WORDS_A_COMMAND * commands


def is_step(doc: Doc) -> bool:
    """Whether a sentence tells what was done: ``We removed …``, ``Samples were sorted …``."""
    verb = main_verb(doc[:])
    below = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    past = verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in below)
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    done = subject is not None and (
        subject.lower_ in cues.FIRST_PERSON or subject.dep_ == "nsubjpass"
    )
    return past and done and verb.lemma_ not in _FINDING
