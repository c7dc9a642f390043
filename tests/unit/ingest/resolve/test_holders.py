from __future__ import annotations

import pytest

from ingest.resolve.holders import Holders, authorship, person
from kg.model import Agent, Work
from kg.vocab import AgentKind

WORK = Work(key="title:canals", title="Canals", authors=("Ada Byron",))
TEXT = "A note on canals. We met Thomas Telford, who builds them. Telford says more."


def agent(holder: str | None, *, is_work: bool = False, reviewed: Work | None = None) -> Agent:
    holders = Holders(work=WORK, text=TEXT, reviewed=reviewed, names=("Brunel, I. K.",))
    return holders.agent(holder, is_work=is_work)


def test_a_single_author_is_a_person() -> None:
    assert agent(None) == person("Ada Byron")


@pytest.mark.parametrize("authors", [(), ("Ada Byron", "Thomas Telford")])
def test_unknown_or_several_authors_are_one_voice(authors: tuple[str, ...]) -> None:
    work = Work(key="title:canals", title="Canals", authors=authors)
    found = Holders(work=work, text="").author
    assert found.kind is AgentKind.AUTHORSHIP
    assert work.id in found.key
    assert "“Canals”" in found.name


def test_authors_of_two_untitled_works_stay_apart() -> None:
    first, second = (authorship(Work(key=f"title:{name}")) for name in "ab")
    assert first.id != second.id


@pytest.mark.parametrize(
    ("written", "key", "kind"),
    [
        ("Thomas Telford", "person:telford:t", AgentKind.PERSON),
        ("Telford", "person:telford:t", AgentKind.PERSON),
        ("Thomas", "person:telford:t", AgentKind.PERSON),
        ("Brunel", "person:brunel:i", AgentKind.PERSON),
        ("Byron, A.", "person:byron:a", AgentKind.PERSON),
        ("critics", "group:critics", AgentKind.GROUP),
        ("Many critics", "group:critics", AgentKind.GROUP),
        ("others", "group:others", AgentKind.GROUP),
        ("a reader of the report", "group:reader of the report", AgentKind.GROUP),
        ("Denil et al.", "group:denil et al", AgentKind.GROUP),
        ("OpenCanal", "organisation:opencanal", AgentKind.ORGANISATION),
    ],
)
def test_names(written: str, key: str, kind: AgentKind) -> None:
    found = agent(written)
    assert (found.key, found.kind) == (key, kind)


def test_the_essay_is_the_reviewed_work() -> None:
    reviewed = Work(key="title:locks", title="Locks")
    assert agent("The essay", is_work=True, reviewed=reviewed) == authorship(reviewed)


def test_the_essay_without_a_known_work_is_not_the_reviewer() -> None:
    found = agent("the essay", is_work=True)
    assert found.kind is AgentKind.AUTHORSHIP
    assert found.id != agent(None).id


def test_both_orders_of_a_name_are_one_person() -> None:
    assert person("Yann LeCun").id == person("LeCun, Y.").id
    assert person("Guido van Rossum").key == "person:van rossum:g"
