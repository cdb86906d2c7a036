"""The year of birth in a text: a bare year or a date, of which only the year is kept."""

import re

from bot.core.errors import NotAName

FIRST_YEAR, LAST_YEAR = 1925, 2010
_FOUND = "\ue000"

_MONTH = (
    r"(?:січ[а-яі]*|лют[а-яі]*|берез[а-яі]*|квіт[а-яі]*|трав[а-яі]*|черв[а-яі]*|лип[а-яі]*|серп[а-яі]*|верес[а-яі]*"
    r"|жовт[а-яі]*|листоп[а-яі]*|груд[а-яі]*|янв[а-я]*|фев[а-я]*|март[а-я]?|апр[а-я]*|ма[йя]|июн[а-я]*|июл[а-я]*"
    r"|авг[а-я]*|сент[а-я]*|окт[а-я]*|нояб[а-я]*|дек[а-я]*|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:-?(?:го|е|st|nd|rd|th))?"
_GAP = r"[\s.,]{1,3}"
_DATES = tuple(
    re.compile(rf"(?<![\w.])(?:{body})(?!\d)", re.IGNORECASE)
    for body in (
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\s?[-./\s]\s?(?P<month>\d{1,2})\s?[-./\s]\s?(?P<year>\d{4}|\d{2})",
        rf"{_DAY}\s?{_MONTH}{_GAP}(?P<year>\d{{4}})",
        rf"{_MONTH}\s{_DAY}{_GAP}(?P<year>\d{{4}})",
        rf"{_MONTH}\s(?P<year>\d{{4}})",
        r"(?P<year>\d{4})",
        r"(?P<year>\d{2})(?=(?:-?го|-?й)?\s?(?:р\.?\s?н|г\.?\s?р|року|рік|год[ау]?)(?!\w))",
    )
)
_DAY_ALONE = re.compile(rf"(?<![\w.])\d{{1,2}}(?:-?го)?\s{_MONTH}(?!\w)", re.IGNORECASE)
_BEFORE = (
    r"born(?:\s+(?:in|on))?|(?:date|year)\s+of\s+birth|birth\s+(?:year|date)|dob|d\.o\.b\.?|(?-i:b\.)"
    r"|народжен(?:ий|а|ня)|народив?(?:ся|лася)|(?:дата|рік|року)\s+народження|(?-i:(?:р\.\s?н|д\.\s?н|[Нн]ар)\.)"
    r"|рожд[её]н(?:а|н?ый|н?ая)?|родил(?:ся|ась)|(?:дата|год|года)\s+рождения|(?-i:(?:г\.\s?р|д\.\s?р|[Рр]од)\.)"
)
_AFTER = (
    r"-?го|-?й|р\.?\s?н|г\.?\s?р|р\.?\s?народж\w*|г\.?\s?рожд\w*|(?:року|рік|році)(?:\s+народж\w*)?"
    r"|год[ау]?(?:\s+рожд\w*)?|р|г|рождения|народження|year\s+of\s+birth|born"
)
_MARKED = re.compile(
    rf"(?:(?<!\w)(?:{_BEFORE})(?:\s+[вуо])?[\s:,.–-]*)*{_FOUND}(?:[\s,]{{0,2}}(?:{_AFTER})(?!\w)\.?)*",
    re.IGNORECASE,
)


def take_year(text: str) -> tuple[int | None, str, str]:
    """Split a text into its year of birth and the rest.

    Returns:
        the year or None; the rest; and the rest with the words beside the year still in it, for in
        "1999 Р. Шевченко" the "Р." is an initial and not "року".

    Raises:
        NotAName: a date that does not exist, a year nobody of interest was born in, or two different years.
    """
    if _FOUND in text:
        raise NotAName("a character of no alphabet")
    years: set[int] = set()
    for pattern in _DATES:
        for found in pattern.finditer(text):
            years.add(_year(found.groupdict()))
        text = pattern.sub(f" {_FOUND} ", text)
    # "Зник 12 жовтня": a day without a year says nothing about a birth.
    text = _DAY_ALONE.sub(" ", text)
    if len(years) > 1:
        raise NotAName("several years")
    bare = _MARKED.sub(" ", text)
    return next(iter(years), None), bare, text.replace(_FOUND, " ")


def _year(found: dict[str, str | None]) -> int:
    day, month, year = (found.get(part) for part in ("day", "month", "year"))
    full = full_year(year or "")
    if full is None or not _is_a_day(int(day or 1), int(month or 1)):
        raise NotAName("digits that are no year of birth")
    return full


def full_year(digits: str) -> int | None:
    """Read two or four digits as a year of birth; None if nobody of interest was born in it."""
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= FIRST_YEAR % 100 else 2000
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_a_day(day: int, month: int) -> bool:
    # 03/25/1999 is how some people write 25 March; the year is the same.
    return (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 31 and 1 <= day <= 12)
