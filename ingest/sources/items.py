"""An item: one document to ingest, wherever its bytes stand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.readers import check_size
from kg.errors import RefusedError
from kg.model import Description


@dataclass(slots=True)
class Item(ABC):
    """One thing to ingest; it can be sent to another process and loaded there.

    ``name`` is for people; ``source`` is what a later version of it is recognised by.
    """

    name: str
    source: str

    @property
    def short_name(self) -> str:
        """The name without the folders that it stands in."""
        return self.name

    @property
    def identified(self) -> Description:
        """What the way that it was asked for says of the work: its DOI, arXiv id or address."""
        return Description()

    @property
    def file_name(self) -> str:
        """A name with the suffix of its format, as far as that is known once it is loaded."""
        return self.name

    def load(self) -> bytes:
        """Return its bytes.

        Raises:
            RefusedError: if they cannot be had, are none, or are more than any reader takes.
        """
        data = self._bytes()
        check_size(len(data), self.name)
        return data

    def beside(self, name: str) -> bytes | None:  # noqa: ARG002
        """Return the bytes of a file that the loaded document names, or None if none is had.

        Only a plain relative name at or below the document's own folder leads to a file.
        """
        return None

    @abstractmethod
    def _bytes(self) -> bytes: ...


@dataclass(slots=True)
class Unreadable(Item):
    """What was given leads nowhere; it says so when loaded, so that a batch goes on."""

    reason: str

    def _bytes(self) -> bytes:
        raise RefusedError(f"{self.name}: {self.reason}")


def unreadable(given: str, reason: str) -> Unreadable:
    """Return the item that refuses what was given, in words that follow its name."""
    return Unreadable(name=given, source=f"refused:{given}", reason=reason)


def plain_name(name: str) -> PurePosixPath | None:
    """Return a relative name that stays at or below the folder it starts from, else None."""
    path = PurePosixPath(name)
    leaves = path.is_absolute() or ".." in path.parts
    return None if leaves or not path.parts or not {"\0", "\\"}.isdisjoint(name) else path
