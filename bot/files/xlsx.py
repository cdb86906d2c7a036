"""Workbooks of Excel: everything that would change what a list says is seen, and nothing is computed.

The form: ECMA-376, part 1, section 18 (SpreadsheetML).
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.files.archive import Archive
from bot.files.listfile import refused
from bot.files.sheets import Area, Cell, SheetRow
from bot.files.table import column_position
from bot.files.xmlrows import Attributes, Gathering, gather

_TRUE = {"1", "true"}
# Sections 18.8.30: the numbers of the formats of dates that every workbook has without naming them.
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_LETTERS = re.compile("[dy]", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SINCE_1900, _SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of every sheet refer to."""

    strings: Sequence[str]
    date_styles: frozenset[int]
    epoch: date


@dataclass(slots=True)
class _XlsxSheet:
    """Keeps the promises of `sheets.Sheet`."""

    archive: Archive
    path: str
    book: _Book
    name: str
    hidden: bool
    merged: list[Area] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def rows(self) -> Iterator[SheetRow]:
        handler = _Rows(self.book)
        yield from gather(self.archive.pieces(self.path), handler)
        self.merged, self.hidden_columns = handler.merged, handler.hidden_columns


def xlsx_sheets(archive: Archive) -> list[_XlsxSheet]:
    """Return the sheets of a workbook in their order; charts are none.

    Raises:
        Refused: E10, E12.
    """
    workbook = _Workbook()
    sheets = list(gather([archive.read("xl/workbook.xml")], workbook))
    targets = dict(gather([archive.read("xl/_rels/workbook.xml.rels")], _Relations()))
    strings = archive.pieces("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.names else ()
    styles = archive.pieces("xl/styles.xml") if "xl/styles.xml" in archive.names else ()
    book = _Book(
        list(gather(strings, _Strings())) if strings else [],
        _date_styles(list(gather(styles, _Styles())) if styles else []),
        _SINCE_1904 if workbook.since_1904 else _SINCE_1900,
    )
    found = []
    for name, state, relation in sheets:
        if relation not in targets:
            raise refused("E12")
        kind, target = targets[relation]
        path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if kind.endswith("/worksheet"):
            if path not in archive.names:
                raise refused("E12")
            found.append(_XlsxSheet(archive, path, book, name, state in {"hidden", "veryHidden"}))
    return found


class _Workbook(Gathering[tuple[str, str, str]]):
    """Name, state and relation of each sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.since_1904 = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            self.made.append((attributes["name"], attributes.get("state", ""), attributes["id"]))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in _TRUE


class _Relations(Gathering[tuple[str, tuple[str, str]]]):
    """Kind and target of each relation, by its id."""

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            self.made.append((attributes["Id"], (attributes["Type"], attributes["Target"])))


class _Strings(Gathering[str]):
    """The texts that cells share; how Japanese is pronounced stands among them and is none."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._pronounced = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "t" and not self._pronounced:
            self.collect()
        elif name == "rPh":
            self._pronounced = True

    def end(self, name: str) -> None:
        if name == "t" and not self._pronounced:
            self._parts.append(self.collected())
        elif name == "rPh":
            self._pronounced = False
        elif name == "si":
            self.made.append(_unescaped("".join(self._parts)))
            self._parts = []


class _Styles(Gathering[bool]):
    """Whether each style of cells is one of dates."""

    def __init__(self) -> None:
        super().__init__()
        self._of_dates = set(_DATE_FORMATS)
        self._inside = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and _is_of_dates(attributes.get("formatCode", "")):
            self._of_dates.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.made.append(int(attributes.get("numFmtId", "0")) in self._of_dates)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


class _Rows(Gathering[SheetRow]):
    """The rows of a sheet."""

    def __init__(self, book: _Book) -> None:
        super().__init__()
        self.merged: list[Area] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self._book = book
        self._number = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._cell: Attributes = {}
        self._has_formula = self._pronounced = False
        self._parts: list[str] = []

    def begin(self, name: str, attributes: Attributes) -> None:
        match name:
            case "c":
                self._begin_cell(attributes)
            case "v" | "t" if not self._pronounced:
                self.collect()
            case "rPh":
                self._pronounced = True
            case "f":
                self._has_formula = True
            case "row":
                self._begin_row(attributes)
            case "col" if attributes.get("hidden") in _TRUE:
                self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
            case "mergeCell":
                self.merged.append(_area(attributes["ref"]))

    def end(self, name: str) -> None:
        match name:
            case "v" | "t" if not self._pronounced:
                self._parts.append(self.collected())
            case "rPh":
                self._pronounced = False
            case "c":
                self._end_cell()
            case "row":
                self.made.append(SheetRow(self._number, self._hidden, self._cells))

    def _begin_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._number + 1))
        if number <= self._number:
            # Two rows in one place: whichever was taken, the other would be lost.
            raise ValueError("rows out of order")
        self._number, self._hidden = number, attributes.get("hidden") in _TRUE
        self._cells, self._column = {}, -1

    def _begin_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        column = self._column + 1 if address is None else _cell_at(address)[1]
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column, self._cell, self._has_formula, self._parts = column, attributes, False, []

    def _end_cell(self) -> None:
        text = "".join(self._parts)
        if self._has_formula:
            self._cells[self._column] = Cell("", "E16")
        elif text:
            self._cells[self._column] = self._shown(text)

    def _shown(self, text: str) -> Cell:
        match self._cell.get("t", "n"):
            case "s":
                return Cell(self._book.strings[int(text)])
            case "e":
                return Cell("", "E17")
            case "n" if int(self._cell.get("s", "0")) in self._book.date_styles:
                return Cell(_date(text, self._book.epoch))
            case "n":
                return Cell(_number(text))
            case "d":
                return Cell(text.partition("T")[0])
            case _:
                return Cell(_unescaped(text))


def _date_styles(are_dates: Sequence[bool]) -> frozenset[int]:
    return frozenset(style for style, is_date in enumerate(are_dates) if is_date)


def _is_of_dates(form: str) -> bool:
    return _DATE_LETTERS.search(_NO_DATE.sub("", form.partition(";")[0])) is not None


def _date(text: str, epoch: date) -> str:
    try:
        return (epoch + timedelta(days=int(float(text)))).isoformat()
    except (OverflowError, ValueError):
        return text


def _number(text: str) -> str:
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else text


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _cell_at(address: str) -> tuple[int, int]:
    """Return the row, from 1, and the column, from 0."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError("no address of a cell")
    return int(found[2]), column_position(found[1])


def _area(text: str) -> Area:
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = _cell_at(first), _cell_at(last or first)
    return Area(top, bottom, left, right)
