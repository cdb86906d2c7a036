"""One record into a row or into everything that is wrong with it."""

from collections.abc import Mapping
from functools import lru_cache

from bot.core.errors import NameTooShort, UserMistake
from bot.core.names import Person, read_name
from bot.core.names.endings import follows_a_fathers_name
from bot.core.names.known import is_known_given
from bot.core.names.readings import is_patronymic, looks_like_family
from bot.core.names.scripts import mixes_alphabets
from bot.core.names.spelling import is_initial
from bot.files.cells import fault_of_name, fault_of_status, fault_of_text, is_nothing, read_birth, tidy
from bot.files.lines import read_line
from bot.files.listfile import Column, Fault, Row, refused

_NAMES = (Column.FULL, Column.FAMILY, Column.GIVEN, Column.PATRONYMIC)
_USUAL_PARTS = 3
_NEEDED = (Column.FULL, Column.FAMILY, Column.GIVEN)
# Letters that look alike in the very case they are printed in: a small н is no h.
_LATIN_TWINS, _CYRILLIC_TWINS = "aceiopxyïëABCEHIKMOPTXYÏË", "асеіорхуїёАВСЕНІКМОРТХУЇЁ"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)


def read_row(number: int, cells: Mapping[Column, str]) -> tuple[Row | None, list[Fault]]:
    """Give the row, or None with the faults that reject it; warnings come beside a row.

    Raises:
        Refused: E40 the list is of another kind.
    """
    if Column.LINE in cells:
        if (code := fault_of_text(cells[Column.LINE])) is not None:
            return None, [Fault(code, number, Column.LINE)]
        name, birth = read_line(cells[Column.LINE])
        cells = {Column.FULL: name, Column.BIRTH: birth}
    faults = [
        Fault(code, number, column, told=_fix(code, tidy(raw)))
        for column, raw in cells.items()
        if (code := fault_of_cell(column, raw)) is not None
    ]
    if faults:
        _stop_at_the_dead(faults)
        return None, faults
    values = {column: "" if is_nothing(raw, column) else tidy(raw) for column, raw in cells.items()}
    try:
        person = _person(values)
    except UserMistake as mistake:
        code = "E32" if isinstance(mistake, NameTooShort) else "E36"
        return None, [Fault(code, number, Column.FULL)]
    printed = " ".join(values[column] for column in _NAMES if values.get(column))
    return Row(number, printed, person), _warnings(number, values)


def fault_of_cell(column: Column, raw: str) -> str | None:
    """Give the code of what is wrong with a cell by itself."""
    if is_nothing(raw, column):
        return "E32" if column in _NEEDED else None
    code = fault_of_text(raw)
    if code is not None or column is Column.NUMBER:
        return code
    value = tidy(raw)
    match column:
        case Column.BIRTH:
            return None if read_birth(value) is not None else "E38"
        case Column.STATUS:
            return fault_of_status(value)
        case Column.FULL:
            return fault_of_name(value) or ("E36" if _reads_like_a_title(value) else None)
        case _:
            return fault_of_name(value)


def is_odd(column: Column, value: str) -> bool:
    """Whether a part may stand in the wrong column, or hold two: judged with its neighbours."""
    match column:
        case Column.FAMILY:
            return " " in value
        case Column.GIVEN:
            return " " in value or "." in value or looks_like_family(value) or is_patronymic(value)
        case _:
            return looks_like_family(value)


def _stop_at_the_dead(faults: list[Fault]) -> None:
    for fault in faults:
        if fault.code == "E40":
            raise refused("E40", row=fault.row)


def _fix(code: str, value: str) -> dict[str, str | int]:
    """Suggest how a word of two alphabets was meant, where letters that look alike are all that is wrong."""
    if code != "E34":
        return {}
    fixed = " ".join(map(_in_one_alphabet, value.split(" ")))
    return {} if any(map(mixes_alphabets, fixed.casefold().split(" "))) else {"fix": fixed}


def _in_one_alphabet(word: str) -> str:
    candidates = (word.translate(twins) for twins in (_TO_CYRILLIC, _TO_LATIN))
    return next((one for one in candidates if not mixes_alphabets(one.casefold())), word)


def _reads_like_a_title(value: str) -> bool:
    """Whether only the first word is capitalised, as in a heading above a list and in no name."""
    first, *rest = value.split(" ")
    small = [word for word in rest if word[:1].islower()]
    return first[:1].isupper() and small == rest and not all(map(follows_a_fathers_name, small))


def _person(values: Mapping[Column, str]) -> Person:
    year = read_birth(values.get(Column.BIRTH, ""))
    if Column.FULL in values:
        family, given, patronymic = _parts(values[Column.FULL])
        return Person(family, given, patronymic, year)
    given, patronymic = values[Column.GIVEN], values.get(Column.PATRONYMIC) or None
    if patronymic is None:
        given, patronymic = _initials_apart(given)
    return Person(values[Column.FAMILY], given, patronymic, year)


def _parts(name: str) -> tuple[str, str, str | None]:
    """Take a whole name apart: at once in the order that most lists have, else as a question is read."""
    words = name.split(" ")
    usual = len(words) == _USUAL_PARTS and _is_given(words[1]) and _is_fathers(words[2])
    if usual and not _is_fathers(words[0]):
        return words[0], words[1], words[2]
    named = read_name(name).person
    return named.family, named.given, named.patronymic


_is_given = lru_cache(4096)(is_known_given)
_is_fathers = lru_cache(4096)(is_patronymic)


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
