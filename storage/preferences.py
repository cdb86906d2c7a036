"""How people wish to be told."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.alerts import Event
from bot.core.errors import Unknown
from bot.core.expected import Expected, Wish
from bot.core.follows import Chat
from bot.core.preferences import Preferences
from storage.chats import chat_from
from storage.corrections import event_of
from storage.preferred import preferences_from
from storage.room import Room
from storage.times import from_ms, to_ms


class PreferencesReading(Room):
    """Preferences, looked at."""

    async def preferences(self, chat_id: str) -> Preferences:
        row = await self._session.row("preferences", chat_id=chat_id)
        return preferences_from(row) if row is not None else Preferences()

    async def expected(self, chat_id: str) -> Expected | None:
        row = await self._session.row("expected", chat_id=chat_id)
        if row is None:
            return None
        return Expected(Wish(row["wish"]), row["subject_id"], from_ms(row["since"]))

    async def blocked_chats(self, before: datetime, *, limit: int) -> Sequence[Chat]:
        rows = await self._session.rows("blocked_chats", before=to_ms(before), limit=limit)
        return [chat_from(row) for row in rows]

    async def count_blocked(self, before: datetime) -> tuple[int, int]:
        row = await self._session.row("count_blocked", before=to_ms(before))
        return (int(row["all_chats"]), int(row["blocked"])) if row is not None else (0, 0)

    async def digested(self, digest_id: str) -> Sequence[Event]:
        rows = await self._session.rows("digested", digest_id=digest_id)
        return [event_of(row, row["id"]) for row in rows]

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

    async def expect(self, chat_id: str, expected: Expected) -> None:
        await self._session.change(
            "expect",
            chat_id=chat_id,
            wish=expected.wish,
            subject_id=expected.subject_id,
            since=to_ms(expected.since),
        )

    async def expect_nothing(self, chat_id: str) -> None:
        await self._session.change("expect_nothing", chat_id=chat_id)

    async def drop_expected_before(self, at: datetime) -> None:
        await self._session.change("drop_expected_before", since=to_ms(at))

    async def digest_now(self, chat_id: str, *, now: datetime) -> None:
        await self._session.change("digest_now", chat_id=chat_id, now=to_ms(now))

    async def chats_to_digest(self, now: datetime, *, limit: int) -> Sequence[str]:
        rows = await self._session.rows("chats_to_digest", now=to_ms(now), limit=limit)
        return [row["chat_id"] for row in rows]

    async def gather_digest(self, digest: Event, chat_id: str, *, now: datetime) -> None:
        await self._session.change("gather_digest", digest_id=digest.id, chat_id=chat_id, now=to_ms(now))

    async def next_watch_number(self, chat_id: str) -> int:
        if await self._session.row("preferences", chat_id=chat_id) is None:
            await self.save_preferences(chat_id, Preferences())
        await self._session.change("count_watch", chat_id=chat_id)
        row = await self._session.row("preferences", chat_id=chat_id)
        assert row is not None, "what was just written is there"  # noqa: S101
        return int(row["last_watch"])
