"""The real program as a process of its own, people who wait for an alert, and what kills leave behind."""

import asyncio
import contextlib
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import bot
from bot.assembly import make_services, sealing_of
from bot.core.lists import PublisherKind
from bot.demo import demo_settings
from bot.files import ListFile
from bot.playground.faults import Fault
from bot.playground.ledger import Shown
from bot.playground.people import OKSANA, THOMAS, Person, crowd
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from bot.services.questions import Questions
from bot.services.together import Services
from storage.store import SqliteStore
from tests.alerts.confirming import Desk, chat_of, let_follow
from tests.alerts.office import until
from tests.services.office import csv_of

Process = asyncio.subprocess.Process

REPOSITORY = Path(bot.__file__).parent.parent
PATIENCE_S = 300.0
"""A machine with much else to do starts a bot slowly; only what is lost for good is waited for so long."""
FOLLOWERS = 30
_MARKED = ("(Repeated", "(Повторно")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A batch whose followers wait for its confirmation."""

    batch_id: str
    edition_id: str
    people: tuple[Person, ...]


@dataclass(slots=True)
class Scene:
    """The loopback Telegram, the database, and a tally of what the kills did.

    Args:
        on_way_at_kills: how many alerts were lent when the process was killed, over all kills:
            so many may be repeated.
        most_on_way: the most at any one kill.
        drops: strikes at messages that had been accepted; so many more may be repeated.
        told_too_early: batches of which somebody was told though no confirmation was committed.
    """

    world: World
    url: str
    folder: Path
    drops: Fault
    kills: int = 0
    on_way_at_kills: int = 0
    most_on_way: int = 0
    told_too_early: int = 0
    batches: list[Confirmed] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "vdoma.db"

    async def batch(self, followers: int = FOLLOWERS, *, kills: int = 0) -> Confirmed:
        """Bring a new batch to where the next end of a hold confirms it; the process must not run.

        Args:
            kills: so often the moderators' process is killed on its way there.
        """
        first_id = 7_100_000_001 + 1000 * len(self.batches)
        people = tuple(crowd(followers, first_id=first_id))
        self.world.adds(*people)
        self.world.opens(*(person.id for person in people))
        async with self._services() as services:
            batch_id = await Desk(services).announced_batch()
            await let_follow(services, people, batch_id)
            edition_id = await _draft_of(services, batch_id)
        confirmed = Confirmed(batch_id, edition_id, people)
        self.batches.append(confirmed)
        for _ in range(kills):
            await self._moderate(confirmed, killed_after_s=random.uniform(0.6, 1.6))
        while await self._moderate(confirmed):
            pass
        return confirmed

    async def _moderate(self, batch: Confirmed, *, killed_after_s: float | None = None) -> int:
        """Let two moderators publish and confirm; returns the exit code."""
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.crashes.moderators",
                str(self.database), self.url, batch.batch_id, batch.edition_id,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(REPOSITORY)},
                stdout=log,
                stderr=log,
            )  # fmt: skip
        if killed_after_s is not None:
            await asyncio.sleep(killed_after_s)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            self.kills += 1
        return await process.wait()

    @contextlib.asynccontextmanager
    async def _services(self) -> AsyncIterator[Services]:
        settings = demo_settings(self.url, self.folder)
        sealing = sealing_of(settings)
        store = SqliteStore(self.database, chat_ids=sealing.chats)
        await store.open()
        try:
            yield make_services(store, settings, Questions(), sealing)
        finally:
            await store.close()

    @contextlib.asynccontextmanager
    async def process(self, *, rate: int = 300) -> AsyncIterator[Process]:
        """Run `python -m bot run`; what is still alive at the end is killed and not counted."""
        settings = {
            "VDOMA_TELEGRAM_TOKEN": TOKEN,
            "VDOMA_TELEGRAM_API": self.url,
            "VDOMA_DATABASE_URL": f"sqlite:///{self.database}",
            "VDOMA_OWNERS": f"{OKSANA.id},{THOMAS.id}",
            "VDOMA_HOLD": "0",
            "VDOMA_SECOND_FACTOR": "off",
            "VDOMA_SEND_RATE": str(rate),
            "VDOMA_REPEAT_AFTER": "1s",
        }
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(REPOSITORY), **settings},
                stderr=log,
            )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def kill(self, process: Process) -> None:
        """Kill -9, and look at what is left."""
        assert process.returncode is None, f"the process ended by itself; see {self.folder / 'log'}"
        process.kill()
        await process.wait()
        self.kills += 1
        on_way = self.count("SELECT count(*) FROM outbox WHERE state = 'sending'")
        self.on_way_at_kills += on_way
        self.most_on_way = max(self.most_on_way, on_way)
        self.told_too_early += sum(
            bool(self.told(batch)) and not self.confirmations(batch) for batch in self.batches
        )

    async def kill_at_random(self, batch: Confirmed, chance: random.Random) -> None:
        """Start the process, and kill it at a moment nobody chose: on its way up, or among the sends."""
        async with self.process() as process:
            if chance.random() < 0.25:
                await asyncio.sleep(chance.uniform(0.2, 1.5))
            else:
                enough = min(self.told_in_all(batch) + chance.randint(0, 12), len(batch.people))
                await self.world.until(lambda: self.told_in_all(batch) >= enough, PATIENCE_S)
                await asyncio.sleep(chance.uniform(0, 0.05))
            await self.kill(process)

    async def until_all_are_told(self, batch: Confirmed) -> None:
        await self.world.until(lambda: len(self.told(batch)) == len(batch.people), PATIENCE_S)

    async def until_nothing_waits(self) -> None:
        """Wait for the repeats too; a real process takes its time."""
        waiting = "SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'undeliverable', 'called_off')"
        await until(lambda: not self.count(waiting), every_s=0.05, longest_s=PATIENCE_S)

    def publications(self, batch: Confirmed) -> int:
        """How many audit lines say that the batch's edition was published."""
        query = "SELECT count(*) FROM audit WHERE act = 'edition published' AND subject = ?"
        return self.count(query, batch.edition_id)

    def told(self, batch: Confirmed) -> Counter[int]:
        """How often each of the people was told, those who were not left out."""
        return Counter(alert.chat_id for alert in self.alerts(batch))

    def told_in_all(self, batch: Confirmed) -> int:
        return len(self.alerts(batch))

    def alerts(self, batch: Confirmed) -> list[Shown]:
        return [alert for person in batch.people for alert in self.world.ledger.of(person.id)]

    def repeats_unmarked(self, batch: Confirmed) -> int:
        """How many alerts came again without saying so, or under another number or code."""
        wrong = 0
        for person in batch.people:
            first, *again = self.world.ledger.of(person.id)
            bare = first.text.partition("\n")[2] if first.text.startswith(_MARKED) else first.text
            wrong += sum(
                not repeat.text.startswith(_MARKED) or not repeat.text.endswith(bare) for repeat in again
            )
        return wrong

    def confirmations(self, batch: Confirmed) -> int:
        """How many audit lines say that the batch was confirmed."""
        return self.count(
            "SELECT count(*) FROM audit AS a JOIN statements AS s ON s.id = a.subject "
            "WHERE a.act = 'batch confirmed' AND s.about_id = ?",
            batch.batch_id,
        )

    def count(self, query: str, *values: str) -> int:
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            (found,) = connection.execute(query, values).fetchone()
        return int(found)


async def _draft_of(services: Services, batch_id: str) -> str:
    """Upload a list of the batch; returns the draft's id."""
    prepare, moderator = services.preparations, await chat_of(services, OKSANA)
    draft = await prepare.add_publisher(
        await prepare.begin(moderator, "form", {}), name="Вигаданий штаб", kind=PublisherKind.UKRAINE
    )
    draft = await prepare.add_list(
        draft,
        batch_id=batch_id,
        publisher_id=draft.fields["publisher"],
        link="https://example.org/list",
        published_on=date(2025, 6, 9),
    )
    list_id = draft.fields["list"]
    file = await services.uploads.read(csv_of("Вигаданець;Тарас;Петрович;2002"), "list.csv")
    assert isinstance(file, ListFile)
    with contextlib.closing(file):
        draft = await prepare.begin(moderator, "form", {"list": list_id})
        edition = await services.uploads.store_file(
            draft, file, list_id=list_id, expected=1, reason="a list of its own"
        )
    return edition.id


@contextlib.asynccontextmanager
async def a_scene(
    folder: Path,
    template: Path,
    *,
    send_s: float = 0.04,
    share_429: float = 0,
    share_5xx: float = 0,
    share_dropped: float = 0,
) -> AsyncIterator[Scene]:
    """Open the scene.

    Args:
        send_s: how long Telegram takes for one message, so that several are on their way at a kill.
        share_429, share_5xx, share_dropped: of the messages, how many Telegram answers so; those dropped were
            accepted before.
    """
    shutil.copy(template, folder / "vdoma.db")
    world = World(people=[OKSANA, THOMAS])
    world.opens(OKSANA.id, THOMAS.id)
    world.faults.add("latency", method="sendMessage", share=1, seconds=send_s)
    for kind, share in (("429", share_429), ("500", share_5xx / 2), ("502", share_5xx / 2)):
        if share:
            world.faults.add(kind, method="sendMessage", share=share)  # type: ignore[arg-type]  # both are kinds
    drops = world.faults.add("drop_after", method="sendMessage", share=share_dropped)
    async with serve(world, 0) as url:
        yield Scene(world, url, folder, drops)
