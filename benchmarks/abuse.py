"""`python -m benchmarks.abuse`: how much hit and miss differ, and what a flood does to the others.

--questions N   questions of each kind (2,000)
--seconds N     how long the flood lasts (60)
--rate N        updates a second of the flood (1,000)
--json          one JSON object
"""

import argparse
import asyncio
import contextlib
import json
import random
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.core.errors import BotError
from bot.core.limits import Buckets
from bot.services.questions import Questions
from storage.migrate import upgrade
from storage.store import SqliteStore
from tests.builders import GivenClock
from tests.services.office import Office
from tests.storage.builders import SEALING

FAMILIES = [f"{a}{b}нчукевич" for a in "БВГДЖЗКЛМНПРСТФХЦЧШ" for b in "аеиоуя"]
GIVEN = ("Тарас", "Остап", "Марко", "Іван", "Левко")


async def latencies(folder: Path, questions: int) -> dict[str, float]:
    """Ask about people on a list and about people on none, by turns, each in a new chat."""
    async with an_office(folder) as office:
        listed = [f"{family};{given};;{1990 + n % 9}" for n, (family, given) in enumerate(pairs())]
        await office.published_list(*listed)
        inquiries = office.services_over(office.store).inquiries
        chance, told = random.Random(7), {"hit": list[float](), "miss": list[float]()}
        for number in range(2 * questions):
            kind = ("hit", "miss")[number % 2]
            place = chance.randrange(len(listed))
            family, given, _, year = listed[place].split(";")
            text = f"{family} {given} {year}" if kind == "hit" else f"{family[:-3]}юк {given} {year}"
            began = time.perf_counter()
            await inquiries.answer(number, inquiries.read(number, text))
            told[kind].append(1000 * (time.perf_counter() - began))
    medians = {kind: statistics.median(times) for kind, times in told.items()}
    return {
        "hit_median_ms": round(medians["hit"], 3),
        "miss_median_ms": round(medians["miss"], 3),
        "difference_ms": round(abs(medians["hit"] - medians["miss"]), 3),
    }


def pairs() -> list[tuple[str, str]]:
    return [(family, given) for family in FAMILIES for given in GIVEN]


async def flood(folder: Path, seconds: int, rate: int) -> dict[str, Any]:
    """Let one family ask steadily, alone and beside a flood that the buckets turn away."""
    async with an_office(folder) as office:
        await office.published_list()
        alone = await steadily(office, seconds // 3 or 1, rate=0)
        before = memory_mb()
        beside = await steadily(office, seconds, rate=rate)
        grown = memory_mb() - before
    return {
        "alone_median_ms": alone[0],
        "beside_flood_median_ms": beside[0],
        "memory_grown_mb": round(grown, 1),
        "flood_updates": beside[1],
        "flood_let_through": beside[2],
    }


async def steadily(office: Office, seconds: int, *, rate: int) -> tuple[float, int, int]:
    inquiries, buckets = office.services_over(office.store).inquiries, Buckets()
    ends, waits, flooded, through = time.perf_counter() + seconds, list[float](), 0, 0
    began_all = time.perf_counter()
    while time.perf_counter() < ends:
        due = int((time.perf_counter() - began_all) * rate) - flooded
        for number in range(max(0, due)):
            flooded += 1
            if buckets.takes(number % 50, now=datetime.now(UTC)):
                through += 1
        began = time.perf_counter()
        with contextlib.suppress(BotError):
            await inquiries.answer(1, inquiries.read(1, "Вигаданець Тарас Петрович, 2002"))
        waits.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(0.05)
    return round(statistics.median(waits), 3), flooded, through


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class an_office:
    """An office over a fresh database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{time.monotonic_ns()}.db"

    async def __aenter__(self) -> Office:
        upgrade(f"sqlite:///{self._path}")
        self._store = SqliteStore(self._path, chat_ids=SEALING.chats)
        await self._store.open()
        async with self._store.writing() as writing:
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id
                for person in (7_310_000_001, 7_310_000_002, 7_310_000_003, 7_320_000_001)
            ]
        nobody_is_limited = Questions(10**6, 10**6)
        return Office(self._store, self._path, GivenClock(), anna, bohdan, clara, halyna, nobody_is_limited)

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vdoma-abuse-") as folder:
        told = asyncio.run(latencies(Path(folder), given.questions))
        told |= asyncio.run(flood(Path(folder), given.seconds, given.rate))
    print(json.dumps(told) if given.json else "\n".join(f"{what}: {value}" for what, value in told.items()))


if __name__ == "__main__":
    main()
