"""Dependencies between claims: what holds only if, so long as, or because something else does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import AssertionFound, ClaimDependencyFound, Finding, Found
from ingest.language.claim_ends import Stated, stated
from kg.vocab import RELATION_KINDS


class ClaimDependencyExtractor:
    """Ties the clauses of an assertion that makes one claim rest on another.

    Frames are explained in :mod:`ingest.language.conditions`; the span is the assertion that
    says so. Scores stay None here: they are the precision of the frame, where it was measured.
    """

    name = "claim-dependencies"
    version = "1"
    makes: type[Finding] = ClaimDependencyFound
    requires: tuple[type[Span], ...] = (Sentence, AssertionFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of dependencies between assertions."""
        layer = document.layer(AssertionFound)
        return Found(ClaimDependencyFound, tuple(_dependencies(document, layer)))


def _dependencies(
    document: ParsedDocument, layer: Sequence[AssertionFound]
) -> Iterator[ClaimDependencyFound]:
    places = {_identity(one): index for index, one in enumerate(layer)}
    for one in stated(document, (found for found in layer if not found.is_inner)):
        condition, consequence, whole = (
            places.get(_identity(end)) for end in (one.condition, one.consequence, one.whole)
        )
        if condition is not None and consequence is not None and whole is not None:
            yield _found(one, whole, condition=condition, consequence=consequence)


def _found(one: Stated, whole: int, *, condition: int, consequence: int) -> ClaimDependencyFound:
    frame = one.contingency.frame
    rests = RELATION_KINDS[frame.kind].dependent == "source"
    source, target = (consequence, condition) if rests else (condition, consequence)
    return ClaimDependencyFound(
        start=one.whole.start,
        end=one.whole.end,
        kind=frame.kind,
        source=source,
        target=target,
        rule=one.contingency.rule,
        mode=one.mode,
        hedge=one.hedge,
        assertion=whole,
    )


def _identity(one: AssertionFound) -> tuple[object, ...]:
    return one.start, one.end, one.rule, one.holder, one.mode
