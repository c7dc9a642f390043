"""One database, whole: the SQL store, its RDF view, and the analyses over both.

Everything above (pages, commands, ingest) talks to a :class:`Database`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.analysis.argument import Sides
from kg.auditor import Auditor
from kg.closing import Closing
from kg.collecting import uncollected
from kg.curator import Curator, read_decisions
from kg.errors import NotFoundError, UsageError
from kg.model import (
    Bundle,
    Concept,
    Problem,
    Question,
    Record,
)
from kg.questions import Questions
from kg.rdf import check as rdf_check
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.project import Projection
from kg.store import Outcome, Store
from kg.store.proposals import JUDGEABLE
from kg.views import (
    ClaimFilter,
    ClaimRow,
    ClaimView,
    DependencyEvidence,
    MatchView,
    Named,
    Order,
    Proposal,
    ProposalView,
    QuestionView,
    Source,
    SourceView,
    WorkRow,
)
from kg.vocab import Stance

if TYPE_CHECKING:
    from kg.analysis import dependency
    from kg.analysis.independence import Origins
    from kg.analysis.standing.assembling import Machine
    from kg.debate import Debate

DEFAULT_PATH = Path("data") / "claims.sqlite"
URL_VARIABLE = "KG_DATABASE_URL"


def database_url(given: str | None = None) -> str:
    """Return the SQLAlchemy URL of a database.

    ``given`` is a URL or the path of an SQLite file; without it the environment variable
    ``KG_DATABASE_URL`` decides, then ``data/claims.sqlite``.
    """
    chosen = given or os.environ.get(URL_VARIABLE) or str(DEFAULT_PATH)
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().resolve()}"


class Database(Closing):
    """A store and what is computed from it. Use it as a context manager.

    Readers may share one across threads; :class:`kg.store.Store` makes a connection each.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._debate: tuple[tuple[int, Machine], Debate] | None = None
        self._debating = threading.Lock()
        self._sides: tuple[int, dict[str, Sides]] = -1, {}

    @classmethod
    def open(cls, url: str | None = None, *, must_exist: bool = False) -> Self:
        """Open the database at ``url`` (see :func:`database_url`), making it where needed.

        Raises:
            NotFoundError: with ``must_exist``, if there is no such SQLite file.
            StoreError: if it cannot be opened.
        """
        full = database_url(url)
        path = full.removeprefix("sqlite:///")
        if full != path and must_exist and not Path(path).exists():
            raise NotFoundError(f"no database at {path}; make one with: kg ingest FILE")
        return cls(Store.open(full, project=Projection()))

    def close(self) -> None:
        """Give back connections and end the query worker."""
        if "dataset" in self.__dict__:
            self.dataset.close()
        self.store.close()

    @cached_property
    def dataset(self) -> OxigraphDataset:
        """The quads, embedded, caught up with the store at each use."""
        return OxigraphDataset(self.store.changes_since)

    # -- reading

    def get(self, identifier: str) -> Record:
        """Return the record of an id or of a unique beginning of one."""
        return self.store.get(identifier)

    def claims(self, wanted: ClaimFilter = ClaimFilter()) -> list[ClaimRow]:
        """Return one page of the claims that a filter keeps."""
        if wanted.order is not Order.STRENGTH:
            return self.store.claims(wanted)
        ids = self.debate().strongest(self.store.claim_ids(wanted))
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        return self.store.claim_lines(ids[wanted.offset : end])

    def count_claims(self, wanted: ClaimFilter = ClaimFilter()) -> int:
        """Return how many claims a filter keeps, whatever its limit."""
        return self.store.count_claims(wanted)

    def claim(self, identifier: str, most: int | None = None) -> ClaimView:
        """Return one claim with both sides, by its id or a unique beginning of it.

        Of each column only the surest ``most`` links are read in full, if given.
        """
        return self.store.claim_view(identifier, most)

    def named(self, text: str, most: int = 5) -> Named:
        """Return the questions, sources and concepts whose names have all words of a text."""
        return self.store.named(text, most)

    def sources(self) -> list[Source]:
        """Return all documents, without their texts."""
        return self.store.sources()

    def source(self, identifier: str) -> SourceView:
        """Return one document with its text and all that is marked in it."""
        return self.store.source_view(identifier)

    def works(self) -> list[WorkRow]:
        """Return all works, read or only cited."""
        return self.store.works()

    def matches(self) -> list[MatchView]:
        """Return the works that may be one, most alike first; those judged come last."""
        return self.store.matches()

    def concepts(self, text: str = "") -> list[Concept]:
        """Return the concepts whose label or alternative contains ``text``, best first."""
        return self.store.concepts(text)

    def concept(self, name: str) -> Concept:
        """Return the one concept that ``name`` (an id, a label, an alternative) stands for.

        Raises:
            NotFoundError: if none does.
            UsageError: if several do and none exactly; the message names them.
        """
        if name.startswith("concept-"):
            found = self.get(name)
            assert isinstance(found, Concept)
            return found
        matches = self.concepts(name)
        folded = name.casefold()
        exact = [c for c in matches if folded in map(str.casefold, (c.label, *c.alternatives))]
        chosen = exact or matches
        if not chosen:
            raise NotFoundError(f"no concept is called {name!r}; kg depends lists them all")
        if len(chosen) > 1:
            names = ", ".join(repr(concept.label) for concept in chosen[:8])
            raise UsageError(f"{name!r} may be {names}; name one of them in full")
        return chosen[0]

    def dependencies(self, *, rejected: bool = False) -> list[DependencyEvidence]:
        """Return every passage that speaks of a dependency; rejected ones only if asked for."""
        return self.store.dependency_evidence(rejected=rejected)

    def dependency_graph(self, selection: dependency.Selection | None = None) -> dependency.Graph:
        """Return the dependency graph (see :mod:`kg.analysis.dependency`) of all, or of some.

        Claims that say the same are one node. Where a selection names documents or years,
        only these assert a claim.
        """
        from kg.analysis import dependency  # networkx is slow to import and only needed here

        chosen = selection or dependency.Selection()
        with uncollected():
            return dependency.graph(
                dependency.select(self.dependencies(), chosen),
                asserting=self._asserting(chosen),
                origin=self.origins().key,
            )

    def _asserting(self, selection: dependency.Selection) -> dict[str, frozenset[str]]:
        """Return, by claim, the documents that assert it and that a selection reads."""
        years = {one.id: one.year for one in self.sources()} if selection.by_year else {}
        return {
            claim_id: frozenset(one for one in documents if selection.reads(one, years.get(one)))
            for claim_id, documents in self.store.asserting().items()
        }

    def origins(self) -> Origins:
        """Return the independent origins of documents; kept until a change."""
        return self.debate().origins

    def debate(self, machine: Machine = "probability") -> Debate:
        """Return where every claim stands now (see :mod:`kg.debate`); kept until a change."""
        with self._debating:
            state = self.store.revision(), machine
            if self._debate is None or self._debate[0] != state:
                from kg.debate import Debate  # networkx and numpy are slow to import

                known = self._debate[1].known() if self._debate else None
                self._debate = state, Debate(self.store, machine, known)
            return self._debate[1]

    def questions(self) -> list[QuestionView]:
        """Return each question with its positions and its tally."""
        return self._asked.views()

    def question(self, identifier: str) -> Question:
        """Return the question of an id or of a unique beginning of one.

        Raises:
            NotFoundError: if nothing, or something else than a question, has that id.
        """
        found = self.get(identifier)
        if not isinstance(found, Question):
            raise NotFoundError(f"{found.id} is no question; kg question lists them")
        return found

    def sides(self, question_id: str) -> Sides:
        """Return the sides from which each claim bears on a question; kept until a change.

        See :func:`kg.analysis.argument.reach`.
        """
        revision = self.store.revision()
        kept = self._sides  # another thread may find a change meanwhile
        if kept[0] != revision:
            kept = self._sides = revision, {}
        known = kept[1]
        if question_id not in known:
            known[question_id] = self._asked.sides(question_id)
        return known[question_id]

    def leading(self, question_id: str, most: int = 3) -> dict[Stance, tuple[ClaimRow, ...]]:
        """Return the strongest claims that bear on a question from one side, its answers aside.

        See :meth:`kg.debate.Debate.strongest` for their order.
        """
        return self._asked.leading(question_id, self.debate().strongest, most)

    @property
    def _asked(self) -> Questions:
        return Questions(self.store)

    def review_queue(
        self, kinds: Collection[str] | None = None, document_id: str | None = None
    ) -> list[Proposal]:
        """Return what nobody judged yet, what changes the picture most first.

        ``kinds`` are names of records (``assertion``); None means all that can be judged. See
        :func:`kg.analysis.review.queue` for the order.
        """
        from kg.analysis.review import queue  # numpy is slow to import and only needed here

        with uncollected():
            found = self.store.proposals(kinds or tuple(JUDGEABLE), document_id)
            return queue(found, self.store.arrows())

    def proposal_views(self, ids: Sequence[str]) -> list[ProposalView]:
        """Return proposals in full, in the order of their ids; ids of nothing are left out."""
        return self.store.proposal_views(ids)

    def problems(self, document_id: str | None = None) -> list[Problem]:
        """Return what went wrong in one document, or in all, in text order."""
        return self.store.problems(document_id)

    @cached_property
    def auditor(self) -> Auditor:
        """What finds out what is at fault, where, and how to mend it."""
        return Auditor(self.store, self.origins)

    # -- writing

    def add(self, bundle: Bundle) -> Outcome:
        """Store a document whole; see :meth:`kg.store.Store.add`."""
        return self.store.add(bundle)

    def curator(self, by: str) -> Curator:
        """Return what a person can decide with."""
        return Curator(self.store, by)

    def import_decisions(self, lines: Iterable[str]) -> int:
        """Add decisions written as JSON Lines that are not here yet; return how many.

        Raises:
            RefusedError: if a line is no decision; nothing is added then.
        """
        return self.store.import_decisions(list(read_decisions(lines)))

    def remove(self, identifier: str) -> Source:
        """Take a document out, by its id or a unique beginning; return what it was."""
        source = self.source(identifier).source
        self.store.remove(source.id)
        return source

    # -- proving

    def check(self) -> Iterator[str]:
        """Yield one line for each way in which the database contradicts itself.

        Every record's id is derived again and every passage is looked up in its text; each
        document is projected again and compared with its stored quads, these with the
        dataset, and the dataset with the SHACL shapes.
        """
        from kg.rdf.validate import validate  # pySHACL is slow to import and only needed here

        yield from self.store.faults()
        stored = self.store.stored_graphs()
        yield from rdf_check.differences(stored, self.store.projected_graphs())
        yield from rdf_check.dataset_differences(self.dataset, stored)
        yield from validate(self.dataset)
