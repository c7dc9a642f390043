"""Closed lists: each member is what SQL, JSON and RDF hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """How a passage puts a proposition forward (factuality of the act, not of the claim)."""

    ASSERTS = "asserts"
    REPORTS = "reports"
    QUESTIONS = "questions"
    DENIES = "denies"
    CONCEDES = "concedes"
    SUPPOSES = "supposes"


# What stands before the name of the holder.
MODE_WORDS: Final = {
    Mode.ASSERTS: "Asserted by",
    Mode.REPORTS: "Reported of",
    Mode.QUESTIONS: "Questioned by",
    Mode.DENIES: "Denied by",
    Mode.CONCEDES: "Conceded by",
    Mode.SUPPOSES: "Supposed by",
}


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
    """Whether a document speaks for itself, is about another work, or only lists works."""

    ORIGINAL = "original"
    REVIEW = "review"
    BIBLIOGRAPHY = "bibliography"


class SectionKind(StrEnum):
    """What a section is for, after the Discourse Elements Ontology."""

    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    BACKGROUND = "background"
    METHOD = "method"
    RESULT = "result"
    DISCUSSION = "discussion"
    LIMITATION = "limitation"
    CONCLUSION = "conclusion"
    FUTURE_WORK = "future_work"
    ACKNOWLEDGEMENT = "acknowledgement"
    DECLARATION = "declaration"
    APPENDIX = "appendix"
    REFERENCES = "references"


class Stance(StrEnum):
    """The side of a question that a claim takes."""

    FOR = "for"
    AGAINST = "against"


STANCE_WORDS: Final = {Stance.FOR: "Yes", Stance.AGAINST: "No"}


class Status(StrEnum):
    """Who vouches for a record: the machine (proposed) or a person."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Action(StrEnum):
    """What a person decided about a record.

    ``EDIT`` gives a claim or question another wording, ``RETYPE`` corrects an assertion,
    ``ADD`` adds a record by hand, ``UNDO`` takes back another decision, and
    ``WOULD_CHANGE`` notes what would change the mind of whoever decides.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    RETYPE = "retype"
    ADD = "add"
    UNDO = "undo"
    NOTE = "note"
    WOULD_CHANGE = "would_change"


class Reason(StrEnum):
    """What is wrong with what a person rejects; after the error types of INDRA's curation."""

    WRONG_SPAN = "wrong_span"
    NOT_A_CLAIM = "not_a_claim"
    WRONG_HOLDER = "wrong_holder"
    WRONG_POLARITY = "wrong_polarity"
    WRONG_RELATION = "wrong_relation"
    WRONG_TARGET = "wrong_target"
    NOT_THE_SAME_CLAIM = "not_the_same_claim"
    SCOPE_DIFFERS = "scope_differs"
    DUPLICATE = "duplicate"
    OUT_OF_TOPIC = "out_of_topic"
    OTHER = "other"


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
    CAPTION = "caption"
    FOOTNOTE = "footnote"
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
    BlockKind.CAPTION: "deo:Caption",
    BlockKind.FOOTNOTE: "doco:Footnote",
    BlockKind.REFERENCE: "biro:BibliographicReference",
}

# A passage in these modes puts its proposition forward as so; in the others it does not.
AFFIRMING_MODES: Final = frozenset({Mode.ASSERTS, Mode.REPORTS, Mode.CONCEDES})

MODE_SIGNS: Final = {
    Mode.ASSERTS: 1,
    Mode.CONCEDES: 1,
    Mode.DENIES: -1,
    Mode.REPORTS: 0,
    Mode.QUESTIONS: 0,
    Mode.SUPPOSES: 0,
}
"""Whether whose voice a passage is in speaks for the proposition, against it, or neither."""
