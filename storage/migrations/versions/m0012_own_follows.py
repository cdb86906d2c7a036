"""A follow can be paused and named by its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("follows", sa.Column("paused", number, nullable=False, server_default="0"))
    op.add_column("follows", sa.Column("sealed_label", sa.LargeBinary(), nullable=True))
    # Followers are still found in the index alone.
    op.drop_index("follows_subject", "follows")
    columns = ["subject_kind", "subject_id", "chat_id", "since", "paused"]
    op.create_index("follows_subject", "follows", columns)
