"""Apparatus: sentences that a document carries but does not argue.

Thanks and funding, formulae, and the steps of a procedure tell how a work came about. They
are evidence at best, and claim nothing that a debate is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.language.steps import is_step

if TYPE_CHECKING:
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
