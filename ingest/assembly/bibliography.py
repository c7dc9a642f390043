"""The document's own work, its references and its citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.assembly.known import Known, Origin, replaced_ids
from ingest.assembly.records import Records
from ingest.assembly.shelf import Shelf
from ingest.document import Span
from ingest.extracted import Extracted
from ingest.findings import CitationFound, ReferenceFound
from ingest.resolve.works import (
    Resolution,
    near_copy,
    resolve_citation,
    resolve_document,
)
from kg.model import Citation, Claim, Document, Reference


def document(
    records: Records,
    extracted: Extracted,
    origin: Origin,
    shelf: Shelf,
    known: Known,
    claims: Sequence[Claim],
) -> Document:
    """Return the document's record, tied to the work that it is a text of.

    A near-copy of a stored document is a text of the same work.
    """
    metadata = extracted.document.metadata
    works = resolve_document(
        metadata, extracted.genre, shelf.find, shelf.work, fallback=records.document_id
    )
    own = _same_as_copy(works.own, records, origin, shelf, known, claims)
    work = shelf.keep(own)
    shelf.propose(own.work, work, records.run("references"))
    return Document(
        text=extracted.document.text,
        media_type=extracted.document.media_type,
        source=origin.source,
        name=origin.name,
        sha256=extracted.sha256,
        language=extracted.language,
        **metadata.description(),
        genre=extracted.genre,
        structure=extracted.document.blocks,
        work_id=work.id,
        work_score=own.score,
        reviews_id=shelf.keep(works.reviewed).id if works.reviewed else None,
    )


def references(records: Records, shelf: Shelf) -> list[Reference]:
    """Return the entries of the reference list, each resolved to a work."""
    entries = records.parsed.layer(ReferenceFound)
    shelf.fetch(entry.described for entry in entries)
    made = []
    for found in entries:
        run_id, raw = records.run(found.extractor), records.parsed.words(found)
        resolution = shelf.cite(found.described, raw, run_id)
        made.append(
            records.own(
                Reference(
                    document_id=records.document_id,
                    passage_id=records.passage(found).id,
                    run_id=run_id,
                    work_id=resolution.work.id,
                    label=found.label,
                    raw=raw,
                    **found.described.description(),
                    score=resolution.score,
                )
            )
        )
    return made


def citations(
    records: Records, extracted: Extracted, references: Sequence[Reference], shelf: Shelf
) -> list[Citation]:
    """Return the in-text citations, each with the references and works that it denotes."""
    made = []
    for found in records.parsed.layer(CitationFound):
        cited = [references[index] for index in found.references]
        works = list(dict.fromkeys(reference.work_id for reference in cited))
        if not cited:
            resolution = resolve_citation(found, shelf.find, shelf.work)
            works = [shelf.keep(resolution).id] if resolution else []
        made.append(
            records.own(
                Citation(
                    document_id=records.document_id,
                    passage_id=records.passage(found).id,
                    context_id=records.passage(_context(extracted, found)).id,
                    run_id=records.run(found.extractor),
                    reference_ids=tuple(dict.fromkeys(reference.id for reference in cited)),
                    work_ids=tuple(works),
                    function=found.function,
                    score=found.score,
                )
            )
        )
    return made


def _context(extracted: Extracted, found: CitationFound) -> Span:
    """Return the sentence that a marker serves; where there is none, its line."""
    if found.sentence is not None:
        return extracted.sentences[found.sentence]
    text = extracted.document.text
    end = text.find("\n", found.end)
    return Span(start=text.rfind("\n", 0, found.start) + 1, end=end if end >= 0 else len(text))


def _same_as_copy(
    own: Resolution,
    records: Records,
    origin: Origin,
    shelf: Shelf,
    known: Known,
    claims: Sequence[Claim],
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
    work = shelf.work(original.work_id)
    return replace(own, work=replace(own.work, key=work.key), score=None)
