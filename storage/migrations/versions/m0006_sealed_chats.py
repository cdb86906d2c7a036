"""Telegram ids are sealed, and found by a keyed hash.

Keys are not at hand here: an id that stood here before waits in `telegram_id` until the next start of
the bot, which seals it before anything else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OF_A_CHAT = ("id", "telegram_id", "language", "chosen", "country", "paused", "last_number", "made_on")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "chats_sealed",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("sealed_id", sa.LargeBinary(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=True),
        sa.Column("telegram_id", number, nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("chosen", number, nullable=False, server_default="0"),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("paused", number, nullable=False, server_default="0"),
        sa.Column("last_number", number, nullable=False, server_default="0"),
        sa.Column("made_on", sa.Text(), nullable=False),
        sa.UniqueConstraint("found_by"),
        sa.CheckConstraint(
            "(telegram_id IS NULL) = (sealed_id IS NOT NULL AND found_by IS NOT NULL)",
            name="every_chat_can_be_reached",
        ),
        sqlite_strict=True,
    )
    columns = ", ".join(_OF_A_CHAT)
    op.execute(f"INSERT INTO chats_sealed ({columns}) SELECT {columns} FROM chats")  # noqa: S608  our own words
    # Foreign keys are not enforced during a migration: what belongs to a chat stays.
    op.drop_table("chats")
    op.rename_table("chats_sealed", "chats")
