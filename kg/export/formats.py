"""The ways out of and into a database: what a format is, and which there are.

A format is one module with an ``EXPORT`` (or an ``IMPORT``), named by an entry point of the
group ``claimgraph.exports`` (or ``claimgraph.imports``); a plug-in adds its own the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import BinaryIO, Final, TypeAlias

from kg.database import Database
from kg.errors import UsageError

EXPORTS: Final = "claimgraph.exports"
IMPORTS: Final = "claimgraph.imports"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may choose of an export; a format uses what it has a use for.

    ``question`` is an id of a question or a unique beginning of one; ``style`` names a CSL
    style. With ``thorough`` what takes minutes is done too.
    """

    question: str | None = None
    style: str = "apa"
    thorough: bool = False


Write: TypeAlias = Callable[[Database, BinaryIO, Options], None]
Read: TypeAlias = Callable[[Database, BinaryIO, str], str]


@dataclass(frozen=True, slots=True)
class Export:
    """A way out: ``write`` puts a database into a stream, the same bytes for the same records.

    It is called within :meth:`kg.store.Store.one_state`, so that all that it reads agrees.
    ``title`` says in a line what comes out and who reads it; ``suffix`` has its dot. What is
    many files is one zip.
    """

    title: str
    suffix: str
    media_type: str
    write: Write


@dataclass(frozen=True, slots=True)
class Import:
    """A way in: ``read`` takes a stream and its name, adds all of it or nothing.

    It returns in a line what it added, and raises :class:`kg.errors.RefusedError` where the
    stream is not what it should be.
    """

    title: str
    suffix: str
    read: Read


def names(group: str) -> list[str]:
    """Return the names of the formats of ``EXPORTS`` or ``IMPORTS``, sorted."""
    return sorted({one.name for one in entry_points(group=group)})


def exporter(name: str) -> Export:
    """Return the export of a name.

    Raises:
        UsageError: if there is none.
    """
    found = _load(EXPORTS, name)
    assert isinstance(found, Export)
    return found


def importer(name: str) -> Import:
    """Return the import of a name.

    Raises:
        UsageError: if there is none.
    """
    found = _load(IMPORTS, name)
    assert isinstance(found, Import)
    return found


def _load(group: str, name: str) -> object:
    for one in entry_points(group=group):
        if one.name == name:
            return one.load()
    raise UsageError(f"no format is called {name!r}; there are {', '.join(names(group))}")
