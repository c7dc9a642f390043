"""Names of holders to agents: persons, organisations, groups, and authors as one voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ingest.bibliography.names import is_corporate
from ingest.language.cues import GROUP_NOUNS, WORK_NOUNS, words
from kg.model import Agent, Work
from kg.vocab import AgentKind
from kg.wording import fold

_POSSESSIVE: Final = re.compile(r"['’]s?\b.*$")
_ARTICLE: Final = re.compile(r"^(?:the|an?|some|many|most|several|other|these)\s+", re.IGNORECASE)
_NAME: Final = r"[A-Z][\w'’-]*[a-z][\w'’-]*"
_PERSON: Final = re.compile(rf"{_NAME}(?: [A-Z]\.?)* (?:(?:van|von|de|der|du|la|le) )*{_NAME}$")
_PARTICLES: Final = words("van von de der den du la le di da del ten ter")
_PREPOSITION: Final = re.compile(r" (?:about|at|by|for|from|in|of|on|to|with) ")
_INVERTED: Final = re.compile(rf"{_NAME}, (?:[A-Z]\.[ -]?)+$")
_ET_AL: Final = re.compile(r"\bet al\b|\band colleagues\b", re.IGNORECASE)
_WORK_WORDS: Final = WORK_NOUNS | {"research", "posting", "postings", "survey"}


@dataclass(frozen=True)
class Holders:
    """Finds the agents of one document.

    ``work`` is the work that the document is a text of, ``reviewed`` the work it is about;
    ``names`` are persons whom its references name as authors (``LeCun, Y.``).
    """

    work: Work
    text: str
    reviewed: Work | None = None
    names: Sequence[str] = ()

    @cached_property
    def author(self) -> Agent:
        """The document's own voice: its one known author, else its authorship."""
        if len(self.work.authors) == 1:
            return _single(self.work.authors[0])
        return authorship(self.work)

    def agent(self, holder: str | None, *, is_work: bool = False) -> Agent:
        """Return who holds a view that the text ascribes to ``holder``, None for its author."""
        if holder is None:
            return self.author
        if is_work and self.reviewed is not None:
            return authorship(self.reviewed)
        name = re.sub(r"\s+", " ", holder).strip()
        if is_work or _names_work(name):
            return Agent(
                key=f"authorship:{self.work.id}:{fold(name)}", name=name, kind=AgentKind.AUTHORSHIP
            )
        return self._person(name) or _collective(name)

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    @cached_property
    def _found(self) -> dict[str, str | None]:
        """The full names that were looked for, by the part that was given."""
        return {}

    @cached_property
    def _surnames(self) -> frozenset[str]:
        names = (*self.names, *self.work.authors)
        return frozenset(fold(_parts(name)[0]) for name in names)

    def _person(self, name: str) -> Agent | None:
        bare = _POSSESSIVE.sub("", name)
        if _ET_AL.search(bare):
            return None
        full = (
            bare if _PERSON.fullmatch(bare) or _INVERTED.fullmatch(bare) else self._full_name(bare)
        )
        if full is None or is_corporate(full):
            return None
        return person(full)

    def _full_name(self, bare: str) -> str | None:
        """Return the full name that the text or a reference gives for a name in part."""
        if not re.fullmatch(_NAME, bare):
            return None
        if bare not in self._found:
            cited = (name for name in self.names if fold(_parts(name)[0]) == fold(bare))
            self._found[bare] = self._written_with(bare) or next(cited, None)
        return self._found[bare]

    def _written_with(self, bare: str) -> str | None:
        part = re.escape(bare)
        near = "\n".join(line for line in self._lines if bare in line)  # a name is on one line
        for pattern in (
            rf"\b({_NAME}(?: [A-Z]\.)? {part})\b",
            rf"\b({part} (?:[A-Z]\. )?{_NAME})\b",
        ):
            for found in re.finditer(pattern, near):
                first, last = found[1].split()[0], found[1].split()[-1]
                if fold(last) in self._surnames or self._is_given(first, last):
                    return found[1]
        return None

    def _is_given(self, first: str, last: str) -> bool:
        """Whether two capitalised words are a name: never split by a sentence's start."""
        return first.lower() not in _COMMON and last.lower() not in _COMMON


_COMMON: Final = words(
    "a an and as at but by for from he her his however if in it its of on or our she so that the "
    "their then there these they this those to we what when where while who why with yet you "
    "says said argues claims notes writes according"
)


def _names_work(name: str) -> bool:
    """Whether a name's head is a work, as in ``OpenAI's research on X``."""
    head = _PREPOSITION.split(name, maxsplit=1)[0]
    return bool(set(re.findall(r"[\w-]+", head.lower())) & _WORK_WORDS)


def authorship(work: Work) -> Agent:
    """Return the authors of a work as one voice."""
    title = f"“{work.title}”" if work.title else "an untitled work"
    count = "author" if len(work.authors) == 1 else "authors"
    who = "the author" if not work.authors else f"the {count}"
    return Agent(key=f"authorship:{work.id}", name=f"{who} of {title}", kind=AgentKind.AUTHORSHIP)


def person(name: str) -> Agent:
    """Return a person; ``Yann LeCun`` and ``LeCun, Y.`` are one, by family name and initial."""
    surname, given = _parts(name)
    return Agent(key=f"person:{fold(surname)}:{fold(given)[:1]}", name=name, kind=AgentKind.PERSON)


def _parts(name: str) -> tuple[str, str]:
    """Return family name and given names, from either order."""
    if "," in name:
        surname, _, given = name.partition(",")
        return surname.strip(), given.strip()
    words = name.split()
    start = next((i for i, word in enumerate(words) if i and word in _PARTICLES), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start])


def _single(name: str) -> Agent:
    if is_corporate(name.strip()):
        return Agent(key=f"organisation:{fold(name)}", name=name, kind=AgentKind.ORGANISATION)
    return person(name)


def _collective(name: str) -> Agent:
    """Return a group (``many critics``, ``Denil et al.``) or an organisation (``OpenAI``)."""
    bare = _ARTICLE.sub("", name)
    words = re.findall(r"[\w-]+", bare.lower())
    common = any(word in GROUP_NOUNS or word.removesuffix("s") in GROUP_NOUNS for word in words)
    if common or not bare[:1].isupper() or _ET_AL.search(bare):
        return Agent(key=f"group:{fold(bare)}", name=name, kind=AgentKind.GROUP)
    return Agent(
        key=f"organisation:{fold(_POSSESSIVE.sub('', bare))}",
        name=_POSSESSIVE.sub("", bare),
        kind=AgentKind.ORGANISATION,
    )
