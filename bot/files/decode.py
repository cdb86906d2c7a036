"""Bytes into text, never guessing: each encoding strictly, then a look at the letters that came out.

Wrong encodings give letters too. What tells them is that the letters belong to neither Ukrainian, Russian
nor Latin, or that capitals stand inside words: so MacCyrillic, CP866, KOI8 and text decoded twice are
refused.
"""

import codecs
import re
import unicodedata

from bot.core.errors import UnreadableList

_LEAST_STRANGE = 0.03
_LEAST_ACCENTED = 0.25
_LEAST_INVERTED = 0.2

_CYRILLIC = frozenset("абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяАБВГҐДЕЁЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
_SIGNS = frozenset("§¶·†‡•‰¡¿")
_EXPECTED_SIGNS = frozenset("№´′ˈʹ")
_LONG_WORD = re.compile("[А-Яа-яЁёЄєІіЇїҐґ]{4,}")
_INVERTED = re.compile("[а-яёєіїґ][А-ЯЁЄІЇҐ]")
_UTF8_PAIR = re.compile(rb"[\xd0-\xd2][\x80-\xbf]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def decode(content: bytes) -> tuple[str, str]:
    """Give the text, with bare line feeds, and the name of its encoding.

    Raises:
        UnreadableList: E01 nothing in it, E20 letters of no list, E21 bytes of no one encoding, E25 a NUL.
    """
    text, encoding = _decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise UnreadableList("E25", row=1 + text.count("\n", 0, text.index("\0")))
    if not text.strip():
        raise UnreadableList("E01")
    if has_letters_of_no_list(text):
        raise UnreadableList("E20")
    return text, encoding


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8-sig"), "UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        # A NUL is in no text of one byte a letter; so it is told before any guess at the encoding.
        if b"\0" in content:
            return content.decode("latin-1"), "unknown"
        if _is_mostly_utf8(content):
            return _strictly(content, "utf-8"), "UTF-8"
        return _as_cp1251(content), "CP1251"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableList("E21", row=_row_of(content, error.start)) from None


def _as_cp1251(content: bytes) -> str:
    try:
        return content.decode("cp1251")
    except UnicodeDecodeError as error:
        # The one byte CP1251 leaves free is a capital Ш of MacCyrillic and CP866.
        raise UnreadableList("E20", row=_row_of(content, error.start)) from None


def _row_of(content: bytes, offset: int) -> int:
    return 1 + content.count(b"\n", 0, offset)


def _is_mostly_utf8(content: bytes) -> bool:
    return 4 * len(_UTF8_PAIR.findall(content)) > len(_HIGH_BYTE.findall(content))


def has_letters_of_no_list(text: str) -> bool:
    """Tell whether the letters show that the text was decoded wrongly, here or before it came here."""
    letters = sum(map(str.isalpha, text))
    accented = sum(map(_is_accented_latin, text))
    strange = sum(map(_is_strange, text))
    if strange > _LEAST_STRANGE * (letters + strange) or accented > _LEAST_ACCENTED * letters:
        return True
    words = _LONG_WORD.findall(text)
    inverted = sum(_INVERTED.search(word) is not None for word in words)
    return inverted > _LEAST_INVERTED * len(words)


def _is_accented_latin(letter: str) -> bool:
    return "\u00c0" <= letter <= "\u024f" and letter.isalpha()


def _is_strange(letter: str) -> bool:
    if letter.isascii() or letter in _CYRILLIC or _is_accented_latin(letter):
        return False
    if letter.isalpha():
        return True
    sign = unicodedata.category(letter).startswith("S") and letter < "\u2600"
    return (sign and letter not in _EXPECTED_SIGNS) or letter in _SIGNS
