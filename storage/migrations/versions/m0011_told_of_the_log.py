"""Up to which line of the log moderators were told of grave acts: a time of day may be that of two lines."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    told = op.create_table(
        "told_of_the_log",
        sa.Column("place", number, primary_key=True, nullable=False, autoincrement=False),
        sqlite_strict=True,
    )
    # Of what stands in the log already an earlier program has told.
    last: sa.Select[tuple[int]] = sa.select(sa.func.coalesce(sa.func.max(sa.column("place")), 0)).select_from(
        sa.table("audit")
    )
    op.execute(told.insert().from_select(["place"], last))
