"""Several processes on one file: readers never wait, and a kill leaves nothing half done."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.rdf.project import Projection
from kg.store import Store
from tests.factories import document

# Stores one document, and while storing the next one stops at a chosen step.
WRITER = """
import sys
from kg.rdf.project import Projection
from kg.store import Store
from tests.factories import document

class Halting(Projection):
    def document_graphs(self, bundle):
        self.reach("document")
        return super().document_graphs(bundle)

    def shared_graph(self, entry):
        self.reach("shared")
        return super().shared_graph(entry)

    def reach(self, step):
        if step == sys.argv[2]:
            print("halted", flush=True)
            sys.stdin.readline()

store = Store.open(sys.argv[1], project=Projection())
for number in range(2):
    draft = document(f"It is {number}. " + "Ice floats. " * 2000, name=f"{number}.md")
    draft.asserts(f"It is {number}.", f"It is {number}")
    draft.asserts("Ice floats.", "Ice floats")
    store.add(draft.bundle())
    store.project = Halting()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'claims.sqlite'}"


def halted_writer(url: str, step: str) -> subprocess.Popen[str]:
    """A process that has written half of its second document and waits for a line."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, step],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdout.readline() == "halted\n"
    return writer


@pytest.mark.parametrize("step", ["document", "shared"])
def test_a_kill_leaves_nothing_half_stored(url: str, step: str) -> None:
    writer = halted_writer(url, step)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    with Store.open(url, project=Projection()) as store:
        assert [source.name for source in store.sources()] == ["0.md"]
        assert store.count_claims() == 2
        assert store.revision() == 1
        assert store.faults() == []
        assert store.stored_graphs() == store.projected_graphs()
        assert store.add(document("It goes on.").bundle()) == "added"


def test_readers_see_the_state_before_a_write_that_is_under_way(url: str) -> None:
    writer = halted_writer(url, "shared")
    with Store.open(url, project=Projection()) as store:
        assert [source.name for source in store.sources()] == ["0.md"]
        assert store.revision() == 1
        writer.communicate("go on\n")
        assert writer.returncode == 0
        assert [source.name for source in store.sources()] == ["0.md", "1.md"]
        assert store.revision() == 2
