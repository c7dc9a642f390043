"""What stands in graphs for each term, in words: what the documentation may give as an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.rdf.sparql import shorten

_NAMES = (
    "schema:text",
    "skos:prefLabel",
    "foaf:name",
    "cg:fileName",
    "dcterms:title",
    "c4o:hasContent",
    "oa:exact",
    "cg:code",
    "cg:measured",
    "schema:unitText",
)
_LEADS = ("oa:hasTarget", "cg:passage", "cg:expresses")
_THINGS = {
    "cg:Decision": "a decision",
    "cg:Match": "a match",
    "cg:Relation": "a link",
    "cito:Citation": "a citation",
    "oa:TextPositionSelector": "a place",
    "prov:Activity": "a run",
}
_LONGEST = 60

Links = dict[str, dict[str, list[NamedNode | Literal]]]


def in_words(graphs: Iterable[str]) -> dict[str, set[str]]:
    """Return by prefixed name what each class has as a member, and what each property links."""
    links: Links = defaultdict(lambda: defaultdict(list))
    for text in graphs:
        for quad in parse(text, RdfFormat.N_QUADS):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            links[quad.subject.value][shorten(quad.predicate.value)].append(quad.object)
    found: dict[str, set[str]] = defaultdict(set)
    for subject, paths in list(links.items()):
        start = _words(links, NamedNode(subject))
        for path, values in paths.items():
            for value in values:
                found[path].add(f"{start} → {_words(links, value)}")
                if path == "rdf:type":
                    found[shorten(value.value)].add(start)
    return found


def _words(links: Mapping[str, Mapping[str, list[NamedNode | Literal]]], node: object) -> str:
    if isinstance(node, Literal):
        return _quoted(node.value)
    assert isinstance(node, NamedNode)
    paths = links.get(node.value, {})
    for name in _NAMES:
        if name in paths:
            return _quoted(min(value.value for value in paths[name]))
    if selectors := [one.value for one in paths.get("oa:hasSelector", ())]:
        return max(_words(links, NamedNode(one)) for one in selectors)  # the words, not the place
    for lead in _LEADS:
        words = {_words(links, value) for value in paths.get(lead, ())}
        if words:
            return min(words)
    classes = {shorten(value.value) for value in paths.get("rdf:type", ())}
    return min((_THINGS[name] for name in classes & _THINGS.keys()), default=shorten(node.value))


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
