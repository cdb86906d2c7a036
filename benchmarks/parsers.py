"""How fast files are read, in how much memory, and what ten thousand damaged ones do to the readers.

    python -m benchmarks.parsers [--rows 1000000] [--mutants 10000] [--seed 1] [--json FILE]

Every file is read as the bot reads it: in a child process with its limits. A mutant is a defect of ours if
the child breaks or ends in another way than by its limits, or if the rows of what it took do not add up.
"""

import argparse
import asyncio
import contextlib
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.child import ChildReader
from bot.files import CHAT, TERMINAL, ListFile, Order, Refused, ending_of
from tests.files.hostile import hostile_files
from tests.files.languages import WORDS
from tests.files.workbooks import cells as cells_of
from tests.files.workbooks import ods, raw_xlsx, xlsx

AT_ONCE = 2
GIVEN = ("Тарас", "Оксана", "Захар", "Лука", "Степан", "Ганна", "Богдан", "Ілля", "Юхим", "Ольга")
FATHERS = ("Степанович", "Петрович", "Юхимович", "Ілліч", "Іванович", "Лукич", "Захарович", "Богданович")
SYLLABLES = ("ба", "ве", "ги", "до", "жу", "зі", "ка", "ле", "ми", "но", "пу", "рі", "са", "те", "фи", "хо")


def rows(count: int) -> Iterator[str]:
    """So many invented people, with about as many namesakes as a real list has."""
    chance = random.Random(count)
    families = [f"{''.join(some).capitalize()}енко" for some in product(SYLLABLES, repeat=3)]
    for number in range(1, count + 1):
        family = f"{chance.choice(families)[:-4]}{chance.choice(SYLLABLES)}енко"
        year = chance.randint(1965, 2005)
        yield f"{number};{family};{chance.choice(GIVEN)};{chance.choice(FATHERS)};{year}"


def write_list(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("№;Прізвище;Ім’я;По батькові;Рік народження\n")
        file.writelines(f"{row}\n" for row in rows(count))


class Childs:
    """The most memory of a child that reads a file, and of it together with its parent.

    Looked at while it lives: what the system counts of ended children holds pages of the process they were
    made from. The highest of parent and child come at different moments, so they may not be added up.
    """

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._together_mb = 0.0

    @property
    def together_mb(self) -> float:
        """The most that was held at one moment."""
        return max(self._together_mb, own_peak_mb())

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look every few milliseconds until the block is left."""
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()

    async def _look(self) -> None:
        while True:
            childs = list(_children())
            self.peak_mb = max([self.peak_mb, *(_memory_of(child, "VmHWM") for child in childs)])
            together = _memory_of(Path("/proc/self"), "VmRSS") + sum(_memory_of(c, "VmRSS") for c in childs)
            self._together_mb = max(self._together_mb, together)
            await asyncio.sleep(0.02)


def _children() -> Iterator[Path]:
    for thread in Path("/proc/self/task").iterdir():
        for child in (thread / "children").read_text().split():
            process = Path("/proc") / child
            with contextlib.suppress(OSError):  # It has just ended.
                if b"bot.files.child" in (process / "cmdline").read_bytes():
                    yield process


def _memory_of(process: Path, what: str) -> float:
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        # It has just ended.
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def own_peak_mb() -> float:
    """The most memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measure(folder: Path, count: int) -> dict[str, float]:
    """Read a list of so many rows; return what it took."""
    childs = Childs()
    path = folder / f"{count}.csv"
    await asyncio.to_thread(write_list, path, count)
    started = time.perf_counter()
    async with childs.watched():
        with path.open("rb") as content:
            file = await ChildReader().read(content, Order("csv", TERMINAL))
    took = time.perf_counter() - started
    assert isinstance(file, ListFile)
    with closing(file):
        assert file.total == count
        assert file.rejected == 0
    return {
        "rows": count,
        "seconds": took,
        "us_a_row": took / count * 1e6,
        "child_mb": childs.peak_mb,
        "peak_mb": childs.together_mb,
        "warnings": file.fault_count,
    }


def seeds() -> list[tuple[str, bytes]]:
    """Good files of every kind, and all hostile ones that are not too large to be changed quickly."""
    found = [(file.name, file.content) for file in hostile_files() if len(file.content) < 100_000]
    for words in WORDS.values():
        found += [
            ("list.csv", words.csv()),
            ("list.csv", words.csv().decode().encode("utf-16")),
            ("list.csv", words.csv().decode().replace("’", "").encode("cp1251", errors="replace")),
            ("list.tsv", words.csv(delimiter="\t")),
            (
                "list.txt",
                "\n".join(f"{n}. {' '.join(row)}" for n, row in enumerate(words.people, 1)).encode(),
            ),
            ("list.xlsx", xlsx(words.rows)),
            ("list.xlsx", raw_xlsx(cells_of(words.rows), packed=0)),
            ("list.ods", ods(words.rows)),
        ]
    return found


def mutant(content: bytes, chance: random.Random) -> bytes:
    """Change a file in a few places: bits, bytes, pieces taken out, doubled, moved, cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.choice((1, 4, 16, 200)))
        match chance.randrange(7):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at:to] = chance.randbytes(to - at)
            case 2:
                del changed[at:to]
            case 3:
                changed[at:at] = changed[at:to]
            case 4:
                changed[at:at] = chance.choice((b"\0", b'"', b";", b"<", b"&a;", b"\xff\xfe", b"PK\x05\x06"))
            case 5:
                piece = bytes(changed[at:to])
                del changed[at:to]
                there = chance.randrange(len(changed) + 1)
                changed[there:there] = piece
            case _:
                del changed[chance.randrange(len(changed) // 2, len(changed) + 1) :]
    return bytes(changed)


async def outcome(name: str, content: bytes) -> str:
    """Read one file in a child; return the code it is refused by, or what became of it."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            read = await ChildReader().read(file, Order(ending_of(name), CHAT))
        except Refused as error:
            return error.code
    if not isinstance(read, ListFile):
        return type(read).__name__
    with closing(read):
        taken = sum(len(lines) for lines in read.rows.slices(500))
        return "taken" if taken == read.accepted else "ROWS LOST"


async def mutate(count: int, seed: int) -> dict[str, Any]:
    """Read so many mutants; return the outcomes and what broke."""
    files = seeds()
    numbers = iter(range(count))
    outcomes: Counter[str] = Counter()
    slowest = 0.0

    async def work() -> None:
        nonlocal slowest
        for number in numbers:
            chance = random.Random(f"{seed}-{number}")
            name, content = chance.choice(files)
            started = time.perf_counter()
            outcomes[await outcome(name, mutant(content, chance))] += 1
            slowest = max(slowest, time.perf_counter() - started)

    with capture_logs() as logs:
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    broken = Counter(str(line.get("error", line.get("code"))) for line in logs)
    return {
        "mutants": count,
        "outcomes": dict(outcomes.most_common()),
        "broken": dict(broken),
        "slowest_s": slowest,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"lists": []}
    with tempfile.TemporaryDirectory() as folder:
        for count in (arguments.rows // 10, arguments.rows):
            done = asyncio.run(measure(Path(folder), count))
            figures["lists"].append(done)
            print(
                f"{count:>9,} rows: {done['seconds']:.1f} s, {done['us_a_row']:.1f} µs a row; child"
                f" {done['child_mb']:.0f} MB, with its parent {done['peak_mb']:.0f} MB"
            )
    changed = figures["mutants"] = asyncio.run(mutate(arguments.mutants, arguments.seed))
    broken, slowest = changed["broken"] or "none", changed["slowest_s"]
    print(f"{arguments.mutants:,} mutants: slowest {slowest:.1f} s; broken: {broken}")
    print(", ".join(f"{what} {count}" for what, count in changed["outcomes"].items()))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
