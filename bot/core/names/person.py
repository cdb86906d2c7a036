"""A person as a list prints them or a relative types them, and how a name is read out of a message."""

import re
import unicodedata
from dataclasses import dataclass, replace

from bot.core.errors import NameTooShort, NotAName, TooMuchText
from bot.core.names.readings import Reading, follows_a_fathers_name, is_patronymic, read_words
from bot.core.names.spelling import APOSTROPHES, DASHES, STRESS, is_initial, without_invisible
from bot.core.names.years import take_year

_LONGEST_TEXT = 200
# Family name, given name, patronymic. A word more is a greeting, a relation or a second person; taken for
# part of the name it would make a listed person "not on the lists".
_MOST_WORDS = 3
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]"
_INSIDE = re.escape(APOSTROPHES + DASHES + STRESS)
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_INSIDE}])*\.?")
_ALLOWED = re.compile(rf"(?:{_LETTER}|[{_INSIDE}\s.,;:?!()«»“”„…])*")
_SENTENCE_GOES_ON = re.compile(rf"[!?…].*{_LETTER}", re.DOTALL)
_QUOTED_AS_APOSTROPHE = re.compile(rf'(?<={_LETTER})"(?={_LETTER})')
_LINK = re.compile(
    r"(?:https?|www|t\.me)\b|[\w-]{2,}\.(?:com|org|net|ua|ru|by|me|io|info|su|eu)\b", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Person:
    """The parts of one name as typed or as printed; None where a part is not given."""

    family: str
    given: str
    patronymic: str | None = None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A name asked about: the likeliest reading first, then other orders of the same words."""

    readings: tuple[Person, ...]

    def __post_init__(self) -> None:
        if not self.readings:
            raise ValueError("a name has at least one reading")

    @property
    def person(self) -> Person:
        """The likeliest reading: the one echoed to the person who asked."""
        return self.readings[0]

    def with_year(self, year: int) -> "Asked":
        """Add or replace the birth year in every reading."""
        return Asked(tuple(replace(reading, birth_year=year) for reading in self.readings))

    def with_patronymic(self, text: str) -> "Asked":
        """Add or replace the patronymic in every reading."""
        return Asked(tuple(dict.fromkeys(replace(reading, patronymic=text) for reading in self.readings)))


def read_name(text: str) -> Asked:
    """Read one person's name, in any order, with a year or a date of birth or none.

    Raises:
        NameTooShort: a family name or a given name is missing.
        NotAName: the text holds what no name holds, such as digits that are no year of birth.
        TooMuchText: over 200 characters, or more than one name: a sentence, or words beside the name.
    """
    year, words = _year_and_words(text)
    if _SENTENCE_GOES_ON.search(text) or _holds_other_words(words):
        raise TooMuchText(f"{len(words)} words")
    readings = read_words(words)
    if not readings:
        raise NameTooShort("no family name with a given name")
    return Asked(tuple(_person(reading, year) for reading in readings))


def read_more(text: str) -> int | str:
    """Read what was missing: a year (or date) of birth, or a patronymic.

    Returns:
        the year as a number, or the patronymic as typed.

    Raises:
        NameTooShort: neither of them.
        NotAName, TooMuchText: as `read_name`.
    """
    year, words = _year_and_words(text)
    if year is not None and not words:
        return year
    patronymic = " ".join(words)
    if year is None and is_patronymic(patronymic):
        return patronymic
    raise NameTooShort("neither a year of birth nor a patronymic alone")


def _year_and_words(text: str) -> tuple[int | None, list[str]]:
    if len(text) > _LONGEST_TEXT:
        raise TooMuchText(f"{len(text)} characters")
    text = " ".join(without_invisible(unicodedata.normalize("NFC", text)).split())
    if _LINK.search(text):
        raise NotAName("a link")
    year, bare, whole = take_year(_QUOTED_AS_APOSTROPHE.sub("’", text))
    words = _words(bare)
    return year, _words(whole) if len(words) == 1 else words


def _words(text: str) -> list[str]:
    if not _ALLOWED.fullmatch(text):
        raise NotAName("characters that no name holds")
    found = (word.strip(APOSTROPHES + DASHES) for word in _WORD.findall(text))
    return [word if is_initial(word) else word.rstrip("." + APOSTROPHES + DASHES) for word in found]


def _holds_other_words(words: list[str]) -> bool:
    """Whether there are more words than a name has, or small ones beside capitalised ones.

    Telephones capitalise the first word by themselves, so the first one proves nothing.
    """
    of_name = [word for word in words if not follows_a_fathers_name(word)]
    capitalised = {word[0].isupper() for word in of_name[1:]}
    return len(of_name) > _MOST_WORDS or len(capitalised) > 1


def _person(reading: Reading, year: int | None) -> Person:
    return Person(reading.family, reading.given, reading.patronymic, year)
