"""A whole database as an RO-Crate (version 1.1): its records, its quads, and its sources' hashes.

The texts that were read are described, with where they came from on the web and the SHA-256 of
their bytes, so that a reader can get them and see that they are the same.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any, BinaryIO, Final
from zipfile import ZipFile

from kg import __version__
from kg.database import Database
from kg.export import jsonl, quads
from kg.export.formats import Export, Options
from kg.export.quads import escaped
from kg.export.writing import add_text, member, packing
from kg.ids import iri
from kg.model import Document, Run
from kg.rdf.nquads import safe_iri

_FILES: Final = {
    "records.jsonl": (jsonl.EXPORT, "All records, for kg import jsonl"),
    "quads.nq": (quads.NQUADS, "All quads, for a triple store"),
}
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
_CONTEXT: Final = [f"{_SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"}]
_METADATA: Final = "ro-crate-metadata.json"
_RIGHTS: Final = "#rights"
_NO_DATE: Final = "1970-01-01"
Entity = dict[str, Any]


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    with packing(out) as archive:
        files = [_file(archive, database, name, options) for name in _FILES]
        sources = list(map(_source, database.store.each(Document)))
        graph = [_descriptor(), _root(database, files, sources), *files, _rights(), _program()]
        crate = {"@context": _CONTEXT, "@graph": [*graph, *sources]}
        text = json.dumps(crate, ensure_ascii=False, indent=1)
        add_text(archive, _METADATA, [escaped(text), "\n"])


def _file(archive: ZipFile, database: Database, name: str, options: Options) -> Entity:
    export, title = _FILES[name]
    with member(archive, name) as out, io.BufferedWriter(hashed := _Hashing(out)) as buffered:
        export.write(database, buffered, options)
    return {
        "@id": name,
        "@type": "File",
        "name": title,
        "encodingFormat": export.media_type,
        "contentSize": str(hashed.size),
        "sha256": hashed.digest.hexdigest(),
    }


class _Hashing(io.RawIOBase):
    """A stream that passes on what is written to it, counted and hashed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.size = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Pass bytes on."""
        self._out.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)


def _descriptor() -> Entity:
    return {
        "@id": _METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPECIFICATION},
    }


def _root(database: Database, files: Iterable[Entity], sources: Iterable[Entity]) -> Entity:
    latest = max((run.started_at[:10] for run in database.store.each(Run)), default=_NO_DATE)
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": "A Claimgraph database",
        "description": "Claims of texts, who holds them in which words, and what bears on them.",
        "datePublished": latest,
        "license": {"@id": _RIGHTS},
        "creator": {"@id": _program()["@id"]},
        "hasPart": [{"@id": one["@id"]} for one in files],
        "mentions": [{"@id": one["@id"]} for one in sources],
    }


def _rights() -> Entity:
    return {
        "@id": _RIGHTS,
        "@type": "CreativeWork",
        "name": "No licence stated",
        "description": "Ask whoever gave you this crate. Quoted texts belong to their authors.",
    }


def _program() -> Entity:
    return {
        "@id": "#claimgraph",
        "@type": "SoftwareApplication",
        "name": "Claimgraph",
        "version": __version__,
    }


def _source(document: Document) -> Entity:
    web = [one for one in (document.source, document.url) if one and one.startswith("http")]
    known = {
        "url": safe_iri(web[0]) if web else None,
        "author": _alone(document.authors),
        "inLanguage": document.language,
        "identifier": f"https://doi.org/{document.doi}" if document.doi else None,
    }
    return {
        "@id": iri(document.id),
        "@type": "CreativeWork",
        "name": document.title or document.name,
        "encodingFormat": document.media_type,
        "sha256": document.sha256,
        **{name: value for name, value in known.items() if value},
    }


def _alone(names: tuple[str, ...]) -> str | list[str] | None:
    """Return names as JSON-LD has them: one without a list around it."""
    return names[0] if len(names) == 1 else list(names) or None


EXPORT: Final = Export(
    "The whole database as an RO-Crate, with the hashes of its sources, for an archive",
    ".zip",
    "application/zip",
    _write,
)
