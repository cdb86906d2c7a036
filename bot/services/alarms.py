"""What moderators must hear of at once: grave acts, a freeze, a sweep, somebody else with the token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import Event, EventKind
from bot.core.log import NOTHING, Deed
from bot.ports import Clock, NewId, Store
from bot.services.rights import Rights

log = structlog.get_logger()

GRAVE = frozenset(
    {
        Deed.EDITION_PUBLISHED,
        Deed.EDITION_WITHDRAWN,
        Deed.STATEMENT_PUBLISHED,
        Deed.STATEMENT_WITHDRAWN,
        Deed.BATCH_CONFIRMED,
        Deed.BATCH_WITHDRAWN,
        Deed.LIST_SWITCHED_ON,
        Deed.PROPOSAL_AGREED,
        Deed.MODERATOR_AGREED,
        Deed.UNFROZEN,
    }
)
"""What the others are told of without being asked."""
AGAIN_AFTER = timedelta(hours=1)
"""The same alarm goes out no more often."""
LOOKED_BACK = timedelta(hours=1)
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Alarms:
    """Alarms on their way to moderators; each is an alert, owed until it is settled."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    waiting: "set[EventKind]" = field(default_factory=set)

    def ring(self, kind: EventKind) -> None:
        """Let moderators be told; that happens within seconds, by `work`."""
        log.error("alarm", outcome=kind.value)
        self.waiting.add(kind)

    async def work(self) -> None:
        """Owe what was rung, and one call for the grave acts since the last one."""
        now = self.clock()
        for kind in tuple(self.waiting):
            async with self.store.reading() as reading:
                last = await reading.last_event(kind)
            if last is None or now >= last + AGAIN_AFTER:
                await self._owe(kind, NOTHING, but=NOTHING, at=now)
            self.waiting.discard(kind)
        await self._tell_of_grave_acts(now)

    async def _tell_of_grave_acts(self, now: datetime) -> None:
        async with self.store.reading() as reading:
            last = await reading.last_event(EventKind.GRAVE_ACT)
            since = max(last or now - LOOKED_BACK, now - LOOKED_BACK)
            lines = await reading.audit(limit=MOST_LINES)
        for line in reversed([line for line in lines if line.act in GRAVE and line.at > since]):
            await self._owe(EventKind.GRAVE_ACT, line.act, but=line.moderator, at=line.at)

    async def _owe(self, kind: EventKind, subject: str, *, but: str, at: datetime) -> None:
        async with self.store.writing() as writing:
            event = Event(self.new_id(), kind, subject, None, at)
            await self.rights.call(writing, event, self.new_id, but)
