"""What the matcher finds in an invented list, how fast, and against what others reach.

    python -m benchmarks.names --entries E.jsonl.gz --queries Q.jsonl.gz --out P.jsonl
                               [--json F] [--database URL] [--peers] [--without-dictionary]

An entry is one JSON a line: id, surname, given, patronymic, birth; a question has q. Entries go through the
code that reads, uploads, submits and publishes an edition, into a fresh database; questions through the
inquiry service, with "I don't know" given where it would ask for more. A line of the predictions holds the
kind of answer, at most 20 entries as the matcher ranks them, and the microseconds of reading and answering.
All questions are answered before the entries of any are looked up: what a look-up leaves behind in another
thread would be counted with the next answer.

`--peers` puts some of the questions to three other ways of searching (benchmarks.name_peers), each in a
process of its own. `--without-dictionary` takes the dictionary of family names away: only their letters are
left to tell a family name from a mistyped one.
"""

import argparse
import asyncio
import contextlib
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.jsonlines import lines_of
from benchmarks.name_peers import PEERS
from bot.core.answers import Answer, Match, rank
from bot.core.errors import UserMistake
from bot.core.names import Asked, Closeness, Person, families
from bot.files.listfile import Column, Row
from bot.files.rows import read_row
from bot.services.search import near_entries
from bot.terminal.ask import KINDS
from storage.migrate import sqlite_path, upgrade
from storage.store import SqliteStore
from tests.builders import GivenClock
from tests.files.reading import file_of
from tests.services.office import (
    ANNA_TELEGRAM,
    BOHDAN_TELEGRAM,
    CLARA_TELEGRAM,
    HALYNA_TELEGRAM,
    Office,
)
from tests.storage.builders import SEALING

MOST_SHOWN = 20
PEER_QUESTIONS = 300

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """One question as it was answered."""

    name: Asked | None
    answer: str
    micros: int


def rows_of(entries: Iterable[Mapping[str, Any]]) -> tuple[list[Row], dict[int, int], int]:
    """Read entries as rows of a list; which row is which entry; how many a moderator would be asked about.

    Those (mostly of mixed alphabets) are taken as they stand, as if the moderator had insisted.
    """
    rows: list[Row] = []
    ids: dict[int, int] = {}
    refused = 0
    for number, entry in enumerate(entries, start=1):
        cells = {
            Column.FAMILY: entry["surname"] or "",
            Column.GIVEN: entry["given"] or "",
            Column.PATRONYMIC: entry["patronymic"] or "",
            Column.BIRTH: entry["birth"] or "",
        }
        row, _ = read_row(number, cells)
        if row is None:
            refused += 1
            row = _as_it_stands(number, cells)
        rows.append(row)
        ids[number] = int(entry["id"])
    return rows, ids, refused


def _as_it_stands(number: int, cells: Mapping[Column, str]) -> Row:
    family, given, patronymic = cells[Column.FAMILY], cells[Column.GIVEN], cells[Column.PATRONYMIC]
    year = int(cells[Column.BIRTH][:4]) if cells[Column.BIRTH] else None
    return Row(
        number, f"{family} {given} {patronymic}".strip(), Person(family, given, patronymic or None, year)
    )


@contextlib.asynccontextmanager
async def an_office(path: Path) -> AsyncIterator[Office]:
    """The services over a fresh database."""
    await asyncio.to_thread(upgrade, f"sqlite:///{path}")
    clock = GivenClock()
    store = SqliteStore(path, chat_ids=SEALING.chats, clock=clock)
    await store.open()
    try:
        people = (ANNA_TELEGRAM, BOHDAN_TELEGRAM, CLARA_TELEGRAM, HALYNA_TELEGRAM)
        async with store.writing() as writing:
            anna, bohdan, clara, halyna = [
                (await writing.remember_chat(person, language="uk")).id for person in people
            ]
        yield Office(store, path, clock, anna, bohdan, clara, halyna)
    finally:
        await store.close()


async def published(office: Office, rows: list[Row]) -> float:
    """Publish the rows as one edition; return the seconds it took."""
    list_id = await office.list_of((await office.announced_batch()).id)
    draft = await office.draft(office.anna, list=list_id)
    started = time.perf_counter()
    reviews = office.services.reviews
    with contextlib.closing(file_of(rows)) as file:
        edition = await office.services.uploads.store_file(draft, file, list_id=list_id, expected=len(rows))
    await office.publishes((await reviews.submit(edition.id, moderator=office.anna)).edition)
    took = time.perf_counter() - started
    await office.services.moderators.checked(office.anna)
    return took


def bare_insert(path: Path, rows: Sequence[Row]) -> float:
    """Insert the same rows into one table with one index; return the seconds it took."""
    values = [
        (row.number, row.printed_name, p.family, p.given, p.patronymic, p.birth_year)
        for row in rows
        for p in (row.person,)
    ]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE TABLE rows (number INTEGER PRIMARY KEY, printed TEXT, family TEXT, given TEXT,"
            " patronymic TEXT, year INTEGER)"
        )
        connection.execute("CREATE INDEX rows_family ON rows (family)")
        started = time.perf_counter()
        with connection:
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", values)
        return time.perf_counter() - started


async def asked(office: Office, asker: int, text: str) -> Asking:
    """Put one question as a person who was never seen before."""
    inquiries = office.services.inquiries
    started = time.perf_counter()
    try:
        name = inquiries.read(asker, text)
    except UserMistake:
        return Asking(None, "unreadable", _micros(started))
    answer: Answer = await inquiries.answer(asker, name, knows_no_more=True)
    return Asking(name, KINDS[type(answer)], _micros(started))


async def matches_of(office: Office, name: Asked) -> list[Match]:
    """Rank all entries that may be the person."""
    async with office.store.reading() as reading:
        coverage = await reading.coverage()
        return rank(name, await near_entries(reading, name, coverage))


def _micros(started: float) -> int:
    return int((time.perf_counter() - started) * 1_000_000)


def _shown(matches: Sequence[Match], ids: Mapping[int, int]) -> list[tuple[int, float, str]]:
    return [
        (ids[m.candidate.entry.row], round(m.comparison.score, 4), _label(m)) for m in matches[:MOST_SHOWN]
    ]


def _label(match: Match) -> str:
    if match.comparison.closeness is Closeness.SAME:
        return "exact"
    return "likely" if match.comparison.is_likely else "possible"


async def measured(arguments: argparse.Namespace, path: Path, folder: Path) -> Figures:
    """Publish, ask everything, write the predictions, and return the figures."""
    rows, ids, refused = rows_of(lines_of(arguments.entries))
    bare = bare_insert(folder / "bare.db", rows)
    async with an_office(path) as office:
        seconds = await published(office, rows)
        print(f"published {len(rows)} rows in {seconds:.1f} s, {refused} taken as they stand", flush=True)
        count = len(rows)
        del rows
        texts = [query["q"] for query in lines_of(arguments.queries)]
        askings = [await asked(office, asker, text) for asker, text in enumerate(texts, start=1)]
        candidates: list[int] = []
        with arguments.out.open("w", encoding="utf-8") as out:
            for index, asking in enumerate(askings):
                matches = await matches_of(office, asking.name) if asking.name is not None else []
                candidates.append(len(matches))
                line = {"q_index": index, "answer": asking.answer, "results": _shown(matches, ids)}
                out.write(json.dumps(line | {"micros": asking.micros}, ensure_ascii=False) + "\n")
    size = await asyncio.to_thread(os.path.getsize, path)
    micros = sorted(asking.micros for asking in askings)
    candidates.sort()
    return {
        "rows": count,
        "taken_as_they_stand": refused,
        "build_s": round(seconds, 1),
        "build_ratio_to_bare_insert": round(seconds / bare, 2),
        "file_mb": round(size / 1e6, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "questions": len(askings),
        "unreadable": sum(asking.answer == "unreadable" for asking in askings),
        "p50_ms": round(statistics.median(micros) / 1000, 2),
        "p99_ms": round(micros[int(len(micros) * 0.99)] / 1000, 2),
        "candidates_mean": round(statistics.mean(candidates), 1),
        "candidates_p99": candidates[int(len(candidates) * 0.99)],
    }


def asking_alone(path: Path, queries: Path) -> Figures:
    """Start-up and memory of a fresh process that only asks the finished database."""
    command = [sys.executable, "-m", "benchmarks.names_asking", str(path), str(queries)]
    figures: Figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {f"asking_{name}": figure for name, figure in figures.items()}


def peers(arguments: argparse.Namespace, ours: Figures) -> Figures:
    """What each peer takes for some of the questions, and our share of it."""
    found: Figures = {}
    for peer in PEERS:
        out = arguments.out.with_suffix(f".{peer}.jsonl")
        command = [sys.executable, "-m", "benchmarks.name_peers", peer, str(arguments.entries)]
        command += [str(arguments.queries), str(out), str(PEER_QUESTIONS)]
        run = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        if run.returncode:
            print(f"{peer}: not measured (exit {run.returncode})")
            continue
        theirs = json.loads(run.stdout)
        found[peer] = theirs | {
            "our_p50_to_theirs": round(ours["p50_ms"] / theirs["p50_ms"], 4),
            "our_p99_to_theirs": round(ours["p99_ms"] / theirs["p99_ms"], 4),
        }
    return {"peers": found}


def without_dictionary() -> None:
    """Let only the letters of a word tell whether it is a family name."""
    names = [module for name, module in sys.modules.items() if name.startswith("bot.core.names")]
    for module in names:
        if hasattr(module, "is_known_family"):
            setattr(module, "is_known_family", families.sounds_like_a_family)  # noqa: B010  no type knows it


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the matcher finds, and how fast.")
    parser.add_argument("--entries", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--database", help="sqlite:/// and a file that does not exist yet; default: a new one"
    )
    parser.add_argument("--peers", action="store_true", help="measure other ways of searching too")
    parser.add_argument("--without-dictionary", action="store_true", help="of family names")
    arguments = parser.parse_args()
    if arguments.without_dictionary:
        without_dictionary()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = sqlite_path(arguments.database) if arguments.database else folder / "names.db"
        figures = asyncio.run(measured(arguments, path, folder))
        figures |= asking_alone(path, arguments.queries)
        if arguments.peers:
            figures |= peers(arguments, figures)
    for name, figure in figures.items():
        print(f"{name}: {figure}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
