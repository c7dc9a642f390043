"""The SQL store: the source of truth, and the only package that knows SQL."""

from __future__ import annotations

from kg.store.projection import Projector
from kg.store.store import Outcome, Store

__all__ = ["Outcome", "Projector", "Store"]
