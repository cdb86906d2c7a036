"""One lane for each person: their updates in order, everybody's side by side.

A lane holds at most one of the places where updates are handled, and gives it up after each
update: somebody with two hundred messages delays nobody.

Telegram shows only the earliest updates that are not finished. While more wait there than it shows, that is
in a crowd, nobody keeps it from showing those of others: what stays unread is finished before the reply that
says so. Those replies have places of their own, so that however many flood take no place from an answer.
"""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Awaitable, Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from telegram import Update

from bot.core.limits import Buckets
from handlers.retries import Failures, Undelivered, log_parked
from handlers.settled import Settled
from handlers.updates import written_at
from handlers.window import SIZE

PRESSES_AT_ONCE = 10
CUTTING_OFF_S = 0.5
APOLOGY_MAY_TAKE_S = 10.0
CROWD_LASTS = timedelta(seconds=10)
FAST_ENOUGH = 5, 0.5
"""In a crowd so many messages of one person are read, and so many more for each second they take to write."""
FAST_ENOUGH_FOR_MODERATORS = 30, 3
"""The same of a moderator, who presses one button after the other on the day of an exchange."""
SETTLED_AT_ONCE = 4
FIRST_SILENCE_S, LONGEST_SILENCE_S = 3.0, 60.0
"""In a crowd nothing is read for so long before somebody is told that the rest stays unread, each time for
twice as long; once told they may write again at once."""

Person = int | str


async def tell_nothing(_: Update) -> None:
    """Leave the person of a parked update without a word."""


class Dropped(Exception):
    """The bot stops before the update's turn; not confirmed, Telegram will send it again."""


@dataclass(slots=True, eq=False)
class _Waiting:
    update: Update
    finished: asyncio.Future[bool]


@dataclass(slots=True, eq=False)
class _Lane:
    person: Person
    waiting: deque[_Waiting] = field(default_factory=deque)
    excess: list[_Waiting] = field(default_factory=list)
    let_go: int = 0
    """So many more stay unread; they are forgotten but for their number."""
    turning: deque[Update] = field(default_factory=partial(deque, maxlen=PRESSES_AT_ONCE))
    """The newest presses among those, whose buttons turn until their queries are answered."""
    silence_s: float = 0
    """How long nothing is read before the reply to the excess; 0 while no such silence has begun."""
    under_way: Sequence[_Waiting] = ()
    failures: Failures | None = None
    is_queued: bool = False
    """True from its first update until nothing is left, also while it is served or rests."""

    def __bool__(self) -> bool:
        return bool(self.waiting or self.excess)


@dataclass(slots=True)
class _Places:
    """Where so many lanes are served at once, and who waits for that."""

    at_once: int
    ready: deque[_Lane] = field(default_factory=deque)
    working: set[asyncio.Task[float]] = field(default_factory=set)


class Lanes:
    """Handles each person's updates in order, and different people's at once.

    Args:
        handle: handles one update and replies. Raises `Undelivered` to be called again later: after the
            wait that Telegram asked for, which is no failed try, or after a rest that doubles.
        settle_excess: tells a person with more than `limit` unanswered updates that the rest stays
            unread: once for a burst, after the replies to the first `limit`. Gets the newest update
            and the number unread; if that update is a press, its query is to be answered too. Then
            called with 0 for each other press among them, whose query alone waits for an answer.
        apologise: tells a person that the update they sent was parked; tried once.
        limit: unanswered updates of one person that are still handled one by one.
        at_once: updates handled at the same time.
        longest: a handler is cut off after this; it would hold up the confirming for ever.
        moderators: who may write faster in a crowd.
        now: UTC.
        pause: sleeps for so many seconds.
        chance: a random number from 0 to 1.
    """

    def __init__(
        self,
        handle: Callable[[Update], Awaitable[None]],
        settle_excess: Callable[[Update, int], Awaitable[None]],
        *,
        apologise: Callable[[Update], Awaitable[None]] = tell_nothing,
        limit: int = 10,
        at_once: int = 64,
        longest: timedelta = timedelta(seconds=60),
        moderators: Container[Person] = frozenset(),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._handle = handle
        self._settle_excess = settle_excess
        self._apologise = apologise
        self._limit = limit
        self._longest = longest
        self._moderators = moderators
        self._now = now
        self._pause = pause
        self._chance = chance
        self._lanes: dict[Person, _Lane] = {}
        self._handling = _Places(at_once)
        self._settling = _Places(SETTLED_AT_ONCE)
        self._resting: set[asyncio.Task[None]] = set()
        self._settled = Settled()
        self._served = 0
        self._crowded_until = datetime.min.replace(tzinfo=UTC)
        self._unread_lately = 0
        self._written = Buckets(*FAST_ENOUGH)
        self._written_by_moderators = Buckets(*FAST_ENOUGH_FOR_MODERATORS)
        self._stopping = False

    def note_crowd(self) -> None:
        """Hear that more updates wait at Telegram than it shows at once."""
        if not self._is_crowded:
            self._unread_lately = 0
            for lane in self._lanes.values():
                self._make_room(lane)
        self._crowded_until = self._now() + CROWD_LASTS

    def give(self, update: Update) -> asyncio.Future[bool]:
        """Put an update at the end of its person's lane.

        The future is done when the update was answered, settled or parked, or stays unread; it tells whether
        a mark is to be kept that it must not be handled again: not of what stays unread. It raises `Dropped`
        if the bot stops before.
        """
        waiting = _Waiting(update, asyncio.get_running_loop().create_future())
        person = person_of(update)
        was_too_fast = not self._count_written(person, written_at(update))
        if self._stopping:
            _drop([waiting])
        elif self._settled.covers(person, update):
            _finish([waiting], for_good=False)
        else:
            self._enter(self._lanes.setdefault(person, _Lane(person)), waiting, was_too_fast=was_too_fast)
        return waiting.finished

    def pass_over(self, chat_id: int, written: datetime | None) -> bool:
        """Count a message that nobody need read: its chat will be told that more than that stays unread.

        Returns False if it must be read and given.
        """
        lane = self._lanes.get(chat_id)
        if lane is None or not lane.silence_s or not lane.excess or lane.under_way:
            return False
        self._count_written(chat_id, written)
        self._let_go(lane, 1)
        return True

    async def stop(self, patience: timedelta) -> None:
        """Start nothing more, let what is under way end within `patience`, then cut it off."""
        self._stopping = True
        for lane in self._lanes.values():
            _drop(w for w in (*lane.waiting, *lane.excess) if w not in lane.under_way)
        if working := (*self._handling.working, *self._settling.working):
            await asyncio.wait(working, timeout=patience.total_seconds())
        late = (*self._handling.working, *self._settling.working, *self._resting)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=CUTTING_OFF_S)
        for lane in self._lanes.values():
            _drop((*lane.waiting, *lane.excess))

    @property
    def _is_crowded(self) -> bool:
        return self._now() < self._crowded_until

    def _enter(self, lane: _Lane, waiting: _Waiting, *, was_too_fast: bool) -> None:
        is_full = len(lane.waiting) >= self._limit or (self._is_crowded and was_too_fast)
        if lane.excess or is_full:
            lane.excess.append(waiting)
        else:
            lane.waiting.append(waiting)
        if self._is_crowded or lane.silence_s:
            self._make_room(lane)
        if not lane.is_queued:
            lane.is_queued = True
            self._queue_up(lane)

    def _count_written(self, person: Person, written: datetime | None) -> bool:
        """Take in that somebody wrote once more; returns False if that was too fast for a crowd."""
        buckets = self._written_by_moderators if person in self._moderators else self._written
        return buckets.takes(person, now=written or self._now())

    def _make_room(self, lane: _Lane) -> None:
        """Finish what stays unread; of that only the newest is kept, for the reply that says so."""
        if not lane.excess:
            return
        while len(lane.waiting) > 1:
            lane.excess.insert(0, lane.waiting.pop())
        being_told = 0 if lane.waiting else len(lane.under_way)
        _finish(lane.excess, for_good=False)
        let_go = lane.excess[being_told:-1]
        self._let_go(lane, len(let_go))
        lane.turning += [waiting.update for waiting in let_go if waiting.update.callback_query]
        del lane.excess[being_told:-1]

    def _let_go(self, lane: _Lane, count: int) -> None:
        lane.let_go += count
        self._unread_lately += count
        if self._is_crowded and self._unread_lately >= SIZE:
            # They would wait at Telegram: that nothing waits there now is no end of the crowd.
            self._unread_lately = 0
            self._crowded_until = self._now() + CROWD_LASTS

    def _queue_up(self, lane: _Lane) -> None:
        if not lane.waiting and not lane.silence_s and self._is_crowded:
            lane.silence_s = self._next_silence_s(lane.person)
            # Not all at once: there are only so many places for such replies.
            self._let_rest(lane, lane.silence_s * (1 + self._chance() / 2))
            return
        places = self._handling if lane.waiting else self._settling
        places.ready.append(lane)
        self._fill(places)

    def _fill(self, places: _Places) -> None:
        while places.ready and len(places.working) < places.at_once and not self._stopping:
            lane = places.ready.popleft()
            task = asyncio.create_task(self._serve(lane))
            places.working.add(task)
            task.add_done_callback(partial(self._leave_place, places, lane))

    def _leave_place(self, places: _Places, lane: _Lane, task: asyncio.Task[float]) -> None:
        places.working.discard(task)
        if task.cancelled() or self._stopping:
            return
        if rest_s := task.result():
            self._let_rest(lane, rest_s)
        elif lane:
            self._queue_up(lane)
        else:
            del self._lanes[lane.person]
        self._fill(places)

    def _let_rest(self, lane: _Lane, rest_s: float) -> None:
        lane.under_way = ()
        resting = asyncio.create_task(self._rest(lane, rest_s))
        self._resting.add(resting)
        resting.add_done_callback(self._resting.discard)

    async def _rest(self, lane: _Lane, rest_s: float) -> None:
        await self._pause(rest_s)
        self._queue_up(lane)

    async def _serve(self, lane: _Lane) -> float:
        """Handle the lane's next update, or settle its excess.

        Returns the seconds to rest before the same is tried or tried again; 0 if it is finished.
        """
        failures = lane.failures or Failures(self._served)
        lane.under_way = (lane.waiting[0],) if lane.waiting else tuple(lane.excess)
        try:
            async with asyncio.timeout(self._longest.total_seconds()):
                await (self._handle(lane.waiting[0].update) if lane.waiting else self._settle(lane))
        except Undelivered as error:
            if error.wait_s is not None:
                return error.wait_s
            lane.failures = failures.and_another(self._served)
            if not lane.failures.are_enough:
                return lane.failures.rest_s(self._chance())
            await self._park(lane.under_way[0].update, error)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            await self._park(lane.under_way[0].update, error)
        except Exception as error:  # noqa: BLE001 - whatever a handler does wrong, others flow
            await self._park(lane.under_way[0].update, error)
        else:
            self._served += 1
        self._leave_behind(lane)
        return 0

    async def _park(self, update: Update, error: BaseException) -> None:
        log_parked(update, error)
        # Whatever keeps the apology from arriving, the update stays parked.
        with contextlib.suppress(Exception):
            async with asyncio.timeout(APOLOGY_MAY_TAKE_S):
                await self._apologise(update)

    async def _settle(self, lane: _Lane) -> None:
        *earlier, newest = (waiting.update for waiting in lane.under_way)
        let_go, turning = lane.let_go, tuple(lane.turning)
        await self._settle_excess(newest, let_go + len(lane.under_way))
        lane.let_go -= let_go
        self._settled.remember(lane.person, self._now(), silence_s=lane.silence_s)
        lane.silence_s = 0
        presses = [*turning, *(update for update in earlier if update.callback_query)]
        lane.turning = deque((u for u in lane.turning if u not in turning), maxlen=PRESSES_AT_ONCE)
        for start in range(0, len(presses), PRESSES_AT_ONCE):
            some = presses[start : start + PRESSES_AT_ONCE]
            # A query that stays unanswered only leaves a button turning for a while.
            await asyncio.gather(*(self._settle_excess(press, 0) for press in some), return_exceptions=True)

    def _next_silence_s(self, person: Person) -> float:
        return min(
            max(2 * self._settled.silence_s_of(person, self._now()), FIRST_SILENCE_S), LONGEST_SILENCE_S
        )

    def _leave_behind(self, lane: _Lane) -> None:
        """Finish what was under way, and what was written before the reply that settles it."""
        if lane.waiting:
            lane.waiting.popleft()
        else:
            late = lane.excess[len(lane.under_way) :]
            lane.excess = [w for w in late if not self._settled.covers(lane.person, w.update)]
            _finish(w for w in late if w not in lane.excess)
        _finish(lane.under_way)
        lane.under_way, lane.failures = (), None


def person_of(update: Update) -> Person:
    """Return whose lane an update belongs to: the chat's in a group, the person's everywhere else.

    What concerns nobody, such as a closed poll, has a lane of its own.
    """
    if update.effective_chat:
        return update.effective_chat.id
    if update.effective_user:
        return update.effective_user.id
    return f"update {update.update_id}"


def _finish(those: Iterable[_Waiting], *, for_good: bool = True) -> None:
    for waiting in those:
        if not waiting.finished.done():
            waiting.finished.set_result(for_good)


def _drop(those: Iterable[_Waiting]) -> None:
    for waiting in those:
        if not waiting.finished.done():
            waiting.finished.set_exception(Dropped(f"update {waiting.update.update_id}"))
            # Asked for here, so that nobody is told of it when nobody waits any more.
            waiting.finished.exception()
