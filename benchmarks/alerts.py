"""How fast many followers are told, at what cost, and what the others notice of it.

python -m benchmarks.alerts [--followers 100000] [--seconds 20] [--reply-ms 40] [--json FILE]

The courier is compared with a bare loop of `bot.send_message` over the same transport, with the same text
and buttons, in the same run and by turns. Telegram is a process of its own beside it. Replies are measured
with the whole bot, whose Telegram takes so long for each message as the real one does; by turns alone, and
during a broadcast at 30 messages a second.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request
from bisect import bisect_left
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from telegram.constants import ParseMode

import bot
from bot.assembly import make_services, sealing_of
from bot.core.alerts import Event, EventKind
from bot.core.pace import Pace
from bot.core.switches import Switch
from bot.demo import demo_settings
from bot.logs import set_up_logs
from bot.playground.ledger import Shown
from bot.playground.people import OKSANA, THOMAS, crowd
from bot.playground.server import serve
from bot.playground.world import TOKEN, World
from bot.ports import Letter
from bot.services.announce import Announcements
from bot.services.deliver import Courier
from bot.services.outgoing import Outgoing
from bot.services.questions import Questions
from handlers.context import NO_PREVIEW, keyboard
from handlers.messenger import TelegramMessenger
from handlers.transport import NotingBot, make_bot
from handlers.wording import Said
from storage.migrate import upgrade
from storage.store import SqliteStore, text_id
from tests.alerts.confirming import Desk, chat_of, let_follow
from tests.alerts.office import watches_over
from tests.storage.builders import NOW, SEALING, YOUNG, add_announced_batch

FIRST_ID = 7_100_000_001
AT_ONCE = 64
ROUNDS = 4
PAID, FREE = 1000, 30
REPLIES_EVERY_S = 0.1
REPOSITORY = Path(bot.__file__).parent.parent


def now() -> datetime:
    return datetime.now(UTC)


def rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def worst_second(arrived: list[float]) -> int:
    """The most messages that arrived in any one second."""
    at = sorted(arrived)
    return max((bisect_left(at, first + 1.0) - n for n, first in enumerate(at)), default=0)


@dataclass
class Swift:
    """The Telegram beside us."""

    url: str

    async def taken(self) -> list[float]:
        """When the messages since the last asking arrived."""

        def ask() -> list[float]:
            with urllib.request.urlopen(f"{self.url}/times") as answer:  # noqa: S310  it is our own
                return [float(at) for at in json.load(answer)]

        return await asyncio.to_thread(ask)


@contextlib.asynccontextmanager
async def a_swift_telegram() -> AsyncIterator[Swift]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.swift_telegram", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield Swift((await process.stdout.readline()).decode().strip())
    finally:
        process.terminate()
        await process.wait()


@dataclass
class Cost:
    """What sending so many messages took."""

    messages: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_us(self) -> float:
        return self.cpu_s / self.messages * 1e6


async def timed(cost: Cost, telegram: Swift, send: Callable[[], Awaitable[object]]) -> list[float]:
    """Add what sending costs; returns when the messages arrived."""
    await telegram.taken()
    began, cpu = time.perf_counter(), time.process_time()
    await send()
    cost.seconds += time.perf_counter() - began
    cost.cpu_s += time.process_time() - cpu
    arrived = await telegram.taken()
    cost.messages += len(arrived)
    return arrived


async def bare_loop(sender: NotingBot, said: Said, seconds: float) -> None:
    """Send to one person after the other, 64 at once, with nothing around it."""
    people = iter(range(FIRST_ID, FIRST_ID + 10_000_000))
    end = time.perf_counter() + seconds
    markup = keyboard(said)

    async def one_after_the_other() -> None:
        while time.perf_counter() < end:
            await sender.send_message(
                next(people),
                said.text,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))


async def deliver(store: SqliteStore, sender: NotingBot, gate: Outgoing, seconds: float) -> None:
    """Let the courier work for so long, or until nothing is due."""
    messenger = TelegramMessenger(sender, store, now, watches_over(store, now), rate=gate.pace.rate)
    courier = Courier(store, now, messenger, gate)
    stop = asyncio.get_running_loop().call_later(seconds, courier.stopping.set)
    await courier.work()
    stop.cancel()


async def delivered(
    cost: Cost, telegram: Swift, store: SqliteStore, sender: NotingBot, rate: float, seconds: float
) -> list[float]:
    """Add what the courier costs; returns when the messages arrived."""
    gate = Outgoing(Pace(rate))
    return await timed(cost, telegram, lambda: deliver(store, sender, gate, seconds))


def add_followers(database: Path, first: int, count: int, batch_id: str) -> None:
    """Store chats that follow a batch, without the program's own way of one by one."""
    chats = (
        (f"c{n:09}", SEALING.chats.seal(FIRST_ID + n, chat_id=f"c{n:09}"), SEALING.chats.mark(FIRST_ID + n))
        for n in range(first, first + count)
    )
    since = int(NOW.timestamp() * 1000)
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(
            "INSERT INTO chats (id, sealed_id, found_by, language, made_on) "
            "VALUES (?, ?, ?, 'uk', '2025-06-01')",
            chats,
        )
        connection.execute(
            "INSERT INTO follows (id, chat_id, subject_kind, subject_id, since) "
            "SELECT 'f' || id, id, 'batch', ?, ? FROM chats WHERE id >= ?",
            (batch_id, since, f"c{first:09}"),
        )


async def fan_out(store: SqliteStore, event_id: str, batch_id: str) -> float:
    """Let a batch be confirmed, and owe everybody their alert; returns the seconds."""
    async with store.writing() as writing:
        await writing.add_event(Event(event_id, EventKind.BATCH_CONFIRMED, batch_id, None, now()))
    began = time.perf_counter()
    await Announcements(store, now, text_id).work()
    return time.perf_counter() - began


@dataclass
class Followers:
    """A database whose batches have followers."""

    database: Path
    store: SqliteStore
    chats: int = 0

    async def told_of(self, batch_id: str, count: int) -> float:
        """Let so many new followers be owed an alert; returns how long the fan-out took."""
        async with self.store.writing() as writing:
            await add_announced_batch(writing, replace(YOUNG, id=batch_id))
        await asyncio.to_thread(add_followers, self.database, self.chats, count, batch_id)
        self.chats += count
        return await fan_out(self.store, f"event-{batch_id}", batch_id)


async def delivery(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Fan-out, pace, price and memory."""
    database = folder / "vdoma.db"
    upgrade(f"sqlite:///{database}")
    store = SqliteStore(database, chat_ids=SEALING.chats)
    await store.open()
    try:
        async with a_swift_telegram() as telegram, make_bot(TOKEN, api=telegram.url) as sender:
            # One for both: neither pays for connections, nor for what the other leaves in memory.
            return await _delivery(options, Followers(database, store), telegram, sender)
    finally:
        await store.close()


async def _delivery(
    options: argparse.Namespace, followers: Followers, telegram: Swift, sender: NotingBot
) -> dict[str, object]:
    store = followers.store
    # As many as it takes to fill what is kept at hand: the writer's cache, the slices themselves.
    await followers.told_of("few", min(60_000, options.followers))
    said = await an_alert(store)
    await delivered(Cost(), telegram, store, sender, PAID, 5)
    await bare_loop(sender, said, 1)
    rss_of_few = rss_mb()

    fanout_s = await followers.told_of(YOUNG.id, options.followers)
    print(f"fan-out to {options.followers} followers: {fanout_s:.2f} s")
    bare, ours, slow = Cost(), Cost(), Cost()
    excess, rss_of_many = 0, 0.0
    for _ in range(ROUNDS):
        await timed(bare, telegram, lambda: bare_loop(sender, said, options.seconds / ROUNDS))
        arrived = await delivered(ours, telegram, store, sender, PAID, options.seconds / ROUNDS)
        excess = max(excess, worst_second(arrived) - PAID)
        rss_of_many = max(rss_of_many, rss_mb())
    arrived = await delivered(slow, telegram, store, sender, FREE, options.seconds)
    excess = max(excess, worst_second(arrived) - FREE, 0)
    at_30 = (len(arrived) - 1) / (arrived[-1] - arrived[0])
    print(f"bare loop: {bare.rate:.0f} a second, {bare.cpu_us:.0f} µs each")
    print(f"courier at {PAID}: {ours.rate:.0f} a second, {ours.cpu_us:.0f} µs each")
    print(f"courier at {FREE}: {at_30:.2f} a second")
    return {
        "followers": options.followers,
        "fanout_s": round(fanout_s, 2),
        "share_of_rate_at_30": round(at_30 / FREE, 4),
        "share_of_bare_loop": round(ours.rate / min(PAID, bare.rate), 3),
        "cpu_ratio_to_bare_loop": round(ours.cpu_us / bare.cpu_us, 3),
        "excess_over_limit": excess,
        "rss_growth_mb": round(rss_of_many - rss_of_few, 1),
        "bare_loop_per_second": round(bare.rate),
        "courier_per_second": round(ours.rate),
        "bare_loop_cpu_us": round(bare.cpu_us),
        "courier_cpu_us": round(ours.cpu_us),
    }


async def an_alert(store: SqliteStore) -> Said:
    """The words of one alert, for the bare loop."""
    async with store.writing() as writing:
        (alert,) = await writing.lend_due_alerts(now=now(), until=now(), limit=1)
    messenger = TelegramMessenger(make_bot(TOKEN), store, now, watches_over(store, now))
    (letter,) = await messenger.word([alert])
    assert isinstance(letter, Letter)
    assert isinstance(letter.said, Said)
    return letter.said


async def replies(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """How long people wait for a reply of the whole bot, alone and beside a broadcast."""
    upgrade(f"sqlite:///{folder / 'vdoma.db'}")
    askers = list(crowd(60, first_id=7_200_000_001))
    told = list(crowd(max(2000, int(80 * options.seconds))))
    world = World(people=[OKSANA, THOMAS, *askers, *told])
    world.opens(OKSANA.id, THOMAS.id, *(person.id for person in (*askers, *told)))
    world.faults.add("latency", method="sendMessage", share=1, seconds=options.reply_ms / 1000)
    async with serve(world, 0) as url:
        settings = demo_settings(url, folder)
        sealing = sealing_of(settings)
        store = SqliteStore(folder / "vdoma.db", chat_ids=sealing.chats)
        await store.open()
        desk = Desk(make_services(store, settings, Questions(), sealing))
        batch_id = await desk.announced_batch()
        await let_follow(desk.services, told, batch_id)
        async with a_whole_bot(url, folder):
            await asked(world, [person.id for person in askers], 5)
            idle, busy, beside = await replies_by_turns(
                world, desk, batch_id, [p.id for p in askers], options.seconds
            )
        await store.close()
    broadcast = sum(1 for r in beside if r.chat_id < 7_200_000_000)
    p99_idle, p99_busy = p99_ms(idle), p99_ms(busy)
    print(
        f"replies, in ms (median, p99): alone {statistics.median(idle) * 1000:.1f}, {p99_idle:.1f};", end=" "
    )
    print(f"beside a broadcast of {broadcast} {statistics.median(busy) * 1000:.1f}, {p99_busy:.1f}")
    return {
        "reply_p99_ratio_busy_to_idle": round(p99_busy / p99_idle, 3),
        "reply_p99_idle_ms": round(p99_idle, 1),
        "reply_p99_busy_ms": round(p99_busy, 1),
        "alerts_beside_replies": broadcast,
        "excess_beside_replies": max(worst_second([r.moment for r in beside]) - FREE, 0),
    }


async def replies_by_turns(
    world: World, desk: Desk, batch_id: str, askers: list[int], seconds: float
) -> tuple[list[float], list[float], list[Shown]]:
    """Measure replies alone, and beside a broadcast that is paused meanwhile: both meet the same noise.

    Returns how long each waited, alone and beside it, and everything that was shown beside it.
    """
    switches, owner = desk.services.switches, await chat_of(desk.services, OKSANA)
    idle: list[float] = []
    busy: list[float] = []
    beside: list[Shown] = []
    await switches.turn(owner, Switch.ALERTS_PAUSED, on=True)
    await desk.confirmed(batch_id)
    for _ in range(ROUNDS):
        # What was on its way is through by then.
        await asyncio.sleep(2)
        idle += await asked(world, askers, 2 * seconds / ROUNDS)
        await switches.turn(owner, Switch.ALERTS_PAUSED, on=False)
        seq = world.ledger.seq
        await world.until(lambda: any(r.chat_id < askers[0] for r in world.ledger.records[seq:]), 60)  # noqa: B023 - awaited here
        seq = world.ledger.seq
        busy += await asked(world, askers, 2 * seconds / ROUNDS)
        beside += world.ledger.records[seq:]
        await switches.turn(owner, Switch.ALERTS_PAUSED, on=True)
    return idle, busy, beside


def p99_ms(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=100, method="inclusive")[98] * 1000


async def asked(world: World, people: list[int], seconds: float) -> list[float]:
    """Let people write one after the other; returns how long each waited for the reply."""
    waits: list[float] = []
    began = time.monotonic()

    async def one(person: int) -> None:
        at, seq = time.monotonic(), world.says(person, "/help").seq
        await world.until(lambda: world.ledger.of(person, after=seq), 60)
        waits.append(world.ledger.of(person, after=seq)[0].moment - at)

    async with asyncio.TaskGroup() as group:
        number = 0
        while time.monotonic() - began < seconds:
            group.create_task(one(people[number % len(people)]))
            number += 1
            await asyncio.sleep(REPLIES_EVERY_S)
    return waits


@contextlib.asynccontextmanager
async def a_whole_bot(url: str, folder: Path) -> AsyncIterator[None]:
    settings = {
        "VDOMA_TELEGRAM_TOKEN": TOKEN,
        "VDOMA_TELEGRAM_API": url,
        "VDOMA_DATABASE_URL": f"sqlite:///{folder / 'vdoma.db'}",
        "VDOMA_OWNERS": f"{OKSANA.id},{THOMAS.id}",
        "VDOMA_HOLD": "0",
        "VDOMA_SECOND_FACTOR": "off",
        "VDOMA_LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(REPOSITORY), **settings},
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def log_as_usual() -> None:
    """What the program logs belongs to its price; nobody reads it here."""
    set_up_logs("INFO")
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(Path(os.devnull).open("w"))  # noqa: SIM115  until the process ends


async def measure(options: argparse.Namespace) -> dict[str, object]:
    log_as_usual()
    found: dict[str, object] = {}
    for name, part in (("delivery", delivery), ("replies", replies)):
        if options.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                found |= await part(options, Path(folder))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alerts", description=__doc__)
    parser.add_argument("--followers", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20, help="how long each thing is measured")
    parser.add_argument("--reply-ms", type=float, default=40, help="what Telegram takes for a message")
    parser.add_argument("--only", choices=("delivery", "replies"))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    found = asyncio.run(measure(options))
    for what, figure in found.items():
        print(f"{what}: {figure}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
