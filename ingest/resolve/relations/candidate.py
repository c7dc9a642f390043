"""A claim with what is known of its use, and what its wording says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ingest.language.agreement import Stand, stand
from ingest.language.comparison import Comparison, comparison
from ingest.language.ranking import Ranking, ranking
from ingest.language.stems import content, root
from ingest.resolve.relations.retrieval import keys
from kg.model import Agent, Assertion, Claim, Dependency
from kg.vocab import AFFIRMING_MODES, AgentKind, Mode

Vector = npt.NDArray[np.float32]
# Rules that cut a clause out of what an assertion says.
_CUT_OUT: Final = frozenset({"condition", "consequence"})


@dataclass(frozen=True)
class Candidate:
    """A claim with what is known of its use.

    Attributes:
        claim: what is compared.
        assertions: the passages that put it forward, anywhere.
        holders: those who hold it; an unknown holder is taken for a named one.
        vector: the embedding of its wording, of unit length; computed where None is given.
        context: the text around it, the passage included; empty where it is not known.
        works: the works whose texts state it.
        reviews_id: the work that the text which states it is about, None for other texts.
        views_of: the works whose view it is: those that state it, those whose review reports it.
        voices: names of those whose view it is, authors of these works included.
        people: the names that its text has, to tell a first name by.
        cites: the works cited where it is stated.
        concepts: ids of the concepts that its sentences name.
        dependencies: those that its sentences assert.
    """

    claim: Claim
    assertions: tuple[Assertion, ...]
    holders: tuple[Agent, ...] = ()
    vector: Vector | None = field(default=None, compare=False)
    context: str = ""
    works: frozenset[str] = frozenset()
    reviews_id: str | None = None
    views_of: frozenset[str] = frozenset()
    voices: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()
    dependencies: tuple[Dependency, ...] = ()

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.claim.id

    @property
    def wording(self) -> str:
        """The wording of the claim."""
        return self.claim.wording

    @property
    def salience(self) -> float:
        """How central it is where it is most central, in [0, 1]."""
        return max((one.salience or 0.0 for one in self.assertions), default=0.0)

    @property
    def is_asserted(self) -> bool:
        """Whether a text puts it forward in its own voice."""
        return any(one.mode is Mode.ASSERTS for one in self.assertions)

    @cached_property
    def is_put_forward(self) -> bool:
        """Whether somebody holds it, and it is not only supposed or asked."""
        return any(one.mode in AFFIRMING_MODES for one in self.assertions)

    @cached_property
    def is_view(self) -> bool:
        """Whether it is a view at all, not just a clause that a sentence only supposes."""
        return not self.assertions or any(
            one.mode is not Mode.SUPPOSES or one.rule not in _CUT_OUT for one in self.assertions
        )

    @cached_property
    def holder_ids(self) -> frozenset[str]:
        """Who puts it forward."""
        return frozenset(one.holder_id for one in self.assertions if one.mode in AFFIRMING_MODES)

    @cached_property
    def can_oppose(self) -> bool:
        """Whether it counts against others: somebody named, or a text, holds it.

        A view that is only reported of "critics" or "some" opposes nothing, though it can be
        opposed.
        """
        groups = {one.id for one in self.holders if one.kind is AgentKind.GROUP}
        return any(
            one.mode in AFFIRMING_MODES
            and not (one.mode is Mode.REPORTS and one.holder_id in groups)
            for one in self.assertions
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys by which it is found; those of likeness only where it has a vector."""
        return keys(self.wording, self.vector)

    @cached_property
    def stand(self) -> Stand | None:
        """The side that its wording takes with or against somebody."""
        return stand(self.wording)

    @cached_property
    def compares(self) -> Comparison | None:
        """The comparison of sizes that its wording makes."""
        return comparison(self.wording)

    @cached_property
    def ranks(self) -> Ranking | None:
        """The ranking of things that its wording makes."""
        return ranking(self.wording)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of its words that carry content."""
        return frozenset(content(self.wording))

    @cached_property
    def roots(self) -> frozenset[str]:
        """With what letters these begin."""
        return frozenset(map(root, self.content))
