"""The spelling under which two titles are equal."""

from __future__ import annotations

import re

from kg.wording import fold


def normal_title(title: str) -> str:
    """Return the title as it is compared: folded, without a leading article."""
    return re.sub(r"^(?:the|an?) ", "", fold(title))
