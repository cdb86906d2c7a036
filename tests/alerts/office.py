"""A courier with all it works with: a real store, the loopback Telegram, a clock that the test moves."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.assembly import make_services
from bot.core.alerts import Event, EventKind
from bot.core.errors import StoreUnavailable
from bot.core.exchanges import Subject, SubjectKind
from bot.core.follows import Follow
from bot.core.pace import Pace
from bot.playground.ledger import Shown
from bot.playground.people import Person, crowd
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from bot.ports import Look, Messenger, Reading, Result, Store, Writing
from bot.services.announce import Announcements
from bot.services.deliver import Courier
from bot.services.outgoing import Outgoing
from bot.services.questions import Questions
from bot.services.watch import Watches
from bot.settings import Settings
from handlers.messenger import TelegramMessenger
from handlers.transport import make_bot
from storage.store import SqliteStore, text_id
from tests.storage.builders import SEALING, YOUNG, add_announced_batch

NOON = datetime(2025, 6, 9, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LANGUAGES = ("uk", "ru", "en")


@dataclass(slots=True)
class Clock:
    """Time that passes only when somebody says so, or sleeps."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, time: timedelta) -> None:
        self.moment += time

    async def sleep(self, seconds: float) -> None:
        # What was begun before is begun before time passes.
        await asyncio.sleep(0)
        self.passes(timedelta(seconds=seconds))


@dataclass(slots=True)
class FailingStore:
    """A real store on a disk that sometimes refuses to write.

    Args:
        refusals: so many of the next transactions cannot be committed.
    """

    real: SqliteStore
    refusals: int = 0

    def reading(self) -> contextlib.AbstractAsyncContextManager[Reading]:
        return self.real.reading()

    async def at_once(self, look: Look[Result]) -> Result:
        return await self.real.at_once(look)

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[Writing]:
        async with self.real.writing() as writing:
            yield writing
            if self.refusals:
                self.refusals -= 1
                raise StoreUnavailable("the disk is full")


@dataclass(frozen=True, slots=True)
class Owed:
    """How an alert stands in the database."""

    state: str
    attempts: int
    uncertain: bool


@dataclass(slots=True)
class Office:
    """The courier at its place of work."""

    world: World
    url: str
    store: FailingStore
    database: Path
    clock: Clock
    telegram: Messenger
    people: list[Person] = field(default_factory=list)

    def courier(self, *, messenger: Messenger | None = None, rate: float = 1000) -> Courier:
        outgoing = Outgoing(Pace(rate), lambda: self.clock().timestamp(), self.clock.sleep)
        return Courier(
            self.store, self.clock, messenger or self.telegram, outgoing, sleep=self.clock.sleep, lease=MINUTE
        )

    async def owes(self, followers: int, *, event: str = "confirmed") -> list[Person]:
        """Let a batch with so many followers be confirmed."""
        self.people = [
            replace(person, language_code=LANGUAGES[n % 3]) for n, person in enumerate(crowd(followers))
        ]
        self.world.adds(*self.people)
        self.world.opens(*(person.id for person in self.people))
        happened = Event(event, EventKind.BATCH_CONFIRMED, YOUNG.id, None, self.clock())
        async with self.store.real.writing() as writing:
            if not await writing.batches():
                await add_announced_batch(writing)
            for person in self.people:
                chat = await writing.remember_chat(person.id, language=person.language_code)
                wish = Follow(
                    f"f-{chat.id}", chat.id, Subject(SubjectKind.BATCH, YOUNG.id), frozenset(), NOON
                )
                await writing.add_follow(wish)
            await writing.add_event(happened)
        await Announcements(self.store.real, self.clock, text_id).work()
        return self.people

    async def happens(self, event: str) -> None:
        """Let something happen once more that the same people follow."""
        happened = Event(event, EventKind.BATCH_CONFIRMED, YOUNG.id, None, self.clock())
        async with self.store.real.writing() as writing:
            await writing.add_event(happened)
        await Announcements(self.store.real, self.clock, text_id).work()

    async def turns_alerts_off(self, person: Person) -> None:
        async with self.store.real.writing() as writing:
            chat = await writing.chat_of(person.id)
            assert chat is not None
            await writing.save_chat(replace(chat, paused=True))

    def told(self, person: Person) -> list[Shown]:
        return [shown for shown in self.world.ledger.of(person.id) if shown.kind == "sent"]

    def told_each(self) -> list[int]:
        """How often each of the people was told."""
        return [len(self.told(person)) for person in self.people]

    def owed(self, person: Person) -> Owed:
        return self._owed()[person.id]

    def owed_to_all(self) -> set[Owed]:
        return set(self._owed().values())

    def _owed(self) -> dict[int, Owed]:
        """How each person's newest alert stands, by Telegram id."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute(
                "SELECT c.id, c.sealed_id, o.state, o.attempts, o.uncertain "
                "FROM outbox AS o JOIN chats AS c ON c.id = o.chat_id ORDER BY o.number"
            )
            return {
                SEALING.chats.open(sealed, chat_id=chat_id): Owed(state, attempts, bool(uncertain))
                for chat_id, sealed, state, attempts, uncertain in rows
            }


async def until(is_so: Callable[[], object], *, every_s: float = 0, longest_s: float = 10) -> None:
    """Let others run until something is so that rings no bell."""
    async with asyncio.timeout(longest_s):
        while not is_so():  # noqa: ASYNC110 - there is no bell
            await asyncio.sleep(every_s)


def watches_over(store: Store, clock: Callable[[], datetime]) -> Watches:
    """The watches of a store, as the program puts them together."""
    settings = Settings.model_construct(owners=frozenset(), hold=MINUTE, stale_after=MINUTE)
    return make_services(store, settings, Questions(), SEALING, clock).watches


@contextlib.asynccontextmanager
async def an_office(database: Path) -> AsyncIterator[Office]:
    clock = Clock()
    world = World(now=lambda: clock().timestamp())
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    try:
        async with serve(world, 0) as url, make_bot(TOKEN, api=url) as bot:
            yield Office(
                world,
                url,
                FailingStore(store),
                database,
                clock,
                TelegramMessenger(bot, store, clock, watches_over(store, clock)),
            )
    finally:
        await store.close()
