"""The vocabulary as documentation: ``docs/vocabulary.md`` and ``data/queries/prefixes.ttl``.

``python -m kg.rdf.vocabulary_doc`` writes both anew in the present folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.rdf.term_examples import INVENTED, SHIPPED
from kg.vocab import (
    PREFIXES,
    RECORD_CLASSES,
    RELATION_KINDS,
    REUSED,
    TERMS,
    Action,
    AgentKind,
    BlockKind,
    CitationFunction,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Genre,
    Mode,
    Polarity,
    Reason,
    SectionKind,
    Stance,
    Status,
    Term,
    expand,
)

_ENUMERATIONS: Final = (
    Mode,
    Polarity,
    Status,
    ClaimKind,
    EvidenceKind,
    CitationFunction,
    ConceptKind,
    AgentKind,
    Genre,
    Stance,
    BlockKind,
    SectionKind,
    Action,
    Reason,
)
_INTRODUCTION: Final = """\
# Vocabulary

Made from `kg/vocab/` by `python -m kg.rdf.vocabulary_doc`; change it there.

Each document has one named graph, with its runs and problems in a graph beside it; each
work, agent, concept, claim and question has a small one; decisions share one. There are no
blank nodes: an IRI comes from content. A query's default graph is the union of all graphs.
What is unknown has no triple. A rejected record keeps its description, with `cg:status
"rejected"`, and loses its direct triples; a dependency has direct triples only where a
passage asserts, reports or concedes it. A document's text, its path and the keys of
identities are in SQL only.
"""
CLAIM_PATTERN: Final = """\
flowchart LR
    question["schema:Question"]
    position["cg:Position"] -- "cg:answers" --> question
    position -- "cg:expresses" --> claim["schema:Claim"]
    position -- "dcterms:source" --> document["fabio:Expression"]
    assertion["cg:Assertion"] -- "cg:expresses" --> claim
    assertion -- "cg:holder" --> agent["foaf:Agent"]
    assertion -- "cg:passage" --> passage["oa:SpecificResource"]
    document -- "mp:asserts" --> assertion
    document -- "mp:quotes" --> assertion
    passage -- "oa:hasSource" --> document
    passage -- "oa:hasSelector" --> quote["oa:TextQuoteSelector"]
    passage -- "oa:hasSelector" --> place["oa:TextPositionSelector"]
    evidence["cg:Evidence"] -- "cg:passage" --> passage
    evidence -- "dcterms:source" --> work["fabio:Work"]
    evidence -- "cg:quantity" --> number["schema:QuantitativeValue"]
    evidence -. "cg:supports" .-> claim
    relation["cg:Relation"] -- "cg:source" --> evidence
    relation -- "cg:source" --> claim
    relation -- "cg:target" --> claim
    relation -- "cg:target" --> relation
    relation -- "cg:passage" --> passage
    document -- "frbr:realizationOf" --> work
    pointer["c4o:InTextReferencePointer"] -- "c4o:hasContext" --> passage
    pointer -- "c4o:denotes" --> reference["biro:BibliographicReference"]
    reference -- "biro:references" --> work
    citation["cito:Citation"] -- "prov:wasDerivedFrom" --> pointer
    citation -- "cito:hasCitingEntity" --> work
    citation -- "cito:hasCitedEntity" --> work
    work -. "cito:cites" .-> work
    assertion -- "prov:wasGeneratedBy" --> run["prov:Activity"]
    run -- "prov:used" --> document
    run -- "prov:wasAssociatedWith" --> program["prov:SoftwareAgent"]
    decision["cg:Decision"] -- "cg:target" --> claim
"""
DEPENDENCY_PATTERN: Final = """\
flowchart LR
    dependency["cg:Dependency"] -- "cg:source" --> concept["skos:Concept"]
    dependency -- "cg:target" --> concept
    dependency -- "cg:holder" --> agent["foaf:Agent"]
    dependency -- "cg:passage" --> passage["oa:SpecificResource"]
    dependency -- "prov:wasDerivedFrom" --> assertion["cg:Assertion"]
    dependency -- "cg:anyOf" --> group["xsd:string"]
    concept -. "dcterms:requires" .-> concept
    concept -. "cg:restsOn" .-> concept
    mention["oa:Annotation"] -- "oa:hasBody" --> concept
    mention -- "oa:hasTarget" --> passage
"""
_EXAMPLES: Final = """\
Examples are from the shipped essays, or invented where these have no case (◦). A thing stands
there by its words, or those of its passage.
"""
_PATTERNS: Final = f"""\
## The pattern

Boxes are classes, arrows properties. A dotted arrow is a direct triple: a short cut over the
record that says the same with its passage, probability and status.

A claim with what puts it forward, bears on it, cites and judges it:

```mermaid
{CLAIM_PATTERN}```

What depends on what. Dependencies of one passage with the same `cg:anyOf` are of the kind
“needs A or B”: any one is enough. Ends may be claims as well as concepts.

```mermaid
{DEPENDENCY_PATTERN}```
"""
_MEANT: Final = """\
## How reused terms are meant

* CiTO leads from the citing work to the cited one, always between works; claims are never
  linked by it. An essay that leans on a paper is `essay cito:obtainsSupportFrom paper`.
* Nothing is transitive: no reused property is so by its owner's axioms (`mp:supports` and
  `skos:broaderTransitive` are, so they are not used), and ours have no axioms. Ask for what
  follows with a path, such as `cg:restsOn+`.
* `mp:asserts` and `mp:quotes` lead from a text to an assertion, and never both to the same.
* C4O has one pointer for each entry. A marker such as “[4, 11]” is one pointer here, which
  denotes several entries; each has a `cito:Citation` of its own.
* Title, year and the like of a `biro:BibliographicReference` are what the entry says of the
  work; those of a `fabio:Work` what most of its entries and texts say.
* `dc:creator` and `dc:publisher` hold names; `dcterms:creator` would want nodes.
* `oa:hasSelector` is for parts of texts. A number or a problem only stands at a place:
  `cg:standsAt`.
* An `aif:MA-node` is a rephrase; neutral relations that are none are of the class
  `aif:S-node`, AIF's for any scheme.
"""


def vocabulary_markdown() -> str:
    """Return the documentation: patterns, prefixes, classes, properties, kinds and lists."""
    parts = (
        [_INTRODUCTION, _PATTERNS, _MEANT],
        _table(
            "Prefixes",
            ("prefix", "namespace"),
            ((f"`{prefix}:`", f"<{namespace}>") for prefix, namespace in PREFIXES.items()),
        ),
        _table(
            "Records",
            ("record", "classes"),
            ((kind, _codes(classes)) for kind, classes in RECORD_CLASSES.items()),
        ),
        [_EXAMPLES],
        _classes("Our classes", TERMS),
        _classes("Reused classes", REUSED),
        _properties("Our properties", TERMS),
        _properties("Reused properties", REUSED),
        _table(
            "Kinds of relation",
            ("kind", "reads", "inverse", "property", "AIF", "definition"),
            (
                (
                    kind.name,
                    kind.label,
                    kind.inverse,
                    f"`{kind.curie}`",
                    f"`{kind.aif_class}`" if kind.aif_class else "",
                    kind.definition,
                )
                for kind in RELATION_KINDS.values()
            ),
        ),
        _table(
            "Closed lists",
            ("list", "values"),
            ((values.__name__, ", ".join(values)) for values in _ENUMERATIONS),
        ),
    )
    return "\n".join(line for part in parts for line in part)


def example(curie: str) -> str:
    """Return the example of a term, marked where the essays have none; empty without one."""
    if curie in INVENTED:
        return f"{INVENTED[curie]} ◦"
    return SHIPPED.get(curie, "")


def _classes(title: str, terms: Mapping[str, Term]) -> Iterator[str]:
    return _table(
        title,
        ("class", "definition", "example"),
        (
            (_codes([term.curie]), term.definition, _cell(example(term.curie)))
            for term in terms.values()
            if term.is_class
        ),
    )


def _properties(title: str, terms: Mapping[str, Term]) -> Iterator[str]:
    return _table(
        title,
        ("property", "definition", "from", "to", "example"),
        (
            (
                _codes([term.curie]),
                term.definition,
                _ends(term.domain),
                _ends(term.range),
                _cell(example(term.curie)),
            )
            for term in terms.values()
            if not term.is_class
        ),
    )


def prefixes_turtle() -> str:
    """Return the declarations that ``sh:prefixes`` of the example queries points at."""
    lines = [
        "@prefix sh: <http://www.w3.org/ns/shacl#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        "",
    ]
    for prefix, namespace in PREFIXES.items():
        name = f"<https://w3id.org/claimgraph/ns/prefix/{prefix}>"
        lines += [
            f"<https://w3id.org/claimgraph/ns> sh:declare {name} .",
            f'{name} sh:prefix "{prefix}" ;',
            f'    sh:namespace "{namespace}"^^xsd:anyURI .',
        ]
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write both files under the root of a checkout."""
    (folder / "docs" / "vocabulary.md").write_text(vocabulary_markdown(), encoding="utf-8")
    (folder / "data" / "queries" / "prefixes.ttl").write_text(prefixes_turtle(), encoding="utf-8")


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _cell(text: str) -> str:
    """Write words so that nothing in them is markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#$~])", r"\\\1", text)


def _codes(curies: Iterable[str]) -> str:
    return ", ".join(f"[`{curie}`]({expand(curie)})" for curie in curies)


def _ends(classes: str) -> str:
    return ", ".join(f"`{name}`" for name in classes.split(" or ")) if classes else ""


if __name__ == "__main__":
    write(Path.cwd())
