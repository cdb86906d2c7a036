"""Ask whether to renew watches, end those whose time is over, and erase who has long blocked the bot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.core.alerts import Event, EventKind
from bot.core.preferences import BLOCKED_KEPT
from bot.core.watches import ASKED_BEFORE_END, UNDO_LASTS
from bot.ports import Clock, NewId, Store
from bot.services.follow import Visitor
from bot.services.forget import Forgetting
from bot.services.questions import ring_nothing

log = structlog.get_logger()

SLICE = 200
ALWAYS, SHARE = 20, 0.05
"""So many may always be erased at once, and of very many this share; more is a clock that is wrong."""


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept for a while only.

    Args:
        erase_many_on: the day on which the operator wants more erased than usual.
        ring: lets moderators be told.
    """

    store: Store
    clock: Clock
    new_id: NewId
    forgetting: Forgetting
    erase_many_on: date | None = None
    ring: Callable[[EventKind], None] = ring_nothing

    async def work(self) -> None:
        """Do all of it, slice by slice."""
        await self._ask_whether_to_renew()
        await self._end_watches()
        await self._erase_blocked()

    async def _ask_whether_to_renew(self) -> None:
        asked = SLICE
        while asked == SLICE:
            now = self.clock()
            async with self.store.writing() as writing:
                watches = await writing.watches_to_renew(now + ASKED_BEFORE_END, limit=SLICE)
                for watch in watches:
                    await writing.mark_renewal_asked(watch.id)
                    event = Event(self.new_id(), EventKind.WATCH_RENEWAL, watch.id, None, now)
                    await writing.owe(event, [watch.chat_id], [self.new_id()])
            asked = len(watches)

    async def _end_watches(self) -> None:
        now = self.clock()
        async with self.store.reading() as reading:
            watches, over = await reading.count_watches(now)
        if not self._is_plausible(over, of=watches, now=now):
            return
        ended = SLICE
        while ended == SLICE:
            async with self.store.writing() as writing:
                gone = await writing.watches_over(now, ended_before=now - UNDO_LASTS, limit=SLICE)
                for watch in gone:
                    if watch.ended_at is None:
                        # Its number is all that stays: the alert must not need the watch.
                        event = Event(self.new_id(), EventKind.WATCH_ENDED, str(watch.number), None, now)
                        await writing.owe(event, [watch.chat_id], [self.new_id()])
                    await writing.drop_watch(watch.id)
            ended = len(gone)

    async def _erase_blocked(self) -> None:
        now = self.clock()
        async with self.store.reading() as reading:
            chats, blocked = await reading.count_blocked(now - BLOCKED_KEPT)
            gone = await reading.blocked_chats(now - BLOCKED_KEPT, limit=SLICE) if blocked else ()
            telegram_ids = [await reading.telegram_id(chat.id) for chat in gone]
        if not self._is_plausible(blocked, of=chats, now=now):
            return
        for chat, telegram_id in zip(gone, telegram_ids, strict=True):
            await self.forgetting.forget(Visitor(telegram_id, chat.language, chat))

    def _is_plausible(self, erased: int, *, of: int, now: datetime) -> bool:
        """Whether so many may go at once; a clock that jumped must not empty the database."""
        if erased <= max(ALWAYS, int(of * SHARE)) or now.date() == self.erase_many_on:
            return True
        log.error("retention stopped: see VDOMA_ERASE_MANY_ON", passed=erased)
        self.ring(EventKind.RETENTION_STOPPED)
        return False
