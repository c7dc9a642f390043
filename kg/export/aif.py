"""Argument graphs in the Argument Interchange Format, as the xAIF JSON of ARG-tech's tools.

Claims and evidence are I-nodes; a support is an RA-node, a rebuttal a CA-node, other links are
MA-nodes; an undercut is a CA-node that leads to the node of the link which it denies. A locution
is an L-node with its speaker, and a YA-node says with what force it puts an I-node forward.

After Chesñevar et al., "Towards an argument interchange format" (2006), and the JSON of AIFdb.
What AIF has no word for stands in further fields of a node (``relation``, ``evidence``,
``mode``, ``polarity``, ``kind``, ``source``, ``group``), which AIF's tools pass over; without
them a file is read by the types of its nodes.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from kg.database import Database
from kg.export.aif_reading import read_aif
from kg.export.argumentation import Argumentation, Locution, Statement, Tie, argumentation
from kg.export.entering import Origin, contents, enter
from kg.export.formats import Export, Import, Options
from kg.vocab import RELATION_KINDS, Mode
from kg.wording import visible

MEDIA_TYPE: Final = "application/json"
_SCHEMES: Final = {
    "RA": "Default Inference",
    "CA": "Default Conflict",
    "MA": "Default Rephrase",
}
_FORCES: Final = {
    Mode.ASSERTS: "Asserting",
    Mode.REPORTS: "Reporting",
    Mode.QUESTIONS: "Questioning",
    Mode.DENIES: "Denying",
    Mode.CONCEDES: "Conceding",
    Mode.SUPPOSES: "Supposing",
}


def xaif(read: Argumentation) -> dict[str, Any]:
    """Return an argument graph as xAIF."""
    made = _Making()
    for statement in read.statements.values():
        made.state(statement)
    for members in _together(read.ties):
        made.link(members)
    return {
        "AIF": {
            "nodes": made.nodes,
            "edges": made.edges,
            "locutions": made.locutions,
            "participants": list(made.participants.values()),
            "schemefulfillments": [],
            "descriptorfulfillments": [],
        },
        "OVA": {"firstname": "", "surname": "", "url": "", "nodes": [], "edges": []},
        "dialog": bool(made.locutions),
        "text": {"txt": "<br><br>".join(made.spans)},
        "title": read.title,
    }


@dataclass
class _Making:
    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, int]] = field(default_factory=list)
    locutions: list[dict[str, Any]] = field(default_factory=list)
    participants: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    spans: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def state(self, statement: Statement) -> None:
        extra = {"evidence": statement.evidence.value} if statement.evidence else {}
        node = self._node("I", statement.wording, **extra, **_sourced(statement.source))
        self.numbers[statement.id] = node
        if statement.answers:
            self.nodes[-1]["answers"] = [[asked, side.value] for asked, side in statement.answers]
        for said in statement.locutions:
            spoken = self._node("L", said.quote, **_sourced(said.source))
            self.locutions.append({"nodeID": spoken, "personID": self._speaker(said)})
            words = html.escape(visible(said.quote))
            self.spans.append(f'<span class="highlighted" id="node{spoken}">{words}</span>')
            force = self._node(
                "YA",
                _FORCES[said.mode],
                mode=said.mode.value,
                polarity=said.polarity.value,
                kind=said.kind.value,
            )
            self._edge(spoken, force)
            self._edge(force, node)

    def link(self, members: list[Tie]) -> None:
        """Add the node of a link, or of links whose premises only hold together."""
        first = members[0]
        row = RELATION_KINDS[first.kind]
        kind = str(row.aif).removeprefix("aif:").removesuffix("-node")
        extra = {"group": first.group} if first.group else {}
        node = self._node(kind, _SCHEMES[kind], relation=first.kind, **extra)
        for one in members:
            self.numbers[one.id] = node
            self._edge(self.numbers[one.source], node)
        self._edge(node, self.numbers[first.target])

    def _node(self, aif: str, text: str, **extra: str) -> int:
        number = len(self.nodes) + 1
        self.nodes.append({"nodeID": number, "text": text, "type": aif, **extra})
        return number

    def _edge(self, start: int, end: int) -> None:
        self.edges.append({"edgeID": len(self.edges) + 1, "fromID": start, "toID": end})

    def _speaker(self, said: Locution) -> int:
        key = said.holder, said.holder_kind.value
        if key not in self.participants:
            first, last = _name(said.holder)
            self.participants[key] = {
                "participantID": len(self.participants) + 1,
                "firstname": first,
                "surname": last,
                "name": said.holder,
                "kind": said.holder_kind.value,
            }
        number: int = self.participants[key]["participantID"]
        return number


def _sourced(source: str | None) -> dict[str, str]:
    return {"source": source} if source else {}


def _name(holder: str) -> tuple[str, str]:
    family, comma, given = holder.partition(", ")
    if comma:
        return given, family
    first, _, last = holder.rpartition(" ")
    return first, last


def _together(ties: tuple[Tie, ...]) -> Iterator[list[Tie]]:
    """Yield links by node: premises that only hold together share one.

    They have a node each where another link is about one of them alone.
    """
    about = {one.target for one in ties}
    apart = {_shared(one) for one in ties if one.id in about}
    found: dict[tuple[str, ...], list[Tie]] = {}
    for one in ties:
        key = _shared(one)
        found.setdefault((one.id,) if one.group is None or key in apart else key, []).append(one)
    yield from found.values()


def _shared(tie: Tie) -> tuple[str, str, str]:
    return tie.kind, tie.target, tie.group or ""


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    made = xaif(argumentation(database, options.question))
    out.write(json.dumps(made, indent=1).encode() + b"\n")


def _read(database: Database, stream: BinaryIO, name: str) -> str:
    data = contents(stream, name)
    read, unread = read_aif(data, name)
    return enter(database, read, Origin("aif", MEDIA_TYPE, name, data), unread)


EXPORT: Final = Export(
    "The argument graph as xAIF JSON, for the tools of ARG-tech (OVA, AIFdb)",
    ".json",
    MEDIA_TYPE,
    _write,
)
IMPORT: Final = Import("An argument graph from xAIF or AIF JSON", ".json", _read)
