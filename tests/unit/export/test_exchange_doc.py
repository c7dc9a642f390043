"""``docs/exchange.md`` says what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.export.formats import EXPORTS, IMPORTS, exporter, importer, names

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names(EXPORTS))
def test_each_format_is_in_a_command(name: str) -> None:
    commands = re.findall(r"^kg export .*", TEXT, re.MULTILINE)
    assert any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", line) for line in commands)


@pytest.mark.parametrize("name", names(IMPORTS))
def test_each_way_in_is_explained_by_a_command(name: str) -> None:
    assert re.search(rf"^kg import {re.escape(name)} \S", TEXT, re.MULTILINE)


def test_each_command_names_a_format_and_a_file_that_fits() -> None:
    for name, rest in re.findall(r"^kg export (\S+)(.*)", TEXT, re.MULTILINE):
        suffix = exporter(name).suffix
        for file in re.findall(r"--output (\S+)", rest):
            assert file.endswith(suffix) or (file.endswith("/") and suffix == ".zip")
    for name in re.findall(r"^kg import (\S+)", TEXT, re.MULTILINE):
        importer(name)


def test_each_file_that_it_names_is_there() -> None:
    for path in re.findall(r"`((?:kg|docs|tests)/[\w./-]+)`", TEXT):
        assert (ROOT / path).exists(), path
