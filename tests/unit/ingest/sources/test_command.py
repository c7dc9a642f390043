"""``kg ingest`` with sources of every kind, as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.unit.ingest.sources.conftest import Recorded, Site

TEXT = b"# Engines\n\nSmall engines are better than large engines. They require good steel.\n"
MARKDOWN = {"Content-Type": "text/markdown", "Cache-Control": "max-age=600"}


@pytest.fixture(autouse=True)
def _private_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("KG_DATABASE_URL", f"sqlite:///{tmp_path / 'db.sqlite'}")


def ingest(*arguments: str, expect: int = 0) -> Result:
    result = CliRunner().invoke(main, ["ingest", *arguments])
    assert result.exit_code == expect, result.output + repr(result.exception)
    return result


def test_an_address_is_added_then_unchanged_and_had_offline(site: Site) -> None:
    site.answers[f"{site.host}/essay"] = Recorded(TEXT, headers=MARKDOWN)
    url = f"http://{site.host}/essay"
    assert f"{url}: added (" in ingest(url, "--allow-private").stdout
    assert f"{url}: unchanged" in ingest(f"{url}#part", "--allow-private", "--offline").stdout
    assert len(site.asked) == 1


def test_an_address_on_this_machine_is_refused_unless_allowed(site: Site) -> None:
    result = ingest(f"http://{site.host}/essay", expect=1)
    (line,) = result.stderr.strip().splitlines()
    assert "refused (127.0.0.1 stands at 127.0.0.1" in line
    assert "--allow-private" in line
    assert site.asked == []


@pytest.mark.parametrize(
    "given", ["https://h.example/x", "10.1234/x", "arXiv:2001.08361", "ftp://h.example/x", "*.none"]
)
def test_what_cannot_be_had_is_refused_in_one_line(given: str, site: Site) -> None:
    (line,) = ingest(given, "--offline", expect=1).stderr.strip().splitlines()
    assert "refused (" in line


def test_what_a_reader_refuses_names_the_address_once(site: Site) -> None:
    site.answers[f"{site.host}/empty"] = Recorded(b"...", headers=MARKDOWN)
    (line,) = ingest(f"http://{site.host}/empty", "--allow-private", expect=1).stderr.splitlines()
    assert line.startswith(f"http://{site.host}/empty: refused (holds no words")


def test_one_bad_source_stops_no_other(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(TEXT)
    site.answers[f"{site.host}/b"] = Recorded(TEXT.replace(b"steel", b"copper"), headers=MARKDOWN)
    listing = tmp_path / "list.txt"
    listing.write_text(f"# ours\n\n*.md\nhttp://{site.host}/b\nhttp://{site.host}/none\nx.md\n")
    arguments = ("--list", str(listing), "--allow-private", "--json")
    reports = [json.loads(line) for line in ingest(*arguments, expect=3).stdout.splitlines()]
    assert [report["outcome"] for report in reports] == ["added", "added", "refused", "refused"]
    assert "404" in reports[2]["reason"]


def test_fetched_sources_go_to_worker_processes(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(TEXT)
    site.answers[f"{site.host}/b"] = Recorded(TEXT.replace(b"steel", b"copper"), headers=MARKDOWN)
    sources = (str(tmp_path / "a.md"), f"http://{site.host}/b")
    assert ingest(*sources, "--allow-private", "--jobs", "2").stdout.count(": added (") == 2


@pytest.mark.parametrize("arguments", [[], ["--list", "/none/list.txt"], ["--offline"]])
def test_no_source_is_wrong_usage(arguments: list[str]) -> None:
    assert "Traceback" not in ingest(*arguments, expect=2).stderr


def test_a_list_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# nothing yet\n")
    ingest("--list", str(tmp_path / "list.txt"), expect=2)
