"""What a database says of one dependency: on which side, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.analysis import dependency
from kg.database import Database
from kg.model import Document
from kg.vocab import RELATION_KINDS


@dataclass
class Links:
    """The dependency graph of a database, its edges found by what their ends are called."""

    database: Database

    @cached_property
    def graph(self) -> dependency.Graph:
        return self.database.dependency_graph()

    @cached_property
    def texts(self) -> dict[str, Document]:
        return {one.id: one for one in self.database.store.find(Document)}

    def node(self, label: str) -> str:
        return self.database.concept(label).id

    def link(self, source: str, kind: str, target: str) -> dependency.Link:
        ends = self.node(source), self.node(target)
        start, end = ends[::-1] if RELATION_KINDS[kind].dependent == "target" else ends
        return start, end, kind

    def has(self, source: str, kind: str, target: str) -> bool:
        """Whether somebody affirms a link."""
        link = self.link(source, kind, target)
        return self.graph.has_edge(*link) and bool(self.graph.edges[link]["asserted"])

    def edge(self, source: str, kind: str, target: str) -> dict[str, Any]:
        """Return the attributes of a link, all of whose passages resolve in their documents."""
        link = self.link(source, kind, target)
        assert self.graph.has_edge(*link), f"nobody says that {source} {kind} {target}"
        data: dict[str, Any] = self.graph.edges[link]
        assert data["evidence"]
        for item in data["evidence"]:
            passage = item.quote.passage
            text = self.texts[passage.document_id].text
            assert passage.document_id == item.dependency.document_id
            assert text[passage.start : passage.end] == passage.exact
            assert len(passage.exact.split()) > 2
        return data

    def sides(self, source: str, kind: str, target: str) -> tuple[set[str], set[str]]:
        """Return the names of the texts that affirm a link, and of those that deny it."""
        evidence = self.edge(source, kind, target)["evidence"]
        return (
            self._names(item for item in evidence if item.dependency.affirms),
            self._names(item for item in evidence if item.dependency.denies),
        )

    def _names(self, evidence: Iterable[Any]) -> set[str]:
        return {self.texts[item.dependency.document_id].name for item in evidence}

    def without(self, *labels: str) -> dict[str, dependency.Consequence]:
        """Return what becomes of all else when concepts are denied, by label."""
        denied = frozenset(map(self.node, labels))
        found = dependency.consequences(self.graph, dependency.Supposition(denied=denied))
        return {one.label: one for one in found.nodes}

    def falling(self, *labels: str) -> set[str]:
        effects = self.without(*labels).items()
        return {label for label, one in effects if one.effect is dependency.Effect.FALLS}

    def substitutes_left(self, of: str, to: str) -> set[str]:
        """Return what still meets a requirement of ``to`` when ``of`` is denied."""
        touched = self.without(of)[to]
        assert touched.effect is dependency.Effect.WEAKENED
        left = {one for reason in touched.reasons for one in reason.left}
        return {str(self.graph.nodes[one]["label"]) for one in left}
