"""What an endpoint allows, and what it takes to be asked; ``kg serve`` has an option for each."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

from kg.rdf.dataset import Limits

LOCAL: Final = "127.0.0.1"
PORT: Final = 7878
MEGABYTE: Final = 1_000_000
# Answers that are on their way out may fill this many times the largest one.
ANSWERS_HELD: Final = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in the unit that their name says; a rate of 0 is no limit.

    A query that still runs after ``quick_seconds`` makes room for others: it goes on behind
    them where fewer than ``slow_queries`` do so already, and is stopped where not.
    """

    host: str = LOCAL
    port: int = PORT
    seconds: float = 30.0
    rows: int = 1_000_000
    answer_mb: int = 64
    memory_mb: int = 1_000
    queries: int = 2
    slow_queries: int = 2
    quick_seconds: float = 1.0
    waiting: int = 64
    rate: int = 6_000
    connections: int = 2_000
    request_kb: int = 256
    request_seconds: float = 10.0
    send_seconds: float = 120.0
    cors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """What one query may take."""
        return Limits(self.seconds, self.answer_mb * MEGABYTE, self.rows)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the endpoint."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
