"""The first tables.

Text ids are made by the program; times are UTC milliseconds, days ISO text, truths 0 and 1.
`place` keeps the order in which rows were added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, *parts: sa.schema.SchemaItem, keyed_only: bool = False) -> None:
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=not keyed_only)


def _text(name: str, *parts: sa.schema.SchemaItem, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), *parts, nullable=optional)


def _number(name: str, *, optional: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=optional, server_default=default)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text(), primary_key=True, nullable=False)


def _to(target: str, *, goes_with_it: bool = False) -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete="CASCADE" if goes_with_it else None)


def _unique(name: str, table: str, columns: list[str], *, where: str | None = None) -> None:
    _index(name, table, columns, where=where, unique=True)


def _index(
    name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False
) -> None:
    condition = sa.text(where) if where is not None else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    _chats()
    _exchanges()
    _lists()
    _wishes()
    _alerts()
    _moderation()


def _chats() -> None:
    # The only table that holds a Telegram id.
    _table(
        "chats",
        _id(),
        _number("telegram_id"),
        _text("language"),
        _number("chosen", default="0"),
        _text("country", optional=True),
        _number("paused", default="0"),
        _number("last_number", default="0"),
        _text("made_on"),
        sa.UniqueConstraint("telegram_id"),
    )


def _exchanges() -> None:
    _table("agreements", _id(), _text("title_uk"), _text("title_ru"), _text("title_en"), _text("agreed_on"))
    _table("exchanges", _id(), _text("agreement_id", _to("agreements.id"), optional=True), _text("day"))
    _table(
        "statements",
        _id(),
        _text("about_kind"),
        _text("about_id"),
        _text("party"),
        _text("kind"),
        _number("number", optional=True),
        _text("counted", optional=True),
        _text("words"),
        _text("publisher"),
        _text("stated_on"),
        _text("link", optional=True),
        _text("moves_to", optional=True),
        _text("submitted_by"),
        _text("review"),
        _text("published_by", optional=True),
        _number("held_until", optional=True),
        _number("version"),
        _number("place"),
    )
    _index("statements_about", "statements", ["about_kind", "about_id", "stated_on", "place"])
    _index("statements_open", "statements", ["place"], where="review IN ('submitted', 'held')")
    _index("statements_held", "statements", ["held_until"], where="review = 'held'")
    _index("statements_place", "statements", ["place"])
    _table(
        "batches",
        _id(),
        _text("exchange_id", _to("exchanges.id")),
        _text("side"),
        _text("category"),
        _text("state"),
        _text("standing_by", _to("statements.id"), optional=True),
        _text("standing_since", optional=True),
        _number("version"),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR standing_by IS NOT NULL", name="every_state_has_its_statement"
        ),
    )
    _index("batches_exchange", "batches", ["exchange_id"])


def _lists() -> None:
    _table("publishers", _id(), _text("name"), _text("kind"))
    _table(
        "lists",
        _id(),
        _text("batch_id", _to("batches.id")),
        _text("publisher_id", _to("publishers.id")),
        _text("link"),
        _text("published_on"),
    )
    _index("lists_batch", "lists", ["batch_id"])
    _table(
        "editions",
        _id(),
        _text("list_id", _to("lists.id")),
        _number("number"),
        _number("rows"),
        _number("rejected"),
        _text("digest"),
        _number("keys_version"),
        _text("uploaded_by"),
        _text("review"),
        _text("submitted_by", optional=True),
        _text("published_by", optional=True),
        _number("published_at", optional=True),
        _number("version"),
        _number("place"),
    )
    _unique("editions_number", "editions", ["list_id", "number"], where="review <> 'discarded'")
    _unique("editions_one_published", "editions", ["list_id"], where="review = 'published'")
    _index("editions_open", "editions", ["place"], where="review IN ('draft', 'submitted')")
    _index("editions_place", "editions", ["place"])
    _table(
        "entries",
        _text("edition_id", _to("editions.id")),
        _number("row_number"),
        _text("printed_name"),
        _text("family", optional=True),
        _text("given", optional=True),
        _text("patronymic", optional=True),
        _number("birth_year", optional=True),
        sa.PrimaryKeyConstraint("edition_id", "row_number"),
        keyed_only=True,
    )
    _table(
        "entry_keys",
        _text("key"),
        _text("edition_id"),
        _number("row_number"),
        sa.PrimaryKeyConstraint("key", "edition_id", "row_number"),
        sa.ForeignKeyConstraint(
            ["edition_id", "row_number"], ["entries.edition_id", "entries.row_number"], ondelete="CASCADE"
        ),
        keyed_only=True,
    )
    _index("entry_keys_entry", "entry_keys", ["edition_id", "row_number"])


def _wishes() -> None:
    _table(
        "follows",
        _id(),
        _text("chat_id", _to("chats.id", goes_with_it=True)),
        _text("subject_kind"),
        _text("subject_id"),
        _number("since"),
        sa.UniqueConstraint("chat_id", "subject_kind", "subject_id"),
    )
    _table(
        "follow_editions",
        _text("follow_id", _to("follows.id", goes_with_it=True)),
        _text("edition_id", _to("editions.id")),
        sa.PrimaryKeyConstraint("follow_id", "edition_id"),
    )
    _index("follow_editions_edition", "follow_editions", ["edition_id"])
    _index("follows_subject", "follows", ["subject_kind", "subject_id", "chat_id", "since"])
    _table(
        "watches",
        _id(),
        _text("chat_id", _to("chats.id", goes_with_it=True)),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_label", sa.LargeBinary(), nullable=True),
        _text("edition_id", _to("editions.id"), optional=True),
        _number("since"),
        _number("until"),
        _number("paused", default="0"),
        _number("version", default="0"),
    )
    _index("watches_chat", "watches", ["chat_id"])
    _index("watches_until", "watches", ["until"])


def _alerts() -> None:
    _table(
        "events",
        _id(),
        _text("kind"),
        _text("subject_id"),
        _text("statement_id", _to("statements.id"), optional=True),
        _number("at"),
        # The last follower, by chat id, whose alert is written.
        _text("cursor"),
        _number("finished"),
        sa.UniqueConstraint("kind", "statement_id"),
    )
    _index("events_unfinished", "events", ["at"], where="finished = 0")
    _table(
        "outbox",
        _id(),
        _text("chat_id", _to("chats.id", goes_with_it=True)),
        _text("event_id", _to("events.id")),
        _number("number"),
        _text("code"),
        _text("state"),
        _number("due"),
        _number("leased_until", optional=True),
        _number("fence", default="0"),
        _number("attempts", default="0"),
        _number("uncertain", default="0"),
        _number("settled_at", optional=True),
        _text("last_outcome", optional=True),
        sa.UniqueConstraint("chat_id", "event_id"),
        sa.UniqueConstraint("chat_id", "code"),
        sa.CheckConstraint("(state = 'sending') = (leased_until IS NOT NULL)", name="only_lent_is_leased"),
    )
    _index("outbox_ready", "outbox", ["due"], where="state = 'ready'")
    _index("outbox_sending", "outbox", ["leased_until"], where="state = 'sending'")
    _index("outbox_event", "outbox", ["event_id", "state"])


def _moderation() -> None:
    # Moderators stand here by the text ids of their chats without a foreign key: who forgets
    # the bot leaves only an id that leads nowhere.
    _table(
        "grants",
        _id(),
        _text("token"),
        _text("name"),
        _text("invited_by"),
        _number("invited_at"),
        _text("chat_id", optional=True),
        _text("review"),
        _text("agreed_by", optional=True),
        _number("until", optional=True),
        _number("version"),
        sa.UniqueConstraint("token"),
    )
    _index("grants_chat", "grants", ["chat_id"])
    _table(
        "checks",
        _number("at"),
        _text("moderator"),
        sa.PrimaryKeyConstraint("at", "moderator"),
        keyed_only=True,
    )
    _table(
        "drafts",
        sa.Column("chat_id", sa.Text(), _to("chats.id", goes_with_it=True), primary_key=True, nullable=False),
        _text("form"),
        _text("fields"),
    )
    _table(
        "audit",
        sa.Column("place", Number, primary_key=True, autoincrement=False, nullable=False),
        _number("at"),
        _text("moderator"),
        _text("act"),
        _text("subject"),
        _text("digest", optional=True),
    )
    if op.get_context().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
            )
    _table(
        "answered_updates",
        sa.Column("update_id", Number, primary_key=True, autoincrement=False, nullable=False),
        _number("at"),
    )
    _index("answered_updates_at", "answered_updates", ["at"])
