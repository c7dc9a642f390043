"""A text's sketch, by which copies of it are found: a few numbers that its words give.

Shingling with modulo sampling (Broder 1997, On the resemblance and containment of documents):
a text's sketch is the hashes of its runs of words that are 0 modulo a small number. A run is
kept or dropped in every text alike, so that the share of a text that stands in another can be
told from sketches, whatever the two texts' sizes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeAlias

from kg.model import Block
from kg.vocab import BlockKind

Sketch: TypeAlias = frozenset[int]

METHOD: Final = "blake2b of 4 words, 1 in 4"
"""How sketches are made; only those that were made alike can be compared."""

_RUN: Final = 4
_SAMPLING: Final = 4
_HASH_BYTES: Final = 6
_PACKED: Final = 8  # bytes of a hash, as 64 bits
# Said of the text, or another's words.
_NOT_OWN: Final = frozenset(
    {
        BlockKind.FRONT_MATTER,
        BlockKind.TITLE,
        BlockKind.BYLINE,
        BlockKind.HEADING,
        BlockKind.QUOTE,
        BlockKind.CODE,
        BlockKind.DIAGRAM,
        BlockKind.TABLE,
        BlockKind.REFERENCE,
    }
)
_QUOTED: Final = re.compile(r'"[^"]{1,600}"|“[^”]{1,600}”')
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Text:
    """What tells of a document where it comes from.

    ``work_id``, ``reviews_id`` and ``media_type`` are the document's, ``sketch`` is that of its
    text (:func:`sketch`).
    """

    document_id: str
    work_id: str
    media_type: str
    sketch: Sketch
    reviews_id: str | None = None


def sketch(text: str, structure: Iterable[Block] = ()) -> Sketch:
    """Return the sketch of a text: hashes below 2**48, about one for every four words.

    Headings, quotations, tables and references say nothing of whose words a text is and are
    left out, as far as ``structure`` tells them; the rest is read as one run of words, so that
    line breaks, marks and case make no difference.
    """
    own = [text[one.start : one.end] for one in structure if one.kind not in _NOT_OWN]
    prose = _QUOTED.sub(" ", "\n".join(own) if own else text).replace("\u00ad", "")
    words = _WORD.findall(prose.casefold())
    runs = (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
    return frozenset(value for value in map(_hash, runs) if value % _SAMPLING == 0)


def packed(sketch: Sketch) -> bytes:
    """Return a sketch as bytes, the same for the same sketch."""
    return struct.pack(f"<{len(sketch)}Q", *sorted(sketch))


def unpacked(packed: bytes) -> Sketch:
    """Return the sketch that :func:`packed` wrote."""
    return frozenset(struct.unpack(f"<{len(packed) // _PACKED}Q", packed))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=_HASH_BYTES).digest())
