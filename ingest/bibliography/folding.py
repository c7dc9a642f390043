"""The spelling under which two names or titles are equal."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, as words with single spaces between."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def normal_title(title: str) -> str:
    """Return the title as it is compared: folded, without a leading article."""
    return re.sub(r"^(?:the|an?) ", "", fold(title))
