"""Answers kept on disk, one file each, under what was asked of whom."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ingest.llm.endpoint import Answer
from kg.errors import UsageError


def key_of(url: str, body: Mapping[str, Any]) -> str:
    """Return the key of a request: the endpoint and all that is sent, but no key of a user's."""
    asked = json.dumps([url, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(asked.encode()).hexdigest()


class Kept:
    """The answers in a folder of the cache; an answer is there whole or not at all.

    Raises:
        UsageError: if the folder cannot be made.
    """

    def __init__(self, cache: Callable[[], Path]) -> None:
        try:
            self._folder = cache() / "llm"
            self._folder.mkdir(parents=True, exist_ok=True)
        except (OSError, RuntimeError) as error:  # RuntimeError: nobody knows the home folder
            raise _unwritable(error) from error

    def get(self, key: str) -> Answer | None:
        """Return an answer, None where there is none or its file is damaged."""
        try:
            kept = json.loads(self._path(key).read_bytes())
            return Answer(str(kept["text"]), kept["tokens_in"], kept["tokens_out"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer.

        Raises:
            UsageError: if it cannot be written.
        """
        content = {
            "text": answer.text,
            "tokens_in": answer.tokens_in,
            "tokens_out": answer.tokens_out,
        }
        try:
            with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False) as file:
                json.dump(content, file)
            Path(file.name).replace(self._path(key))
        except OSError as error:
            raise _unwritable(error) from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def _unwritable(error: OSError | RuntimeError) -> UsageError:
    return UsageError(f"answers cannot be kept ({error}); name a folder in KG_CACHE_DIR")
