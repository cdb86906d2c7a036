"""One cell: what it may hold, and what its value is."""

import re
import unicodedata
from datetime import date

from bot.core.names.scripts import mixes_alphabets
from bot.core.names.spelling import DASHES
from bot.core.names.years import FIRST_YEAR, LAST_YEAR
from bot.files.listfile import Column

LONGEST_CELL = 1_000
_SOFT_HYPHEN = "\u00ad"
_FORMULA = ("=", "+", "-", "@", "\t")
# What a spreadsheet shows where it could compute nothing, in the languages of Excel and LibreOffice.
_NO_RESULT = re.compile(r"#[A-ZА-ЯІЇЄҐ/0'’]{2,12}[!?]|#N/A|#Н/Д|Err:\d{3}")
_NEW_LINE = re.compile("[\n\u2028\u2029]")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_MAY_BE_MISSING = (Column.PATRONYMIC, Column.BIRTH, Column.STATUS, Column.NUMBER)

_ALLOWED_STATUS = frozenset(
    (
        *("у списку", "в списке", "listed", "on the list"),
        *("обмін", "на обмін", "до обміну", "обмен", "на обмен", "к обмену", "exchange", "for exchange"),
        *("військовополонений", "військовополонена", "полонений", "полонена", "у полоні", "в полоні"),
        *("військовослужбовець", "цивільний", "цивільна", "цивільна особа"),
        *("военнопленный", "военнопленная", "пленный", "пленная", "в плену"),
        *("военнослужащий", "военнослужащая", "гражданский", "гражданская", "гражданское лицо"),
        *("prisoner of war", "prisoner", "pow", "serviceman", "servicewoman", "civilian"),
    )
)
_OF_THE_DEAD = re.compile(
    r"загиб|загин|помер|мертв|погиб|умер|скончал|\b(?:тіло|тіла|тело|тела)\b|останк|вантаж 200|груз 200|^200$"
    r"|\b(?:dead|died|deceased|killed|kia|body|bodies|remains)\b"
)

_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]"
_MARK = "['’ʼ`′ʹ‘´ʻ\u0301]"
_PIECE = rf"{_LETTER}(?:{_LETTER}|{_MARK})*"
_DASH = f"[{re.escape(DASHES)}]"
_SPACED_DASH = re.compile(f" {_DASH} ")
# Initials with their dots, one word with or without dashes, or both in a row: "Т.Г.", "Нечуй-Левицький".
_WORD = re.compile(rf"(?=.)(?:{_LETTER}{{1,2}}\.)*(?:{_PIECE}(?:{_DASH}{_PIECE})*)?")

_BIRTH_MARK = (
    r"(?:\s*(?:р\.?\s?н\.?|г\.?\s?р\.?|(?:рік|року)(?:\s+народження)?|год[а]?(?:\s+рождения)?|р\.|г\.))?"
)
_YEAR = re.compile(rf"(?P<year>\d{{4}}){_BIRTH_MARK}")
_DATES = (
    re.compile(
        rf"(?P<day>\d{{1,2}})(?P<mark>[./-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_BIRTH_MARK}"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)


def tidy(raw: str) -> str:
    """Compose letters, drop soft hyphens, make runs of spaces one space: nothing visible changes."""
    return " ".join(unicodedata.normalize("NFC", raw).replace(_SOFT_HYPHEN, "").split())


def is_nothing(raw: str, column: Column) -> bool:
    """Tell whether a cell is empty; a lone dash says so where a part may be missing."""
    value = tidy(raw)
    return not value or (column in _MAY_BE_MISSING and not value.strip(DASHES))


def fault_of_text(raw: str) -> str | None:
    """Give the code of what no cell may hold, whatever its column."""
    if len(raw) > LONGEST_CELL:
        return "E24"
    if "\ufffd" in raw:
        return "E22"
    if _NEW_LINE.search(raw.strip()):
        return "E27"
    if _NO_RESULT.fullmatch(raw.strip()):
        return "E17"
    if raw.startswith(_FORMULA) or raw.lstrip().startswith(_FORMULA):
        return "E37"
    if any(unicodedata.category(letter) in _HIDDEN for letter in raw.strip().replace(_SOFT_HYPHEN, "")):
        return "E35"
    return None


def fault_of_name(value: str) -> str | None:
    """Give the code of what no name holds: a word of two alphabets, digits, marks, markup."""
    words = _SPACED_DASH.sub("-", value).split(" ")
    if not all(map(_WORD.fullmatch, words)):
        return "E36"
    parts = re.split(rf"[ .{re.escape(DASHES)}]", value.casefold())
    return "E34" if any(map(mixes_alphabets, parts)) else None


def read_birth(value: str) -> int | None:
    """Give the year of a year or a date; None (E38) for what is neither, or cannot be a year of birth."""
    found = _YEAR.fullmatch(value)
    if found is None:
        found = next(filter(None, (pattern.fullmatch(value) for pattern in _DATES)), None)
    if found is None:
        return None
    parts = {name: int(digits) for name, digits in found.groupdict().items() if name != "mark"}
    try:
        day = date(parts["year"], parts.get("month", 1), parts.get("day", 1))
    except ValueError:
        return None
    return day.year if FIRST_YEAR <= day.year <= LAST_YEAR else None


def fault_of_status(value: str) -> str | None:
    """Give the code of a word that no exchange list has beside a name; the word itself is not kept."""
    word = value.casefold().strip(". ")
    if _OF_THE_DEAD.search(word):
        return "E40"
    return None if word in _ALLOWED_STATUS else "E39"
