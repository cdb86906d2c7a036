"""What /forget needs for deleting messages, and moderators' second factors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # Found by a keyed hash, and not by the chat: who only asks has no chat here.
    op.create_table(
        "traces",
        sa.Column("mark", sa.Text(), primary_key=True, nullable=False),
        sa.Column("message_id", number, primary_key=True, nullable=False),
        sa.Column("at", number, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("traces_at", "traces", ["at"])
    op.create_table(
        "second_factors",
        sa.Column(
            "chat_id",
            sa.Text(),
            sa.ForeignKey("chats.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", number, nullable=False),
        sa.Column("last_step", number, nullable=False, server_default="0"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
