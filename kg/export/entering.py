"""Argument graphs on their way in: a document that holds their words, and what it says.

The document's text has a paragraph for each locution, each evidence and each statement that
nobody is said to hold. All that comes of it was made by one run, named after the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final, TypeVar

from kg.database import Database
from kg.errors import RefusedError
from kg.export.argumentation import Argumentation, Locution, Statement
from kg.ids import content_id
from kg.model import (
    Agent,
    Assertion,
    Block,
    Bundle,
    Claim,
    Document,
    Evidence,
    Passage,
    Position,
    Problem,
    Question,
    Record,
    Relation,
    Run,
    Work,
)
from kg.store import Outcome
from kg.vocab import RELATION_KINDS, AgentKind, BlockKind, Mode
from kg.wording import claim_key, fold

R = TypeVar("R", bound=Record)

MOST_BYTES: Final = 64 * 1024 * 1024
VERSION: Final = "1"
_AROUND: Final = 32
_SUPPOSED: Final = "not-held"


@dataclass(frozen=True, slots=True)
class Origin:
    """What an argument graph came from: the format, the file's name and its bytes."""

    format: str
    media_type: str
    name: str
    data: bytes


def contents(stream: BinaryIO, name: str) -> bytes:
    """Return all bytes of a file.

    Raises:
        RefusedError: if there are more than :data:`MOST_BYTES`.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RefusedError(f"{name}: more than {MOST_BYTES:,} bytes; cut the map in parts")
    return data


def enter(
    database: Database, read: Argumentation, origin: Origin, unread: Iterable[str] = ()
) -> str:
    """Add an argument graph as a document; say in a line what came in.

    ``unread`` says what of the file has no place here; each becomes a problem of the document.

    Raises:
        RefusedError: if a link does not fit what it joins, or there is no statement.
    """
    made = bundle(read, origin, unread)
    outcome = database.add(made)
    counts = ", ".join(
        f"{sum(isinstance(one, cls) for one in (*made.owned, *made.shared))} {cls.KIND}"
        for cls in (Claim, Assertion, Evidence, Relation, Problem)
    )
    done = "unchanged" if outcome is Outcome.UNCHANGED else outcome.value
    return f"{origin.name}: {done} ({counts})"


def bundle(read: Argumentation, origin: Origin, unread: Iterable[str] = ()) -> Bundle:
    """Return all that an argument graph contributes, as a document of its own.

    A statement that nobody is said to hold is supposed by whoever made the file.

    Raises:
        RefusedError: if a link does not fit what it joins, or there is no statement.
    """
    if not read.statements:
        raise RefusedError(f"{origin.name}: holds no statement; nothing was added")
    making = _Making.of(read, origin)
    for statement in read.statements.values():
        making.state(statement)
    making.link(read)
    for message in unread:
        making.own(Problem(document_id=making.document.id, code="not-imported", message=message))
    return Bundle(making.document, tuple(making.owned.values()), tuple(making.shared.values()))


@dataclass
class _Making:
    """A document under way; ``places`` are the spans of its paragraphs' words, in order."""

    document: Document
    run: Run
    maker: Agent
    places: list[tuple[int, int]]
    owned: dict[str, Record] = field(default_factory=dict)
    shared: dict[str, Record] = field(default_factory=dict)
    ends: dict[str, Claim | Evidence | Relation] = field(default_factory=dict)
    section: str | None = None

    @classmethod
    def of(cls, read: Argumentation, origin: Origin) -> _Making:
        text, places, structure = _text(read, origin.name)
        digest = hashlib.sha256(origin.data).hexdigest()
        work = Work(key=f"{origin.format}:{content_id('work', text)}", title=read.title)
        document = Document(
            text=text,
            media_type=origin.media_type,
            source=f"{origin.format}:{origin.name}",
            name=origin.name,
            sha256=digest,
            title=read.title,
            work_id=work.id,
            structure=structure,
        )
        run = Run(
            document_id=document.id,
            extractor=f"import-{origin.format}",
            version=VERSION,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        maker = Agent(
            key=f"authorship:{work.id}",
            name=f"whoever made “{read.title}”",
            kind=AgentKind.AUTHORSHIP,
        )
        made = cls(document, run, maker, places[::-1])
        made.share(work)
        made.own(run)
        return made

    def own(self, record: R) -> R:
        kept = self.owned.setdefault(record.id, record)
        assert isinstance(kept, type(record))
        return kept

    def share(self, record: R) -> R:
        kept = self.shared.setdefault(record.id, record)
        assert isinstance(kept, type(record))
        return kept

    def state(self, statement: Statement) -> None:
        """Add a statement with its passages, in the order of the text."""
        self.section = statement.section or self.section
        if statement.evidence is not None:
            self.ends[statement.id] = self.own(
                Evidence(
                    **self._here(),
                    kind=statement.evidence,
                    rule=self.run.extractor,
                )
            )
            return
        key = claim_key(statement.wording)
        claim = self.share(Claim(key=key, wording=statement.wording.strip()))
        self.ends[statement.id] = claim
        for locution in statement.locutions:
            self._assert(claim, locution, self.share(_agent(locution)))
        if not statement.locutions:
            said = Locution(self.maker.name, statement.wording, mode=Mode.SUPPOSES)
            self._assert(claim, said, self.share(self.maker))
        self._answer(claim, statement)

    def link(self, read: Argumentation) -> None:
        """Add the links between what was stated."""
        for tie in read.ties:
            source, target = self.ends[tie.source], self.ends[tie.target]
            row = RELATION_KINDS[tie.kind]
            if source.KIND not in row.sources or target.KIND not in row.targets:
                raise RefusedError(
                    f"{self.document.name}: {tie.id}: a {source.KIND} cannot stand before "
                    f"“{row.label}” with a {target.KIND} behind it; nothing was added"
                )
            if source.id == target.id:
                raise RefusedError(
                    f"{self.document.name}: {tie.id}: “{_worded(read, tie.source)}” "
                    f"{row.label} itself; nothing was added"
                )
            self.ends[tie.id] = self.own(self._relation(tie.kind, source, target, tie.group))

    def _relation(
        self,
        kind: str,
        source: Claim | Evidence | Relation,
        target: Claim | Evidence | Relation,
        group: str | None,
    ) -> Relation:
        ends: dict[str, str] = {
            f"source_{source.KIND}_id": source.id,
            f"target_{target.KIND}_id": target.id,
        }
        return Relation(
            kind=kind,
            document_id=self.document.id,
            run_id=self.run.id,
            source_claim_id=ends.get("source_claim_id"),
            source_evidence_id=ends.get("source_evidence_id"),
            target_claim_id=ends.get("target_claim_id"),
            target_relation_id=ends.get("target_relation_id"),
            group=group,
            signals=(self.run.extractor,),
        )

    def _assert(self, claim: Claim, said: Locution, holder: Agent) -> None:
        self.own(
            Assertion(
                **self._here(),
                claim_id=claim.id,
                holder_id=holder.id,
                mode=said.mode,
                polarity=said.polarity,
                kind=said.kind,
                standalone=True,
                rule=_SUPPOSED if holder == self.maker else self.run.extractor,
            )
        )

    def _answer(self, claim: Claim, statement: Statement) -> None:
        for wording, stance in statement.answers:
            asked = self.share(Question(key=claim_key(wording), wording=wording))
            self.own(
                Position(
                    document_id=self.document.id,
                    question_id=asked.id,
                    claim_id=claim.id,
                    stance=stance,
                )
            )

    def _here(self) -> dict[str, Any]:
        """Return what a record made of the next paragraph has in common with others."""
        start, end = self.places.pop()
        text = self.document.text
        passage = self.own(
            Passage(
                document_id=self.document.id,
                start=start,
                end=end,
                exact=text[start:end],
                prefix=text[max(0, start - _AROUND) : start],
                suffix=text[end : end + _AROUND],
                section=self.section,
            )
        )
        return {
            "document_id": self.document.id,
            "passage_id": passage.id,
            "run_id": self.run.id,
        }


def _text(read: Argumentation, name: str) -> tuple[str, list[tuple[int, int]], tuple[Block, ...]]:
    """Return the document's text, where in it the words of each paragraph stand, and its blocks."""
    pieces, places, length = [read.title], [], len(read.title)
    blocks = [Block(BlockKind.TITLE, 0, length)]

    def add(words: str, kind: BlockKind, level: int = 0) -> None:
        nonlocal length
        pieces.append(words)
        start, length = length + 2, length + 2 + len(words)
        blocks.append(Block(kind, start, length, level))

    section = None
    for statement in read.statements.values():
        if statement.section and statement.section != section:
            section = statement.section
            add(section, BlockKind.HEADING, 1)
        for before, words in _paragraphs(statement):
            add(before + words, BlockKind.PARAGRAPH)
            places.append((length - len(words), length))
    text = "\n\n".join(pieces)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RefusedError(
            f"{name}: half a surrogate pair in {text[max(0, error.start - 20) : error.end]!a}: "
            "write the file as UTF-8"
        ) from None
    return text, places, tuple(blocks)


def _paragraphs(statement: Statement) -> Iterable[tuple[str, str]]:
    if statement.evidence is not None:
        yield _by(None, statement.source), statement.wording
        return
    for said in statement.locutions:
        yield _by(said.holder, said.source), said.quote
    if not statement.locutions:
        yield "", statement.wording


def _by(holder: str | None, source: str | None) -> str:
    named = ", ".join(filter(None, (holder, source)))
    return f"{named}: " if named else ""


def _agent(said: Locution) -> Agent:
    """Return a holder; persons are known by family name and initial, as when texts are read."""
    name = said.holder
    if said.holder_kind is not AgentKind.PERSON:
        return Agent(key=f"{said.holder_kind.value}:{fold(name)}", name=name, kind=said.holder_kind)
    family, comma, given = name.partition(",")
    if not comma:
        given, _, family = name.rpartition(" ")
    return Agent(key=f"person:{fold(family)}:{fold(given)[:1]}", name=name, kind=AgentKind.PERSON)


def _worded(read: Argumentation, identifier: str) -> str:
    return read.statements[identifier].wording if identifier in read.statements else identifier
