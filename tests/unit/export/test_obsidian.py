"""The vault: every link leads to a note, no name is unsafe, no text is markup."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from markdown_it import MarkdownIt

from kg.database import Database
from kg.export import obsidian
from kg.export.formats import Options
from tests.argumentations import argued
from tests.factories import claim, concept, document


@pytest.fixture
def debate(tmp_path: Path) -> Iterator[Database]:
    with argued(tmp_path / "vault.sqlite") as database:
        draft = document("The mill requires the sea. The sea CON.", name="needs.md")
        mill, sea = concept("the mill", alternatives=("a mill",)), concept("the sea / tide")
        draft.depends("The mill requires the sea.", mill, "requires", sea)
        draft.mentions("The sea", concept("CON"))
        draft.asserts(
            "The mill requires the sea.",
            claim(
                "..",
            ),
        )
        draft.asserts("The sea CON.", claim("Tide mills need the sea. " * 9))
        draft.asserts("sea CON.", claim("Tide mills need the sea. " * 9 + "No."))
        database.add(draft.bundle())
        yield database


def written(database: Database) -> dict[str, str]:
    out = io.BytesIO()
    obsidian.EXPORT.write(database, out, Options())
    with ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_link_leads_to_a_note(debate: Database) -> None:
    notes = written(debate)
    links = {
        (name, one) for name, text in notes.items() for one in re.findall(r"\[\[(.*?)\|", text)
    }
    assert len(links) > 10
    assert [one for one in links if f"{one[1]}.md" not in notes] == []


def test_names_are_safe_everywhere_and_no_two_alike(debate: Database) -> None:
    names = list(written(debate))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        folder, _, file = name.rpartition("/")
        assert folder in {"", "Claims", "Sources", "Concepts"}
        assert not re.search(r'[\\:*?"<>|#^\[\]\x00-\x1f\u202e]', file), name
        assert not file.startswith(".")
        assert file.removesuffix(".md").casefold() not in {"con", "nul", ""}
        assert "." not in file.removesuffix(".md")


def test_a_claim_has_both_sides_its_quotes_and_its_standing_in_words(debate: Database) -> None:
    note = written(debate)["Claims/Tide mills need the sea.md".replace(".md", "") + ".md"]
    head, body = re.match(r"---\n(.*?)---\n\n(.*)", note, re.DOTALL).groups()  # type: ignore[union-attr]
    facts = yaml.safe_load(head)
    assert facts["tags"] == ["claim"]
    assert facts["standing"] in {"stands", "falls", "undecided"}
    assert 0 <= facts["strength"] <= 1
    assert "of 1, and is put forward by 1 independent source" in body
    assert body.index("## For") < body.index("> All nine had a sea gate.")
    assert body.index("## Against") < body.index("[[Claims/Tide mills need only a pond|")
    assert "That link is itself disputed" in body


def test_a_concept_says_what_it_depends_on(debate: Database) -> None:
    note = written(debate)["Concepts/the mill.md"]
    assert "requires [[Concepts/the sea tide|" in note
    assert "> The mill requires the sea." in note
    assert yaml.safe_load(note.split("---")[1])["aliases"] == ["the mill", "a mill"]


def test_no_text_of_a_document_is_markup(debate: Database) -> None:
    for text in written(debate).values():
        body = re.sub(r"\A---\n.*?---\n", "", text, flags=re.DOTALL)
        page = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").render(body)
        assert not re.search(r"<(?:script|img|a|code|s)\b", page)
        assert "\u202e" not in text
        for sign in ("%%", "![[", "$m$", "=="):
            assert sign not in body
        assert not re.search(r"(?<!\\)#tag", body)


def test_a_second_vault_has_the_same_bytes_and_one_question_its_claims(debate: Database) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    obsidian.EXPORT.write(debate, first, Options())
    obsidian.EXPORT.write(debate, second, Options())
    assert first.getvalue() == second.getvalue()
    (view,) = debate.questions()
    part = io.BytesIO()
    obsidian.EXPORT.write(debate, part, Options(question=view.question.id))
    names = ZipFile(part).namelist()
    assert "Claims/Tide mills need the sea.md" in names
    assert len(names) < len(ZipFile(first).namelist())
