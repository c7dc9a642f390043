"""Mentions to concepts, and what the passages say of how they depend on each other."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.assembly.known import Known, known_key, lookup
from ingest.assembly.overlapping import Overlapping
from ingest.assembly.records import Records
from ingest.document import Span
from ingest.findings import DependencyDrawn, DependencyFound, MentionFound
from ingest.resolve.concepts import resolve_concepts
from kg.model import Assertion, Dependency, Mention


def dependencies(
    records: Records, assertions: Sequence[tuple[Span, Assertion]], holder_id: str, known: Known
) -> None:
    """Keep mentions, concepts and dependencies.

    A dependency is held by whoever holds the assertion that states it; ``holder_id``, the
    document's own voice, holds those of headings and diagrams.
    """
    concept_ids = _mentions(records, known)
    parsed = records.parsed
    spans = Overlapping(span for span, _ in assertions)
    for found in (*parsed.layer(DependencyFound), *parsed.layer(DependencyDrawn)):
        stating = [assertions[index] for index in spans.at(found)]
        assertion = _stating(stating, found)
        passage_id = records.passage(found).id
        records.own(
            Dependency(
                document_id=records.document_id,
                passage_id=passage_id,
                run_id=records.run(found.extractor),
                kind=found.kind,
                source_concept_id=concept_ids[found.source],
                target_concept_id=concept_ids[found.target],
                assertion_id=assertion.id if assertion else None,
                holder_id=assertion.holder_id if assertion else holder_id,
                mode=found.mode,
                polarity=found.polarity,
                hedge=found.hedge,
                group=None if found.group is None else f"{passage_id}:{found.group}",
                rule=found.rule,
                score=found.score,
            )
        )


def _mentions(records: Records, known: Known) -> Sequence[str]:
    """Keep each mention with its concept; return the concepts' ids in the layer's order."""
    found = records.parsed.layer(MentionFound)
    resolved = resolve_concepts(found, lookup(known, "concept"), known_key(known))
    for concept in resolved.concepts:
        records.share(concept)
    for mention, concept_id in zip(found, resolved.concept_ids, strict=True):
        records.own(
            Mention(
                document_id=records.document_id,
                passage_id=records.passage(mention).id,
                run_id=records.run(mention.extractor),
                concept_id=concept_id,
                kind=mention.kind,
                score=mention.score,
            )
        )
    for key, concept_id in resolved.aliases:
        records.alias(concept_id, [key])
    return resolved.concept_ids


def _stating(assertions: Sequence[tuple[Span, Assertion]], found: Span) -> Assertion | None:
    """Return the narrowest of the assertions whose passages overlap the finding most."""

    def overlap(item: tuple[Span, Assertion]) -> tuple[int, int]:
        span = item[0]
        common = min(span.end, found.end) - max(span.start, found.start)
        return common, span.start - span.end

    best = max(assertions, key=overlap, default=None)
    return best[1] if best else None
