"""Starts the app with settings that hold wherever it is started from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from kg.database import URL_VARIABLE
from kg.errors import KgError

# The same as .streamlit/config.toml, which only counts inside a checkout.
OPTIONS: Final = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "type",
    "client.toolbarMode": "viewer",
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 1,
    "theme.light.primaryColor": "#0072B2",
    "theme.dark.primaryColor": "#56B4E9",
}


def command(app_path: Path, host: str = "127.0.0.1", port: int = 8501) -> list[str]:
    """Return the command line that runs the app."""
    settings = OPTIONS | {"server.address": host, "server.port": port}
    flags = [f"--{name}={_spelled(value)}" for name, value in settings.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app_path), *flags]


def serve(database_url: str, host: str = "127.0.0.1", port: int = 8501, *, app_path: Path) -> None:
    """Print the address, then serve the app on one database until interrupted.

    Raises:
        KgError: if the server ends by itself, as on a port that is taken.
    """
    print(f"Claimgraph: http://{host}:{port} (Ctrl+C stops it)", flush=True)
    environment = os.environ | {URL_VARIABLE: database_url}
    with subprocess.Popen(command(app_path, host, port), env=environment) as server:
        try:
            status = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return
    if status:
        raise KgError(f"the app ended with status {status}; is port {port} taken? try --port")


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
