"""What a person can do about the alerts they got: check one, or have missed ones sent again."""

from dataclasses import dataclass

from bot.core.alerts import Alert
from bot.ports import Clock, Store


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of one chat."""

    store: Store
    clock: Clock

    async def verify(self, chat_id: str, code: str) -> Alert | None:
        """Return the alert that was sent to this chat under the code, or None if none was."""
        async with self.store.reading() as reading:
            return await reading.alert_of_code(chat_id, code.strip().lower())

    async def missed(self, chat_id: str) -> int:
        """Return how many alerts the person's Telegram refused."""
        async with self.store.reading() as reading:
            return len(await reading.missed_alerts(chat_id))

    async def offer_again(self, chat_id: str) -> int:
        """Send the refused ones after all; returns how many."""
        async with self.store.writing() as writing:
            return await writing.offer_again(chat_id, now=self.clock())
