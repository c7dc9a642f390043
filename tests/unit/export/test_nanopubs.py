"""Nanopublications: whole, verifiable, and of what nobody rejected."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg.database import Database
from kg.export.nanopubs import BASE
from kg.export.quads import terms
from kg.export.trusty import MARK, artifact_code, named
from kg.ids import iri
from kg.model import Bundle, Claim, Relation
from kg.vocab import Status, expand
from tests.contracts.strategies import HOSTILE, hostile_bundles
from tests.factories import claim
from tests.unit.export.conftest import exported, make

PUBLISHED = "RAPpJU5UOB4pavfWyk7FE3WQiam5yBpmIlviAQWtBSC4M"
EXAMPLE = """
@prefix this: <http://example.org/nanopub-validator-example/CODE> .
@prefix sub: <http://example.org/nanopub-validator-example/CODE#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dc: <http://purl.org/dc/terms/> .
@prefix pav: <http://purl.org/pav/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix npx: <http://purl.org/nanopub/x/> .
sub:Head {
    this: np:hasAssertion sub:assertion ; np:hasProvenance sub:provenance ;
        np:hasPublicationInfo sub:pubinfo ; a np:Nanopublication .
}
sub:assertion {
    sub:assertion a npx:UnderspecifiedAssertion ;
        npx:asSentence <http://purl.org/aida/Malaria+is+transmitted+by+mosquitoes.> .
}
sub:provenance {
    sub:assertion prov:hadPrimarySource <http://dx.doi.org/10.3233/ISU-2010-0613> .
}
sub:pubinfo {
    this: dc:created "2014-07-29T10:13:35+01:00"^^xsd:dateTime ; a npx:ExampleNanopub ;
        pav:createdBy <http://orcid.org/0000-0002-1267-0234> .
}
"""
"""``trusty1.trig`` of the test suite of nanopub-java (MIT), with CODE for its code."""


def test_the_published_example_has_its_published_code() -> None:
    quads = list(parse(EXAMPLE.replace("CODE", MARK), RdfFormat.TRIG))
    code, given = named(reversed(quads))
    assert code == PUBLISHED
    assert set(given) == set(parse(EXAMPLE.replace("CODE", PUBLISHED), RdfFormat.TRIG))
    assert artifact_code(given, PUBLISHED) == PUBLISHED


@pytest.mark.parametrize("text", ["a\\b", "a\nb", "a\\nb", "a", "a b", ""])
def test_texts_that_differ_have_codes_that_differ(text: str) -> None:
    (quad,) = parse(f'<{BASE}{MARK}> <b:b> "c" <d:d> .', RdfFormat.N_QUADS)
    codes = {
        artifact_code([Quad(quad.subject, quad.predicate, one, quad.graph_name)], MARK)
        for one in (Literal(text), Literal(text + "\n"), Literal(text, language="en"),
                    Literal(text, datatype=quad.predicate))
    }  # fmt: skip
    assert len(codes) == 4


def nanopubs(data: bytes) -> dict[str, list[Quad]]:
    """The quads of each nanopublication by its code."""
    found: dict[str, list[Quad]] = {}
    for quad in parse(data, RdfFormat.TRIG):
        code = terms(quad)[0].value.removeprefix(BASE).partition("#")[0]
        found.setdefault(code, []).append(quad)
    return found


def about(quads: list[Quad]) -> str:
    """The record that a nanopublication is about."""
    (found,) = {
        last.value
        for graph, _, predicate, last in map(terms, quads)
        if predicate.value == expand("prov:wasDerivedFrom") and graph.value.endswith("#pubinfo")
    }
    return found


def test_each_is_whole_and_has_the_code_of_its_content(database: Database) -> None:
    found = nanopubs(exported(database, "nanopubs"))
    for code, quads in found.items():
        assert re.fullmatch(r"RA[\w-]{43}", code)
        assert artifact_code(quads, code) == code
        parts = {terms(one)[0].value.removeprefix(f"{BASE}{code}#") for one in quads}
        assert parts == {"Head", "assertion", "provenance", "pubinfo"}
        assert artifact_code(quads[1:], code) != code


def test_there_is_one_for_each_claim_put_forward_and_each_relation(database: Database) -> None:
    found = nanopubs(exported(database, "nanopubs"))
    subjects = [about(quads) for quads in found.values()]
    store = database.store
    put_forward = {one.assertion.claim_id for g in store.held_assertions().values() for one in g}
    links = {one.id for one in store.find(Relation) if one.status is not Status.REJECTED}
    assert sorted(subjects) == sorted(map(iri, put_forward | links))
    assert iri(claim(HOSTILE[2]).id) not in subjects
    assert len(put_forward) < len(list(store.find(Claim)))


def test_they_come_in_order_of_what_they_are_about(database: Database) -> None:
    subjects = [about(quads) for quads in nanopubs(exported(database, "nanopubs")).values()]
    assert all(one < two for one, two in pairwise(subjects))


@given(hostile_bundles())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_texts_keep_their_codes(bundle: Bundle) -> None:
    with make([bundle]) as database:
        for code, quads in nanopubs(exported(database, "nanopubs")).items():
            assert artifact_code(quads, code) == code
