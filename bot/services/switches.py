"""Exchange-day mode, and the pauses of answers and alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.alerts import Event, EventKind
from bot.core.errors import NotAllowed
from bot.core.log import NOTHING, AuditLine, Deed
from bot.core.roles import Right
from bot.core.switches import Switch, TurnedOn
from bot.ports import Clock, NewId, Reading, Store
from bot.services.rights import Rights

_RIGHTS = {
    Switch.EXCHANGE_DAY: Right.PREPARE,
    Switch.ANSWERS_PAUSED: Right.GOVERN,
    Switch.ALERTS_PAUSED: Right.GOVERN,
}
_DEEDS = {
    (Switch.EXCHANGE_DAY, True): Deed.EXCHANGE_DAY_BEGUN,
    (Switch.EXCHANGE_DAY, False): Deed.EXCHANGE_DAY_ENDED,
    (Switch.ANSWERS_PAUSED, True): Deed.ANSWERS_PAUSED,
    (Switch.ANSWERS_PAUSED, False): Deed.ANSWERS_RESUMED,
    (Switch.ALERTS_PAUSED, True): Deed.ALERTS_PAUSED,
    (Switch.ALERTS_PAUSED, False): Deed.ALERTS_RESUMED,
}


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What families see on an exchange day.

    Args:
        last_check: when a moderator last looked for news; None if nobody has so far.
    """

    last_check: datetime | None


@dataclass(frozen=True, slots=True)
class Switches:
    """What is turned on while the bot runs."""

    store: Store
    clock: Clock
    rights: Rights
    new_id: NewId

    async def on(self) -> Mapping[Switch, TurnedOn]:
        """Return what is turned on."""
        async with self.store.reading() as reading:
            return await reading.switches()

    async def are_alerts_paused(self) -> bool:
        """Whether nothing goes out to families for a while."""
        return Switch.ALERTS_PAUSED in await self.on()

    async def turn(self, moderator: str, switch: Switch, *, on: bool) -> Mapping[Switch, TurnedOn]:
        """Turn a switch on or off; returns what is on now. What is so already is not noted again.

        Raises:
            RoleTooLow: only owners pause and resume.
        """
        now = self.clock()
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, _RIGHTS[switch])
            if (switch in await writing.switches()) is not on:
                if on:
                    await writing.turn_on(TurnedOn(switch, now, moderator))
                else:
                    await writing.turn_off(switch)
                await writing.add_to_audit(AuditLine(now, moderator, _DEEDS[switch, on], NOTHING))
            return await writing.switches()

    async def freeze(self, moderator: str) -> Mapping[Switch, TurnedOn]:
        """Stop everything that is grave, at once; any moderator may, without a code."""
        now = self.clock()
        async with self.store.writing() as writing:
            await self.rights.require(writing, moderator, Right.LOOK)
            if Switch.FROZEN not in await writing.switches():
                await writing.turn_on(TurnedOn(Switch.FROZEN, now, moderator))
                await writing.turn_off(Switch.UNFREEZING)
                await writing.add_to_audit(AuditLine(now, moderator, Deed.FROZEN, NOTHING))
                event = Event(self.new_id(), EventKind.FROZEN, NOTHING, None, now)
                await self.rights.call(writing, event, self.new_id, moderator)
            return await writing.switches()

    async def unfreeze(self, moderator: str) -> Mapping[Switch, TurnedOn]:
        """Agree to go on; that happens when a second moderator has agreed too.

        Raises:
            RoleTooLow: who may not be the second person may not do this either.
            FactorNeeded: no code was given lately.
            NotAllowed: the same moderator has agreed already.
        """
        now = self.clock()
        async with self.store.writing() as writing:
            await self.rights.require_though_frozen(writing, moderator, Right.AGREE)
            on = await writing.switches()
            if Switch.FROZEN not in on:
                return on
            asked = on.get(Switch.UNFREEZING)
            if asked is None:
                await writing.turn_on(TurnedOn(Switch.UNFREEZING, now, moderator))
                await writing.add_to_audit(AuditLine(now, moderator, Deed.UNFREEZING, NOTHING))
            elif asked.moderator == moderator:
                raise NotAllowed(f"moderator {moderator} asked for it")
            else:
                await writing.turn_off(Switch.FROZEN)
                await writing.turn_off(Switch.UNFREEZING)
                await writing.add_to_audit(AuditLine(now, moderator, Deed.UNFROZEN, NOTHING))
            return await writing.switches()


async def heartbeat_in(reading: Reading) -> Heartbeat | None:
    """Return when moderators last looked for news, or None on a day that is no exchange day."""
    if Switch.EXCHANGE_DAY not in await reading.switches():
        return None
    return Heartbeat(await reading.last_check())
