"""The app on a free port, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from kg.database import URL_VARIABLE
from kg.resources import shipped
from kg.ui.serve import command

HOST: Final = "127.0.0.1"
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
_IDLE: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def launching() -> dict[str, Any]:
    """Return how to start a browser; one of the system before one that is downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return {"args": list(_FLAGS)} | ({"executable_path": found} if found else {})


@contextmanager
def served(url: str, folder: Path) -> Iterator[str]:
    """Serve the app on a database while the block runs; its output is kept in ``folder``.

    Raises:
        RuntimeError: with that output, if it does not start.
    """
    port = free_port()
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command(shipped("app.py"), HOST, port),
            env=os.environ | {URL_VARIABLE: url},
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(server, f"http://{HOST}:{port}", log)
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(f"the app did not start: {log.read_text()}")


def wait_until_idle(page: Page) -> None:
    """Wait until the app has run to its end and something of ours is on the page."""
    page.locator(_IDLE).wait_for()
    page.locator(".kg-page").first.wait_for()
