"""Passages as Web Annotations (W3C Recommendation, 2017), which annotation tools show in place.

An annotation for each assertion, evidence and mention that is not rejected. Its target is the
page on the web that the text is of, where one is known, else our name of the text. A page is
found by the words; positions are those in our text, and given only where the target is that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Final, TypeAlias

from kg.database import Database
from kg.export.formats import Export, Options
from kg.export.quads import escaped
from kg.ids import iri
from kg.model import (
    Agent,
    Assertion,
    Claim,
    Concept,
    Document,
    Evidence,
    Mention,
    Passage,
    Run,
    Work,
)
from kg.rdf.nquads import safe_iri
from kg.vocab import MODE_WORDS, Status

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_PAGE: Final = 200
_HEAD: Final = {
    "@context": _CONTEXT,
    "id": "https://w3id.org/claimgraph/id/annotations",
    "type": "AnnotationPage",
}
Anchored: TypeAlias = Assertion | Evidence | Mention
Body: TypeAlias = dict[str, Any]


def _write(database: Database, out: BinaryIO, _options: Options) -> None:
    head = json.dumps(_HEAD, separators=(",", ":")).removesuffix("}")
    out.write(f'{head},"items":['.encode())
    before = "\n"
    for annotation in _annotations(database):
        written = json.dumps(annotation, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{before}{escaped(written)}".encode())
        before = ",\n"
    out.write(b"\n]}\n")


def _annotations(database: Database) -> Iterator[Body]:
    address = _addresses(database)
    for cls, bodies in _BODIES.items():
        records = database.store.each(cls)
        while page := list(islice(records, _PAGE)):
            counting = [one for one in page if getattr(one, "status", None) != Status.REJECTED]
            passages = database.store.load(Passage, {one.passage_id for one in counting})
            runs = database.store.load(Run, {one.run_id for one in counting})
            said = bodies(database, counting)
            for one in counting:
                passage, run = passages[one.passage_id], runs[one.run_id]
                yield {
                    "id": f"{iri(one.id)}#annotation",
                    "type": "Annotation",
                    "motivation": "identifying" if cls is Mention else "describing",
                    "created": run.started_at,
                    "generator": {"type": "Software", "name": f"{run.extractor} {run.version}"},
                    "body": said[one.id],
                    "target": _target(passage, address[passage.document_id]),
                }


def _addresses(database: Database) -> dict[str, str]:
    """Return, by document, where on the web its text is; our name of it where nobody says."""
    found = {}
    for document in database.store.each(Document):
        work = database.store.load(Work, [document.work_id])[document.work_id]
        doi = document.doi or work.doi
        named = [document.source, document.url, f"https://doi.org/{doi}" if doi else None, work.url]
        web = [one for one in named if one and one.startswith(("https://", "http://"))]
        found[document.id] = safe_iri(web[0]) if web else iri(document.id)
    return found


def _target(passage: Passage, source: str) -> Body:
    quote = {
        "type": "TextQuoteSelector",
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }
    place = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    ours = source == iri(passage.document_id)
    return {"id": iri(passage.id), "type": "SpecificResource", "source": source,
            "selector": [quote, place] if ours else quote}  # fmt: skip


def _text(value: str, purpose: str = "describing") -> Body:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _about(identifier: str) -> Body:
    return {"type": "SpecificResource", "source": iri(identifier), "purpose": "linking"}


def _asserted(database: Database, page: list[Assertion]) -> dict[str, list[Body]]:
    claims = database.store.load(Claim, {one.claim_id for one in page})
    holders = database.store.load(Agent, {one.holder_id for one in page})
    return {
        one.id: [
            _text(f"{MODE_WORDS[one.mode]} {holders[one.holder_id].name}: "
                  f"{claims[one.claim_id].wording}"),
            _text(one.mode, "tagging"),
            _about(one.claim_id),
        ]
        for one in page
    }  # fmt: skip


def _evident(_database: Database, page: list[Evidence]) -> dict[str, list[Body]]:
    return {one.id: [_text("evidence", "tagging"), _text(one.kind, "tagging")] for one in page}


def _mentioned(database: Database, page: list[Mention]) -> dict[str, list[Body]]:
    concepts = database.store.load(Concept, {one.concept_id for one in page})
    return {
        one.id: [_text(concepts[one.concept_id].label, "tagging"), _about(one.concept_id)]
        for one in page
    }


# Any: each takes records of its own class.
_BODIES: Final[dict[type[Anchored], Callable[[Database, list[Any]], dict[str, list[Body]]]]] = {
    Assertion: _asserted,
    Evidence: _evident,
    Mention: _mentioned,
}

EXPORT: Final = Export(
    "Passages as Web Annotations, for tools that show them on the page",
    ".jsonld",
    'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    _write,
)
