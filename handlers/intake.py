"""Polling that confirms an update to Telegram only after it was answered.

Telegram keeps what is not confirmed and shows the earliest of it again and again, so a process
that is killed at any moment loses nothing.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from datetime import UTC, datetime, timedelta

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.core.errors import BotError
from handlers.answered import Answered, AnsweredStore
from handlers.lanes import Dropped, Lanes
from handlers.retries import rest_s, seconds_of
from handlers.transport import NotingBot
from handlers.updates import RawUpdate, chat_of, read_update, sent_at
from handlers.window import SIZE, Window

log = logging.getLogger(__name__)

PACE_S = 0.05
"""While updates are under way a poll returns at once, with the same ones: so often and no more."""
INTRUSION = timedelta(seconds=60)
HANDLERS_MAY_TAKE = timedelta(seconds=7.5)
LAST_STEPS_S = 0.9


class TokenRefused(BotError):
    """Telegram does not know the token; told to whoever runs the bot."""


class AnotherPoller(BotError):
    """Somebody else takes this bot's updates; told to whoever runs the bot."""


class Polling:
    """Asks Telegram for updates, and confirms the earliest ones once all of them are answered.

    Args:
        bot: its requests for updates have connections of their own.
        store: remembers which updates were answered.
        lanes: handle the updates; stopped together with the polling.
        allowed_updates: the kinds to ask for.
        long_poll: how long Telegram may wait for a first update, in whole seconds.
        slack: how much later an answer may come before the poll counts as dead.
        now: UTC.
        pause: sleeps for so many seconds.
        chance: a random number from 0 to 1.
    """

    def __init__(
        self,
        bot: NotingBot,
        store: AnsweredStore,
        lanes: Lanes,
        *,
        allowed_updates: Sequence[str] = (),
        long_poll: timedelta = timedelta(seconds=50),
        slack: timedelta = timedelta(seconds=10),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        on_intruder: Callable[[], None] = lambda: None,
    ) -> None:
        self._bot = bot
        self._on_intruder = on_intruder
        self._answered = Answered(store, now=now, pause=pause, chance=chance)
        self._lanes = lanes
        self._allowed_updates = allowed_updates
        self._long_poll = long_poll
        self._slack = slack
        self._now = now
        self._pause = pause
        self._chance = chance
        self._window = Window()
        self._asked_from: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._progress = asyncio.Event()
        self._conflicts: tuple[datetime, datetime] | None = None
        self._stop_asked = asyncio.Event()
        self._stopped = asyncio.Event()
        self._fault: BaseException | None = None

    async def run(self) -> None:
        """Poll until `stop` is called; once only.

        Raises:
            TokenRefused: the token is wrong or was revoked.
            AnotherPoller: another process has polled with the same token for a minute.
        """
        polling = self._start(self._keep_polling())
        patience = timedelta(0)
        try:
            await self._stop_asked.wait()
            patience = HANDLERS_MAY_TAKE
        finally:
            await _cancel({polling})
            await self._lanes.stop(patience)
            await self._finish_recording()
            if patience and not self._fault:
                await self._confirm()
            self._stopped.set()
        if self._fault:
            raise self._fault

    async def stop(self) -> None:
        """Stop within ten seconds: end the poll, let handlers finish, confirm what is answered.

        What was not started is left to Telegram, which sends it again.
        """
        self._stop_asked.set()
        await self._stopped.wait()

    async def _keep_polling(self) -> None:
        failures = 0
        while True:
            await self._until_worth_asking()
            try:
                await self._take(*await self._ask())
            except InvalidToken as error:
                raise TokenRefused("Telegram refuses the bot's token; see BotFather") from error
            except (TelegramError, TimeoutError) as error:
                failures += 1
                log.warning("poll failed", extra={"error": type(error).__name__, "failures": failures})
                await self._pause(self._rest_after(error, failures))
            else:
                failures = 0

    async def _until_worth_asking(self) -> None:
        clock = asyncio.get_running_loop().time
        soon = clock() + PACE_S
        while not self._window.is_idle and (clock() < soon or not self._window.may_show_more):
            self._progress.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(soon if clock() < soon else None):
                    await self._progress.wait()

    async def _ask(self) -> tuple[Sequence[RawUpdate], int | None]:
        """Return what Telegram shows, and the offset it was asked from."""
        offset = self._asked_from = self._window.offset
        wait = self._long_poll if self._window.is_idle else timedelta(0)
        # The library limits single reads; this ends a poll whatever it hangs on.
        async with asyncio.timeout((wait + self._slack).total_seconds() + 5):
            updates = await self._bot.shown_updates(
                offset=offset,
                limit=SIZE,
                wait=wait,
                allowed_updates=self._allowed_updates,
                slack=self._slack,
            )
        return updates, offset

    async def _take(self, shown: Sequence[RawUpdate], asked_from: int | None) -> None:
        raw = {update["update_id"]: update for update in shown}
        new = self._window.look(list(raw), asked_from=asked_from)
        if len(shown) >= SIZE:
            self._lanes.note_crowd()
        answered = await self._answered.among(new)
        self._window.begin(new)
        for update_id in new:
            chat_id, written = chat_of(raw[update_id]), sent_at(raw[update_id])
            if update_id in answered or (chat_id is not None and self._lanes.pass_over(chat_id, written)):
                self._window.end(update_id)
            else:
                finished = self._lanes.give(read_update(raw[update_id], self._bot))
                self._start(self._see_through(update_id, finished))

    async def _see_through(self, update_id: int, finished: asyncio.Future[bool]) -> None:
        if await finished:
            await self._answered.record(update_id)
        self._window.end(update_id)
        self._progress.set()

    def _rest_after(self, error: Exception, failures: int) -> float:
        if isinstance(error, Conflict):
            self._note_conflict(self._now())
        if isinstance(error, RetryAfter):
            return max(1.0, seconds_of(error.retry_after))
        return rest_s(failures, first_s=1, longest_s=30, chance=self._chance())

    def _note_conflict(self, at: datetime) -> None:
        """Count a conflict to the last ones, unless a minute has passed without any.

        Two pollers throw each other out by turns, so a poll that succeeds in between proves nothing.
        """
        first, last = self._conflicts or (at, at)
        since = at if at - last > INTRUSION else first
        self._conflicts = (since, at)
        log.warning("somebody else polls with this bot's token", extra={"since": since.isoformat()})
        if at > since:
            # One conflict alone may be our own poll before a restart.
            self._on_intruder()
        if at - since > INTRUSION:
            raise AnotherPoller("another process takes this bot's messages: stop it, or revoke the token")

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault and not isinstance(fault, Dropped):
            self._fault = self._fault or fault
            self._stop_asked.set()

    async def _finish_recording(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_STEPS_S)
        await _cancel(self._tasks)

    async def _confirm(self) -> None:
        # Asked twice from the same offset, Telegram waits three seconds for something to show.
        if self._window.offset == self._asked_from:
            return
        try:
            async with asyncio.timeout(LAST_STEPS_S):
                await self._bot.shown_updates(offset=self._window.offset, limit=1)
        except (TelegramError, TimeoutError) as error:
            # Nothing is lost: what comes again is known to the store.
            log.warning("last confirmation failed", extra={"error": type(error).__name__})


async def _cancel(tasks: Collection[asyncio.Task[None]]) -> None:
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
