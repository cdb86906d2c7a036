"""The courier: sends what is owed until it is settled."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import Alert, Delivered, Outcome, TryLater, what_next
from bot.core.errors import StoreUnavailable
from bot.ports import Clock, Messenger, Store

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
IN_FLIGHT = 16


@dataclass(slots=True)
class Courier:
    """Sends due alerts at no more than `rate` a second, several on their way at once.

    Args:
        rate: messages a second.
        sleep: waits that many seconds; asyncio.sleep but in tests.
        stopping: once set, nothing more is lent; what is on its way is still settled.
    """

    store: Store
    clock: Clock
    messenger: Messenger
    rate: float
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _silent_until: datetime | None = field(default=None)

    async def work(self) -> int:
        """Try every alert that is due once; returns how many were delivered."""
        delivered = 0
        while not self._told_to_wait() and not self.stopping.is_set():
            alerts = await self._lend()
            if not alerts:
                break
            async with asyncio.TaskGroup() as group:
                tasks = []
                for alert in alerts:
                    tasks.append(group.create_task(self._send(alert)))
                    await self.sleep(1 / self.rate)
            delivered += sum(task.result() for task in tasks)
        return delivered

    def _told_to_wait(self) -> bool:
        return self._silent_until is not None and self.clock() < self._silent_until

    async def _lend(self) -> list[Alert]:
        now = self.clock()
        async with self.store.writing() as writing:
            return list(await writing.lend_due_alerts(now=now, until=now + LEASE, limit=IN_FLIGHT))

    async def _send(self, alert: Alert) -> bool:
        if self._told_to_wait():
            # Lent before Telegram told us to slow down: not sent, so certainly not delivered.
            outcome: Outcome = TryLater(self._wait_left())
        else:
            outcome = await self.messenger.send(alert)
        if isinstance(outcome, TryLater) and outcome.wait is not None:
            self._silent_until = self.clock() + outcome.wait
        await self._settle(alert, outcome)
        return isinstance(outcome, Delivered)

    def _wait_left(self) -> timedelta:
        return max((self._silent_until or self.clock()) - self.clock(), timedelta(0))

    async def _settle(self, alert: Alert, outcome: Outcome) -> None:
        now = self.clock()
        step = what_next(alert.attempts, outcome, now=now)
        try:
            async with self.store.writing() as writing:
                ours = await writing.settle(alert, step, outcome, now=now)
        except StoreUnavailable:
            # The loan runs out and the alert comes back as uncertain: a repeat, never a loss.
            log.error("outcome not recorded", alert=alert.id)
            return
        log.info("alert settled", alert=alert.id, outcome=type(outcome).__name__, ours=ours)
