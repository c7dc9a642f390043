"""What pages have read of one state of the database, until it changes; the memory is bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Final

KEPT: Final = 32
"""How many answers of one kind are kept, where nothing else is said."""


class Remembering:
    """Answers by what was asked. Sessions share it; who asks what is being read waits for it.

    Only answers of the latest revision are kept, and of each kind only those asked for last.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._kinds: dict[str, OrderedDict[Hashable, Future[Any]]] = defaultdict(OrderedDict)

    def answer(
        self, revision: int, kind: str, asked: Hashable, read: Callable[[], Any], kept: int = KEPT
    ) -> Any:
        """Return what ``read`` returns, from memory if it was asked for at this revision before.

        What it raises is passed on and not remembered. Who still asks at an earlier revision
        reads for itself, so that what is known of the latest stays.
        """
        with self._lock:
            late = revision < self._revision
            if revision > self._revision:
                self._kinds.clear()
                self._revision = revision
            answers: OrderedDict[Hashable, Future[Any]] = (
                OrderedDict() if late else self._kinds[kind]
            )
            found = answers.get(asked)
            if found is None:
                mine: Future[Any] = Future()
                answers[asked] = mine
                while len(answers) > kept:
                    answers.popitem(last=False)
            else:
                answers.move_to_end(asked)
        if found is not None:
            return found.result()
        try:
            mine.set_result(read())
        except BaseException as error:
            with self._lock:
                if answers.get(asked) is mine:
                    del answers[asked]
            mine.set_exception(error)
            raise
        return mine.result()
