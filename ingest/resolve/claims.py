"""Assertions to claims: one claim a wording, whatever its spelling.

Only spelling is levelled (see :func:`ingest.language.wording.normalise`). Wordings that
differ in a qualifier, a number or a negation stay different claims: that two claims say the
same is a relation, which a person can reject.
"""

from __future__ import annotations

from ingest.language.wording import normalise


def claim_key(wording: str) -> str:
    """Return the key by which equal wordings are one claim.

    A wording of nothing but punctuation is its own key, so that no key is empty.
    """
    return normalise(wording) or wording.strip() or "(no words)"
