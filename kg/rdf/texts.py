"""Quads of works, of the documents that are texts of them, and of how these cite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kg.ids import content_id
from kg.model import (
    Block,
    Citation,
    Document,
    Match,
    Passage,
    Problem,
    Quantity,
    Record,
    Reference,
    Run,
    Work,
)
from kg.rdf.nquads import (
    Graph,
    decimal,
    integer,
    literal,
    literals,
    moment,
    node,
    nodes,
    optional_node,
    term,
    url,
    year,
)
from kg.vocab import BLOCK_CLASS, CITO_PROPERTY, BlockKind


def _described(graph: Graph, subject: str, record: Document | Reference | Work) -> None:
    """Add what works, documents and references say of a work in the same fields."""
    graph.add(subject, "dcterms:title", literal(record.title))
    graph.add(subject, "dc:creator", *literals(record.authors))
    graph.add(subject, "fabio:hasPublicationYear", year(record.year))
    graph.add(subject, "bibo:doi", literal(record.doi))
    graph.add(subject, "fabio:hasArXivId", literal(record.arxiv))
    graph.add(subject, "fabio:hasURL", url(record.url))
    graph.add(subject, "prism:publicationName", literal(record.container))
    graph.add(subject, "prism:volume", literal(record.volume))
    graph.add(subject, "prism:issueIdentifier", literal(record.issue))
    graph.add(subject, "prism:pageRange", literal(record.pages))
    graph.add(subject, "dc:publisher", literal(record.publisher))


def _work(graph: Graph, subject: str, work: Work) -> None:
    _described(graph, subject, work)


def _document(graph: Graph, subject: str, document: Document) -> None:
    work = node(document.work_id)
    _described(graph, subject, document)
    graph.add(subject, "dcterms:format", literal(document.media_type))
    graph.add(subject, "dcterms:language", literal(document.language))
    graph.add(subject, "cg:fileName", literal(document.name))
    graph.add(subject, "cg:sha256", literal(document.sha256))
    graph.add(subject, "cg:genre", literal(document.genre))
    graph.add(subject, "cg:score", decimal(document.work_score))
    graph.add(subject, "frbr:realizationOf", work)
    graph.add(work, "cito:reviews", optional_node(document.reviews_id))
    for block in document.structure:
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            _heading(graph, document, block)


def _heading(graph: Graph, document: Document, block: Block) -> None:
    part = f"#block-{block.start}-{block.end}"
    subject = node(document.id, part)
    graph.add(node(document.id), "dcterms:hasPart", subject)
    graph.add(subject, "oa:hasSource", node(document.id))
    graph.add(subject, "rdf:type", term(BLOCK_CLASS[block.kind]))
    graph.add(subject, "c4o:hasContent", literal(document.text[block.start : block.end]))
    graph.add(subject, "cg:level", integer(block.level or None))
    positioned(graph, subject, block)


def positioned(
    graph: Graph,
    subject: str,
    spanned: Block | Passage | Problem | Quantity,
    path: str = "oa:hasSelector",
) -> None:
    """Add where something stands in its text.

    By its domain ``oa:hasSelector`` makes what has it a part of a text; ``cg:standsAt`` is
    for what only stands there.
    """
    selector = f"<{subject[1:-1]}{'-' if '#' in subject else '#'}position>"
    graph.add(subject, path, selector)
    graph.add(selector, "rdf:type", term("oa:TextPositionSelector"))
    graph.add(selector, "oa:start", integer(spanned.start))
    graph.add(selector, "oa:end", integer(spanned.end))


def _passage(graph: Graph, subject: str, passage: Passage) -> None:
    selector = node(passage.id, "#quote")
    graph.add(subject, "oa:hasSource", node(passage.document_id))
    graph.add(subject, "cg:section", literal(passage.section))
    graph.add(subject, "cg:sectionKind", literal(passage.section_kind))
    graph.add(subject, "cg:page", integer(passage.page))
    graph.add(subject, "oa:hasSelector", selector)
    graph.add(selector, "rdf:type", term("oa:TextQuoteSelector"))
    graph.add(selector, "oa:exact", literal(passage.exact))
    graph.add(selector, "oa:prefix", literal(passage.prefix))
    graph.add(selector, "oa:suffix", literal(passage.suffix))
    positioned(graph, subject, passage)


def _reference(graph: Graph, subject: str, reference: Reference) -> None:
    _described(graph, subject, reference)
    graph.add(node(reference.document_id), "dcterms:hasPart", subject)
    graph.add(subject, "biro:references", node(reference.work_id))
    graph.add(subject, "c4o:hasContent", literal(reference.raw))
    graph.add(subject, "rdfs:label", literal(reference.label))
    graph.add(subject, "cg:passage", node(reference.passage_id))
    graph.add(subject, "cg:score", decimal(reference.score))


def _match(graph: Graph, subject: str, match: Match) -> None:
    graph.add(subject, "cg:source", node(match.work_id))
    graph.add(subject, "cg:target", node(match.candidate_id))
    graph.add(subject, "cg:similarity", decimal(match.similarity))
    graph.add(subject, "cg:status", literal(match.status))


def _pointer(graph: Graph, subject: str, citation: Citation) -> None:
    graph.add(subject, "c4o:denotes", *nodes(citation.reference_ids))
    graph.add(subject, "c4o:hasContext", node(citation.context_id))
    graph.add(subject, "cg:passage", node(citation.passage_id))
    graph.add(subject, "cg:score", decimal(citation.score))


def citations(graph: Graph, pointer: Citation, citing_id: str) -> None:
    """Add a ``cito:Citation`` for each work that the pointer cites, and the direct triples."""
    citing = node(citing_id)
    function = CITO_PROPERTY[pointer.function] if pointer.function else None
    for work_id in pointer.work_ids:
        subject, cited = node(pointer.id, f"#{work_id}"), node(work_id)
        graph.add(subject, "rdf:type", term("cito:Citation"))
        graph.add(subject, "cito:hasCitingEntity", citing)
        graph.add(subject, "cito:hasCitedEntity", cited)
        graph.add(subject, "prov:wasDerivedFrom", node(pointer.id))
        graph.add(citing, "cito:cites", cited)
        if function:
            graph.add(subject, "cito:hasCitationCharacterization", term(function))
            graph.add(citing, function, cited)


def _run(graph: Graph, subject: str, run: Run) -> None:
    extractor = node(content_id("software", run.extractor, run.version))
    graph.add(subject, "prov:used", node(run.document_id))
    graph.add(subject, "prov:startedAtTime", moment(run.started_at))
    graph.add(subject, "prov:wasAssociatedWith", extractor)
    graph.add(extractor, "rdf:type", term("prov:SoftwareAgent"))
    graph.add(extractor, "foaf:name", literal(run.extractor))
    graph.add(extractor, "schema:softwareVersion", literal(run.version))


def _problem(graph: Graph, subject: str, problem: Problem) -> None:
    graph.add(subject, "cg:code", literal(problem.code))
    graph.add(subject, "dcterms:description", literal(problem.message))
    graph.add(subject, "dcterms:source", node(problem.document_id))
    if problem.start is not None:
        positioned(graph, subject, problem, "cg:standsAt")


# Any: each writer takes its own record class.
WRITERS: Final[dict[type[Record], Callable[[Graph, str, Any], None]]] = {
    Work: _work,
    Document: _document,
    Run: _run,
    Problem: _problem,
    Passage: _passage,
    Reference: _reference,
    Citation: _pointer,
    Match: _match,
}
