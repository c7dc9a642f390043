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

from collections.abc import Callable, Iterable
from typing import Any, Final

from kg.ids import ID_BASE, content_id, iri
from kg.model import (
    Agent,
    Alias,
    Assertion,
    Block,
    Bundle,
    Citation,
    Claim,
    Concept,
    Decision,
    Dependency,
    Document,
    Entry,
    Evidence,
    Match,
    Mention,
    Passage,
    Position,
    Problem,
    Quantity,
    Question,
    Record,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.rdf.nquads import (
    Graph,
    boolean,
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
from kg.vocab import (
    AFFIRMING_MODES,
    AGENT_CLASSES,
    BLOCK_CLASS,
    CITO_PROPERTY,
    RECORD_CLASSES,
    RELATION_KINDS,
    BlockKind,
    Mode,
    Polarity,
    Status,
)

_NOT_PROJECTED: Final = (Alias,)
DECISIONS_GRAPH: Final = f"{ID_BASE}decisions#graph"
_ACTS: Final = {
    Mode.ASSERTS: "mp:asserts",
    Mode.CONCEDES: "mp:asserts",
    Mode.REPORTS: "mp:quotes",
}


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
                _citations(content, record, document.work_id)
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


def _agent(graph: Graph, subject: str, agent: Agent) -> None:
    graph.add(subject, "rdf:type", term(AGENT_CLASSES[agent.kind]))
    graph.add(subject, "foaf:name", literal(agent.name))
    graph.add(subject, "cg:kind", literal(agent.kind))


def _concept(graph: Graph, subject: str, concept: Concept) -> None:
    others = [name for name in concept.alternatives if name != concept.label]
    graph.add(subject, "skos:prefLabel", literal(concept.label))
    graph.add(subject, "skos:altLabel", *literals(others))
    graph.add(subject, "cg:kind", literal(concept.kind))


def _worded(graph: Graph, subject: str, record: Claim | Question) -> None:
    graph.add(subject, "schema:text", literal(record.wording))


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
    graph.add(subject, "rdf:type", term(BLOCK_CLASS[block.kind]))
    graph.add(subject, "c4o:hasContent", literal(document.text[block.start : block.end]))
    graph.add(subject, "cg:level", integer(block.level or None))
    _positioned(graph, subject, block)


def _positioned(graph: Graph, subject: str, spanned: Block | Passage | Problem | Quantity) -> None:
    selector = f"<{subject[1:-1]}{'-' if '#' in subject else '#'}position>"
    graph.add(subject, "oa:hasSelector", selector)
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
    _positioned(graph, subject, passage)


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


def _citations(graph: Graph, pointer: Citation, citing_id: str) -> None:
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


def _found(
    graph: Graph, subject: str, record: Assertion | Evidence | Dependency | Relation
) -> None:
    """Add what machine-made records that people judge have in common."""
    graph.add(subject, "cg:kind", literal(record.kind))
    graph.add(subject, "cg:passage", optional_node(record.passage_id))
    graph.add(subject, "cg:score", decimal(record.score))
    graph.add(subject, "cg:status", literal(record.status))


def _voiced(graph: Graph, subject: str, record: Assertion | Dependency) -> None:
    """Add who says it, and how."""
    graph.add(subject, "cg:holder", node(record.holder_id))
    graph.add(subject, "cg:mode", literal(record.mode))
    graph.add(subject, "cg:polarity", literal(record.polarity))
    graph.add(subject, "cg:hedge", literal(record.hedge))
    graph.add(subject, "cg:rule", literal(record.rule))


def _assertion(graph: Graph, subject: str, assertion: Assertion) -> None:
    _found(graph, subject, assertion)
    _voiced(graph, subject, assertion)
    graph.add(subject, "cg:expresses", node(assertion.claim_id))
    graph.add(subject, "cg:standalone", boolean(assertion.standalone))
    graph.add(subject, "cg:salience", decimal(assertion.salience))
    if assertion.status != Status.REJECTED and assertion.mode in _ACTS:
        graph.add(node(assertion.document_id), _ACTS[assertion.mode], subject)


def _evidence(graph: Graph, subject: str, evidence: Evidence) -> None:
    _found(graph, subject, evidence)
    graph.add(subject, "cg:rule", literal(evidence.rule))
    graph.add(subject, "dcterms:source", optional_node(evidence.work_id))
    for quantity in evidence.quantities:
        part = node(evidence.id, f"#quantity-{quantity.start}-{quantity.end}")
        graph.add(subject, "cg:quantity", part)
        _quantity(graph, part, quantity)


def _quantity(graph: Graph, subject: str, quantity: Quantity) -> None:
    graph.add(subject, "rdf:type", term("schema:QuantitativeValue"))
    if quantity.value == quantity.upper:
        graph.add(subject, "schema:value", decimal(quantity.value))
    else:
        graph.add(subject, "schema:minValue", decimal(quantity.value))
        graph.add(subject, "schema:maxValue", decimal(quantity.upper))
    graph.add(subject, "schema:unitText", literal(quantity.unit))
    graph.add(subject, "cg:comparison", literal(quantity.comparison))
    graph.add(subject, "cg:measured", literal(quantity.measured))
    _positioned(graph, subject, quantity)


def _relation(graph: Graph, subject: str, relation: Relation) -> None:
    kind = RELATION_KINDS[relation.kind]
    source, target = node(relation.source_id), node(relation.target_id)
    _found(graph, subject, relation)
    if kind.aif:
        graph.add(subject, "rdf:type", term(kind.aif))
    graph.add(subject, "cg:source", source)
    graph.add(subject, "cg:target", target)
    graph.add(subject, "cg:group", literal(relation.group))
    graph.add(subject, "cg:signal", *literals(relation.signals))
    if relation.status != Status.REJECTED:
        graph.add(source, kind.curie, target)


def _mention(graph: Graph, subject: str, mention: Mention) -> None:
    graph.add(subject, "oa:hasTarget", node(mention.passage_id))
    graph.add(subject, "oa:hasBody", node(mention.concept_id))
    graph.add(subject, "cg:kind", literal(mention.kind))
    graph.add(subject, "cg:score", decimal(mention.score))


def _dependency(graph: Graph, subject: str, dependency: Dependency) -> None:
    kind = RELATION_KINDS[dependency.kind]
    source, target = node(dependency.source_id), node(dependency.target_id)
    _found(graph, subject, dependency)
    _voiced(graph, subject, dependency)
    graph.add(subject, "cg:source", source)
    graph.add(subject, "cg:target", target)
    graph.add(subject, "prov:wasDerivedFrom", optional_node(dependency.assertion_id))
    if _affirmed(dependency):
        graph.add(source, kind.curie, target)
        if kind.dependent == "source":
            graph.add(source, "cg:restsOn", target)
        elif kind.dependent == "target":
            graph.add(target, "cg:restsOn", source)


def _affirmed(dependency: Dependency) -> bool:
    return (
        dependency.status != Status.REJECTED
        and dependency.polarity == Polarity.POSITIVE
        and dependency.mode in AFFIRMING_MODES
    )


def _position(graph: Graph, subject: str, position: Position) -> None:
    graph.add(subject, "cg:answers", node(position.question_id))
    graph.add(subject, "cg:expresses", node(position.claim_id))
    graph.add(subject, "cg:stance", literal(position.stance))
    graph.add(subject, "dcterms:source", optional_node(position.document_id))


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
    graph.add(subject, "oa:hasSource", node(problem.document_id))
    if problem.start is not None:
        _positioned(graph, subject, problem)


def _decision(graph: Graph, subject: str, decision: Decision) -> None:
    graph.add(subject, "cg:target", node(decision.target_id))
    graph.add(subject, "cg:action", literal(decision.action))
    graph.add(subject, "cg:reason", literal(decision.reason))
    graph.add(subject, "cg:value", literal(decision.value))
    graph.add(subject, "cg:subject", literal(decision.subject))
    graph.add(subject, "rdfs:comment", literal(decision.note))
    graph.add(subject, "dc:creator", literal(decision.made_by))
    graph.add(subject, "prov:generatedAtTime", moment(decision.made_at))


# Any: each writer takes its own record class.
_WRITERS: Final[dict[type[Record], Callable[[Graph, str, Any], None]]] = {
    Work: _work,
    Agent: _agent,
    Concept: _concept,
    Claim: _worded,
    Question: _worded,
    Document: _document,
    Run: _run,
    Problem: _problem,
    Passage: _passage,
    Reference: _reference,
    Citation: _pointer,
    Assertion: _assertion,
    Evidence: _evidence,
    Relation: _relation,
    Mention: _mention,
    Dependency: _dependency,
    Position: _position,
    Match: _match,
    Decision: _decision,
}
