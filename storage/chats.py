"""Chats: the only room that knows a Telegram id."""

from collections.abc import Collection, Mapping

from bot.core.follows import Chat, Country
from bot.ports import Recipient
from storage.room import Room, Row


class ChatsReading(Room):
    """Chats, looked at."""

    async def chat(self, chat_id: str) -> Chat:
        return _chat(await self._one("chat", chat_id))

    async def chat_of(self, telegram_id: int) -> Chat | None:
        row = await self._session.row("chat_of_telegram_id", telegram_id=telegram_id)
        return _chat(row) if row is not None else None

    async def telegram_id(self, chat_id: str) -> int:
        return int((await self._one("telegram_id", chat_id))["telegram_id"])

    async def recipients(self, chat_ids: Collection[str]) -> Mapping[str, Recipient]:
        rows = await self._session.rows("recipients", ids=self._session.listed(chat_ids))
        return {row["id"]: Recipient(_chat(row), int(row["telegram_id"])) for row in rows}


class ChatsWriting(ChatsReading):
    """Chats, remembered and forgotten."""

    async def remember_chat(self, telegram_id: int, *, language: str) -> Chat:
        """Return this person's chat, made now if it is new; the language of one that is there stays."""
        await self._session.change(
            "add_chat",
            id=self._new_id(),
            telegram_id=telegram_id,
            language=language,
            # No finer: the moment at which somebody first came says more than we need.
            made_on=self._clock().date().isoformat(),
        )
        return _chat(await self._found(telegram_id))

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
        await self._must_change("move_chat", chat_id, telegram_id=telegram_id)

    async def forget_chat(self, chat_id: str) -> None:
        """Erase the chat and everything that belongs to it; grants of a moderator are ended.

        What a moderator did stays in the audit, in editions and in statements under a text id
        that leads nowhere any more.
        """
        await self._session.change("end_grants_of_chat", chat_id=chat_id)
        await self._must_change("drop_chat", chat_id)
        self._session.erase_after_commit()

    async def _found(self, telegram_id: int) -> Row:
        row = await self._session.row("chat_of_telegram_id", telegram_id=telegram_id)
        assert row is not None, "a chat that was just made is there"  # noqa: S101
        return row


def _chat(row: Row) -> Chat:
    return Chat(
        id=row["id"],
        language=row["language"],
        chosen=bool(row["chosen"]),
        country=Country(row["country"]) if row["country"] is not None else None,
        paused=bool(row["paused"]),
        blocked=row["blocked_at"] is not None,
    )
