"""Sheets of LibreOffice and its kin: everything that would change what a list says is seen.

The form: OASIS Open Document Format 1.3, part 3, section 9 (tables).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.files.archive import Archive
from bot.files.listfile import refused
from bot.files.sheets import MOST_COLUMNS, MOST_ROWS, Area, Cell, SheetRow
from bot.files.xmlrows import Attributes, Gathering, gather

_HIDDEN = {"collapse", "filter"}
_NOT_ITS_TEXT = {"annotation", "shape", "frame", "forms"}
_REACHES_OUTSIDE = {
    "table-source",
    "dde-source",
    "dde-link",
    "dde-links",
    "cell-range-source",
    "event-listener",
}
_MOST_AT_ONCE = 1000


@dataclass(slots=True)
class _OdsSheet:
    """Keeps the promises of `sheets.Sheet`."""

    archive: Archive
    number: int
    name: str
    hidden: bool
    merged: list[Area] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def rows(self) -> Iterator[SheetRow]:
        handler = _Rows(self.number)
        yield from gather(self.archive.pieces("content.xml"), handler)
        self.merged, self.hidden_columns = handler.merged, handler.hidden_columns


def ods_sheets(archive: Archive) -> list[_OdsSheet]:
    """Return the sheets in their order.

    Raises:
        Refused: E09 links to other files, or scripts; E10, E12.
    """
    tables = _Tables()
    found = list(gather(archive.pieces("content.xml"), tables))
    return [
        _OdsSheet(archive, number, name, style in tables.hidden_styles)
        for number, (name, style) in enumerate(found)
    ]


class _Tables(Gathering[tuple[str, str]]):
    """Name and style of each sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0

    def begin(self, name: str, attributes: Attributes) -> None:
        if name in _REACHES_OUTSIDE:
            raise refused("E09")
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self._style)
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                self.made.append((attributes.get("name", ""), attributes.get("style-name", "")))

    def end(self, name: str) -> None:
        self._depth -= name == "table"


class _Rows(Gathering[SheetRow]):
    """The rows of one sheet; all others are passed over."""

    def __init__(self, wanted: int) -> None:
        super().__init__()
        self.merged: list[Area] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self._wanted = wanted
        self._table = -1
        self._depth = 0
        self._columns = 0
        self._number = 1
        self._row: Attributes = {}
        self._cells: dict[int, Cell] = {}
        self._column = 0
        self._cell: Attributes = {}
        self._lines: list[str] = []
        self._beside = 0

    @property
    def _is_wanted(self) -> bool:
        return self._table == self._wanted and self._depth == 1

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._depth += 1
            self._table += self._depth == 1
        elif name in _NOT_ITS_TEXT:
            self._beside += 1
        elif self._is_wanted and not self._beside:
            self._begin_inside(name, attributes)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
        elif name in _NOT_ITS_TEXT:
            self._beside -= 1
        elif self._is_wanted and not self._beside:
            self._end_inside(name)

    def _begin_inside(self, name: str, attributes: Attributes) -> None:
        match name:
            case "table-column":
                self._begin_column(attributes)
            case "table-row":
                self._row, self._cells, self._column = attributes, {}, 0
            case "table-cell" | "covered-table-cell":
                self._cell, self._lines = attributes, []
            case "p":
                self.collect()
            case "s":
                self.characters(" " * min(int(attributes.get("c", "1")), _MOST_AT_ONCE))
            case "tab":
                self.characters("\t")
            case "line-break":
                self.characters("\n")

    def _end_inside(self, name: str) -> None:
        match name:
            case "p":
                self._lines.append(self.collected())
            case "table-cell" | "covered-table-cell":
                self._end_cell()
            case "table-row":
                self._end_row()

    def _begin_column(self, attributes: Attributes) -> None:
        times = _times(attributes, "number-columns-repeated", MOST_COLUMNS)
        if attributes.get("visibility") in _HIDDEN:
            self.hidden_columns.append((self._columns, self._columns + times - 1))
        self._columns += times

    def _end_cell(self) -> None:
        times = _times(self._cell, "number-columns-repeated", MOST_COLUMNS)
        shown = _shown(self._cell, "\n".join(self._lines))
        if shown is not None:
            if self._column + times > MOST_COLUMNS:
                raise ValueError("too many columns")
            self._cells.update(dict.fromkeys(range(self._column, self._column + times), shown))
        rows = _times(self._cell, "number-rows-spanned", MOST_ROWS)
        columns = _times(self._cell, "number-columns-spanned", MOST_COLUMNS)
        if rows > 1 or columns > 1:
            area = Area(self._number, self._number + rows - 1, self._column, self._column + columns - 1)
            self.merged.append(area)
        self._column += times

    def _end_row(self) -> None:
        times = _times(self._row, "number-rows-repeated", MOST_ROWS)
        hidden = self._row.get("visibility") in _HIDDEN
        self.made.append(SheetRow(self._number, hidden, self._cells, times))
        self._number += times


def _shown(cell: Attributes, text: str) -> Cell | None:
    if "formula" in cell:
        return Cell("", "E16")
    match cell.get("value-type"):
        case "date":
            return Cell(cell.get("date-value", text).partition("T")[0])
        case "float":
            number = float(cell["value"])
            return Cell(str(int(number)) if number.is_integer() and abs(number) < 1e15 else cell["value"])
        case None if not text:
            return None
        case _:
            return Cell(text)


def _times(attributes: Attributes, name: str, most: int) -> int:
    times = int(attributes.get(name, "1"))
    if not 0 < times <= most:
        raise ValueError(name)
    return times
