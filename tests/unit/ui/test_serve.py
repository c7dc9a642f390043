"""The app starts with the same careful settings from a checkout and from a wheel."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from kg.errors import KgError
from kg.resources import shipped
from kg.ui.serve import OPTIONS, command, serve

ROOT = Path(__file__).resolve().parents[3]


def flattened(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def test_the_checkouts_settings_are_the_same() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert dict(flattened(written)) == OPTIONS


@pytest.mark.parametrize("name", OPTIONS)
def test_streamlit_knows_every_setting(name: str) -> None:
    assert name in config._config_options_template


def test_the_command_names_host_and_port_once() -> None:
    line = command(Path("app.py"), "0.0.0.0", 9000)
    assert [part for part in line if "address" in part or "port=" in part] == [
        "--server.address=0.0.0.0",
        "--server.port=9000",
    ]
    assert "--browser.gatherUsageStats=false" in line
    assert "--server.allowedHosts=*" in line


def test_by_default_only_this_machines_names_are_answered() -> None:
    line = command(Path("app.py"))
    assert [part for part in line if "allowedHosts" in part] == [
        "--server.allowedHosts=127.0.0.1",
        "--server.allowedHosts=localhost",
    ]


def test_a_port_that_is_taken_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(KgError, match=f"is port {port} taken"):
            serve("sqlite://", port=port, app_path=shipped("app.py"))
    assert capfd.readouterr().out.startswith(f"Claimgraph: http://127.0.0.1:{port} ")
