"""THE vocabulary: prefixes, enumerations, the RelationKind table, our own terms.

Everything else about a relation kind (the SQL check, the quads, the SHACL shape, the
legend, the documentation) follows from its row in ``RELATION_KINDS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

NS: Final = "https://w3id.org/claimgraph/ns#"

PREFIXES: Final = {
    "cg": NS,
    "cgid": "https://w3id.org/claimgraph/id/",
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "bibo": "http://purl.org/ontology/bibo/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "cito": "http://purl.org/spar/cito/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "deo": "http://purl.org/spar/deo/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "mp": "http://purl.org/mp/",
    "oa": "http://www.w3.org/ns/oa#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name such as ``cito:Citation``.

    Raises:
        KeyError: if the prefix is not one of ``PREFIXES``.
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


class Mode(StrEnum):
    """How a passage puts a proposition forward (factuality of the act, not of the claim)."""

    ASSERTS = "asserts"
    REPORTS = "reports"
    QUESTIONS = "questions"
    DENIES = "denies"
    CONCEDES = "concedes"
    SUPPOSES = "supposes"


class Polarity(StrEnum):
    """Whether the wording affirms or negates."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class ClaimKind(StrEnum):
    """What sort of proposition it is, which decides what evidence can bear on it."""

    EMPIRICAL = "empirical"
    CAUSAL = "causal"
    COMPARATIVE = "comparative"
    PREDICTIVE = "predictive"
    NORMATIVE = "normative"
    DEFINITIONAL = "definitional"


class EvidenceKind(StrEnum):
    """What sort of passage bears on a claim."""

    MEASUREMENT = "measurement"
    QUOTATION = "quotation"
    EXAMPLE = "example"
    CITATION = "citation"
    EXPERIMENT = "experiment"


class CitationFunction(StrEnum):
    """Why a work is cited: CiTO's properties, grouped."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    USES = "uses"
    EXTENDS = "extends"
    BACKGROUND = "background"


CITO_PROPERTY: Final = {
    CitationFunction.SUPPORTS: "cito:obtainsSupportFrom",
    CitationFunction.DISPUTES: "cito:disputes",
    CitationFunction.USES: "cito:usesMethodIn",
    CitationFunction.EXTENDS: "cito:extends",
    CitationFunction.BACKGROUND: "cito:obtainsBackgroundFrom",
}


class ConceptKind(StrEnum):
    """What a concept names; ``OTHER`` where the text does not say."""

    MODEL = "model"
    METHOD = "method"
    DATASET = "dataset"
    MEASURE = "measure"
    ORGANISATION = "organisation"
    PERSON = "person"
    POLICY = "policy"
    HARDWARE = "hardware"
    OTHER = "other"


class AgentKind(StrEnum):
    """Who holds a view."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    AUTHORSHIP = "authorship"


class Genre(StrEnum):
    """Whether a document speaks for itself or is about another work."""

    ORIGINAL = "original"
    REVIEW = "review"


class Stance(StrEnum):
    """The side of a question that a claim takes."""

    FOR = "for"
    AGAINST = "against"


class Status(StrEnum):
    """Who vouches for a record: the machine (proposed) or a person."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Action(StrEnum):
    """What a person decided about a record."""

    ACCEPT = "accept"
    REJECT = "reject"
    NOTE = "note"


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    FRONT_MATTER = "front_matter"
    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CODE = "code"
    DIAGRAM = "diagram"
    TABLE = "table"
    REFERENCE = "reference"


BLOCK_CLASS: Final = {
    BlockKind.FRONT_MATTER: "doco:FrontMatter",
    BlockKind.TITLE: "doco:Title",
    BlockKind.BYLINE: "doco:ListOfAuthors",
    BlockKind.HEADING: "doco:SectionTitle",
    BlockKind.PARAGRAPH: "doco:Paragraph",
    BlockKind.LIST_ITEM: "doco:List",
    BlockKind.QUOTE: "doco:BlockQuotation",
    BlockKind.CODE: "doco:TextBox",
    BlockKind.DIAGRAM: "doco:Figure",
    BlockKind.TABLE: "doco:Table",
    BlockKind.REFERENCE: "biro:BibliographicReference",
}

# A passage in these modes puts its proposition forward as so; in the others it does not.
AFFIRMING_MODES: Final = frozenset({Mode.ASSERTS, Mode.REPORTS, Mode.CONCEDES})

Family = Literal["argument", "dependency"]
End = Literal["source", "target"]
RecordKind = Literal["claim", "evidence", "relation", "concept"]


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One row of the table: all that is particular to a kind of relation.

    Attributes:
        name: key in SQL, in JSON and on the command line.
        label: the verb between source and target.
        inverse: the verb read from the target.
        curie: property of the direct triple from source to target.
        sign: +1 adds to the target's standing, -1 takes from it, 0 does neither.
        definition: one sentence for the documentation and the legend.
        family: ``argument`` rows are kinds of Relation, ``dependency`` rows of Dependency.
        sources: record kinds that may stand at the source.
        targets: record kinds that may stand at the target.
        dependent: the end that rests on the other; None where neither does.
    """

    name: str
    label: str
    inverse: str
    curie: str
    sign: Literal[-1, 0, 1]
    definition: str
    family: Family = "argument"
    sources: tuple[RecordKind, ...] = ("claim", "evidence")
    targets: tuple[RecordKind, ...] = ("claim",)
    dependent: End | None = None

    @property
    def colour(self) -> str:
        """Hex colour with a contrast of 3:1 on white (WCAG 1.4.11), never green against red."""
        return {1: "#0072B2", 0: "#767676", -1: "#D55E00"}[self.sign]

    @property
    def dash(self) -> Literal["solid", "dotted", "dashed"]:
        """Line style, so that colour is never the only sign."""
        return _DASHES[self.sign]

    @property
    def aif(self) -> str | None:
        """Node class in the Argument Interchange Format; None outside arguments."""
        nodes = {1: "aif:RA-node", -1: "aif:CA-node", 0: "aif:MA-node"}
        return nodes[self.sign] if self.family == "argument" else None


_DASHES: Final[dict[int, Literal["solid", "dotted", "dashed"]]] = {
    1: "solid", 0: "dotted", -1: "dashed",
}


def _dependency(
    name: str, label: str, inverse: str, curie: str, dependent: End | None, definition: str,
    sign: Literal[-1, 0, 1] = 1,
) -> RelationKind:
    nodes: tuple[RecordKind, ...] = ("concept", "claim")
    return RelationKind(name, label, inverse, curie, sign, definition,
                        family="dependency", sources=nodes, targets=nodes, dependent=dependent)


_ROWS: Final = (
    RelationKind("supports", "supports", "is supported by", "cg:supports", 1,
                 "The source is a reason to believe the target.",
                 targets=("claim", "relation")),
    RelationKind("rebuts", "rebuts", "is rebutted by", "cg:rebuts", -1,
                 "The source is a reason to believe that the target is false."),
    RelationKind("undercuts", "undercuts", "is undercut by", "cg:undercuts", -1,
                 "The source denies that a reason bears on its conclusion.",
                 targets=("claim", "relation")),
    RelationKind("qualifies", "qualifies", "is qualified by", "cg:qualifies", 0,
                 "The source limits the scope, degree or certainty of the target.",
                 sources=("claim",)),
    RelationKind("restates", "restates", "is restated by", "cg:restates", 0,
                 "Source and target say the same in other words.", sources=("claim",)),
    _dependency("requires", "requires", "is required by", "dcterms:requires", "source",
                "The source cannot be had, or cannot hold, without the target."),
    _dependency("enables", "enables", "is enabled by", "cg:enables", "target",
                "The source makes the target possible."),
    _dependency("derives_from", "derives from", "is the origin of", "cg:derivesFrom", "source",
                "The source is made out of the target."),
    _dependency("trains_on", "is trained on", "is training input of", "cg:trainsOn", "source",
                "The source is trained with the target as its data or starting point."),
    _dependency("limited_by", "is limited by", "limits", "cg:limitedBy", "source",
                "The target is a ceiling for the source."),
    _dependency("causes", "causes", "is caused by", "cg:causes", "target",
                "The source brings the target about."),
    _dependency("improves", "improves", "is improved by", "cg:improves", None,
                "The source makes the target better without being needed for it."),
    _dependency("substitutes", "can stand in for", "can be replaced by", "cg:substitutes", None,
                "The source can take the place of the target, which weakens what requires it.",
                sign=-1),
)

RELATION_KINDS: Final[dict[str, RelationKind]] = {row.name: row for row in _ROWS}
ARGUMENT_KINDS: Final = tuple(row.name for row in _ROWS if row.family == "argument")
DEPENDENCY_KINDS: Final = tuple(row.name for row in _ROWS if row.family == "dependency")

# The class of each kind of record in RDF; relations also have the AIF node of their kind.
RECORD_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "work": ("fabio:Work",),
    "agent": ("foaf:Agent",),
    "concept": ("skos:Concept",),
    "claim": ("schema:Claim", "aif:I-node"),
    "question": ("schema:Question",),
    "document": ("fabio:Expression",),
    "run": ("prov:Activity",),
    "problem": ("cg:Problem",),
    "passage": ("oa:SpecificResource",),
    "reference": ("biro:BibliographicReference",),
    "citation": ("c4o:InTextReferencePointer",),
    "assertion": ("cg:Assertion",),
    "evidence": ("cg:Evidence", "aif:I-node"),
    "relation": ("cg:Relation",),
    "mention": ("oa:Annotation",),
    "dependency": ("cg:Dependency",),
    "position": ("cg:Position",),
    "decision": ("cg:Decision",),
}

AGENT_CLASSES: Final = {
    AgentKind.PERSON: "foaf:Person",
    AgentKind.ORGANISATION: "foaf:Organization",
    AgentKind.GROUP: "foaf:Group",
    AgentKind.AUTHORSHIP: "foaf:Group",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of our own namespace.

    ``domain`` is empty for classes; it and ``range`` are prefixed names, or ``or``-joined
    ones, for the reader: nothing is inferred from them.
    """

    curie: str
    label: str
    definition: str
    domain: str = ""
    range: str = ""

    @property
    def is_class(self) -> bool:
        """Whether the term is a class: its local name starts with a capital."""
        return self.curie.partition(":")[2][0].isupper()


END_CLASSES: Final[dict[RecordKind, str]] = {
    "claim": "schema:Claim",
    "evidence": "cg:Evidence",
    "relation": "cg:Relation",
    "concept": "skos:Concept",
}
_ANCHORED: Final = "cg:Assertion or cg:Evidence or cg:Dependency or cg:Relation"
_SCORED: Final = f"{_ANCHORED} or oa:Annotation or biro:BibliographicReference"
_ENDS: Final = "schema:Claim or cg:Evidence or cg:Relation or skos:Concept"

_TERMS: Final = (
    Term("cg:Assertion", "assertion",
         "One passage in which somebody puts a claim forward, reports, questions or denies it."),
    Term("cg:Evidence", "evidence", "A passage that bears on a claim."),
    Term("cg:Relation", "relation",
         "A link from a claim or evidence to a claim or to another relation, as a thing."),
    Term("cg:Dependency", "dependency",
         "One passage's word that a concept or claim depends on another."),
    Term("cg:Position", "position", "A claim as an answer to a question, as a document puts it."),
    Term("cg:Problem", "problem", "Something that went wrong in an ingest without stopping it."),
    Term("cg:Decision", "decision", "A person's word on a record."),
    Term("cg:expresses", "expresses", "The claim that an assertion or a position puts forward.",
         "cg:Assertion or cg:Position", "schema:Claim"),
    Term("cg:answers", "answers", "The question that a position answers.",
         "cg:Position", "schema:Question"),
    Term("cg:stance", "stance", "The side that a position takes.", "cg:Position", "xsd:string"),
    Term("cg:holder", "holder", "Who holds what the passage says.",
         "cg:Assertion or cg:Dependency", "foaf:Agent"),
    Term("cg:passage", "passage", "The exact words that a record rests on.",
         f"{_SCORED} or c4o:InTextReferencePointer", "oa:SpecificResource"),
    Term("cg:section", "section", "The heading that a passage stands under.",
         "oa:SpecificResource", "xsd:string"),
    Term("cg:mode", "mode", "How the passage puts it forward.",
         "cg:Assertion or cg:Dependency", "xsd:string"),
    Term("cg:polarity", "polarity", "Whether the wording affirms or negates.",
         "cg:Assertion or cg:Dependency", "xsd:string"),
    Term("cg:hedge", "hedge", "The written cue that weakens it.",
         "cg:Assertion or cg:Dependency", "xsd:string"),
    Term("cg:kind", "kind", "Which sort of its class a record is; the names are in this module.",
         f"{_ANCHORED} or skos:Concept or oa:Annotation or foaf:Agent", "xsd:string"),
    Term("cg:standalone", "standalone", "Whether the wording can be understood alone.",
         "cg:Assertion", "xsd:boolean"),
    Term("cg:rule", "rule", "The extractor's rule that found it.", _ANCHORED, "xsd:string"),
    Term("cg:salience", "salience", "How central the passage is to its document, 0 to 1.",
         "cg:Assertion", "xsd:decimal"),
    Term("cg:score", "score", "The probability that the record is right, 0 to 1.",
         f"{_SCORED} or fabio:Expression", "xsd:decimal"),
    Term("cg:status", "status", "Who vouches for a record: proposed, accepted or rejected.",
         _ANCHORED, "xsd:string"),
    Term("cg:source", "source", "What a relation or dependency starts from.",
         "cg:Relation or cg:Dependency", _ENDS),
    Term("cg:target", "target", "What a relation, dependency or decision is about.",
         "cg:Relation or cg:Dependency or cg:Decision", _ENDS),
    Term("cg:group", "group", "Joins premises that only hold together.",
         "cg:Relation", "xsd:string"),
    Term("cg:signal", "signal", "What proposed a link.", "cg:Relation", "xsd:string"),
    Term("cg:quantity", "quantity", "A number that evidence gives.",
         "cg:Evidence", "schema:QuantitativeValue"),
    Term("cg:comparison", "comparison", "The written comparator of a number.",
         "schema:QuantitativeValue", "xsd:string"),
    Term("cg:genre", "genre", "Whether a document speaks for itself or is about another work.",
         "fabio:Expression", "xsd:string"),
    Term("cg:fileName", "file name", "The last part of where a document came from.",
         "fabio:Expression", "xsd:string"),
    Term("cg:sha256", "SHA-256", "Digest of a document's bytes as they came.",
         "fabio:Expression", "xsd:string"),
    Term("cg:level", "level", "Depth of a heading, counted from 1.",
         "doco:SectionTitle", "xsd:integer"),
    Term("cg:code", "code", "Stable name of a problem.", "cg:Problem", "xsd:string"),
    Term("cg:action", "action", "What a person decided.", "cg:Decision", "xsd:string"),
    Term("cg:revision", "revision", "The store's revision that a dataset has reached.",
         "", "xsd:integer"),
    Term("cg:restsOn", "rests on",
         "Computed from dependencies that are affirmed and not rejected: the dependent end to "
         "what it needs, whichever way the words put it.",
         "skos:Concept or schema:Claim", "skos:Concept or schema:Claim"),
    *(Term(row.curie, row.label, row.definition,
           " or ".join(END_CLASSES[end] for end in row.sources),
           " or ".join(END_CLASSES[end] for end in row.targets))
      for row in _ROWS if row.curie.startswith("cg:")),
)

TERMS: Final[dict[str, Term]] = {term.curie: term for term in _TERMS}
