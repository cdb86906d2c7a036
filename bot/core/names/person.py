"""A person as a list prints them or a relative types them, and how a name is read out of a message."""

import re
import unicodedata
from dataclasses import dataclass, replace

from bot.core.errors import NameTooShort, NotAName, TooMuchText
from bot.core.names.declined import people_of
from bot.core.names.endings import follows_a_fathers_name, is_patronymic
from bot.core.names.known import is_known_given
from bot.core.names.layouts import in_meant_layout
from bot.core.names.readings import read_words
from bot.core.names.sentence import pieces_of, words_of_name
from bot.core.names.spelling import APOSTROPHES, DASHES, STRESS, is_initial, without_invisible
from bot.core.names.years import take_year

_LONGEST_TEXT = 200
_MOST_WORDS = 4
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]"
_INSIDE = re.escape(APOSTROPHES + DASHES + STRESS)
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_INSIDE}])*\.?")
_ALLOWED = re.compile(rf"(?:{_LETTER}|[{_INSIDE}\s.,;:?!()«»“”„…])*")
_QUOTED_AS_APOSTROPHE = re.compile(rf'(?<={_LETTER})"(?={_LETTER})')
_LETTERS_AS_DIGITS = {"4": "ch", "6": "sh"}
_DIGIT_AS_LETTER = re.compile(r"(?<=[A-Za-z])[46](?![0-9])|(?<![0-9])[46](?=[A-Za-z]{2})")
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
    """Read one person's name, in any order and case, alone or in a sentence, with a year of birth or none.

    Raises:
        NameTooShort: a family name or a given name is missing.
        NotAName: the text holds what no name holds, such as digits that are no year of birth.
        TooMuchText: over 200 characters, or words beside the name that are not known to stand there.
    """
    meant = in_meant_layout(text)
    year, words = _year_and_words(meant)
    if _are_too_many(words) or (meant == text and _mix_small_and_capitalised(words)):
        raise TooMuchText(f"{len(words)} words")
    readings = read_words(_glued_initials_apart(words))
    if not readings:
        raise NameTooShort("no family name with a given name")
    people = [person for reading in readings for person in people_of(reading)]
    return Asked(tuple(dict.fromkeys(Person(*parts, year) for parts in people)))


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
    text = _DIGIT_AS_LETTER.sub(lambda found: _LETTERS_AS_DIGITS[found[0]], text)
    if _LINK.search(text):
        raise NotAName("a link")
    year, bare, whole = take_year(_QUOTED_AS_APOSTROPHE.sub("’", text))
    words = _words(bare)
    return year, _words(whole) if len(words) == 1 else words


def _glued_initials_apart(words: list[str]) -> list[str]:
    """Take "Вербенко ТС" as a family name and two initials."""
    if len(words) != 2 or max(map(len, words)) < 3:
        return words
    apart: list[str] = []
    for word in words:
        apart.extend(word if len(word) == 2 and word.isalpha() and not is_known_given(word) else [word])
    return apart


def _words(text: str) -> list[str]:
    if not _ALLOWED.fullmatch(text):
        raise NotAName("characters that no name holds")
    return words_of_name([_words_of_piece(piece) for piece in pieces_of(text)])


def _words_of_piece(piece: str) -> list[str]:
    found = (word.strip(APOSTROPHES + DASHES) for word in _WORD.findall(piece))
    return [word if is_initial(word) else word.rstrip("." + APOSTROPHES + DASHES) for word in found]


def _are_too_many(words: list[str]) -> bool:
    """Whether words are left that are no part of one name.

    Searched with it they would make a listed person "not on the lists". A name has three words, or four
    with a double family name before the patronymic at its end.
    """
    of_name = [word for word in words if not follows_a_fathers_name(word)]
    double_family = len(of_name) == _MOST_WORDS and is_patronymic(of_name[-1])
    return len(of_name) >= _MOST_WORDS and not double_family


def _mix_small_and_capitalised(words: list[str]) -> bool:
    """Whether small words stand beside capitalised ones: then the small ones are no names.

    Telephones capitalise the first word by themselves, so that one proves nothing; nor do capitals
    typed in a wrong keyboard layout, where some letters have none.
    """
    of_name = [word for word in words[1:] if not follows_a_fathers_name(word) and not is_initial(word)]
    return len({word[0].isupper() for word in of_name}) > 1
