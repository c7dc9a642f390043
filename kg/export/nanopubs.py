"""Nanopublications: one a claim that somebody puts forward, one a relation, not rejected.

The assertion is the claim or the link; the provenance the passages that say so, their sources,
who holds it and what found it; the publication information what it was made from and when.
They are not signed, which takes a person's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from typing import Any, BinaryIO, Final

from pyoxigraph import Quad, RdfFormat, parse

from kg.database import Database
from kg.export.formats import Export, Options
from kg.export.quads import written
from kg.export.trusty import MARK, named
from kg.model import Claim, Passage, Record, Relation, Run
from kg.rdf import arguments, texts
from kg.rdf.nquads import Graph, decimal, literal, literals, moment, node, optional_node, term
from kg.views import HeldAssertion, Source
from kg.vocab import PREFIXES, RECORD_CLASSES, RELATION_KINDS, Status

BASE: Final = "https://w3id.org/claimgraph/np/"
_NP: Final = "http://www.nanopub.org/nschema#"
_PAGE: Final = 200
_SHORT: Final = (
    "aif", "cg", "cgid", "dc", "dcterms", "foaf", "frbr", "mp", "oa", "prov", "schema", "xsd",
)  # fmt: skip
_WRITERS: Final[Mapping[type[Record], Callable[[Graph, str, Any], None]]] = (
    texts.WRITERS | arguments.WRITERS
)
_THIS: Final = f"<{BASE}{MARK}>"
_ASSERTION: Final = f"<{BASE}{MARK}#assertion>"


class _Draft:
    """The four graphs of a nanopublication about one record."""

    def __init__(self, about: Record) -> None:
        part = f"{BASE}{MARK}#"
        self.assertion = Graph(f"{part}assertion")
        self.provenance = Graph(f"{part}provenance")
        self.info = Graph(f"{part}pubinfo")
        self.provenance.add(_ASSERTION, "prov:wasDerivedFrom", node(about.id))
        self.info.add(_THIS, "prov:wasDerivedFrom", node(about.id))

    def source(self, source: Source) -> None:
        """Say what a text is."""
        subject = node(source.id)
        self.provenance.add(subject, "dcterms:title", literal(source.label))
        self.provenance.add(subject, "dc:creator", *literals(source.authors))
        self.provenance.add(subject, "frbr:realizationOf", node(source.work_id))

    def runs(self, runs: Iterable[Run]) -> None:
        """Say what found it, and when that was done last."""
        made = {run.id: run for run in runs}
        for run in made.values():
            _describe(self.provenance, run)
        self.provenance.add(_ASSERTION, "prov:wasGeneratedBy", *map(node, made))
        latest = max((run.started_at for run in made.values()), default=None)
        self.info.add(_THIS, "dcterms:created", moment(latest))

    def quads(self) -> list[Quad]:
        """Return all quads, with the mark where the code will be."""
        body = (self.assertion, self.provenance, self.info)
        parts = zip(("Assertion", "Provenance", "PublicationInfo"), body, strict=True)
        head = f"<{BASE}{MARK}#Head> .\n"
        lines = [f"{_THIS} {term('rdf:type')} <{_NP}Nanopublication> {head}"]
        lines += [f"{_THIS} <{_NP}has{name}> <{graph.name}> {head}" for name, graph in parts]
        return list(parse("".join([*lines, *(graph.text() for graph in body)]), RdfFormat.N_QUADS))


def _write(database: Database, out: BinaryIO, _options: Options) -> None:
    sources = {source.id: source for source in database.sources()}
    for draft in chain(_claims(database, sources), _relations(database, sources)):
        code, quads = named(draft.quads())
        prefixes = {name: PREFIXES[name] for name in _SHORT}
        prefixes |= {"np": _NP, "this": f"{BASE}{code}", "sub": f"{BASE}{code}#"}
        written(quads, out, RdfFormat.TRIG, prefixes)
        out.write(b"\n")


def _claims(database: Database, sources: Mapping[str, Source]) -> Iterator[_Draft]:
    for page in _pages(database.store.each(Claim)):
        held = database.store.held_assertions(claim.id for claim in page)
        together = sorted(
            (one for group in held.values() for one in group),
            key=lambda one: (one.assertion.claim_id, one.assertion.id),
        )
        of_claim = {
            claim: list(group)
            for claim, group in groupby(together, lambda one: one.assertion.claim_id)
        }
        for claim in page:
            if claim.id in of_claim:
                yield _claim(claim, of_claim[claim.id], sources)


def _claim(claim: Claim, held: list[HeldAssertion], sources: Mapping[str, Source]) -> _Draft:
    draft = _Draft(claim)
    _describe(draft.assertion, claim)
    for one in held:
        for record in (one.assertion, one.quote.passage, one.holder):
            _describe(draft.provenance, record)
        draft.provenance.add(_ASSERTION, "prov:wasDerivedFrom", node(one.quote.passage.id))
        draft.source(sources[one.quote.source.id])
    draft.runs(one.run for one in held)
    return draft


def _relations(database: Database, sources: Mapping[str, Source]) -> Iterator[_Draft]:
    for page in _pages(database.store.each(Relation)):
        runs = database.store.load(Run, {one.run_id for one in page if one.run_id})
        places = {one.passage_id for one in page if one.passage_id}
        passages = database.store.load(Passage, places)
        for link in page:
            if link.status is not Status.REJECTED:
                draft = _relation(link, passages.get(link.passage_id or ""))
                draft.runs([runs[link.run_id]] if link.run_id else [])
                if link.document_id:
                    draft.source(sources[link.document_id])
                yield draft


def _relation(link: Relation, passage: Passage | None) -> _Draft:
    draft, kind, subject = _Draft(link), RELATION_KINDS[link.kind], node(link.id)
    source, target = node(link.source_id), node(link.target_id)
    draft.assertion.add(source, kind.curie, target)
    draft.assertion.add(subject, "rdf:type", *map(term, RECORD_CLASSES[link.KIND]))
    draft.assertion.add(subject, "cg:kind", literal(link.kind))
    draft.assertion.add(subject, "cg:source", source)
    draft.assertion.add(subject, "cg:target", target)
    draft.provenance.add(subject, "cg:passage", optional_node(link.passage_id))
    draft.provenance.add(subject, "cg:signal", *literals(link.signals))
    draft.provenance.add(subject, "cg:score", decimal(link.score))
    draft.provenance.add(subject, "cg:status", literal(link.status))
    draft.provenance.add(subject, "cg:group", literal(link.group))
    if passage:
        _describe(draft.provenance, passage)
        draft.provenance.add(_ASSERTION, "prov:wasDerivedFrom", node(passage.id))
    return draft


def _describe(graph: Graph, record: Record) -> None:
    subject = node(record.id)
    graph.add(subject, "rdf:type", *map(term, RECORD_CLASSES[record.KIND]))
    _WRITERS[type(record)](graph, subject, record)


def _pages(records: Iterator[Any]) -> Iterator[list[Any]]:
    while page := list(islice(records, _PAGE)):
        yield page


EXPORT: Final = Export(
    "A nanopublication for each claim and relation, with a trusty URI, unsigned",
    ".trig",
    "application/trig",
    _write,
)
