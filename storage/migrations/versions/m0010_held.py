"""Alerts that are held are looked for every few seconds; a chat's are found by another index already."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("outbox_chat", "outbox")
    held = sa.text("state = 'held'")
    op.create_index("outbox_held", "outbox", ["settled_at"], sqlite_where=held, postgresql_where=held)
