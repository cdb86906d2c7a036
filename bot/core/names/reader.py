"""Read a name out of a message: alone or in a sentence, in any order and case, in either keyboard layout."""

import re
import unicodedata
from contextlib import suppress

from bot.core.errors import ManyPeople, NameTooShort, NotAName, TooMuchText, UserMistake
from bot.core.names.declined import people_of
from bot.core.names.endings import is_patronymic
from bot.core.names.known import is_known_given
from bot.core.names.labels import without_labels
from bot.core.names.layouts import holds_a_name, layouts_of
from bot.core.names.numbers import without_other_numbers
from bot.core.names.person import Asked, Person
from bot.core.names.places import without_places
from bot.core.names.readings import is_usual_in_any_case, read_words
from bot.core.names.scripts import is_cyrillic, like_cyrillic
from bot.core.names.sentence import Named, Piece, named_in, pieces_of
from bot.core.names.sounds import VOWELS, skeleton
from bot.core.names.spelling import APOSTROPHES, DASHES, STRESS, TIES, is_initial, without_invisible
from bot.core.names.symbols import without_key_symbols, without_symbols
from bot.core.names.verdict import Part
from bot.core.names.years import Years, find_years, is_mark

_LONGEST_TEXT = 400
_LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]"
_MARK = "[\ue100-\ue1ff]"
_INSIDE = re.escape(APOSTROPHES + DASHES + STRESS + TIES)
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_INSIDE}])*\.?|{_MARK}")
_ALLOWED = re.compile(rf"(?:{_LETTER}|{_MARK}|[{_INSIDE}\s.,;:?!()«»“”„…])*")
_NUMBER = re.compile(r"(?<![\w+])№?\d{1,4}(?:-?[а-яіїa-z]{1,3})?(?![\w])|(?<!\w)№")
_QUOTED_AS_APOSTROPHE = re.compile(rf'(?<={_LETTER})"(?={_LETTER})')
_LETTERS_AS_DIGITS = {"4": "ch", "6": "sh"}
_DIGIT_AS_LETTER = re.compile(r"(?<=[A-Za-z])[46](?![0-9])|(?<![0-9])[46](?=[A-Za-z]{2})(?!th\b)")
_LINK = re.compile(
    r"\b(?:https?|www|t\.me)\b|[\w-]{2,}\.(?:com|org|net|ua|ru|by|me|io|info|su|eu)\b",
    re.IGNORECASE | re.ASCII,
)
_SENTENCE = 6
_LONGEST_PART = 2
_MANY_LINES = 3


def read_name(text: str) -> Asked:
    """Read one person's name, in any order and case, alone or in a sentence, with a year of birth or none.

    Of several people the first is read.

    Raises:
        NameTooShort: a family name or a given name is missing; FamilyMissing if that alone is known.
        NotAName: the text holds what no name holds, such as digits that are no year of birth.
        TooMuchText: over 400 characters, or words in which no name can be told from the rest.
        ManyPeople: over 400 characters in several lines.
    """
    if len(text) > _LONGEST_TEXT and sum(" " in line.strip() for line in text.splitlines()) >= _MANY_LINES:
        raise ManyPeople(f"{len(text)} characters")
    first, *others = layouts_of(without_symbols(text))
    try:
        asked = _read_as_typed(first)
    except UserMistake:
        # Any words typed by other keys look like an unknown name.
        if not others or not holds_a_name(others[0]):
            raise
        asked, others = _read_as_typed(others[0]), others[1:]
    return Asked(asked.readings, (*asked.guesses, *_guessed(others)), asked.further)


def typed_in_other_layout(text: str, asked: Asked) -> bool:
    """Whether a name was read from keys that carry other letters than those typed."""
    person = asked.person
    read = f"{person.family}{person.given}{person.patronymic or ''}"
    return _script_of(text) != _script_of(read) and None not in (_script_of(text), _script_of(read))


def _script_of(text: str) -> str | None:
    """The one alphabet that a text is written in; None of two, or of no letter."""
    alphabets = {"cyrillic" if is_cyrillic(letter) else "latin" for letter in text if letter.isalpha()}
    return alphabets.pop() if len(alphabets) == 1 else None


def read_more(text: str) -> int | str:
    """Read what was missing: a year (or date) of birth, or a patronymic.

    Returns:
        the year as a number, or the patronymic as typed.

    Raises:
        NameTooShort: neither of them.
        NotAName, TooMuchText: as `read_name`.
    """
    years = _years_of(text)
    words = [word for piece in _words_of(years.bare) for word in piece if not is_mark(word)]
    if years.wrong:
        raise NotAName("digits that are no year of birth")
    if years.years and not words:
        return _only(years)
    patronymic = " ".join(words)
    if not years.years and is_patronymic(patronymic):
        return patronymic
    raise NameTooShort("neither a year of birth nor a patronymic alone")


def read_part(part: Part, text: str) -> int | str | None:
    """Read one part of a name, as somebody corrects it.

    Returns:
        the year as a number, another part as typed; None if the text is a whole name instead.

    Raises:
        NameTooShort, NotAName, TooMuchText: it is neither.
    """
    if part is Part.BIRTH_YEAR:
        with suppress(UserMistake):
            return _year_alone(text)
        _make_sure_of_a_name(text)
        return None
    years = _years_of(text)
    words = [word for piece in _words_of(years.bare) for word in piece if not is_mark(word)]
    if years.years or years.wrong or len(words) > _LONGEST_PART or any(map(is_known_given, words[1:])):
        _make_sure_of_a_name(text)
        return None
    if not words:
        raise NameTooShort("no word")
    return " ".join(words)


def with_part(asked: Asked, part: Part, value: int | str) -> Asked:
    """Ask anew with one part of the likeliest reading replaced."""
    old = asked.person
    person = Person(
        family=str(value) if part is Part.FAMILY else old.family,
        given=str(value) if part is Part.GIVEN else old.given,
        patronymic=str(value) if part is Part.PATRONYMIC else old.patronymic,
        birth_year=int(value) if part is Part.BIRTH_YEAR else old.birth_year,
    )
    written = " ".join(text for text in (person.family, person.given, person.patronymic) if text)
    try:
        again = read_name(written if person.birth_year is None else f"{written}, {person.birth_year}")
    except UserMistake:
        return Asked((person,))
    # Read once more for the sake of grammatical cases; what the person wrote comes first all the same.
    return Asked(tuple(dict.fromkeys((person, *again.readings))), again.guesses)


def _make_sure_of_a_name(text: str) -> None:
    """Make sure that the text is a whole name, which is another question.

    Raises:
        NameTooShort, NotAName, TooMuchText: it is none.
    """
    read_name(text)


def _year_alone(text: str) -> int:
    more = read_more(text)
    if isinstance(more, str):
        raise NameTooShort("no year of birth")
    return more


def _read_as_typed(text: str) -> Asked:
    years = _years_of(text)
    named = _named(years)
    year = named.years[0] if named.years else None
    if len(set(named.years)) > 1:
        raise NotAName("several years")
    readings = read_words(_glued_initials_apart(list(named.words)))
    if not readings:
        raise NameTooShort("no family name with a given name")
    people = list(map(people_of, readings))
    meant = dict.fromkeys(Person(*parts, year) for of_reading in people for parts in of_reading.meant)
    guessed = dict.fromkeys(Person(*parts, year) for of_reading in people for parts in of_reading.guessed)
    if not meant:
        # "Т. Роман С." has no other reading.
        meant, guessed = guessed, {}
    for words in named.otherwise:
        guessed |= dict.fromkeys(
            Person(*parts, year) for reading in read_words(list(words)) for parts in people_of(reading).meant
        )
    return Asked(tuple(meant), tuple(one for one in guessed if one not in meant), named.further)


def _guessed(texts: list[str]) -> tuple[Person, ...]:
    """Whom the words may mean if they were typed in another keyboard layout."""
    found: list[Person] = []
    for text in texts:
        with suppress(UserMistake):
            found.extend(_read_as_typed(text).readings)
    return tuple(found)


def _years_of(text: str) -> Years:
    if len(text) > _LONGEST_TEXT:
        raise TooMuchText(f"{len(text)} characters")
    # A number that begins a line is told only while there are lines.
    text = without_other_numbers(without_key_symbols(without_symbols(unicodedata.normalize("NFC", text))))
    text = without_places(without_labels(" ".join(without_invisible(text).split())))
    text = _DIGIT_AS_LETTER.sub(lambda found: _LETTERS_AS_DIGITS[found[0]], text)
    if _LINK.search(text):
        raise NotAName("a link")
    return find_years(_QUOTED_AS_APOSTROPHE.sub("’", text))


def _named(years: Years) -> Named:
    is_sentence = len(years.bare.split()) >= _SENTENCE
    if years.wrong and not is_sentence:
        raise NotAName("digits that are no year of birth")
    pieces = _words_of(years.bare, without_numbers=is_sentence)
    words = [word for piece in pieces for word in piece if not is_mark(word)]
    if len(words) == 1:
        pieces = _words_of(years.whole)
    return named_in(pieces, years)


def _words_of(text: str, *, without_numbers: bool = False) -> list[Piece]:
    if without_numbers:
        text = _NUMBER.sub(" ", text)
    if not _ALLOWED.fullmatch(text):
        raise NotAName("characters that no name holds")
    pieces = [_words_of_piece(piece) for piece in pieces_of(text)]
    if not any(is_cyrillic(word) for piece in pieces for word in piece):
        return pieces
    # The Latin C in "Шевченко C. П." is the Cyrillic letter it looks like.
    return [[like_cyrillic(word) if len(word.strip(".")) < 3 else word for word in piece] for piece in pieces]


def _words_of_piece(piece: str) -> Piece:
    found = (word.strip(APOSTROPHES + DASHES) for word in _WORD.findall(piece))
    return [word if is_initial(word) else word.rstrip("." + APOSTROPHES + DASHES) for word in found]


def _glued_initials_apart(words: list[str]) -> list[str]:
    """Take "Вербенко ТС" as a family name and two initials; "Лі Роман" has none, nor has "ЛІ РОМАН"."""
    if len(words) != 2 or max(map(len, words)) < 3:
        return words
    short, long = sorted(words, key=len)
    if len(short) != 2 or not short.isalpha() or short.istitle() or _is_short_family(short, long):
        return words
    if short.islower() and is_known_given(short):
        return words
    return [one for word in words for one in (word if word == short else [word])]


def _is_short_family(short: str, beside: str) -> bool:
    return not set(skeleton(short)).isdisjoint(VOWELS) and is_usual_in_any_case(beside)


def _only(years: Years) -> int:
    if len(set(years.years)) > 1:
        raise NotAName("several years")
    return years.years[0]
