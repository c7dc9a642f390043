"""AIF and Argdown both ways: what goes out comes back the same, and stays what it says."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xaif
from hypothesis import example, given, settings

from kg.database import Database
from kg.errors import KgError, RefusedError
from kg.export import aif, argdown
from kg.export.aif_reading import read_aif
from kg.export.argdown_reading import read_argdown
from kg.export.argumentation import Argumentation, Statement, Tie, argumentation
from kg.export.entering import Origin, bundle
from kg.export.formats import Options
from kg.model import Assertion, Claim, Problem, Relation, Run
from kg.vocab import Action, Mode
from tests.argumentations import HOSTILE, argued, argumentations, bare

FORMATS = pytest.mark.parametrize("form", [aif, argdown], ids=["aif", "argdown"])


@pytest.fixture
def debate(tmp_path: Path) -> Any:
    with argued(tmp_path / "out.sqlite") as database:
        yield database


def written(form: Any, database: Database, question: str | None = None) -> bytes:
    out = io.BytesIO()
    form.EXPORT.write(database, out, Options(question))
    return out.getvalue()


@FORMATS
def test_a_database_comes_back_with_the_same_argument_graph(
    form: Any, debate: Database, tmp_path: Path
) -> None:
    data = written(form, debate)
    with Database.open(str(tmp_path / "in.sqlite")) as other:
        report = form.IMPORT.read(other, io.BytesIO(data), f"map{form.IMPORT.suffix}")
        assert "added (4 claim, 4 assertion, 1 evidence, 6 relation, 0 problem)" in report
        before, after = (bare(argumentation(one), sources=False) for one in (debate, other))
        assert after == before
        assert list(other.check()) == []
        assert {one.extractor for one in other.store.find(Run)} == {
            f"import-{'aif' if form is aif else 'argdown'}"
        }
        again = form.IMPORT.read(other, io.BytesIO(data), f"map{form.IMPORT.suffix}")
        assert "unchanged" in again


@FORMATS
def test_a_second_export_has_the_same_bytes(form: Any, debate: Database) -> None:
    assert written(form, debate) == written(form, debate)


@FORMATS
def test_what_a_person_rejected_stays_here(form: Any, debate: Database, tmp_path: Path) -> None:
    (supports,) = [
        one for one in debate.store.find(Relation, kind="supports") if one.source_evidence_id
    ]
    debate.curator("Ada").decide(supports.id, Action.REJECT)
    data = written(form, debate)
    with Database.open(str(tmp_path / "in.sqlite")) as other:
        form.IMPORT.read(other, io.BytesIO(data), "map")
        kinds = Counter(one.kind for one in other.store.find(Relation))
        assert kinds == Counter(rebuts=2, supports=1, related=1)


@FORMATS
def test_one_question_can_go_out_alone(form: Any, debate: Database) -> None:
    (view,) = debate.questions()
    data = written(form, debate, view.question.id)
    assert b"Do mills need the sea?" in data
    with pytest.raises(KgError):
        written(form, debate, "question-s1zzzz")


_ONE_OF_A_GROUP = Argumentation(
    "A link about one premise of two",
    {one: Statement(one, one) for one in "abcd"},
    (
        Tie("t", "supports", "a", "c", "g"),
        Tie("u", "supports", "b", "c", "g"),
        Tie("v", "undercuts", "d", "u"),
    ),
)


@settings(max_examples=60)
@given(argumentations())
@example(_ONE_OF_A_GROUP)
def test_any_graph_survives_xaif(read: Argumentation) -> None:
    again, unread = read_aif(json.dumps(aif.xaif(read)).encode(), "map.json")
    assert bare(again) == bare(read)
    assert unread == []
    assert again.title == read.title


_TWICE = Argumentation(
    "A premise also supports its own link",
    {one: Statement(one, one) for one in "ab"},
    (Tie("t", "qualifies", "a", "b"), Tie("u", "supports", "a", "t")),
)


@settings(max_examples=60)
@given(argumentations())
@example(_TWICE)
def test_any_graph_survives_argdown(read: Argumentation) -> None:
    text = "".join(argdown.argdown(read))
    again, unread = read_argdown(text, "map.argdown")
    assert bare(again) == bare(read)
    assert unread == []


@settings(max_examples=30)
@given(argumentations())
def test_any_graph_makes_a_sound_document(read: Argumentation) -> None:
    origin = Origin("aif", "application/json", "map.json", b"{}")
    made = bundle(read, origin)
    text = made.document.text
    for one in made.owned:
        if one.KIND == "passage":
            assert text[one.start : one.end] == one.exact  # type: ignore[attr-defined]


def test_a_statement_that_nobody_holds_is_only_supposed(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "in.sqlite")) as database:
        argdown.IMPORT.read(database, io.BytesIO(b"[A]: Silt fills ponds.\n"), "m.argdown")
        (assertion,) = database.store.find(Assertion)
        assert assertion.mode is Mode.SUPPOSES


# -- AIF from elsewhere

FOREIGN = {
    "AIF": {
        "nodes": [
            {"nodeID": "1_a", "text": "Ada: mills stopped", "type": "L"},
            {"nodeID": "2_a", "text": "mills stopped", "type": "I"},
            {"nodeID": "3_a", "text": "Asserting", "type": "YA"},
            {"nodeID": "4_a", "text": "ponds silted", "type": "I"},
            {"nodeID": "5_a", "text": "nobody dug", "type": "I"},
            {"nodeID": "6_a", "text": "Default Inference", "type": "RA"},
            {"nodeID": "7_a", "text": "one still turns", "type": "I"},
            {"nodeID": "8_a", "text": "Default Conflict", "type": "CA"},
            {"nodeID": "9_a", "text": "Default Conflict", "type": "CA"},
            {"nodeID": "10_a", "text": "Default Transition", "type": "TA"},
        ],
        "edges": [
            {"edgeID": 1, "fromID": "1_a", "toID": "3_a"},
            {"edgeID": 2, "fromID": "3_a", "toID": "2_a"},
            {"edgeID": 3, "fromID": "4_a", "toID": "6_a"},
            {"edgeID": 4, "fromID": "5_a", "toID": "6_a"},
            {"edgeID": 5, "fromID": "6_a", "toID": "2_a"},
            {"edgeID": 6, "fromID": "7_a", "toID": "8_a"},
            {"edgeID": 7, "fromID": "8_a", "toID": "2_a"},
            {"edgeID": 8, "fromID": "7_a", "toID": "9_a"},
            {"edgeID": 9, "fromID": "9_a", "toID": "6_a"},
            {"edgeID": 10, "fromID": "1_a", "toID": "10_a"},
        ],
        "locutions": [{"nodeID": "1_a", "personID": 0}],
        "participants": [{"participantID": 0, "firstname": "Ada", "surname": "Roe"}],
    },
    "text": "",
}


def test_xaif_from_elsewhere_is_read_by_its_nodes() -> None:
    read, unread = read_aif(json.dumps(FOREIGN).encode(), "talk.json")
    assert read.statements["2_a"].locutions[0].holder == "Ada Roe"
    assert sorted((tie.kind, tie.source, tie.target) for tie in read.ties) == [
        ("rebuts", "7_a", "2_a"),
        ("supports", "4_a", "2_a"),
        ("supports", "5_a", "2_a"),
        ("undercuts", "7_a", "6_a"),
    ]
    assert {tie.group for tie in read.ties} == {None, "node 6_a"}
    assert unread == ["1 nodes of type 'TA' have no place here and were not imported"]


def node(identifier: int, kind: str = "I", text: object = "words") -> dict[str, object]:
    return {"nodeID": identifier, "type": kind, "text": text}


def edge(start: int, end: int) -> dict[str, int]:
    return {"fromID": start, "toID": end}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({}, "no list of nodes"),
        ({"nodes": [{}]}, "node number 0 has no nodeID"),
        ({"nodes": [node(1), node(1)]}, "two nodes have the nodeID 1"),
        ({"nodes": [node(1)], "edges": [edge(1, 2)]}, "edge number 0 leads to node 2"),
        ({"nodes": [node(1), node(2, "RA")], "edges": [edge(1, 2)]}, "1 premises and 0 concl"),
        ({"nodes": [node(1, text=" ")]}, "node 1 has no text"),
        ({"nodes": [node(1)], "edges": "x"}, "edges is no list"),
        ({"nodes": [node(1, "RA"), node(2, "CA"), node(3)],
          "edges": [edge(1, 2), edge(2, 1), edge(3, 1), edge(3, 2)]}, "about itself"),
    ],
)  # fmt: skip
def test_aif_that_does_not_fit_is_refused_with_the_place(
    part: dict[str, object], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        read_aif(json.dumps({"AIF": part}).encode(), "bad.json")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b'{"AIF": 3}'])
def test_what_is_no_aif_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read_aif(data, "bad.json")
    assert "\n" not in str(refused.value)


def test_a_claim_that_bears_on_itself_is_refused_and_nothing_stored(tmp_path: Path) -> None:
    same = {
        "nodes": [node(1, text="Silt."), node(2, text="silt"), node(3, "RA")],
        "edges": [edge(1, 3), edge(3, 2)],
    }
    with Database.open(str(tmp_path / "in.sqlite")) as database:
        with pytest.raises(RefusedError, match="supports itself"):
            aif.IMPORT.read(database, io.BytesIO(json.dumps(same).encode()), "bad.json")
        assert list(database.store.find(Claim)) == []


def test_links_about_links_go_only_so_deep() -> None:
    links = [node(number, "CA") for number in range(2, 200)]
    edges = [edge(number, number - 1) for number in range(2, 200)]
    edges += [edge(1000, number) for number in range(2, 200)]
    part = {"nodes": [node(1), node(1000), *links], "edges": edges}
    with pytest.raises(RefusedError, match="100 times over"):
        read_aif(json.dumps(part).encode(), "deep.json")


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    data = b'{"nodes": [{"nodeID": 1, "type": "I", "text": "a\\ud800b"}], "edges": []}'
    with (
        Database.open(str(tmp_path / "in.sqlite")) as database,
        pytest.raises(RefusedError, match="surrogate"),
    ):
        aif.IMPORT.read(database, io.BytesIO(data), "bad.json")


def test_arg_techs_own_reader_finds_speakers_and_relations(debate: Database) -> None:
    made = json.loads(written(aif, debate))
    tool = xaif.AIF(made)
    assert tool.is_valid_json_aif()
    assert tool.is_json_aif_dialog()
    spoken = {one["text"]: one["nodeID"] for one in made["AIF"]["nodes"] if one["type"] == "L"}
    name, _ = tool.get_speaker(spoken["Tide mills need only a pond."])
    assert name == "K. Sato"
    counts = Counter(one["type"] for one in made["AIF"]["nodes"])
    assert counts == Counter(I=5, L=4, YA=4, RA=2, CA=3, MA=1)
    inode, _ = tool.get_i_node_ya_nodes_for_l_node(spoken["Tide mills need only a pond."])
    assert made["AIF"]["nodes"][inode - 1]["text"] == "Tide mills need only a pond."


def test_the_text_of_xaif_is_no_markup(debate: Database) -> None:
    shown = json.loads(written(aif, debate))["text"]["txt"]
    assert "<script" not in shown
    assert "<img" not in shown


# -- Argdown from elsewhere

MAP = """\
===
title: Mills
author: me
===

// a comment

# Claims

[T]: The thesis that goes
on the next line.
  <+ <Arg>
    <- [C]: counter
  -> [Z]: other
  >< [N]

An untitled one: with \\[x\\].

<Arg>: sketch of it

(1) [P1]: first
(2) second premise
--
modus ponens {uses: [1,2]}
--
  <_ [U]: undercutter
(3) [T]

[T]: The thesis in other words. {
source: A book
colour: red
}

/* long
comment */
<Solo>: stands alone
   + [P1] #x
"""


def test_argdown_from_elsewhere_is_read_as_its_manual_says() -> None:
    read, unread = read_argdown(MAP, "map.argdown")
    worded = {key: one.wording for key, one in read.statements.items()}
    assert read.title == "Mills"
    assert worded["[T]"] == "The thesis that goes on the next line."
    assert "An untitled one: with [x]." in worded.values()
    named = worded | {tie.id: f"{tie.kind} {tie.source}" for tie in read.ties}
    assert sorted((tie.kind, named[tie.source], named[tie.target]) for tie in read.ties) == [
        ("rebuts", "N", worded["[T]"]),
        ("rebuts", worded["[T]"], "N"),
        ("rebuts", worded["[T]"], "other"),
        ("restates", "The thesis in other words.", worded["[T]"]),
        ("supports", "first", worded["[T]"]),
        ("supports", "first", "stands alone"),
        ("supports", "second premise", worded["[T]"]),
        ("undercuts", "counter", "supports [P1]"),
        ("undercuts", "undercutter", "supports [P1]"),
    ]
    assert len(unread) == 6  # rule, its data, colour, tag, description, author
    for what in ("modus ponens", "'uses'", "'colour'", "#x", "description of <Arg>", "'author'"):
        assert any(what in line for line in unread), what


def test_what_was_not_read_is_a_problem_of_the_document(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "in.sqlite")) as database:
        argdown.IMPORT.read(database, io.BytesIO(MAP.encode()), "map.argdown")
        assert len(list(database.store.find(Problem, code="not-imported"))) == 6
        assert list(database.check()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("* a list", "line 1, column 1: lists are not read"),
        ("[A]: x\n\n1. one", "line 3, column 1: lists are not read"),
        ("[A]: x // y", "line 1, column 8: comments within a line"),
        ("[A]: x /* y */", "comments within a line"),
        ("[A] more words", "line 1, column 5: words after a title"),
        ("[A]: x\n{a: b", "data have no end"),
        ("[A]: x {a: [}", "line 1, column 8: the data are no YAML"),
        ("[A]: x {- a}", "the data are no"),
        ("+ [A]", "'\\+' stands below no statement"),
        ("[A]: x\n\n  + [B]", "line 3, column 1: '\\+' stands below no"),
        ("----\n(1) [A]", "an inference without premises"),
        ("(1) [A]\n-- rule\n(2) [B]", "an inference has no end"),
        ("(1) [A]\n----\n  + [C]\n(2) [B]", "an inference can be undercut"),
        ("[A]: x {says: [{holder: 3}]}", "a holder and a quote"),
        ("[A]: x {says: [{holder: a, quote: b, mode: sings}]}", "'sings' is no mode"),
        ("[A]: x {evidence: gossip}", "no kind of evidence"),
        ("[A]: x {answers: {q: maybe}}", "no side of a question"),
        ("[A]: x {also: [{link: likes, to: '[A]'}]}", "a kind of relation"),
        ("[A]: x {also: [{link: related, to: '[B]'}]}", "nowhere in the file"),
        ("<L> {link: supports, from: '<L>', to: '<L>'}", "about itself"),
        ("===\na: [\n===\n", "no YAML"),
    ],
)
def test_argdown_outside_of_what_is_read_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said) as refused:
        read_argdown(text, "map.argdown")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe", b"// only a comment\n"])
def test_argdown_without_a_statement_is_refused(data: bytes, tmp_path: Path) -> None:
    with (
        Database.open(str(tmp_path / "in.sqlite")) as database,
        pytest.raises(RefusedError, match=r"no statement|not UTF-8"),
    ):
        argdown.IMPORT.read(database, io.BytesIO(data), "map.argdown")


# -- Argdown's own tool

TOOL = """\
const {ArgdownApplication, ParserPlugin, DataPlugin, ModelPlugin} = require('@argdown/core');
const app = new ArgdownApplication();
app.addPlugin(new ParserPlugin(), 'parse-input');
app.addPlugin(new DataPlugin(), 'build-model');
app.addPlugin(new ModelPlugin(), 'build-model');
const input = require('fs').readFileSync(0, 'utf8');
const read = app.run({process: ['parse-input', 'build-model'], input, throwExceptions: true});
const text = (one) => (one.members.find((member) => member.text) || {}).text;
process.stdout.write(JSON.stringify({
  errors: [...(read.parserErrors || []), ...(read.lexerErrors || [])].map((e) => e.message),
  statements: Object.values(read.statements).map((s) => [s.title, text(s), s.data || {}]),
  links: Object.keys(read.arguments),
  relations: read.relations.map((r) => [r.relationType, r.from.title, r.to.title]),
}));
"""


@pytest.fixture(scope="session")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Any:
    npm, js = shutil.which("npm"), shutil.which("node")
    if not npm or not js:
        pytest.skip("npm and node are not installed")
    folder = tmp_path_factory.mktemp("argdown")
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "@argdown/core@1.7.5"]
    try:
        done = subprocess.run(install, cwd=folder, capture_output=True, timeout=200, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer")
    if done.returncode:
        pytest.skip(f"@argdown/core cannot be installed: {done.stderr[-200:]!r}")
    (folder / "read.js").write_text(TOOL)

    def read(text: str) -> Any:
        ran = subprocess.run(
            [js, "read.js"], cwd=folder, input=text.encode(), capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()[-2000:]
        return json.loads(ran.stdout)

    return read


def test_argdowns_own_tool_finds_our_statements_and_relations(debate: Database, tool: Any) -> None:
    graph = argumentation(debate)
    found = tool(written(argdown, debate).decode())
    assert found["errors"] == []
    assert len(found["statements"]) == len(graph.statements) == 5
    assert found["links"] == ["Link 1"]
    assert Counter(kind for kind, _, _ in found["relations"]) == Counter(
        contradictory=1, undercut=1, support=3
    )


def test_argdowns_own_tool_shows_any_text_as_it_is(tool: Any) -> None:
    hostile = [HOSTILE, "constructor", "__proto__", "[a]: b", "<c>", "(1) x", "- y", "{}", "a  b"]
    statements = {str(n): Statement(str(n), text) for n, text in enumerate(hostile)}
    ties = (Tie("t", "supports", "0", "1"), Tie("u", "rebuts", "2", "0"))
    found = tool("".join(argdown.argdown(Argumentation(HOSTILE, statements, ties))))
    assert found["errors"] == []
    assert len(found["statements"]) == len(hostile)
    assert sorted(kind for kind, _, _ in found["relations"]) == ["attack", "support"]
    texts = {data.get("wording", shown.strip()) for _, shown, data in found["statements"]}
    assert texts == set(hostile)
    assert not any("\u202e" in shown for _, shown, _ in found["statements"])


def test_argdowns_own_tool_and_ours_read_a_foreign_map_alike(tool: Any) -> None:
    found = tool(MAP)
    read, _ = read_argdown(MAP, "map.argdown")
    theirs = Counter(kind for kind, _, _ in found["relations"])
    ours = Counter(tie.kind for tie in read.ties)
    # Theirs: an attack on the argument; ours undercuts what it infers, and has the inference.
    assert theirs == Counter(attack=2, contradictory=1, undercut=1, support=1)
    assert ours == Counter(rebuts=3, undercuts=2, supports=3, restates=1)
    assert found["errors"] == []
