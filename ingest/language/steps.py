"""Steps of a procedure: sentences that tell what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.clauses import SUBJECTS, main_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FINDING: Final = cues.FINDING | cues.ATTITUDES - {"note", "observe", "consider", "assume"}


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
