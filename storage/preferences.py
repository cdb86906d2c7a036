"""How people wish to be told."""

from bot.core.errors import Unknown
from bot.core.preferences import Preferences, Quiet
from storage.room import Room, Row


class PreferencesReading(Room):
    """Preferences, looked at."""

    async def preferences(self, chat_id: str) -> Preferences:
        row = await self._session.row("preferences", chat_id=chat_id)
        return _preferences(row) if row is not None else Preferences()

    async def asking_for_more(self, code: str) -> str:
        row = await self._session.row("asking_for_more", code=code)
        if row is None:
            raise Unknown("code")
        return str(row["chat_id"])


class PreferencesWriting(PreferencesReading):
    """Preferences, chosen."""

    async def save_preferences(self, chat_id: str, preferences: Preferences) -> None:
        quiet = preferences.quiet
        await self._session.change(
            "save_preferences",
            chat_id=chat_id,
            quiet_start=quiet.start if quiet is not None else None,
            quiet_end=quiet.end if quiet is not None else None,
            zone=preferences.zone,
            direct=int(preferences.direct),
            digest=int(preferences.digest),
            sealed_phrase=preferences.sealed_phrase,
            most_watches=preferences.most_watches,
            asks_for_more=preferences.asks_for_more,
        )

    async def next_watch_number(self, chat_id: str) -> int:
        if await self._session.row("preferences", chat_id=chat_id) is None:
            await self.save_preferences(chat_id, Preferences())
        await self._session.change("count_watch", chat_id=chat_id)
        row = await self._session.row("preferences", chat_id=chat_id)
        assert row is not None, "what was just written is there"  # noqa: S101
        return int(row["last_watch"])


def _preferences(row: Row) -> Preferences:
    quiet = Quiet(row["quiet_start"], row["quiet_end"]) if row["quiet_start"] is not None else None
    return Preferences(
        quiet=quiet,
        zone=row["zone"],
        direct=bool(row["direct"]),
        digest=bool(row["digest"]),
        sealed_phrase=row["sealed_phrase"],
        most_watches=row["most_watches"],
        asks_for_more=row["asks_for_more"],
    )
