"""Single rows of editions: looked at, compared between editions, taken down."""

from collections.abc import Collection, Sequence

from bot.core.errors import Unknown
from bot.core.lists import Entry
from bot.core.takedowns import Takedown
from storage.lists import entry_of
from storage.room import Room, Row

NO_EDITION = ""


class RowsReading(Room):
    """Rows, looked at."""

    async def entry(self, edition_id: str, row: int) -> Entry:
        found = await self._session.row("entry", edition_id=edition_id, row_number=row)
        if found is None:
            raise Unknown(f"row {row} of edition {edition_id}")
        return entry_of(found)

    async def rows_like(self, edition_id: str, row: int) -> Sequence[tuple[str, int]]:
        rows = await self._session.rows("rows_like", edition_id=edition_id, row_number=row)
        return [(found["edition_id"], found["row_number"]) for found in rows]

    async def told_editions(self, list_id: str) -> frozenset[str]:
        rows = await self._session.rows("told_editions", list_id=list_id)
        return frozenset(row["id"] for row in rows)

    async def loses_rows(self, told: str, former: str, newer: str | None) -> bool:
        lost = await self._session.row("lost_row", told=told, former=former, newer=newer or NO_EDITION)
        return lost is not None

    async def takedowns(self, edition_id: str) -> Sequence[Takedown]:
        rows = await self._session.rows("takedowns", edition_id=edition_id)
        return [_takedown(row) for row in rows]

    async def taken_down(self, list_id: str) -> frozenset[str]:
        rows = await self._session.rows("taken_down", list_id=list_id)
        return frozenset(row["row_digest"] for row in rows)


class RowsWriting(RowsReading):
    """Rows, taken down."""

    async def add_takedowns(self, edition_id: str, takedowns: Collection[Takedown]) -> None:
        await self._session.change_each(
            "add_takedowns",
            [
                {
                    "edition_id": edition_id,
                    "row_digest": takedown.row_digest,
                    "from_edition": takedown.from_edition,
                    "row_number": takedown.row,
                    "report_id": takedown.report_id,
                }
                for takedown in takedowns
            ],
        )


def _takedown(row: Row) -> Takedown:
    return Takedown(row["row_digest"], row["from_edition"], row["row_number"], row["report_id"])
