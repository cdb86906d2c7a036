"""What moderators must hear of at once: grave acts, a freeze, a sweep, somebody else with the token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import Event, EventKind
from bot.core.log import NOTHING, Deed, Link
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
                await self._owe(kind, now)
            self.waiting.discard(kind)
        await self._tell_of_grave_acts()

    async def _tell_of_grave_acts(self) -> None:
        async with self.store.reading() as reading:
            place = await reading.told_of_the_log()
            links = await reading.links_after(place, limit=MOST_LINES)
        for link in links:
            if link.line.act in GRAVE or link is links[-1]:
                if not await self._tell_up_to(link, place):
                    # Somebody else tells of these lines.
                    return
                place = link.place

    async def _tell_up_to(self, link: Link, place: int) -> bool:
        """Call moderators to a line, and move the place to it, in one transaction."""
        line = link.line
        async with self.store.writing() as writing:
            if not await writing.tell_of_the_log(place, up_to=link.place):
                return False
            if line.act in GRAVE:
                event = Event(self.new_id(), EventKind.GRAVE_ACT, line.act, None, line.at)
                await self.rights.call(writing, event, self.new_id, line.moderator)
        return True

    async def _owe(self, kind: EventKind, at: datetime) -> None:
        async with self.store.writing() as writing:
            event = Event(self.new_id(), kind, NOTHING, None, at)
            await self.rights.call(writing, event, self.new_id)
