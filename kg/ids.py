"""Identifiers from content: canonical JSON, a tagged hash, an IRI.

The contract, which stored databases rely on:

* content is a list of strings, integers, booleans, ``None`` and lists of these; floats
  are refused because their spelling is not canonical;
* it is written as JSON without spaces, keys sorted, non-ASCII kept, in UTF-8 (on this
  content that is RFC 8785);
* the digest is SHA-256, cut to 120 bits, in lower-case base 32, behind the tag ``s1``;
* an id is ``kind-s1digest``, an IRI is ``ID_BASE + kind + "/" + s1digest``.

A new algorithm gets a new tag, so that old ids stay recognisable.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

ID_BASE: Final = "https://w3id.org/claimgraph/id/"
TAG: Final = "s1"
_DIGEST_BYTES: Final = 15
_DIGEST: Final = re.compile(rf"{TAG}[a-z2-7]{{24}}")

_written: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Content = str | int | bool | None | list["Content"] | tuple["Content", ...]


def canonical_json(content: Content) -> str:
    """Write content in the one spelling that is hashed.

    Raises:
        TypeError: on a float or any other type outside the contract.
    """
    _refuse_uncanonical(content)
    return _written(content)


def canonical_object(fields: Mapping[str, object]) -> str:
    """Write fields as the JSON in which they are stored and compared; floats are allowed."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def content_id(kind: str, *content: Content) -> str:
    """Return the id of a record of ``kind`` whose identity is ``content``."""
    canonical = canonical_json([kind, *content])
    digest = hashlib.sha256(canonical.encode()).digest()
    return f"{kind}-{TAG}{base64.b32encode(digest[:_DIGEST_BYTES]).decode().lower()}"


def kind_of(identifier: str) -> str:
    """Return the record kind that an id names: ``claim`` for ``claim-s1…``."""
    return identifier.partition("-")[0]


def iri(identifier: str) -> str:
    """Return the IRI of an id."""
    kind, _, digest = identifier.partition("-")
    return f"{ID_BASE}{kind}/{digest}"


def from_iri(value: str) -> str | None:
    """Return the id behind a record's IRI; None for any other, such as one with a fragment."""
    kind, slash, digest = value.removeprefix(ID_BASE).partition("/")
    if not value.startswith(ID_BASE) or not slash or not _DIGEST.fullmatch(digest):
        return None
    return f"{kind}-{digest}"


def _refuse_uncanonical(content: Content) -> None:
    if isinstance(content, (list, tuple)):
        for item in content:
            _refuse_uncanonical(item)
    elif content is not None and not isinstance(content, (str, int)):
        raise TypeError(f"{type(content).__name__} has no canonical spelling")
