"""Words typed with the keyboard in the other layout: "Itdxtyrj Nfhfc" is "Шевченко Тарас"."""

import re

from bot.core.names.known import given_classes, patronymic_classes

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюʼ"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_SHIFTED = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_TO_CYRILLIC = str.maketrans(_LATIN_KEYS + _LATIN_SHIFTED, _CYRILLIC_KEYS + _CYRILLIC_KEYS.upper())
_TO_LATIN = {
    ord(letter): key
    for letters in (_RUSSIAN_KEYS, _CYRILLIC_KEYS)
    for letter, key in zip(
        letters + letters.upper(), _LATIN_KEYS + _LATIN_KEYS.upper().replace("`", "~"), strict=True
    )
    if letter.isalpha()
}
_HAS_LETTER = re.compile(r"[^\W\d_]")
_INITIAL = re.compile(r"(\w)\.")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")


def in_meant_layout(text: str) -> str:
    """Return the text in the other layout if a known name stands only there, else as it is."""
    words = text.split()
    if _names_in(words):
        return text
    if _LATIN.search(text) and not _CYRILLIC.search(text):
        meant = [_cyrillic(word) for word in words]
    elif _CYRILLIC.search(text) and not _LATIN.search(text):
        meant = [word.translate(_TO_LATIN) for word in words]
    else:
        return text
    return " ".join(meant) if _names_in(meant) else text


def _cyrillic(word: str) -> str:
    if not _HAS_LETTER.search(word):
        return word
    # The dot of an initial is a dot; anywhere else it is the key of ю.
    return (
        _INITIAL.sub(lambda found: found[1].translate(_TO_CYRILLIC) + ".", word)
        if _INITIAL.fullmatch(word)
        else word.translate(_TO_CYRILLIC)
    )


def _names_in(words: list[str]) -> bool:
    bare = (word.strip('.,;:!?()«»"') for word in words)
    return any(len(word) > 2 and (given_classes(word) or patronymic_classes(word)) for word in bare)
