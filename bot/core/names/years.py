"""The year of birth in a text: a bare year or a date, of which only the year is kept."""

import re
from dataclasses import dataclass

from bot.core.errors import NotAName
from bot.core.names.numbers import tells_of_an_event

FIRST_YEAR, LAST_YEAR = 1925, 2010
_LAST_OF_EVENTS = 2049
_MOST = 40
_FIRST_MARK, _LAST_MARK = "\ue100", "\ue1ff"
_MARK = f"[{_FIRST_MARK}-{_LAST_MARK}]"
_NO_YEAR = "\ue0ff"
"""Stands where digits were that are no year of birth."""
_LATER = "\ue0fe"
"""Stands where a year was that nobody asked about was born in, for it is too late."""
_RESERVED = re.compile(f"{_MARK}|{_NO_YEAR}|{_LATER}")

_MONTH = (
    r"(?:січ[а-яі]*|лют[а-яі]*|берез[а-яі]*|квіт[а-яі]*|трав[а-яі]*|черв[а-яі]*|лип[а-яі]*|серп[а-яі]*|верес[а-яі]*"
    r"|жовт[а-яі]*|листоп[а-яі]*|груд[а-яі]*|янв[а-я]*|фев[а-я]*|март[а-я]?|апр[а-я]*|ма[йя]|июн[а-я]*|июл[а-я]*"
    r"|авг[а-я]*|сент[а-я]*|окт[а-я]*|нояб[а-я]*|дек[а-я]*|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_SHORT_MONTH = r"(?:бер|кві|квт|тра|чер|лип|сер|вер|жов|лис|гру)"
_DAY = r"(?P<day>\d{1,2})(?:-?(?:го|е|st|nd|rd|th))?"
_GAP = r"[\s.,]{1,3}"
_DIGIT = re.compile(r"\d")
_NAMED_MONTH = re.compile(rf"{_MONTH}|\d[\s.]{{0,2}}{_SHORT_MONTH}", re.IGNORECASE)
_DATES = tuple(
    re.compile(rf"(?<![\w.])(?:{body})(?!\d)", re.IGNORECASE)
    for body in (
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?:\s?[-./\s]\s?|,)(?P<month>\d{1,2})(?:\s?[-./\s]\s?|,)(?P<year>\d{4}|\d{2})",
        r"(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d{2})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
        rf"{_DAY}\s?(?:of\s)?(?:{_MONTH}|{_SHORT_MONTH}){_GAP}(?P<year>\d{{4}}|\d{{2}}(?![:-]))",
        rf"{_MONTH}\s{_DAY}{_GAP}(?P<year>\d{{4}})",
        rf"{_MONTH}\s(?P<year>\d{{4}})",
        r"(?P<year>\d{4})",
        r"(?P<year>\d{2})(?=(?:-?го|-?й)?\s?(?:р\.?\s?н|г\.?\s?р|року|рік|год[ау]?)(?!\w))",
        r"(?P<year>0\d|[6-9]\d)(?=\s?(?-i:[рг])(?!\w)|[рг](?!\w))",
    )
)
_DATES_OF_DIGITS = tuple(date for date in _DATES if _MONTH not in date.pattern)
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
    rf"(?:(?<!\w)(?:{_BEFORE})(?:\s+[вуо])?[\s:,.–-]*)*({_MARK})(?:[\s,]{{0,2}}(?:{_AFTER})(?!\w)\.?)*",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"(?:(?<=[\s,;(])|\A)(?<!\s\w\s)(?<!\s\w\.\s)(?:(?-i:[зс])|із|зі|со|від|от|до|по|since|from|until|till)"
    rf"(?:\s(?:початку|кінця|начала|конца))?\s+(?:{_MARK}|{_LATER})"
    rf"(?!\s*(?:-?го\s?)?(?:р\.?\s?н|г\.?\s?р|(?:року|рік|год[ау]?|р\.|г\.)\s*(?:народж|рожд)))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAID_OF_BIRTH = re.compile(rf"(?<!\w)(?:{_BEFORE})(?:\s+[вуо])?[\s:,.–-]*({_MARK})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Years:
    """The years of birth in a text.

    Args:
        years: in their order; the same year twice stands twice.
        of_birth: those said to be of a birth.
        wrong: how many dates and years are none that anybody of interest was born in, and are no event's.
        bare: the text with a mark (`mark_of`) where each year was, without the words beside it.
        whole: the same with these words, for in "1999 Р. Шевченко" the "Р." is an initial and not "року".
    """

    years: tuple[int, ...]
    of_birth: frozenset[int]
    wrong: int
    bare: str
    whole: str


def find_years(text: str) -> Years:
    """Find years of birth, alone or in a date, of which nothing else is kept.

    Years since or until when something was are none; nor are years after the last year of birth, if a year
    of birth or an event stands beside them.

    Raises:
        NotAName: the text holds a character of no alphabet.
    """
    if _RESERVED.search(text):
        raise NotAName("a character of no alphabet")
    if not _DIGIT.search(text):
        return Years((), frozenset(), 0, text, text)
    # In most texts no month is named; to look for one at every place is dear, and is done once.
    in_words = _NAMED_MONTH.search(text) is not None
    years: list[int] = []
    wrong = 0
    for pattern in _DATES if in_words else _DATES_OF_DIGITS:

        def marked(found: re.Match[str]) -> str:
            nonlocal wrong
            year = _year(found.groupdict())
            if year is not None and LAST_YEAR < year <= _LAST_OF_EVENTS:
                return f" {_LATER} "
            if year is None or not FIRST_YEAR <= year <= LAST_YEAR or len(years) > _MOST:
                wrong += 1
                return f" {_NO_YEAR} "
            years.append(year)
            return f" {mark_of(len(years) - 1)} "

        text = pattern.sub(marked, text)
    if in_words:
        # "Зник 12 жовтня": a day without a year says nothing about a birth.
        text = _DAY_ALONE.sub(" ", text)
    text, years = _without_since(text, years)
    if _LATER in text and not years and not tells_of_an_event(text):
        wrong += text.count(_LATER)
    text = text.replace(_NO_YEAR, " ").replace(_LATER, " ")
    said = frozenset(place_of(found[1]) for found in _SAID_OF_BIRTH.finditer(text))
    return Years(tuple(years), said, wrong, _MARKED.sub(r" \1 ", text), text)


def _without_since(text: str, years: list[int]) -> tuple[str, list[int]]:
    """Leave out the years since or until when something was, and mark the others anew."""
    if not _SINCE.search(text):
        return text, years
    left: list[int] = []

    def since(found: re.Match[str]) -> str:
        # In "верба с 1998" one word stands before it, and "с" is the given name.
        return found[0] if len(_WORD.findall(text[: found.start()])) == 1 else ", "

    def marked(found: re.Match[str]) -> str:
        left.append(years[place_of(found[0])])
        return mark_of(len(left) - 1)

    return re.sub(_MARK, marked, _SINCE.sub(since, text)), left


def mark_of(place: int) -> str:
    """The mark that stands in the place of the year found as this one."""
    return chr(ord(_FIRST_MARK) + place)


def place_of(mark: str) -> int:
    """Which of the years found a mark stands for."""
    return ord(mark) - ord(_FIRST_MARK)


def is_mark(word: str) -> bool:
    """Whether a word is the mark of a year."""
    return len(word) == 1 and _FIRST_MARK <= word <= _LAST_MARK


def _year(found: dict[str, str | None]) -> int | None:
    day, month, year = (found.get(part) for part in ("day", "month", "year"))
    return _full_year(year or "") if _is_a_day(int(day or 1), int(month or 1)) else None


def _full_year(digits: str) -> int:
    """Read two digits as one of the hundred years that begin with the first year of birth."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _is_a_day(day: int, month: int) -> bool:
    # 03/25/1999 is how some people write 25 March; the year is the same.
    return (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 31 and 1 <= day <= 12)
