"""Bare ids of updates that were answered: kept with their effect, so that none has it twice."""

from collections.abc import Collection
from datetime import datetime

from storage.room import Room
from storage.times import to_ms


class UpdatesReading(Room):
    """Answered updates, looked at."""

    async def answered_updates(self, update_ids: Collection[int]) -> frozenset[int]:
        rows = await self._session.rows("answered_updates", ids=self._session.listed(update_ids))
        return frozenset(row["update_id"] for row in rows)


class UpdatesWriting(UpdatesReading):
    """Answered updates, marked and dropped."""

    async def mark_answered(self, update_ids: Collection[int], *, at: datetime) -> None:
        ids = [{"update_id": update_id, "at": to_ms(at)} for update_id in update_ids]
        await self._session.change_each("mark_answered", ids)

    async def drop_answered_before(self, at: datetime) -> None:
        await self._session.change("drop_answered_before", at=to_ms(at))
