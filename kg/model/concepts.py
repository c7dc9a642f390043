"""What texts are about, and what depends on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kg.model.declaring import Record, choice, only, optional_ref, ratio, ref
from kg.vocab import AFFIRMING_MODES, DEPENDENCY_KINDS, ConceptKind, Mode, Polarity, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Record):
    """A model, method, data set, organisation … under one preferred label."""

    KIND: ClassVar[str] = "concept"
    IDENTITY: ClassVar[tuple[str, ...]] = ("key",)

    key: str
    label: str
    alternatives: tuple[str, ...] = ()
    kind: ConceptKind = ConceptKind.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A passage that names a concept."""

    KIND: ClassVar[str] = "mention"
    IDENTITY: ClassVar[tuple[str, ...]] = ("passage_id", "concept_id")

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    concept_id: str = ref("concept")
    kind: ConceptKind = ConceptKind.OTHER
    score: float | None = ratio()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Record):
    """One passage's word that a concept or claim depends on another.

    An edge of the dependency graph is all Dependencies of one kind between the same ends.
    A negative ``polarity`` denies the link. ``group`` joins the supports of one passage of
    which any one is enough ("requires A or B"); None where the passage names one alone.
    """

    KIND: ClassVar[str] = "dependency"
    IDENTITY: ClassVar[tuple[str, ...]] = (
        "passage_id",
        "source_concept_id",
        "source_claim_id",
        "kind",
        "target_concept_id",
        "target_claim_id",
        "holder_id",
        "polarity",
    )

    document_id: str = ref("document")
    passage_id: str = ref("passage")
    run_id: str = ref("run")
    kind: str = choice(DEPENDENCY_KINDS)
    source_concept_id: str | None = optional_ref("concept")
    source_claim_id: str | None = optional_ref("claim")
    target_concept_id: str | None = optional_ref("concept")
    target_claim_id: str | None = optional_ref("claim")
    assertion_id: str | None = optional_ref("assertion")
    holder_id: str = ref("agent")
    mode: Mode
    polarity: Polarity
    hedge: str | None = None
    group: str | None = None
    rule: str
    score: float | None = ratio()
    status: Status = Status.PROPOSED

    @property
    def source_id(self) -> str:
        """The concept or claim that the link starts from."""
        return only(self.source_concept_id, self.source_claim_id)

    @property
    def target_id(self) -> str:
        """The concept or claim that the link leads to."""
        return only(self.target_concept_id, self.target_claim_id)

    @property
    def affirms(self) -> bool:
        """Whether the passage affirms the link; to deny a negative one is to affirm it."""
        negative = self.polarity is Polarity.NEGATIVE
        return self._vouches and negative == (self.mode is Mode.DENIES)

    @property
    def denies(self) -> bool:
        """Whether the passage negates the link, and does not only suppose or question it."""
        return self._vouches and not self.affirms

    @property
    def _vouches(self) -> bool:
        return self.mode in AFFIRMING_MODES or self.mode is Mode.DENIES
