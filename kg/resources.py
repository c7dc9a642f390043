"""Where the files that ship with the program stand: in the wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError

_PACKAGE = Path(__file__).resolve().parent
_IN_CHECKOUT = {"app.py": "app.py", "essays": "data/essays", "queries": "data/queries"}


def shipped(name: str) -> Path:
    """Return the path of ``app.py``, ``essays`` or ``queries``.

    Raises:
        KgError: if the installation lacks it.
    """
    for path in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / _IN_CHECKOUT[name]):
        if path.exists():
            return path
    raise KgError(f"this installation lacks {name}; install claimgraph again")
