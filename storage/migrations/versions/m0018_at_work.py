"""Which processes are at work: couriers share what may be sent, and a silent matcher is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "at_work",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("seen_at", number, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
