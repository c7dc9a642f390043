"""Dependencies of which one is enough ("requires A or B") name the group that they are in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dependency", sa.Column("group", sa.Text()))
