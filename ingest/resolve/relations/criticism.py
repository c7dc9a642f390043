"""Signals: doubts about what a conclusion rests on, and a review's objections to its work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.pair import Pair
from ingest.resolve.relations.proposal import Proposal

# What a wording that doubts a method, a sample or an inference says.
_DOUBTS: Final = re.compile(
    r"\b(?:does not (?:follow|show|prove|establish|imply|mean)|do not (?:show|prove|imply)|"
    r"tells? (?:us )?nothing|says? nothing|no evidence|cannot (?:show|prove|tell|establish)|"
    r"confound\w*|contaminat\w*|bias(?:ed)?|unrepresentative|cherry-?pick\w*|self-?report\w*|"
    r"selection|spurious|artefacts?|artifacts?|misread\w*|misinterpret\w*|overlook\w*|ignor\w+|"
    r"(?:counted|asked|sampled|measured|included|covered|surveyed|tested|studied) only|"
    r"only (?:counted|asked|sampled|measured|included|covered|those)|volunteer\w*|"
    r"(?:had|was|were|been) (?:already )?(?:been )?(?:seen|trained|leaked|included|exposed)|"
    r"uncontrolled|without (?:controlling|a control|citation|nuance|justification)|"
    r"no (?:control|error bars|citation|justification|methodology|statistical)|"
    r"not (?:argued|demonstrated|established|controlled|shown|justified|comparable|described|"
    r"falsifiable|replicated|random\w*|representative|specified)|unspecified|untested|unproven|"
    r"asserted rather than|rests? on (?:a|one|few|fewer|too|test)|too (?:small|few|short)|"
    r"(?:one|a single) source|does not (?:address|control|consider|account))\b",
    re.IGNORECASE,
)
# What a wording that draws a conclusion says.
_CONCLUDES: Final = re.compile(
    r"\b(?:shows? that|shows?|proves?|demonstrates?|indicates?|suggests?|implies|evidence|"
    r"since|because|therefore|thus|so that|hence|confirms?|establish\w*|reveals?)\b",
    re.IGNORECASE,
)
_LIKE: Final = 0.4
_REVIEWED: Final = 0.5
_SHARED: Final = 2


def undercut(pair: Pair) -> Iterator[Proposal]:
    """Propose that one wording doubts what the conclusion of the other rests on."""
    for source, target in ((pair.one, pair.other), (pair.other, pair.one)):
        if (
            source.can_oppose
            and pair.cosine >= _LIKE
            and len(pair.shared) >= _SHARED
            and doubts(source)
            and _CONCLUDES.search(target.wording)
            and not doubts(target)
        ):
            yield Proposal("undercuts", source, target, "doubts-inference")


def object_to(pair: Pair) -> Iterator[Proposal]:
    """Propose that a review, in its own voice, objects to a claim of the work that it is about."""
    for source, target in ((pair.one, pair.other), (pair.other, pair.one)):
        if (
            source.reviews_id is not None
            and source.is_asserted
            and doubts(source)
            and not doubts(target)
            and source.reviews_id in target.views_of
            and pair.cosine >= _REVIEWED
        ):
            yield Proposal("undercuts", source, target, "review-objects")


def doubts(candidate: Candidate) -> bool:
    """Whether a wording finds a method, a sample or an inference wanting."""
    return bool(_DOUBTS.search(candidate.wording))
