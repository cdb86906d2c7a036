"""Watches with what they were told, how a person wishes to be told, and what waits for a digest.

Nothing ever wrote a watch before, so the table is made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, *parts: sa.schema.SchemaItem, keyed_only: bool = True) -> None:
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=not keyed_only)


def _text(name: str, *parts: sa.schema.SchemaItem, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *parts, nullable=optional)


def _number(name: str, *, optional: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=optional, server_default=default)


def _sealed(name: str, *, optional: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=optional)


def _to(target: str, *, goes_with_it: bool = False) -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete="CASCADE" if goes_with_it else None)


def _of_a_chat(*, first: bool = False) -> sa.Column[str]:
    return sa.Column(
        "chat_id", sa.Text(), _to("chats.id", goes_with_it=True), primary_key=first, nullable=False
    )


def upgrade() -> None:
    _watches()
    _what_they_told()
    _chats()


def _watches() -> None:
    op.drop_table("watches")
    _table(
        "watches",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        _of_a_chat(),
        _number("number"),
        _sealed("sealed_name"),
        _sealed("sealed_label", optional=True),
        # Days, as midnight: no finer moment is kept.
        _number("since"),
        _number("until"),
        _number("paused", default="0"),
        _number("renewal_asked", default="0"),
        _number("ended_at", optional=True),
        _number("version", default="0"),
        sa.UniqueConstraint("chat_id", "number"),
        keyed_only=False,
    )
    op.create_index("watches_until", "watches", ["until"])
    op.create_index(
        "watches_ended",
        "watches",
        ["ended_at"],
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    # What stood in the answer under which it was pressed.
    _table(
        "watch_editions",
        _text("watch_id", _to("watches.id", goes_with_it=True)),
        _text("edition_id", _to("editions.id")),
        sa.PrimaryKeyConstraint("watch_id", "edition_id"),
    )
    op.create_index("watch_editions_edition", "watch_editions", ["edition_id"])
    _table(
        "watch_statements",
        _text("watch_id", _to("watches.id", goes_with_it=True)),
        _text("statement_id", _to("statements.id")),
        sa.PrimaryKeyConstraint("watch_id", "statement_id"),
    )
    op.create_index("watch_statements_statement", "watch_statements", ["statement_id"])


def _what_they_told() -> None:
    # Which rows a watch was told of: their marks are sealed, for whoever has a list could find them in it.
    _table(
        "firings",
        _text("event_id", _to("events.id")),
        _text("edition_id", _to("editions.id")),
        _text("watch_id", _to("watches.id", goes_with_it=True)),
        _text("batch_id", _to("batches.id")),
        _text("statement_id", _to("statements.id")),
        _sealed("sealed_marks"),
        sa.PrimaryKeyConstraint("event_id", "edition_id"),
    )
    op.create_index("firings_watch", "firings", ["watch_id"])
    op.create_index("firings_edition", "firings", ["edition_id"])
    op.create_index("firings_batch", "firings", ["batch_id"])


def _chats() -> None:
    _table(
        "preferences",
        _of_a_chat(first=True),
        _number("quiet_start", optional=True),
        _number("quiet_end", optional=True),
        _text("zone"),
        _number("direct"),
        _number("digest"),
        _sealed("sealed_phrase", optional=True),
        _number("most_watches"),
        _text("asks_for_more", optional=True),
        _number("last_watch", default="0"),
        sa.UniqueConstraint("asks_for_more"),
    )
    # News that waits for the day's digest of a chat; then the digest in which it came.
    _table(
        "digested",
        _of_a_chat(),
        _text("event_id", _to("events.id")),
        _number("due"),
        _text("digest_id", optional=True),
        sa.PrimaryKeyConstraint("chat_id", "event_id"),
    )
    op.create_index("digested_digest", "digested", ["digest_id"])
    op.create_index("digested_event", "digested", ["event_id"])
