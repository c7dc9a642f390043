"""Which known claims a new one is compared with: those that share a key with it.

Keys are content words, comparisons, names of those with whom a wording takes sides, and bits of
its embedding by random hyperplanes (M. Charikar, "Similarity estimation techniques from
rounding algorithms", STOC 2002): bands of few bits for collections of some thousands, of many
for larger ones, where keys that too many claims have find nothing and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from ingest.language.agreement import stand
from ingest.language.comparison import comparison
from ingest.language.stems import content

LIMIT: Final = 200
"""How many claims may have a key before it is left out."""

Vector = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
# Bits of a band, and how many bands there are of that many bits.
_BANDS: Final = ((6, 6), (12, 12))
_SEED: Final = 20190815
_WORDS: Final = 16
_SCALE: Final = 127.0


class Retrieval(Protocol):
    """What a store of known claims answers."""

    def by_keys(self, keys: Sequence[str], limit_per_key: int) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the claims that have each key; keys of more are left out."""
        ...

    def vectors(self, claim_ids: Sequence[str]) -> Mapping[str, bytes]:
        """Return the packed vectors of claims, as :func:`packed` made them."""
        ...


def keys(wording: str, vector: Vector | None) -> tuple[str, ...]:
    """Return the keys by which a claim is found; pure, sorted, each once.

    Of a wording's words the longest are kept, at most 16; without a vector there are no keys
    of likeness.
    """
    found = {f"word:{word}" for word in _telling(wording)}
    compares = comparison(wording)
    if compares is not None:
        found.add("comparison:" + ":".join(compares.signature))
    taken = stand(wording)
    if taken is not None and taken.name:
        found.add(stand_key(taken.name))
    if vector is not None:
        found.update(bit_keys(vector[None, :])[0])
    return tuple(sorted(found))


def stand_key(name: str) -> str:
    """Return the key of claims that take sides with or against somebody so named, in part."""
    return f"stand:{name.casefold()}"


def bit_keys(vectors: npt.NDArray[np.float32]) -> list[list[str]]:
    """Return, for each row, its keys by random hyperplanes."""
    codes = band_codes(vectors)
    names = [f"lsh:{band}:" for band in range(codes.shape[1])]
    return [[f"{n}{code:x}" for n, code in zip(names, row, strict=True)] for row in codes.tolist()]


def band_codes(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Return a row of numbers a vector, one a band: on which side of its planes it lies."""
    bits = vectors @ _planes(vectors.shape[1]) > 0
    return np.asarray(bits.astype(np.float32) @ _places(), np.int64)


def packed(vector: Vector) -> bytes:
    """Return a vector of unit length in one byte a column."""
    return np.round(np.clip(vector, -1, 1) * _SCALE).astype(np.int8).tobytes()


def unpacked(stored: bytes) -> Vector:
    """Return the vector of unit length that was packed, to within a hundredth in cosine."""
    vector = np.frombuffer(stored, np.int8).astype(np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


class InMemory:
    """Known claims by key, for what is already loaded."""

    def __init__(self, keyed: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._ids: dict[str, list[str]] = defaultdict(list)
        for claim_id, found in keyed:
            for key in found:
                self._ids[key].append(claim_id)

    def by_keys(self, keys: Sequence[str], limit_per_key: int) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the claims that have each key; keys of more are left out."""
        return {
            key: tuple(self._ids[key])
            for key in keys
            if 0 < len(self._ids.get(key, ())) <= limit_per_key
        }


def _telling(wording: str) -> Iterator[str]:
    distinct = dict.fromkeys(content(wording))
    yield from sorted(distinct, key=lambda word: (-len(word), word))[:_WORDS]


@cache
def _planes(width: int) -> npt.NDArray[np.float32]:
    total = sum(size * count for size, count in _BANDS)
    chance = np.random.default_rng(_SEED)
    return chance.standard_normal((width, total), np.float32)


@cache
def _places() -> npt.NDArray[np.float32]:
    """Return what each bit adds to the number of its band; such sums are exact."""
    sizes = [size for size, count in _BANDS for _ in range(count)]
    places = np.zeros((sum(sizes), len(sizes)), np.float32)
    for band, size in enumerate(sizes):
        start = sum(sizes[:band])
        places[start : start + size, band] = 1 << np.arange(size)
    return places


def near_pairs(vectors: Vectors, least: float = 0.85) -> tuple[Rows, Rows]:
    """Return the pairs of rows whose cosine is about ``least`` or more, first below second.

    For a whole collection at once: rows meet in buckets of the bands of many bits, and stay
    if enough of all bits agree. Not all near pairs are found, those above 0.9 nearly always.
    """
    signs = vectors @ _planes(vectors.shape[1]) > 0
    codes = band_codes(vectors)
    filled = np.pad(signs, ((0, 0), (0, -signs.shape[1] % 64)))
    columns = np.packbits(filled, axis=1).view(np.uint64).T
    most = _differing(least, signs.shape[1])
    met = [
        first * len(vectors) + second
        for band in range(_BANDS[0][1], codes.shape[1])
        for first, second in _close_mates(codes[:, band], columns, most)
    ]
    pairs = np.unique(np.concatenate(met)) if met else np.empty(0, np.int64)
    return pairs // len(vectors), pairs % len(vectors)


def _differing(cosine: float, bits: int) -> int:
    """Return how many bits two vectors of a cosine differ in, and some more for chance."""
    share = float(np.arccos(cosine)) / np.pi
    return int(bits * share + 2 * np.sqrt(bits * share * (1 - share)))


def _close_mates(
    codes: Rows, columns: npt.NDArray[np.uint64], most: int
) -> Iterator[tuple[Rows, Rows]]:
    """Yield pairs of rows with one code that differ in few bits, each the smaller row first.

    Rows of one code are put next to each other, the most frequent codes first, so that those
    which still have others so many steps behind them are read in one sweep. In a bucket of more
    than ``LIMIT`` a row meets only so many of those that follow it.
    """
    _, bucket, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    order = np.lexsort((bucket, -sizes[bucket]))
    buckets, words = bucket[order], [column[order] for column in columns]
    with_at_least = len(codes) - np.cumsum(np.bincount(sizes, sizes))
    for step in range(1, min(LIMIT, int(sizes.max(initial=0)))):
        last = int(with_at_least[step])
        differing = np.zeros(last - step, np.uint8)
        for word in words:
            differing += np.bitwise_count(word[: last - step] ^ word[step:last])
        near = np.flatnonzero((differing <= most) & (buckets[: last - step] == buckets[step:last]))
        one, other = order[near], order[near + step]
        yield np.minimum(one, other), np.maximum(one, other)
