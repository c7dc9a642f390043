from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ids import ID_BASE, iri
from kg.model import (
    RECORDS,
    Bundle,
    Decision,
    Entry,
    Evidence,
    Position,
    Quantity,
    Question,
    Record,
    Relation,
)
from kg.rdf.project import Projection
from kg.vocab import (
    NS,
    RECORD_CLASSES,
    TERMS,
    Action,
    Mode,
    Polarity,
    Stance,
    expand,
)
from tests.unit.rdf.factory import Essay, rejected

hostile = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from('"\\\n\r\t\x00\x07\x7f\x85\u2028\u202e\u200f\ufeff\ufffe😀<>{}^`| .'),
    ),
    max_size=30,
)


def quads(text: str) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS))


def value(node: object) -> str:
    """Return the IRI or the lexical form of a node; there are no triple terms."""
    assert isinstance(node, (pyoxigraph.NamedNode, pyoxigraph.Literal))
    return node.value


def triples(essay: Essay) -> set[tuple[str, str, str]]:
    """All triples of an essay, with IRIs and literals as plain strings."""
    return {
        (value(quad.subject), value(quad.predicate), value(quad.object))
        for text in essay.graphs.values()
        for quad in quads(text)
    }


def linked(essay: Essay, curie: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in triples(essay) if p == expand(curie)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=hostile, title=hostile, wording=hostile, label=hostile, url=hostile)
def test_any_text_gives_quads_that_two_parsers_read_alike(
    text: str, title: str, wording: str, label: str, url: str
) -> None:
    essay = Essay(text=_encodable(text) or "x", title=title, wording=wording, label=label, url=url)
    for name, graph in essay.graphs.items():
        found = quads(graph)
        assert len(found) == graph.count("\n")
        assert {value(quad.graph_name) for quad in found} <= {name}
        read = rdflib.Dataset()
        read.parse(data=graph, format="nquads")
        assert {_rdflib(*quad) for quad in read.quads()} == {_oxigraph(quad) for quad in found}


def _encodable(text: str) -> str:
    """Ids are hashed as UTF-8, so a text with lone surrogates cannot become a document."""
    return text.encode("utf-8", "replace").decode()


def _rdflib(s: Any, p: Any, o: Any, g: Any) -> tuple[str, ...]:
    dated = isinstance(o, rdflib.Literal) and o.datatype == rdflib.XSD.dateTime
    lexical = str(o).replace("+00:00", "Z") if dated else str(o)  # rdflib normalises
    return (str(s), str(p), lexical, str(getattr(g, "identifier", g)))


def _oxigraph(quad: pyoxigraph.Quad) -> tuple[str, ...]:
    return (value(quad.subject), value(quad.predicate), value(quad.object), value(quad.graph_name))


@given(wording=hostile)
def test_what_is_written_is_what_is_read(wording: str) -> None:
    claim = Essay(wording=wording).claims[0]
    _, graph = Projection().shared_graph(Entry(claim))
    texts = {value(q.object) for q in quads(graph) if value(q.predicate) == expand("schema:text")}
    assert texts == {"".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in wording)}


@given(st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(shuffler: random.Random) -> None:
    bundle = Essay().bundle
    owned = list(bundle.owned)
    shuffler.shuffle(owned)
    mixed = Bundle(bundle.document, tuple(owned), bundle.shared)
    projection = Projection()
    assert projection.document_graphs(mixed) == projection.document_graphs(bundle)


def test_a_documents_graphs_do_not_depend_on_links_between_documents() -> None:
    bundle = Essay().bundle
    link = Relation(
        kind="rebuts", source_claim_id=Essay().claims[0].id, target_claim_id=Essay().claims[1].id
    )
    projection = Projection()
    with_link = replace(bundle, links=(link,))
    assert projection.document_graphs(with_link) == projection.document_graphs(bundle)


def test_a_link_between_documents_stands_in_the_graph_of_its_claim() -> None:
    first, second = Essay().claims
    link = Relation(
        kind="rebuts",
        source_claim_id=first.id,
        target_claim_id=second.id,
        run_id=Essay().run.id,
        score=0.5,
    )
    name, graph = Projection().shared_graph(Entry(first, (link,)))
    assert name == iri(first.id) + "#graph"
    said = {(value(q.subject), value(q.predicate), value(q.object)) for q in quads(graph)}
    assert (iri(first.id), NS + "rebuts", iri(second.id)) in said
    assert (iri(link.id), expand("prov:wasGeneratedBy"), iri(Essay().run.id)) in said


def test_text_is_sorted_and_each_quad_stands_once() -> None:
    for text in Essay().graphs.values():
        lines = text.splitlines()
        assert lines == sorted(set(lines))


def test_there_are_no_blank_nodes_and_all_our_terms_are_declared() -> None:
    for text in Essay().graphs.values():
        for quad in quads(text):
            nodes = [quad.subject, quad.predicate, quad.object, quad.graph_name]
            assert not any(isinstance(node, pyoxigraph.BlankNode) for node in nodes)
            for node in nodes:
                if isinstance(node, pyoxigraph.NamedNode) and node.value.startswith(NS):
                    assert "cg:" + node.value.removeprefix(NS) in TERMS


def test_every_declared_property_is_used_or_computed_elsewhere() -> None:
    written = {p for _, p, _ in triples(Essay())} | {o for _, _, o in triples(Essay())}
    unused = {curie for curie in TERMS if expand(curie) not in written}
    assert unused == {
        # no such link, group, or heading in the essay; the revision is the remote dataset's
        "cg:qualifies",
        "cg:restates",
        "cg:differsInScope",
        "cg:differsInDate",
        "cg:differsInMeasure",
        "cg:related",
        "cg:canonicalClaim",
        "cg:derivesFrom",
        "cg:trainsOn",
        "cg:limitedBy",
        "cg:causes",
        "cg:improves",
        "cg:substitutes",
        "cg:group",
        "cg:anyOf",
        "cg:revision",
    }


def test_a_claim_names_the_one_that_stands_for_it() -> None:
    one, other = Essay().claims[:2]
    _, graph = Projection().shared_graph(Entry(one, canonical_id=other.id))
    assert f"<{iri(one.id)}> <{expand('cg:canonicalClaim')}> <{iri(other.id)}>" in graph
    _, alone = Projection().shared_graph(Entry(one))
    assert "canonicalClaim" not in alone


def test_a_position_by_hand_stands_in_the_graph_of_its_question() -> None:
    essay = Essay()
    (question,) = (one for one in essay.shared if isinstance(one, Question))
    position = Position(
        document_id=None,
        question_id=question.id,
        claim_id=essay.claims[0].id,
        stance=Stance.AGAINST,
    )
    _, graph = Projection().shared_graph(Entry(question, (position,)))
    assert f"<{iri(position.id)}> <{expand('cg:answers')}> <{iri(question.id)}>" in graph
    assert "purl.org/dc/terms/source" not in graph


def test_every_kind_of_record_is_projected_except_aliases() -> None:
    essay = Essay()
    types = linked(essay, "rdf:type")
    records: list[Record] = [essay.document, *essay.owned, *essay.shared, essay.decision]
    assert {type(record) for record in records} == set(RECORDS)
    for record in records:
        classes = {o for s, o in types if s == iri(record.id)}
        assert classes >= {expand(curie) for curie in RECORD_CLASSES.get(record.KIND, ())}
        assert bool(classes) == (record.KIND != "alias")


def test_a_citation_leads_from_the_citing_work_to_the_cited() -> None:
    essay = Essay()
    ends = (iri(essay.work.id), iri(essay.cited.id))
    assert linked(essay, "cito:cites") == {ends}
    assert linked(essay, "cito:obtainsSupportFrom") == {ends}
    assert {o for _, o in linked(essay, "cito:hasCitingEntity")} == {ends[0]}
    assert {o for _, o in linked(essay, "cito:hasCitedEntity")} == {ends[1]}
    assert {o for _, o in linked(essay, "cito:hasCitationCharacterization")} == {
        expand("cito:obtainsSupportFrom")
    }


def test_a_citation_of_unknown_function_only_cites() -> None:
    bundle = Essay().bundle
    owned = tuple(
        replace(record, function=None) if record.KIND == "citation" else record  # type: ignore[call-arg]
        for record in bundle.owned
    )
    text = "".join(Projection().document_graphs(replace(bundle, owned=owned)).values())
    assert expand("cito:cites") in text
    assert "hasCitationCharacterization" not in text
    assert "obtainsSupportFrom" not in text


def test_rests_on_points_from_the_dependent_whichever_way_the_words_go() -> None:
    mills, reservoirs, dredging = (iri(concept.id) for concept in Essay().concepts)
    assert linked(Essay(), "cg:restsOn") == {(mills, reservoirs), (reservoirs, dredging)}
    assert linked(Essay(), "dcterms:requires") == {(mills, reservoirs)}
    assert linked(Essay(), "cg:enables") == {(dredging, reservoirs)}


@pytest.mark.parametrize("mode", list(Mode))
def test_only_affirmed_dependencies_have_direct_triples(mode: Mode) -> None:
    affirming = mode in (Mode.ASSERTS, Mode.REPORTS, Mode.CONCEDES)
    assert bool(linked(Essay(mode=mode), "cg:restsOn")) is affirming
    denied = linked(Essay(mode=mode, polarity=Polarity.NEGATIVE), "cg:restsOn")
    assert bool(denied) is (mode is Mode.DENIES)
    assert len(linked(Essay(mode=mode), "cg:source")) == 6


@pytest.mark.parametrize("mode", list(Mode))
def test_a_document_asserts_or_quotes_never_both(mode: Mode) -> None:
    essay = Essay(mode=mode)
    asserts, quotes = linked(essay, "mp:asserts"), linked(essay, "mp:quotes")
    assert not asserts & quotes
    assert len(asserts) == (mode in (Mode.ASSERTS, Mode.CONCEDES))
    assert len(quotes) == 1 + (mode == Mode.REPORTS)


def test_rejected_records_stay_described_and_lose_their_direct_triples() -> None:
    essay, refused = Essay(), rejected(Essay())
    for curie in ("cg:restsOn", "cg:rebuts", "cg:supports", "cg:undercuts", "dcterms:requires"):
        assert linked(essay, curie)
        assert not linked(refused, curie)
    assert not linked(refused, "mp:asserts")
    assert linked(refused, "cg:source") == linked(essay, "cg:source")
    assert "rejected" in {o for _, o in linked(refused, "cg:status")}


def test_an_undercut_is_a_conflict_node_on_an_inference_node() -> None:
    types, kinds = linked(Essay(), "rdf:type"), linked(Essay(), "cg:kind")
    undercut = next(s for s, o in kinds if o == "undercuts")
    target = next(o for s, o in linked(Essay(), "cg:target") if s == undercut)
    assert (undercut, expand("aif:CA-node")) in types
    assert (target, expand("aif:RA-node")) in types


def test_what_is_unknown_has_no_triple() -> None:
    essay = Essay()
    scored = {s for s, _ in linked(essay, "cg:score")}
    unscored = [r for r in essay.owned if getattr(r, "score", 0) is None]
    assert unscored
    assert not scored & {iri(record.id) for record in unscored}


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.1, "0.1"),
        (1.0, "1"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (1.5e21, "1500000000000000000000"),
        (30.0, "30"),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_numbers_are_written_in_full(number: float, written: str | None) -> None:
    passage = Essay().passages[0]
    quantity = Quantity(number, number, None, None, 1, 2)
    evidence = Evidence(
        document_id=passage.document_id,
        passage_id=passage.id,
        run_id=Essay().run.id,
        kind="measurement",  # type: ignore[arg-type]
        quantities=(quantity,),
        rule="number",
    )
    bundle = replace(Essay().bundle, owned=(evidence,))
    text = "".join(Projection().document_graphs(bundle).values())
    store = pyoxigraph.Store()
    store.load(text, pyoxigraph.RdfFormat.N_QUADS)
    values = {value(q.object) for q in store if value(q.predicate) == expand("schema:value")}
    assert values == ({written} if written else set())


def test_a_decision_on_a_hostile_id_cannot_break_a_line() -> None:
    target = 'claim-x> <y:y> "\n\u202e '
    decision = Decision(target_id=target, action=Action.NOTE, made_by="Ada", made_at="yesterday")
    _, text = Projection().decisions_graph([decision])
    found = {value(q.object) for q in quads(text) if value(q.predicate) == NS + "target"}
    assert found == {f"{ID_BASE}claim/x%3E%20%3Cy:y%3E%20%22%0A\u202e%20"}


def test_neither_the_text_nor_the_path_of_a_document_is_copied() -> None:
    everything = "".join(Essay().graphs.values())
    assert "/somewhere" not in everything
    assert "stop after 30 to 40 years. Dredging" not in everything
