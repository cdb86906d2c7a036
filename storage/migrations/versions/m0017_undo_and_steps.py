"""What a follow was called comes back with Undo; what a person is asked to type outlives a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ended_labels",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("chat_id", sa.Text(), sa.ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("sealed_label", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", number, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    columns = ["chat_id", "subject_kind", "subject_id"]
    op.create_index("ended_labels_subject", "ended_labels", columns, unique=True)
    op.create_table(
        "expected",
        sa.Column(
            "chat_id",
            sa.Text(),
            sa.ForeignKey("chats.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("since", number, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
