"""From the layers of a document to its Bundle of records.

Findings refer to each other by position in their layer; here they get ids, passages, and
the shared records (works, agents, concepts, claims) that they are about.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.assembly import arguments, bibliography, concepts
from ingest.assembly.confidence import learn, refitted
from ingest.assembly.known import Known, Origin
from ingest.assembly.links import tied
from ingest.assembly.records import Records
from ingest.assembly.shelf import Shelf
from ingest.extracted import Extracted
from kg.analysis import calibration
from kg.model import Bundle

__all__ = ["Known", "Origin", "assemble"]


def assemble(extracted: Extracted, origin: Origin, known: Known) -> Bundle:
    """Return all that a document contributes, tied to what the database knows."""
    records = Records(extracted.document, extracted.versions)
    claims = arguments.claims(records)
    shelf = Shelf(records, known)
    document = bibliography.document(records, extracted, origin, shelf, known, claims)
    references = bibliography.references(records, shelf)
    citations = bibliography.citations(records, extracted, references, shelf)
    held_by = arguments.holders(records, document, known)
    stated = arguments.assertions(records, held_by, claims)
    arguments.evidence(records, stated, citations)
    arguments.relations(records, stated)
    arguments.dependencies(records, stated)
    arguments.position(records, claims, known)
    concepts.dependencies(records, stated, records.share(held_by.author).id, known)
    records.problems(extracted.document.faults)
    shifts = calibration.shifts(known.judged())
    learn(records, shifts)
    bundle = Bundle(document, tuple(records.owned.values()), tuple(records.shared.values()))
    whole = tied(bundle, origin, known)
    return replace(whole, links=refitted(whole.links, shifts))
