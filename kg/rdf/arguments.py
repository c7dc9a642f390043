"""Quads of claims, who holds them, what bears on them, and what people decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kg.model import (
    Agent,
    Assertion,
    Claim,
    Concept,
    Decision,
    Dependency,
    Evidence,
    Mention,
    Position,
    Quantity,
    Question,
    Record,
    Relation,
)
from kg.rdf.nquads import (
    Graph,
    boolean,
    decimal,
    literal,
    literals,
    moment,
    node,
    optional_node,
    term,
)
from kg.rdf.texts import positioned
from kg.vocab import AGENT_CLASSES, RELATION_KINDS, Mode, Status

_ACTS: Final = {
    Mode.ASSERTS: "mp:asserts",
    Mode.CONCEDES: "mp:asserts",
    Mode.REPORTS: "mp:quotes",
}


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
    positioned(graph, subject, quantity, "cg:standsAt")


def _relation(graph: Graph, subject: str, relation: Relation) -> None:
    kind = RELATION_KINDS[relation.kind]
    source, target = node(relation.source_id), node(relation.target_id)
    _found(graph, subject, relation)
    if kind.aif_class:
        graph.add(subject, "rdf:type", term(kind.aif_class))
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
    graph.add(subject, "cg:anyOf", literal(dependency.group))
    graph.add(subject, "prov:wasDerivedFrom", optional_node(dependency.assertion_id))
    if dependency.affirms and dependency.status != Status.REJECTED:
        graph.add(source, kind.curie, target)
        if kind.dependent == "source":
            graph.add(source, "cg:restsOn", target)
        elif kind.dependent == "target":
            graph.add(target, "cg:restsOn", source)


def _position(graph: Graph, subject: str, position: Position) -> None:
    graph.add(subject, "cg:answers", node(position.question_id))
    graph.add(subject, "cg:expresses", node(position.claim_id))
    graph.add(subject, "cg:stance", literal(position.stance))
    graph.add(subject, "dcterms:source", optional_node(position.document_id))


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
WRITERS: Final[dict[type[Record], Callable[[Graph, str, Any], None]]] = {
    Agent: _agent,
    Concept: _concept,
    Claim: _worded,
    Question: _worded,
    Assertion: _assertion,
    Evidence: _evidence,
    Relation: _relation,
    Mention: _mention,
    Dependency: _dependency,
    Position: _position,
    Decision: _decision,
}
