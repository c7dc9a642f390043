"""Records -> quads: a pure function, so that equal records always give equal text.

A document's records make one graph, its runs and problems one beside it; each shared record
has a small graph of its own, and the decisions have one together. There are no blank nodes:
selectors and the like are named after the record that they belong to. The text of a
document, its path and the keys of identities stay in SQL.

Direct triples (``cg:rebuts``, ``cg:restsOn``, ``mp:asserts`` …) are made only from what was
not rejected. A dependency gives them only where a passage affirms it (see
``AFFIRMING_MODES``): to question, deny or suppose a link is not to say that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.ids import ID_BASE, iri
from kg.model import Alias, Bundle, Citation, Decision, Entry, Problem, Record, Run
from kg.rdf import arguments, texts
from kg.rdf.nquads import Graph, node, optional_node, term
from kg.vocab import RECORD_CLASSES

_WRITERS: Final = texts.WRITERS | arguments.WRITERS
_NOT_PROJECTED: Final = (Alias,)
DECISIONS_GRAPH: Final = f"{ID_BASE}decisions#graph"


class Projection:
    """The projection that the store runs in the transaction that writes the records."""

    def document_graphs(self, bundle: Bundle) -> dict[str, str]:
        """Return the document's graph and its provenance graph, by IRI, as sorted N-Quads."""
        document = bundle.document
        content = Graph(iri(document.id) + "#graph")
        provenance = Graph(iri(document.id) + "#provenance")
        _project(content, document)
        for record in bundle.owned:
            if isinstance(record, _NOT_PROJECTED):
                continue
            _project(provenance if isinstance(record, (Run, Problem)) else content, record)
            if isinstance(record, Citation):
                texts.citations(content, record, document.work_id)
            run_id: str | None = getattr(record, "run_id", None)
            provenance.add(node(record.id), "prov:wasGeneratedBy", optional_node(run_id))
        return {graph.name: graph.text() for graph in (content, provenance)}

    def shared_graph(self, entry: Entry) -> tuple[str, str]:
        """Return the IRI and the N-Quads of a shared record's graph."""
        graph = Graph(iri(entry.record.id) + "#graph")
        _project(graph, entry.record)
        subject = node(entry.record.id)
        graph.add(subject, "cg:canonicalClaim", optional_node(entry.canonical_id))
        for record in entry.beside:
            _project(graph, record)
            run_id: str | None = getattr(record, "run_id", None)
            graph.add(node(record.id), "prov:wasGeneratedBy", optional_node(run_id))
        return graph.name, graph.text()

    def decisions_graph(self, decisions: Iterable[Decision]) -> tuple[str, str]:
        """Return the IRI and the N-Quads of the graph of all decisions."""
        graph = Graph(DECISIONS_GRAPH)
        for decision in decisions:
            _project(graph, decision)
        return graph.name, graph.text()


def _project(graph: Graph, record: Record) -> None:
    subject = node(record.id)
    graph.add(subject, "rdf:type", *map(term, RECORD_CLASSES[record.KIND]))
    _WRITERS[type(record)](graph, subject, record)
