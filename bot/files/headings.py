"""The headings of a list in three languages: which column holds what, and what is refused at the door."""

import re

from bot.core.names.scripts import in_one_alphabet
from bot.core.names.spelling import fold
from bot.files.listfile import Column

_KNOWN = {
    Column.FAMILY: "прізвище|фамилия|surname|family name|last name|family",
    Column.GIVEN: "імя|имя|given name|first name|given|forename",
    Column.PATRONYMIC: "по батькові|побатькові|отчество|patronymic|patronymic name|middle name",
    Column.BIRTH: (
        "рік народження|дата народження|народження|р н|рн|д н|дн|рік"
        "|год рождения|дата рождения|рождения|г р|гр|д р|др|год"
        "|birth year|year of birth|birth date|birthdate|birthday|date of birth|dob|yob|birth|born|year"
    ),
    Column.NUMBER: (
        "n|no|num|nr|номер|number|row|пп|п п|зп|з п|номер п п|номер з п|порядковий номер|порядковый номер"
    ),
    Column.FULL: (
        "піб|п і б|прізвище імя по батькові|прізвище імя та по батькові|прізвище та імя|прізвище імя"
        "|фио|ф и о|фамилия имя отчество|фамилия имя|full name|fullname|name and surname|surname and name"
    ),
    Column.STATUS: "статус|стан|состояние|status|state",
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
_OF_THE_DEAD = re.compile(
    r"\b(?:загиб|загин|смерт|помер|погиб|смерт|умер|death|died|deceased|remains|останк|останки|тіл[ао]\b|тел[ао]\b)"
)
_NO_LETTERS = re.compile(r"[\W_]+")


def folded_heading(cell: str) -> str:
    """Bring a heading into the form in which headings are compared."""
    if cell.strip().startswith(("№", "#")):
        cell = f"n {cell.strip()[1:]}"
    heading = in_one_alphabet(" ".join(_NO_LETTERS.sub(" ", fold(cell)).split()))
    return heading.removeprefix("n ") if heading.startswith("n ") else heading


def is_forbidden(heading: str) -> bool:
    """Whether a folded heading is of personal data that we do not keep."""
    return _FORBIDDEN.search(heading) is not None


def is_of_the_dead(heading: str) -> bool:
    """Whether a folded heading belongs to a list of another kind."""
    return _OF_THE_DEAD.search(heading) is not None


def columns_of(headings: list[str]) -> list[Column | None]:
    """Name the columns by their folded headings; None where one is not known."""
    beside_family = any(_BY_HEADING.get(heading) is Column.FAMILY for heading in headings)
    name = Column.GIVEN if beside_family else Column.FULL
    return [name if heading == _NAME else _BY_HEADING.get(heading) for heading in headings]


def known_headings(cells: list[str]) -> int:
    """Count the cells that are headings we know."""
    return sum(heading == _NAME or heading in _BY_HEADING for heading in map(folded_heading, cells))


def refused_headings(cells: list[str]) -> int:
    """Count the cells that are refused wherever they are headings; a family name may look like one."""
    return sum(is_forbidden(heading) or is_of_the_dead(heading) for heading in map(folded_heading, cells))
