"""The headings of a list in three languages: which column holds what, and what is refused at the door."""

import csv
import re

from bot.core.errors import UnreadableList
from bot.core.names.scripts import in_one_alphabet
from bot.core.names.spelling import fold
from bot.files.listfile import Column, UnreadableColumns

DELIMITERS = (";", ",", "\t")
_LONGEST_LINE = 10_000

_KNOWN = {
    Column.FAMILY: "прізвище|фамилия|surname|family name|last name|family",
    Column.GIVEN: "імя|имя|given name|first name|given|forename",
    Column.PATRONYMIC: "по батькові|побатькові|отчество|patronymic|patronymic name|middle name",
    Column.BIRTH: (
        "рік народження|дата народження|народження|р н|рн|д н|дн"
        "|год рождения|дата рождения|рождения|г р|гр|д р|др"
        "|birth year|year of birth|birth date|birthdate|birthday|date of birth|dob|yob|birth|born"
    ),
    Column.NUMBER: (
        "n|no|num|nr|номер|number|row|пп|п п|зп|з п|номер п п|номер з п|порядковий номер|порядковый номер"
    ),
    Column.FULL: (
        "піб|п і б|прізвище імя по батькові|прізвище імя та по батькові|прізвище та імя|прізвище імя"
        "|фио|ф и о|фамилия имя отчество|фамилия имя|full name|fullname|name and surname|surname and name"
    ),
}
_BY_HEADING = {heading: column for column, headings in _KNOWN.items() for heading in headings.split("|")}
_NAME = "name"
"""A whole name where it stands alone, a given name beside a family name."""

_FORBIDDEN = re.compile(
    r"\b(?:телефон|тел\b|моб\b|мобіл|мобил|phone|mobile|паспорт|passport|документ|document|звання|звание|rank|військов"
    r"|воинск|войсков|частин|часть|підрозділ|подразделен|бригад|brigade|unit|посад|должност|position|діагноз|диагноз|diagnos"
    r"|поранен|ранен|wound|injur|здоров|health|хвороб|болезн|адрес|address|прожива|residence|місце|место|place"
    r"|позивн|позывн|callsign|call sign|іпн\b|инн\b|рнокпп|снилс|ідентифікац|идентифик|tax|ssn\b|фото|photo"
    r"|контакт|contact|email|e mail|telegram|телеграм)"
)
_NEEDED = ({Column.FULL}, {Column.FAMILY, Column.GIVEN})
_NO_LETTERS = re.compile(r"[\W_]+")


def find_delimiter(line: str) -> str:
    """Tell the delimiter by which most headings of this line are known."""
    return max(DELIMITERS, key=lambda delimiter: _known(_cells(line, delimiter)))


def read_headings(cells: list[str], row: int) -> tuple[Column, ...]:
    """Name the columns; empty headings at the end are dropped.

    Raises:
        UnreadableColumns: E42 columns of personal data we do not keep; E28 unknown, repeated or missing ones.
        UnreadableList: E22 a letter lost in an earlier conversion.
    """
    if any("\ufffd" in cell for cell in cells):
        raise UnreadableList("E22", row=row)
    headings = [_heading(cell) for cell in _without_empty_end(cells)]
    refused = tuple(at for at, heading in enumerate(headings, 1) if _FORBIDDEN.search(heading))
    if refused:
        raise UnreadableColumns("E42", row=row, columns=refused)
    columns = _columns(headings)
    at_fault = tuple(at for at, c in enumerate(columns, 1) if c is None or c in columns[: at - 1])
    known = tuple(column for column in columns if column is not None)
    if at_fault or not _are_enough(set(known)):
        raise UnreadableColumns("E28", row=row, columns=at_fault)
    return known


def _are_enough(columns: set[Column]) -> bool:
    """Either the whole name or its parts: both would be two names for one row."""
    whole, parts = _NEEDED
    return parts <= columns if not columns & whole else not columns & (parts | {Column.PATRONYMIC})


def _columns(headings: list[str]) -> list[Column | None]:
    beside_family = any(_BY_HEADING.get(heading) is Column.FAMILY for heading in headings)
    name = Column.GIVEN if beside_family else Column.FULL
    return [name if heading == _NAME else _BY_HEADING.get(heading) for heading in headings]


def _heading(cell: str) -> str:
    if cell.strip().startswith(("№", "#")):
        cell = f"n {cell.strip()[1:]}"
    heading = in_one_alphabet(" ".join(_NO_LETTERS.sub(" ", fold(cell)).split()))
    return heading.removeprefix("n ") if heading.startswith("n ") else heading


def _known(cells: list[str]) -> tuple[int, int]:
    headings = [_heading(cell) for cell in cells]
    known = sum(heading == _NAME or heading in _BY_HEADING for heading in headings)
    return known + sum(_FORBIDDEN.search(heading) is not None for heading in headings), len(cells)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line[:_LONGEST_LINE]], delimiter=delimiter), [])


def _without_empty_end(cells: list[str]) -> list[str]:
    kept = len(cells)
    while kept and not cells[kept - 1].strip():
        kept -= 1
    return cells[:kept]
