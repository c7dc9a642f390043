"""The command line as a person meets it: words, JSON, exit codes, errors."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.readers import MAX_BYTES
from kg.resources import shipped
from tests.unit.cli.conftest import Run


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_lists_every_command_without_loading_spacy() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\nfrom kg.cli import main\n"
        "heavy = {'spacy', 'streamlit', 'sqlalchemy', 'networkx'}\n"
        "try: main()\nfinally: print('heavy:', heavy & set(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "heavy: set()" in shown.stdout
    for name in (
        "app",
        "check",
        "claim",
        "claims",
        "decide",
        "demo",
        "depends",
        "ingest",
        "problems",
        "query",
        "question",
        "remove",
        "sources",
    ):
        assert f"\n  {name} " in shown.stdout


def test_ingest_says_added_then_unchanged_then_replaced(
    run: Run, essay: Path, tmp_path: Path
) -> None:
    db = str(tmp_path / "db.sqlite")
    assert "essay.md: added (" in run("ingest", str(essay), "--db", db).stdout
    assert "essay.md: unchanged" in run("ingest", str(essay), "--db", db).stdout
    before = {row["claim"]["wording"] for row in lines(run("claims", "--json", "--db", db).stdout)}
    essay.write_text(essay.read_text().replace("good steel", "pure copper"))
    assert "essay.md: replaced (" in run("ingest", str(essay), "--db", db).stdout
    after = {row["claim"]["wording"] for row in lines(run("claims", "--json", "--db", db).stdout)}
    assert {"Small engines require good steel."} == before - after
    assert {"Small engines require pure copper."} == after - before
    run("check", "--db", db)


def test_one_bad_file_in_ten_stops_no_other(run: Run, essay: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ten"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.md").write_text(f"Engine {number} is better than engine {number + 1}.")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    db = str(tmp_path / "db.sqlite")
    result = run("ingest", str(folder), "--db", db, expect=3)
    assert result.stdout.count(": added") == 9
    assert "bad.txt: refused" in result.stderr
    assert len(lines(run("sources", "--json", "--db", db).stdout)) == 9
    run("check", "--db", db)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "no words"),
        ("binary.txt", bytes(range(256)) * 8, "refused"),
        ("large.txt", None, "over the limit"),
        ("missing.txt", ..., "No such file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    run: Run, tmp_path: Path, name: str, content: Any, reason: str
) -> None:
    path, db = tmp_path / name, str(tmp_path / "db.sqlite")
    if content is None:
        with path.open("wb") as file:
            file.truncate(MAX_BYTES + 1)
    elif content is not ...:
        path.write_bytes(content)
    result = run("ingest", str(path), "--db", db, expect=1)
    (line,) = result.stderr.strip().splitlines()
    assert name in line
    assert "refused" in line
    assert reason in line
    assert result.stdout == ""
    assert run("sources", "--json", "--db", db).stdout == ""


def test_latin_1_and_a_text_without_references_are_read(run: Run, tmp_path: Path) -> None:
    path, db = tmp_path / "latin.txt", str(tmp_path / "db.sqlite")
    text = "The café is better than the hôtel. It requires naïve guests. " * 4
    path.write_bytes(text.encode("latin-1"))
    (report,) = lines(run("ingest", str(path), "--json", "--db", db).stdout)
    assert report["outcome"] == "added"
    assert report["counts"]["reference"] == 0
    assert any("read as" in problem for problem in report["problems"])
    assert "café" in run("claims", "--db", db).stdout


def test_standard_input_has_the_name_it_is_given(run: Run, tmp_path: Path) -> None:
    db = str(tmp_path / "db.sqlite")
    text = "Copper is better than iron. Iron requires coal."
    assert "pasted: added" in run("ingest", "-", "--name", "pasted", "--db", db, text=text).stdout
    longer = text + " Coal is cheap."
    assert (
        "pasted: replaced" in run("ingest", "-", "--name", "pasted", "--db", db, text=longer).stdout
    )


def test_a_dry_run_stores_nothing(run: Run, essay: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "db.sqlite")
    assert "essay.md: parsed (" in run("ingest", str(essay), "--dry-run", "--db", db).stdout
    assert run("sources", "--json", "--db", db).stdout == ""


def test_parallel_jobs_give_the_same_claims(run: Run, demo: str, tmp_path: Path) -> None:
    db = str(tmp_path / "parallel.sqlite")
    run("ingest", str(shipped("essays")), "--jobs", "2", "--db", db)
    one, other = (
        run("claims", "--limit", "999", "--json", "--db", each).stdout for each in (demo, db)
    )
    assert sorted(one.splitlines()) == sorted(other.splitlines())


def test_reading_commands_answer_in_words_and_in_json(run: Run, demo: str) -> None:
    rows = lines(run("claims", "--contested", "--json", "--db", demo).stdout)
    assert rows
    contested = rows[0]["claim"]["id"]
    words = run("claim", contested[:20], "--db", demo).stdout
    (view,) = lines(run("claim", contested, "--json", "--db", demo).stdout)
    assert view["con"]
    assert rows[0]["claim"]["wording"] in words
    assert "Rebuttal: " in words
    assert "proposed by the program" in words
    assert "Is scaling a dead end?" in run("question", "--db", demo).stdout
    assert len(lines(run("sources", "--json", "--db", demo).stdout)) == 2
    run("problems", "--db", demo)


def test_every_quote_of_a_claim_stands_in_its_text(run: Run, demo: str) -> None:
    rows = lines(run("claims", "--limit", "5", "--json", "--db", demo).stdout)
    for row in rows:
        (view,) = lines(run("claim", row["claim"]["id"], "--json", "--db", demo).stdout)
        for held in view["assertions"]:
            assert held["quote"]["passage"]["exact"]


def test_search_takes_any_text(run: Run, demo: str) -> None:
    assert "Falcon" in run("claims", "falcon llama", "--db", demo).stdout
    for hostile in ('"', "a OR", "NEAR(", "*", "-x", "a AND NOT", "'; DROP TABLE claim; --"):
        run("claims", "--db", demo, "--", hostile)


def test_depends_shows_each_link_with_its_sentence(run: Run, demo: str) -> None:
    words = run("depends", "show", "large-scale model", "--db", demo).stdout
    assert "What rests on large-scale model" in words
    assert "“" in words
    (answer,) = lines(run("depends", "show", "large-scale model", "--json", "--db", demo).stdout)
    assert answer["what_rests_on_it"]
    listed = lines(run("depends", "--json", "--db", demo).stdout)
    assert {"label", "id", "rest_on_it", "it_rests_on"} == set(listed[0])


def test_queries_come_in_every_format(run: Run, demo: str, tmp_path: Path) -> None:
    select = "SELECT ?claim WHERE { ?c cg:rebuts ?d . ?c rdfs:label ?claim } LIMIT 3"
    text = run(
        "query",
        "-e",
        "SELECT (COUNT(*) AS ?n) WHERE { ?c cg:rebuts ?d }",
        "--format",
        "csv",
        "--db",
        demo,
    ).stdout
    assert int(list(csv.reader(io.StringIO(text)))[1][0]) > 0
    file = tmp_path / "query.rq"
    file.write_text(select)
    assert json.loads(run("query", str(file), "--json", "--db", demo).stdout)["head"]
    for name in ("tsv", "xml", "table"):
        run("query", str(file), "--format", name, "--db", demo)
    construct = "CONSTRUCT { ?c cg:rebuts ?d } WHERE { ?c cg:rebuts ?d }"
    assert "cg:rebuts" in run("query", "-e", construct, "--format", "ttl", "--db", demo).stdout


def test_a_decision_shows_and_outlives_the_next_ingest(
    run: Run, essay: Path, tmp_path: Path
) -> None:
    db = str(tmp_path / "db.sqlite")
    run("ingest", str(essay), "--db", db)
    (row, *_) = lines(run("claims", "--json", "--db", db).stdout)
    (view,) = lines(run("claim", row["claim"]["id"], "--json", "--db", db).stdout)
    assertion = view["assertions"][0]["assertion"]["id"]
    run("decide", assertion, "reject", "--note", "wrong span", "--by", "me", "--db", db)
    ids = [one["claim"]["id"] for one in lines(run("claims", "--json", "--db", db).stdout)]
    assert row["claim"]["id"] not in ids
    source = lines(run("sources", "--json", "--db", db).stdout)[0]["id"]
    run("remove", source, "--db", db)
    run("ingest", str(essay), "--db", db)
    ids = [one["claim"]["id"] for one in lines(run("claims", "--json", "--db", db).stdout)]
    assert row["claim"]["id"] not in ids
    run("check", "--db", db)


@pytest.mark.parametrize("option", ["--note", "--by"])
def test_a_decision_is_written_in_utf8(run: Run, demo: str, option: str) -> None:
    result = run("decide", "x", "note", option, "caf\udce9", "--db", demo, expect=2)
    assert "in UTF-8" in result.output


def test_wrong_usage_is_one_line_and_status_2(run: Run, demo: str, tmp_path: Path) -> None:
    for arguments in (
        ("query", "--db", demo),
        ("query", str(tmp_path / "none.rq"), "--db", demo),
        ("claim", "claim-s1zzzzzzzz", "--db", demo),
        ("depends", "show", "no such thing at all", "--db", demo),
        ("claims", "--db", str(tmp_path / "none.sqlite")),
        ("ingest", str(tmp_path), "--db", str(tmp_path / "db.sqlite")),
        ("ingest", str(shipped("essays")), "--reader", "none", "--db", str(tmp_path / "db.sqlite")),
    ):
        result = run(*arguments, expect=2)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr


def test_a_malformed_query_fails_in_one_line(run: Run, demo: str) -> None:
    for query in (
        "SELECT",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ):
        result = run("query", "-e", query, "--db", demo, expect=1)
        assert len(result.stderr.strip().splitlines()) == 1


def test_a_file_that_is_no_database_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("this is a text, not a database")
    result = run("claims", "--db", str(path), expect=1)
    assert len(result.stderr.strip().splitlines()) == 1


def test_check_fails_when_the_words_behind_a_passage_change(
    run: Run, essay: Path, tmp_path: Path
) -> None:
    import sqlite3

    db = tmp_path / "db.sqlite"
    run("ingest", str(essay), "--db", str(db))
    with sqlite3.connect(db) as connection:
        connection.execute(
            "UPDATE passage SET exact = exact || '!' WHERE id IN "
            "(SELECT passage_id FROM assertion LIMIT 1)"
        )
    result = run("check", "--db", str(db), expect=1)
    assert "passage-" in result.stdout


def test_a_denied_link_is_read_the_way_it_was_written(run: Run, tmp_path: Path) -> None:
    path, db = tmp_path / "note.md", str(tmp_path / "db.sqlite")
    path.write_text("Steam power never enabled long canals. Long canals require deep locks.")
    run("ingest", str(path), "--db", db)
    words = run("depends", "show", "long canal", "--db", db).stdout
    (answer,) = lines(run("depends", "show", "long canal", "--json", "--db", db).stdout)
    (denied,) = answer["other_links"]
    assert (denied["words"], denied["denied"]) == ("Steam power enables long canals", 1)
    assert "Steam power enables long canals (denied by " in words


def test_works_are_named_as_far_as_they_are_known(run: Run, tmp_path: Path) -> None:
    listing, db = tmp_path / "list.bib", str(tmp_path / "db.sqlite")
    listing.write_text("@book{a, title={Silt}, author={Roe, Jane and Sato, Ken}, year=1999}")
    run("ingest", str(listing), "--db", db)
    shown = run("works", "--db", db).stdout
    assert "Roe, J. et al. (1999) Silt" in shown
    assert "untitled" in shown  # the list itself
    assert "only cited" in shown
    run("works", "--matches", "--db", db)
