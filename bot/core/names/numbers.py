"""Numbers in a message that are no year of birth and can be told by themselves or by the word beside them."""

import re
from dataclasses import dataclass
from functools import cache

from bot.core.names.scripts import read_data

_DIGIT = re.compile(r"\d")
_ALONE = r"(?<![\w.,/-])"
_PLAIN_YEAR = re.compile(rf"{_ALONE}(?:\d{{1,2}}[./-]\d{{1,2}}[./-])?(?:19\d\d|200\d|2010)(?!\w|[./-]\d)")
_IN_A_LIST = re.compile(r"(?:\A|(?<=\n))\s*\d{1,3}[.)]\s*(?=[^\W\d_])|№\s?\d{1,5}(?!\w|\.\d)")
_TELEPHONE = re.compile(
    r"(?<![\w.,])(?:"
    r"(?:\+?\s?38[\s(-]{0,2}0[\s(-]{0,2}\d{2}|\(?0\d{2}|\+?\s?[78][\s(-]{0,2}9\d{2})[\s)-]{0,2}(?:\d[\s-]?){6}\d"
    r"|\+\s?\d(?:[\s()-]{0,2}\d){8,12}|\d{9,13})(?!\w)"
)
_CODE = re.compile(
    r"(?<!\w)(?:(?:в\.?\s?ч\.?\s?)?[АA]-?(?!19[2-9]|20[01])\d{4}"
    r"|(?:частин\w*|част[ьи]|unit)[\s:№-]*[А-ЯA-Z]?-?\d{4,5})(?!\w)",
    re.IGNORECASE,
)
_ORDINAL = r"(?:-?(?:[гшмтй]?[аіїеояийу]{1,2}|st|nd|rd|th))?"
_ADJECTIVES = r"(?:[^\W\d_]+(?:а|ої|ій|ий|ого|ому|ая|ой|ый|им|ом|ym|ed|ne|ry|te|al)\s){0,3}"
_OF_A_UNIT = (
    r"(?:\s(?:морськ\w+\sпіхот\w+|морск\w+\sпехот\w+|нац\w+\sгвард\w+|терит?\w*\sоборон\w+|marines?))?"
)
_MAY_BE_AN_AGE = range(18, 60)
_YEARS_OLD = re.compile(
    rf"{_ALONE}(\d{{1,2}})\s?(?:рік|года?|(?-i:р|г)\.?)(?![\w.])(?!\s?(?:народж|рожд|[нр]\b))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    of_unit: re.Pattern[str]
    of_age_or_time: re.Pattern[str]
    event: re.Pattern[str]


def without_other_numbers(text: str) -> str:
    """Put a comma in the place of numbers that count, name a unit or reach a telephone, with their words."""
    # Most messages hold no digits, or those of one date.
    if not _DIGIT.search(text) or not _DIGIT.search(_PLAIN_YEAR.sub(" ", text)):
        return text
    text = _CODE.sub(", ", _TELEPHONE.sub(", ", _IN_A_LIST.sub(", ", text)))
    text = _patterns().of_age_or_time.sub(", ", _patterns().of_unit.sub(", ", text))
    return _YEARS_OLD.sub(_without_age, text).strip(" ,")


def tells_of_an_event(text: str) -> bool:
    """Whether a text says when somebody was lost, taken or exchanged."""
    return _patterns().event.search(text) is not None


def _without_age(found: re.Match[str]) -> str:
    """Leave out "27 р." and "3 года"; "98 р." is a year of birth, and "12 р." may be either."""
    return ", " if int(found[1]) in _MAY_BE_AN_AGE or len(found[1]) == 1 else found[0]


@cache
def _patterns() -> _Patterns:
    unit, age, time, event = (_words_of(kind) for kind in ("unit", "age", "time", "event"))
    before, behind = (
        rf"\d{{1,3}}{_ORDINAL}\s?{_ADJECTIVES}(?:{unit})(?!\w)\.?",
        r"(?=\s*(?:$|[,;)\n]|\.(?!\s?\d)))",
    )
    return _Patterns(
        of_unit=re.compile(
            rf"{_ALONE}{before}{_OF_A_UNIT}|(?<!\w)(?:{unit})\s?[№:-]?\s?\d{{1,3}}{behind}", re.IGNORECASE
        ),
        of_age_or_time=re.compile(
            rf"{_ALONE}\d{{1,2}}[\s-]?(?:{age}|{time})(?!\w)(?:[\s-]old)?"
            rf"|(?<!\w)(?:вік|віком|возраст|aged?)[\s:-]*\d{{1,2}}(?!\w|[./-]\d)",
            re.IGNORECASE,
        ),
        event=re.compile(rf"(?<!\w)(?:{event})(?!\w)", re.IGNORECASE),
    )


def _words_of(kind: str) -> str:
    """The words of one kind; a star stands for any ending."""
    words = [
        word
        for row in read_data("beside_numbers.csv")
        if row["kind"] == kind
        for word in row["words"].split()
    ]
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
