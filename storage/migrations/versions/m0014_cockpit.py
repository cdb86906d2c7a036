"""How far alerts have come: who was told without a sound, which message shows it, what was reported."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TO_FAMILIES = (
    "('batch_confirmed', 'batch_changed', 'statement_corrected', 'batch_withdrawn', 'edition_corrected')"
)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("outbox", sa.Column("silent", number, nullable=False, server_default="0"))
    # Of calls that are edited afterwards; of no other alert.
    op.add_column("outbox", sa.Column("message_id", number, nullable=True))
    op.drop_index("outbox_event", "outbox")
    op.create_index("outbox_event", "outbox", ["event_id", "state", "silent"])
    op.add_column("events", sa.Column("reported", number, nullable=False, server_default="0"))
    # What an earlier program told is not reported on.
    op.execute(sa.text("UPDATE events SET reported = 1"))
    unreported = sa.text(f"reported = 0 AND kind IN {TO_FAMILIES}")
    op.create_index(
        "events_unreported", "events", ["at"], sqlite_where=unreported, postgresql_where=unreported
    )
    asleep = sa.text("paused = 1")
    op.create_index("chats_paused", "chats", ["id"], sqlite_where=asleep, postgresql_where=asleep)
