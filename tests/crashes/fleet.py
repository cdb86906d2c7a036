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
from tests.postgres import rows_in
from tests.storage.builders import AS_SETTING, SEALING

COURIERS, RATE = 3, 18
STANDS_STILL_S = (LEASE + REPEAT_AFTER + timedelta(seconds=0.5)).total_seconds()
_MARKED = "(Повторно"


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


async def struck(fleet: Fleet, strikes: int, followers: int, chance: random.Random) -> dict[str, int]:
    """Let couriers send while one after the other is killed, or stands still for longer than a loan."""
    people = crowd(followers)
    await fleet.confirms_a_batch(people)
    couriers = [await fleet.starts_a_hasty_courier() for _ in range(COURIERS)]
    found = Counter(followers=followers)
    for _ in range(strikes):
        before = fleet.told(people).total()
        await fleet.world.until(lambda: fleet.told(people).total() > before, PATIENCE_S)  # noqa: B023
        one = couriers.pop(0)
        one.send_signal(signal.SIGSTOP)
        found["extras_allowed"] += fleet.on_their_way()
        if chance.random() < 0.5:
            found["kills"] += 1
            one.kill()
            couriers.append(await fleet.starts_a_hasty_courier())
        else:
            # The others take over what it had in hand; then it goes on and thinks that it still has.
            found["pauses"] += 1
            await asyncio.sleep(STANDS_STILL_S)
            one.send_signal(signal.SIGCONT)
            couriers.append(one)
    await fleet.until_nothing_waits()
    told = fleet.told(people)
    again = [repeat for person in people for repeat in fleet.world.ledger.of(person.id)[1:]]
    found["lost"] = followers - len(told)
    found["extras"] = told.total() - len(told)
    found["extras_unmarked"] = sum(not repeat.text.startswith(_MARKED) for repeat in again)
    alerts = "SELECT 1 FROM outbox WHERE state = 'sent' AND chat_id IN (SELECT chat_id FROM follows)"
    found["not_settled_once"] = abs(followers - len(rows_in(fleet.address, alerts)))
    return dict(found)


@contextlib.asynccontextmanager
async def a_fleet(address: str, folder: Path) -> AsyncIterator[Fleet]:
    """Open it over an empty database of a server."""
    world = World(people=[OKSANA, THOMAS, MARINA])
    world.opens(OKSANA.id, THOMAS.id, MARINA.id)
    world.faults.add("latency", method="sendMessage", share=1, seconds=0.04)
    async with serve(world, 0) as url:
        fleet = Fleet(world, url, address, folder)
        try:
            yield fleet
        finally:
            for process in fleet.processes:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
