"""Where the material that is not part of the repository stands, when it does."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Return a path under ``../shared``.

    Skips the test where that folder does not stand beside the checkout, and fails it where
    the folder stands there without what the test needs.
    """
    if not SHARED.is_dir():
        pytest.skip("needs ../shared beside the checkout, which is not there")
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.fail(f"../shared stands beside the checkout but holds no {'/'.join(parts)}")
    return path
