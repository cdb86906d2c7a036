"""A bot that repeats what it is told, over the real intake and the loopback Bot API."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import NetworkError, RetryAfter

from bot.playground.people import crowd
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from handlers.intake import Polling
from handlers.lanes import Lanes
from handlers.retries import Undelivered
from handlers.transport import NotingBot, make_bot
from tests.handlers.answered_store import AnsweredFile

UNREAD = "The rest stays unread."


class Echo:
    """Answers every message with its own text, unless `before_answering` prevents it."""

    def __init__(self, bot: NotingBot) -> None:
        self.bot = bot
        self.before_answering: Callable[[Update], Awaitable[None]] | None = None
        self.broken_for: set[str] = set()

    async def answer(self, update: Update) -> None:
        if self.before_answering:
            await self.before_answering(update)
        if update.message and update.message.text:
            await self._send(update, update.message.text)

    async def settle(self, update: Update, unread: int) -> None:
        if update.callback_query:
            await self.bot.answer_callback_query(update.callback_query.id)
        if unread:
            await self._send(update, UNREAD)

    async def _send(self, update: Update, text: str) -> None:
        if update.effective_chat:
            try:
                await self.bot.send_message(update.effective_chat.id, text)
            except (NetworkError, RetryAfter) as error:
                raise Undelivered from error


class Town:
    """Many people, one loopback Telegram, and the bot's processes one after the other."""

    def __init__(self, world: World, url: str, file: Path) -> None:
        self.world = world
        self.url = url
        self.file = file
        self.people = list(world.people)
        self.rests: list[float] = []
        self.now = datetime.now(UTC)

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[NotingBot]:
        async with make_bot(TOKEN, api=self.url) as bot:
            yield bot

    def clock(self) -> datetime:
        return self.now

    async def rest(self, seconds: float) -> None:
        """Let the rest pass at once, for the clock of this town."""
        self.rests.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def polling(
        self, bot: NotingBot, echo: Echo, store: AnsweredFile | None = None, **options: Any
    ) -> Polling:
        lanes = Lanes(echo.answer, echo.settle, pause=self.rest)
        store = store or AnsweredFile(self.file)
        return Polling(bot, store, lanes, now=self.clock, pause=self.rest, **options)

    @asynccontextmanager
    async def running(self, echo: Echo, store: AnsweredFile | None = None) -> AsyncIterator[Polling]:
        """Run a process of the bot until the end of the block, and stop it as SIGTERM would."""
        polling = self.polling(echo.bot, echo, store)
        running = asyncio.create_task(polling.run())
        try:
            yield polling
            await polling.stop()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        await running

    async def until_answered(self, count: int) -> None:
        await self.world.until(lambda: len(self.answers) >= count, timeout=60)

    async def eventually(self, is_so: Callable[[], object]) -> None:
        """Wait for what happens without the bot showing anything."""
        async with asyncio.timeout(30):
            while not is_so():  # noqa: ASYNC110 - a poll or a confirmation rings no bell
                await asyncio.sleep(0)

    @property
    def answers(self) -> list[tuple[int, str]]:
        """What was shown to whom, in order."""
        return [(record.chat_id, record.text) for record in self.world.ledger.records]

    def answers_to(self, person: int) -> list[str]:
        return [record.text for record in self.world.ledger.of(person)]

    @property
    def answers_each(self) -> Counter[int]:
        return Counter(person for person, _ in self.answers)


@asynccontextmanager
async def a_town(file: Path, *, people: int = 3) -> AsyncIterator[Town]:
    world = World(people=crowd(people))
    async with serve(world, 0) as url:
        yield Town(world, url, file)
