"""Records as plain objects, as JSON Lines hold them: every field by name, nothing derived."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from typing import Any, Final

from kg.errors import IntegrityError
from kg.model import Record
from kg.store.attributes import CLASSES, Attribute, attributes
from kg.store.rows import to_record

Plain = dict[str, Any]
KIND: Final = "record"
_LARGEST: Final = 2**63 - 1


def to_plain(record: Record) -> Plain:
    """Return a record's kind and fields, of which JSON knows all values.

    What is no finite number, which JSON has not, is its name: ``inf``.
    """
    given = {one.name: _value(getattr(record, one.name)) for one in attributes(type(record))}
    return {KIND: record.KIND, **given}


def from_plain(given: Plain) -> Record:
    """Return the record of a kind and fields.

    Raises:
        ValueError: if they are not exactly what :func:`to_plain` writes of some record, or
            hold what cannot be stored.
    """
    cls = CLASSES.get(str(given.get(KIND)))
    if cls is None:
        raise ValueError(f"no record is called {given.get(KIND)!r}")
    check_storable(given)
    known = {one.name: one for one in attributes(cls)}
    for name in [*known.keys() - given.keys(), *given.keys() - known.keys() - {KIND}]:
        raise ValueError(f"a {cls.KIND} {'lacks' if name in known else 'has no'} field {name!r}")
    try:
        lists = {name: given[name] for name, one in known.items() if one.refs}
        record = to_record(cls, {name: _cell(one, given[name]) for name, one in known.items()},
                           lists)  # fmt: skip
    except IntegrityError:
        raise ValueError("its id is not the one that its content gives") from None
    except (TypeError, AttributeError, KeyError, OverflowError) as error:
        raise ValueError(f"a field has a value of the wrong kind ({error})") from None
    for name, one in known.items():
        if _value(getattr(record, name)) != given[name] or not _fits(one, given[name]):
            raise ValueError(f"{given[name]!r} cannot be the {name} of a {cls.KIND}"[:200])
    return record


def check_storable(value: Any) -> None:
    """Make sure that every database can hold a value.

    Raises:
        ValueError: if a text in it has a NUL character or a lone surrogate, or a whole number
            has more than 64 bits.
    """
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            leaf.encode()  # a UnicodeEncodeError is a ValueError
            if "\0" in leaf:
                raise ValueError("a text holds a NUL character")
        elif isinstance(leaf, int) and abs(leaf) > _LARGEST:
            raise ValueError("a number is too large")


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _value(item) for name, item in asdict(value).items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _cell(attribute: Attribute, value: Any) -> Any:
    """Return a value as the row of a record has it."""
    if attribute.refs or not attribute.many:
        return value
    if not is_dataclass(attribute.type):
        return json.dumps(value)
    names = [one.name for one in fields(attribute.type)]
    return json.dumps([[item[name] for name in names] for item in value])


def _fits(attribute: Attribute, value: Any) -> bool:
    if value is None:
        return attribute.optional or attribute.ratio
    if attribute.ratio:
        return bool(0 <= value <= 1)
    return not attribute.choices or value in attribute.choices
