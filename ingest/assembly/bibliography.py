"""The document's own work, its references and its citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.assembly.known import Known, Origin, known_work, lookup, replaced_ids
from ingest.assembly.records import Records
from ingest.extracted import Extracted
from ingest.findings import CitationFound, ReferenceFound
from ingest.resolve.works import (
    Resolution,
    near_copy,
    reference_fields,
    resolve_citation,
    resolve_document,
    resolve_work,
)
from kg.model import Citation, Claim, Document, Reference, Work


def document(
    records: Records, extracted: Extracted, origin: Origin, known: Known, claims: Sequence[Claim]
) -> Document:
    """Return the document's record, tied to the work that it is a text of.

    A near-copy of a stored document is a text of the same work.
    """
    metadata, find = extracted.document.metadata, lookup(known, "work")
    works = resolve_document(
        metadata, extracted.genre, find, known_work(known), fallback=records.document_id
    )
    own = _same_as_copy(works.own, records, origin, known, claims)
    return Document(
        text=extracted.document.text,
        media_type=extracted.document.media_type,
        source=origin.source,
        name=origin.name,
        sha256=extracted.sha256,
        language=extracted.language,
        title=metadata.title,
        authors=metadata.authors,
        year=metadata.year,
        doi=metadata.doi,
        arxiv=metadata.arxiv,
        url=metadata.url,
        genre=extracted.genre,
        structure=extracted.document.blocks,
        work_id=_keep(records, own).id,
        work_score=own.score,
        reviews_id=_keep(records, works.reviewed).id if works.reviewed else None,
    )


def references(records: Records, known: Known) -> list[Reference]:
    """Return the entries of the reference list, each resolved to a work."""
    find = lookup(known, "work")
    made = []
    for found in records.parsed.layer(ReferenceFound):
        raw = records.parsed.words(found)
        resolution = resolve_work(reference_fields(found), find, known_work(known), fallback=raw)
        passage = records.passage(found)
        made.append(
            records.own(
                Reference(
                    document_id=records.document_id,
                    passage_id=passage.id,
                    run_id=records.run("references"),
                    work_id=_keep(records, resolution).id,
                    label=found.label,
                    raw=raw,
                    title=found.title,
                    authors=found.authors,
                    year=found.year,
                    container=found.container,
                    doi=found.doi,
                    arxiv=found.arxiv,
                    url=found.url,
                    score=found.score,
                )
            )
        )
    return made


def citations(
    records: Records, extracted: Extracted, references: Sequence[Reference], known: Known
) -> list[Citation]:
    """Return the in-text citations, each with the references and works that it denotes."""
    find = lookup(known, "work")
    made = []
    for found in records.parsed.layer(CitationFound):
        cited = [references[index] for index in found.references]
        works = list(dict.fromkeys(reference.work_id for reference in cited))
        if not cited:
            resolution = resolve_citation(found, find, known_work(known))
            works = [_keep(records, resolution).id] if resolution else []
        made.append(
            records.own(
                Citation(
                    document_id=records.document_id,
                    passage_id=records.passage(found).id,
                    context_id=records.passage(extracted.sentences[found.sentence]).id,
                    run_id=records.run("citations"),
                    reference_ids=tuple(dict.fromkeys(reference.id for reference in cited)),
                    work_ids=tuple(works),
                    function=found.function,
                    score=found.score,
                )
            )
        )
    return made


def _keep(records: Records, resolution: Resolution) -> Work:
    work = records.share(resolution.work)
    records.alias(work.id, (work.key, *resolution.keys))
    records.problems(resolution.faults)
    return work


def _same_as_copy(
    own: Resolution, records: Records, origin: Origin, known: Known, claims: Sequence[Claim]
) -> Resolution:
    ids = list(dict.fromkeys(claim.id for claim in claims))
    itself = {records.document_id, *replaced_ids(known, origin)}
    others = {
        identifier: counts
        for identifier, counts in known.shared_claim_counts(ids).items()
        if identifier not in itself
    }
    copied = near_copy(len(ids), others)
    if copied is None:
        return own
    original = known.get(copied)
    assert isinstance(original, Document)
    work = known_work(known)(original.work_id)
    return replace(own, work=replace(own.work, key=work.key), score=None)
