"""The publication log: what moderators did; only ever added to, each line tied to the one before."""

from collections.abc import Sequence

from bot.core.log import BEFORE_THE_FIRST, AuditLine, Deed, Link, hash_of
from storage.room import Room, Row
from storage.times import from_ms, to_ms


class AuditReading(Room):
    """The log, looked at."""

    async def audit(self, *, limit: int, offset: int = 0) -> Sequence[AuditLine]:
        return [_line(row) for row in await self._session.rows("audit", limit=limit, offset=offset)]

    async def last_act(self, subject: str) -> AuditLine | None:
        row = await self._session.row("audit_of", subject=subject)
        return _line(row) if row is not None else None

    async def last_deed(self, deed: Deed, subject: str) -> AuditLine | None:
        row = await self._session.row("deed_on", act=deed, subject=subject)
        return _line(row) if row is not None else None

    async def links_after(self, place: int, *, limit: int) -> Sequence[Link]:
        return [_link(row) for row in await self._session.rows("links_after", place=place, limit=limit)]

    async def link_at(self, place: int) -> Link | None:
        row = await self._session.row("link_at", place=place)
        return _link(row) if row is not None else None

    async def told_of_the_log(self) -> int:
        row = await self._session.row("told_of_the_log")
        return int(row["place"]) if row is not None else 0


class AuditWriting(AuditReading):
    """The log, added to."""

    async def add_to_audit(self, line: AuditLine) -> None:
        last = await self._session.row("last_link")
        place, before = (last["place"] + 1, last["hash"]) if last is not None else (1, BEFORE_THE_FIRST)
        await self._session.change(
            "add_to_audit",
            place=place,
            at=to_ms(line.at),
            moderator=line.moderator,
            act=line.act,
            subject=line.subject,
            digest=line.digest,
            hash=hash_of(place, line, before=before),
        )

    async def tell_of_the_log(self, place: int, *, up_to: int) -> bool:
        return await self._session.change("tell_of_the_log", place=place, up_to=up_to) == 1


def _line(row: Row) -> AuditLine:
    return AuditLine(from_ms(row["at"]), row["moderator"], row["act"], row["subject"], row["digest"])


def _link(row: Row) -> Link:
    return Link(row["place"], _line(row), row["hash"])
