"""Chats: the only room that knows a Telegram id."""

from collections.abc import Collection, Mapping

import structlog

from bot.core.follows import Chat, Country
from bot.core.preferences import Preferences
from bot.ports import Recipient, Unaddressed
from bot.sealing import SealBroken
from storage.preferred import preferences_from
from storage.room import Room, Row, Value

log = structlog.get_logger()


class ChatsReading(Room):
    """Chats, looked at."""

    async def chat(self, chat_id: str) -> Chat:
        return chat_from(await self._one("chat", chat_id))

    async def chat_of(self, telegram_id: int) -> Chat | None:
        marks = self._session.listed(self._chat_ids.marks(telegram_id))
        row = await self._session.row("chat_found_by", marks=marks)
        return chat_from(row) if row is not None else None

    async def telegram_id(self, chat_id: str) -> int:
        sealed = (await self._one("sealed_id", chat_id))["sealed_id"]
        return self._chat_ids.open(sealed, chat_id=chat_id)

    async def recipients(self, chat_ids: Collection[str]) -> Mapping[str, Recipient | Unaddressed]:
        rows = await self._session.rows("recipients", ids=self._session.listed(chat_ids))
        return {row["id"]: self._recipient(row) for row in rows}

    def _recipient(self, row: Row) -> Recipient | Unaddressed:
        try:
            return Recipient(chat_from(row), self._opened(row), _preferences(row))
        except SealBroken as error:
            # One damaged id may not keep all others from being told.
            log.error("chat cannot be addressed", id=row["id"], error=type(error).__name__)
            return Unaddressed()

    def _opened(self, row: Row) -> int:
        return self._chat_ids.open(row["sealed_id"], chat_id=row["id"])


class ChatsWriting(ChatsReading):
    """Chats, remembered and forgotten."""

    async def remember_chat(self, telegram_id: int, *, language: str) -> Chat:
        """Return this person's chat, made now if it is new; the language of one that is there stays."""
        known = await self.chat_of(telegram_id)
        if known is not None:
            return known
        chat_id = self._new_id()
        await self._session.change(
            "add_chat",
            id=chat_id,
            sealed_id=self._chat_ids.seal(telegram_id, chat_id=chat_id),
            found_by=self._chat_ids.mark(telegram_id),
            language=language,
            # No finer: the moment at which somebody first came says more than we need.
            made_on=self._clock().date().isoformat(),
        )
        return await self.chat(chat_id)

    async def seal_open_chats(self, *, limit: int) -> int:
        """Seal up to `limit` chats whose ids stand in the open; returns how many.

        The ids are gone from the files too, once this is committed.
        """
        rows = await self._session.rows("open_chats", limit=limit)
        if rows:
            self._session.erase_after_commit()
        await self._session.change_each("seal_chat", [self._sealed(row) for row in rows])
        return len(rows)

    async def save_chat(self, chat: Chat) -> None:
        await self._must_change(
            "save_chat",
            chat.id,
            language=chat.language,
            chosen=int(chat.chosen),
            country=chat.country,
            paused=int(chat.paused),
        )

    async def come_back(self, chat_id: str) -> None:
        await self._must_change("come_back", chat_id)

    async def move_chat(self, chat_id: str, telegram_id: int) -> None:
        await self._must_change(
            "move_chat",
            chat_id,
            sealed_id=self._chat_ids.seal(telegram_id, chat_id=chat_id),
            found_by=self._chat_ids.mark(telegram_id),
        )

    async def forget_chat(self, chat_id: str) -> None:
        """Erase the chat and everything that belongs to it; grants of a moderator are ended.

        What a moderator did stays in the audit, in editions and in statements under a text id
        that leads nowhere any more.
        """
        await self._session.change("end_grants_of_chat", chat_id=chat_id)
        own = [row["id"] for row in await self._session.rows("events_of_chat_alone", chat_id=chat_id)]
        await self._must_change("drop_chat", chat_id)
        await self._session.change("drop_events", ids=self._session.listed(own))
        self._session.erase_after_commit()

    def _sealed(self, row: Row) -> dict[str, Value]:
        chat_id, telegram_id = row["id"], row["telegram_id"]
        return {
            "id": chat_id,
            "sealed_id": self._chat_ids.seal(telegram_id, chat_id=chat_id),
            "found_by": self._chat_ids.mark(telegram_id),
        }


def chat_from(row: Row) -> Chat:
    """Read one chat from a row that holds it."""
    return Chat(
        id=row["id"],
        language=row["language"],
        chosen=bool(row["chosen"]),
        country=Country(row["country"]) if row["country"] is not None else None,
        paused=bool(row["paused"]),
        blocked=row["blocked_at"] is not None,
    )


def _preferences(row: Row) -> Preferences:
    # None of these columns are there of a chat that chose nothing.
    return preferences_from(row) if row["chat_id"] is not None else Preferences()
