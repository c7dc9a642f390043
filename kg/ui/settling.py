"""Where all claims stand, worked out beside the pages, so that none waits long for it.

With many claims the first reading takes a while. Until it is done for the present state of the
database, pages show what they have and say so; an earlier standing is never shown for it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kg.closing import Closing
from kg.collecting import uncollected
from kg.database import Database
from kg.errors import KgError

_TURN: Final = 0.0005
"""Seconds after which this thread lets another run that waits, a tenth of what is usual.

A page waits for its turn again after each row that it reads.
"""
PATIENCE: Final = 1.0
"""Seconds that a page waits for it, so that with few claims nobody sees the note."""


class Settling(Closing):
    """Works out the debate of a database in a thread, once for each revision that is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._settled = -1

    def settled(self, patience: float = PATIENCE) -> bool:
        """Whether it is worked out for what is stored now; if not, it is from now on.

        Args:
            patience: the seconds to wait for it.
        """
        revision = self._database.store.revision()
        with self._lock:
            if self._settled == revision:
                return True
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(
                    target=self._work, args=(revision,), name="settling", daemon=True
                )
                self._worker.start()
            worker = self._worker
        worker.join(patience)
        return self._settled == revision

    def close(self) -> None:
        """Wait for the thread to end."""
        if self._worker is not None:
            self._worker.join()

    def _work(self, revision: int) -> None:
        try:
            with uncollected(), _giving_way():
                whole = self._database.debate().whole
                _ = whole.strengths, whole.labels
        except KgError:
            pass
        finally:  # whatever went wrong: the page that asks for it meets the same, and shows it
            self._settled = revision


@contextmanager
def _giving_way() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
