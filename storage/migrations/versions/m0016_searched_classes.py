"""Classes of publishers whose lists are searched: the bot says which, and the matcher searches the same."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searched_classes",
        sa.Column("class", sa.Text(), primary_key=True, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # The setting's default, until somebody writes what it is.
    op.execute("INSERT INTO searched_classes (class) VALUES ('receiving_side'), ('icrc'), ('media')")
