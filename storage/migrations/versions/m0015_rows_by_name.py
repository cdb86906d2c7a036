"""Look rows up by their names in a table of its own, which an edition's rows enter in the order of names.

An index of the rows themselves grew with every slice in every place at once. Rows refer to their names
without a promise of the database: it would look through all rows for each name that goes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PARTS = ("printed_name", "family", "given", "patronymic", "birth_year", "family_id", "given_id")


def upgrade() -> None:
    op.create_table(
        "entries_by_name",
        sa.Column("family_id", Number, nullable=False),
        sa.Column("given_id", Number, nullable=False),
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("row_number", Number, nullable=False),
        sa.PrimaryKeyConstraint("family_id", "given_id", "edition_id", "row_number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO entries_by_name (family_id, given_id, edition_id, row_number)"
        " SELECT family_id, given_id, edition_id, row_number FROM entries ORDER BY 1, 2, 3, 4"
    )
    op.drop_index("entries_names", "entries")
    op.rename_table("entries", "old_entries")
    op.create_table(
        "entries",
        sa.Column("edition_id", sa.Text(), sa.ForeignKey("editions.id"), nullable=False),
        sa.Column("row_number", Number, nullable=False),
        sa.Column("printed_name", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("birth_year", Number, nullable=True),
        sa.Column("family_id", Number, nullable=False),
        sa.Column("given_id", Number, nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "row_number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    columns = ", ".join(("edition_id", "row_number", *PARTS))
    op.execute(f"INSERT INTO entries ({columns}) SELECT {columns} FROM old_entries ORDER BY 1, 2")  # noqa: S608  our own columns
    op.drop_table("old_entries")
