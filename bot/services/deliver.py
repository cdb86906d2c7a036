"""The courier: sends what is owed until it is settled."""

import asyncio
import math
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.alerts import UNCERTAIN_WAIT, Alert, Delivered, Outcome, TryLater, Uncertain, what_next
from bot.core.errors import StoreUnavailable
from bot.core.pace import Sending
from bot.core.switches import Switch
from bot.ports import Clock, Letter, Messenger, Settling, Store
from bot.services.outgoing import Outgoing
from bot.services.part import PartOfPace
from bot.services.way import Way

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
MOST_IN_HAND = 64
IN_HAND_S = 1 / 8
"""No more is lent than so much time's worth: what is in hand at a crash may be repeated."""
MOST_ALONE = timedelta(seconds=2)
LAST_SENDS_S = 7.0
"""What is on its way when told to stop gets so long."""
LOOK_AGAIN_S = 0.5
FIRST_REST_S, LONGEST_REST_S = 0.25, 2.0
"""Between two tries of recording outcomes."""


@dataclass(slots=True)
class Courier:
    """Sends due alerts as fast as the gate lets them through, several on their way at once.

    An alert is in hand from the moment it is lent until its outcome is committed. Outcomes are
    committed several at a time, in the transaction that lends the next ones.

    Args:
        sleep: waits that many seconds; asyncio.sleep but in tests.
        stopping: once set, nothing more is lent; what is on its way is still settled.
        lease: how long an alert is lent. It is begun in the first quarter and may take the others.
        repeat_after: how long to wait before an alert is repeated that may have arrived.
        part: this courier's part of the pace, where others may be at work over the same store.
    """

    store: Store
    clock: Clock
    messenger: Messenger
    outgoing: Outgoing
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    lease: timedelta = LEASE
    repeat_after: timedelta = UNCERTAIN_WAIT
    part: PartOfPace | None = None
    _way: Way = field(default_factory=Way)
    _lent: deque[Letter] = field(default_factory=deque)
    _settlings: list[Settling] = field(default_factory=list)
    _newest: asyncio.Task[None] | None = None
    _newest_since: datetime | None = None
    _on_way: set[asyncio.Task[None]] = field(default_factory=set)
    _enough_came_back: asyncio.Event = field(default_factory=asyncio.Event)
    _limits: set[asyncio.Timeout] = field(default_factory=set)

    async def take_back(self) -> int:
        """Take back what a courier had in hand when it died; returns how many alerts.

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
            StoreUnavailable: nothing could be lent or recorded. What was on its way has been seen through;
                outcomes that could not be recorded are kept for the next call.
        """
        fault: StoreUnavailable | None = None
        async with asyncio.TaskGroup() as group:
            try:
                await self._send_all_due(group)
            except StoreUnavailable as error:
                # Raised in here it would cancel what is on its way.
                fault = error
            await self._see_through()
        self._give_back()
        await self._record()
        if fault is not None:
            raise fault

    async def _send_all_due(self, group: asyncio.TaskGroup) -> None:
        begin_before = self.clock()
        too_few_came = False
        while not self.stopping.is_set():
            room = self._room()
            if not self._lent and self._is_worth_a_commit(room, anyway=too_few_came):
                begin_before = self.clock() + self.lease / 4
                await self._exchange(room)
            if self._lent and (self._room() == 0 or self.clock() >= begin_before):
                self._give_back()
            if not self._lent:
                if not self._on_way and not self._settlings and (room or not self._room()):
                    return
                too_few_came = not await self._until_enough_come_back()
            elif early_s := self.outgoing.alert_wait_s():
                await self.sleep(min(early_s, LOOK_AGAIN_S))
            else:
                self._start(self._lent.popleft(), group)

    @property
    def _most_in_hand(self) -> int:
        return min(math.ceil(self.outgoing.pace.rate * IN_HAND_S), MOST_IN_HAND)

    def _room(self) -> int:
        now, room = self.clock(), self._most_in_hand - len(self._on_way)
        if self._way.rest(now) or self.outgoing.all_wait_s():
            return 0
        if not self._way.in_doubt:
            return max(room, 0)
        # One goes alone; but should it be that one person's that hangs, not everybody waits for it.
        since = self._newest_since if self._newest in self._on_way else None
        return int(since is None or now >= since + MOST_ALONE)

    def _is_worth_a_commit(self, room: int, *, anyway: bool) -> bool:
        """Whether to settle and lend now; at full speed not for a few."""
        if not self._on_way or anyway or self._way.in_doubt:
            return bool(room or self._settlings)
        return room >= (self._most_in_hand + 1) // 2

    async def _until_enough_come_back(self) -> bool:
        """Return whether they did within half a second."""
        if not self._on_way:
            return False
        self._enough_came_back.clear()
        try:
            async with asyncio.timeout(LOOK_AGAIN_S):
                await self._enough_came_back.wait()
        except TimeoutError:
            return False
        return True

    async def _see_through(self) -> None:
        """Wait for what is on its way; once told to stop, not for long."""
        while self._on_way:
            if self.stopping.is_set():
                self._hurry()
            await asyncio.wait(self._on_way, timeout=LOOK_AGAIN_S)

    async def _exchange(self, room: int) -> None:
        """Record what came back, lend as many new ones, and word them.

        Raises:
            StoreUnavailable: neither was done.
        """
        now = self.clock()
        settlings, self._settlings = self._settlings, []
        try:
            async with self.store.writing() as writing:
                await writing.settle(settlings, now=now)
                lent: Sequence[Alert] = ()
                if self.part is not None and not await self.part.look(writing, now=now):
                    room = 0
                if room:
                    families = not {Switch.ALERTS_PAUSED, Switch.FROZEN} & set(await writing.switches())
                    lent = await writing.lend_due_alerts(
                        now=now,
                        until=now + self.lease,
                        limit=room,
                        families=families,
                        repeat_after=self.repeat_after,
                    )
        except BaseException:
            self._settlings = settlings + self._settlings
            raise
        _log(settlings)
        for worded in await self.messenger.word(lent) if lent else ():
            if isinstance(worded, Letter):
                self._lent.append(worded)
            else:
                self._came_back(worded.alert, worded.outcome)

    def _start(self, letter: Letter, group: asyncio.TaskGroup) -> None:
        if wait_s := self.outgoing.chat_wait_s(letter.chat):
            # That chat's own pace; others need not wait for it.
            self._came_back(letter.alert, TryLater(timedelta(seconds=wait_s)))
            return
        sending = self.outgoing.begin_alert(letter.chat)
        task = self._newest = group.create_task(self._send(letter, sending))
        self._newest_since = self.clock()
        self._on_way.add(task)
        task.add_done_callback(self._has_come_back)

    def _has_come_back(self, task: asyncio.Task[None]) -> None:
        self._on_way.discard(task)
        if self._is_worth_a_commit(self._room(), anyway=False):
            self._enough_came_back.set()

    async def _send(self, letter: Letter, sending: Sending) -> None:
        troubles = self._way.troubles
        outcome: Outcome = Uncertain()
        try:
            outcome = await self._try(letter)
        except Exception as error:  # noqa: BLE001 - an alert that nobody foresaw may not hold up all others
            # A mistake of ours, which tells nothing about the way that the others take.
            log.error("alert in trouble", alert=letter.alert.id, error=type(error).__name__)
        else:
            self._way.learn(outcome, troubles=troubles, now=self.clock())
            if rest := self._way.rest(self.clock()):
                log.warning("alerts rest", seconds=rest.total_seconds(), outcome=type(outcome).__name__)
        finally:
            told = outcome.wait if isinstance(outcome, TryLater) and not outcome.everybody else None
            self.outgoing.end(
                sending,
                accepted=isinstance(outcome, Delivered),
                told_to_wait_s=told.total_seconds() if told else None,
            )
        self._came_back(letter.alert, outcome)

    async def _try(self, letter: Letter) -> Outcome:
        limit = asyncio.timeout(self.lease.total_seconds() * 3 / 4)
        try:
            async with limit:
                self._limits.add(limit)
                return await self.messenger.send(letter)
        except TimeoutError:
            return Uncertain()
        finally:
            self._limits.discard(limit)

    def _came_back(self, alert: Alert, outcome: Outcome) -> None:
        step = what_next(alert.attempts, outcome, now=self.clock(), repeat_after=self.repeat_after)
        self._settlings.append(Settling(alert, step, outcome))

    def _give_back(self) -> None:
        """Return alerts that were lent and never sent, so certainly not delivered."""
        unsent = TryLater(max(self._way.rest(self.clock()), timedelta(seconds=self.outgoing.all_wait_s())))
        while self._lent:
            self._came_back(self._lent.popleft().alert, unsent)

    async def _record(self) -> None:
        """Record all outcomes, for as long as a loan lasts.

        Raises:
            StoreUnavailable: it was not possible; they are tried again the next time, and become repeats
                if this process dies before.
        """
        end, rest_s = self.clock() + self.lease, FIRST_REST_S
        while self._settlings:
            try:
                await self._exchange(0)
            except StoreUnavailable:
                if self.stopping.is_set() or self.clock() >= end:
                    log.error("outcomes not recorded", passed=len(self._settlings))
                    raise
                await self.sleep(rest_s)
                rest_s = min(rest_s * 2, LONGEST_REST_S)

    def _hurry(self) -> None:
        end = asyncio.get_running_loop().time() + LAST_SENDS_S
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(min(limit.when() or end, end))


def _log(settlings: Sequence[Settling]) -> None:
    """One line for all that were delivered, which are many; one for each of the others."""
    counts = Counter(type(settling.outcome).__name__ for settling in settlings)
    if delivered := counts[Delivered.__name__]:
        log.info("alerts delivered", passed=delivered)
    for settling in settlings:
        if not isinstance(settling.outcome, Delivered):
            log.info("alert settled", alert=settling.alert.id, outcome=type(settling.outcome).__name__)
