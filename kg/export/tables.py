"""The records as CSV tables in a zip, described by a Frictionless data package.

A table a kind of record, a column a field; lists are JSON in a cell. Texts of documents, their
structure and their places on this machine are left out: ``kg export jsonl`` has them.

A spreadsheet runs cells that begin with ``=``, ``+``, ``-`` or ``@`` as formulas. Texts from
documents that begin so, or with white space or an apostrophe, have an apostrophe before them;
to undo that, take one off every text that begins with one. An empty cell is unknown or empty.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any, BinaryIO, Final
from zipfile import ZipFile

from kg.database import Database
from kg.export.formats import Export, Options
from kg.export.spreadsheet import shielded
from kg.export.writing import add_text, member, packing
from kg.model import RECORDS, Document, Record
from kg.store.attributes import Attribute, attributes
from kg.store.plain import to_plain
from kg.vocab import RELATION_KINDS

_LEFT_OUT: Final = {(Document, name) for name in ("text", "structure", "source")}
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}
_KINDS: Final = ("name", "label", "inverse", "family", "sign", "definition")
_NOTE: Final = (
    "Texts that begin with = + - @ ' or white space have an apostrophe before them, so that no "
    "spreadsheet runs them: take one off each text that begins with one. Lists are JSON."
)


def _write(database: Database, out: BinaryIO, _options: Options) -> None:
    with packing(out) as archive:
        add_text(archive, "datapackage.json", [json.dumps(package(), indent=1) + "\n"])
        for cls in RECORDS:
            _table(archive, database, cls)
        _kinds(archive)


def package() -> dict[str, Any]:
    """Return the description of the tables (Data Package, version 1)."""
    return {
        "profile": "tabular-data-package",
        "name": "claimgraph",
        "title": "Claims, who holds them, and what bears on them",
        "description": _NOTE,
        "resources": [*map(_resource, RECORDS), _kinds_resource()],
    }


def _columns(cls: type[Record]) -> list[Attribute]:
    return [one for one in attributes(cls) if (cls, one.name) not in _LEFT_OUT]


def _table(archive: ZipFile, database: Database, cls: type[Record]) -> None:
    columns = _columns(cls)
    with (
        member(archive, f"{cls.KIND}.csv") as file,
        io.TextIOWrapper(file, "utf-8", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(one.name for one in columns)
        for record in database.store.each(cls):
            fields = to_plain(record)
            writer.writerow(_cell(one, fields[one.name]) for one in columns)


def _cell(attribute: Attribute, value: Any) -> Any:
    if attribute.many:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return shielded(value) if isinstance(value, str) else value


def _resource(cls: type[Record]) -> dict[str, Any]:
    columns = _columns(cls)
    keys = [
        {
            "fields": one.name,
            "reference": {"resource": "" if one.ref == cls.KIND else one.ref, "fields": "id"},
        }
        for one in columns
        if one.ref
    ]
    schema: dict[str, Any] = {"fields": [*map(_field, columns)], "primaryKey": "id"}
    if keys:
        schema["foreignKeys"] = keys
    return _described(cls.KIND, schema)


def _field(attribute: Attribute) -> dict[str, Any]:
    kind = "array" if attribute.many else _TYPES.get(attribute.type, "string")
    limits: dict[str, Any] = {}
    if attribute.names or attribute.choices:
        limits["enum"] = [*(attribute.names or attribute.choices)]
    if attribute.ratio:
        limits |= {"minimum": 0, "maximum": 1}
    field = {"name": attribute.name, "type": kind}
    return field | ({"constraints": limits} if limits else {})


def _kinds(archive: ZipFile) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_KINDS)
    for kind in RELATION_KINDS.values():
        writer.writerow(getattr(kind, name) for name in _KINDS)
    add_text(archive, "kinds.csv", [text.getvalue()])


def _kinds_resource() -> dict[str, Any]:
    fields = [{"name": n, "type": "integer" if n == "sign" else "string"} for n in _KINDS]
    return _described("kinds", {"fields": fields, "primaryKey": "name"})


def _described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


EXPORT: Final = Export(
    "Tables of all records, with a Frictionless data package, for spreadsheets and statistics",
    ".zip",
    "application/zip",
    _write,
)
