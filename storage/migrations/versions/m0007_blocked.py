"""Since when a person's Telegram refuses our messages: nothing is tried in vain until they come back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("chats", sa.Column("blocked_at", Number, nullable=True))
    op.create_index(
        "chats_blocked",
        "chats",
        ["blocked_at"],
        sqlite_where=sa.text("blocked_at IS NOT NULL"),
        postgresql_where=sa.text("blocked_at IS NOT NULL"),
    )
    op.create_index("outbox_chat", "outbox", ["chat_id", "state"])
