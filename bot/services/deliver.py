"""The courier: sends what is owed until it is settled."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import UNCERTAIN_WAIT, Alert, Outcome, TryLater, Uncertain, what_next
from bot.core.errors import StoreUnavailable
from bot.core.switches import Switch
from bot.ports import Clock, Messenger, Store
from bot.services.way import Way

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
IN_FLIGHT = 16
MOST_ALONE = timedelta(seconds=2)
LAST_SENDS_S = 7.0
"""What is on its way when told to stop gets so long."""
LOOK_AGAIN_S = 0.5
FIRST_REST_S, LONGEST_REST_S = 0.25, 2.0
"""Between two tries of recording an outcome."""


@dataclass(slots=True)
class Courier:
    """Sends due alerts at no more than `rate` a second, several on their way at once.

    Args:
        rate: messages a second.
        sleep: waits that many seconds; asyncio.sleep but in tests.
        stopping: once set, nothing more is lent; what is on its way is still settled.
        lease: how long an alert is lent. It is begun in the first quarter and may take the others.
        repeat_after: how long to wait before an alert is repeated that may have arrived.
    """

    store: Store
    clock: Clock
    messenger: Messenger
    rate: float
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    lease: timedelta = LEASE
    repeat_after: timedelta = UNCERTAIN_WAIT
    _way: Way = field(default_factory=Way)
    _next_start: datetime | None = None
    _newest: asyncio.Task[None] | None = None
    _newest_since: datetime | None = None
    _on_way: set[asyncio.Task[None]] = field(default_factory=set)
    _limits: set[asyncio.Timeout] = field(default_factory=set)

    async def take_back(self) -> int:
        """Take back what a courier had on its way when it died; returns how many alerts.

        Each may have arrived, and goes out again marked as repeated. Only to be called where no
        other courier can be at work over the same store.
        """
        async with self.store.writing() as writing:
            taken = await writing.take_back_loans(due=self.clock() + self.repeat_after)
        if taken:
            log.warning("alerts taken back after a crash", passed=taken)
        return taken

    async def work(self) -> None:
        """Send until nothing is due nor on its way, nothing may be sent, or we are to stop.

        Raises:
            StoreUnavailable: nothing could be lent. What was on its way has been seen through.
        """
        fault: StoreUnavailable | None = None
        async with asyncio.TaskGroup() as group:
            try:
                await self._send_all_due(group)
            except StoreUnavailable as error:
                # Raised in here it would cancel what is on its way.
                fault = error
            await self._see_through()
        if fault is not None:
            raise fault

    async def _send_all_due(self, group: asyncio.TaskGroup) -> None:
        lent: deque[Alert] = deque()
        begin_before = self.clock()
        while not self.stopping.is_set():
            room = self._room()
            if lent and (room == 0 or self.clock() >= begin_before):
                await self._give_back(lent)
            if room and not lent:
                begin_before = self.clock() + self.lease / 4
                lent.extend(await self._lend(room))
            if not lent:
                if not self._on_way:
                    return
                await asyncio.wait(self._on_way, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
            elif early_s := self._early_s():
                await self.sleep(min(early_s, LOOK_AGAIN_S))
            else:
                self._start(lent.popleft(), group)
        await self._give_back(lent)

    async def _see_through(self) -> None:
        """Wait for what is on its way; once told to stop, not for long."""
        while self._on_way:
            if self.stopping.is_set():
                self._hurry()
            await asyncio.wait(self._on_way, timeout=LOOK_AGAIN_S)

    def _room(self) -> int:
        now, room = self.clock(), max(IN_FLIGHT - len(self._on_way), 0)
        if self._way.rest(now):
            return 0
        if not self._way.in_doubt:
            return room
        # One goes alone; but should it be that one person's that hangs, not everybody waits for it.
        since = self._newest_since if self._newest in self._on_way else None
        return min(room, int(since is None or now >= since + MOST_ALONE))

    async def _lend(self, room: int) -> Collection[Alert]:
        now = self.clock()
        # No more than a second's worth, so that none of them waits long for its turn.
        limit = min(room, max(int(self.rate), 1))
        async with self.store.writing() as writing:
            families = Switch.ALERTS_PAUSED not in await writing.switches()
            return await writing.lend_due_alerts(
                now=now, until=now + self.lease, limit=limit, families=families
            )

    def _early_s(self) -> float:
        if self._next_start is None:
            return 0.0
        # Never more than one gap: the clock may have been set back.
        return max(min((self._next_start - self.clock()).total_seconds(), 1 / self.rate), 0.0)

    def _start(self, alert: Alert, group: asyncio.TaskGroup) -> None:
        now, gap = self.clock(), timedelta(seconds=1 / self.rate)
        # One that started late does not delay those after it, but a pause is not made up for.
        self._next_start = max(self._next_start or now, now - gap) + gap
        task = self._newest = group.create_task(self._send(alert))
        self._newest_since = now
        self._on_way.add(task)
        task.add_done_callback(self._on_way.discard)

    async def _send(self, alert: Alert) -> None:
        troubles = self._way.troubles
        try:
            outcome = await self._try(alert)
        except Exception as error:  # noqa: BLE001 - an alert that nobody foresaw may not hold up all others
            # A mistake of ours, which tells nothing about the way that the others take.
            log.error("alert in trouble", alert=alert.id, error=type(error).__name__)
            await self._settle(alert, Uncertain())
            return
        self._way.learn(outcome, troubles=troubles, now=self.clock())
        if rest := self._way.rest(self.clock()):
            log.warning("alerts rest", seconds=rest.total_seconds(), outcome=type(outcome).__name__)
        await self._settle(alert, outcome)

    async def _try(self, alert: Alert) -> Outcome:
        limit = asyncio.timeout(self.lease.total_seconds() * 3 / 4)
        try:
            async with limit:
                self._limits.add(limit)
                return await self.messenger.send(alert)
        except TimeoutError:
            return Uncertain()
        finally:
            self._limits.discard(limit)

    async def _settle(self, alert: Alert, outcome: Outcome) -> None:
        now = self.clock()
        step = what_next(alert.attempts, outcome, now=now, repeat_after=self.repeat_after)
        rest_s = FIRST_REST_S
        while True:
            try:
                async with self.store.writing() as writing:
                    ours = await writing.settle(alert, step, outcome, now=now)
            except StoreUnavailable:
                if self.stopping.is_set() or self.clock() >= now + self.lease:
                    # The loan runs out and the alert comes back as uncertain: a repeat, never a loss.
                    log.error("outcome not recorded", alert=alert.id)
                    return
                await self.sleep(rest_s)
                rest_s = min(rest_s * 2, LONGEST_REST_S)
            else:
                log.info("alert settled", alert=alert.id, outcome=type(outcome).__name__, ours=ours)
                return

    async def _give_back(self, lent: deque[Alert]) -> None:
        """Return alerts that were lent and never sent, so certainly not delivered."""
        if not lent:
            return
        now = self.clock()
        unsent = TryLater(self._way.rest(now))
        try:
            async with self.store.writing() as writing:
                for alert in lent:
                    await writing.settle(alert, what_next(alert.attempts, unsent, now=now), unsent, now=now)
        except StoreUnavailable:
            log.error("alerts not given back", passed=len(lent))
        lent.clear()

    def _hurry(self) -> None:
        end = asyncio.get_running_loop().time() + LAST_SENDS_S
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(min(limit.when() or end, end))
