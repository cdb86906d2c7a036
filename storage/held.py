"""Everything that stands about one chat, for its owner; and the messages that /forget deletes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from storage.room import Room, Row
from storage.times import to_ms


class HeldReading(Room):
    """What is held, looked at by its owner."""

    async def held(self, chat_id: str) -> Mapping[str, Sequence[Row]]:
        """Return the chat and every row of every table that refers to it, as they stand."""
        chat = await self._one("chat_in_full", chat_id)
        found: dict[str, Sequence[Row]] = {"chats": [dict(chat)]}
        for query, places in (("rows_of_chat", "tables_of_chats"), ("rows_beneath", "tables_beneath")):
            for place in await self._session.rows(places):
                rows = await self._session.rows_of(query, dict(place), chat_id=chat_id)
                if rows:
                    found[place["table_name"]] = [dict(row) for row in rows]
        return found

    async def chat_ids(self) -> Sequence[str]:
        return [row["id"] for row in await self._session.rows("chat_ids")]

    async def traces(self, telegram_id: int) -> Sequence[int]:
        marks = self._session.listed(self._chat_ids.marks(telegram_id))
        return [row["message_id"] for row in await self._session.rows("traces_of", marks=marks)]


class HeldWriting(HeldReading):
    """What is noted for a while, and dropped."""

    async def add_traces(self, traces: Collection[tuple[int, int, datetime]]) -> None:
        await self._session.change_each(
            "add_trace",
            [
                {
                    "mark": self._chat_ids.mark(telegram_id),
                    "message_id": message_id,
                    # No finer than an hour: when exactly somebody wrote says more than we need.
                    "at": to_ms(at.replace(minute=0, second=0, microsecond=0)),
                }
                for telegram_id, message_id, at in traces
            ],
        )

    async def drop_traces(self, telegram_id: int) -> None:
        marks = self._session.listed(self._chat_ids.marks(telegram_id))
        if await self._session.change("drop_traces_of", marks=marks):
            self._session.erase_after_commit()

    async def drop_traces_before(self, at: datetime) -> int:
        return await self._session.change("drop_traces_before", at=to_ms(at))
