"""What two people do with what is already published: withdraw, correct, take down; and what is kept for it.

An exchange may last several days and a batch have a planned one; an edition may be held; forms of one
moderator stand beside each other; reports, proposals and switches have tables; whoever was told
something can be told that it was wrong, first of all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MODERATORS = "('edition_waits', 'statement_waits', 'grant_waits')"


def _table(name: str, *parts: sa.schema.SchemaItem, keyed_only: bool = False) -> None:
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=not keyed_only)


def _text(name: str, *parts: sa.schema.SchemaItem, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *parts, nullable=optional)


def _number(name: str, *, optional: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=optional, server_default=default)


def _to(target: str, *, goes_with_it: bool = False) -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete="CASCADE" if goes_with_it else None)


def _index(
    name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False
) -> None:
    condition = sa.text(where) if where is not None else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    _exchanges()
    _editions()
    _proposals_and_reports()
    _wishes_and_alerts()
    _moderation()


def _exchanges() -> None:
    op.add_column("exchanges", _text("last_day", optional=True))
    op.add_column("batches", _text("planned_on", optional=True))
    op.add_column("statements", _number("turn", optional=True))
    op.execute("UPDATE statements SET turn = place WHERE review = 'published'")
    _index("statements_turn", "statements", ["turn"], where="turn IS NOT NULL")


def _editions() -> None:
    op.add_column("lists", _number("switched_on", default="0"))
    op.add_column("editions", _number("held_until", optional=True))
    op.drop_index("editions_open", "editions")
    _index("editions_open", "editions", ["place"], where="review IN ('draft', 'submitted', 'held')")
    _index("editions_held", "editions", ["held_until"], where="review = 'held'")


def _proposals_and_reports() -> None:
    _table(
        "proposals",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        _text("kind"),
        _text("subject"),
        _text("subject_digest"),
        _text("reason", optional=True),
        _text("words"),
        _text("leads_to", optional=True),
        _text("submitted_by"),
        _number("submitted_at"),
        _text("review"),
        _text("agreed_by", optional=True),
        _number("version"),
    )
    _index("proposals_open", "proposals", ["kind", "subject"], where="review = 'submitted'", unique=True)
    # Nobody's chat stands here: who reports leaves no trace. A statement has row 0.
    _table(
        "reports",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        _text("kind"),
        _text("subject"),
        _number("row_number"),
        _number("at"),
        _text("review"),
        _text("closed_by", optional=True),
        _number("closed_at", optional=True),
        _number("version"),
    )
    _index("reports_open", "reports", ["kind", "subject", "row_number"], where="review = 'open'", unique=True)
    # The rows that an edition leaves out because somebody asked: which they were, and their digests,
    # which stay when the rows are erased.
    _table(
        "takedowns",
        _text("edition_id", _to("editions.id")),
        _text("row_digest"),
        _text("from_edition"),
        _number("row_number"),
        _text("report_id", optional=True),
        sa.PrimaryKeyConstraint("edition_id", "row_digest"),
        keyed_only=True,
    )


def _wishes_and_alerts() -> None:
    _table(
        "follow_statements",
        _text("follow_id", _to("follows.id", goes_with_it=True)),
        _text("statement_id", _to("statements.id")),
        sa.PrimaryKeyConstraint("follow_id", "statement_id"),
        keyed_only=True,
    )
    _index("follow_statements_statement", "follow_statements", ["statement_id"])
    op.add_column("events", _text("proposal_id", optional=True))
    # The event that takes this one back: its alerts are called off, and who got one is told.
    op.add_column("events", _text("corrected_by", optional=True))
    _index("events_subject", "events", ["subject_id", "kind"])
    _index("events_kind", "events", ["kind", "at"])
    _index("events_corrected", "events", ["corrected_by"], where="corrected_by IS NOT NULL")
    op.add_column("outbox", _number("rank", default="3"))
    op.execute(
        f"UPDATE outbox SET rank = 1 WHERE event_id IN (SELECT id FROM events WHERE kind IN {MODERATORS})"  # noqa: S608
    )
    op.drop_index("outbox_ready", "outbox")
    _index("outbox_ready", "outbox", ["rank", "due"], where="state = 'ready'")
    # Who was told what a correction corrects; `owed` once the correction stands in the outbox.
    _table(
        "audience",
        _text("event_id", _to("events.id")),
        _text("chat_id", _to("chats.id", goes_with_it=True)),
        _number("owed", default="0"),
        sa.PrimaryKeyConstraint("event_id", "chat_id"),
        keyed_only=True,
    )
    _index("audience_owing", "audience", ["event_id", "chat_id"], where="owed = 0")
    _index("audience_chat", "audience", ["chat_id"])


def _moderation() -> None:
    op.add_column("grants", sa.Column("role", sa.Text(), nullable=False, server_default="publisher"))
    op.add_column("grants", _number("days", default="90"))
    _table(
        "switches",
        sa.Column("switch", sa.Text(), primary_key=True, nullable=False),
        _number("at"),
        _text("moderator"),
        keyed_only=True,
    )
    # What the others call a moderator; it goes with the chat.
    _table(
        "moderators",
        sa.Column("chat_id", sa.Text(), _to("chats.id", goes_with_it=True), primary_key=True, nullable=False),
        _text("name"),
        keyed_only=True,
    )
    op.rename_table("drafts", "former_drafts")
    _table(
        "drafts",
        _text("chat_id", _to("chats.id", goes_with_it=True)),
        _text("form"),
        _text("fields"),
        _number("open"),
        _number("place"),
        sa.PrimaryKeyConstraint("chat_id", "form"),
        keyed_only=True,
    )
    _index("drafts_open", "drafts", ["chat_id"], where="open = 1", unique=True)
    op.execute(
        "INSERT INTO drafts (chat_id, form, fields, open, place) SELECT chat_id, form, fields, 1, 1 "
        "FROM former_drafts"
    )
    op.drop_table("former_drafts")
