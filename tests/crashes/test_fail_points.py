"""Something happens at each point of the path from a list to the last alert; then the path is walked on."""

import ast
import asyncio
import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

import bot
from bot.assembly import make_services
from bot.core.errors import StoreUnavailable
from bot.core.pace import Pace
from bot.playground.world import TOKEN
from bot.services import announce, confirm, deliver, publish, review
from bot.services.announce import Announcements
from bot.services.deliver import Courier
from bot.services.outgoing import Outgoing
from bot.services.questions import Questions
from bot.settings import Settings
from handlers.messenger import TelegramMessenger
from handlers.transport import make_bot
from storage.store import SqliteStore, text_id
from tests.alerts.office import watches_over
from tests.builders import HOLD, GivenClock
from tests.crashes.moderators import confirm_on, publish_on
from tests.crashes.points import Kind, Mistake, PointedMessenger, PointedStore, Points, strike
from tests.services.office import ANNA_TELEGRAM, BOHDAN_TELEGRAM, Office
from tests.storage.builders import SEALING

ROOT = Path(bot.__file__).parent.parent
FOLLOWERS = 3
COMMITS = (
    "Reviews.submit",
    "Publications._publish",
    "Publications._end",
    "Confirmations.submit",
    "Confirmations.agree",
    "Confirmations._end_hold",
    "Announcements.work",
    "Courier.take_back",
    "Courier._exchange",
)
POINTS = [
    *(f"{when} the commit of {where}" for where in COMMITS for when in ("before", "after")),
    "before a message",
    "after a message",
]
NOT_ON_THE_PATH = {"Reviews.discard", "Confirmations.stop", "Announcements._post"}
"""Commits of the same services by which nothing comes nearer to an alert of a follower."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the path begins: two drafts of a batch that is announced and followed."""

    database: Path
    anna: str
    bohdan: str
    batch_id: str
    editions: tuple[str, str]


@pytest.fixture(scope="module")
def prepared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    database = Path(shutil.copy(template, tmp_path_factory.mktemp("prepared") / "vdoma.db"))
    return asyncio.run(_prepare(database))


async def _prepare(database: Path) -> Prepared:
    clock = GivenClock()
    async with a_store(database, clock) as store:
        async with store.writing() as writing:
            people = (ANNA_TELEGRAM, BOHDAN_TELEGRAM, 1, 2)
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id for person in people
            ]
        office = Office(store, database, clock, anna, bohdan, clara, halyna)
        batch = await office.announced_batch()
        for number in range(FOLLOWERS):
            await office.follows(await office.somebody(number), batch.id)
        lists = [await office.list_of(batch.id) for _ in range(2)]
        editions = [
            (await office.uploads(list_id, f"Вигаданець;Тарас;;{2000 + n}")).id
            for n, list_id in enumerate(lists)
        ]
        return Prepared(database, anna, bohdan, batch.id, (editions[0], editions[1]))


@contextlib.asynccontextmanager
async def a_store(database: Path, clock: GivenClock) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(database, chat_ids=SEALING.chats, clock=clock)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@dataclass(slots=True)
class Walk:
    """The path, walked on from wherever it was left; each time by a program that has just started."""

    folder: Path
    prepared: Prepared
    points: Points
    clock: GivenClock = field(default_factory=GivenClock)

    def __call__(self) -> None:
        asyncio.run(self._walk())

    async def _walk(self) -> None:
        async with a_store(self.folder / "vdoma.db", self.clock) as real:
            store = PointedStore(real, self.points)
            settings = Settings.model_construct(
                owners=frozenset({ANNA_TELEGRAM, BOHDAN_TELEGRAM}),
                hold=HOLD,
                stale_after=timedelta(days=7),
                second_factor="off",
            )
            services = make_services(store, settings, Questions(), SEALING, self.clock)
            courier = self._courier(store)
            await courier.take_back()
            first, second = self.prepared.anna, self.prepared.bohdan
            await publish_on(services, self.prepared.editions[0], first=first, second=second)
            await confirm_on(services, self.prepared.batch_id, first=first, second=second)
            await publish_on(services, self.prepared.editions[1], first=first, second=second)
            self.clock.moves(HOLD)
            await services.confirmations.end_holds()
            await services.publications.end_holds()
            for _ in range(3):
                await Announcements(store, self.clock, text_id).work()
                await courier.work()
                self.clock.moves(timedelta(minutes=2))

    def _courier(self, store: PointedStore) -> Courier:
        outgoing = Outgoing(Pace(1000, 1000), lambda: self.clock().timestamp(), self._sleep)
        words = TelegramMessenger(make_bot(TOKEN), store, self.clock, watches_over(store, self.clock))
        messenger = PointedMessenger(words, self.points, self.folder / "told")
        return Courier(store, self.clock, messenger, outgoing, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.clock.moves(timedelta(seconds=seconds))

    def told(self) -> dict[int, list[bool]]:
        """For each follower, whether each alert said that it may have come before."""
        told: dict[int, list[bool]] = {7_330_000_000 + number: [] for number in range(FOLLOWERS)}
        lines = (self.folder / "told").read_text().splitlines() if (self.folder / "told").exists() else []
        for chat, _, repeated in (line.split() for line in lines):
            if int(chat) in told:
                told[int(chat)].append(repeated == "1")
        return told

    def count(self, query: str) -> int:
        with contextlib.closing(sqlite3.connect(self.folder / "vdoma.db")) as connection:
            (found,) = connection.execute(query).fetchone()
        return int(found)


CONFIRMATIONS = "SELECT count(*) FROM audit WHERE act = 'batch confirmed'"
PUBLISHED = "SELECT count(*) FROM editions WHERE review = 'published'"
PUBLICATIONS = "SELECT count(*) FROM audit WHERE act = 'edition published'"


def dies(walk: Walk) -> None:
    """Walk in a process of its own, which is killed."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            walk()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the point was never reached"


@pytest.fixture
def folder(prepared: Prepared, tmp_path: Path) -> Path:
    shutil.copy(prepared.database, tmp_path / "vdoma.db")
    return tmp_path


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("point", POINTS)
def test_whatever_happens_at_any_point_nobody_is_lost_and_nothing_is_done_twice(
    folder: Path, prepared: Prepared, point: str, kind: Kind
) -> None:
    walk = Walk(folder, prepared, Points(point, lambda: strike(kind)))
    if kind is Kind.KILL:
        dies(walk)
    else:
        with contextlib.suppress(Mistake, StoreUnavailable, ExceptionGroup):
            walk()
        assert point in walk.points.passed
    assert walk.count(CONFIRMATIONS) or not any(walk.told().values()), "told before it was confirmed"
    on_way = walk.count("SELECT count(*) FROM outbox WHERE state = 'sending'")

    after = Walk(folder, prepared, Points(), walk.clock)
    after.clock.moves(timedelta(minutes=2))
    after()

    told = after.told()
    assert all(told.values()), "somebody was lost"
    assert sum(len(each) - 1 for each in told.values()) <= max(on_way, kind is not Kind.KILL)
    assert all(all(again) for _, *again in told.values()), "a repeat did not say so"
    assert (after.count(CONFIRMATIONS), after.count(PUBLISHED), after.count(PUBLICATIONS)) == (1, 2, 2)


def test_every_commit_of_the_path_has_its_fail_points(folder: Path, prepared: Prepared) -> None:
    walk = Walk(folder, prepared, Points())
    walk()

    assert {c for module in (review, publish, confirm, announce, deliver) for c in commits_of(module)} == {
        *COMMITS,
        *NOT_ON_THE_PATH,
    }
    assert set(POINTS) <= set(walk.points.passed)


def test_only_the_messenger_sends_alerts() -> None:
    """A message of the path that passes another door would have no fail-point."""
    sending = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot/services", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.(send_message|send_text|do_api_request)\(", path.read_text(encoding="utf-8"))
    }
    assert sending == {"handlers/context.py", "handlers/messenger.py", "handlers/transport.py"}
    assert sends_of(deliver) == ["Courier._try"]


def commits_of(module: ModuleType) -> list[str]:
    return _calling(module, "writing")


def sends_of(module: ModuleType) -> list[str]:
    return _calling(module, "send")


def _calling(module: ModuleType, method: str) -> list[str]:
    """The methods in which something of this name is called."""
    found = []
    for owner in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body:
        for function in getattr(owner, "body", ()):
            calls = [n.func for n in ast.walk(function) if isinstance(n, ast.Call)]
            if any(isinstance(f, ast.Attribute) and f.attr == method for f in calls):
                found.append(f"{getattr(owner, 'name', '')}.{getattr(function, 'name', '')}")
    return found
