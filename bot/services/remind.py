"""Remind moderators of what they owe to families."""

from dataclasses import dataclass

from bot.core.alerts import Event, EventKind
from bot.core.log import NOTHING
from bot.core.reminders import DAILY, NEW_REPORTS, Owing, Reminder, due
from bot.core.roles import Right
from bot.core.switches import Switch
from bot.ports import Clock, NewId, Reading, Store
from bot.services.log import Log
from bot.services.rights import Rights

_EVENTS = {
    Reminder.CHECK: EventKind.CHECK_DUE,
    Reminder.HEARTBEAT: EventKind.HEARTBEAT_DUE,
    Reminder.REPORTS: EventKind.REPORTS_WAIT,
}


@dataclass(frozen=True, slots=True)
class Reminding:
    """Reminders on their way; each is an alert like any other, owed until it is settled."""

    store: Store
    clock: Clock
    new_id: NewId
    rights: Rights
    log: Log

    async def work(self) -> None:
        """Owe the reminders that are due to all who can do something about them."""
        now = self.clock()
        async with self.store.reading() as reading:
            kinds = [_EVENTS[reminder] for reminder in due(await _owing(reading), now=now)]
            alarmed = await reading.last_event(EventKind.LOG_BROKEN)
            held_at = await reading.newest_held()
            told_of_held = await reading.last_event(EventKind.ALERTS_HELD)
        if self.log.broken_at is not None and (alarmed is None or now >= alarmed + DAILY):
            kinds.append(EventKind.LOG_BROKEN)
        if held_at is not None and (told_of_held is None or held_at > told_of_held + NEW_REPORTS):
            kinds.append(EventKind.ALERTS_HELD)
        for kind in kinds:
            async with self.store.writing() as writing:
                event = Event(self.new_id(), kind, NOTHING, None, now)
                await self.rights.call(writing, event, self.new_id, right=Right.PREPARE)


async def _owing(reading: Reading) -> Owing:
    reports = await reading.open_reports()
    exchange_day = (await reading.switches()).get(Switch.EXCHANGE_DAY)
    return Owing(
        last_check=await reading.last_check(),
        exchange_day_since=exchange_day.at if exchange_day is not None else None,
        oldest_report=reports[0].at if reports else None,
        newest_report=reports[-1].at if reports else None,
        check_reminded=await reading.last_event(EventKind.CHECK_DUE),
        heartbeat_reminded=await reading.last_event(EventKind.HEARTBEAT_DUE),
        reports_reminded=await reading.last_event(EventKind.REPORTS_WAIT),
    )
