"""The vocabulary as documentation: ``docs/vocabulary.md`` and ``data/queries/prefixes.ttl``.

``python -m kg.rdf.vocabulary_doc`` writes both anew in the present folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.vocab import (
    PREFIXES,
    RECORD_CLASSES,
    RELATION_KINDS,
    TERMS,
    AgentKind,
    BlockKind,
    CitationFunction,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Genre,
    Mode,
    Polarity,
    SectionKind,
    Stance,
    Status,
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


def vocabulary_markdown() -> str:
    """Return the documentation of prefixes, classes, properties, relation kinds and lists."""
    parts = (
        [_INTRODUCTION],
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
        _table(
            "Our classes",
            ("class", "definition"),
            ((f"`{term.curie}`", term.definition) for term in TERMS.values() if term.is_class),
        ),
        _table(
            "Our properties",
            ("property", "definition", "from", "to"),
            (
                (f"`{term.curie}`", term.definition, _ends(term.domain), _ends(term.range))
                for term in TERMS.values()
                if not term.is_class
            ),
        ),
        _table(
            "Kinds of relation",
            ("kind", "reads", "inverse", "property", "AIF", "definition"),
            (
                (
                    kind.name,
                    kind.label,
                    kind.inverse,
                    f"`{kind.curie}`",
                    f"`{kind.aif}`" if kind.aif else "",
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


def _codes(curies: Iterable[str]) -> str:
    return ", ".join(f"[`{curie}`]({expand(curie)})" for curie in curies)


def _ends(classes: str) -> str:
    return ", ".join(f"`{name}`" for name in classes.split(" or ")) if classes else ""


if __name__ == "__main__":
    write(Path.cwd())
