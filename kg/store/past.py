"""What a store knows of its own past: when texts were read, and what decisions judge now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from kg.curation.corrections import BY_HAND
from kg.model import Decision, Run
from kg.store.connected import Connected
from kg.store.decisions import targets
from kg.store.tables import TABLES

_RUN = TABLES[Run]


class Past(Connected):
    """What can be asked of a store's past."""

    def read_at(self) -> Mapping[str, str]:
        """Return when each document was read (ISO 8601), by id; anew counts, by hand does not."""
        query = (
            select(_RUN.c.document_id, func.min(_RUN.c.started_at))
            .where(_RUN.c.extractor != BY_HAND)
            .group_by(_RUN.c.document_id)
        )
        with self._read() as connection:
            return dict(connection.execute(query).all())

    def aims(self, decisions: Iterable[Decision]) -> Mapping[str, str]:
        """Return, by decision, the record that it judges now; it need not be in the database."""
        with self._read() as connection:
            return targets(connection, decisions)
