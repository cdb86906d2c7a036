"""Drop what has outlived its use."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.core.errors import LogBroken
from bot.core.expected import LASTS
from bot.core.watches import UNDO_LASTS
from bot.ports import Clock, Store, Tombstones
from bot.services.log import Log
from bot.services.questions import Questions
from bot.services.traces import DELETABLE
from bot.services.upload import erase_discarded

log = structlog.get_logger()

# Telegram keeps an unconfirmed update for a day; twice that is beyond any redelivery.
UPDATES_KEPT = timedelta(hours=48)
# Twice as long as the oldest backup is kept.
TOMBSTONES_KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Tidying:
    """The retention of what nobody needs any more, and a look at what must never change."""

    store: Store
    clock: Clock
    questions: Questions
    publication_log: Log
    tombstones: Tombstones

    async def work(self) -> None:
        """Drop ids of updates that cannot come again, what nobody answers or undoes, and rows thrown away.

        Those are erased at once, slice by slice; only what a crash left over is found here.
        """
        now = self.clock()
        self.questions.tidy(now=now)
        async with self.store.writing() as writing:
            await writing.drop_answered_before(now - UPDATES_KEPT)
            await writing.drop_traces_before(now - DELETABLE)
            await writing.drop_labels_before(now - UNDO_LASTS)
            await writing.drop_expected_before(now - LASTS)
        self.tombstones.drop_before((now - TOMBSTONES_KEPT).date())
        await erase_discarded(self.store)
        try:
            await self.publication_log.verify()
        except LogBroken as broken:
            log.error("publication log broken", place=broken.place)
