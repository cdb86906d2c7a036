"""The audit: what moderators did; only ever added to."""

from collections.abc import Sequence

from bot.core.log import AuditLine
from storage.room import Room, Row
from storage.times import from_ms, to_ms


class AuditReading(Room):
    """The audit, looked at."""

    async def audit(self, *, limit: int) -> Sequence[AuditLine]:
        return [_line(row) for row in await self._session.rows("audit", limit=limit)]


class AuditWriting(AuditReading):
    """The audit, added to."""

    async def add_to_audit(self, line: AuditLine) -> None:
        await self._session.change(
            "add_to_audit",
            at=to_ms(line.at),
            moderator=line.moderator,
            act=line.act,
            subject=line.subject,
            digest=line.digest,
        )


def _line(row: Row) -> AuditLine:
    return AuditLine(from_ms(row["at"]), row["moderator"], row["act"], row["subject"], row["digest"])
