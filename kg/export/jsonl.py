"""A whole database as JSON Lines, both ways: an object a line, for scripts and for moving house.

The first line names the format, the last says how many came before it, so that a file that was
cut short is refused. Marks that turn the direction of writing are written as their numbers.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from shutil import copyfileobj
from typing import Any, BinaryIO, Final, NoReturn

from kg.database import Database
from kg.errors import RefusedError
from kg.export.formats import Export, Import, Options
from kg.export.quads import escaped
from kg.store.dumping import MisfitError

_HEAD: Final = {"format": "claimgraph-records", "version": 1}
_END: Final = "lines"
_REASON: Final = 300
Fields = dict[str, Any]


def _write(database: Database, out: BinaryIO, _options: Options) -> None:
    lines = 1
    out.write(_line(_HEAD))
    for fields in database.store.dump():
        out.write(_line(fields))
        lines += 1
    out.write(_line({_END: lines}))


def _read(database: Database, stream: BinaryIO, name: str) -> str:
    with tempfile.TemporaryFile() as file:  # to be read again where a record is at fault
        copyfileobj(stream, file)
        file.seek(0)
        try:
            count = database.store.restore(_numbered(file))
        except MisfitError as error:
            line = error.line or _line_of(file, str(error.identifier))
            reason = str(error) if error.line else f"line {line}: {error}"
            raise RefusedError(f"{name}: {reason[:_REASON]}; nothing was added") from None
        except RefusedError as error:
            raise RefusedError(f"{name}: {error}; nothing was added") from None
    return f"{name}: {count:,} lines added"


def _line(fields: Fields) -> bytes:
    written = json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{escaped(written)}\n".encode()


def _numbered(file: BinaryIO) -> Iterator[tuple[int, Fields]]:
    """Yield the objects between the first line and the last, with the numbers of their lines."""
    number, ended = 0, False
    for number, line in enumerate(file, 1):
        fields = _parsed(line, number)
        if ended:
            raise MisfitError("it stands after the last line", number)
        if number == 1:
            if fields != _HEAD:
                raise MisfitError("it is not the head of what kg export jsonl writes", number)
        elif _END in fields:
            ended = fields == {_END: number - 1}
            if not ended:
                raise MisfitError(f"{number - 1} lines stand before it, not {fields[_END]}", number)
        else:
            yield number, fields
    if not ended:
        raise MisfitError("the file ends too early: its last line is missing", number or 1)


def _parsed(line: bytes, number: int) -> Fields:
    try:
        found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"),
                           parse_constant=_no_number)  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise MisfitError(f"it is no JSON in UTF-8: {error}", number) from None
    if not isinstance(found, dict):
        raise MisfitError("it is no JSON object", number)
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _line_of(file: BinaryIO, identifier: str) -> int:
    """Return the number of the line that has the record of an id; 1 where none has."""
    file.seek(0)
    for number, line in enumerate(file, 1):
        if identifier.encode() in line and json.loads(line).get("id") == identifier:
            return number
    return 1


_TITLE: Final = "All records, an object a line; comes back whole with kg import jsonl"
EXPORT: Final = Export(_TITLE, ".jsonl", "application/jsonl", _write)
IMPORT: Final = Import("What kg export jsonl wrote, into an empty database", ".jsonl", _read)
