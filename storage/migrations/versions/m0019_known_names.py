"""Whether a name of the index is in the dictionary: fewer errors are looked for between two that are."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # It is told when the names are keyed, which the rules of this version ask for anyway.
    op.add_column("names", sa.Column("known", number, nullable=False, server_default="0"))
