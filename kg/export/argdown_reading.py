"""Reading Argdown: the items of a text to statements, locutions and links.

Relations are read as Argdown's loose mode has them. An argument with premises and a conclusion
is a link from these to that one, and what attacks or undercuts such an argument undercuts the
link; an argument that is only sketched is a statement. Statements of one title with different
words restate each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from kg.export.argdown_scanning import Item, Scanner
from kg.export.argumentation import Argumentation, Locution, Statement, Tie, ordered
from kg.vocab import (
    ARGUMENT_KINDS,
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)

_OWN: Final = frozenset({"wording", "evidence", "source", "answers", "says", "also"})
_LINK: Final = frozenset({"link", "from", "to", "group"})
_INFERENCE: Final = "--"
_KINDS: Final = {"+": "supports", "-": "rebuts", "_": "undercuts"}
_MEMBERS: Final = {
    "holder_kind": (AgentKind, AgentKind.GROUP),
    "mode": (Mode, Mode.ASSERTS),
    "polarity": (Polarity, Polarity.POSITIVE),
    "kind": (ClaimKind, ClaimKind.EMPIRICAL),
}


def read_argdown(text: str, name: str) -> tuple[Argumentation, list[str]]:
    """Return the argument graph of a file, and what of the file has no place in it.

    Raises:
        RefusedError: at what Argdown, or the part of it that is read, does not know.
    """
    scanner = Scanner(text, name)
    reading = _Reading(scanner)
    for item in scanner.items():
        reading.take(item)
    title = scanner.front.get("title")
    statements, ties = reading.statements(), reading.links()
    shown = title.strip() if isinstance(title, str) and title.strip() else name
    for key in sorted(scanner.front.keys() - {"title"}):
        reading.pass_over(f"{key!r} of the front matter")
    return Argumentation(shown, statements, tuple(ties)), reading.unread


@dataclass(slots=True)
class _Node:
    """A statement or an argument under way; ``inference`` is the last link it makes."""

    key: str
    line: int
    text: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    section: str | None = None
    inference: str | None = None
    conclusion: str | None = None

    @property
    def is_argument(self) -> bool:
        return self.key.startswith("<")


@dataclass
class _Reading:
    scanner: Scanner
    nodes: dict[str, _Node] = field(default_factory=dict)
    relations: list[tuple[str, str, str, int]] = field(default_factory=list)
    made: dict[str, Tie] = field(default_factory=dict)
    parents: list[tuple[int, str]] = field(default_factory=list)
    premises: list[str] = field(default_factory=list)
    inferring: bool = False
    argument: str | None = None
    section: str | None = None
    undercuts: list[tuple[str, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def take(self, item: Item) -> None:
        """Take the next item of the file."""
        if item.after_gap:
            self.parents = []
        if item.kind == "heading":
            self.section = item.text or None
            self._pass_data(item, frozenset())
        elif item.kind == "inference":
            self._infer(item)
        elif item.kind == "premise":
            self._premise(item)
        else:
            self._member(item)

    def pass_over(self, what: str) -> None:
        """Note what is not imported."""
        self.unread.append(f"{what} has no place here and was not imported")

    def statements(self) -> dict[str, Statement]:
        """Return the statements, and the arguments that are no links."""
        return {
            node.key: self._statement(node)
            for node in self.nodes.values()
            if not self._is_link(node)
        }

    def links(self) -> list[Tie]:
        """Return the links so that each comes after the one that it is about."""
        stated = self._stated()
        for kind, source, target, line in self.relations:
            if (kind, source, target) in stated:
                stated.remove((kind, source, target))
                continue
            self._relate(kind, source, target, line)
        for node in self.nodes.values():
            if self._is_link(node) and node.text:
                self.pass_over(f"line {node.line}: the description of {node.key[:80]}")
        return ordered(self.made)

    # -- items

    def _member(self, item: Item) -> None:
        key = self._node(item)
        while self.parents and self.parents[-1][0] >= item.indent:
            self.parents.pop()
        if item.marker is None and item.indent and self.parents:
            self._refuse(item, "an indented line without the sign of a relation")
        if item.marker is not None:
            parent = self._parent(item)
            self._note(item, parent, key)
        self.parents.append((item.indent, key))
        if item.marker is None:
            self.argument = key if item.kind == "argument" else None
            self.premises, self.inferring = [], False

    def _parent(self, item: Item) -> str:
        if not self.parents:
            self._refuse(item, f"{item.marker!r} stands below no statement or argument")
        return self.parents[-1][1]

    def _note(self, item: Item, parent: str, key: str) -> None:
        sign = str(item.marker)
        if parent == _INFERENCE:
            if sign not in {"_", "<_"}:
                self._refuse(item, f"an inference can be undercut; {sign!r} is for statements")
            self.undercuts.append((key, item.line))
            return
        if sign == "><":
            self.relations += [
                ("rebuts", key, parent, item.line),
                ("rebuts", parent, key, item.line),
            ]
            return
        kind = _KINDS[sign.strip("<>")]
        ends = (parent, key) if sign.endswith(">") else (key, parent)
        self.relations.append((kind, *ends, item.line))

    def _premise(self, item: Item) -> None:
        key = self._node(item)
        self.parents = [(item.indent, key)]
        if not self.inferring:
            self.premises.append(key)
            return
        owner = self.nodes[self.argument] if self.argument else None
        group = (owner.key if owner else f"line {item.line}") if self.premises[1:] else None
        first = f"{owner.key if owner else 'argument'} line {item.line}"
        for number, premise in enumerate(self.premises):
            one = f"{first}/{number}" if number else first
            self.made[one] = Tie(one, "supports", premise, key, group and f"{group} {item.line}")
        if owner:
            owner.inference, owner.conclusion = first, key
        for undercut, line in self.undercuts:
            self.relations.append(("undercuts", undercut, first, line))
        self.undercuts = []
        self.premises, self.inferring = [key], False

    def _infer(self, item: Item) -> None:
        if not self.premises:
            self._refuse(item, "an inference without premises above it")
        self.inferring = True
        self.parents = [(-1, _INFERENCE)]
        if item.text:
            self.pass_over(f"line {item.line}: the rule {item.text[:80]!r}")
        self._pass_data(item, frozenset())

    def _node(self, item: Item) -> str:
        """Return the key of what an item names, which is noted with its words and data."""
        named = f"<{item.title}>" if item.kind == "argument" else f"[{item.title}]"
        key = named if item.title else f"line {item.line}"
        node = self.nodes.setdefault(key, _Node(key, item.line, section=self.section))
        if item.tags:
            self.pass_over(f"line {item.line}: {item.tags[:80]}")
        self._pass_data(item, _LINK if "link" in item.data else _OWN)
        if item.text is not None and node.text is not None and item.text != node.text:
            again = f"{key} of line {item.line}"
            self.nodes[again] = _Node(again, item.line, item.text, item.data, self.section)
            self.made[f"restates {again}"] = Tie(f"restates {again}", "restates", again, key)
            return key
        if item.text is not None:
            node.text, node.section = item.text, self.section
        node.data |= item.data
        return key

    def _pass_data(self, item: Item, known: frozenset[str]) -> None:
        for key in sorted(item.data.keys() - known):
            self.pass_over(f"line {item.line}: the data {key[:80]!r}")

    def _refuse(self, item: Item, what: str) -> NoReturn:
        place = 0
        for _ in range(item.line - 1):
            place = self.scanner.text.index("\n", place) + 1
        self.scanner.refuse(what, place)

    # -- what they come to

    def _is_link(self, node: _Node) -> bool:
        return node.is_argument and (node.inference is not None or "link" in node.data)

    def _statement(self, node: _Node) -> Statement:
        told = node.data
        wording = _string(told.get("wording")) or node.text or node.key[1:-1]
        answers = told.get("answers")
        also = told.get("also") or []
        for number, one in enumerate(also if isinstance(also, list) else []):
            self._also(node, number, one)
        return Statement(
            id=node.key,
            wording=wording,
            locutions=tuple(self._locutions(node)),
            evidence=self._evidence(node),
            source=_string(told.get("source")),
            answers=tuple(self._answers(node, answers)) if answers else (),
            section=node.section,
        )

    def _locutions(self, node: _Node) -> Iterator[Locution]:
        says = node.data.get("says") or []
        for one in says if isinstance(says, list) else [says]:
            told = one if isinstance(one, dict) else {}
            holder, quote = _string(told.get("holder")), _string(told.get("quote"))
            if holder is None or quote is None:
                self._wrong(node, "says is a list in which each has a holder and a quote")
            members: dict[str, Any] = {
                key: _one_of(kind, told[key]) if key in told else otherwise
                for key, (kind, otherwise) in _MEMBERS.items()
            }
            wrong = [key for key, value in members.items() if value is None]
            if wrong:
                self._wrong(node, f"{told[wrong[0]]!r} is no {wrong[0]}")
            yield Locution(holder, quote, source=_string(told.get("source")), **members)

    def _evidence(self, node: _Node) -> EvidenceKind | None:
        given = node.data.get("evidence")
        if given is None:
            return None
        kind: EvidenceKind | None = _one_of(EvidenceKind, given)
        if kind is None:
            self._wrong(node, f"{given!r} is no kind of evidence; one of {', '.join(EvidenceKind)}")
        return kind

    def _answers(self, node: _Node, answers: object) -> Iterator[tuple[str, Stance]]:
        if not isinstance(answers, dict):
            self._wrong(node, "answers is no mapping of questions to for or against")
        for asked, side in answers.items():
            stance = _one_of(Stance, side)
            if stance is None or not str(asked).strip():
                self._wrong(node, f"{side!r} is no side of a question: for or against")
            yield str(asked), stance

    def _also(self, node: _Node, number: int, one: object) -> None:
        kind, to = (one.get("link"), one.get("to")) if isinstance(one, dict) else (None, None)
        if kind not in ARGUMENT_KINDS or not isinstance(to, str):
            self._wrong(node, "each entry of also has a link, which is a kind of relation, and to")
        identifier = f"{node.key} also {number}"
        self.made[identifier] = Tie(identifier, kind, node.key, self._end(node, to))

    def _stated(self) -> list[tuple[str, str, str]]:
        """Return the relations by which links of ours show, and make these links."""
        shown = []
        for node in self.nodes.values():
            if not self._is_link(node) or "link" not in node.data:
                continue
            kind, source, target = (_string(node.data.get(key)) for key in ("link", "from", "to"))
            if kind not in ARGUMENT_KINDS or source is None or target is None:
                self._wrong(node, "a link has a kind of relation, from and to")
            self.made[node.key] = Tie(
                node.key,
                kind,
                self._end(node, source),
                self._end(node, target),
                _string(node.data.get("group")),
            )
            if kind in _KINDS.values():
                shown += [("supports", source, node.key), (kind, node.key, target)]
        return shown

    def _end(self, node: _Node, named: str) -> str:
        if named not in self.nodes:
            self._wrong(node, f"{named} is nowhere in the file")
        return self.nodes[named].inference or named

    def _relate(self, kind: str, source: str, target: str, line: int) -> None:
        """Make the link of a relation; one from or to an argument is from or to what it makes."""
        start, end = self.nodes.get(source), self.nodes.get(target)
        if start and start.conclusion:
            if (kind, target) == ("supports", start.conclusion):
                return  # its inference says so
            source = start.conclusion
        elif start and self._is_link(start):
            self._wrong(start, "a link is about something by its data alone")
        if end and self._is_link(end):
            target = end.inference or end.key
            kind = "undercuts" if kind == "rebuts" else kind
        identifier = f"line {line}: {kind} {source} {target}"
        self.made[identifier] = Tie(identifier, kind, source, target)

    def _wrong(self, node: _Node, what: str) -> NoReturn:
        self._refuse(Item("statement", node.line), f"{node.key[:80]}: {what}")


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _one_of(kind: Any, value: object) -> Any:
    return kind(value) if isinstance(value, str) and value in kind._value2member_map_ else None
