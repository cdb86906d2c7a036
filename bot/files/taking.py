"""Records into a spool of rows and everything that is wrong, each counted once.

A list repeats itself: of a million cells most have stood there before. So what a cell is worth is found out
once and remembered, and only a record with something unusual about it is looked at as a whole.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from operator import getitem, itemgetter
from typing import NamedTuple

from bot.core.names.spelling import fold
from bot.files.cells import is_nothing, read_birth, tidy
from bot.files.layout import Layout
from bot.files.listfile import (
    MERGED,
    SHOWN_FAULTS,
    Column,
    Digest,
    Fault,
    ListFile,
    ReadAs,
    Row,
    line_of,
    refused,
    rows_of,
)
from bot.files.order import Limits
from bot.files.rows import fault_of_cell, is_odd, read_row
from bot.files.seen import Seen, Years
from bot.files.spool import Spool
from bot.files.table import Record, column_letters
from bot.files.wire import fault_to_json

_REMEMBERED = 100_000
_SAMPLE = 3
_MOST_BLANK = 1_048_576
"""Rows of the longest sheet a spreadsheet saves."""
# What most family names look like: in it nothing is to be put right, and `fold` does no more than this.
_USUAL = re.compile(
    "[А-ЩЬЮЯЫЪЭЁЄІЇҐ][а-щьюяыъэёєіїґ]+(?:[-’'ʼ][А-ЩЬЮЯЫЪЭЁЄІЇҐа-щьюяыъэёєіїґ]+)*"
    "|[A-Z][a-z]+(?:[-’'ʼ][A-Za-z]+)*"
)
_LONG = 100
_TO_FOLD = re.compile("[’'ʼ\\-ё]")
_FOLDED = str.maketrans({"’": None, "'": None, "ʼ": None, "-": " ", "ё": "е"})
_PARTS = (Column.FAMILY, Column.GIVEN, Column.PATRONYMIC, Column.BIRTH)

Name = tuple[str, str, str]


class _Worth(NamedTuple):
    """What a cell is worth in its column.

    Args:
        plain: False if the record must be looked at as a whole.
        json: a patronymic or a year as it stands in the spool. Family name and given name are never missing,
            and hold no mark that JSON writes otherwise.
    """

    plain: bool
    value: str
    folded: str
    json: str
    year: int | None


class _Worths(dict[str, _Worth]):
    """The worth of every cell that stood in a column, found out when it is first seen."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, raw: str) -> _Worth:
        if len(self) >= _REMEMBERED:
            self.clear()
        worth = self[raw] = _worth(self._column, raw)
        return worth


def _worth(column: Column, raw: str) -> _Worth:
    if column is Column.FAMILY and len(raw) < _LONG and _USUAL.fullmatch(raw):
        small = raw.lower()
        folded = small.translate(_FOLDED) if _TO_FOLD.search(small) else small
        return _Worth(True, raw, folded, "", None)
    value = "" if is_nothing(raw, column) else tidy(raw)
    plain = fault_of_cell(column, raw) is None
    if column is Column.BIRTH:
        year = read_birth(value) if plain and value else None
        return _Worth(plain, "", "", "null" if year is None else str(year), year)
    plain = plain and not is_odd(column, value)
    return _Worth(plain, value, fold(value), json.dumps(value or None, ensure_ascii=False), None)


class Taking:
    """Takes records one by one; `finish` gives what came of them.

    Args:
        first_column: see `Table`.
        most: rows the file can hold at most, by its size.
        note: told now and then how many records were taken.
    """

    def __init__(
        self,
        layout: Layout,
        limits: Limits,
        rows: Spool,
        faults: Spool,
        *,
        first_column: int | None,
        most: int,
        note: Callable[[int], None],
    ) -> None:
        self._layout = layout
        self._limits = limits
        self._rows = rows
        self._faults = faults
        self._first_column = first_column
        self._note = note
        self._width = len(layout.columns)
        self._used = [(at, c) for at, c in enumerate(layout.columns) if c is not Column.IGNORED]
        self._position_of: dict[Column, int] = {column: at for at, column in self._used}
        self._worths = tuple(map(_Worths, _PARTS))
        self._pick = itemgetter(*(_position(layout, column) for column in _PARTS))
        # What else a plain record must show: its number is a number, its status is empty.
        self._number = _position(layout, Column.NUMBER)
        self._by_parts = Column.FAMILY in layout.columns and Column.STATUS not in layout.columns
        most = min(most, limits.rows)
        self._seen = Seen(most, self._is_same)
        self._years = Years(most)
        self._digest = Digest()
        self._undigested: list[bytes] = []
        self._first: list[Fault] = []
        self._sample: list[str] = []
        self._named = self._blank = self._accepted = self._rejected = self._merged = self._fault_count = 0

    def take(self, record: Record) -> None:
        """Take one record below the headings.

        Raises:
            Refused: E29 too many of them; E40 the list is of another kind.
        """
        number, cells, flaws = record
        if self._by_parts and flaws is None and _has_width(cells, self._width):
            cells.append("")
            family, given, patronymic, birth = map(getitem, self._worths, self._pick(cells))
            plain = family.plain and given.plain and patronymic.plain and birth.plain
            if plain and (cells[self._number].isdecimal() or _is_number(cells[self._number])):
                parts = f"{family.value} {given.value}"
                printed = f"{parts} {patronymic.value}" if patronymic.value else parts
                names = f'"{printed}","{family.value}","{given.value}"'
                line = f"[{number},{names},{patronymic.json},{birth.json}]\n"
                name = (family.folded, given.folded, patronymic.folded)
                self._keep(number, name, birth.year, printed, line.encode())
                return
            cells.pop()
        self._look_at(record)

    def finish(self, read_as: ReadAs) -> ListFile:
        """Give what came of all records.

        Raises:
            Refused: E02 there was not one.
        """
        if not self._named:
            raise refused("E02")
        self._digest_lines()
        self._rows.flush()
        self._faults.flush()
        return ListFile(
            read_as=read_as,
            total=self._named + self._blank,
            accepted=self._accepted,
            rejected=self._rejected,
            merged=self._merged,
            blank=self._blank,
            faults=tuple(self._first),
            fault_count=self._fault_count,
            digest=self._digest.value,
            sample=tuple(self._sample),
            rows=self._rows,
            all_faults=self._faults,
        )

    def _look_at(self, record: Record) -> None:
        if not record.cells or record.is_blank:
            self._blank += 1
            if self._blank > _MOST_BLANK:
                raise refused("E29", limit=self._limits.rows)
            return
        row, faults = self._read(record)
        if row is None:
            self._reject(record, faults)
            return
        person = row.person
        name = (fold(person.family), fold(person.given), fold(person.patronymic or ""))
        self._keep(row.number, name, person.birth_year, row.printed_name, line_of(row), faults)

    def _read(self, record: Record) -> tuple[Row | None, list[Fault]]:
        flaws = [
            Fault(record.flaws[at], record.number, column)
            for at, column in self._used
            if record.flaws is not None and at in record.flaws
        ]
        if flaws:
            return None, flaws
        cells = record.cells
        if len(cells) < self._width or any(cell.strip() for cell in cells[self._width :]):
            told = {"found": len(cells), "wanted": self._width}
            return None, [Fault("E26", record.number, told=told)]
        return read_row(record.number, {column: cells[at] for at, column in self._used})

    def _keep(
        self,
        number: int,
        name: Name,
        year: int | None,
        printed: str,
        line: bytes,
        warnings: "list[Fault] | tuple[()]" = (),
    ) -> None:
        at = self._seen.enter((*name, year), self._rows.size)
        if at is not None:
            self._merged += 1
            self._note_fault(Fault(MERGED, number, rejects=False, told={"first": self._row_at(at).number}))
        else:
            self._accepted += 1
            self._rows.add(line)
            self._undigested.append(line)
            if len(self._sample) < _SAMPLE:
                self._sample.append(printed)
            for warning in warnings:
                self._note_fault(warning)
            if year is not None and self._years.differs(name, year):
                self._note_fault(Fault("E41", number, Column.BIRTH, rejects=False))
        self._count()

    def _reject(self, record: Record, faults: list[Fault]) -> None:
        self._rejected += 1
        for fault in faults:
            self._note_fault(fault)
        self._count()

    def _count(self) -> None:
        self._named += 1
        if self._named > self._limits.rows:
            raise refused("E29", limit=self._limits.rows)
        if not self._named & 0x3FF:
            self._digest_lines()
        if not self._named & 0x3FFF:
            self._note(self._named)

    def _digest_lines(self) -> None:
        # Several at a time: one by one each costs as much as everything else about its row.
        self._digest.add(b"".join(self._undigested))
        self._undigested.clear()

    def _note_fault(self, fault: Fault) -> None:
        if self._first_column is not None and fault.column is not None:
            fault = replace(fault, at=f"{self._letters(fault.column)}{fault.row}")
        self._faults.add(fault_to_json(fault))
        if fault.code == MERGED:
            return
        self._fault_count += 1
        if len(self._first) < SHOWN_FAULTS:
            self._first.append(fault)

    def _letters(self, column: str) -> str:
        # What was found inside a whole row of one cell stands in that cell.
        position = self._position_of.get(Column(column), 0)
        return column_letters((self._first_column or 0) + position)

    def _row_at(self, at: int) -> Row:
        return rows_of([self._rows.line_at(at)])[0]

    def _is_same(self, at: int, row: object) -> bool:
        person = self._row_at(at).person
        parts = (fold(person.family), fold(person.given), fold(person.patronymic or ""), person.birth_year)
        return parts == row


def _has_width(cells: list[str], width: int) -> bool:
    """Whether a record has so many cells, empty ones behind them not counted."""
    if len(cells) > width and not any(cells[width:]):
        del cells[width:]
    return len(cells) == width


def _is_number(cell: str) -> bool:
    return fault_of_cell(Column.NUMBER, cell) is None


def _position(layout: Layout, column: Column) -> int:
    """Return where a column stands; -1, where an empty cell is put behind the last, if it does not."""
    return layout.columns.index(column) if column in layout.columns else -1
