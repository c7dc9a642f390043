"""The quads that a holder keeps, so that a query's default graph is the merge of all graphs.

Oxigraph takes the union of all graphs for the default graph when asked to, but yields a triple
once for each graph that holds it, so that counts would be wrong. A second copy of all triples
in the default graph would be right, and would cost as much again in time and memory. Few
triples stand in several graphs: these are known here, and a worker takes all but one of each
out of its own view, after which the union is the merge. A query that names graphs needs both
at once; before the first of them the second copy is made, and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

_AT_ONCE: Final = 8_000_000  # bytes of N-Triples

Change = tuple[str, bytes | None]
"""A named graph: its IRI and its N-Quads in UTF-8, None for one that is no more."""


class Quads:
    """The graphs of a holder, of which workers have copies.

    Equal triples must be written alike, as :mod:`kg.rdf.nquads` writes them. ``merged`` says
    that the default graph has a copy of all triples.
    """

    def __init__(self) -> None:
        self.store = Store()
        self.merged = False
        self._subjects: set[int] = set()
        self._graphs: dict[Triple, set[str]] = {}  # of those that stand in several
        self._repeated: defaultdict[str, set[Triple]] = defaultdict(set)  # by graph

    def replace(self, graphs: Sequence[Change]) -> None:
        """Put each graph's N-Quads in place of what is held under its IRI."""
        if self.merged:
            replace(self.store, graphs, alone=True, merged=True)
            return
        known = [(name, self._known(_triples(name, text))) for name, text in graphs if text]
        for name, _ in graphs:
            self._forget(name)
        replace(self.store, graphs, alone=True)
        for name, lines in known:
            for quad in parse(lines, RdfFormat.N_TRIPLES):
                self._note(quad.triple, name)

    def merge(self) -> None:
        """Copy the triples of all graphs into the default graph."""
        gathered: list[bytes] = []
        size = 0
        for name in list(self.store.named_graphs()):
            gathered.append(self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b"")
            size += len(gathered[-1])
            if size > _AT_ONCE:
                self.store.bulk_load(b"".join(gathered), RdfFormat.N_TRIPLES)
                gathered, size = [], 0
        self.store.bulk_load(b"".join(gathered), RdfFormat.N_TRIPLES)
        self.merged = True
        for kept in (self._subjects, self._graphs, self._repeated):
            kept.clear()

    def single_out(self) -> None:
        """Leave each triple in one graph only: the union of all is then their merge.

        For the copy of a worker, which is told of no change.
        """
        for triple, names in self._graphs.items():
            for name in sorted(names)[1:]:
                place = NamedNode(name)
                self.store.remove(Quad(triple.subject, triple.predicate, triple.object, place))

    def _known(self, triples: bytes) -> bytes:
        """Return the lines whose subject stood in a graph before, and remember all subjects."""
        lines = triples.splitlines(keepends=True)
        subjects = [hash(line[: line.index(b" ")]) for line in lines]
        known = self._subjects.intersection(subjects)
        self._subjects.update(subjects)
        if not known:
            return b""
        pairs = zip(subjects, lines, strict=True)
        return b"".join(line for subject, line in pairs if subject in known)

    def _forget(self, name: str) -> None:
        """Let a graph hold none of the triples of several graphs."""
        for triple in self._repeated.pop(name, ()):
            others = self._graphs[triple]
            others.discard(name)
            if len(others) == 1:
                del self._graphs[triple]
                self._repeated[others.pop()].discard(triple)

    def _note(self, triple: Triple, name: str) -> None:
        """Remember a triple of a graph, where others hold it too."""
        if triple in self._graphs:
            found = {name}
        else:
            quads = self.store.quads_for_pattern(
                triple.subject, triple.predicate, triple.object, None
            )
            found = {_name(quad) for quad in quads}
            if len(found) == 1:
                return
        self._graphs.setdefault(triple, set()).update(found)
        for one in found:
            self._repeated[one].add(triple)


def _name(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def replace(
    store: Store, graphs: Sequence[Change], *, alone: bool = False, merged: bool = False
) -> None:
    """Put each graph's N-Quads in place of what the store holds under its IRI; None drops it.

    Those that stood before are exchanged in one update, so that a query in another thread
    sees each as it was or as it is. ``alone`` says that there is no such query, so that new
    graphs may be loaded in bulk; ``merged`` that the default graph has a copy of all triples.
    """
    load = store.bulk_load if alone else store.load
    old = [(name, text) for name, text in graphs if store.contains_named_graph(NamedNode(name))]
    known = {name for name, _ in old}
    new = [(name, text) for name, text in graphs if text and name not in known]
    if old:
        store.update(_exchange(old, merged))
    load(b"".join(text for _, text in new), RdfFormat.N_QUADS)
    if merged:
        load(b"".join(_triples(name, text) for name, text in new), RdfFormat.N_TRIPLES)


def _exchange(graphs: Sequence[Change], merged: bool) -> str:
    """Return the SPARQL update that puts graphs in place of older ones of their names."""
    drops = "".join(_drop(name, merged) for name, _ in graphs)
    triples = [(name, _triples(name, text).decode()) for name, text in graphs if text]
    data = "".join(
        f"{text if merged else ''}GRAPH <{name}> {{\n{text}}}\n" for name, text in triples
    )
    return f"{drops}INSERT DATA {{\n{data}}}"


def _drop(name: str, merged: bool) -> str:
    drop = f"DROP SILENT GRAPH <{name}> ;\n"
    if not merged:
        return drop
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} FILTER NOT EXISTS "
        f"{{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != <{name}>) }} }} ;\n{drop}"
    )


def _triples(name: str, nquads: bytes) -> bytes:
    return nquads.replace(f" <{name}> .\n".encode(), b" .\n")
