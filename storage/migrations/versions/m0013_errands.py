"""What the part that talks with people asks of the matcher, where that is another process."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "errands",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("watch_id", sa.Text(), sa.ForeignKey("watches.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed_given", sa.LargeBinary(), nullable=True),
        sa.Column("at", number, nullable=False),
        sa.Column("sealed_reply", sa.LargeBinary(), nullable=True),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("errands_watch", "errands", ["watch_id"])
