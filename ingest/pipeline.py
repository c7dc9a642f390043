"""read -> parse -> extract -> resolve -> store -> project: the one place where parts meet.

Reading, parsing and extracting need no database and may run in worker processes; what they
found is resolved against the database and stored here, one document a transaction.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeAlias

from ingest import encoder, extractors, nlp, readers
from ingest.assembly import Origin, assemble
from ingest.assembly.signing import signatures
from ingest.confined import confined
from ingest.document import Answer, ParsedDocument, Sentence, Span
from ingest.executor import executor
from ingest.extracted import Extracted
from ingest.extractors.assertions import AssertionExtractor
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.claim_dependencies import ClaimDependencyExtractor
from ingest.extractors.concepts import ConceptExtractor
from ingest.extractors.dependencies import DependencyExtractor
from ingest.extractors.diagrams import DiagramExtractor
from ingest.extractors.evidence import EvidenceExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.extractors.relations import RelationExtractor
from ingest.findings import Extractor, Spent
from ingest.resolve.works import genre, is_bibliography
from ingest.sources import Item
from ingest.sources.terms import cache_folder
from kg.database import Database
from kg.errors import KgError, RefusedError
from kg.model import Bundle, Description, Problem

# They run in this order, so far as they need not wait for extractors of other packages.
EXTRACTORS: tuple[Extractor, ...] = (
    ReferenceExtractor(),
    CitationExtractor(),
    AssertionExtractor(),
    ClaimDependencyExtractor(),
    EvidenceExtractor(),
    ConceptExtractor(),
    DependencyExtractor(),
    DiagramExtractor(),
    RelationExtractor(),
)


def _llm(*, offline: bool) -> tuple[Extractor, ...]:
    from ingest.extractors import llm  # which loads httpx

    return llm.extractors(offline=offline, folder=cache_folder)


OPTIONAL: Final[dict[str, extractors.Factory]] = {"llm": _llm}

# A thousand pages of PDF take a minute; what takes longer is no paper.
READ_SECONDS = 180.0
READ_MEGABYTES = 4_000
# A book's records need the memory that its models took; what they take to load is nothing then.
LONG: Final = 300_000
"""Characters."""

Tell: TypeAlias = Callable[[str, str], None]
"""Is told an item's name and the stage that begins; where workers read, it is sent to them."""

STAGES: Final = ("read", "parse", "extract", "resolve", "store")

_COUNTED = ("claim", "assertion", "evidence", "relation", "dependency", "citation", "reference")


@dataclass(frozen=True, slots=True)
class Report:
    """How one item ended.

    ``outcome`` is ``added``, ``replaced``, ``unchanged``, ``parsed`` (a dry run) or
    ``refused``; ``reason`` is one line where it was refused. ``counts`` has the number of
    records by kind, ``problems`` one line each, ``spent`` what extractors cost, by name.
    """

    name: str
    outcome: str
    document_id: str | None = None
    reason: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    spent: dict[str, Spent] = field(default_factory=dict)


def chain(optional: tuple[str, ...] = (), *, offline: bool = False) -> tuple[Extractor, ...]:
    """Return the extractors that run, in their order: ours, installed ones, those asked for.

    Raises:
        UsageError: if one is not to be had, or they do not fit together.
    """
    asked = extractors.asked_for(optional, OPTIONAL, offline=offline)
    others = sorted((*extractors.installed(), *asked), key=lambda group: group[0].name)
    return extractors.in_order((*((one,) for one in EXTRACTORS), *others))


def untold(name: str, stage: str) -> None:
    """Tell nobody."""


def extract(
    item: Item,
    *,
    reader: str | None = None,
    optional: tuple[str, ...] = (),
    offline: bool = False,
    answer: Answer | None = None,
    tell: Tell = untold,
) -> Extracted:
    """Read one item and run over it every extractor of :func:`chain`; see :func:`ingest_all`.

    Raises:
        RefusedError: if it cannot be read as a document, or an extractor refuses it.
        UsageError: see :func:`chain`.
    """
    steps = chain(optional, offline=offline)
    tell(item.name, "read")
    data = item.load()
    tell(item.name, "parse")
    parsed: ParsedDocument = confined(
        readers.read,
        data,
        item.file_name,
        reader,
        item.beside,
        name=item.name,
        seconds=READ_SECONDS,
        megabytes=READ_MEGABYTES,
    )
    document = nlp.annotate(_answering(_identified(parsed, item.identified), answer))
    tell(item.name, "extract")
    document, spent = extractors.run(steps, document, item.name)
    if len(document.text) > LONG:
        encoder.release()
    return Extracted(
        document=document.without_layer(Sentence),
        sentences=tuple(Span(start=one.start, end=one.end) for one in document.layer(Sentence)),
        sha256=hashlib.sha256(data).hexdigest(),
        genre=genre(document),
        language=nlp.language(document),
        versions={step.name: step.version for step in steps},
        spent=spent,
    )


def _identified(document: ParsedDocument, asked: Description) -> ParsedDocument:
    """Add what is known of the work from where it was fetched, unless it is a list of others."""
    known = document.metadata.description()
    missing = {name: value for name, value in asked.description().items() if not known[name]}
    if is_bibliography(document) or not missing:
        return document
    return replace(document, metadata=replace(document.metadata, **missing))


def _answering(document: ParsedDocument, answer: Answer | None) -> ParsedDocument:
    """Add what the text is said to answer, unless it says so itself or is a list of others."""
    if answer is None or document.metadata.question or is_bibliography(document):
        return document
    said = replace(
        document.metadata,
        question=answer.question,
        position=answer.position,
        thesis=answer.thesis,
    )
    return replace(document, metadata=said)


def ingest_all(
    database: Database,
    items: Sequence[Item],
    *,
    reader: str | None = None,
    optional: tuple[str, ...] = (),
    offline: bool = False,
    jobs: int = 1,
    dry_run: bool = False,
    answer: Answer | None = None,
    tell: Tell = untold,
) -> Iterator[Report]:
    """Ingest items one by one; yield a report for each as it ends.

    An item that is refused leaves nothing behind and stops no other. ``optional`` names
    extractors that run beside those that always do; with ``offline`` they send nothing.
    ``answer`` is what all of these texts answer, where they do not say it themselves.
    ``tell`` hears of each of :data:`STAGES` as it begins; with several ``jobs`` it is pickled.

    Raises:
        UsageError: see :func:`chain`.
    """
    unsigned = [] if dry_run else database.store.unsigned()
    if unsigned:
        database.store.sign(signatures(unsigned))
    pool = executor(min(jobs, len(items)) or 1)
    read = partial(
        extract, reader=reader, optional=optional, offline=offline, answer=answer, tell=tell
    )
    for item, result in pool.map(read, items):
        if isinstance(result, RefusedError):
            yield Report(item.name, "refused", reason=str(result))
        else:
            yield _keep(database, item, result, dry_run=dry_run, tell=tell)


def _keep(
    database: Database, item: Item, extracted: Extracted, *, dry_run: bool, tell: Tell
) -> Report:
    try:
        tell(item.name, "resolve")
        bundle = resolve(database, item, extracted)
        tell(item.name, "store")
        outcome = "parsed" if dry_run else database.add(bundle)
    except KgError as error:
        return Report(item.name, "refused", reason=str(error), spent=dict(extracted.spent))
    return Report(
        item.name,
        outcome,
        bundle.document.id,
        counts=_counts(bundle),
        problems=tuple(one.message for one in bundle.owned if isinstance(one, Problem)),
        spent=dict(extracted.spent),
    )


def resolve(database: Database, item: Item, extracted: Extracted) -> Bundle:
    """Turn what was found in a document into records, tied to those already stored."""
    origin = Origin(name=item.short_name, source=item.source)
    return assemble(extracted, origin, database.store)


def _counts(bundle: Bundle) -> dict[str, int]:
    kinds = Counter(record.KIND for record in (*bundle.owned, *bundle.shared))
    return {kind: kinds[kind] for kind in _COUNTED}
