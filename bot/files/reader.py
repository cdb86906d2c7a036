"""The bytes of an upload into a `ListFile`. CSV for now; nothing is half-read and no letter is guessed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.errors import UnreadableList
from bot.core.names.spelling import fold
from bot.files.decode import decode
from bot.files.headings import find_delimiter, read_headings
from bot.files.listfile import Column, Fault, ListFile, Row
from bot.files.rows import read_row
from bot.files.sniff import refuse_other_than_text

MOST_ROWS = 20_000
"""Rows taken in the chat."""
_MOST_LINES = 1_048_576
"""Lines of the longest sheet a spreadsheet saves, blank ones with it."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the file and the line it begins at, from 1."""

    line: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def read_list(content: bytes, file_name: str) -> ListFile:
    """Read a CSV list: UTF-8, UTF-16 with its mark, or CP1251; semicolons, commas or tabs.

    All faults of all rows are collected. The name only says which kind of file it claims to be.

    Raises:
        UnreadableList: the file as a whole cannot be read: E01, E02, E03, E06, E07, E18, E20, E21, E22 (in
            the headings), E23, E24 (a field without end), E25, E29.
        UnreadableColumns: E28 and E42, with the columns at fault.
    """
    refuse_other_than_text(content, file_name)
    text, encoding = decode(content)
    if text.count("\n") > _MOST_LINES:
        raise UnreadableList("E29")
    delimiter = find_delimiter(next(line for line in text.split("\n") if line.strip()))
    records = _records(text, delimiter)
    head = next((record for record in records if not record.is_blank), None)
    if head is None:
        raise UnreadableList("E01")
    columns = read_headings(head.cells, head.line)
    rows, faults, blank, total = _take_all(records, columns)
    kept = _first_of_each(rows)
    dropped = {row.number for row in rows} - {row.number for row in kept}
    return ListFile(
        encoding=encoding,
        delimiter=delimiter,
        rows=tuple(kept),
        faults=(*(fault for fault in faults if fault.row not in dropped), *_conflicts(kept)),
        blank=blank,
        merged=len(dropped),
        total=total,
    )


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield _Record(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        code = "E24" if "field limit" in str(error) else "E23"
        raise UnreadableList(code, row=line) from error


def _take_all(
    records: Iterator[_Record], columns: tuple[Column, ...]
) -> tuple[list[Row], list[Fault], int, int]:
    rows: list[Row] = []
    faults: list[Fault] = []
    blank = named = 0
    for record in records:
        if record.is_blank:
            blank += 1
            continue
        named += 1
        if named > MOST_ROWS:
            raise UnreadableList("E29", row=record.line)
        row, found = _take(record, columns)
        rows += [row] if row is not None else []
        faults += found
    if not named:
        raise UnreadableList("E02")
    return rows, faults, blank, blank + named


def _take(record: _Record, columns: tuple[Column, ...]) -> tuple[Row | None, list[Fault]]:
    beyond = record.cells[len(columns) :]
    if len(record.cells) < len(columns) or any(cell.strip() for cell in beyond):
        return None, [Fault("E26", record.line, None, rejects=True)]
    return read_row(record.line, dict(zip(columns, record.cells, strict=False)))


def _first_of_each(rows: list[Row]) -> list[Row]:
    first: dict[tuple[tuple[str, str, str], int | None], Row] = {}
    for row in rows:
        first.setdefault((_name_of(row), row.person.birth_year), row)
    return list(first.values())


def _name_of(row: Row) -> tuple[str, str, str]:
    person = row.person
    return fold(person.family), fold(person.given), fold(person.patronymic or "")


def _conflicts(rows: list[Row]) -> Iterator[Fault]:
    """Warn of a name that comes again with another birth year: two people, or one mistake."""
    years: dict[tuple[str, str, str], int] = {}
    for row in rows:
        year = row.person.birth_year
        if year is not None and years.setdefault(_name_of(row), year) != year:
            yield Fault("E41", row.number, Column.BIRTH, rejects=False)
