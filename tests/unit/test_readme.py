"""The README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_the_table_has_every_command_and_no_other() -> None:
    listed = set(re.findall(r"`kg ([a-z]+)", README))
    assert listed == set(commands())


def test_every_option_that_it_names_exists() -> None:
    options = {
        option
        for command in commands().values()
        for parameter in command.params
        for option in parameter.opts
    }
    named = set(re.findall(r"`(--[a-z-]+)", README)) - {"--refresh-golden"}
    assert named <= options


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_takes_a_database(name: str) -> None:
    command = commands()[name]
    options = {option for parameter in command.params for option in parameter.opts}
    assert command.help
    assert "--db" in options or name == "demo"
    assert "--json" in options or name in {"app", "demo", "serve"}


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    shown = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    for name, command in commands().items():
        first = str(command.help).splitlines()[0].rstrip(".")
        assert f"{name} {first}" in shown


def test_actions_and_targets_are_as_written() -> None:
    (choice,) = [one.type for one in commands()["decide"].params if one.name == "action"]
    assert isinstance(choice, click.Choice)
    assert "|".join(choice.choices) in README.replace("\\", "")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= targets


def test_every_file_that_it_names_is_there() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)|`((?:kg|ingest|data|docs|tests)/[\w./-]+)`", README):
        name = path[0] or path[1]
        assert name == "data/claims.sqlite" or (ROOT / name).exists(), name
