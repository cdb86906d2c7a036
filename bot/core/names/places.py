"""Places in a message: "Волинська область" holds no Волинський, and "м. Полтава" no Полтава."""

import re
from functools import cache

from bot.core.names.endings import is_patronymic, looks_like_family
from bot.core.names.known import is_known_given
from bot.core.names.scripts import read_data

_LETTERS = r"[^\W\d_][^\W\d_'’ʼ-]+"
_ADJECTIVES = {
    "feminine": rf"{_LETTERS}(?:[сцз]ьк(?:а|ої|ій|у|ою)|[сц]к(?:ая|ой|ую|ою))",
    "masculine": rf"{_LETTERS}(?:[сцз]ьк(?:ий|ого|ому|им|ім)|[сц]к(?:ий|ого|ому|им|ом))",
    "neuter": rf"{_LETTERS}(?:[сцз]ьк(?:е|ого|ому|им|ім)|[сц]к(?:ое|ого|ому|им|ом))",
}
_BEGINS, _ENDS = r"(?<![\w'’ʼ-])", r"(?![\w'’ʼ-])\.?"
_FROM = r"(?:(?:(?-i:[зсвуі])|із|зі|со|из|на|під|под|from|in)\s+)?"
_NEW_OR_GREAT = r"(?:Верхн|Нижн|Велик|Больш|Мал|Нов|Стар|Біл|Бел|Крив|Красн|Червон)\w{1,2}\s"
_SETTLEMENT = re.compile(
    rf"{_BEGINS}{_FROM}(?:м|с|г|смт|сел|пос)\.\s?(?P<name>(?:{_NEW_OR_GREAT})?[А-ЯІЇЄҐЁ][\w'’ʼ-]+){_ENDS}"
)
_MARKS = ".,;:()!?"
_MOST = 4


def without_places(text: str) -> str:
    """Put a comma in the place of a region, a front or a town; an adjective alone may be a family name."""
    if not _nouns().isdisjoint(word.strip(_MARKS) for word in text.lower().split()):
        for place in _patterns():
            text = place.sub(", ", text)
        text = _in_english().sub(_unless_given, text, count=_MOST)
    return _SETTLEMENT.sub(_unless_a_name, text, count=_MOST)


def _unless_given(found: re.Match[str]) -> str:
    return found[0] if is_known_given(found["name"]) else ", "


def _unless_a_name(found: re.Match[str]) -> str:
    """Leave "Верба м. Іванович" and "верба м. с." their initials: a town stands behind a whole name."""
    *_, last = found["name"].split()
    before = [word for word in found.string[: found.start()].split() if word[0].isupper()]
    is_name = is_known_given(last) or is_patronymic(last) or looks_like_family(last)
    return found[0] if is_name or len(before) < 2 else ", "


@cache
def _nouns() -> frozenset[str]:
    return frozenset(word for row in read_data("places.csv") for word in row["words"].split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """An adjective with its noun, unless another stands on the other side: then either may be a name."""
    return tuple(
        re.compile(
            rf"{_BEGINS}{_FROM}{adjective}\s+(?:{nouns}){_ENDS}(?!\s+{adjective}{_ENDS})", re.IGNORECASE
        )
        for gender, adjective in _ADJECTIVES.items()
        for nouns in (_words_of(gender),)
    )


@cache
def _in_english() -> re.Pattern[str]:
    return re.compile(
        rf"{_BEGINS}{_FROM}(?P<name>[A-Za-z][\w'’ʼ-]+)\s+(?:{_words_of('english')}){_ENDS}", re.IGNORECASE
    )


def _words_of(kind: str) -> str:
    return "|".join(
        re.escape(word)
        for row in read_data("places.csv")
        if row["kind"] == kind
        for word in row["words"].split()
    )
