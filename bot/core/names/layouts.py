"""Words typed with the keyboard in the other layout: "Itdxtyrj Nfhfc" is "Шевченко Тарас"."""

import re

from bot.core.names.around import is_common_word
from bot.core.names.cases import seems_given, seems_patronymic
from bot.core.names.families import is_known_family

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюʼ"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_SHIFTED = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_TO_UKRAINIAN, _TO_RUSSIAN = (
    str.maketrans(_LATIN_KEYS + _LATIN_SHIFTED, keys + keys.upper())
    for keys in (_CYRILLIC_KEYS, _RUSSIAN_KEYS)
)
_TO_LATIN = {
    ord(letter): key
    for letters in (_RUSSIAN_KEYS, _CYRILLIC_KEYS)
    for letter, key in zip(
        letters + letters.upper(), _LATIN_KEYS + _LATIN_KEYS.upper().replace("`", "~"), strict=True
    )
    if letter.isalpha()
}
_INITIALS = re.compile(r"(?:[\w,;'\[\]`.<>]\.){1,2}")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_KNOWN_FAMILY_LENGTH = 5
_MARKS = '.,;:!?()«»"'


def layouts_of(text: str) -> tuple[str, ...]:
    """The text as it is likeliest meant, then as typed in other layouts if it may be meant so.

    A known name or a common word tells in which layout a text is meant.
    """
    if _LATIN.search(text) and not _CYRILLIC.search(text):
        others = tuple(dict.fromkeys(_cyrillic(text, keys) for keys in (_TO_UKRAINIAN, _TO_RUSSIAN)))
    elif _CYRILLIC.search(text) and not _LATIN.search(text):
        if 2 * _names_in(text) > len(text.split()):
            # Few type Latin names by Cyrillic keys, and none of them come out as names.
            return (text,)
        others = (text.translate(_TO_LATIN),)
    else:
        return (text,)
    names = _names_in(text)
    if names and names == _words_with_letters(text):
        # No other layout can hold more of them.
        return (text,)
    meant = sorted((text, *others), key=_names_in, reverse=True)
    return (text,) if meant[0] == text and names else tuple(meant)


def holds_a_name(text: str) -> bool:
    """Whether a word of a text is known as one of a name or around names."""
    return _names_in(text) > 0


def _cyrillic(text: str, keys: dict[int, int]) -> str:
    return " ".join(_word_in_cyrillic(word, keys) for word in text.split())


def _word_in_cyrillic(word: str, keys: dict[int, int]) -> str:
    # The dot of an initial is a dot; anywhere else it is the key of ю.
    if _INITIALS.fullmatch(word):
        return "".join(f"{letter}." for letter in word[::2].translate(keys))
    if not any(letter.isalpha() for letter in word):
        return word
    meant = word.translate(keys)
    # Some letters lie on keys that have no capitals in the other layout.
    return meant.upper() if word.isupper() else meant


def _words_with_letters(text: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in text.split())


def _names_in(text: str) -> int:
    bare = [word.strip(_MARKS) for word in text.split()]
    return sum(
        seems_given(word)
        or seems_patronymic(word)
        or is_common_word(word)
        or (len(word) >= _KNOWN_FAMILY_LENGTH and is_known_family(word))
        for word in bare
        if len(word) > 2
    )
