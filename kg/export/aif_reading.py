"""Reading AIF and xAIF JSON: nodes and edges to statements, locutions and links."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from kg.errors import RefusedError
from kg.export.argumentation import Argumentation, Locution, Statement, Tie, ordered
from kg.vocab import (
    RELATION_KINDS,
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)

E = TypeVar("E", bound=StrEnum)

_LINKS: Final = {"RA": "supports", "CA": "rebuts", "MA": "restates"}
_KNOWN: Final = frozenset({"I", "L", "YA", *_LINKS})


def read_aif(data: bytes, name: str) -> tuple[Argumentation, list[str]]:
    """Return the argument graph of a file, and what of the file has no place in it.

    Raises:
        RefusedError: if it is no AIF JSON, or a node or an edge does not fit.
    """
    whole = _json(data, name)
    part = whole.get("AIF", whole)
    if not isinstance(part, dict) or not isinstance(part.get("nodes"), list):
        raise RefusedError(f"{name}: no list of nodes under AIF; give an AIF or xAIF JSON file")
    reading = _Reading(name, _nodes(part, name))
    reading.join(part)
    statements = reading.statements(part)
    title = whole.get("title")
    ties = tuple(reading.ties(statements))
    shown = title.strip() if isinstance(title, str) and title.strip() else name
    return Argumentation(shown, statements, ties), list(reading.unread())


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{name}: no JSON: {error}; give an AIF or xAIF JSON file") from None
    if not isinstance(found, dict):
        raise RefusedError(f"{name}: the JSON is no object; give an AIF or xAIF JSON file")
    return found


def _nodes(part: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for position, node in enumerate(part["nodes"]):
        if not isinstance(node, dict) or not isinstance(node.get("nodeID"), str | int):
            raise RefusedError(f"{name}: node number {position} has no nodeID")
        key = str(node["nodeID"])
        if key in found:
            raise RefusedError(f"{name}: two nodes have the nodeID {key}; give each its own")
        found[key] = node
    return found


@dataclass
class _Reading:
    name: str
    nodes: Mapping[str, dict[str, Any]]
    into: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    left: Counter[str] = field(default_factory=Counter)

    def join(self, part: Mapping[str, Any]) -> None:
        """Read the edges; those at a node of no known type are counted as unread."""
        for position, edge in enumerate(_listed(part, "edges", self.name)):
            ends = [str(edge.get(end)) for end in ("fromID", "toID")]
            missing = [end for end in ends if end not in self.nodes]
            if missing:
                raise RefusedError(
                    f"{self.name}: edge number {position} leads to node {missing[0]}, which is "
                    "not there"
                )
            self.out[ends[0]].append(ends[1])
            self.into[ends[1]].append(ends[0])

    def type_of(self, node: str) -> str:
        return str(self.nodes[node].get("type", ""))

    def statements(self, part: Mapping[str, Any]) -> dict[str, Statement]:
        """Return the I-nodes with the locutions that lead to them."""
        speakers = self._speakers(part)
        found = {}
        for key, node in self.nodes.items():
            if self.type_of(key) == "I":
                said = tuple(self._locutions(key, speakers))
                found[key] = Statement(
                    id=key,
                    wording=self._text(key),
                    locutions=() if node.get("evidence") else said,
                    evidence=_member(EvidenceKind, node.get("evidence"), None),
                    source=_string(node, "source"),
                    answers=tuple(_answers(node)),
                )
            elif self.type_of(key) not in _KNOWN:
                self.left[f"nodes of type {self.type_of(key)[:20]!r}"] += 1
        self._count_silent()
        return found

    def _speakers(self, part: Mapping[str, Any]) -> dict[str, tuple[str, AgentKind]]:
        people = {}
        for one in _listed(part, "participants", self.name):
            names = (one.get("firstname"), one.get("surname"))
            joined = " ".join(str(part) for part in names if part)
            name = _string(one, "name") or joined.strip() or "Somebody"
            kind = _member(AgentKind, one.get("kind"), AgentKind.PERSON)
            people[str(one.get("participantID"))] = (name, kind)
        return {
            str(one.get("nodeID")): people[str(one.get("personID"))]
            for one in _listed(part, "locutions", self.name)
            if str(one.get("personID")) in people
        }

    def _locutions(
        self, statement: str, speakers: Mapping[str, tuple[str, AgentKind]]
    ) -> Iterator[Locution]:
        for force in self._of_type(self.into[statement], "YA"):
            told = self.nodes[force]
            for spoken in self._of_type(self.into[force], "L"):
                holder, kind = speakers.get(spoken, ("Somebody", AgentKind.GROUP))
                yield Locution(
                    holder=holder,
                    holder_kind=kind,
                    quote=self._text(spoken),
                    mode=_member(Mode, told.get("mode"), _force(str(told.get("text", "")))),
                    polarity=_member(Polarity, told.get("polarity"), Polarity.POSITIVE),
                    kind=_member(ClaimKind, told.get("kind"), ClaimKind.EMPIRICAL),
                    source=_string(self.nodes[spoken], "source"),
                )

    def _count_silent(self) -> None:
        """Count locutions that put no I-node forward, and forces that anchor a link."""
        for key in self.nodes:
            ahead = [self.type_of(one) for one in self.out[key]]
            if self.type_of(key) == "L":
                forces = self._of_type(self.out[key], "YA")
                if not any(self._of_type(self.out[one], "I") for one in forces):
                    self.left["locutions that put no statement forward"] += 1
            elif self.type_of(key) == "YA" and "I" not in ahead:
                self.left["YA-nodes that lead to no statement"] += 1

    def ties(self, statements: Mapping[str, Statement]) -> list[Tie]:
        """Return the links so that each comes after the one that it is about."""
        links = [key for key in self.nodes if self.type_of(key) in _LINKS]
        return ordered({one.id: one for key in links for one in self._tie(key, statements)})

    def _targets(self, link: str) -> list[str]:
        return [one for one in self.out[link] if self.type_of(one) in {"I", *_LINKS}]

    def _tie(self, link: str, statements: Mapping[str, Statement]) -> Iterator[Tie]:
        kind = self.type_of(link)
        targets = self._targets(link)
        sources = [one for one in self.into[link] if one in statements]
        if len(targets) != 1 or not sources:
            raise RefusedError(
                f"{self.name}: node {link} ({kind}) has {len(sources)} premises and "
                f"{len(targets)} conclusions; give it premises and one conclusion, I-nodes all "
                "but the conclusion of an undercut"
            )
        stated = self.nodes[link].get("relation")
        about_link = targets[0] not in statements
        row = RELATION_KINDS.get(str(stated))
        relation = str(stated) if row and row.family == "argument" else _LINKS[kind]
        if about_link and relation == "rebuts":
            relation = "undercuts"
        group = _string(self.nodes[link], "group") or (f"node {link}" if sources[1:] else None)
        for number, source in enumerate(sources):
            yield Tie(
                f"{link}" if not number else f"{link}/{number}", relation, source, targets[0], group
            )

    def unread(self) -> Iterator[str]:
        """Yield what of the file was passed over."""
        for what, number in sorted(self.left.items()):
            yield f"{number} {what} have no place here and were not imported"

    def _of_type(self, nodes: Sequence[str], wanted: str) -> list[str]:
        return [one for one in nodes if self.type_of(one) == wanted]

    def _text(self, node: str) -> str:
        text = self.nodes[node].get("text")
        if not isinstance(text, str) or not text.strip():
            raise RefusedError(f"{self.name}: node {node} has no text; give it one")
        return text


def _listed(part: Mapping[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    found = part.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise RefusedError(f"{name}: {key} is no list of objects")
    return found


def _string(node: Mapping[str, Any], key: str) -> str | None:
    value = node.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _member(kind: type[E], value: object, otherwise: Any) -> Any:
    return kind(value) if isinstance(value, str) and value in kind._value2member_map_ else otherwise


def _answers(node: Mapping[str, Any]) -> Iterator[tuple[str, Stance]]:
    for one in node.get("answers") or ():
        match one:
            case [str(asked), ("for" | "against") as side] if asked.strip():
                yield asked, Stance(side)


def _force(text: str) -> Mode:
    """Return the mode that the name of an illocutionary force stands for."""
    lowered = text.casefold()
    for word, mode in (
        ("question", Mode.QUESTIONS),
        ("challeng", Mode.QUESTIONS),
        ("disagree", Mode.DENIES),
        ("deny", Mode.DENIES),
        ("conced", Mode.CONCEDES),
        ("report", Mode.REPORTS),
        ("suppos", Mode.SUPPOSES),
    ):
        if word in lowered:
            return mode
    return Mode.ASSERTS
