"""Argument graphs in Argdown: statements with titles, and what supports or attacks them.

``+`` is a support, ``-`` a rebuttal, ``_`` an undercut, ``><`` two claims that rebut each other.
A link that other links are about, or that only holds together with others, is an argument
``<Link 1>`` with its ends in its data. Who holds a claim in which words, what is evidence, and
the links that Argdown has no sign for stand in the data of a statement, as JSON, which is YAML.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, BinaryIO, Final

from kg.database import Database
from kg.errors import RefusedError
from kg.export.argdown_reading import read_argdown
from kg.export.argumentation import Argumentation, Locution, Statement, Tie, argumentation
from kg.export.entering import Origin, contents, enter
from kg.export.formats import Export, Import, Options
from kg.vocab import STANCE_WORDS
from kg.wording import visible

MEDIA_TYPE: Final = "text/argdown"
_TITLE: Final = 60
_SIGNS: Final = {"supports": ("+", "+>"), "rebuts": ("-", "->"), "undercuts": ("_", "_>")}
_SYNTAX: Final = re.compile(r"[\\@#*_\[\]<>{}/]|[.:](?=\S)|==")
_UNSAFE: Final = re.compile(
    r"={2,}|[{}\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


def argdown(read: Argumentation) -> Iterator[str]:
    """Yield an argument graph as blocks of Argdown, each ending in an empty line."""
    return _Writing(read).blocks()


class _Writing:
    def __init__(self, read: Argumentation) -> None:
        self.read = read
        self.titles = _titles(read.statements.values())
        about = {one.target for one in read.ties}
        named = [one for one in read.ties if one.id in about or one.group]
        self.links = {one.id: f"Link {number}" for number, one in enumerate(named, 1)}

    def blocks(self) -> Iterator[str]:
        yield f"===\ntitle: {_data(self.read.title)}\n===\n\n"
        for heading, statements in _sections(self.read):
            yield f"# {_text(heading)}\n\n"
            for one in statements:
                yield self._statement(one)
        named = [one for one in self.read.ties if one.id in self.links]
        if named:
            yield "# Links that others are about\n\n"
        for tie in named:
            yield self._link(tie)

    def _statement(self, one: Statement) -> str:
        words = _text(one.wording)
        lines = [f"[{self.titles[one.id]}]: {words or '…'}"]
        facts = self._facts(one)
        if facts:
            lines.append(_data(facts))
        return "\n".join([*lines, *self.lines[one.id]]) + "\n\n"

    def _facts(self, one: Statement) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if _shown(one.wording) != one.wording:
            facts["wording"] = one.wording
        if one.evidence:
            facts["evidence"] = one.evidence.value
        if one.source:
            facts["source"] = one.source
        if one.answers:
            facts["answers"] = {asked: side.value for asked, side in one.answers}
        if one.locutions:
            facts["says"] = [_said(said) for said in one.locutions]
        also = self.also.get(one.id)
        return facts | ({"also": also} if also else {})

    def _link(self, tie: Tie) -> str:
        facts = {"link": tie.kind, "from": self._named(tie.source), "to": self._named(tie.target)}
        if tie.group:
            facts["group"] = tie.group
        lines = [f"<{self.links[tie.id]}>", _data(facts)]
        if tie.kind in _SIGNS:
            lines.append(f"  + {self._named(tie.source)}")
            lines.append(f"  {_SIGNS[tie.kind][1]} {self._named(tie.target)}")
        return "\n".join([*lines, *self.lines[tie.id]]) + "\n\n"

    @cached_property
    def lines(self) -> Mapping[str, list[str]]:
        """The lines below a statement or link that say what supports or attacks it."""
        found: dict[str, list[str]] = defaultdict(list)
        plain = [one for one in self.read.ties if one.id not in self.links]
        rebuts = {(one.source, one.target) for one in plain if one.kind == "rebuts"}
        for one in plain:
            mutual = one.kind == "rebuts" and (one.target, one.source) in rebuts
            if mutual and one.source < one.target:
                found[one.target].append(f"  >< {self._named(one.source)}")
            elif one.kind in _SIGNS and not mutual:
                found[one.target].append(f"  {_SIGNS[one.kind][0]} {self._named(one.source)}")
        return found

    @cached_property
    def also(self) -> Mapping[str, list[dict[str, str]]]:
        """The links from a statement that Argdown has no sign for."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for one in self.read.ties:
            if one.kind not in _SIGNS and one.id not in self.links:
                found[one.source].append({"link": one.kind, "to": self._named(one.target)})
        return found

    def _named(self, identifier: str) -> str:
        if identifier in self.links:
            return f"<{self.links[identifier]}>"
        return f"[{self.titles[identifier]}]"


def _sections(read: Argumentation) -> Iterator[tuple[str, list[Statement]]]:
    """Yield the statements by heading: answers to each question, other claims, evidence."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    for one in read.statements.values():
        if one.evidence:
            groups["Evidence"].append(one)
        elif one.answers:
            asked, side = one.answers[0]
            groups[f"{asked} — {STANCE_WORDS[side]}"].append(one)
        else:
            groups["Claims"].append(one)
    last = ("Claims", "Evidence")
    for heading in [*sorted(groups.keys() - {*last}), *(one for one in last if one in groups)]:
        yield heading, groups[heading]


def _titles(statements: Iterable[Statement]) -> dict[str, str]:
    """Return a title for each statement, its first words, no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in statements:
        words = "".join(char if char.isalnum() or char in "'’,%" else " " for char in one.wording)
        title = base = _cut(" ".join(words.split())).strip(" ,") or "Untitled"
        number = 1
        # A title of one word might be the name of what every object of JavaScript has.
        while title in taken or title.isidentifier():
            number += 1
            title = f"{base} ({number})"
        taken.add(title)
        found[one.id] = title
    return found


def _cut(words: str) -> str:
    if len(words) <= _TITLE:
        return words
    whole = words[: _TITLE + 1].rpartition(" ")[0]
    return whole or words[:_TITLE]


def _said(said: Locution) -> dict[str, str]:
    told = {
        "holder": said.holder,
        "holder_kind": said.holder_kind.value,
        "mode": said.mode.value,
        "polarity": said.polarity.value,
        "kind": said.kind.value,
        "quote": said.quote,
    }
    return told | ({"source": said.source} if said.source else {})


def _shown(text: str) -> str:
    return visible(" ".join(text.split()))


def _text(text: str) -> str:
    """Return a text on one line in which nothing is syntax."""
    return _SYNTAX.sub(lambda sign: "".join(f"\\{char}" for char in sign[0]), _shown(text))


def _data(value: object) -> str:
    """Return a value as JSON on one line, which is YAML; no string in it has syntax of Argdown."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', json.dumps(value, ensure_ascii=False))
    pieces[1::2] = [
        _UNSAFE.sub(lambda sign: "".join(map(_numbered, sign[0])), piece) for piece in pieces[1::2]
    ]
    return "".join(pieces)


def _numbered(char: str) -> str:
    return f"\\u{ord(char):04x}"


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    for block in argdown(argumentation(database, options.question)):
        out.write(block.encode())


def _read(database: Database, stream: BinaryIO, name: str) -> str:
    data = contents(stream, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"{name}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    read, unread = read_argdown(text, name)
    return enter(database, read, Origin("argdown", MEDIA_TYPE, name, data), unread)


EXPORT: Final = Export(
    "The argument graph as Argdown, for its editor, its maps and people",
    ".argdown",
    MEDIA_TYPE,
    _write,
)
IMPORT: Final = Import("An argument graph from Argdown", ".argdown", _read)
