"""Start-up time and memory of a process that does nothing but ask a finished database.

python -m benchmarks.names_asking DATABASE QUERIES: neither Telegram nor migrations are loaded.
"""

import time

started = time.perf_counter()

import asyncio  # noqa: E402  the clock runs before anything is imported
import json  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
from itertools import islice  # noqa: E402
from pathlib import Path  # noqa: E402

from benchmarks.jsonlines import lines_of  # noqa: E402
from bot.core.errors import UserMistake  # noqa: E402
from bot.core.names import read_name  # noqa: E402
from bot.services.search import near_entries  # noqa: E402
from storage.store import SqliteStore  # noqa: E402

QUESTIONS = 2_000
_PAGE = 4096


async def ask_all(path: Path, queries: Path) -> dict[str, float]:
    """Ask, and return seconds until the first answer, megabytes at the end, milliseconds at half of them."""
    store = SqliteStore(path)
    await store.open()
    millis: list[float] = []
    first_s = 0.0
    try:
        for line in islice(lines_of(queries), QUESTIONS):
            before = time.perf_counter()
            try:
                asked = read_name(line["q"])
            except UserMistake:
                continue
            async with store.reading() as reading:
                await near_entries(reading, asked, await reading.coverage())
            millis.append((time.perf_counter() - before) * 1000)
            first_s = first_s or time.perf_counter() - started
    finally:
        await store.close()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE  # noqa: ASYNC240  no disk behind it
    return {
        "startup_s": round(first_s, 2),
        "resident_mb": round(resident / 1e6, 1),
        "p50_ms": round(statistics.median(millis), 2),
    }


if __name__ == "__main__":
    assert "telegram" not in sys.modules
    assert "alembic" not in sys.modules
    print(json.dumps(asyncio.run(ask_all(Path(sys.argv[1]), Path(sys.argv[2])))))
