"""What the matcher finds: a list of entries is published, and every question is put to the real service.

python -m benchmarks.names --entries E.jsonl.gz --queries Q.jsonl.gz --out P.jsonl [--json F] [--database URL]

An entry is one JSON a line: id, surname, given, patronymic, birth; a question has q. Entries go through the
code that reads, uploads, submits and publishes an edition, into a fresh database; questions through the
inquiry service, with "I don't know" given where it would ask for more. A line of the predictions holds the
kind of answer, at most 20 entries as the matcher ranks them, and the microseconds of reading and answering.
"""

import argparse
import asyncio
import contextlib
import gzip
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.answers import (
    Answer,
    Likely,
    Listed,
    Match,
    NeedsMore,
    NotListed,
    Possible,
    SeveralListed,
    rank,
)
from bot.core.errors import UserMistake
from bot.core.names import Closeness, Finding, Person, search_keys
from bot.files.listfile import Column, Row
from bot.files.rows import read_row
from bot.settings import SEARCHABLE
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

MOST_SHOWN = 20
_KINDS = {
    Listed: "listed",
    SeveralListed: "several",
    Likely: "similar",
    Possible: "similar",
    NeedsMore: "needs_more",
    NotListed: "not_listed",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One question as it was answered."""

    answer: str
    results: list[tuple[int, float, str]]
    candidates: int
    micros: int


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


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


@contextlib.asynccontextmanager
async def an_office(path: Path) -> AsyncIterator[Office]:
    """The services over a fresh database."""
    await asyncio.to_thread(upgrade, f"sqlite:///{path}")
    clock = GivenClock()
    store = SqliteStore(path, clock=clock)
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


def _as_it_stands(number: int, cells: Mapping[Column, str]) -> Row:
    family, given, patronymic = cells[Column.FAMILY], cells[Column.GIVEN], cells[Column.PATRONYMIC]
    year = int(cells[Column.BIRTH][:4]) if cells[Column.BIRTH] else None
    return Row(
        number, f"{family} {given} {patronymic}".strip(), Person(family, given, patronymic or None, year)
    )


async def asked(office: Office, asker: int, text: str, ids: Mapping[int, int]) -> Asking:
    """Put one question as a person who was never seen before."""
    inquiries = office.services.inquiries
    started = time.perf_counter()
    try:
        name = inquiries.read(asker, text)
    except UserMistake:
        return Asking("unreadable", [], 0, _micros(started))
    answer: Answer = await inquiries.answer(asker, name, knows_no_more=True)
    micros = _micros(started)
    async with office.store.reading() as reading:
        candidates = await reading.candidates(search_keys(name), SEARCHABLE)
    ranked = rank(name, candidates)[:MOST_SHOWN]
    results = [(ids[m.candidate.entry.row], round(m.comparison.score, 4), _label(m)) for m in ranked]
    return Asking(_KINDS[type(answer)], results, len(candidates), micros)


def _micros(started: float) -> int:
    return int((time.perf_counter() - started) * 1_000_000)


def _label(match: Match) -> str:
    if match.comparison.closeness is Closeness.SAME:
        return "exact"
    return "possible" if Finding.DIFFERS in match.comparison.findings.values() else "likely"


async def measured(arguments: argparse.Namespace, path: Path) -> dict[str, object]:
    """Publish, ask everything, write the predictions, and return the figures."""
    rows, ids, refused = rows_of(lines_of(arguments.entries))
    async with an_office(path) as office:
        seconds = await published(office, rows)
        print(f"published {len(rows)} rows in {seconds:.1f} s, {refused} taken as they stand", flush=True)
        askings: list[Asking] = []
        with arguments.out.open("w", encoding="utf-8") as out:
            for index, query in enumerate(lines_of(arguments.queries)):
                asking = await asked(office, index + 1, query["q"], ids)
                askings.append(asking)
                line = {"q_index": index, "answer": asking.answer, "results": asking.results}
                out.write(json.dumps(line | {"micros": asking.micros}, ensure_ascii=False) + "\n")
    size = await asyncio.to_thread(os.path.getsize, path)
    micros = sorted(asking.micros for asking in askings)
    candidates = sorted(asking.candidates for asking in askings)
    return {
        "rows": len(rows),
        "taken_as_they_stand": refused,
        "build_s": round(seconds, 1),
        "file_mb": round(size / 1e6, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "questions": len(askings),
        "unreadable": sum(asking.answer == "unreadable" for asking in askings),
        "p50_ms": round(statistics.median(micros) / 1000, 2),
        "p99_ms": round(micros[int(len(micros) * 0.99)] / 1000, 2),
        "candidates_mean": round(statistics.mean(candidates), 1),
        "candidates_p99": candidates[int(len(candidates) * 0.99)],
    }


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
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        path = sqlite_path(arguments.database) if arguments.database else Path(folder) / "names.db"
        figures = asyncio.run(measured(arguments, path))
    for name, figure in figures.items():
        print(f"{name}: {figure}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
