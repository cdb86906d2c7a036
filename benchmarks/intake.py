"""How long others wait behind somebody with 200 messages, and what kills cost.

python -m benchmarks.intake [--json FILE] [--reply-ms 40] [--kills 200]

The bot runs in a process of its own against the loopback Bot API in this one. The peer is the same
bot in the same run without the flooder.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.playground.people import crowd
from bot.playground.server import serve
from bot.playground.world import World
from tests.handlers.answered_store import AnsweredFile

FLOOD = 200
OTHERS = 100
EVERY_S = 0.02
"""The others write one after the other, so far apart."""
CROWD = 1000


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds between a message and its answer."""

    p50_ms: float
    p99_ms: float
    max_ms: float


def delays(seconds: list[float]) -> Delays:
    in_ms = sorted(second * 1000 for second in seconds)
    cuts = statistics.quantiles(in_ms, n=100, method="inclusive")
    return Delays(round(cuts[49], 1), round(cuts[98], 1), round(in_ms[-1], 1))


@contextlib.asynccontextmanager
async def a_world(people: int, *, reply_ms: float = 0) -> AsyncIterator[tuple[World, str, Path]]:
    world = World(people=crowd(people))
    if reply_ms:
        world.faults.add("latency", method="sendMessage", share=1, seconds=reply_ms / 1000)
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world, 0) as url:
            yield world, url, Path(folder) / "answered.db"


@contextlib.asynccontextmanager
async def a_bot(url: str, file: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.handlers.echo_process", url, str(file)
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def others_delays(*, with_flooder: bool, reply_ms: float) -> Delays:
    """Let the others write for two seconds, beside a flooder or not."""
    async with a_world(OTHERS + 1, reply_ms=reply_ms) as (world, url, file), a_bot(url, file):
        flooder, *others = world.people
        world.says(others[0], "are you there")
        await world.until(lambda: world.ledger.of(others[0]))
        after = world.ledger.seq
        if with_flooder:
            for number in range(FLOOD):
                world.says(flooder, str(number))
        said_at = {}
        for person in others:
            said_at[person] = time.monotonic()
            world.says(person, "hello")
            await asyncio.sleep(EVERY_S)
        await world.until(lambda: all(world.ledger.of(person, after=after) for person in others), 60)
        return delays([world.ledger.of(p, after=after)[0].moment - at for p, at in said_at.items()])


async def replies_per_second() -> float:
    """Answer a thousand people who wait; the process's start is not counted."""
    async with a_world(CROWD) as (world, url, file):
        for person in world.people:
            world.says(person, "hello")
        async with a_bot(url, file):
            await until_shown(world, CROWD)
        first, last = world.ledger.records[0].moment, world.ledger.records[-1].moment
        return (CROWD - 1) / (last - first)


async def until_shown(world: World, count: int) -> None:
    await world.until(lambda: len(world.ledger.records) >= count, 120)


async def killed(kills: int, updates: int) -> dict[str, int | float]:
    """Kill the bot again and again while the updates come in, and count what became of them."""
    chance = random.Random(2025)
    began = time.monotonic()
    async with a_world(updates) as (world, url, file):
        waiting = list(world.people)
        for _ in range(kills):
            for _ in range(min(updates // kills, len(waiting))):
                world.says(waiting.pop(), "hello")
            enough = len(world.ledger.records) + chance.randint(1, updates // kills)
            async with a_bot(url, file) as process:
                await until_shown(world, enough)
                os.kill(process.pid, signal.SIGKILL)
                await process.wait()
        for person in waiting:
            world.says(person, "hello")
        async with a_bot(url, file):
            await world.until(lambda: len({r.chat_id for r in world.ledger.records}) == updates, 120)
        return {
            "updates": updates,
            "kills": kills,
            "lost": updates - len({record.chat_id for record in world.ledger.records}),
            "answered_twice": len(world.ledger.records) - updates,
            "recorded": len(AnsweredFile(file).ids()),
            "seconds": round(time.monotonic() - began, 1),
        }


async def measure(options: argparse.Namespace) -> dict[str, object]:
    found: dict[str, object] = {}
    for reply_ms in (0.0, options.reply_ms):
        alone = await others_delays(with_flooder=False, reply_ms=reply_ms)
        beside = await others_delays(with_flooder=True, reply_ms=reply_ms)
        added_ms = round(beside.max_ms - alone.max_ms, 1)
        found[f"replies_taking_{reply_ms:g}_ms"] = {
            "others_alone": asdict(alone),
            "others_beside_flooder": asdict(beside),
            "added_at_most_ms": added_ms,
        }
        print(f"replies taking {reply_ms:g} ms; the others wait, in ms (p50, p99, max):")
        print(f"  alone               {alone.p50_ms:8} {alone.p99_ms:8} {alone.max_ms:8}")
        print(f"  beside {FLOOD} messages {beside.p50_ms:8} {beside.p99_ms:8} {beside.max_ms:8}")
        print(f"  longest wait longer by {added_ms} ms (aim: below 500)")
    found["replies_per_second"] = round(await replies_per_second())
    print(f"replies per second, {CROWD} people waiting: {found['replies_per_second']}")
    if options.kills:
        found["kills"] = counts = await killed(options.kills, options.updates)
        print(", ".join(f"{what.replace('_', ' ')}: {count}" for what, count in counts.items()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--reply-ms", type=float, default=40, help="a reply's time in the second round")
    parser.add_argument("--kills", type=int, default=0, help="kill the bot so often, as 200")
    parser.add_argument("--updates", type=int, default=10_000, help="how many come in during the kills")
    options = parser.parse_args()
    found = asyncio.run(measure(options))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
