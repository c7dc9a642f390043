"""CSL-JSON: the items of citation processors, as Zotero, Mendeley and pandoc write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ingest.bibliography.entries import Entry, with_identifiers, year_in
from ingest.bibliography.names import display_name, written_name
from ingest.document import Fault
from kg.errors import RefusedError
from kg.model import Description

_CREATORS: Final = ("author", "editor", "collection-editor", "director", "translator")
_DATES: Final = ("issued", "original-date", "submitted")
_HINTS: Final = ("note", "number", "archive", "archive_location", "container-title")
_MARKUP: Final = re.compile(r"</?(?:i|b|sup|sub|em|strong|sc|span)(?:\s[^<>]{0,200})?>")
_MAX_VALUE: Final = 10_000
_MAX_NAMES: Final = 5_000


def parse_csl(text: str, name: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries of a CSL-JSON file in its order, and what is wrong in it.

    The items are a list, one object, or the list under ``items`` or ``references``.

    Raises:
        RefusedError: if the text is no JSON or holds no list of items.
    """
    return read_items(_items(_loaded(text, name), name), name)


def read_items(items: Sequence[Any], name: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries for CSL items that are already decoded, and what is wrong in them."""
    entries: dict[str, Entry] = {}
    faults = []
    for number, item in enumerate(items, 1):
        entry = _entry(item, number)
        if entry is None:
            faults.append(_fault(name, number, "is no item of CSL with a type or title"))
        elif entry.described == Description():
            faults.append(_fault(name, number, "says nothing of a work and is left out"))
        elif entry.key in entries:
            faults.append(_fault(name, number, f"repeats the id {entry.key}; the first is kept"))
        else:
            entries[entry.key] = entry
    return tuple(entries.values()), tuple(faults)


def described_item(item: Mapping[str, Any]) -> Description:
    """Return the description that an item of CSL gives."""
    described = Description(
        title=_text(item.get("title")) or _text(item.get("title-short")),
        authors=next(filter(None, (_names(item.get(role)) for role in _CREATORS)), ()),
        year=next(filter(None, (_year(item.get(date)) for date in _DATES)), None),
        container=_text(item.get("container-title")) or _text(item.get("collection-title")),
        volume=_text(item.get("volume")),
        issue=_text(item.get("issue")),
        pages=_text(item.get("page")),
        publisher=_text(item.get("publisher")),
    )
    doi, url = (_text(item.get(one)) or "" for one in ("DOI", "URL"))
    return with_identifiers(
        described, doi, url, filter(None, (_text(item.get(one)) for one in _HINTS))
    )


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        where = (
            f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise RefusedError(
            f"{name}: {where or 'nested too deep'}; save the bibliography as CSL-JSON again"
        ) from error


def _items(loaded: Any, name: str) -> Sequence[Any]:
    found = loaded
    if isinstance(loaded, dict):
        found = next((loaded[key] for key in ("items", "references") if key in loaded), [loaded])
    if not isinstance(found, list) or not any(map(_is_item, found)):
        raise RefusedError(f"{name}: is JSON without items of CSL; export it as CSL-JSON")
    return found


def _is_item(item: Any) -> bool:
    return isinstance(item, dict) and bool(_text(item.get("title")) or _text(item.get("type")))


def _entry(item: Any, number: int) -> Entry | None:
    if not _is_item(item):
        return None
    keys = (_text(item.get(one)) for one in ("id", "citation-key"))
    key = next(filter(None, keys), None) or f"item{number}"
    return Entry(key=key, described=described_item(item), kind=_text(item.get("type")))


def _text(value: Any) -> str | None:
    """Return a value on one line without markup; None if it is missing, too long or no scalar."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]  # as Crossref writes titles
    if not isinstance(value, str) or len(value) > _MAX_VALUE:
        return None
    return " ".join(_MARKUP.sub("", value).split()) or None


def _names(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(filter(None, (_name(one) for one in listed[:_MAX_NAMES])))


def _name(value: Any) -> str | None:
    if not isinstance(value, dict):
        return written_name(_text(value) or "") or None
    if literal := _text(value.get("literal")) or _text(value.get("name")):
        return literal
    family, given, suffix, dropping, prefix = (
        _text(value.get(part)) or ""
        for part in ("family", "given", "suffix", "dropping-particle", "non-dropping-particle")
    )
    whole = " ".join(filter(None, (prefix or dropping, family)))
    return display_name(whole, given, suffix) or None


def _year(value: Any) -> int | None:
    """Return the year of a date in any of CSL's forms, and pandoc's lists of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        stated = [
            *_date_parts(value.get("date-parts")),
            value.get("raw"),
            value.get("literal"),
            value.get("year"),
        ]
        return next(filter(None, (_year(one) for one in stated)), None)
    text = _text(value)
    return year_in(text) if text else None


def _date_parts(value: Any) -> Iterator[Any]:
    if isinstance(value, list) and value and isinstance(value[0], list):
        yield from value[0][:1]


def _fault(name: str, number: int, what: str) -> Fault:
    return Fault(code="bad-bibliography", message=f"{name}: item {number} {what}")
