"""Claims of different documents to relations between them.

Pairs are never compared all against all: only claims that share a key are (``retrieval``).
Each signal is a module: comparisons, dependency triples, words on cited works, objections,
and what lies between near-paraphrases. Likeness of wording alone proposes ``restates`` or
``related``, never a conflict: a rebuttal and a restatement look equally alike.
"""

from __future__ import annotations

from ingest.resolve.relations.candidate import Candidate, Vector
from ingest.resolve.relations.citing import answering, seeks_voice
from ingest.resolve.relations.linking import link, seeks_view
from ingest.resolve.relations.retrieval import LIMIT, InMemory, Retrieval, keys, packed, unpacked
from ingest.resolve.relations.scoring import BELOW_MERGED

__all__ = [
    "BELOW_MERGED",
    "LIMIT",
    "Candidate",
    "InMemory",
    "Retrieval",
    "Vector",
    "answering",
    "keys",
    "link",
    "packed",
    "seeks_view",
    "seeks_voice",
    "unpacked",
]
