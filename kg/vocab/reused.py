"""Classes and properties of others that our graphs use, as their owners define them.

Domain and range are those of our graphs, which are narrower than the owners'. None of the
properties is transitive by its owner's axioms.
"""

from __future__ import annotations

from typing import Final

from kg.vocab.enumerations import CITO_PROPERTY, CitationFunction
from kg.vocab.terms import Term

_DESCRIBED: Final = "fabio:Work or fabio:Expression or biro:BibliographicReference"
_MADE: Final = (
    "cg:Assertion or cg:Evidence or cg:Dependency or cg:Relation or cg:Match or oa:Annotation or "
    "biro:BibliographicReference or c4o:InTextReferencePointer"
)
_PLACED: Final = "oa:SpecificResource or doco:Title or doco:SectionTitle"
_PURPOSES: Final = {
    CitationFunction.SUPPORTS: "Leans on the cited work for support.",
    CitationFunction.DISPUTES: "Contests what the cited work says.",
    CitationFunction.USES: "Uses a method that the cited work describes.",
    CitationFunction.EXTENDS: "Builds further on the cited work.",
    CitationFunction.BACKGROUND: "Takes background from the cited work.",
}

# fmt: off
_REUSED: Final = (
    Term("rdf:type", "type", "The class of a thing; a record may have several."),
    Term("rdfs:label", "label", "The number or key by which the text points at an entry.",
         "biro:BibliographicReference", "xsd:string"),
    Term("rdfs:comment", "comment", "A person's note on a decision.", "cg:Decision", "xsd:string"),
    # works and texts
    Term("fabio:Work", "work", "A scholarly work, read or only cited, whatever its texts."),
    Term("fabio:Expression", "expression", "One text of a work, as it was read."),
    Term("frbr:realizationOf", "realization of", "The work that a text is a text of.",
         "fabio:Expression", "fabio:Work"),
    Term("dcterms:title", "title", "The title.", _DESCRIBED, "xsd:string"),
    Term("dc:creator", "creator", "Who made it, by name: authors, or who decided. "
         "(dcterms:creator would want a node.)", f"{_DESCRIBED} or cg:Decision", "xsd:string"),
    Term("dc:publisher", "publisher", "The publisher, by name.", _DESCRIBED, "xsd:string"),
    Term("fabio:hasPublicationYear", "has publication year", "The year of publication.",
         _DESCRIBED, "xsd:gYear"),
    Term("bibo:doi", "DOI", "The DOI, without its resolver.", _DESCRIBED, "xsd:string"),
    Term("fabio:hasArXivId", "has arXiv identifier", "The arXiv identifier, without a version.",
         _DESCRIBED, "xsd:string"),
    Term("fabio:hasURL", "has URL", "An address, as a text gives it.", _DESCRIBED, "xsd:anyURI"),
    Term("prism:publicationName", "publication name", "The journal, book or series that holds it.",
         _DESCRIBED, "xsd:string"),
    Term("prism:volume", "volume", "The volume of that publication.", _DESCRIBED, "xsd:string"),
    Term("prism:issueIdentifier", "issue", "The issue of that publication.",
         _DESCRIBED, "xsd:string"),
    Term("prism:pageRange", "page range", "The pages, as printed.", _DESCRIBED, "xsd:string"),
    Term("dcterms:format", "format", "The media type of a text.", "fabio:Expression", "xsd:string"),
    Term("dcterms:language", "language", "The language of a text, as a BCP 47 tag.",
         "fabio:Expression", "xsd:string"),
    Term("dcterms:hasPart", "has part", "A heading, or an entry of the reference list, of a text.",
         "fabio:Expression", "doco:Title or doco:SectionTitle or biro:BibliographicReference"),
    Term("doco:Title", "title", "The words of a text's title, where they stand."),
    Term("doco:SectionTitle", "section title", "The words of a heading, where they stand."),
    # passages
    Term("oa:SpecificResource", "specific resource", "A passage: a span of a text."),
    Term("oa:hasSource", "has source", "The text that a passage or heading is a part of.",
         _PLACED, "fabio:Expression"),
    Term("oa:hasSelector", "has selector", "What finds a part in its text: all selectors of one "
         "part select the same words.", _PLACED, "oa:TextQuoteSelector or oa:TextPositionSelector"),
    Term("oa:TextQuoteSelector", "text quote selector", "The exact words, with what is around."),
    Term("oa:exact", "exact", "The words themselves.", "oa:TextQuoteSelector", "xsd:string"),
    Term("oa:prefix", "prefix", "Up to 32 characters before them.",
         "oa:TextQuoteSelector", "xsd:string"),
    Term("oa:suffix", "suffix", "Up to 32 characters after them.",
         "oa:TextQuoteSelector", "xsd:string"),
    Term("oa:TextPositionSelector", "text position selector", "The place in the text."),
    Term("oa:start", "start", "The first character, counted in code points from 0.",
         "oa:TextPositionSelector", "xsd:integer"),
    Term("oa:end", "end", "The character after the last.",
         "oa:TextPositionSelector", "xsd:integer"),
    # references and citations
    Term("biro:BibliographicReference", "bibliographic reference",
         "An entry of a reference list. What it says of the work stands on it as the entry has "
         "it, beside what the work has by majority."),
    Term("biro:references", "references", "The work that an entry resolves to.",
         "biro:BibliographicReference", "fabio:Work"),
    Term("c4o:hasContent", "has content", "The words of an entry or heading.",
         "biro:BibliographicReference or doco:Title or doco:SectionTitle", "xsd:string"),
    Term("c4o:InTextReferencePointer", "in-text reference pointer",
         "A marker such as “[4, 11]”. C4O has one for each entry; ours may denote several, "
         "which are not the same entry for that."),
    Term("c4o:denotes", "denotes", "The entry that a marker points at.",
         "c4o:InTextReferencePointer", "biro:BibliographicReference"),
    Term("c4o:hasContext", "has context", "The sentence that a marker stands in.",
         "c4o:InTextReferencePointer", "oa:SpecificResource"),
    Term("cito:Citation", "citation", "One marker's citing of one work, as a thing."),
    Term("cito:hasCitingEntity", "has citing entity", "The work whose text has the marker.",
         "cito:Citation", "fabio:Work"),
    Term("cito:hasCitedEntity", "has cited entity", "The work that is cited.",
         "cito:Citation", "fabio:Work"),
    Term("cito:hasCitationCharacterization", "has citation characterization",
         "Why it is cited: one of the five properties below, as a name.", "cito:Citation"),
    Term("cito:cites", "cites", "From the citing work to the cited one.",
         "fabio:Work", "fabio:Work"),
    *(Term(CITO_PROPERTY[function], function.value, definition + " From the citing work.",
           "fabio:Work", "fabio:Work") for function, definition in _PURPOSES.items()),
    Term("cito:reviews", "reviews", "From the work that is about another to that other.",
         "fabio:Work", "fabio:Work"),
    # claims
    Term("schema:Claim", "claim", "A proposition that assertions share."),
    Term("schema:Question", "question", "What a debate is about."),
    Term("schema:text", "text", "The wording, which can be understood alone.",
         "schema:Claim or schema:Question", "xsd:string"),
    Term("mp:asserts", "asserts", "From a text to an assertion in its own voice (asserted or "
         "conceded).", "fabio:Expression", "cg:Assertion"),
    Term("mp:quotes", "quotes", "From a text to an assertion that it reports of others; never "
         "also mp:asserts.", "fabio:Expression", "cg:Assertion"),
    Term("aif:I-node", "information node", "A claim or a piece of evidence in an argument."),
    Term("aif:RA-node", "inference", "A relation that supports: from a premise to a conclusion."),
    Term("aif:CA-node", "conflict", "A relation that rebuts or undercuts; an undercut of an "
         "inference is a conflict whose target is the inference's node."),
    Term("aif:MA-node", "rephrase", "A relation between claims that say the same."),
    Term("aif:S-node", "scheme node", "A relation of no particular scheme of AIF: one that "
         "qualifies, differs or is only near."),
    Term("dcterms:source", "source", "The work that evidence is attributed to, or the text that "
         "declares a position or met a problem.",
         "cg:Evidence or cg:Position or cg:Problem", "fabio:Work or fabio:Expression"),
    Term("schema:QuantitativeValue", "quantitative value", "A number that evidence gives."),
    Term("schema:value", "value", "The number, where it is one.",
         "schema:QuantitativeValue", "xsd:decimal"),
    Term("schema:minValue", "minimum", "The lower of two bounds.",
         "schema:QuantitativeValue", "xsd:decimal"),
    Term("schema:maxValue", "maximum", "The upper of two bounds.",
         "schema:QuantitativeValue", "xsd:decimal"),
    Term("schema:unitText", "unit", "The unit, as written or in its usual sign.",
         "schema:QuantitativeValue", "xsd:string"),
    # agents and concepts
    Term("foaf:Agent", "agent", "Who holds a view."),
    Term("foaf:Person", "person", "A person who holds a view."),
    Term("foaf:Organization", "organization", "An organisation that holds a view."),
    Term("foaf:Group", "group", "A group, or the authors of a text together."),
    Term("foaf:name", "name", "The name of an agent or of a program.",
         "foaf:Agent or prov:SoftwareAgent", "xsd:string"),
    Term("skos:Concept", "concept", "A model, method, data set, organisation … that texts name."),
    Term("skos:prefLabel", "preferred label", "Its one preferred name.",
         "skos:Concept", "xsd:string"),
    Term("skos:altLabel", "alternative label", "Another name.", "skos:Concept", "xsd:string"),
    Term("oa:Annotation", "annotation", "A mention: a passage that names a concept."),
    Term("oa:hasTarget", "has target", "The passage.", "oa:Annotation", "oa:SpecificResource"),
    Term("oa:hasBody", "has body", "The concept that it names.", "oa:Annotation", "skos:Concept"),
    Term("dcterms:requires", "requires", "The source cannot be had, or cannot hold, without the "
         "target.", "skos:Concept or schema:Claim", "skos:Concept or schema:Claim"),
    # provenance
    Term("prov:Activity", "activity", "One run of one extractor over one text."),
    Term("prov:SoftwareAgent", "software agent", "An extractor at one version."),
    Term("prov:used", "used", "The text that a run read.", "prov:Activity", "fabio:Expression"),
    Term("prov:startedAtTime", "started at", "When a run began, in UTC.",
         "prov:Activity", "xsd:dateTime"),
    Term("prov:wasAssociatedWith", "was associated with", "The extractor that ran.",
         "prov:Activity", "prov:SoftwareAgent"),
    Term("schema:softwareVersion", "software version", "The version of an extractor.",
         "prov:SoftwareAgent", "xsd:string"),
    Term("prov:wasGeneratedBy", "was generated by", "The run that made a record.",
         _MADE, "prov:Activity"),
    Term("prov:wasDerivedFrom", "was derived from", "The marker that a citation comes from, or "
         "the assertion that a dependency was read out of.",
         "cito:Citation or cg:Dependency", "c4o:InTextReferencePointer or cg:Assertion"),
    Term("prov:generatedAtTime", "generated at", "When a decision was made, in UTC.",
         "cg:Decision", "xsd:dateTime"),
    Term("dcterms:description", "description", "What went wrong, in words.",
         "cg:Problem", "xsd:string"),
)
# fmt: on

REUSED: Final[dict[str, Term]] = {term.curie: term for term in _REUSED}
