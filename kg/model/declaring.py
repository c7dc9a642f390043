"""How a record is declared, and the id that follows from its content."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from kg.ids import Content, content_id


def ref(kind: str) -> Any:
    """Declare a foreign key to a record of ``kind``."""
    return field(metadata={"ref": kind})


def optional_ref(kind: str) -> Any:
    """Declare a foreign key that may be None."""
    return field(default=None, metadata={"ref": kind})


def refs(kind: str) -> Any:
    """Declare an ordered list of foreign keys to records of ``kind``."""
    return field(default=(), metadata={"refs": kind})


def choice(names: tuple[str, ...]) -> Any:
    """Declare a string out of a closed list."""
    return field(metadata={"choices": names})


def ratio() -> Any:
    """Declare a number in [0, 1], or None where it is unknown."""
    return field(default=None, metadata={"ratio": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all records share: an id that follows from the fields in ``IDENTITY``."""

    KIND: ClassVar[str]
    IDENTITY: ClassVar[tuple[str, ...]]

    id: str = field(init=False)

    def __post_init__(self) -> None:
        content: list[Content] = [getattr(self, name) for name in self.IDENTITY]
        object.__setattr__(self, "id", content_id(self.KIND, *content))

    @classmethod
    def declared(cls) -> tuple[Field[Any], ...]:
        """The record's fields in order, ``id`` first."""
        return fields(cls)


def only(*candidates: str | None) -> str:
    """Return the one candidate that is set.

    Raises:
        ValueError: if none or several are.
    """
    given = [candidate for candidate in candidates if candidate is not None]
    if len(given) != 1:
        raise ValueError(f"expected exactly one of {len(candidates)} ends, found {len(given)}")
    return given[0]
