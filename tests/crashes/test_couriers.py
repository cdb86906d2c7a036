"""Several couriers over one database of a server: real processes, killed and stopped."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import make_services, now_utc
from bot.demo import demo_settings
from bot.playground.people import MARINA, OKSANA, THOMAS, Person, crowd
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from bot.services.announce import Announcements
from bot.services.questions import Questions
from bot.services.together import Services
from storage.place import place_of
from storage.store import text_id
from tests.alerts.confirming import Desk, let_follow
from tests.alerts.office import until
from tests.crashes.courier import LEASE, REPEAT_AFTER
from tests.crashes.killing import PATIENCE_S, REPOSITORY, Process
from tests.postgres import Server, rows_in
from tests.storage.builders import AS_SETTING, SEALING

COURIERS, STRIKES, RATE = 3, 10, 18
STANDS_STILL_S = (LEASE + REPEAT_AFTER + timedelta(seconds=0.5)).total_seconds()


@dataclass(slots=True)
class Fleet:
    """The loopback Telegram, a server's database, and processes over it."""

    world: World
    url: str
    address: str
    folder: Path
    processes: list[Process] = field(default_factory=list)

    async def starts(self, *command: str, **settings: str) -> Process:
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *command,
                cwd=self.folder,
                env={
                    "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(REPOSITORY),
                    "VDOMA_KEYS": AS_SETTING.get_secret_value(), **settings,
                },
                stdout=log,
                stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    async def starts_a_hasty_courier(self) -> Process:
        return await self.starts("tests.crashes.courier", self.address, self.url, str(self.folder), str(RATE))

    async def runs(self, command: str, **settings: str) -> Process:
        return await self.starts(
            "bot", command,
            VDOMA_TELEGRAM_TOKEN=TOKEN, VDOMA_TELEGRAM_API=self.url, VDOMA_DATABASE_URL=self.address,
            VDOMA_OWNERS=f"{OKSANA.id},{THOMAS.id}", VDOMA_HOLD="0", VDOMA_SECOND_FACTOR="off", **settings,
        )  # fmt: skip

    async def confirms_a_batch(self, people: Sequence[Person]) -> None:
        """Let people follow a batch, and let it be confirmed: their alerts are owed."""
        self.world.adds(*people)
        self.world.opens(*(person.id for person in people))
        async with self._services() as services:
            desk = Desk(services)
            batch_id = await desk.announced_batch()
            await let_follow(services, people, batch_id)
            await desk.confirmed(batch_id)
            await services.confirmations.end_holds()
            await Announcements(services.confirmations.store, now_utc, text_id, {}).work()

    @contextlib.asynccontextmanager
    async def _services(self) -> AsyncIterator[Services]:
        settings = demo_settings(self.url, self.folder)
        store = place_of(self.address, self.folder).store(chat_ids=SEALING.chats)
        await store.open()
        try:
            yield make_services(store, settings, Questions(), SEALING)
        finally:
            await store.close()

    def on_their_way(self) -> int:
        return len(rows_in(self.address, "SELECT 1 FROM outbox WHERE state = 'sending'"))

    async def until_nothing_waits(self) -> None:
        waiting = "SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'undeliverable', 'called_off')"
        await until(lambda: not rows_in(self.address, waiting), every_s=0.1, longest_s=PATIENCE_S)

    def told(self, people: Sequence[Person]) -> Counter[int]:
        return Counter(shown.chat_id for person in people for shown in self.world.ledger.of(person.id))


@pytest.fixture
async def fleet(server: Server, tmp_path: Path) -> AsyncIterator[Fleet]:
    world = World(people=[OKSANA, THOMAS, MARINA])
    world.opens(OKSANA.id, THOMAS.id, MARINA.id)
    world.faults.add("latency", method="sendMessage", share=1, seconds=0.04)
    with server.empty_database() as address:
        async with serve(world, 0) as url:
            fleet = Fleet(world, url, address, tmp_path)
            try:
                yield fleet
            finally:
                for process in fleet.processes:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()


@pytest.mark.timeout(300)
async def test_couriers_that_are_killed_or_stand_still_lose_nobody_and_tell_twice_only_what_they_had_in_hand(
    fleet: Fleet,
) -> None:
    chance = random.Random(seed := random.randrange(1_000_000))
    people = crowd(400)
    await fleet.confirms_a_batch(people)
    couriers = [await fleet.starts_a_hasty_courier() for _ in range(COURIERS)]
    may_come_again = 0
    for _ in range(STRIKES):
        before = fleet.told(people).total()
        await fleet.world.until(lambda: fleet.told(people).total() > before, PATIENCE_S)  # noqa: B023
        struck = couriers.pop(0)
        struck.send_signal(signal.SIGSTOP)
        may_come_again += fleet.on_their_way()
        if chance.random() < 0.5:
            struck.kill()
            couriers.append(await fleet.starts_a_hasty_courier())
        else:
            # The others take over what it had in hand; then it goes on and thinks that it still has.
            await asyncio.sleep(STANDS_STILL_S)
            struck.send_signal(signal.SIGCONT)
            couriers.append(struck)
    await fleet.until_nothing_waits()

    told = fleet.told(people)
    where = f"seed {seed}: {told.total()} messages, {may_come_again} were in hand at the strikes"
    assert len(told) == len(people), where
    assert told.total() - len(people) <= may_come_again, where
    for person in people:
        _, *again = fleet.world.ledger.of(person.id)
        assert all(repeat.text.startswith("(Повторно") for repeat in again), where
    alerts = "SELECT 1 FROM outbox WHERE state = 'sent' AND chat_id IN (SELECT chat_id FROM follows)"
    assert len(rows_in(fleet.address, alerts)) == len(people), where


@pytest.mark.timeout(120)
async def test_the_bot_and_couriers_beside_it_keep_one_limit_together(fleet: Fleet) -> None:
    rate, people = 30, crowd(150)
    running = await fleet.runs("run", VDOMA_SEND_RATE=str(rate))
    beside = [await fleet.runs("courier", VDOMA_SEND_RATE=str(rate)) for _ in range(2)]
    at_work = "SELECT 1 FROM couriers"
    await until(lambda: len(rows_in(fleet.address, at_work)) == 3, every_s=0.1, longest_s=PATIENCE_S)
    await fleet.confirms_a_batch(people)
    await fleet.until_nothing_waits()

    told = fleet.told(people)
    assert set(told.values()) == {1}
    assert len(told) == len(people)
    moments = sorted(shown.moment for person in people for shown in fleet.world.ledger.of(person.id))
    most = max(sum(at <= other < at + 1 for other in moments) for at in moments)
    assert most <= rate
    for process in (running, *beside):
        process.terminate()
        assert await process.wait() == 0


async def test_the_bot_answers_over_a_server(fleet: Fleet) -> None:
    await fleet.runs("run")
    fleet.world.says(MARINA.id, "Вигаданець Тарас Петрович, 2002")

    await fleet.world.until(lambda: fleet.world.ledger.of(MARINA.id), PATIENCE_S)

    assert "Это не ответ «нет»" in fleet.world.ledger.of(MARINA.id)[-1].text


async def test_a_second_bot_over_the_same_database_refuses_to_start(fleet: Fleet) -> None:
    await fleet.runs("run")
    locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1"
    await until(lambda: rows_in(fleet.address, locks), every_s=0.05, longest_s=PATIENCE_S)

    second = await fleet.runs("run")

    assert await second.wait() == 1
    assert "already polls over this database" in (fleet.folder / "log").read_text()


async def test_over_a_file_no_courier_runs_beside_the_bot(fleet: Fleet) -> None:
    fleet.address = f"sqlite:///{fleet.folder / 'vdoma.db'}"

    courier = await fleet.runs("courier")

    assert await courier.wait() == 1
    assert "couriers of their own need PostgreSQL" in (fleet.folder / "log").read_text()
