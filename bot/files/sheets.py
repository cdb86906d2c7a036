"""A workbook as a table: which sheet is meant, how large it is, and what in it cannot be taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bot.files.archive import Archive
from bot.files.asking import AcceptHidden, Asks, SheetInfo, WhichSheet
from bot.files.listfile import ReadAs, refused
from bot.files.order import Choices, Limits, Order
from bot.files.sniff import Kind
from bot.files.table import Record, column_letters

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


class Cell(NamedTuple):
    """What a cell shows, or the code of why that cannot be taken."""

    text: str
    flaw: str | None = None


class SheetRow(NamedTuple):
    """One row as it stands in a sheet, and how many like it follow."""

    number: int
    hidden: bool
    cells: dict[int, Cell]
    times: int = 1


class Area(NamedTuple):
    """A rectangle of merged cells; rows from 1, columns from 0, the last ones included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Sheet(Protocol):
    """One sheet. Merged cells and hidden columns are known when all rows were read."""

    name: str
    hidden: bool
    merged: list[Area]
    hidden_columns: list[tuple[int, int]]

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows that stand in the file, in order."""


@dataclass(slots=True)
class _Survey:
    """What was seen in one sheet."""

    last_row: int = 0
    filled_rows: int = 0
    columns: set[int] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet as records, from the first column that holds something to the last."""

    sheet: Sheet
    survey: _Survey
    kind: str
    name: str | None

    @property
    def first_column(self) -> int:
        return min(self.survey.columns)

    @property
    def one_cell(self) -> bool:
        return len(self.survey.columns) == 1

    @property
    def read_as(self) -> ReadAs:
        return ReadAs(self.kind, sheet=self.name)

    def records(self) -> Iterator[Record]:
        """Yield the rows down to the last that holds something; rows that the file leaves out are blank."""
        columns = range(self.first_column, max(self.survey.columns) + 1)
        merged = _by_row(self.sheet.merged, self.survey.last_row)
        number = 0
        for row in self.sheet.rows():
            while number < row.number - 1:
                number += 1
                yield Record(number, [""] * len(columns))
            for _ in range(min(row.times, self.survey.last_row - number)):
                number += 1
                yield _record(number, row.cells, columns, merged.get(number, ()))
            if number >= self.survey.last_row:
                return


def open_sheet(archive: Archive, order: Order) -> SheetTable | Asks:
    """Open the sheet that holds the list, or ask which one.

    Raises:
        Refused: E01 nothing in any; E05 too large; E10, E12.
    """
    sheets = _sheets(archive)
    surveys = [_survey(sheet, order.limits) for sheet in sheets]
    infos = tuple(
        SheetInfo(number, sheet.name, survey.filled_rows, sheet.hidden)
        for number, (sheet, survey) in enumerate(zip(sheets, surveys, strict=True), 1)
        if survey.filled_rows
    )
    if not infos:
        raise refused("E01")
    chosen = next((info for info in infos if info.number == order.choices.sheet), None)
    if chosen is None:
        if len(infos) > 1:
            return WhichSheet(infos)
        chosen = infos[0]
    sheet, survey = sheets[chosen.number - 1], surveys[chosen.number - 1]
    hidden = _hidden(sheet, survey, order.choices)
    if hidden is not None:
        return hidden
    return SheetTable(sheet, survey, archive.kind.value, sheet.name)


def _sheets(archive: Archive) -> Sequence[Sheet]:
    # Each of them is imported only for its own files.
    if archive.kind is Kind.XLSX:
        from bot.files.xlsx import xlsx_sheets

        return xlsx_sheets(archive)
    from bot.files.ods import ods_sheets

    return ods_sheets(archive)


def _survey(sheet: Sheet, limits: Limits) -> _Survey:
    """Read a sheet through once.

    Raises:
        Refused: E05 the rectangle that holds everything is too large.
    """
    seen = _Survey()
    widest = 0
    for row in sheet.rows():
        filled = [column for column, cell in row.cells.items() if cell.flaw or cell.text.strip()]
        if row.number > MOST_ROWS or (row.cells and max(row.cells) >= MOST_COLUMNS):
            raise refused("E12")
        if not filled:
            continue
        seen.last_row = row.number + row.times - 1
        seen.filled_rows += row.times
        seen.columns.update(filled)
        widest = max([widest, *filled])
        claimed = seen.last_row * (widest + 1)
        if claimed > limits.cells:
            raise refused("E05", cells=claimed, limit=limits.cells)
        if row.hidden:
            seen.hidden_rows.extend(range(row.number, row.number + row.times))
    return seen


def _hidden(sheet: Sheet, survey: _Survey, choices: Choices) -> AcceptHidden | None:
    columns = [
        column
        for first, last in sheet.hidden_columns
        for column in sorted(survey.columns)
        if first <= column <= last
    ]
    if choices.hidden or not (sheet.hidden or survey.hidden_rows or columns):
        return None
    return AcceptHidden(
        sheet.name if sheet.hidden else None,
        tuple(_runs(survey.hidden_rows)),
        tuple(map(column_letters, sorted(set(columns)))),
    )


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Write "5–7" for 5, 6, 7."""
    first = last = None
    for number in (*numbers, None):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield str(first) if first == last else f"{first}–{last}"
        first = last = number


def _by_row(areas: Sequence[Area], last_row: int) -> dict[int, list[Area]]:
    rows: dict[int, list[Area]] = {}
    for area in areas:
        for row in range(area.first_row, min(area.last_row, last_row) + 1):
            rows.setdefault(row, []).append(area)
    return rows


def _record(number: int, cells: dict[int, Cell], columns: range, merged: Sequence[Area]) -> Record:
    flaws = {
        column - columns.start: "E15"
        for area in merged
        for column in range(
            max(area.first_column, columns.start), min(area.last_column, columns.stop - 1) + 1
        )
    }
    flaws |= {column - columns.start: cell.flaw for column, cell in cells.items() if cell.flaw is not None}
    texts = [cells[column].text if column in cells else "" for column in columns]
    return Record(number, texts, flaws or None)
