"""Whether letters read as names of people: how a wrong encoding is told, before or after it came to us.

Wrong encodings give letters too. What tells them is that the letters belong to neither Ukrainian, Russian
nor Latin, or that capitals stand inside words. Which of two possible encodings is meant is told by words:
in the right one given names, patronymics and headings are among them.
"""

import re

from bot.core.names.known import is_known_given
from bot.core.names.readings import is_patronymic

_LEAST_STRANGE = 0.03
_LEAST_ACCENTED = 0.25
_LEAST_INVERTED = 0.2
_MOST_WORDS = 400

_CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяАБВГҐДЕЁЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_CYRILLIC_LETTER = re.compile(f"[{_CYRILLIC}]")
# Letters of other alphabets, and signs that stand in no list but come out of wrong encodings.
_STRANGE = re.compile(
    f"(?:(?![{_CYRILLIC}])[\u00aa\u00b5\u00ba\u0250-\u02b0\u0370-\u1fff\u2c00-\u2fdf\u3040-\ud7ff\uf900-\ufaff])"
    r"|[§¶·†‡•‰¡¿¢£¤¥¦¨©¬®¯°±¸×÷˘˙˚˛˜˝€™∂∆∏∑−∕√∞∫≈≠≤≥◊⌐─-▟■□▪▫]"
)
_LONG_WORD = re.compile(f"[{_CYRILLIC}]{{4,}}")
_INVERTED = re.compile("[а-яёєіїґ][А-ЯЁЄІЇҐ]")
_WORD = re.compile(f"[{_CYRILLIC}A-Za-z’'ʼ]{{3,}}")
_HEADING_WORDS = frozenset(
    (
        *("прізвище", "імя", "ім’я", "ім'я", "батькові", "рік", "народження", "дата", "піб", "номер"),
        *("фамилия", "имя", "отчество", "год", "рождения", "фио"),
    )
)


def strange_share(text: str) -> int | None:
    """Return how many of a hundred letters belong to no list, or None if the text reads well."""
    strange = len(_STRANGE.findall(text))
    accented = len(_ACCENTED.findall(text))
    plain = len(_CYRILLIC_LETTER.findall(text)) + len(_ASCII_LETTER.findall(text))
    letters = plain + accented + strange
    if strange > _LEAST_STRANGE * letters:
        return -(-100 * strange // letters)
    if accented > _LEAST_ACCENTED * letters:
        return 100 * accented // letters
    words = _LONG_WORD.findall(text)
    inverted = sum(_INVERTED.search(word) is not None for word in words)
    return 100 * inverted // len(words) if inverted > _LEAST_INVERTED * len(words) else None


def known_words(text: str) -> int:
    """Count the words of a sample that are given names, patronymics or headings."""
    words = set(_WORD.findall(text)[:_MOST_WORDS])
    return sum(
        word.lower() in _HEADING_WORDS or is_known_given(word) or (len(word) > 6 and is_patronymic(word))
        for word in words
    )
