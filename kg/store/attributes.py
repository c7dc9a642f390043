"""What the records declare of their fields, read once: tables and rows both follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from kg.model import RECORDS, Record

CLASSES: Final[dict[str, type[Record]]] = {cls.KIND: cls for cls in RECORDS}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field of a record class.

    ``type`` is the type of the value, or of its items where ``many`` says that the field is
    a tuple; ``ref`` and ``refs`` name the kind of record that the field refers to.
    """

    name: str
    type: type
    many: bool
    optional: bool
    ref: str | None
    refs: str | None
    choices: tuple[str, ...]
    ratio: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The values of a closed vocabulary; empty where any value may stand."""
        return tuple(member.value for member in self.type) if issubclass(self.type, StrEnum) else ()

    @property
    def is_enum(self) -> bool:
        """Whether the values are members of an enumeration."""
        return issubclass(self.type, StrEnum)


def attributes(cls: type[Record]) -> tuple[Attribute, ...]:
    """Return the declared fields of a record class in order, ``id`` first."""
    return _ATTRIBUTES[cls]


def is_owned(cls: type[Record]) -> bool:
    """Whether the records of a class belong to one document and go when it goes."""
    return any(attribute.name == "document_id" for attribute in attributes(cls))


def has_status(cls: type[Record]) -> bool:
    """Whether a person can accept or reject the records of a class."""
    return any(attribute.name == "status" for attribute in attributes(cls))


def _attribute(name: str, hint: Any, metadata: Any) -> Attribute:
    optional = isinstance(hint, UnionType) and NoneType in get_args(hint)
    if optional:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    many = get_origin(hint) is tuple
    return Attribute(
        name=name,
        type=get_args(hint)[0] if many else hint,
        many=many,
        optional=optional,
        ref=metadata.get("ref"),
        refs=metadata.get("refs"),
        choices=metadata.get("choices", ()),
        ratio=metadata.get("ratio", False),
    )


def _declared(cls: type[Record]) -> tuple[Attribute, ...]:
    hints = get_type_hints(cls)
    return tuple(_attribute(item.name, hints[item.name], item.metadata) for item in cls.declared())


_ATTRIBUTES: Final = {cls: _declared(cls) for cls in RECORDS}
