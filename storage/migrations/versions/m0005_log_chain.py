"""Each line of the audit is tied to the one before by a hash, so that none can be changed unseen."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    if sqlite:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_refuses_{verb}")
    op.add_column("audit", sa.Column("hash", sa.Text(), nullable=False, server_default=""))
    op.create_index("audit_subject", "audit", ["subject", "place"])
    _tie_what_is_there(op.get_bind())
    if sqlite:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
            )


def _tie_what_is_there(connection: sa.Connection) -> None:
    lines = connection.execute(
        sa.text("SELECT place, at, moderator, act, subject, digest FROM audit ORDER BY place")
    ).all()
    before = "sha256:" + "0" * 64
    for line in lines:
        before = _hash(line, before)
        connection.execute(
            sa.text("UPDATE audit SET hash = :hash WHERE place = :place"),
            {"hash": before, "place": line.place},
        )


def _hash(line: "sa.Row[tuple[int, int, str, str, str, str | None]]", before: str) -> str:
    # As bot.core.log writes it at this step; a later change there may not change what stands here.
    at = _EPOCH + timedelta(milliseconds=line.at)
    fields = {
        "place": line.place,
        "at": at.isoformat(timespec="milliseconds"),
        "moderator": line.moderator,
        "act": line.act,
        "subject": line.subject,
        "digest": line.digest,
        "before": before,
    }
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
