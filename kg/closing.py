"""What the things have in common that are opened and have to be closed."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Something to be used in a ``with`` statement, at whose end it is closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release what it holds; it cannot be used afterwards."""
        raise NotImplementedError
