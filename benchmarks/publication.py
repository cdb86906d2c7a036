"""How long a long list takes from the file to families, against a bare insert of the same rows.

    python -m benchmarks.publication [--rows 1000000] [--json FILE]

A CSV of invented people is read in a child process, checked, keyed, staged slice by slice, submitted and
published, over a fresh SQLite file. Meanwhile somebody asks about a person of an earlier list, somebody
follows and stops following, and what became of alerts is written down: each some twenty times a second.

The bare insert is one `executemany` of the same values into one table with one index, in one transaction;
it is taken before and after, and the mean counts.
"""

import argparse
import asyncio
import contextlib
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks.names import an_office
from benchmarks.parsers import Childs, write_list
from bot.child import ChildReader
from bot.core.alerts import AlertState, Delivered, Event, EventKind, Settled
from bot.core.answers import Listed
from bot.core.lists import Edition, Review
from bot.files import TERMINAL, ListFile, Order, printed_of
from bot.ports import Settling
from bot.services.upload import SLICE
from tests.services.office import Office

EARLIER = ("Вигаданець;Тарас;Петрович;2002", "Неіснуюк;Іван;Лукич;2003")
QUESTION = "Вигаданець Тарас Петрович"
BREATH_S = 0.05
"""Between two acts of the same kind of visitor."""


@dataclass(slots=True)
class Waits:
    """How long each act took that was done meanwhile, in seconds."""

    answers: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    outcomes: list[float] = field(default_factory=list)


def bare_insert(path: Path, file: ListFile) -> float:
    """Insert the rows of a file into one table with one index; return the seconds that took."""
    took = 0.0
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE TABLE rows (number INTEGER PRIMARY KEY, printed TEXT, family TEXT, given TEXT,"
            " patronymic TEXT, year INTEGER)"
        )
        connection.execute("CREATE INDEX rows_family ON rows (family)")
        with connection:
            for values in _values(file):
                started = time.perf_counter()
                connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", values)
                took += time.perf_counter() - started
            started = time.perf_counter()
        return took + time.perf_counter() - started


def _values(file: ListFile) -> Iterator[list[tuple[object, ...]]]:
    # In slices, so that the values themselves take no memory worth mentioning.
    for lines in file.rows.slices(SLICE):
        yield list(printed_of(lines))


async def published(
    office: Office, list_id: str, path: Path, childs: Childs
) -> tuple[ListFile, Edition, dict[str, float]]:
    """Bring a file to families; return it, its edition, and the seconds of each step."""
    draft = await office.draft(office.anna, list=list_id)
    marks = [time.perf_counter()]
    async with childs.watched():
        with path.open("rb") as content:
            file = await ChildReader().read(content, Order("csv", TERMINAL))
    assert isinstance(file, ListFile)
    marks.append(time.perf_counter())
    edition = await office.services.uploads.store_file(
        draft, file, list_id=list_id, expected=file.named, reason="a long list"
    )
    marks.append(time.perf_counter())
    submitted = (await office.services.reviews.submit(edition.id, moderator=office.anna)).edition
    edition = await office.publishes(submitted)
    marks.append(time.perf_counter())
    read, staged, agreed = (later - earlier for earlier, later in pairwise(marks))
    return file, edition, {"read_s": read, "stage_s": staged, "publish_s": agreed}


async def meanwhile(office: Office, batch_id: str, waits: Waits, done: asyncio.Event) -> None:
    """Ask, follow and stop following, deliver, over and over, until the list is published."""

    async def asks(asker: int) -> None:
        inquiries = office.services.inquiries
        answer = await inquiries.answer(asker, inquiries.read(asker, QUESTION))
        assert isinstance(answer, Listed), answer

    async def follows(_: int) -> None:
        followed = await office.follows(office.halyna, batch_id)
        await office.services.follows.end(office.halyna, followed.follow.id)

    async def settles(number: int) -> None:
        now, sent = office.clock(), Settled(AlertState.SENT)
        event = Event(f"told-{number}", EventKind.EDITION_WAITS, "edition", None, now)
        async with office.store.writing() as writing:
            await writing.owe(event, [office.halyna], [f"code-{number}"])
            lent = await writing.lend_due_alerts(now=now, until=now + timedelta(minutes=1), limit=1)
        async with office.store.writing() as writing:
            kept = await writing.settle([Settling(alert, sent, Delivered()) for alert in lent], now=now)
        assert kept == 1, lent

    async with asyncio.TaskGroup() as group:
        group.create_task(_repeated(asks, waits.answers, done))
        group.create_task(_repeated(follows, waits.writes, done))
        group.create_task(_repeated(settles, waits.outcomes, done))


async def _repeated(act: Callable[[int], Awaitable[None]], took: list[float], done: asyncio.Event) -> None:
    number = 0
    while not done.is_set():
        number += 1
        started = time.perf_counter()
        await act(number)
        took.append(time.perf_counter() - started)
        await asyncio.sleep(BREATH_S)


async def measured(count: int, folder: Path) -> dict[str, float]:
    """Publish so many rows; return the figures."""
    path = folder / "list.csv"
    await asyncio.to_thread(write_list, path, count)
    async with an_office(folder / "vdoma.db") as office:
        edition = await office.published_list(*EARLIER)
        batch = await office.batch_of(edition)
        with path.open("rb") as content:
            before = await ChildReader().read(content, Order("csv", TERMINAL))
        assert isinstance(before, ListFile)
        bares = [await asyncio.to_thread(bare_insert, folder / "before.db", before)]
        before.close()
        waits, done, childs = Waits(), asyncio.Event(), Childs()
        visitors = asyncio.create_task(meanwhile(office, batch.id, waits, done))
        list_id = await office.list_of(batch.id)
        file, edition, steps = await published(office, list_id, path, childs)
        done.set()
        await visitors
        assert edition.review in {Review.PUBLISHED, Review.HELD}
        bares.append(await asyncio.to_thread(bare_insert, folder / "after.db", file))
        file.close()
    bare = sum(bares) / len(bares)
    return {
        "rows": count,
        "ratio_to_bare_insert": round(sum(steps.values()) / bare, 2),
        "peak_mb": round(childs.together_mb),
        "child_peak_mb": round(childs.peak_mb),
        "answer_p99_ms": round(_at(waits.answers, 0.99) * 1000, 1),
        "answers": len(waits.answers),
        "write_p99_ms": round(_at(waits.writes, 0.99) * 1000, 1),
        "writes": len(waits.writes),
        "outcome_p99_ms": round(_at(waits.outcomes, 0.99) * 1000, 1),
        "outcomes": len(waits.outcomes),
        "bare_insert_s": round(bare, 2),
        **{step: round(seconds, 2) for step, seconds in steps.items()},
    }


def _at(waits: list[float], share: float) -> float:
    return sorted(waits)[int(len(waits) * share)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="From the file to families, against a bare insert.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measured(arguments.rows, Path(folder)))
    for name, figure in figures.items():
        sys.stdout.write(f"{name}: {figure}\n")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
