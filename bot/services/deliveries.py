"""What moderators do about alerts: look how far they have come, stop the rest, settle what is held."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.alerts import Event, EventKind
from bot.core.deliveries import Delivery
from bot.core.errors import WrongState
from bot.core.log import AuditLine, Deed
from bot.core.roles import Right
from bot.core.switches import Switch
from bot.ports import Clock, HeldAlerts, NewId, Reading, Store, Writing
from bot.services.rights import Rights


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Alerts about one event each, as the moderators' business."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights

    async def view(self, event_id: str, *, moderator: str) -> Delivery:
        """Return how far the alerts of an event have come."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await delivery_in(reading, await reading.event(event_id))

    async def stop(self, event_id: str, *, moderator: str) -> Delivery:
        """Let nobody more be told of an event; who was told stays told, and hears of a correction.

        Raises:
            WrongState: it is over, or a correction: that goes to everybody who was told, whatever happens.
        """
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.STOP)
            event = await writing.event(event_id)
            if not (await delivery_in(writing, event)).can_be_stopped:
                raise WrongState(event_id)
            now = self.clock()
            await writing.stop_delivery(Event(self.new_id(), EventKind.DELIVERY_STOPPED, event_id, None, now))
            await writing.add_to_audit(AuditLine(now, moderator, Deed.ALERTS_STOPPED, event_id))
            return await delivery_in(writing, event)

    async def held(self, *, moderator: str) -> Sequence[HeldAlerts]:
        """Return the alerts that Telegram takes in no form, the newest first."""
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await reading.held_alerts()

    async def held_of(self, key: str, *, moderator: str) -> HeldAlerts:
        """Return the alerts held under a key.

        Raises:
            WrongState: none of these is held any more.
        """
        async with self.store.reading() as reading:
            await self.rights.require(reading, moderator, Right.LOOK)
            return await held_in(reading, key)

    async def release(self, key: str, *, moderator: str) -> int:
        """Have held alerts tried again; returns how many.

        Raises:
            WrongState: none of these is held any more.
        """
        return await self._settle(
            key, moderator, Deed.ALERTS_RELEASED, lambda writing, now: writing.release_held(key, now=now)
        )

    async def drop(self, key: str, *, up_to: datetime, moderator: str) -> int:
        """Let alerts go to nobody that were held by then; returns how many.

        Raises:
            WrongState: none of these is held any more; or they are corrections, which nobody may drop.
        """

        async def settle(writing: Writing, now: datetime) -> int:
            if not (await held_in(writing, key)).can_be_dropped:
                raise WrongState(key)
            return await writing.drop_held(key, up_to=up_to, now=now)

        return await self._settle(key, moderator, Deed.ALERTS_DROPPED, settle)

    async def _settle(
        self, key: str, moderator: str, deed: Deed, settle: Callable[[Writing, datetime], Awaitable[int]]
    ) -> int:
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.PREPARE)
            now = self.clock()
            if not (settled := await settle(writing, now)):
                raise WrongState(key)
            await writing.add_to_audit(AuditLine(now, moderator, deed, key))
            return settled


async def held_in(reading: Reading, key: str) -> HeldAlerts:
    """Return the alerts held under a key, in a transaction that is open already; `WrongState` if none are."""
    for held in await reading.held_alerts():
        if held.key == key:
            return held
    raise WrongState(key)


async def delivery_in(reading: Reading, event: Event) -> Delivery:
    """Return how far the alerts of an event have come, in a transaction that is open already."""
    batch_id = event.subject_id
    if event.kind is EventKind.EDITION_CORRECTED:
        batch_id = (await reading.list((await reading.edition(event.subject_id)).list_id)).batch_id
    batch = await reading.batch(batch_id)
    end = await reading.ended_by(event.id)
    stop = end if end is not None and end.kind is EventKind.DELIVERY_STOPPED else None
    line = await reading.last_deed(Deed.ALERTS_STOPPED, event.id) if stop is not None else None
    return Delivery(
        event,
        await reading.coming(event.id),
        batch,
        await reading.exchange(batch.exchange_id),
        stop=stop,
        stopped_by=(await reading.moderator_names()).get(line.moderator, "") if line is not None else "",
        is_taken_back=end is not None and stop is None,
        is_halted=not {Switch.ALERTS_PAUSED, Switch.FROZEN}.isdisjoint(await reading.switches()),
    )
