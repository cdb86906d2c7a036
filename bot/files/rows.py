"""One record into a row or into everything that is wrong with it."""

from collections.abc import Mapping

from bot.core.errors import NameTooShort, UserMistake
from bot.core.names import Person, read_name
from bot.core.names.readings import is_patronymic, looks_like_family
from bot.core.names.spelling import is_initial
from bot.files.cells import fault_of_name, fault_of_text, is_nothing, read_birth, tidy
from bot.files.listfile import Column, Fault, Row

_NAMES = (Column.FULL, Column.FAMILY, Column.GIVEN, Column.PATRONYMIC)
_NEEDED = (Column.FULL, Column.FAMILY, Column.GIVEN)


def read_row(number: int, cells: Mapping[Column, str]) -> tuple[Row | None, list[Fault]]:
    """Give the row, or None with the faults that reject it; warnings come beside a row."""
    faults = [
        Fault(code, number, column, rejects=True)
        for column, raw in cells.items()
        if (code := _fault_of_cell(column, raw)) is not None
    ]
    if faults:
        return None, faults
    values = {column: "" if is_nothing(raw, column) else tidy(raw) for column, raw in cells.items()}
    try:
        person = _person(values)
    except UserMistake as mistake:
        code = "E32" if isinstance(mistake, NameTooShort) else "E36"
        return None, [Fault(code, number, Column.FULL, rejects=True)]
    printed = " ".join(values[column] for column in _NAMES if values.get(column))
    return Row(number, printed, person), _warnings(number, values)


def _fault_of_cell(column: Column, raw: str) -> str | None:
    if is_nothing(raw, column):
        return "E32" if column in _NEEDED else None
    code = fault_of_text(raw)
    if code is not None or column is Column.NUMBER:
        return code
    if column is Column.BIRTH:
        return None if read_birth(tidy(raw)) is not None else "E38"
    return fault_of_name(tidy(raw))


def _person(values: Mapping[Column, str]) -> Person:
    year = read_birth(values.get(Column.BIRTH, ""))
    if Column.FULL in values:
        named = read_name(values[Column.FULL]).person
        return Person(named.family, named.given, named.patronymic, year)
    given, patronymic = values[Column.GIVEN], values.get(Column.PATRONYMIC) or None
    if patronymic is None:
        given, patronymic = _initials_apart(given)
    return Person(values[Column.FAMILY], given, patronymic, year)


def _initials_apart(given: str) -> tuple[str, str | None]:
    """Take "Т. Г." apart: where only initials are printed they often share a cell."""
    initials = given.replace(".", ". ").split()
    if len(initials) == 2 and all(map(is_initial, initials)):
        return initials[0], initials[1]
    return given, None


def _warnings(number: int, values: Mapping[Column, str]) -> list[Fault]:
    return [
        Fault("E33", number, column, rejects=False)
        for column in (Column.FAMILY, Column.GIVEN, Column.PATRONYMIC)
        if values.get(column) and _seems_misplaced(column, values)
    ]


def _seems_misplaced(column: Column, values: Mapping[Column, str]) -> bool:
    value = values[column]
    if column is Column.FAMILY:
        return " " in value
    if column is Column.PATRONYMIC:
        return looks_like_family(value)
    swapped = looks_like_family(value) and not looks_like_family(values[Column.FAMILY])
    return swapped or any(map(is_patronymic, value.split()))
