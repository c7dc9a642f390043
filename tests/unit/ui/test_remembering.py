"""What is remembered of a state of the database: once read, bounded, and gone with a change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.errors import NotFoundError
from kg.ui.remembering import Remembering


def counting(calls: list[str], name: str) -> Callable[[], str]:
    def read() -> str:
        calls.append(name)
        return name

    return read


def test_it_is_read_once_a_revision_and_anew_after_a_change() -> None:
    memory, calls = Remembering(), list[str]()
    for revision in (1, 1, 2, 2):
        assert memory.answer(revision, "claims", ("all",), counting(calls, f"{revision}")) == str(
            revision
        )
    assert calls == ["1", "2"]


def test_only_the_answers_asked_for_last_are_kept() -> None:
    memory, calls = Remembering(), list[str]()
    for name in ("a", "b", "a", "c", "a", "b"):
        memory.answer(1, "claims", name, counting(calls, name), kept=2)
    assert calls == ["a", "b", "c", "b"]


def test_what_fails_is_told_and_tried_again() -> None:
    memory = Remembering()

    def fail() -> str:
        raise NotFoundError("gone")

    with pytest.raises(NotFoundError):
        memory.answer(1, "claim", "x", fail)
    assert memory.answer(1, "claim", "x", lambda: "back") == "back"


def test_who_asks_for_what_is_being_read_waits_for_it() -> None:
    memory, begun, go, calls = Remembering(), threading.Event(), threading.Event(), list[str]()

    def slow() -> str:
        calls.append("slow")
        begun.set()
        go.wait(30)
        return "read"

    with ThreadPoolExecutor(2) as people:
        first = people.submit(memory.answer, 1, "claims", "all", slow)
        assert begun.wait(30)
        second = people.submit(memory.answer, 1, "claims", "all", slow)
        go.set()
        assert (first.result(30), second.result(30)) == ("read", "read")
    assert calls == ["slow"]


def test_who_comes_late_from_an_older_state_leaves_what_is_remembered_of_the_newer() -> None:
    memory, calls = Remembering(), list[str]()
    memory.answer(2, "claims", "all", counting(calls, "new"))
    assert memory.answer(1, "claims", "all", counting(calls, "late")) == "late"
    assert memory.answer(2, "claims", "all", counting(calls, "again")) == "new"
    assert calls == ["new", "late"]
