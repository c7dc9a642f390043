"""Signal: a text says that it agrees or disagrees with a work that it cites, or its author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.language.agreement import AGREES, DISAGREES, Stand, stand
from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.pair import Pair
from ingest.resolve.relations.proposal import Proposal
from ingest.resolve.relations.retrieval import stand_key

ENDORSES: Final = "endorses-author"
OPPOSES: Final = "opposes-author"
_SHARED_SHARE: Final = 0.3
_SHARED_WORDS: Final = 2
_LIKE: Final = 0.5
_LEAST_NAME: Final = 3


def cite(pair: Pair) -> Iterator[Proposal]:
    """Propose from explicit words on a cited work, and from a stand towards its author."""
    for source, target in ((pair.one, pair.other), (pair.other, pair.one)):
        if not source.is_put_forward:
            continue
        if target.views_of & frozenset(source.cites) and _same_matter(pair, target):
            if DISAGREES.search(source.wording):
                yield Proposal("rebuts", source, target, "cites-and-disagrees")
            elif AGREES.search(source.wording):
                yield Proposal("supports", source, target, "cites-and-agrees")
        taken = source.stand
        if taken is not None and _is_meant(taken, source, target):
            if not taken.whole and not _same_matter(pair, target):
                continue
            if taken.agrees:
                yield Proposal("supports", source, target, ENDORSES)
            elif source.can_oppose and not pair.one_voice:
                yield Proposal("rebuts", source, target, OPPOSES)


def speaks_of_agreement(candidate: Candidate) -> bool:
    """Whether a wording says that it agrees or disagrees with something."""
    return bool(
        DISAGREES.search(candidate.wording) or AGREES.search(candidate.wording) or candidate.stand
    )


def seeks_voice(wording: str) -> bool:
    """Whether a wording agrees or disagrees with somebody by name."""
    taken = stand(wording)
    return taken is not None and bool(taken.name)


def answering(candidate: Candidate) -> frozenset[str]:
    """Return the keys of claims that take sides towards those whose view a claim is."""
    return frozenset(stand_key(part) for name in candidate.voices for part in parts(name))


def answered(candidate: Candidate) -> frozenset[str]:
    """Return the last names of those whom a wording takes sides with or against.

    A first name counts where the text gives the full name somewhere.
    """
    taken = candidate.stand
    return _families(taken, candidate) if taken is not None else frozenset()


def parts(name: str) -> frozenset[str]:
    """Return the words of a name, without initials."""
    return frozenset(w for w in re.findall(r"[^\W\d_]+", name.casefold()) if len(w) >= _LEAST_NAME)


def family(name: str) -> str:
    """Return the last name of ``Jo Doe`` and of ``Doe, J.``."""
    first = name.split(",")[0] if "," in name else name.split()[-1] if name.split() else ""
    return first.strip().casefold().removesuffix("’s").removesuffix("'s")


def _families(taken: Stand, source: Candidate) -> frozenset[str]:
    who = taken.name.casefold()
    return frozenset(family(name) for name in source.people if who and who in parts(name))


def _is_meant(taken: Stand, source: Candidate, target: Candidate) -> bool:
    """Whether the target is a view of whom the source speaks: by name, or by citing the work."""
    if not target.is_put_forward:
        return False
    named = _families(taken, source)
    if named:
        return any(family(name) in named for name in target.voices)
    return bool(target.views_of & frozenset(source.cites))


def _same_matter(pair: Pair, target: Candidate) -> bool:
    shared = len(pair.shared)
    return shared >= max(_SHARED_WORDS, _SHARED_SHARE * len(target.content)) or (
        pair.cosine >= _LIKE and shared >= _SHARED_WORDS
    )
