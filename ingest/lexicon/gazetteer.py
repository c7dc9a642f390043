"""The gazetteer: names of concepts that ship with the program, and the user's own.

A file has one concept a line, ``kind | preferred name | other; names``, with names in the
singular; ``#`` opens a comment. Joining two names of one concept is a decision that only
this file takes (and a document that gives an acronym with its long form).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from os import environ
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ingest.lexicon.keys import PREFIXES, folded, name_key, singular_name, spaced
from kg.errors import UsageError
from kg.vocab import ConceptKind

SETTING: Final = "KG_GAZETTEER"
_KINDS: Final = frozenset(kind.value for kind in ConceptKind)
# The letters of "8K", which the tokenizer cuts off.
_UNIT: Final = re.compile(r"\d([a-z]+)\b")
_SHIPPED: Final = files("ingest") / "gazetteer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept under its preferred name, with its other names."""

    name: str
    kind: ConceptKind
    alternatives: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the concept."""
        return name_key(self.name)


class Gazetteer:
    """Entries by name; a later entry takes a name over from an earlier one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        spelled: dict[str, Entry] = {}
        lowered: dict[str, Entry] = {}
        for entry in entries:
            for name in (entry.name, *entry.alternatives):
                (lowered if name.islower() else spelled)[folded(name)] = entry
        self._spelled = MappingProxyType(spelled)
        self._lowered = MappingProxyType(lowered)
        self._openings = _openings((*spelled, *lowered))
        self._closings = _closings((*spelled, *lowered))
        self.longest = max((len(name.split()) for name in (*spelled, *lowered)), default=0)

    def exact(self, name: str) -> Entry | None:
        """Return the entry with a name that has capitals, spelled just so; hyphens aside."""
        return self._spelled.get(folded(name))

    def lower(self, name: str) -> Entry | None:
        """Return the entry with a name in lower case that equals ``name`` in the singular."""
        return self._lowered.get(folded(name.lower()))

    def opens(self, word: str) -> int:
        """Return the words of the longest name that begins with ``word`` (in lower case)."""
        first = folded(word).split(" ")[0].split(".")[0]
        return max(self._openings.get(first, 0), self._openings.get(word.removesuffix("s"), 0))

    def closes(self, word: str) -> bool:
        """Whether a name may end in ``word``, in the singular or not; no name ends in others."""
        last = re.split(r"[ .]", folded(word.lower()))[-1]
        return last in self._closings or last.removesuffix("s") in self._closings

    def find(self, name: str) -> Entry | None:
        """Return the entry under ``name`` in singular or plural, however it is written."""
        forms = (name, singular_name(name), name.removesuffix("s"))
        return next(filter(None, (self.exact(one) or self.lower(one) for one in forms)), None)


def _openings(names: Iterable[str]) -> dict[str, int]:
    """Return first words, and prefixes that may stand apart, with the words that follow at most."""
    longest: dict[str, int] = {}
    for name in names:
        first, count = re.split(r"[ .]", name, maxsplit=1)[0].lower(), len(name.split())
        apart = [prefix for prefix in PREFIXES if first.startswith(prefix) and first != prefix]
        for word, words in ((first, count), *((prefix, count + 1) for prefix in apart)):
            longest[word] = max(longest.get(word, 0), words)
    return longest


def _closings(names: Iterable[str]) -> frozenset[str]:
    """Return last words of names, and what is left of them behind a prefix or a figure."""
    last = {re.split(r"[ .]", name)[-1].lower() for name in names}
    rests = {word.removeprefix(prefix) for word in last for prefix in PREFIXES}
    units = _UNIT.findall(" ".join(last))
    return frozenset(last.union(rests, units))


def load() -> Gazetteer:
    """Return the shipped gazetteer, joined with the file named in ``KG_GAZETTEER``.

    Raises:
        UsageError: if that file cannot be read or one of its lines is malformed.
    """
    return _load(environ.get(SETTING))


def shipped_words(name: str) -> frozenset[str]:
    """Return the lines of a shipped word list, without comments."""
    return frozenset(line for _, line in _lines((_SHIPPED / name).read_text("utf-8")))


@lru_cache(maxsize=4)
def _load(extra: str | None) -> Gazetteer:
    entries = list(_entries((_SHIPPED / "concepts.txt").read_text("utf-8"), "concepts.txt"))
    if extra is not None:
        entries.extend(_entries(_read(extra), extra))
    return Gazetteer(entries)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"cannot read the gazetteer {path} ({error}); name a readable UTF-8 file in {SETTING}"
        ) from error


def _entries(text: str, origin: str) -> Iterator[Entry]:
    for number, line in _lines(text):
        fields = [field.strip() for field in line.split("|")]
        if len(fields) not in (2, 3) or fields[0] not in _KINDS or not spaced(fields[1]):
            raise UsageError(
                f"{origin}, line {number}: expected 'kind | name | other; names' with a kind of "
                f"{', '.join(ConceptKind)}"
            )
        others = fields[2].split(";") if len(fields) == 3 else ()
        names = tuple(name.strip() for name in others if spaced(name))
        yield Entry(fields[1], ConceptKind(fields[0]), names)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if content and not content.startswith("#"):
            yield number, content
