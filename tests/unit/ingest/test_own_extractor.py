"""The worked example of docs/extractors.md, built, installed and run as its reader would."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import extractors, findings
from ingest.llm import settings
from kg.cli import main
from kg.database import Database
from kg.model import Claim, Evidence, Passage, Relation, Run

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "extractors.md").read_text(encoding="utf-8")
CLAIM = "Small mills near the sea are better than large ones (p < 0.01)."
# A thesis is a claim, whatever else the extractors that ship take for one.
TEXT = f"""\
---
title: Mills
question: Are small mills better?
position: for
thesis: {CLAIM}
---

{CLAIM} Silt was to blame.

Mills in the wind, on hills (p = .2).
"""


def block(language: str) -> str:
    """Return the first block of a language on the page."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the page, built."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "claimgraph_significance.py").write_text(block("python"))
    (folder / "pyproject.toml").write_text(block("toml"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(folder)]
    subprocess.run([*command, "--skip-dependency-check"], check=True, capture_output=True)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture
def installed(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package in a folder that Python looks into, as an installer leaves it."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    monkeypatch.syspath_prepend(str(site))
    extractors.installed.cache_clear()
    yield site
    monkeypatch.undo()
    sys.modules.pop("claimgraph_significance", None)
    extractors.installed.cache_clear()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DATABASE_URL", f"sqlite:///{tmp_path / 'db.sqlite'}")
    (tmp_path / "mills.md").write_text(TEXT)


def kg(*arguments: str, expect: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == expect, result.output + repr(result.exception)
    return result


@pytest.mark.usefixtures("database")
def test_the_example_adds_evidence_that_carries_its_name(installed: Path, tmp_path: Path) -> None:
    source = str(tmp_path / "mills.md")
    assert ": added (" in kg("ingest", source).stdout
    assert ": unchanged" in kg("ingest", source).stdout
    with Database.open(None) as database:
        found = {
            passage.exact: evidence
            for evidence in database.store.find(Evidence, rule="p-value")
            if isinstance(passage := database.store.get(evidence.passage_id), Passage)
        }
        assert set(found) == {"p < 0.01", "p = .2"}
        (run,) = database.store.find(Run, extractor="significance")
        assert run.version == "1"
        assert {one.run_id for one in found.values()} == {run.id}
        (tie,) = database.store.find(Relation, source_evidence_id=found["p < 0.01"].id)
        claim = database.store.get(tie.target_id)
        assert isinstance(claim, Claim)
        assert claim.wording == CLAIM
    kg("check")


@pytest.mark.usefixtures("database", "installed")
def test_in_worker_processes_too(tmp_path: Path) -> None:
    (tmp_path / "more.md").write_text(TEXT.replace("Silt", "Sand"))
    kg("ingest", str(tmp_path / "mills.md"), str(tmp_path / "more.md"), "--jobs", "2")
    with Database.open(None) as database:
        assert len(list(database.store.find(Evidence, rule="p-value"))) == 4


@pytest.mark.usefixtures("database")
def test_once_it_is_gone_so_is_what_it_found(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg("ingest", str(tmp_path / "mills.md"))
    monkeypatch.delitem(sys.modules, "claimgraph_significance")
    monkeypatch.setattr(sys, "path", [one for one in sys.path if one != str(installed)])
    extractors.installed.cache_clear()
    assert ": replaced" in kg("ingest", str(tmp_path / "mills.md")).stdout
    with Database.open(None) as database:
        assert not list(database.store.find(Evidence, rule="p-value"))


@pytest.mark.usefixtures("database")
def test_when_it_breaks_one_line_names_it(installed: Path, tmp_path: Path) -> None:
    module = installed / "claimgraph_significance.py"
    source = str(tmp_path / "mills.md")
    module.write_text(module.read_text().replace("place.end,", "place.end + 999,"))
    (line,) = kg("ingest", source, expect=1).stderr.strip().splitlines()
    assert "refused (the extractor significance 1 returned a span from" in line
    module.write_text("import nothing_of_that_name\n")
    sys.modules.pop("claimgraph_significance")
    extractors.installed.cache_clear()
    (line,) = kg("ingest", source, expect=2).stderr.strip().splitlines()
    assert "the extractor significance of claimgraph-significance cannot be loaded" in line


def test_the_page_names_every_layer_and_every_setting() -> None:
    layers = {name for name in vars(findings) if name.endswith("Found") and name != "Found"}
    assert set(re.findall(r"^\| `(\w+Found)` \|", PAGE, re.MULTILINE)) == layers
    named = set(re.findall(r"KG_LLM_[A-Z_]+", PAGE))
    used = set(re.findall(r"KG_LLM_[A-Z_]+", inspect.getsource(settings)))
    assert named == used
    assert extractors.GROUP in PAGE
    assert extractors.OPTIONAL_GROUP in PAGE
