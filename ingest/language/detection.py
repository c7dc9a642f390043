"""Claim detection: how probable it is that a reader takes a clause for a claim.

A logistic regression over the features of :mod:`ingest.language.claim_features` and the
embedding of the sentence, fitted on documents that we annotated ourselves
(``python -m evaluation.train_claims`` rebuilds it and prints how well its probabilities hold).
A borderline claim counts as half a claim there, and so in the probability.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ingest.encoder import encoder_name
from ingest.language.claim_features import claim_features
from ingest.language.logistic import Logistic
from kg.vocab import ClaimKind, Mode

if TYPE_CHECKING:
    from spacy.tokens import Span

MODEL: Final = "claims.json"
KEPT: Final = 0.45
"""What is less probable is no claim: at this threshold 92 in 100 of the clear claims of
documents that the model had not seen were kept, and 9 in 10 of what was kept were claims."""


def described(
    span: Span, mode: Mode, kind: ClaimKind, *, hedged: bool, held: bool
) -> dict[str, float]:
    """Return the features of a clause that was attributed: what the model reads.

    ``held`` says whether it is put into somebody's mouth.
    """
    return claim_features(span) | {
        f"mode:{mode}": 1.0,
        f"kind:{kind}": 1.0,
        "hedged": float(hedged),
        "held": float(held),
    }


def detector() -> Logistic:
    """Return the model for the encoder in force; without its vectors where that is another."""
    shipped, plain, encoder = _load()
    return shipped if encoder_name() == encoder else plain


@cache
def _load() -> tuple[Logistic, Logistic, str]:
    stored = json.loads(files(__package__).joinpath(MODEL).read_text(encoding="utf-8"))
    return Logistic.read(stored["embedded"]), Logistic.read(stored["plain"]), stored["encoder"]
