"""Drop what has outlived its use."""

from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Clock, Store
from bot.services.inquire import Questions
from bot.services.upload import erase_rows

# Telegram keeps an unconfirmed update for a day; twice that is beyond any redelivery.
UPDATES_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Tidying:
    """The retention of what nobody needs any more."""

    store: Store
    clock: Clock
    questions: Questions

    async def work(self) -> None:
        """Drop ids of updates that cannot come again, stale memory of questions, and rows thrown away.

        Those are erased at once, slice by slice; only what a crash left over is found here.
        """
        now = self.clock()
        self.questions.tidy(now=now)
        async with self.store.writing() as writing:
            await writing.drop_answered_before(now - UPDATES_KEPT)
            discarded = await writing.discarded_with_rows()
        for edition_id in discarded:
            await erase_rows(self.store, edition_id)
