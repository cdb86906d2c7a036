"""Turn what happened into alerts, slice by slice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.alerts import NEWS, Event
from bot.ports import Clock, NewId, Store

SLICE = 1000


@dataclass(frozen=True, slots=True)
class Announcements:
    """Events on their way to those who follow.

    The cursor and the alerts of a slice are written in one transaction, so a crash between
    two slices loses nothing and repeats nothing.

    Args:
        channels: by language the Telegram id of the channel in which news is posted once, like an alert.
    """

    store: Store
    clock: Clock
    new_id: NewId
    channels: Mapping[str, int] = field(default_factory=dict)

    async def work(self) -> int:
        """Write all alerts that are still missing; returns how many followers were passed."""
        async with self.store.reading() as reading:
            waiting = await reading.unfinished_events()
        passed = 0
        for event in waiting:
            if self.channels and event.kind in NEWS:
                await self._post(event)
            in_slice = SLICE
            while in_slice == SLICE:
                async with self.store.writing() as writing:
                    codes = [self.new_id() for _ in range(SLICE)]
                    in_slice = await writing.fan_out(event, codes=codes, due=self.clock())
                passed += in_slice
        return passed

    async def _post(self, event: Event) -> None:
        async with self.store.writing() as writing:
            chats = [
                (await writing.remember_chat(telegram_id, language=language)).id
                for language, telegram_id in self.channels.items()
            ]
            await writing.owe(event, chats, [self.new_id() for _ in chats])
