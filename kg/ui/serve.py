"""Starts the app with settings that hold wherever it is started from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from kg.database import URL_VARIABLE
from kg.errors import KgError

LOCAL: Final = "127.0.0.1"
MEGABYTES_EACH: Final = 100
"""How large a file may be on the page Add; what reads documents refuses larger ones too."""

# The same as .streamlit/config.toml, which only counts inside a checkout.
OPTIONS: Final[dict[str, object]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "type",
    "client.toolbarMode": "viewer",
    "server.address": LOCAL,
    "server.allowedHosts": [LOCAL, "localhost"],
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": MEGABYTES_EACH,
    "theme.light.primaryColor": "#0072B2",
    "theme.dark.primaryColor": "#56B4E9",
}


def command(app_path: Path, host: str = LOCAL, port: int = 8501) -> list[str]:
    """Return the command line that runs the app.

    On the default address only requests for this machine's own names are answered, so that
    no web page can read the app by DNS rebinding; another address is the user's decision.
    """
    settings = OPTIONS | {"server.address": host, "server.port": port}
    if host != LOCAL:
        settings["server.allowedHosts"] = ["*"]
    flags = [flag for name, value in settings.items() for flag in _flags(name, value)]
    return [sys.executable, "-m", "streamlit", "run", str(app_path), *flags]


def serve(database_url: str, host: str = LOCAL, port: int = 8501, *, app_path: Path) -> None:
    """Print the address, then serve the app on one database until a signal ends it.

    Raises:
        KgError: if the server ends by itself, as on a port that is taken.
    """
    print(f"Claimgraph: http://{host}:{port} (Ctrl+C stops it)", flush=True)
    environment = os.environ | {URL_VARIABLE: database_url}
    with subprocess.Popen(command(app_path, host, port), env=environment) as server:
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            status = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return
        finally:
            signal.signal(signal.SIGTERM, before)
    if status > 0:
        raise KgError(f"the app ended with status {status}; is port {port} taken? try --port")


def _flags(name: str, value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [f"--{name}={str(v).lower() if isinstance(v, bool) else v}" for v in values]
