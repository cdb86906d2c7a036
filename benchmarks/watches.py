"""How long it takes to compare very many watches with one edition.

    python -m benchmarks.watches [--watches 100000] [--entries 1000] [--listed 0.01] [--json FILE]

All names are invented. The watches are sealed as the program seals them, and stand in a real database; so
does the edition, of which two moderators said that its batch is confirmed. Measured is everything from the
first watch that is read to the last alert that is committed. A share of the watches is of people whom the
edition prints; every tenth of these by a mistyped name.
"""

import argparse
import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bot.core.alerts import EventKind
from bot.core.names import Asked, Person
from bot.core.watches import Wanted, begun
from bot.services.match import Matching
from storage.migrate import upgrade
from storage.store import SqliteStore, text_id
from tests.builders import HOLD, GivenClock
from tests.services.office import ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM, HALYNA_TELEGRAM, Office
from tests.storage.builders import SEALING

CHATS_AT_ONCE = 2_000
_FIRST = (
    "Ба", "Ве", "Гу", "Дзю", "Єр", "Жо", "За", "Ко", "Ле", "Ми", "Ню", "Ол", "Пи", "Ро", "Сте", "Ту", "Фе",
    "Хо", "Ци", "Чер", "Шу", "Яр", "Гри", "Кра", "Сви", "Бри", "Пле", "Вла", "Дру", "Зма",
)  # fmt: skip
_SECOND = (
    "ба",
    "вер",
    "гун",
    "жи",
    "зо",
    "кре",
    "лам",
    "мен",
    "не",
    "пор",
    "ри",
    "сто",
    "ти",
    "хар",
    "цю",
    "чан",
)
_ENDS = (
    "енко",
    "ук",
    "чук",
    "ський",
    "ець",
    "ко",
    "ак",
    "няк",
    "івський",
    "ин",
    "овець",
    "ишин",
    "аренко",
    "ій",
)


def people(count: int, chance: random.Random) -> list[Person]:
    """So many invented people."""
    given = (
        "Тарас", "Іван", "Микола", "Олександр", "Юрій", "Сергій", "Андрій", "Василь", "Петро", "Остап",
        "Дмитро", "Віталій", "Роман", "Богдан", "Максим", "Олег", "Ігор", "Павло", "Степан", "Назар", "Артем",
        "Євген",
    )  # fmt: skip
    fathers = ("Петрович", "Іванович", "Миколайович", "Тарасович", "Андрійович", "Васильович", "Остапович")
    return [
        Person(
            chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_ENDS),
            chance.choice(given),
            chance.choice(fathers),
            chance.randrange(1960, 2006),
        )
        for _ in range(count)
    ]


def mistyped(person: Person, chance: random.Random) -> Person:
    """The same person with two letters of the family name in the wrong order."""
    at = chance.randrange(1, len(person.family) - 2)
    family = person.family
    wrong = family[:at] + family[at + 1] + family[at] + family[at + 2 :]
    return Person(wrong, person.given, person.patronymic, person.birth_year)


async def prepared(office: Office, printed: list[Person]) -> None:
    """A published list whose batch is confirmed."""
    rows = (f"{p.family};{p.given};{p.patronymic};{p.birth_year}" for p in printed)
    edition = await office.published_list(*rows)
    batch = await office.batch_of(edition)
    await office.agrees(await office.submits(batch.id))
    office.clock.moves(HOLD)
    await office.services.confirmations.end_holds()


async def watch(store: SqliteStore, wanted: list[Person], now: GivenClock) -> None:
    """Let somebody watch each of them."""
    for first in range(0, len(wanted), CHATS_AT_ONCE):
        async with store.writing() as writing:
            for number, person in enumerate(wanted[first : first + CHATS_AT_ONCE], start=first):
                chat = await writing.remember_chat(8_000_000_000 + number, language="uk")
                sealed = SEALING.names.seal(Wanted(Asked((person,))).write())
                await writing.add_watch(begun(text_id(), chat.id, number=1, sealed_name=sealed, now=now()))


async def measured(folder: Path, watches: int, entries: int, listed: float) -> dict[str, float]:
    """Build everything and compare; returns the figures."""
    chance = random.Random(20250609)
    path = folder / "vdoma.db"
    upgrade(f"sqlite:///{path}")
    clock = GivenClock()
    store = SqliteStore(path, chat_ids=SEALING.chats, clock=clock)
    await store.open()
    try:
        async with store.writing() as writing:
            ids = (ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM, HALYNA_TELEGRAM)
            chats = [(await writing.remember_chat(id_, language="uk")).id for id_ in ids]
        anna, bohdan, clara, halyna = chats
        office = Office(store, path, clock, anna, bohdan, clara, halyna)
        printed = people(entries, chance)
        wanted = people(watches, chance)
        for at in chance.sample(range(watches), int(watches * listed)):
            person = chance.choice(printed)
            wanted[at] = mistyped(person, chance) if at % 10 == 0 else person
        await watch(store, wanted, clock)
        await prepared(office, printed)
        matching = Matching(store, clock, text_id, SEALING.names)
        before, cpu = time.perf_counter(), time.process_time()
        clock.moves(timedelta(seconds=1))
        passed = await matching.work()
        took, cpu = time.perf_counter() - before, time.process_time() - cpu
        told = len(await office.owed(EventKind.WATCH_FIRED))
    finally:
        await store.close()
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "watches": watches,
        "entries": entries,
        "passed": passed,
        "alerts": told,
        "seconds": round(took, 2),
        "cpu_seconds": round(cpu, 2),
        "micros_per_watch": round(took / watches * 1e6, 1),
        "rss_mb": round(rss, 1),
    }


def main() -> None:
    """Measure, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--watches", type=int, default=100_000)
    arguments.add_argument("--entries", type=int, default=1_000)
    arguments.add_argument("--listed", type=float, default=0.01)
    arguments.add_argument("--json", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measured(Path(folder), given.watches, given.entries, given.listed))
    for name, figure in figures.items():
        sys.stdout.write(f"{name:18} {figure}\n")
    if given.json is not None:
        given.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
