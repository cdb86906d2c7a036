"""Moderators' second factors."""

from datetime import datetime

from bot.ports import Factor
from storage.room import Room
from storage.times import to_ms


class FactorsWriting(Room):
    """Secrets of authenticators, sealed."""

    async def factor(self, chat_id: str) -> Factor | None:
        row = await self._session.row("factor", chat_id=chat_id)
        return Factor(row["chat_id"], row["sealed_secret"]) if row is not None else None

    async def save_factor(self, chat_id: str, *, sealed_secret: bytes, at: datetime) -> None:
        await self._session.change("save_factor", chat_id=chat_id, sealed_secret=sealed_secret, at=to_ms(at))

    async def use_factor(self, chat_id: str, *, step: int) -> bool:
        return await self._session.change("use_factor", chat_id=chat_id, step=step) == 1

    async def drop_factor(self, chat_id: str) -> bool:
        return await self._session.change("drop_factor", chat_id=chat_id) == 1
