"""What passages say of dependencies, in short: ``said("a", "requires", "b", document="two")``."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any, Final

from hypothesis import strategies as st

from kg.model import Agent, Claim, Concept, Dependency, Passage
from kg.views import DependencyEvidence, Quote, Source
from kg.vocab import DEPENDENCY_KINDS, AgentKind, Genre, Mode, Polarity, Status

DENIED: Final[dict[str, Any]] = {"polarity": Polarity.NEGATIVE}
REJECTED: Final[dict[str, Any]] = {"status": Status.REJECTED}
ACCEPTED: Final[dict[str, Any]] = {"status": Status.ACCEPTED}
NODES: Final = ("a", "b", "c", "D", "E")
_places = count()


def node(name: str) -> str:
    """Return the id of what is called ``name``."""
    return end(name).id


@cache
def end(name: str) -> Concept | Claim:
    """Return a concept; a claim where the name has a capital."""
    if name.islower():
        return Concept(key=name, label=name)
    return Claim(key=name, wording=name)


def source(document: str, year: int | None) -> Source:
    return Source(
        document, f"{document}.md", None, (), year, Genre.ORIGINAL, "text/markdown",
        f"work-{document}", None, 0, 0, 0, 0,
    )  # fmt: skip


def said(
    start: str,
    kind: str,
    target: str,
    *,
    holder: str = "Ada",
    document: str = "document-one",
    year: int | None = 2020,
    at: int | None = None,
    read_at: str | None = "2026-01-01T00:00:00Z",
    judged_at: str | None = None,
    **fields: Any,
) -> DependencyEvidence:
    """Return one passage's word; each call is another passage, unless ``at`` says where."""
    place = next(_places) if at is None else at
    ends = end(start), end(target)
    agent = Agent(key=holder, name=holder, kind=AgentKind.PERSON)
    passage = Passage(
        document_id=document, start=place, end=place + 1, exact="x", prefix="", suffix=""
    )
    given: dict[str, Any] = {
        f"source_{ends[0].KIND}_id": ends[0].id,
        f"target_{ends[1].KIND}_id": ends[1].id,
        "mode": Mode.ASSERTS,
        "polarity": Polarity.POSITIVE,
        "rule": "test",
        "score": 0.5,
    }
    dependency = Dependency(
        document_id=document,
        passage_id=passage.id,
        run_id="run-x",
        kind=kind,
        holder_id=agent.id,
        **{**given, **fields},
    )
    quote = Quote(passage, source(document, year))
    return DependencyEvidence(dependency, *ends, quote, agent, read_at, judged_at)


def words() -> st.SearchStrategy[DependencyEvidence]:
    """Return anything that a passage may say."""
    return st.builds(
        said,
        st.sampled_from(NODES),
        st.sampled_from((*DEPENDENCY_KINDS[:3], "substitutes")),
        st.sampled_from(NODES),
        holder=st.sampled_from(("Ada", "Bo", "Cy")),
        document=st.sampled_from(("document-one", "document-two", "document-three")),
        year=st.sampled_from((None, 2019, 2020, 2021)),
        at=st.integers(0, 1000),
        read_at=st.sampled_from((None, "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")),
        judged_at=st.sampled_from((None, "2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z")),
        mode=st.sampled_from(Mode),
        polarity=st.sampled_from(Polarity),
        status=st.sampled_from(Status),
        score=st.none() | st.sampled_from((0.0, 0.25, 0.5, 1.0)),
        group=st.sampled_from((None, None, "one", "two")),
    )


def sayings(most: int = 12) -> st.SearchStrategy[list[DependencyEvidence]]:
    """Return what a few passages say, no two of them the same."""
    return st.lists(words(), max_size=most, unique_by=lambda item: item.dependency.id)
