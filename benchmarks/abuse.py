"""`python -m benchmarks.abuse`: how much hit and miss differ, and what a flood does to the others.

--questions N   questions of each kind (2,000)
--seconds N     how long the flood lasts (60)
--rate N        updates a second of the flood (1,000)
--accounts N    so many people flood (20)
--json          one JSON object
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import flood
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
        computed = {"hit": list[float](), "miss": list[float]()}
        for number in range(2 * questions):
            kind = ("hit", "miss")[number % 2]
            place = chance.randrange(len(listed))
            family, given, _, year = listed[place].split(";")
            text = f"{family} {given} {year}" if kind == "hit" else f"{family[:-3]}юк {given} {year}"
            began, computing = time.perf_counter(), time.process_time()
            await inquiries.answer(number, inquiries.read(number, text))
            told[kind].append(1000 * (time.perf_counter() - began))
            computed[kind].append(1000 * (time.process_time() - computing))
    medians = {kind: statistics.median(times) for kind, times in told.items()}
    computing_of = {kind: statistics.median(times) for kind, times in computed.items()}
    return {
        "hit_median_ms": round(medians["hit"], 3),
        "miss_median_ms": round(medians["miss"], 3),
        "difference_ms": round(abs(medians["hit"] - medians["miss"]), 3),
        "hit_processor_ms": round(computing_of["hit"], 3),
        "miss_processor_ms": round(computing_of["miss"], 3),
    }


def pairs() -> list[tuple[str, str]]:
    return [(family, given) for family in FAMILIES for given in GIVEN]


async def flooded(folder: Path, seconds: int, rate: int, accounts: int) -> dict[str, float]:
    """Let families ask and followers be alerted, alone and beside a flood, each over its own database."""
    seen = []
    for some in (0, rate):
        lasting = seconds if some else max(seconds // 3, 5)
        office = an_office(folder)
        async with office as filled:
            # More than can be told meanwhile, so that alerts go out from the beginning to the end.
            await flood.prepare(filled, 40 * lasting)
        seen.append(await flood.run(office.path, seconds=lasting, rate=some, accounts=accounts))
    return flood.summary(*seen)


class an_office:
    """An office over a fresh database."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{time.monotonic_ns()}.db"

    async def __aenter__(self) -> Office:
        upgrade(f"sqlite:///{self.path}")
        self._store = SqliteStore(self.path, chat_ids=SEALING.chats)
        await self._store.open()
        async with self._store.writing() as writing:
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id
                for person in (7_310_000_001, 7_310_000_002, 7_310_000_003, 7_320_000_001)
            ]
        nobody_is_limited = Questions(10**6, 10**6)
        return Office(self._store, self.path, GivenClock(), anna, bohdan, clara, halyna, nobody_is_limited)

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vdoma-abuse-") as folder:
        told = asyncio.run(latencies(Path(folder), given.questions))
        told |= asyncio.run(flooded(Path(folder), given.seconds, given.rate, given.accounts))
    print(json.dumps(told) if given.json else "\n".join(f"{what}: {value}" for what, value in told.items()))


if __name__ == "__main__":
    main()
