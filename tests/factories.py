"""Small sound records for tests: what a test does not care about is filled in.

``document("Some text.")`` gives a :class:`Draft`, which collects records about that text and
ends as a bundle: ``draft.asserts("Some text.", "some claim")``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.model import (
    Agent,
    Alias,
    Assertion,
    Bundle,
    Citation,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Mention,
    Passage,
    Position,
    Problem,
    Question,
    Record,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.vocab import (
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)

R = TypeVar("R", bound=Record)
NOW = "2026-01-02T03:04:05Z"


def work(key: str = "doi:10.1000/own", **fields: Any) -> Work:
    """Return a work known by ``key``."""
    return Work(key=key, **fields)


def claim(wording: str) -> Claim:
    """Return the claim of a wording."""
    return Claim(key=wording.casefold(), wording=wording)


def concept(label: str, **fields: Any) -> Concept:
    """Return the concept of a label."""
    return Concept(key=label.casefold(), label=label, **fields)


def agent(name: str, kind: AgentKind = AgentKind.PERSON) -> Agent:
    """Return a holder of views."""
    return Agent(key=name.casefold(), name=name, kind=kind)


def link(source: Claim, kind: str, target: Claim, **fields: Any) -> Relation:
    """Return a relation between claims of different documents."""
    return Relation(
        kind=kind,
        source_claim_id=source.id,
        target_claim_id=target.id,
        **{"signals": ("test",), "score": 0.5, **fields},
    )


@dataclass
class Draft:
    """A document and the records made about it so far."""

    document: Document
    run: Run
    records: dict[str, Record] = field(default_factory=dict)
    links: tuple[Relation, ...] = ()

    def bundle(self) -> Bundle:
        """Return all that was made."""
        mine = self.records.values()
        owned = tuple(record for record in mine if hasattr(record, "document_id"))
        shared = tuple(record for record in mine if not hasattr(record, "document_id"))
        return Bundle(self.document, owned, shared, self.links)

    def keep(self, record: R) -> R:
        """Add a record, shared ones included; return the one of that id, which came first."""
        found = self.records.setdefault(record.id, record)
        assert isinstance(found, type(record))
        return found

    def passage(self, words: str) -> Passage:
        """Return the passage of the first occurrence of ``words``."""
        text = self.document.text
        start = text.index(words)
        end = start + len(words)
        return self.keep(
            Passage(
                document_id=self.document.id,
                start=start,
                end=end,
                exact=words,
                prefix=text[max(0, start - 32) : start],
                suffix=text[end : end + 32],
            )
        )

    def _on(self, words: str) -> dict[str, Any]:
        return {
            "document_id": self.document.id,
            "passage_id": self.passage(words).id,
            "run_id": self.run.id,
        }

    def asserts(
        self, words: str, wording: str | Claim, *, holder: Agent | None = None, **fields: Any
    ) -> Assertion:
        """Add an assertion of the claim ``wording`` made by ``words``."""
        stated = self.keep(wording if isinstance(wording, Claim) else claim(wording))
        by = self.keep(holder or agent("The author"))
        given: dict[str, Any] = {
            "mode": Mode.ASSERTS,
            "polarity": Polarity.POSITIVE,
            "kind": ClaimKind.EMPIRICAL,
            "standalone": True,
            "rule": "test",
            "salience": 0.5,
            "score": 0.5,
        }
        return self.keep(
            Assertion(
                **self._on(words),
                claim_id=stated.id,
                holder_id=by.id,
                **{**given, **fields},
            )
        )

    def evidence(
        self,
        words: str,
        *,
        by: Work | None = None,
        kind: EvidenceKind = EvidenceKind.MEASUREMENT,
        **fields: Any,
    ) -> Evidence:
        """Add evidence given by ``words``, attributed to a work where ``by`` names one."""
        work_id = self.keep(by).id if by else None
        given: dict[str, Any] = {"rule": "test", "score": 0.5}
        return self.keep(
            Evidence(
                **self._on(words),
                kind=kind,
                work_id=work_id,
                **{**given, **fields},
            )
        )

    def relates(
        self, source: Claim | Evidence, kind: str, target: Claim | Relation, **fields: Any
    ) -> Relation:
        """Add a link within the document."""
        given: dict[str, Any] = {"signals": ("test",), "score": 0.5}
        return self.keep(
            Relation(
                document_id=self.document.id,
                run_id=self.run.id,
                kind=kind,
                **{**self._ends(source, target), **given, **fields},
            )
        )

    def refers(self, words: str, to: Work, **fields: Any) -> Reference:
        """Add an entry of the reference list."""
        return self.keep(
            Reference(
                **self._on(words),
                work_id=self.keep(to).id,
                raw=words,
                **{"score": 0.5, **fields},
            )
        )

    def cites(self, marker: str, sentence: str, *references: Reference, **fields: Any) -> Citation:
        """Add an in-text marker within a sentence."""
        return self.keep(
            Citation(
                **self._on(marker),
                context_id=self.passage(sentence).id,
                reference_ids=tuple(reference.id for reference in references),
                work_ids=tuple(reference.work_id for reference in references),
                **fields,
            )
        )

    def mentions(self, words: str, what: Concept, **fields: Any) -> Mention:
        """Add a mention of a concept."""
        given: dict[str, Any] = {"kind": what.kind, "score": 0.5, **fields}
        return self.keep(Mention(**self._on(words), concept_id=self.keep(what).id, **given))

    def depends(
        self,
        words: str,
        source: Concept | Claim,
        kind: str,
        target: Concept | Claim,
        *,
        holder: Agent | None = None,
        **fields: Any,
    ) -> Dependency:
        """Add one passage's word on a dependency."""
        given: dict[str, Any] = {
            "mode": Mode.ASSERTS,
            "polarity": Polarity.POSITIVE,
            "rule": "test",
            "score": 0.5,
        }
        return self.keep(
            Dependency(
                **self._on(words),
                kind=kind,
                holder_id=self.keep(holder or agent("The author")).id,
                **{**self._ends(source, target), **given, **fields},
            )
        )

    def answers(self, question: str, stance: Stance, wording: str) -> Position:
        """Declare the claim ``wording`` an answer to a question."""
        asked = self.keep(Question(key=question.casefold(), wording=question))
        return self.keep(
            Position(
                document_id=self.document.id,
                question_id=asked.id,
                claim_id=self.keep(claim(wording)).id,
                stance=stance,
            )
        )

    def problem(self, code: str, message: str = "something is amiss", **fields: Any) -> Problem:
        """Add a problem met on the way."""
        return self.keep(
            Problem(
                document_id=self.document.id,
                code=code,
                message=message,
                **fields,
            )
        )

    def alias(self, key: str, target: Record) -> Alias:
        """Note another key of a shared record."""
        return self.keep(Alias(document_id=self.document.id, key=key, target_id=target.id))

    def _ends(self, source: Record, target: Record) -> dict[str, Any]:
        self.keep(source)
        self.keep(target)
        return {f"source_{source.KIND}_id": source.id, f"target_{target.KIND}_id": target.id}


def document(
    text: str,
    *,
    name: str = "essay.md",
    of: Work | None = None,
    version: str = "1",
    **fields: Any,
) -> Draft:
    """Return a draft about ``text``; ``version`` is that of the extractor."""
    own = of or work(f"title:{name}", title=name)
    made = Document(
        text=text,
        name=name,
        work_id=own.id,
        sha256="0" * 64,
        **{"media_type": "text/markdown", "source": f"/essays/{name}", **fields},
    )
    run = Run(document_id=made.id, extractor="test", version=version, started_at=NOW)
    draft = Draft(made, run)
    draft.keep(own)
    draft.keep(run)
    return draft
