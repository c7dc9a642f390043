from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ingest import confined as module
from ingest.confined import confined
from kg.errors import RefusedError


class OddError(Exception):
    """Cannot be copied, as many exceptions with arguments of their own."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def add(one: int, other: int) -> int:
    return one + other


def pid() -> int:
    return os.getpid()


def fail(kind: str) -> None:
    if kind == "refused":
        raise RefusedError("paper.pdf: is encrypted; save it without a password")
    if kind == "odd":
        raise OddError("first", "second")
    raise KeyError(kind)


def loop() -> None:
    while True:
        pass


def hold_everything_up() -> None:
    """Never let another thread of this process run, as a runaway regular expression."""
    ctypes.PyDLL(None).sleep(60)


def hog() -> int:
    return len([bytes(10_000_000) for _ in range(1000)])


def talk() -> str:
    print("printed by a library")
    return sys.stdin.read()


def call(function: Any, *arguments: object, seconds: float = 20, megabytes: int = 500) -> Any:
    return confined(function, *arguments, name="a.pdf", seconds=seconds, megabytes=megabytes)


def add_confined(one: int, other: int) -> int:
    total: int = call(add, one, other)
    return total


def test_it_runs_elsewhere_and_stays_from_call_to_call() -> None:
    assert call(add, 1, 2) == 3
    assert call(pid) == call(pid) != os.getpid()


@pytest.mark.parametrize("function", [loop, hold_everything_up])
def test_what_does_not_end_is_ended(function: Any) -> None:
    begin = time.monotonic()
    with pytest.raises(RefusedError, match=r"^a\.pdf: was given up after 0\.3 seconds"):
        call(function, seconds=0.3)
    assert time.monotonic() - begin < 10
    assert call(add, 1, 2) == 3


def test_what_takes_all_memory_is_ended() -> None:
    with pytest.raises(RefusedError, match=r"^a\.pdf: takes over 300 MB"):
        call(hog, megabytes=300)
    assert call(add, 1, 2) == 3


def test_the_memory_of_one_call_is_not_held_against_the_next() -> None:
    for _ in range(4):
        assert len(call(bytes, 60_000_000, megabytes=200)) == 60_000_000


@pytest.mark.parametrize(
    ("function", "arguments", "reason"),
    [
        (ctypes.string_at, (0,), "SIGSEGV"),
        (os.abort, (), "SIGABRT"),
        (os._exit, (7,), "exit status 7"),
        (sys.exit, (0,), "exit status 0"),
    ],
)
def test_a_crash_is_a_refusal_in_one_line(function: Any, arguments: Any, reason: str) -> None:
    with pytest.raises(RefusedError) as caught:
        call(function, *arguments)
    assert str(caught.value).startswith("a.pdf: crashes what reads it")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert call(add, 1, 2) == 3


def test_a_large_result_comes_back_whole() -> None:
    assert call(bytes, 50_000_000) == bytes(50_000_000)


def test_a_refusal_comes_back_as_itself() -> None:
    with pytest.raises(RefusedError, match=r"^paper\.pdf: is encrypted; save it without"):
        call(fail, "refused")


def test_any_other_error_is_raised_with_its_traceback() -> None:
    with pytest.raises(KeyError, match="our own bug") as caught:
        call(fail, "our own bug")
    assert "raise KeyError(kind)" in caught.value.__notes__[0]
    with pytest.raises(RuntimeError, match="OddError: first"):
        call(fail, "odd")


def test_a_result_that_cannot_be_sent_is_an_error() -> None:
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        call(threading.Lock)


def test_what_a_library_prints_and_reads_is_kept_apart(capfd: pytest.CaptureFixture[str]) -> None:
    assert call(talk) == ""
    assert capfd.readouterr() == ("", "")


def test_it_is_replaced_after_so_many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CALLS_A_PROCESS", 2)
    module._close()
    first, second, third = call(pid), call(pid), call(pid)
    assert first == second != third


def test_threads_may_call_at_once() -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(call(add, 1, 2))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [3] * 8


def test_it_works_in_a_worker_of_a_pool() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(add_confined, 1, 2).result(60) == 3


def test_it_works_in_a_forked_daemonic_worker_beside_its_parent() -> None:
    parents = call(pid)
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:  # its workers are daemonic
        assert pool.apply(add_confined, (1, 2)) == 3
        assert pool.apply(call, (pid,)) != parents
    assert call(pid) == parents


def test_it_works_with_the_standard_streams_closed() -> None:
    code = (
        "import os; [os.close(each) for each in (0, 1, 2)]\n"
        "from tests.unit.ingest.test_confined import add_confined\n"
        "os._exit(add_confined(1, 2))"
    )
    assert subprocess.run([sys.executable, "-c", code], env=_importing_tests()).returncode == 3


@pytest.mark.parametrize("function", ["loop", "hold_everything_up"])
def test_it_dies_with_its_parent(function: str, tmp_path: Path) -> None:
    code = (
        f"from tests.unit.ingest.test_confined import call, pid, {function} as f\n"
        "print(call(pid), flush=True)\ncall(f, seconds=60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=_importing_tests(), stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        time.sleep(0.2)  # so that the call has begun
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(child)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take interrupts, which a shell turns off for what it starts in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_leaves_no_call_behind() -> None:
    call(pid)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        call(loop)
    assert call(add, 1, 2) == 3


def _importing_tests() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
