"""Drop what has outlived its use."""

from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Clock, Store
from bot.services.inquire import Questions

# Telegram keeps an unconfirmed update for a day; twice that is beyond any redelivery.
UPDATES_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Tidying:
    """The retention of what nobody needs any more."""

    store: Store
    clock: Clock
    questions: Questions

    async def work(self) -> None:
        """Drop ids of updates that cannot come again, and stale memory of questions."""
        now = self.clock()
        self.questions.tidy(now=now)
        async with self.store.writing() as writing:
            await writing.drop_answered_before(now - UPDATES_KEPT)
