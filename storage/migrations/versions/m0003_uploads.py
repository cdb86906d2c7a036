"""How editions came from their files, what was wrong with them, and what changed.

An edition without a row in `edition_uploads` is older than this step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _table(
        "edition_uploads",
        _text("edition_id"),
        _number("at"),
        _number("total"),
        _number("merged"),
        _number("blank"),
        _number("faults"),
        _text("kind"),
        _text("encoding", optional=True),
        _text("sheet", optional=True),
        _text("reason"),
        sa.PrimaryKeyConstraint("edition_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"]),
    )
    _table(
        "edition_faults",
        _text("edition_id"),
        _number("place"),
        _text("code"),
        _number("row_number", optional=True),
        _text("column_held", optional=True),
        _number("rejects"),
        _text("address", optional=True),
        _text("told"),
        sa.PrimaryKeyConstraint("edition_id", "place"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"]),
    )
    _table(
        "edition_changes",
        _text("edition_id"),
        _text("former_id"),
        _number("added"),
        _number("removed"),
        _number("changed"),
        _number("paired"),
        sa.PrimaryKeyConstraint("edition_id", "former_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"]),
        sa.ForeignKeyConstraint(["former_id"], ["editions.id"]),
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=optional)
