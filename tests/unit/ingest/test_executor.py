from __future__ import annotations

import os

import pytest

from ingest.executor import Executor, InProcess, ProcessPool, executor
from kg.errors import KgError, RefusedError


def halve(number: int) -> int:
    if number % 2:
        raise RefusedError(f"{number} is odd")
    return number // 2


def break_down(number: int) -> int:
    raise ZeroDivisionError(f"a bug at {number}")


def process(_: int) -> int:
    return os.getpid()


@pytest.fixture(params=[InProcess(), ProcessPool(2)], ids=["in process", "process pool"])
def each(request: pytest.FixtureRequest) -> Executor:
    chosen: Executor = request.param
    return chosen


def test_results_come_in_order_and_refusals_among_them(each: Executor) -> None:
    results = list(each.map(halve, range(9)))
    assert [item for item, _ in results] == list(range(9))
    assert [result for item, result in results if item % 2 == 0] == [0, 1, 2, 3, 4]
    refusals = [result for item, result in results if item % 2]
    assert all(isinstance(refusal, KgError) for refusal in refusals)
    assert [str(refusal) for refusal in refusals][:2] == ["1 is odd", "3 is odd"]


def test_a_bug_is_not_taken_for_a_refusal(each: Executor) -> None:
    with pytest.raises(ZeroDivisionError, match="a bug at 1"):
        list(each.map(break_down, [1]))


def test_the_pool_leaves_this_process() -> None:
    assert os.getpid() not in {pid for _, pid in executor(2).map(process, range(4))}
    assert {pid for _, pid in executor(1).map(process, range(4))} == {os.getpid()}
