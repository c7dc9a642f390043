"""Classes and properties: those of records, and the terms of our own namespace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.vocab.enumerations import AgentKind
from kg.vocab.relations import RELATION_KINDS, RecordKind

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
    "match": ("cg:Match",),
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
    """A class or property of our graphs.

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
_SCORED: Final = (
    f"{_ANCHORED} or oa:Annotation or biro:BibliographicReference or c4o:InTextReferencePointer"
)
_ENDS: Final = "schema:Claim or cg:Evidence or cg:Relation or skos:Concept"

# fmt: off
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
    Term("cg:Match", "match", "A proposal that two works are one; nothing is merged by it."),
    Term("cg:Decision", "decision", "A person's word on a record."),
    Term("cg:expresses", "expresses", "The claim that an assertion or a position puts forward.",
         "cg:Assertion or cg:Position", "schema:Claim"),
    Term("cg:answers", "answers", "The question that a position answers.",
         "cg:Position", "schema:Question"),
    Term("cg:stance", "stance", "The side that a position takes.", "cg:Position", "xsd:string"),
    Term("cg:holder", "holder", "Who holds what the passage says.",
         "cg:Assertion or cg:Dependency", "foaf:Agent"),
    Term("cg:passage", "passage", "The exact words that a record rests on.",
         _SCORED, "oa:SpecificResource"),
    Term("cg:section", "section", "The heading that a passage stands under.",
         "oa:SpecificResource", "xsd:string"),
    Term("cg:sectionKind", "section kind", "What the section that a passage stands in is for.",
         "oa:SpecificResource", "xsd:string"),
    Term("cg:page", "page", "The page that a passage starts on, counted from 1.",
         "oa:SpecificResource", "xsd:integer"),
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
    Term("cg:similarity", "similarity", "How alike two titles are, 0 to 1; no probability.",
         "cg:Match", "xsd:decimal"),
    Term("cg:status", "status", "Who vouches for a record: proposed, accepted or rejected.",
         f"{_ANCHORED} or cg:Match", "xsd:string"),
    Term("cg:source", "source", "What a relation, dependency or match starts from.",
         "cg:Relation or cg:Dependency or cg:Match", f"{_ENDS} or fabio:Work"),
    Term("cg:target", "target", "What a relation, dependency or match leads to; what a decision "
         "is about, which may be any record, also one that is gone.",
         "cg:Relation or cg:Dependency or cg:Match or cg:Decision"),
    Term("cg:group", "group", "Joins premises that only hold together.",
         "cg:Relation", "xsd:string"),
    Term("cg:anyOf", "any of", "Joins dependencies of one passage of which any one is enough.",
         "cg:Dependency", "xsd:string"),
    Term("cg:signal", "signal", "What proposed a link.", "cg:Relation", "xsd:string"),
    Term("cg:quantity", "quantity", "A number that evidence gives.",
         "cg:Evidence", "schema:QuantitativeValue"),
    Term("cg:standsAt", "stands at", "Where in its text a number stands, or what went wrong.",
         "schema:QuantitativeValue or cg:Problem", "oa:TextPositionSelector"),
    Term("cg:comparison", "comparison", "The written comparator of a number.",
         "schema:QuantitativeValue", "xsd:string"),
    Term("cg:measured", "measured", "The written name of what a number is a measure of.",
         "schema:QuantitativeValue", "xsd:string"),
    Term("cg:genre", "genre",
         "Whether a document speaks for itself, is about another work, or only lists works.",
         "fabio:Expression", "xsd:string"),
    Term("cg:fileName", "file name", "The last part of where a document came from.",
         "fabio:Expression", "xsd:string"),
    Term("cg:sha256", "SHA-256", "Digest of a document's bytes as they came.",
         "fabio:Expression", "xsd:string"),
    Term("cg:level", "level", "Depth of a heading, counted from 1.",
         "doco:Title or doco:SectionTitle", "xsd:integer"),
    Term("cg:code", "code", "Stable name of a problem.", "cg:Problem", "xsd:string"),
    Term("cg:action", "action", "What a person decided.", "cg:Decision", "xsd:string"),
    Term("cg:reason", "reason", "What is wrong with what a person rejected.",
         "cg:Decision", "xsd:string"),
    Term("cg:value", "value", "What a decision changes or adds, as JSON.",
         "cg:Decision", "xsd:string"),
    Term("cg:subject", "subject", "What a decision was made on, by its content, as JSON.",
         "cg:Decision", "xsd:string"),
    Term("cg:canonicalClaim", "canonical claim",
         "Computed: the claim that stands for all that say the same as the subject.",
         "schema:Claim", "schema:Claim"),
    Term("cg:revision", "revision", "The store's revision that a dataset has reached.",
         "", "xsd:integer"),
    Term("cg:restsOn", "rests on",
         "Computed from dependencies that are affirmed and not rejected: the dependent end to "
         "what it needs, whichever way the words put it.",
         "skos:Concept or schema:Claim", "skos:Concept or schema:Claim"),
    *(Term(row.curie, row.label, row.definition,
           " or ".join(END_CLASSES[end] for end in row.sources),
           " or ".join(END_CLASSES[end] for end in row.targets))
      for row in RELATION_KINDS.values() if row.curie.startswith("cg:")),
)
# fmt: on

TERMS: Final[dict[str, Term]] = {term.curie: term for term in _TERMS}
